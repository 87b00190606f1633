"""Who owes what since when, as far as the reader goes."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from django.db.models import Q, QuerySet

from linli.base.accounts.api import Actor
from linli.base.calendars.api import today
from linli.base.errors import NotFound
from linli.estate.organisations.api import Permission, Role, may
from linli.money.arrears.data import DebtState, Payer, PlanState, Terms
from linli.money.arrears.models import (
    ArrearsTerms,
    Demand,
    DemandBill,
    InstalmentPlan,
    PlanBill,
    RentReview,
    Urging,
)
from linli.money.arrears.rules import debt_state, limitation_ends, months_owed
from linli.money.fees.api import Bill, SettlementPart, open_bills, own_people

URGERS = frozenset(
    {
        Role.COMMITTEE_SECRETARY, Role.RESIDENTS_COMMITTEE_MEMBER, Role.OWNERS_COMMITTEE_MEMBER,
    }
)  # fmt: skip


def terms() -> Terms:
    """The estate's own numbers."""
    row = ArrearsTerms.objects.first()
    if row is None:
        return Terms()
    return Terms(
        row.demand_days, row.urge_days, row.grace_days, row.limitation_years, row.rent_months
    )


def may_urge(actor: Actor) -> bool:
    """A committee asks first (条例 64): residents' or owners'."""
    return bool(actor.roles & URGERS)


def may_see_arrears(actor: Actor) -> bool:
    """Who keeps the accounts or urges; nobody else learns who owes."""
    rights = (Permission.SEE_ACCOUNTS, Permission.ISSUE_FEES)
    return may_urge(actor) or any(may(actor, right) for right in rights)


def payer_of(bill: Bill) -> Payer:
    return Payer(bill.payer_person_id, bill.payer_organisation_id)


def who(payer: Payer) -> dict[str, int | None]:
    """As the tables keep a payer."""
    return {
        "payer_person_id": payer.person_id, "payer_organisation_id": payer.organisation_id,
    }  # fmt: skip


def read_payer(key: str) -> Payer:
    """The payer behind an address's "p17". Raises NotFound."""
    if len(key) < 2 or not (key[1:].isascii() and key[1:].isdigit()) or len(key) > 18:
        raise NotFound
    number = int(key[1:])
    if key[0] == "p":
        return Payer(person_id=number)
    if key[0] == "o":
        return Payer(organisation_id=number)
    raise NotFound


def overdue_bills(rows: QuerySet[Bill] | None = None) -> QuerySet[Bill]:
    """Open bills whose day has passed, but those in dispute: nobody presses for them."""
    return open_bills(rows).filter(due_on__lt=today(), disputed_at__isnull=True)


@dataclass(frozen=True, slots=True)
class DebtBill:
    """One open bill with where asking for it stands and until when it can be claimed."""

    bill: Bill
    state: DebtState
    claim_until: date
    is_planned: bool


@dataclass(frozen=True, slots=True)
class Debt:
    """What one payer of one home owes."""

    home_id: int
    plate: str
    payer: Payer
    name: str
    bills: tuple[DebtBill, ...]

    @property
    def amount(self) -> int:
        return sum(one.bill.open_fen for one in self.bills)

    @property
    def oldest(self) -> date:
        return min(one.bill.due_on for one in self.bills)

    @property
    def state(self) -> DebtState:
        """The furthest step."""
        order = list(DebtState)
        return max((one.state for one in self.bills), key=order.index)

    @property
    def months(self) -> int:
        return months_owed((one.bill.starts_on, one.bill.ends_on) for one in self.bills)

    @property
    def claim_until(self) -> date:
        return min(one.claim_until for one in self.bills)

    @property
    def is_planned(self) -> bool:
        return all(one.is_planned for one in self.bills)

    @property
    def to_press(self) -> tuple[DebtBill, ...]:
        """What may be asked for: overdue, not in dispute, not in an agreement that runs."""
        return tuple(
            one for one in self.bills
            if one.state is not DebtState.DUE and not one.is_planned
            and one.bill.disputed_at is None
        )  # fmt: skip


