"""The words for what payments know by codes, in the reader's language."""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext_lazy as _l

from linli.money.payments.data import Certainty, LineUse, Method, Reason, RefundState

METHODS: dict[str, Any] = {
    Method.WECHAT.value: _l("微信支付"),
    Method.CASH.value: _l("现金"),
    Method.TRANSFER.value: _l("银行转账"),
}
REASONS: dict[str, Any] = {
    Reason.PLATE.value: _l("写了门牌"),
    Reason.PLATE_SHORT.value: _l("写了楼号和房号"),
    Reason.NAME.value: _l("户名是这家人"),
    Reason.KNOWN.value: _l("这个账号以前替这户交过"),
    Reason.AMOUNT.value: _l("金额和欠费一样"),
    Reason.OTHER_NAME.value: _l("户名不是这家人"),
    Reason.SEVERAL.value: _l("可能不止一户"),
}
CERTAINTIES: dict[str, tuple[Any, str, str]] = {
    Certainty.SURE.value: (_l("拿得准"), "jade", "check"),
    Certainty.LIKELY.value: (_l("很可能"), "enamel", "star"),
    Certainty.UNSURE.value: (_l("说不准"), "amber", "help"),
}
USES: dict[str, Any] = {
    LineUse.HOMES.value: _l("住户交费"),
    LineUse.SUSPENSE.value: _l("先挂着，还不知道是谁的"),
    LineUse.DEPOSIT.value: _l("存进去的现金"),
    LineUse.WECHAT.value: _l("微信结算到账"),
    LineUse.INTEREST.value: _l("利息"),
    LineUse.OTHER_INCOME.value: _l("其他收入"),
    LineUse.BANK_FEE.value: _l("银行手续费"),
    LineUse.RETURNED.value: _l("退回不明款"),
    LineUse.REFUND.value: _l("退款"),
}
REFUNDS: dict[str, tuple[Any, str, str]] = {
    RefundState.REQUESTED.value: (_l("等另一个人批准"), "amber", "clock"),
    RefundState.APPROVED.value: (_l("批准了，正在退"), "enamel", "clock"),
    RefundState.SENT.value: (_l("微信正在退"), "enamel", "clock"),
    RefundState.DONE.value: (_l("退了"), "jade", "check"),
    RefundState.FAILED.value: (_l("没退成"), "persimmon", "warn"),
    RefundState.REFUSED.value: (_l("没批准"), "", "close"),
}
