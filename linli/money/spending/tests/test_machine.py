"""Any order of clicks by anybody keeps the rules: a state machine over the actions."""

from __future__ import annotations

import contextlib
from typing import Any

import pytest
from django.db import transaction
from django.db.models import Sum
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from linli.base.calendars.api import today
from linli.base.errors import DomainError
from linli.money.spending.api import (
    SpendingRequest,
    check_request,
    pay_request,
    release_request,
    return_request,
    reverse_payment,
    submit_request,
)
from linli.money.spending.data import Step
from linli.money.spending.models import SpendingPart, SpendingPayment, SpendingRelease
from linli.money.spending.testing import bank_balance, make_request

WHO = (
    "worker", "accountant", "cashier", "property_manager", "property_manager2", "secretary",
    "owners_chair", "outsider",
)  # fmt: skip
WHAT = ("submit", "check", "release", "return", "pay", "reverse")
CLICKS = st.lists(
    st.tuples(st.sampled_from(WHAT), st.sampled_from(WHO), st.integers(1, 1_300_000)), max_size=40
)
USEFUL = [("submit", "worker", 1), ("check", "accountant", 1), ("release", "secretary", 1),
          ("release", "property_manager", 1)]  # fmt: skip


@pytest.mark.rule("FEE-06")
@settings(
    max_examples=25, deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)  # fmt: skip
@given(clicks=CLICKS, begun=st.booleans(), amount=st.sampled_from([120_000, 1_000_000]))
def test_any_clicks_keep_the_rules(
    cast: Any, clicks: list[tuple[str, str, int]], begun: bool, amount: int
) -> None:
    sid = transaction.savepoint()
    request = make_request(cast, amount=amount)
    before = bank_balance()
    for n, (what, who, fen) in enumerate((USEFUL if begun else []) + clicks):
        with contextlib.suppress(DomainError), transaction.atomic():
            click(cast, request, what, who, fen, n)
        judge(request, before)
    transaction.savepoint_rollback(sid)


def click(cast: Any, request: SpendingRequest, what: str, who: str, fen: int, n: int) -> None:
    actor = cast.actor(who)
    if what == "submit":
        submit_request(request.pk, actor=actor)
    elif what == "check":
        check_request(request.pk, actor=actor)
    elif what == "release":
        release_request(request.pk, actor=actor)
    elif what == "return":
        return_request(request.pk, actor=actor, reason="再看看")
    elif what == "pay":
        pay_request(
            request.pk, amount=fen, paid_on=today(), bank_number=f"n{n}", client_key=f"c{n}",
            actor=actor,
        )  # fmt: skip
    else:
        last = SpendingPayment.objects.filter(reversal__isnull=True).last()
        if last is not None:
            reverse_payment(last.pk, reason="退回", actor=actor)


def judge(request: SpendingRequest, before: int) -> None:
    """Nobody did two steps; paid only after the releases; never above the sum; ledger = sum."""
    request.refresh_from_db()
    parts = list(SpendingPart.objects.filter(request=request).values_list("account", "step"))
    assert len({account for account, _ in parts}) == len(parts)
    payments = SpendingPayment.objects.filter(request=request)
    if payments.exists():
        done = set(
            SpendingRelease.objects.filter(request=request, round=request.round).values_list(
                "step", flat=True
            )
        )
        assert {Step.RELEASE_COMPANY, Step.RELEASE_COMMITTEE} <= done
        assert request.amount < request.owners_from or Step.RELEASE_OWNERS in done
    standing = payments.filter(reversal__isnull=True).aggregate(t=Sum("amount"))["t"] or 0
    assert standing == request.paid <= request.amount
    assert bank_balance() == before - standing
