"""The words for what banking knows by codes, in the reader's language."""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext_lazy as _l

from linli.money.banking.data import Bank, Column, StatementState

BANKS: dict[str, Any] = {
    Bank.ICBC.value: _l("工商银行"),
    Bank.CCB.value: _l("建设银行"),
    Bank.ABC.value: _l("农业银行"),
    Bank.OTHER.value: _l("其他银行"),
}
BOOKS: dict[str, Any] = {
    "joint_account": _l("共管账户"),
    "common_income": _l("公共收益"),
    "maintenance_fund": _l("专项维修资金"),
    "aid_fund": _l("救助资金"),
}
COLUMNS: dict[str, Any] = {
    Column.NONE.value: _l("不用"),
    Column.DATE.value: _l("日期"),
    Column.TIME.value: _l("时间"),
    Column.MONEY_IN.value: _l("收入（贷方）"),
    Column.MONEY_OUT.value: _l("支出（借方）"),
    Column.AMOUNT.value: _l("金额（带正负或配借贷）"),
    Column.SIDE.value: _l("借/贷"),
    Column.BALANCE.value: _l("余额"),
    Column.SUMMARY.value: _l("摘要"),
    Column.PURPOSE.value: _l("用途"),
    Column.NOTE.value: _l("附言"),
    Column.NAME.value: _l("对方户名"),
    Column.ACCOUNT.value: _l("对方账号"),
    Column.SERIAL.value: _l("交易流水号"),
    Column.OWN_ACCOUNT.value: _l("本方账号"),
    Column.CURRENCY.value: _l("币种"),
}
STATES: dict[str, tuple[Any, str, str]] = {
    StatementState.UNMAPPED.value: (_l("等指明各列"), "amber", "edit"),
    StatementState.PREVIEWED.value: (_l("等确认"), "amber", "clock"),
    StatementState.CONFIRMED.value: (_l("收下了"), "jade", "check"),
    StatementState.DROPPED.value: (_l("没收"), "", "close"),
}
