from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date, timedelta

from django.db.models import Max, Q, QuerySet

from linli.base.accounts.api import Actor
from linli.base.calendars.api import SHANGHAI, calendar_overrides, is_working_day, today
from linli.base.errors import NotFound
from linli.estate.organisations.api import Office, Permission, Role, may
from linli.estate.people.api import Household, Membership
from linli.estate.places.api import Place
from linli.voice.committee.data import (
    BodyKind,
    DutyPlan,
    Kinship,
    MeetingKind,
    MeetingState,
    MemberLine,
    Position,
    RepresentativeNorm,
    TermFacts,
)
from linli.voice.committee.models import (
    Appraisal,
    Body,
    BodySeat,
    BodyTerm,
    LawfulDuty,
    Meeting,
    ResidentsRepresentative,
)
from linli.voice.committee.rules import (
    close_relatives,
    plan_duties,
    representative_norm,
)

ROLE_OF = {
    BodyKind.OWNERS.value: Role.OWNERS_COMMITTEE_MEMBER,
    BodyKind.RESIDENTS.value: Role.RESIDENTS_COMMITTEE_MEMBER,
    BodyKind.SUPERVISION.value: Role.SUPERVISION_MEMBER,
}
_ORDER = {Position.CHAIR.value: 0, Position.VICE_CHAIR.value: 1, Position.MEMBER.value: 2}


def may_set_up(actor: Actor) -> bool:
    """Who registers bodies and terms, and seats their members."""
    return may(actor, Permission.RUN_ELECTIONS)


def may_run(actor: Actor, kind: str) -> bool:
    """Who runs the meetings of a body: the owners' committee its own, the secretary the others."""
    if kind == BodyKind.OWNERS:
        return may(actor, Permission.RUN_ASSEMBLY)
    return may(actor, Permission.RUN_ELECTIONS)


def may_answer_for(actor: Actor, kind: str) -> bool:
    """Who sees to the duties of a body and closes them."""
    return may_set_up(actor) or may_run(actor, kind)


def list_bodies() -> list[Body]:
    order = [kind.value for kind in BodyKind]
    rows = Body.objects.select_related("organisation")
    return sorted(rows, key=lambda row: order.index(row.kind))


def body_for(actor: Actor | None, body_id: int) -> Body:
    """Bodies are public. Raises NotFound."""
    body: Body | None = Body.objects.select_related("organisation").filter(pk=body_id).first()
    if body is None:
        raise NotFound
    return body


def find_body(kind: str) -> Body | None:
    body: Body | None = Body.objects.select_related("organisation").filter(kind=kind).first()
    return body


def term_for(actor: Actor | None, term_id: int) -> BodyTerm:
    """Terms are public. Raises NotFound."""
    term: BodyTerm | None = (
        BodyTerm.objects.select_related("body__organisation").filter(pk=term_id).first()
    )
    if term is None:
        raise NotFound
    return term


def terms_of(body: Body) -> list[BodyTerm]:
    """The newest first."""
    return list(BodyTerm.objects.filter(body=body.pk).order_by("-number"))


def current_term(body: Body, on: date | None = None) -> BodyTerm | None:
    """The term in office that day; where one has run out without a successor, none."""
    day = on or today()
    rows = BodyTerm.objects.filter(body=body.pk, starts_on__lte=day, ends_on__gte=day)
    return rows.order_by("-number").first()


def has_successor(term: BodyTerm) -> bool:
    return bool(BodyTerm.objects.filter(body=term.body_id, number__gt=term.number).exists())


def seats_of(term: BodyTerm, *, past: bool = False) -> list[BodySeat]:
    """Who sits in the term now (or sat, with `past`): the chair first."""
    rows = BodySeat.objects.filter(term=term.pk).select_related("office__person", "office__account")
    if not past:
        day = today()
        rows = rows.filter(Q(until__isnull=True) | Q(until__gte=day))
    return sorted(rows, key=lambda seat: (_ORDER[seat.position], seat.pk))


def holder_name(office: Office) -> str:
    """The name of who holds an office: offices are public."""
    holder = office.person or office.account
    return str(holder.name) if holder else ""


def members_of_term(term: BodyTerm, *, past: bool = False) -> list[MemberLine]:
    return [
        MemberLine(s.pk, s.office_id, holder_name(s.office), s.position, s.since, s.until)
        for s in seats_of(term, past=past)
    ]


def is_own_seat(actor: Actor, seat: BodySeat) -> bool:
    """Whether the actor holds this seat's office."""
    office = seat.office
    own = actor.user_id is not None and office.account_id == actor.user_id
    return own or (office.person_id is not None and office.person_id == actor.person_id)


def own_seats(actor: Actor, term: BodyTerm) -> list[BodySeat]:
    """The seats of a term that the actor holds."""
    return [seat for seat in seats_of(term) if is_own_seat(actor, seat)]


def person_of_account(account_id: int | None) -> int | None:
    rows = Membership.objects.filter(person__account=account_id, until__isnull=True)
    found: int | None = rows.values_list("person", flat=True).first() if account_id else None
    return found


def kinship_rows(person_ids: Iterable[int]) -> list[Kinship]:
    """Households, present and past, in which these people live or lived, with all their people."""
    ids = list(person_ids)
    homes = Membership.objects.filter(person__in=ids).values("household")
    rows = Membership.objects.filter(household__in=homes).values_list(
        "household", "person", "relation"
    )
    return [Kinship(*row) for row in rows]


def relatives_among(person_id: int, others: Sequence[int]) -> tuple[set[int], set[int]]:
    """(close relatives of somebody among `others`, those of whom the register cannot say)."""
    sure, unsure = close_relatives(kinship_rows([person_id, *others]))
    wanted = set(others)
    found = [
        {p for pair in pairs if person_id in pair for p in pair if p in wanted and p != person_id}
        for pairs in (sure, unsure)
    ]
    return found[0], found[1]


