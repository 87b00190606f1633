from __future__ import annotations

from linli.base.errors import DomainError, Invalid, Stale, translatable


class NothingOverdue(Invalid):
    code = "nothing_overdue"
    message = translatable("没有可以催的：都交清了、还没到期、有异议在办，或已约好分期。")


class UrgeFirst(DomainError):
    code = "urge_first"
    message = translatable(
        "要先由居委会或业委会催告，满 %(days)s 天还没交，才能发催款函（物业管理条例第六十四条）。"
    )
    status = 409


class DemandRunning(DomainError):
    code = "demand_running"
    message = translatable("这些账单已经发过催款函。请先看那一封送到了没有。")
    status = 409


class ProofMissing(Invalid):
    code = "proof_missing"
    message = translatable("请写明凭据：邮寄写单号，拒收写见证人，当面交给谁就写谁。")


class ServedAlready(Stale):
    code = "served_already"
    message = translatable("这封催款函已经记过送达。送达记录不能改。")


class BadServiceDay(Invalid):
    code = "bad_service_day"
    message = translatable("送达的日子要在写函之后、今天以前。")


class PeriodRunning(DomainError):
    code = "period_running"
    message = translatable("催款函给的期限到 %(day)s，还没过。过了再考虑起诉。")
    status = 409


class NotServed(DomainError):
    code = "not_served"
    message = translatable("催款函还没有送到。请先送到并记下凭据。")
    status = 409


class BadParts(Invalid):
    code = "bad_parts"
    message = translatable("各期加起来要正好是 %(owed)s 元，现在是 %(sum)s 元。")


class BadPartDays(Invalid):
    code = "bad_part_days"
    message = translatable("各期的日子要一期比一期晚，从今天以后开始，最多 36 期、三年以内。")


class PlanRunning(DomainError):
    code = "plan_running"
    message = translatable("这一户已经约好分期。要改，请先结束原来的约定。")
    status = 409


class NotConfirmed(Invalid):
    code = "not_confirmed"
    message = translatable("分期要本人同意。请记下本人是怎么同意的，签字的放上照片。")


class RentNotLong(Invalid):
    code = "rent_not_long"
    message = translatable("欠租还没有满 %(months)s 个月，不用作决定。")


class AppealLate(DomainError):
    code = "appeal_late"
    message = translatable("申诉期到 %(day)s 已过。仍可来窗口说，或走其他法律途径。")
    status = 409


class RentReasonMissing(Invalid):
    code = "rent_reason_missing"
    message = translatable("请写明理由。住户要看得到为什么，才好申诉。")