def debts(rows: QuerySet[Bill]) -> list[Debt]:
    """Of these open bills, by home and payer, the largest first."""
    bills = list(
        rows.select_related("home__place", "charge", "payer_person", "payer_organisation").order_by(
            "due_on", "pk"
        )
    )
    ids = [bill.pk for bill in bills]
    asked, planned, acts = _asked(ids), planned_bills(ids), _interruptions(ids)
    day, own_terms = today(), terms()
    groups: dict[tuple[int, str], list[DebtBill]] = defaultdict(list)
    for bill in bills:
        demanded, in_court = asked.get(bill.pk, (False, False))
        state = debt_state(bill.due_on, day, is_demanded=demanded, in_court=in_court)
        until = limitation_ends(bill.due_on, acts.get(bill.pk, ()), own_terms)
        one = DebtBill(bill, state, until, bill.pk in planned)
        groups[(bill.home_id, payer_of(bill).key)].append(one)
    found = [_debt(group) for group in groups.values()]
    return sorted(found, key=lambda debt: (-debt.amount, debt.plate))


def _debt(group: list[DebtBill]) -> Debt:
    bill = group[0].bill
    holder = bill.payer_person or bill.payer_organisation
    return Debt(
        bill.home_id, bill.home.place.plate, payer_of(bill), holder.name if holder else "",
        tuple(group),
    )  # fmt: skip


def _asked(bill_ids: Iterable[int]) -> dict[int, tuple[bool, bool]]:
    """Bill to (a demand for it was served, a court was asked)."""
    rows = DemandBill.objects.filter(
        bill__in=list(bill_ids), demand__withdrawn_at__isnull=True, demand__service__isnull=False
    ).values_list("bill", "demand__lawsuit", "demand__lawsuit__ended_on")
    found: dict[int, tuple[bool, bool]] = {}
    for bill_id, suit, ended in rows:
        in_court = (suit is not None and ended is None) or found.get(bill_id, (0, False))[1]
        found[bill_id] = (True, in_court)
    return found


def planned_bills(bill_ids: Iterable[int]) -> set[int]:
    """Those of them that an agreement covers which runs."""
    rows = PlanBill.objects.filter(bill__in=list(bill_ids), plan__state=PlanState.RUNNING.value)
    return set(rows.values_list("bill_id", flat=True))


def _interruptions(bill_ids: list[int]) -> dict[int, list[date]]:
    """Days on which the three years began anew: served, agreed, paid in part, sued (195)."""
    found: dict[int, list[date]] = defaultdict(list)
    served = DemandBill.objects.filter(bill__in=bill_ids, demand__service__isnull=False)
    for bill_id, day, filed in served.values_list(
        "bill", "demand__service__served_on", "demand__lawsuit__filed_on"
    ):
        found[bill_id] += [one for one in (day, filed) if one]
    agreed = PlanBill.objects.filter(bill__in=bill_ids).values_list("bill", "plan__agreed_on")
    paid = SettlementPart.objects.filter(bill__in=bill_ids).values_list(
        "bill", "settlement__occurred_on"
    )
    for bill_id, day in (*agreed, *paid):
        found[bill_id].append(day)
    return found


def list_debts(actor: Actor) -> list[Debt]:
    """Everybody with something overdue. Raises NotFound for who may not see it."""
    if not may_see_arrears(actor):
        raise NotFound
    return debts(overdue_bills())


def debt_for(actor: Actor, home_id: int, key: str) -> Debt:
    """All open bills of one payer of a home: for the accounts, the desk and the payer. NotFound."""
    payer = read_payer(key)
    rows = open_bills().filter(home=home_id, **who(payer))
    staff = may_see_arrears(actor) or may(actor, Permission.TAKE_PAYMENTS)
    if not staff and payer.person_id not in own_people(actor):
        raise NotFound
    found = debts(rows)
    if not found:
        raise NotFound
    return found[0]


def own_debts(actor: Actor) -> list[Debt]:
    """What the actor and the own household owe, also what is not overdue yet."""
    return debts(open_bills().filter(payer_person__in=own_people(actor)))


