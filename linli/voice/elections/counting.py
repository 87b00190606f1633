"""Count, publish, vote again where the law asks for it, and bring the elected into office."""

from __future__ import annotations

from datetime import datetime, timedelta

from django.db import transaction

from linli.base.accounts.api import Actor
from linli.base.audit.api import record
from linli.base.calendars.api import SHANGHAI, now, today
from linli.base.errors import NotFound
from linli.base.events.api import publish
from linli.estate.organisations.api import Permission, require
from linli.voice.committee.api import (
    BodyTerm,
    add_representative,
    begin_elected_term,
    last_day,
)
from linli.voice.elections import errors
from linli.voice.elections.data import ElectionKind, ElectionMode, ElectionState, RoundKind
from linli.voice.elections.events import ElectionCounted
from linli.voice.elections.models import Election, ElectionCandidate, ElectionTally
from linli.voice.elections.preparing import copy_round
from linli.voice.elections.queries import candidates_of, election_for
from linli.voice.elections.rules import box_digest, count_slips, second_round
from linli.voice.elections.voting import require_runner


@transaction.atomic
def count_votes(election_id: int, *, actor: Actor) -> ElectionTally:
    """Count the box after the end and publish; a second press gives the same count.

    Raises CountTooSoon, SheetsWaiting, ElectionNotNow.
    """
    election_for(actor, election_id)
    require_runner(actor)
    election: Election = Election.objects.select_for_update().get(pk=election_id)
    known: ElectionTally | None = ElectionTally.objects.filter(election=election.pk).first()
    if known is not None:
        return known
    if election.state != ElectionState.OPEN:
        raise errors.ElectionNotNow
    if now() < election.closes_at:
        raise errors.CountTooSoon
    waiting = election.sheets.filter(second_by=None).count()
    if waiting:
        raise errors.SheetsWaiting(count=waiting)
    tally = _tally(election, actor)
    election.state = ElectionState.COUNTED.value
    election.save(update_fields=["state"])
    record("election.counted", "election", election.pk, actor=actor, valid=tally.is_valid)
    publish(ElectionCounted(election.pk, tally.is_valid, tuple(tally.winners)))
    return tally


def _lock(election_id: int, actor: Actor) -> Election:
    election_for(actor, election_id)
    require(actor, Permission.RUN_ELECTIONS)
    election: Election = Election.objects.select_for_update().get(pk=election_id)
    return election


def _tally(election: Election, actor: Actor) -> ElectionTally:
    slips = list(election.slips.values_list("choices", flat=True))
    result = count_slips(
        slips, mode=election.mode, round_kind=election.round_kind, seats=election.seats,
        roll=election.voters.count(), candidates=[c.pk for c in candidates_of(election)],
    )  # fmt: skip
    tally: ElectionTally = ElectionTally.objects.create(
        election=election, is_valid=result.is_valid, roll=result.roll, cast=result.cast,
        invalid=result.invalid, votes={str(k): v for k, v in result.votes.items()},
        winners=list(result.winners), tied=list(result.tied), vacant=result.vacant,
        digest=box_digest(slips), counted_by_id=actor.user_id, counted_at=now(),
    )  # fmt: skip
    return tally


def is_recount_equal(election: Election) -> bool:
    """Whether the slips in the box are those that were counted."""
    tally = ElectionTally.objects.filter(election=election.pk).first()
    slips = election.slips.values_list("choices", flat=True)
    return tally is not None and box_digest(slips) == bytes(tally.digest)


