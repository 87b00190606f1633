from __future__ import annotations

from linli.base.errors import DomainError, Invalid, NotAllowed, Stale, translatable


class AmountWrong(Invalid):
    code = "payment_amount"
    message = translatable("金额应是大于 0 的数，最多两位小数，不超过 %(most)s 元。请再填一遍。")


class NothingToPay(Invalid):
    code = "nothing_to_pay"
    message = translatable("没有要付的账单。多交的会记为预存，请到服务台办。")


class BillsForeign(Invalid):
    code = "bills_foreign"
    message = translatable("选的账单不是这一户的，或已经付清。请重新选。")


class ChannelMissing(DomainError):
    code = "channel_missing"
    message = translatable("小区还没有开通微信支付。可以到服务台交，或者银行转账。")
    status = 409


class ChannelSilent(DomainError):
    code = "channel_silent"
    message = translatable("微信支付暂时没有回应。钱没有扣，请过一会儿再试，或到服务台交。")
    status = 503


class ChannelRefused(DomainError):
    code = "channel_refused"
    message = translatable("微信支付没有接受（%(code)s）。请告诉服务台，也可以换一种方式交。")
    status = 409


class OrderMismatch(DomainError):
    """The channel tells of another sum, another currency or another order than ours."""

    code = "order_mismatch"
    message = translatable("通知里的%(what)s和我们的订单不一样，没有入账，已记下来。")
    status = 409


class OrderUnknown(DomainError):
    code = "order_unknown"
    message = translatable("没有这个订单，没有入账，已记下来。")
    status = 404


class NotConfirmed(NotAllowed):
    code = "help_not_confirmed"
    message = translatable("还没有得到本人同意。请本人说出手机上的验证码，或请一位见证人。")


class CodeWrong(Invalid):
    code = "help_code_wrong"
    message = translatable("验证码不对或过期了。请再看一下本人手机上的短信。")


class WitnessWrong(Invalid):
    code = "witness_wrong"
    message = translatable("见证人要是另一位工作人员或楼长，不能是您自己。请重新选。")


class RefundAbovePayment(Invalid):
    code = "refund_above_payment"
    message = translatable("最多还能退 %(most)s 元：退的不能比收的多。")


class NothingToGiveBack(Invalid):
    code = "nothing_to_give_back"
    message = translatable("这一户没有可以退的钱：没有预存，或已经申请了。")


class SecondPerson(NotAllowed):
    code = "second_person"
    message = translatable("自己申请的退款要由另一个人批准。请找会计或主任。")


class NotNow(Stale):
    code = "payment_not_now"
    message = translatable("这一步刚才有人做过了。请看最新情况。")


class VoidImpossible(Invalid):
    code = "void_impossible"
    message = translatable("这一笔钱确实到了，不能整笔作废。请改用退款。")


class ReasonMissing(Invalid):
    code = "payment_reason"
    message = translatable("请写明原因。")


class PrepaymentUsed(Stale):
    code = "prepayment_used"
    message = translatable("预存已经抵了账单，只剩 %(left)s 元，不够退这一笔。请不批准，重新申请。")


class SharesWrong(Invalid):
    code = "shares_wrong"
    message = translatable("分给各户的加起来是 %(found)s 元，这笔是 %(whole)s 元。请改到一样。")


class ShareTwice(Invalid):
    code = "share_twice"
    message = translatable("同一户写了两次。请合成一行。")


class PlateUnknown(Invalid):
    code = "plate_unknown"
    message = translatable("没有找到门牌“%(text)s”。请写成 3-2-1502 这样。")


class MatchChanged(Stale):
    code = "match_changed"
    message = translatable("第 %(row)s 行认出来的住户变了。请再看一眼。")


class UseWrong(Invalid):
    code = "line_use"
    message = translatable("这一笔不能这样记。请看金额和收支方向。")


class FeeWrong(Invalid):
    code = "payout_fee"
    message = translatable("这一笔结算的手续费最多 %(most)s 元。请看微信商户平台的结算单。")


class TillCounted(Stale):
    code = "till_counted"
    message = translatable("这一天已经点过钱了。")


class TillTooLow(Invalid):
    code = "till_too_low"
    message = translatable("账上的现金只有 %(most)s 元，不能存 %(amount)s 元。请再数一遍。")


class KeyTaken(Invalid):
    code = "payment_key_reused"
    message = translatable("这张表单已经收过另一笔。请打开新的页面再收。")
    status = 409
