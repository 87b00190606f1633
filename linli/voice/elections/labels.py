"""The words of this package, in the reader's language."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _l

KINDS = {
    "residents_committee": _l("居民委员会"),
    "residents_rep": _l("居民代表"),
    "owners_committee": _l("业主委员会"),
}
MODES = {
    "all_voters": _l("全体居民投票"),
    "household_reps": _l("每户一票"),
    "representatives": _l("居民代表投票"),
    "assembly": _l("业主大会表决"),
}
ROUNDS = {"first": _l("第一轮"), "run_off": _l("同票再选"), "second": _l("再投一轮")}
STATES = {
    "draft": _l("在准备"),
    "posted": _l("名单公示中"),
    "open": _l("正在投票"),
    "counted": _l("结果公布了"),
    "cancelled": _l("取消了"),
}
WAYS = {"phone": _l("手机"), "desk": _l("窗口"), "door": _l("上门"), "paper": _l("纸票")}
