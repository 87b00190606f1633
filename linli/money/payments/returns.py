"""Prepaid money that no payment of ours stands behind: opening balances, corrected bills.

It has no way that it came; who asks says how it goes back. By one person asked for, by another
approved, booked when it leaves, never more than what waits (FEE-03).
"""

from __future__ import annotations

from dataclasses import dataclass

from django.db import transaction

from linli.base.accounts.api import Actor
from linli.base.audit.api import record
from linli.base.calendars.api import now, today
from linli.base.errors import NotAllowed, NotFound
from linli.base.events.api import publish
from linli.base.live.api import notify
from linli.estate.organisations.api import Permission, require
from linli.estate.places.api import Home
from linli.money.fees.api import lock_home, prepaid_account, prepaid_of
from linli.money.ledger.api import EntryDraft, Posting, post_entry
from linli.money.payments.data import Method, PrepaymentReturned, RefundState
from linli.money.payments.errors import (
    KeyTaken,
    NothingToGiveBack,
    NotNow,
    PrepaymentUsed,
    ReasonMissing,
    RefundAbovePayment,
    SecondPerson,
)
from linli.money.payments.giving_back import free_payments, request_prepayment, waiting_of
from linli.money.payments.models import PaymentRefund, PrepaidReturn
from linli.money.payments.queries import joint_book, may_see_payments, money_account
from linli.money.payments.refunds import may_approve_refunds
from linli.money.payments.rules import check_amount

S = RefundState


@dataclass(frozen=True)
class Asked:
    """What was asked for: parts that go the way their payments came, and the rest."""

    refunds: tuple[PaymentRefund, ...]
    rest: PrepaidReturn | None


@transaction.atomic
def request_balance(
    home_id: int, amount: int, *, method: Method, reason: str, key: str, actor: Actor
) -> Asked:
    """Ask for `amount` (fen) of what waits for a home to go back. Nothing moves yet.

    What our payments brought goes back their way; the rest as `method` says, cash or transfer.
    The same key again gives the same. Raises RefundAbovePayment, NothingToGiveBack, ReasonMissing,
    AmountWrong, KeyTaken, NotFound.
    """
    require(actor, Permission.TAKE_PAYMENTS)
    check_amount(amount)
    if not reason.strip():
        raise ReasonMissing(field="reason")
    if not Home.objects.filter(pk=home_id).exists():
        raise NotFound
    lock_home(home_id)
    known = _asked_before(home_id, key, actor)
    if known is not None:
        return _same(known, home_id, amount)
    most = waiting_of(home_id)
    if most <= 0:
        raise NothingToGiveBack
    if amount > most:
        raise RefundAbovePayment(field="amount", most=f"{most // 100}.{most % 100:02}")
    brought = min(amount, sum(free_payments(home_id).values()))
    refunds = []
    if brought:
        refunds = request_prepayment(home_id, brought, reason=reason, key=key, actor=actor)
    rest = amount - brought
    return Asked(
        tuple(refunds), _ask(home_id, rest, method, reason, key, actor) if rest else None
    )  # fmt: skip


def _asked_before(home_id: int, key: str, actor: Actor) -> Asked | None:
    refunds = PaymentRefund.objects.filter(
        requested_by=actor.user_id, key__startswith=f"{key}:", payment__home=home_id
    )
    rest = PrepaidReturn.objects.filter(requested_by=actor.user_id, key=key[:80]).first()
    found = tuple(refunds.order_by("pk"))
    return Asked(found, rest) if found or rest else None


def _same(known: Asked, home_id: int, amount: int) -> Asked:
    rest = known.rest.amount if known.rest else 0
    foreign = known.rest is not None and known.rest.home_id != home_id
    if foreign or sum(refund.amount for refund in known.refunds) + rest != amount:
        raise KeyTaken
    return known


def _ask(
    home_id: int, amount: int, method: Method, reason: str, key: str, actor: Actor
) -> PrepaidReturn:
    if actor.user_id is None or method not in (Method.CASH, Method.TRANSFER):
        raise NotAllowed
    asked: PrepaidReturn = PrepaidReturn.objects.create(
        home_id=home_id, amount=amount, method=method.value, reason=reason.strip()[:120],
        key=key[:80], requested_by_id=actor.user_id, requested_at=now(),
    )  # fmt: skip
    record("prepaid_return.requested", "prepaid_return", asked.pk, actor=actor, amount=amount)
    return asked


def return_for(actor: Actor, return_id: int) -> PrepaidReturn:
    """Raises NotFound."""
    rows = PrepaidReturn.objects.select_related("home__place", "requested_by", "approved_by")
    found: PrepaidReturn | None = rows.filter(pk=return_id).first()
    if found is None or not may_see_payments(actor):
        raise NotFound
    return found


def _lock(return_id: int) -> PrepaidReturn:
    found: PrepaidReturn | None = (
        PrepaidReturn.objects.select_for_update().filter(pk=return_id).first()
    )
    if found is None:
        raise NotFound
    return found


@transaction.atomic
def approve_return(return_id: int, *, actor: Actor) -> PrepaidReturn:
    """Somebody else lets it go: the books say so in the same moment, and the slip can be printed.

    Raises SecondPerson, NotNow, NotAllowed, PrepaymentUsed where bills took it in the meantime.
    """
    if not may_approve_refunds(actor):
        raise NotAllowed
    found = _lock(return_id)
    if found.requested_by_id == actor.user_id:
        raise SecondPerson
    if found.approved_by_id == actor.user_id and found.state == S.DONE:
        return found
    if found.state != S.REQUESTED:
        raise NotNow
    lock_home(found.home_id)
    left = prepaid_of([found.home_id]).get(found.home_id, 0)
    if found.amount > left:
        raise PrepaymentUsed(left=f"{left // 100}.{left % 100:02}")
    found.entry_id = _post(found, actor)
    found.state, found.approved_by_id, found.approved_at = S.DONE.value, actor.user_id, now()
    found.save(update_fields=["state", "approved_by", "approved_at", "entry_id"])
    record(
        "prepaid_return.done", "prepaid_return", found.pk, actor=actor, amount=found.amount,
        home=found.home_id,
    )  # fmt: skip
    publish(PrepaymentReturned(found.pk, found.home_id, found.amount))
    notify([f"home:{found.home_id}:payments", "payments"])
    return found


def _post(found: PrepaidReturn, actor: Actor) -> int:
    book = joint_book()
    money = money_account(found.method).pk
    source = f"prepaid_return:{found.pk}"
    lines = (
        Posting(prepaid_account(book, found.home_id), found.amount),
        Posting(money, -found.amount),
    )
    draft = EntryDraft(book.pk, source, "refund", today(), lines, source=source)
    return post_entry(draft, actor=actor).pk


@transaction.atomic
def refuse_return(return_id: int, *, actor: Actor) -> PrepaidReturn:
    """Not this one; who asked may take it back, too."""
    found = _lock(return_id)
    if found.requested_by_id != actor.user_id and not may_approve_refunds(actor):
        raise NotAllowed
    if found.state == S.REFUSED:
        return found
    if found.state != S.REQUESTED:
        raise NotNow
    found.state = S.REFUSED.value
    found.save(update_fields=["state"])
    record("prepaid_return.refused", "prepaid_return", found.pk, actor=actor)
    return found


def waiting_returns(actor: Actor) -> list[PrepaidReturn]:
    """Those that wait for somebody's yes, the oldest first."""
    if not may_see_payments(actor):
        return []
    rows = PrepaidReturn.objects.filter(state=S.REQUESTED.value)
    return list(rows.select_related("home__place", "requested_by").order_by("pk")[:20])
