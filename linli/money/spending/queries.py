from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django.db.models import Q, QuerySet, Sum

from linli.base.accounts.api import Actor, User
from linli.base.errors import NotFound
from linli.estate.organisations.api import (
    Organisation,
    OrganisationKind,
    Permission,
    Role,
    may,
    offices_in_force,
)
from linli.estate.people.api import Person
from linli.estate.places.api import Home, Place
from linli.money.banking.api import unmatched_lines
from linli.money.spending.data import (
    OPEN_STATES,
    RELEASES,
    OutgoingLine,
    Payment,
    State,
    Step,
)
from linli.money.spending.models import (
    SpendingPart,
    SpendingPayment,
    SpendingRelease,
    SpendingRequest,
    SpendingSetting,
)
from linli.money.spending.rules import missing_releases, next_steps

# whose people may ask for money; the police or a care provider has no part in these books
REQUESTERS = (
    OrganisationKind.PROPERTY_COMPANY, OrganisationKind.RESIDENTS_COMMITTEE,
    OrganisationKind.OWNERS_COMMITTEE, OrganisationKind.SERVICE_CENTER,
    OrganisationKind.HOUSING_AFTER_MGMT,
)  # fmt: skip
_BODIES: dict[Step, tuple[OrganisationKind, frozenset[str]]] = {
    Step.RELEASE_COMPANY: (
        OrganisationKind.PROPERTY_COMPANY, frozenset({Role.ORGANISATION_LEAD.value}),
    ),
    Step.RELEASE_COMMITTEE: (
        OrganisationKind.RESIDENTS_COMMITTEE,
        frozenset({Role.COMMITTEE_SECRETARY.value, Role.RESIDENTS_COMMITTEE_MEMBER.value}),
    ),
    Step.RELEASE_OWNERS: (
        OrganisationKind.OWNERS_COMMITTEE, frozenset({Role.OWNERS_COMMITTEE_MEMBER.value}),
    ),
}  # fmt: skip
_DESKS = {  # who does the other steps
    Step.CHECK: Permission.CHECK_SPENDING,
    Step.PAY: Permission.RECONCILE,
    Step.MATCH: Permission.RECONCILE,
}


def setting_of_estate() -> SpendingSetting:
    """The estate's numbers; the defaults where it set none."""
    return SpendingSetting.objects.first() or SpendingSetting()


def bodies_of(actor: Actor) -> dict[Step, int]:
    """For which bodies the actor may release, each with the organisation that the office is of."""
    kinds = dict(
        Organisation.objects.filter(pk__in=actor.organisation_ids).values_list("pk", "kind")
    )
    found: dict[Step, int] = {}
    for step, (kind, roles) in _BODIES.items():
        for grant in actor.grants:
            organisation_id = grant.organisation_id
            if grant.role in roles and organisation_id and kinds.get(organisation_id) == kind.value:
                found.setdefault(step, organisation_id)
    return found


def requesting_organisation(actor: Actor) -> int | None:
    """The organisation for which the actor may ask for money."""
    ids = actor.organisations_as(Role.ORGANISATION_LEAD) | actor.organisations_as(Role.WORKER)
    kinds = [kind.value for kind in REQUESTERS]
    rows = Organisation.objects.filter(pk__in=ids, kind__in=kinds).order_by("pk")
    found: int | None = rows.values_list("pk", flat=True).first()
    return found if may(actor, Permission.REQUEST_SPENDING) else None


def sees_all(actor: Actor) -> bool:
    """Accountants, who releases for the owners or the committee, who publishes, who supervises."""
    if may(actor, Permission.CHECK_SPENDING) or may(actor, Permission.PUBLISH_ACCOUNTS):
        return True
    if Role.SUPERVISION_MEMBER in actor.roles:  # RC-04: reads all, decides nothing
        return True
    return bool(bodies_of(actor))


def requests_for(actor: Actor) -> QuerySet[SpendingRequest]:
    """Requests that the actor may look at: all for who takes part in the steps, a lead's those of
    the own organisation, a worker's the own."""
    rows: QuerySet[SpendingRequest] = SpendingRequest.objects.select_related(
        "author", "organisation", "place"
    )
    if sees_all(actor):
        return rows.filter(~Q(state=State.DRAFT.value) | Q(round__gt=0) | Q(author=actor.user_id))
    if requesting_organisation(actor) is None:
        return rows.none()
    led = actor.organisations_as(Role.ORGANISATION_LEAD)
    return rows.filter(Q(author=actor.user_id) | Q(organisation__in=led))


def may_see_spending(actor: Actor) -> bool:
    return sees_all(actor) or requesting_organisation(actor) is not None


def request_for(actor: Actor, request_id: int) -> SpendingRequest:
    """Raises NotFound."""
    found = requests_for(actor).filter(pk=request_id).first()
    if found is None:
        raise NotFound
    return found


def released_steps(request: SpendingRequest) -> list[str]:
    """The bodies that have released it in this round."""
    rows = SpendingRelease.objects.filter(request=request.pk, round=request.round)
    return list(rows.values_list("step", flat=True))


def open_steps(request: SpendingRequest) -> tuple[Step, ...]:
    """Whose desk it lies on."""
    missing = missing_releases(request.amount, request.owners_from, released_steps(request))
    return next_steps(request.state, missing)


