from __future__ import annotations

from linli.base.errors import DomainError, Invalid, Stale, translatable


class UnknownField(Invalid):
    code = "unknown_field"
    message = translatable(
        "%(fields)s 填不进去。能用的有：{姓名} {门牌} {楼栋} {小区} {热线} {链接}。"
        "请改正或去掉花括号。"
    )


class TranslationMissing(Invalid):
    code = "translation_missing"
    message = translatable("名单里有 %(count)s 人看英文。请把英文也写上。")


class AudienceUnknown(Invalid):
    code = "audience_unknown"
    message = translatable("请选要通知谁。")


class AudienceEmpty(Invalid):
    code = "audience_empty"
    message = translatable("这个范围里现在没有人可通知。请换一个范围，或先核对居民登记。")


class AudienceTooLarge(Invalid):
    code = "audience_too_large"
    message = translatable("一次最多通知 %(most)s 人，这里有 %(count)s 人。请分成几次。")


class TextTooLong(Invalid):
    code = "text_too_long"
    message = translatable("填好姓名和门牌以后有 %(count)s 个字，最多 %(most)s 个。请写短些。")


class UrgentWithoutReason(Invalid):
    code = "urgent_without_reason"
    message = translatable("紧急通知夜里也会发。请写明为什么等不到早上。")


class OwnMailing(DomainError):
    code = "own_mailing"
    message = translatable("自己写的群发要由另一个人批准。请找主任或书记看一遍。")
    status = 403


class NotNow(Stale):
    code = "mailing_not_now"
    message = translatable("这条通知已经不在这一步了。请看最新情况。")
