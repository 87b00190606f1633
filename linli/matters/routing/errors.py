from __future__ import annotations

from linli.base.errors import Invalid, Stale, translatable


class UnknownCategory(Invalid):
    code = "unknown_category"
    message = translatable("没有“%(code)s”这个类别。请从列表中选一个。")


class UnknownKind(Invalid):
    code = "unknown_kind"
    message = translatable("没有“%(code)s”这种事项。请从列表中选一个。")


class RuleChanged(Stale):
    code = "rule_changed"
    message = translatable("这条规则刚才被别人改过。请刷新看一下，再改。")