@transaction.atomic
def start_next_round(
    election_id: int, *, actor: Actor, opens_at: datetime, closes_at: datetime
) -> Election:
    """Vote again for the seats that stayed empty: those who were level run off; otherwise the
    best of the rest stand in a second round. The roll stays (see decision 22).

    Raises NoRoundNeeded, ClosesFirst, ElectionNotNow.
    """
    election = _lock(election_id, actor)
    tally = ElectionTally.objects.filter(election=election.pk).first()
    if tally is None or election.following.exclude(state="cancelled").exists():
        raise errors.ElectionNotNow
    if not tally.vacant:
        raise errors.NoRoundNeeded
    if closes_at <= opens_at:
        raise errors.ClosesFirst(field="closes_at")
    kind, standing = _who_stands(tally)
    following = copy_round(
        election, round_kind=kind.value, seats=tally.vacant, title=election.title,
        opens_at=opens_at, closes_at=closes_at, opens_on=opens_at.astimezone(SHANGHAI).date(),
        posted_on=today(), state=ElectionState.POSTED.value, created_by_id=actor.user_id,
    )  # fmt: skip
    for number, candidate in enumerate(standing, start=1):
        ElectionCandidate.objects.create(
            election=following,
            number=number,
            person_id=candidate.person_id,
            statement=candidate.statement,
        )
    record("election.next_round", "election", following.pk, actor=actor, kind=kind.value)
    return following


def _who_stands(tally: ElectionTally) -> tuple[RoundKind, list[ElectionCandidate]]:
    rows = {c.pk: c for c in ElectionCandidate.objects.filter(election=tally.election_id)}
    if tally.tied:
        return RoundKind.RUN_OFF, [rows[pk] for pk in tally.tied]
    votes = {int(pk): n for pk, n in tally.votes.items()}
    if not tally.is_valid:  # too few took part: the whole election again
        return RoundKind.SECOND, [rows[pk] for pk in sorted(votes)]
    return RoundKind.SECOND, [rows[pk] for pk in second_round(votes, tally.winners, tally.vacant)]


def rounds_of(election: Election) -> list[Election]:
    """All rounds up to this one, the first one first."""
    rows = [election]
    while rows[0].before is not None:
        rows.insert(0, rows[0].before)
    return rows


def elected_people(election: Election) -> list[int]:
    """Persons whom this and the rounds before it brought in, in order."""
    found: list[int] = []
    for one in rounds_of(election):
        tally = ElectionTally.objects.filter(election=one.pk).first()
        people = dict(one.candidates.values_list("pk", "person_id"))
        found += [people[pk] for pk in (tally.winners if tally else [])]
    return found


@transaction.atomic
def install_elected(
    election_id: int, *, actor: Actor, with_vacancies: bool = False
) -> BodyTerm | None:
    """Who was elected takes office: a term of the body, or representatives of the area.

    `with_vacancies`: begin although seats stayed empty after the last round. Raises SeatsOpen,
    ElectionNotNow and what a term raises.
    """
    last = _lock(election_id, actor)
    tally = ElectionTally.objects.filter(election=last.pk).first()
    if tally is None or last.term_id is not None:
        raise errors.ElectionNotNow
    if tally.vacant and (not with_vacancies or tally.tied):
        raise errors.SeatsOpen
    first, people = rounds_of(last)[0], elected_people(last)
    if not people:
        raise errors.SeatsOpen
    return install_people(first, last, people, actor=actor)


def install_people(
    first: Election, last: Election, people: list[int], *, actor: Actor
) -> BodyTerm | None:
    """Bring these people into the office that the election was about."""
    start = max(first.term_starts_on, today())
    term: BodyTerm | None = None
    if first.kind == ElectionKind.REPRESENTATIVE:
        if first.area_id is None:
            raise NotFound
        for person_id in people:
            add_representative(
                actor=actor, person_id=person_id, area_id=first.area_id, since=start,
                until=last_day(start),
            )  # fmt: skip
    else:
        term = begin_elected_term(
            first.kind, people, actor=actor, seats=first.seats, starts_on=start,
            elected_on=last.closes_at.astimezone(SHANGHAI).date(),
        )  # fmt: skip
        Election.objects.filter(pk=last.pk).update(term=term)
    record("election.installed", "election", last.pk, actor=actor, people=len(people))
    return term


def earliest_next(election: Election) -> datetime:
    """A proposal for the next round: in a week, at the same hours."""
    return max(election.opens_at, now()) + timedelta(days=7)


def is_assembly(election: Election) -> bool:
    return election.mode == ElectionMode.ASSEMBLY
