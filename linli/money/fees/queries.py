"""Reads of bills: whose they are, which are open, what a home's next step is."""

from __future__ import annotations

from collections.abc import Iterable

from django.db.models import F, Q, QuerySet

from linli.base.accounts.api import Actor
from linli.base.calendars.api import today
from linli.base.errors import NotFound
from linli.estate.organisations.api import Permission, may
from linli.estate.people.api import Membership, Person
from linli.estate.places.api import Home, Lease, Ownership
from linli.money.fees.data import PayerKind
from linli.money.fees.models import Bill, BillingRun, Charge, Tariff, Waiver

SEES_ALL = (Permission.SEE_ACCOUNTS, Permission.ISSUE_FEES, Permission.TAKE_PAYMENTS)


def may_see_bills(actor: Actor) -> bool:
    """Whether the actor may look at any home's bills: the accounts, or the desk."""
    return actor.user_id is None or any(may(actor, right) for right in SEES_ALL)


def may_see_grounds(actor: Actor) -> bool:
    """Whether the reason of another's waiver is told: it may be poverty or a disability."""
    return any(may(actor, r) for r in (Permission.ISSUE_FEES, Permission.SEE_HEALTH))


def open_bills(rows: QuerySet[Bill] | None = None) -> QuerySet[Bill]:
    """Of these, or of all, those on which something is still to be paid."""
    bills: QuerySet[Bill] = Bill.objects.all() if rows is None else rows
    return bills.filter(is_reversed=False, paid_fen__lt=F("amount_fen"))


def open_bills_of(home_ids: Iterable[int]) -> list[Bill]:
    """Open bills of these homes by home, the oldest due first. Says nothing about who may see."""
    rows = open_bills().filter(home__in=list(home_ids)).select_related("charge", "home__place")
    return list(rows.order_by("home", "due_on", "pk"))


def own_people(actor: Actor) -> set[int]:
    """The actor, who lives in the same household, and records that were merged into them."""
    if actor.person_id is None:
        return set()
    living = Membership.objects.filter(household__in=actor.household_ids, until__isnull=True)
    people = {actor.person_id, *living.values_list("person_id", flat=True)}
    return people | set(Person.objects.filter(merged_into__in=people).values_list("pk", flat=True))


def _owned(actor: Actor) -> QuerySet[Ownership]:
    rows: QuerySet[Ownership] = Ownership.objects.filter(until__isnull=True)
    return rows.filter(person=actor.person_id) if actor.person_id else rows.none()


def own_bills(actor: Actor) -> QuerySet[Bill]:
    """What the actor or the own household has to pay, and the owner's bills of an own home.

    A tenant does not see the owner's bills, an owner not the tenant's, whoever moves in not those
    of who moved out.
    """
    people = own_people(actor)
    rows: QuerySet[Bill] = Bill.objects.select_related("charge", "home__place")
    if not people:
        return rows.none()
    owner = Q(payer_kind=PayerKind.OWNER.value, home__in=_owned(actor).values("home"),
              payer_organisation__isnull=True)  # fmt: skip
    since = Ownership.objects.filter(until__isnull=True, person=actor.person_id)
    latest = [(o.home_id, o.since) for o in since if o.since is not None]
    for home_id, day in latest:
        owner &= ~Q(home=home_id, ends_on__lt=day)
    return rows.filter(Q(payer_person__in=people) | owner)


def own_homes(actor: Actor) -> list[int]:
    """Homes whose bills the actor may see and pay: lived in, owned, rented, or still owed for."""
    if actor.person_id is None:
        return []
    homes = set(actor.home_ids)
    homes |= set(_owned(actor).values_list("home_id", flat=True))
    leases = Lease.objects.filter(tenant__in=own_people(actor), ended_on__isnull=True)
    homes |= set(leases.values_list("home_id", flat=True))
    homes |= set(own_bills(actor).values_list("home_id", flat=True).distinct())
    return sorted(homes)


def bills_for(actor: Actor) -> QuerySet[Bill]:
    """All bills for who keeps or collects the accounts, the own ones for everybody else."""
    if may_see_bills(actor):
        rows: QuerySet[Bill] = Bill.objects.select_related("charge", "home__place")
        return rows
    return own_bills(actor)


def bill_for(actor: Actor, bill_id: int) -> Bill:
    """The bill, if it is the actor's to see. Raises NotFound."""
    bill = bills_for(actor).filter(pk=bill_id).first()
    if bill is None:
        raise NotFound
    return bill


def home_with_bills(actor: Actor, home_id: int) -> Home:
    """A home whose bills the actor may see. Raises NotFound."""
    if not may_see_bills(actor) and home_id not in own_homes(actor):
        raise NotFound
    home: Home | None = Home.objects.select_related("place").filter(pk=home_id).first()
    if home is None:
        raise NotFound
    return home


def list_charges(*, active_only: bool = True) -> list[Charge]:
    rows = Charge.objects.order_by("pk")
    return list(rows.filter(is_active=True) if active_only else rows)


def find_charge(code: str) -> Charge:
    """Raises NotFound."""
    charge: Charge | None = Charge.objects.filter(code=code).first()
    if charge is None:
        raise NotFound
    return charge


def tariffs_of(charge: Charge) -> list[Tariff]:
    """The versions that hold, by their first days."""
    return list(
        Tariff.objects.filter(charge=charge, withdrawn_at__isnull=True).order_by("starts_on")
    )


def waivers_of(charge: Charge) -> list[Waiver]:
    """Approved waivers."""
    return list(Waiver.objects.filter(charge=charge, approved_at__isnull=False).order_by("pk"))


def waiting_waivers() -> QuerySet[Waiver]:
    rows: QuerySet[Waiver] = Waiver.objects.filter(
        approved_at__isnull=True, refused_at__isnull=True
    )
    return rows.select_related("charge", "home__place", "proposed_by").order_by("pk")


def run_for(actor: Actor, run_id: int) -> BillingRun:
    """A billing run, for who issues fees or sees the accounts. Raises NotFound."""
    rows = BillingRun.objects.select_related("charge", "created_by", "posted_by", "mailing")
    seen = may(actor, Permission.ISSUE_FEES) or may(actor, Permission.SEE_ACCOUNTS)
    run: BillingRun | None = rows.filter(pk=run_id).first() if seen else None
    if run is None:
        raise NotFound
    return run


def is_overdue(bill: Bill) -> bool:
    return bill.open_fen > 0 and bill.due_on < today()
