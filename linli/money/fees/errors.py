"""What fees refuse: what, why, and what now."""

from __future__ import annotations

from linli.base.errors import DomainError, Invalid, NotAllowed, Stale, translatable


class BadPeriod(Invalid):
    code = "bad_period"
    message = translatable("没有这样的周期。请写成 2026-11（月）、2026Q4（季）或 2026（年）。")


class BadAmount(Invalid):
    code = "bad_amount"
    message = translatable("金额要写成元，最多两位小数，大于 0，不超过一亿元。")


class BadPrice(Invalid):
    code = "bad_price"
    message = translatable("单价要写成元，最多五位小数，不小于 0，不超过十万元。")


class GroundMissing(Invalid):
    code = "ground_missing"
    message = translatable("价格和减免都要有依据。请写明是哪份合同、哪次决定或哪个文件。")


class DecisionUnknown(Invalid):
    code = "decision_unknown"
    message = translatable("没有找到这个决定。请从已公布的决定里选，没有通过的不能作依据。")


class TariffOverlap(Invalid):
    code = "tariff_overlap"
    message = translatable("从 %(day)s 起已经有一个价格。新价格要从更晚的一天开始。")


class TariffInUse(DomainError):
    code = "tariff_in_use"
    message = translatable(
        "账单已经开到 %(day)s，这之前的价格不能再变。请让新价格从那天以后开始，或先冲销账单。"
    )
    status = 409


class TariffGap(Invalid):
    code = "tariff_gap"
    message = translatable("%(day)s 还没有价格。请先定好从哪天起多少钱，再开账单。")


class SurchargeForbidden(Invalid):
    code = "surcharge_forbidden"
    message = translatable("代收水电气暖不得收手续费（物业管理条例第四十四条）。请把手续费改为 0。")


class BadWaiver(Invalid):
    code = "bad_waiver"
    message = translatable("请写明减免多少：按比例（百分之 1 到 100），或每月多少元，二选一。")


class BadDates(Invalid):
    code = "bad_dates"
    message = translatable("结束的日子不能早于开始的日子。")


class OwnProposal(NotAllowed):
    code = "own_proposal"
    message = translatable("自己提的减免要由另一个人批准。请找主任、书记或另一位会计。")


class NotThisStep(Stale):
    code = "not_this_step"
    message = translatable("已经不在这一步了。请看最新情况。")


class PeriodBilled(DomainError):
    code = "period_billed"
    message = translatable("%(period)s 的账单已经发过了。漏掉的户请用“补发”，错的请先冲销再重开。")
    status = 409


class PeriodOverlaps(DomainError):
    code = "period_overlaps"
    message = translatable("这段时间里已有别的周期的账单。请换一个不重叠的周期，免得重复收费。")
    status = 409


class RunOpen(DomainError):
    code = "run_open"
    message = translatable("这一期已经有一份没有发出的账单。请接着办那一份，或先取消它。")
    status = 409


class NobodyToBill(Invalid):
    code = "nobody_to_bill"
    message = translatable("没有一户可以开账单。请先补上面积、住户或产权，再算一遍。")


class PreviewOutdated(Stale):
    code = "preview_outdated"
    message = translatable(
        "预览以后价格、减免或住户登记变过，一张也没有发出。请重新预览，看过再确认。"
    )


class ReckoningFailed(DomainError):
    code = "reckoning_failed"
    message = translatable("没有算完，什么都没有写入。请再试一次，还不行就告诉管理员。")


class MeterBackwards(Invalid):
    code = "meter_backwards"
    message = translatable("表数不能比前后两次的记录倒着走。换了新表，请勾选“换表”。")


class BillSettled(DomainError):
    code = "bill_settled"
    message = translatable("这张账单已经结清或冲销，不用再付。")
    status = 409


class ForeignBill(Invalid):
    code = "foreign_bill"
    message = translatable("选的账单不是这一户的。请重新选。")


class RefundTooLarge(Invalid):
    code = "refund_too_large"
    message = translatable("最多能退 %(most)s 元：退的不能比收的多。")


class NothingToRefund(Invalid):
    code = "nothing_to_refund"
    message = translatable("没有可以退的：账单没有付过，或这段服务已经提供。")


class ReasonMissing(Invalid):
    code = "reason_missing"
    message = translatable("请写一句原因，以后查账的人看得懂。")


class SettlementKeyReused(DomainError):
    code = "settlement_key_reused"
    message = translatable("这个编号已经记过另一笔款。请核对后用新的编号。")
    status = 409
