"""Bank accounts, statements and payments for the furnished estate."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any


def furnish_banking(cast: Any) -> dict[Any, Any]:
    from linli.money.banking.api import preview_statement
    from linli.money.banking.testing import Move, as_csv, bring_lines, icbc_rows, make_bank_account

    account, actor = make_bank_account(cast), cast.actor("accountant")
    data = as_csv(icbc_rows([Move(date(2026, 11, 3), 12_300)]))
    waiting = preview_statement(data, "a.csv", account_id=account.pk, actor=actor)
    names = ("statement", "columns", "confirm", "drop")
    line = bring_lines(cast, account, [Move(date(2026, 11, 2), 500, "路人", "谢谢")])[0]
    return {
        **_payments(cast),
        ("payments:line", "line_id"): line.pk,
        **{(f"banking:{name}", "token"): waiting.token for name in names},
        ("banking:upload", "account_id"): account.pk,
        ("banking:lines", "account_id"): account.pk,
    }


def _payments(cast: Any) -> dict[Any, Any]:
    from linli.base.calendars.api import now
    from linli.money.payments.api import (
        Method,
        PaymentOrder,
        approve_return,
        request_balance,
        request_refund,
    )
    from linli.money.payments.testing import bills_of, home_of, make_cash, make_opening

    payment = make_cash(cast, "1-1-101", 100)
    refund = request_refund(payment.pk, 1, reason="试", key="f", actor=cast.actor("agent"))
    make_opening(payment.home_id, 700)
    returned = request_balance(
        payment.home_id, 500, method=Method.CASH, reason="试", key="f", actor=cast.actor("agent")
    ).rest
    assert returned is not None
    approve_return(returned.pk, actor=cast.actor("lead"))
    fields = {
        "home_id": payment.home_id, "amount": 100, "created_at": now(),
        "expires_at": now() + timedelta(minutes=30), "key": "f",
    }  # fmt: skip
    own = PaymentOrder.objects.create(
        trade_no="LF", payer=cast.resident, ticket={"code_url": "weixin://x"}, **fields
    )
    helped = PaymentOrder.objects.create(
        trade_no="HF", payer=cast.captain, helper=cast.captain, **fields
    )
    return {
        ("payments:order", "trade_no"): own.trade_no,
        ("payments:code", "trade_no"): own.trade_no,
        ("payments:help_order", "trade_no"): helped.trade_no,
        ("payments:take", "home_id"): home_of("1-1-101"),
        ("payments:payment", "payment_id"): payment.pk,
        ("payments:receipt", "payment_id"): payment.pk,
        ("payments:refund", "refund_id"): refund.pk,
        ("payments:balance", "home_id"): payment.home_id,
        ("payments:return", "return_id"): returned.pk,
        ("payments:slip", "return_id"): returned.pk,
        ("payments:give_back", "bill_id"): bills_of("1-1-101")[0].pk,
    }