def person_behind(actor: Actor) -> int | None:
    """The person of the register whose account this is: by the account itself, or the one active
    person with the account's name and phone. A second account does not make a second person."""
    if actor.person_id is not None or actor.user_id is None:
        return actor.person_id
    account = User.objects.get(pk=actor.user_id)
    if not account.phone:
        return None
    rows = Person.objects.filter(
        Q(phone=account.phone) | Q(second_phone=account.phone), name=account.name, status="active"
    ).values_list("pk", flat=True)[:2]
    return rows[0] if len(rows) == 1 else None


def part_of(actor: Actor, request: SpendingRequest) -> SpendingPart | None:
    """The step of this request that the actor, or the person behind, has done."""
    person_id = person_behind(actor)
    own = Q(account=actor.user_id)
    if person_id is not None:
        own |= Q(person=person_id)
    part: SpendingPart | None = SpendingPart.objects.filter(own, request=request.pk).first()
    return part


def steps_for(actor: Actor, request: SpendingRequest) -> tuple[Step, ...]:
    """Which of the open steps the actor may do: by office, and not having done another."""
    part = part_of(actor, request)
    steps = [step for step in open_steps(request) if _may_do(actor, request, step)]
    if part is not None:
        steps = [step for step in steps if step == part.step]
    return tuple(steps)


def _may_do(actor: Actor, request: SpendingRequest, step: Step) -> bool:
    if step == Step.REQUEST:
        return request.author_id == actor.user_id
    if step in RELEASES:
        return step in bodies_of(actor)
    return may(actor, _DESKS[step])


def waiting_for(actor: Actor) -> list[SpendingRequest]:
    """Open requests that lie on the actor's desk, the longest first."""
    rows = requests_for(actor).filter(state__in=[s.value for s in OPEN_STATES])
    rows = rows.exclude(state=State.PAID.value).order_by("waits_since", "pk")[:200]
    return [row for row in rows if steps_for(actor, row)]


def hands_for(step: Step, request: SpendingRequest) -> list[tuple[int, str, int | None]]:
    """(account, name, organisation) of everybody who could do a step now: whose desk it is."""
    if step == Step.REQUEST:
        author = User.objects.get(pk=request.author_id)
        return [(author.pk, author.name, request.organisation_id)]
    rows = offices_in_force().filter(account__is_active=True).select_related("account")
    if step in RELEASES:
        kind, roles = _BODIES[step]
        rows = rows.filter(role__in=roles, organisation__kind=kind.value)
    else:
        rows = rows.filter(role=Role.ACCOUNTANT.value)
    done = set(
        SpendingPart.objects.filter(request=request.pk)
        .exclude(step=step)
        .values_list("account", flat=True)
    )
    found = {
        row.account.pk: (row.account.pk, row.account.name, row.organisation_id)
        for row in rows.order_by("pk")
        if row.account is not None and row.account.pk not in done
    }
    return list(found.values())


def homes_concerned(place: Place | None) -> dict[int, int]:
    """Home -> area in cm² of the homes that a use concerns: of an entrance, a building, a grid, or
    of the whole estate."""
    rows = Home.objects.filter(area_cm2__gt=0, place__is_closed=False)
    if place is not None:
        around = {"building": "place__building", "entrance": "place__entrance",
                  "grid": "place__grid", "home": "place"}  # fmt: skip
        rows = rows.filter(**{around[place.kind]: place.pk})
    return dict(rows.values_list("pk", "area_cm2"))


def used_of_decision(reference: str, *, besides: int | None = None) -> int:
    """Fen that open and paid requests already take of a decision."""
    rows = SpendingRequest.objects.filter(decision=reference)
    rows = rows.exclude(state__in=[State.CANCELLED.value, State.DRAFT.value])
    if besides is not None:
        rows = rows.exclude(pk=besides)
    return int(rows.aggregate(total=Sum("amount"))["total"] or 0)


def payments_of(request: SpendingRequest) -> QuerySet[SpendingPayment]:
    rows: QuerySet[SpendingPayment] = SpendingPayment.objects.filter(request=request.pk)
    return rows.select_related("part__account", "reversal", "match").order_by("pk")


def standing_payments(ids: Iterable[int] | None = None) -> QuerySet[SpendingPayment]:
    """Payments that were not reversed and that no bank line confirms yet."""
    rows: QuerySet[SpendingPayment] = SpendingPayment.objects.filter(
        reversal__isnull=True, match__isnull=True
    )
    if ids is not None:
        rows = rows.filter(pk__in=ids)
    return rows.select_related("request").order_by("pk")


def files_of(request: SpendingRequest) -> QuerySet[Any]:
    rows: QuerySet[Any] = request.files.select_related("file", "masked", "added_by", "shown_by")
    return rows.order_by("pk")


def payment_cards(rows: Iterable[SpendingPayment]) -> list[Payment]:
    """Payments as the matching sees them."""
    return [
        Payment(row.pk, row.request_id, row.amount, row.paid_on, row.bank_number, row.request.payee)
        for row in rows
    ]


def outgoing_lines(book: str) -> list[OutgoingLine]:
    """Lines of the bank's statements that took money out of a book and stand for nothing yet."""
    rows = unmatched_lines("out", book_code=book)[:2000]
    return [
        OutgoingLine(r.pk, r.amount, r.booked_on, r.name or "", r.purpose, r.serial) for r in rows
    ]