def acts_of(home_id: int, payer: Payer) -> dict[str, list[object]]:
    """Urgings, demands and agreements of a payer of a home, the latest first."""
    mine = {"home": home_id, **who(payer)}
    demands = Demand.objects.filter(**mine).select_related("service", "lawsuit", "written_by")
    plans = InstalmentPlan.objects.filter(**mine).prefetch_related("parts", "bills")
    return {
        "urgings": list(Urging.objects.filter(**mine).select_related("urged_by").order_by("-pk")),
        "demands": list(demands.order_by("-pk")),
        "plans": list(plans.order_by("-pk")),
    }


def demand_for(actor: Actor, demand_id: int) -> Demand:
    """A demand, for the accounts, its payer, and the captain who carries it. Raises NotFound."""
    rows = Demand.objects.select_related(
        "home__place", "payer_person", "payer_organisation", "urging"
    )
    demand: Demand | None = rows.filter(pk=demand_id).first()
    if demand is None or not (
        may_see_arrears(actor) or may_carry(actor, demand)
        or demand.payer_person_id in own_people(actor)
    ):  # fmt: skip
        raise NotFound
    return demand


def may_carry(actor: Actor, demand: Demand) -> bool:
    """The captain of the building hands over what the desk has printed, and the desk itself."""
    building = demand.home.place.building_id
    return building in actor.buildings_as(Role.BUILDING_CAPTAIN) or may(
        actor, Permission.TAKE_PAYMENTS
    )


def plan_for(actor: Actor, plan_id: int) -> InstalmentPlan:
    """An agreement, for the accounts, the desk and its payer. Raises NotFound."""
    rows = InstalmentPlan.objects.select_related("home__place", "payer_person")
    plan: InstalmentPlan | None = rows.filter(pk=plan_id).first()
    if plan is None or not (
        may_see_arrears(actor) or may(actor, Permission.TAKE_PAYMENTS)
        or plan.payer_person_id in own_people(actor)
    ):  # fmt: skip
        raise NotFound
    return plan


def paid_on_plan(plan: InstalmentPlan) -> int:
    """What was paid on an agreement's bills since it was made, in fen."""
    return sum(
        max(0, min(row.open_fen, row.open_fen - row.bill.open_fen))
        for row in plan.bills.select_related("bill")
    )


def rent_debts(rows: QuerySet[Bill] | None = None) -> list[Debt]:
    """Homes with rent owed for so many months that a person has to decide (HSG-01)."""
    rents = overdue_bills(rows).filter(charge__is_rent=True)
    return [debt for debt in debts(rents) if debt.months >= terms().rent_months]


def may_decide_rents(actor: Actor) -> bool:
    return Role.HOUSING_OFFICER in actor.roles


def reviews_of(home_id: int) -> list[RentReview]:
    rows = RentReview.objects.filter(home=home_id).select_related("decided_by", "appeal_matter")
    return list(rows.order_by("-pk"))


def review_for(actor: Actor, review_id: int) -> RentReview:
    """A decision on rent arrears, for the accounts and whom it is about. Raises NotFound."""
    rows = RentReview.objects.select_related("home__place", "payer_person", "decided_by")
    review: RentReview | None = rows.filter(pk=review_id).first()
    if review is None or not (
        may_see_arrears(actor) or may_decide_rents(actor)
        or review.payer_person_id in own_people(actor)
    ):  # fmt: skip
        raise NotFound
    return review


def own_reviews(actor: Actor) -> list[RentReview]:
    rows = RentReview.objects.filter(payer_person__in=own_people(actor))
    return list(rows.select_related("home__place", "decided_by").order_by("-pk"))


def own_plans(actor: Actor) -> list[InstalmentPlan]:
    rows = InstalmentPlan.objects.filter(payer_person__in=own_people(actor))
    return list(rows.prefetch_related("parts").order_by("-pk"))


def open_demands_to_carry(actor: Actor) -> list[Demand]:
    """Demands that were not served yet, in the actor's buildings; all of them for the desk."""
    rows = Demand.objects.filter(withdrawn_at__isnull=True, service__isnull=True)
    rows = rows.select_related("home__place", "payer_person", "payer_organisation")
    if not (may(actor, Permission.TAKE_PAYMENTS) or may(actor, Permission.ISSUE_FEES)):
        buildings = actor.buildings_as(Role.BUILDING_CAPTAIN)
        rows = rows.filter(Q(home__place__building__in=buildings))
    return list(rows.order_by("home__place__sort_key", "pk"))
