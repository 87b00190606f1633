"""Bodies, their terms, and who sits in them. Members are offices of the register with a term."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

from django.db import IntegrityError, transaction

from linli.base.accounts.api import Actor, system_actor
from linli.base.audit.api import record
from linli.base.calendars.api import now, today
from linli.base.errors import DomainError, Invalid, NotFound, translatable
from linli.base.events.api import publish
from linli.estate.organisations.api import (
    Office,
    Organisation,
    Permission,
    appoint,
    end_office,
    require,
)
from linli.estate.people.api import Person
from linli.estate.places.api import Place
from linli.voice.committee import errors
from linli.voice.committee.closing import settle_duty
from linli.voice.committee.data import BodyKind, DutyCode, Position
from linli.voice.committee.events import TermBegan
from linli.voice.committee.models import Body, BodySeat, BodyTerm, ResidentsRepresentative
from linli.voice.committee.queries import (
    ROLE_OF,
    body_for,
    people_in_office,
    person_of_account,
    relatives_among,
    seats_of,
    term_for,
)
from linli.voice.committee.rules import LONGEST_TERM, SEATS, last_day, seats_fit


@transaction.atomic
def register_body(*, actor: Actor, kind: str, organisation_id: int, phone: str = "") -> Body:
    """Enter a body once. Raises BodyExists, NotFound, NotAllowed."""
    require(actor, Permission.RUN_ELECTIONS)
    if not Organisation.objects.filter(pk=organisation_id, is_active=True).exists():
        raise NotFound(field="organisation")
    try:
        with transaction.atomic():
            body: Body = Body.objects.create(
                kind=BodyKind(kind).value, organisation_id=organisation_id,
                phone=phone.strip()[:20], created_at=now(),
            )  # fmt: skip
    except IntegrityError as error:
        raise errors.BodyExists(field="kind") from error
    record("committee.registered", "committee_body", body.pk, actor=actor, kind=kind)
    return body


@transaction.atomic
def begin_term(
    body_id: int,
    *,
    actor: Actor,
    seats: int,
    starts_on: date,
    ends_on: date | None = None,
    elected_on: date | None = None,
) -> BodyTerm:
    """The next term of a body; `ends_on` None takes the longest lawful.

    Raises EvenSeats, SeatsOutOfRange, TermTooLong, TermOrder, NotFound, NotAllowed.
    """
    require(actor, Permission.RUN_ELECTIONS)
    body_for(actor, body_id)
    body: Body = Body.objects.select_for_update().get(pk=body_id)
    end = ends_on or last_day(starts_on)
    check_term(body.kind, seats, starts_on, end)
    before = BodyTerm.objects.filter(body=body_id).order_by("-number").first()
    if before is not None and starts_on <= before.starts_on:
        raise errors.TermOrder(field="starts_on")
    if before is not None and starts_on <= before.ends_on:
        _cut_short(before, starts_on, actor)
    term: BodyTerm = BodyTerm.objects.create(
        body=body, kind=body.kind, number=before.number + 1 if before else 1, seats=seats,
        starts_on=starts_on, ends_on=end, elected_on=elected_on, created_at=now(),
    )  # fmt: skip
    if before is not None:
        settle_duty(before, DutyCode.REELECTION, f"term:{term.pk}", actor=actor)
    record("committee.term_began", "committee_term", term.pk, actor=actor, seats=seats)
    publish(TermBegan(term.pk, term.kind))
    return term


def check_term(kind: str, seats: int, starts_on: date, ends_on: date) -> None:
    """Raises EvenSeats, SeatsOutOfRange, TermTooLong, TermOrder."""
    if not seats_fit(kind, seats):
        fewest, most = SEATS[kind]
        if kind == BodyKind.OWNERS and fewest <= seats <= most:
            raise errors.EvenSeats(field="seats")
        raise errors.SeatsOutOfRange(field="seats", fewest=fewest, most=most)
    if ends_on < starts_on:
        raise errors.TermOrder(field="ends_on")
    if ends_on > last_day(starts_on, LONGEST_TERM):
        raise errors.TermTooLong(field="ends_on", last=str(last_day(starts_on)))


def _cut_short(term: BodyTerm, starts_on: date, actor: Actor) -> None:
    """A new term that begins earlier ends the one before it, on the day before."""
    end = starts_on - timedelta(days=1)
    BodyTerm.objects.filter(pk=term.pk).update(ends_on=end)
    for seat in seats_of(term):
        _end_seat(seat, end, "")
    record("committee.term_cut", "committee_term", term.pk, actor=actor, ends_on=str(end))


@transaction.atomic
def seat_member(
    term_id: int,
    *,
    actor: Actor,
    person_id: int | None = None,
    account_id: int | None = None,
    position: str = Position.MEMBER.value,
    since: date | None = None,
    declares_no_relative: bool = False,
) -> BodySeat:
    """Somebody takes a seat: an office of the register until the term's last day.

    Raises TermFull, SeatTaken, ChairTaken, CloseRelative, DeclarationMissing, TermOver.
    """
    require(actor, Permission.RUN_ELECTIONS)
    term_for(actor, term_id)
    term: BodyTerm = BodyTerm.objects.select_for_update().get(pk=term_id)
    start = max(since or today(), term.starts_on)
    if start > term.ends_on or term.ends_on < today():
        raise errors.TermOver
    holder = person_id or person_of_account(account_id)
    _check_seat(term, holder)
    declared = _check_kinship(term.kind, holder, declares_no_relative)
    office = _appoint(term, person_id, account_id, start)
    try:
        with transaction.atomic():
            seat: BodySeat = BodySeat.objects.create(
                term=term, office=office, person_id=holder, position=Position(position).value,
                since=start, declared_at=now() if declared else None,
            )  # fmt: skip
    except IntegrityError as error:
        if "committee_seat_one_chair" in str(error):
            raise errors.ChairTaken(field="position") from error
        raise errors.SeatTaken(field="person") from error
    record("committee.seated", "committee_seat", seat.pk, actor=actor, office=office.pk)
    return seat


def _check_seat(term: BodyTerm, holder: int | None) -> None:
    sitting = seats_of(term)
    if len(sitting) >= term.seats:
        raise errors.TermFull(seats=term.seats)
    if holder is not None and holder in {seat.person_id for seat in sitting}:
        raise errors.SeatTaken(field="person")


def _check_kinship(kind: str, holder: int | None, declares: bool) -> bool:
    """RC-04: the supervision committee excludes members of the committee and their close
    relatives. Both ways: who joins the committee may have no relative among the supervisors."""
    if kind == BodyKind.OWNERS:
        return False
    other = BodyKind.RESIDENTS if kind == BodyKind.SUPERVISION else BodyKind.SUPERVISION
    others = people_in_office(other.value)
    if holder is not None and holder in others:
        raise errors.CloseRelative(field="person")
    sure, unsure = relatives_among(holder, others) if holder is not None else (set(), set())
    if sure:
        raise errors.CloseRelative(field="person")
    if kind == BodyKind.SUPERVISION or unsure:
        if not declares:
            raise errors.DeclarationMissing(field="declares_no_relative")
        return True
    return declares


def _appoint(term: BodyTerm, person_id: int | None, account_id: int | None, start: date) -> Office:
    """The office itself, given by the software on the strength of the seat."""
    held = Office.objects.filter(
        role=ROLE_OF[term.kind].value, organisation=term.body.organisation_id,
        account=account_id, person=person_id, ends_on=None,
    ).first()  # fmt: skip
    if held is not None and not BodySeat.objects.filter(office=held.pk).exists():
        Office.objects.filter(pk=held.pk).update(ends_on=term.ends_on)  # entered before the term
        return held
    if person_id is not None and not Person.objects.filter(pk=person_id, status="active").exists():
        raise NotFound(field="person")
    try:
        return appoint(
            ROLE_OF[term.kind], actor=system_actor(term.estate_id), person_id=person_id,
            account_id=account_id, organisation_id=term.body.organisation_id, starts_on=start,
            ends_on=term.ends_on,
        )  # fmt: skip
    except DomainError as error:
        if error.code == "office_held":
            raise errors.SeatTaken(field="person") from error
        raise


@transaction.atomic
def change_position(seat_id: int, *, actor: Actor, position: str) -> BodySeat:
    """Chair, vice chair or member. Raises ChairTaken, NotFound."""
    require(actor, Permission.RUN_ELECTIONS)
    seat = _lock_seat(seat_id)
    try:
        with transaction.atomic():
            seat.position = Position(position).value
            seat.save(update_fields=["position"])
    except IntegrityError as error:
        raise errors.ChairTaken(field="position") from error
    record("committee.position", "committee_seat", seat.pk, actor=actor, position=position)
    return seat


@transaction.atomic
def leave_seat(seat_id: int, *, actor: Actor, on: date | None = None, reason: str = "") -> BodySeat:
    """Somebody leaves before the term ends; the office ends with that day."""
    require(actor, Permission.RUN_ELECTIONS)
    if not reason.strip():
        raise Invalid(translatable("请写明为什么离任。"), field="reason")
    seat = _lock_seat(seat_id)
    day = on or today()
    _end_seat(seat, day, reason.strip()[:120])
    record("committee.left", "committee_seat", seat.pk, actor=actor, on=str(day))
    return seat


def _end_seat(seat: BodySeat, day: date, reason: str) -> None:
    day = max(day, seat.since)
    seat.until, seat.end_reason = day, reason
    seat.save(update_fields=["until", "end_reason"])
    end_office(seat.office_id, actor=system_actor(seat.estate_id), on=day)


def _lock_seat(seat_id: int) -> BodySeat:
    seat: BodySeat | None = (
        BodySeat.objects.select_for_update(of=("self",))
        .filter(pk=seat_id, until__isnull=True)
        .first()
    )
    if seat is None:
        raise NotFound
    return seat


@transaction.atomic
def add_representative(
    *, actor: Actor, person_id: int, area_id: int, since: date, until: date
) -> ResidentsRepresentative:
    """A residents' representative, elected by the households of a building or grid (RC-03).

    Raises RepresentativeTwice, TermTooLong, NotFound, NotAllowed.
    """
    require(actor, Permission.RUN_ELECTIONS)
    if until > last_day(since):
        raise errors.TermTooLong(field="until", last=str(last_day(since)))
    if not Place.objects.filter(pk=area_id, kind__in=["building", "grid", "entrance"]).exists():
        raise NotFound(field="area")
    if not Person.objects.filter(pk=person_id, status="active").exists():
        raise NotFound(field="person")
    overlapping = ResidentsRepresentative.objects.filter(person=person_id, until__gte=since)
    if overlapping.exists():
        raise errors.RepresentativeTwice(field="person")
    row: ResidentsRepresentative = ResidentsRepresentative.objects.create(
        person_id=person_id, area_id=area_id, since=since, until=until
    )
    record("committee.representative", "residents_representative", row.pk, actor=actor)
    return row


@transaction.atomic
def begin_elected_term(
    kind: str, person_ids: Any, *, actor: Actor, seats: int, starts_on: date, elected_on: date,
    declared: bool = False,
) -> BodyTerm:  # fmt: skip
    """A term with everybody whom an election brought in. Raises what its parts raise."""
    body: Body | None = Body.objects.filter(kind=kind).first()
    if body is None:
        raise NotFound
    term = begin_term(body.pk, actor=actor, seats=seats, starts_on=starts_on, elected_on=elected_on)
    for person_id in person_ids:
        seat_member(
            term.pk, actor=actor, person_id=person_id, since=starts_on,
            declares_no_relative=declared,
        )  # fmt: skip
    return term
