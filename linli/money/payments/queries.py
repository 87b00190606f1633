from __future__ import annotations

from datetime import date

from django.db.models import QuerySet, Sum

from linli.base.accounts.api import Actor
from linli.base.errors import NotFound
from linli.base.scopes.api import current_estate_id
from linli.estate.organisations.api import Permission, Role, may
from linli.estate.people.api import Household
from linli.money.fees.api import Bill, open_bills_of, own_homes
from linli.money.ledger.api import (
    Account,
    Book,
    balances_of,
    find_account,
    find_book,
    open_books,
)
from linli.money.payments.models import Payment, PaymentOrder, PaymentRefund, TillCount

JOINT = "joint_account"
MONEY = {"wechat": "wechat", "cash": "cash", "transfer": "bank"}


def money_account(method: str) -> Account:
    """The ledger account that money of this way lies on."""
    return find_account(joint_book(), MONEY[method])


def joint_book() -> Book:
    """The book of the joint account, begun where nobody has begun it."""
    try:
        return find_book(JOINT)
    except NotFound:
        open_books(current_estate_id())
        return find_book(JOINT)


def may_see_payments(actor: Actor) -> bool:
    rights = (Permission.SEE_ACCOUNTS, Permission.TAKE_PAYMENTS, Permission.RECONCILE)
    return any(may(actor, right) for right in rights)


def payments_for(actor: Actor) -> QuerySet[Payment]:
    """All payments for the desk and the accounts; a resident's own homes' for everybody else."""
    rows: QuerySet[Payment] = Payment.objects.select_related(
        "home__place", "receipt", "taken_by", "settlement", "order"
    )
    if may_see_payments(actor):
        return rows
    return own_payments(actor)


def own_payments(actor: Actor) -> QuerySet[Payment]:
    """What was paid for the actor's own bills: a former household's payments stay its own.

    A payment is the actor's when one of the bills it settled is, when the actor made it, or when
    it waits as a prepayment of a home that the household lives in and has no bill on it.
    """
    rows: QuerySet[Payment] = Payment.objects.select_related("home__place", "receipt", "settlement")
    if actor.person_id is None:
        return rows.none()
    from linli.money.fees.api import SettlementPart, own_bills

    parts = SettlementPart.objects.filter(bill__in=own_bills(actor).order_by())
    mine = rows.filter(settlement__in=parts.values("settlement"))
    made = rows.filter(order__payer=actor.user_id, order__helper__isnull=True)
    return mine | made | rows.filter(pk__in=_ahead(actor))


def _ahead(actor: Actor) -> list[int]:
    """Payments without a bill for a home, since the actor's household lives there."""
    found: list[int] = []
    households = Household.objects.filter(pk__in=actor.household_ids)
    for home_id, since in households.values_list("home", "since"):
        rows = Payment.objects.filter(home=home_id, settlement__parts__isnull=True)
        rows = rows.filter(received_on__gte=since) if since else rows
        found += rows.values_list("pk", flat=True)
    return found


def payment_for(actor: Actor, payment_id: int) -> Payment:
    """Raises NotFound."""
    payment = payments_for(actor).filter(pk=payment_id).first()
    if payment is None:
        raise NotFound
    return payment


def order_for(actor: Actor, trade_no: str) -> PaymentOrder:
    """An order that the actor opened, for the own home or as a helper. Raises NotFound."""
    rows = PaymentOrder.objects.filter(trade_no=trade_no, payer=actor.user_id)
    order: PaymentOrder | None = rows.select_related("home__place").first()
    if order is None or actor.user_id is None:
        raise NotFound
    return order


def payable_bills(actor: Actor, home_id: int) -> list[Bill]:
    """Open bills of one of the actor's own homes. Raises NotFound for another's home."""
    if home_id not in own_homes(actor):
        raise NotFound
    return own_open_bills(actor, [home_id])


def own_open_bills(actor: Actor, home_ids: list[int] | None = None) -> list[Bill]:
    """The open bills that are the actor's to pay, the oldest first."""
    from linli.money.fees.api import open_bills, own_bills

    rows = open_bills(own_bills(actor))
    if home_ids is not None:
        rows = rows.filter(home__in=home_ids)
    return list(rows.order_by("home", "due_on", "pk"))


def bills_at_desk(actor: Actor, home_id: int) -> list[Bill]:
    """Open bills of any home, for who takes payments. Raises NotFound."""
    if not may(actor, Permission.TAKE_PAYMENTS):
        raise NotFound
    return open_bills_of([home_id])


def may_help(actor: Actor, building_id: int | None) -> bool:
    """Whether the actor may pay with somebody of that building: the desk, or its captain."""
    if may(actor, Permission.TAKE_PAYMENTS):
        return True
    return building_id in actor.buildings_as(Role.BUILDING_CAPTAIN)


def refunds_for(actor: Actor) -> QuerySet[PaymentRefund]:
    rows: QuerySet[PaymentRefund] = PaymentRefund.objects.select_related(
        "payment__home__place", "payment__receipt", "requested_by", "approved_by"
    )
    return rows if may_see_payments(actor) else rows.none()


def cash_in_till(upto: date | None = None) -> int:
    """What the books say lies in the till."""
    account = money_account("cash")
    return balances_of([account.pk], upto=upto).get(account.pk, 0)


def cash_taken_on(day: date) -> int:
    rows = Payment.objects.filter(method="cash", received_on=day)
    return rows.aggregate(n=Sum("amount"))["n"] or 0


def last_count() -> TillCount | None:
    found: TillCount | None = TillCount.objects.order_by("-day").first()
    return found
