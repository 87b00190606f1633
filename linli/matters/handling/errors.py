"""What the queue refuses, and what to do instead."""

from __future__ import annotations

from linli.base.errors import DomainError, Invalid, NotAllowed, Stale, translatable


class TextTooLong(Invalid):
    code = "text_too_long"
    message = translatable("文字有 %(length)s 个字，最多 %(limit)s 个。请写短一些，或分成几件事。")


class TextMissing(Invalid):
    code = "text_missing"
    message = translatable("请写一两句话，说说是什么事。")


class ReasonMissing(Invalid):
    code = "reason_missing"
    message = translatable("请写明原因，接手的人和居民才看得懂。")


class MatterChanged(Stale):
    code = "matter_changed"
    message = translatable("%(who)s刚才改过这件事（%(what)s）。请看一下最新情况，再决定。")


class NeedToKnow(NotAllowed):
    code = "need_to_know"
    message = translatable("这件事涉及隐私，只让经办的人看。需要时请找中心主任。")


class NobodyOnDuty(DomainError):
    code = "nobody_on_duty"
    message = translatable("服务中心还没有能接手的人。请管理员先设好接线员或主任。")
    status = 409


class NotNow(DomainError):
    code = "not_now"
    message = translatable("这件事现在是“%(state)s”，不能这样做。请刷新看最新情况。")
    status = 409


class ProofMissing(Invalid):
    code = "proof_missing"
    message = translatable("请拍张照片，或写一句怎么办好的。")


class VisitByDoer(NotAllowed):
    code = "visit_by_doer"
    message = translatable("回访要由别人来做，经办人不能回访自己办的事。")


class ExtensionTooLong(Invalid):
    code = "extension_too_long"
    message = translatable("这类事最多共延长 %(limit)s 个工作日，已延长 %(used)s 个。")


class KeyTaken(DomainError):
    code = "key_taken"
    message = translatable("这张表单已经由别人提交过。请打开新的表单再填。")
    status = 409


class UnknownCursor(Invalid):
    code = "unknown_cursor"
    message = translatable("翻页的位置看不懂。请从第一页重新看。")


class UnknownFilter(Invalid):
    code = "unknown_filter"
    message = translatable("没有“%(value)s”这个筛选项。请从列表中选。")


class NotMergeable(Invalid):
    code = "not_mergeable"
    message = translatable("这些事不能并在一起：%(why)s")


class AlreadyJoined(DomainError):
    code = "already_joined"
    message = translatable("已经登记过，这件事有进展会一起告诉您。")
    status = 409


class AlreadyThanked(DomainError):
    code = "already_thanked"
    message = translatable("您已经谢过了，心意收到。")
    status = 409


class OthersWait(DomainError):
    code = "others_wait"
    message = translatable("还有 %(others)s 家也在等这件事的结果，不能撤回，会接着办。")
    status = 409


class StepOutOfOrder(Invalid):
    code = "step_out_of_order"
    message = translatable("调解要一步一步来，下一步是“%(next)s”。")