def people_in_office(kind: str) -> list[int]:
    """Persons who sit in the current term of a body."""
    body = find_body(kind)
    term = current_term(body) if body else None
    return [s.person_id for s in seats_of(term) if s.person_id] if term else []


def _last_meeting(body_id: int, kind: str) -> date | None:
    rows = Meeting.objects.filter(term__body=body_id, kind=kind, state=MeetingState.HELD.value)
    found: date | None = rows.aggregate(day=Max("meets_on"))["day"]
    return found


def facts_of(term: BodyTerm) -> TermFacts:
    closed = Appraisal.objects.filter(term__body=term.body_id, closed_at__isnull=False)
    last = closed.order_by("-closes_on").values_list("closed_at", flat=True).first()
    return TermFacts(
        term.pk, term.kind, term.starts_on, term.ends_on, term.elected_on,
        _last_meeting(term.body_id, MeetingKind.REPRESENTATIVES.value),
        last.astimezone(SHANGHAI).date() if last else None,
    )  # fmt: skip


def planned_duties(term: BodyTerm) -> list[DutyPlan]:
    """What the law asks of this term. What was due before the term was entered here, and the
    re-election once the next term is there, is left out."""
    entered = term.created_at.astimezone(SHANGHAI).date()
    skip_reelection = has_successor(term)
    return [
        plan
        for plan in plan_duties(facts_of(term))
        if plan.due_on >= entered and not (plan.code == "reelection" and skip_reelection)
    ]


def living_terms() -> list[BodyTerm]:
    """Terms of which something may still be due."""
    rows = BodyTerm.objects.filter(ends_on__gte=today() - timedelta(days=60))
    return list(rows.select_related("body__organisation").order_by("ends_on", "pk"))


def duties_for(actor: Actor) -> QuerySet[LawfulDuty]:
    """Duties that the actor answers for; the supervision committee reads all (RC-04)."""
    rows: QuerySet[LawfulDuty] = LawfulDuty.objects.select_related(
        "body", "term", "matter", "proof", "done_by"
    )
    if may_set_up(actor) or Role.SUPERVISION_MEMBER in actor.roles:
        return rows
    if may_run(actor, BodyKind.OWNERS):
        return rows.filter(body__kind=BodyKind.OWNERS.value)
    return rows.none()


def duty_for(actor: Actor, duty_id: int) -> LawfulDuty:
    """Raises NotFound."""
    duty = duties_for(actor).filter(pk=duty_id).first()
    if duty is None:
        raise NotFound
    return duty


def last_working_day(due_on: date) -> date:
    """The last day up to `due_on` on which offices are open."""
    overrides, day = calendar_overrides(), due_on
    while not is_working_day(day, overrides):
        day -= timedelta(days=1)
    return day


def meetings_for(actor: Actor | None) -> QuerySet[Meeting]:
    """Everybody may read a meeting once its agenda is posted; who runs it sees drafts."""
    rows: QuerySet[Meeting] = Meeting.objects.select_related("term__body__organisation", "chair")
    seen = Q(posted_on__isnull=False)
    if actor is not None:
        for kind in BodyKind:
            if may_run(actor, kind):
                seen |= Q(term__kind=kind.value)
    return rows.filter(seen)


def meeting_for(actor: Actor | None, meeting_id: int) -> Meeting:
    """Raises NotFound."""
    meeting = meetings_for(actor).filter(pk=meeting_id).first()
    if meeting is None:
        raise NotFound
    return meeting


def representatives_on(day: date | None = None) -> QuerySet[ResidentsRepresentative]:
    """Residents' representatives in office that day."""
    on = day or today()
    rows: QuerySet[ResidentsRepresentative] = ResidentsRepresentative.objects.filter(
        since__lte=on, until__gte=on
    )
    return rows.select_related("person", "area").order_by("area__sort_key", "pk")


def current_households() -> QuerySet[Household]:
    rows: QuerySet[Household] = Household.objects.filter(until__isnull=True)
    return rows


def representatives_norm() -> RepresentativeNorm:
    """The whole estate's households against its representatives (RC-03)."""
    return representative_norm(current_households().count(), representatives_on().count())


def norm_by_building() -> list[tuple[Place, RepresentativeNorm]]:
    """Each building with its households and representatives."""
    found = []
    for building in Place.objects.filter(kind="building").order_by("sort_key"):
        homes = current_households().filter(home__place__building=building.pk).count()
        seated = representatives_on().filter(area=building.pk).count()
        found.append((building, representative_norm(homes, seated)))
    return found


def entitled_count(meeting: Meeting) -> int:
    """How many may come and decide."""
    if meeting.kind == MeetingKind.REPRESENTATIVES:
        return representatives_on(meeting.meets_on).count()
    if meeting.kind == MeetingKind.RESIDENTS:
        return count_adults(meeting.meets_on)
    return len(seats_of(meeting.term))


def count_adults(day: date) -> int:
    """Residents of 18 years and more; an unknown day of birth counts as grown up."""
    born = date(day.year - 18, day.month, min(day.day, 28) if day.month == 2 else day.day)
    rows = Membership.objects.filter(until__isnull=True, person__status="active")
    adult = Q(person__birth_date__isnull=True) | Q(person__birth_date__lte=born)
    return int(rows.filter(adult).count())


def appraisal_for(actor: Actor, appraisal_id: int) -> Appraisal:
    """Raises NotFound for whoever neither lives here nor runs it."""
    row: Appraisal | None = (
        Appraisal.objects.select_related("term__body").filter(pk=appraisal_id).first()
    )
    if row is None or not (actor.household_ids or actor.roles):
        raise NotFound
    return row
