"""The vote: once a line of the roll, into a box that knows no voter."""

from __future__ import annotations

import secrets
from collections.abc import Sequence

from django.db import IntegrityError, transaction

from linli.base.accounts.api import Actor
from linli.base.audit.api import record
from linli.base.calendars.api import SHANGHAI, now
from linli.base.errors import NotAllowed
from linli.estate.organisations.api import Permission, Role, may, require
from linli.voice.elections import errors
from linli.voice.elections.data import ElectionMode, ElectionState, Way
from linli.voice.elections.models import (
    Election,
    ElectionSheet,
    ElectionSlip,
    ElectionTurnout,
    ElectionVoter,
)
from linli.voice.elections.queries import (
    candidates_of,
    election_for,
    helped_voters,
    own_voters,
)
from linli.voice.elections.rules import receipt_digest

_SIGNS = "23456789ABCDEFGHJKMNPQRSTUVWXYZ"  # none that look alike


@transaction.atomic
def open_voting(election_id: int, *, actor: Actor) -> Election:
    """From now on votes come in and the roll stays as it is; pressing twice changes nothing.

    Raises NotYetOpen, ObjectionsOpen, ElectionNotNow.
    """
    election_for(actor, election_id)
    require_runner(actor)
    election: Election = Election.objects.select_for_update().get(pk=election_id)
    if election.state == ElectionState.OPEN:
        return election
    if election.state != ElectionState.POSTED or election.mode == ElectionMode.ASSEMBLY:
        raise errors.ElectionNotNow
    if now() < election.opens_at:
        when = f"{election.opens_at.astimezone(SHANGHAI):%Y-%m-%d %H:%M}"
        raise errors.NotYetOpen(when=when)
    waiting = election.objections.filter(answered_at=None).count()
    if waiting:
        raise errors.ObjectionsOpen(count=waiting)
    election.state = ElectionState.OPEN.value
    election.save(update_fields=["state"])
    record("election.opened", "election", election.pk, actor=actor)
    return election


def require_runner(actor: Actor) -> None:
    """Who runs elections, or the clock. Raises NotAllowed."""
    if actor.user_id is not None:
        require(actor, Permission.RUN_ELECTIONS)


@transaction.atomic
def cast_vote(
    election_id: int,
    *,
    actor: Actor,
    voter_id: int,
    choices: Sequence[int],
    is_confirmed: bool = False,
) -> str:
    """Put a slip into the box; the receipt's code, told this one time.

    By the voter, by the voter's proxy, or by the desk and the captain in the voter's presence
    (`is_confirmed`: the person has seen it and agrees). Raises NotOnRoll, ElectionVoteTwice,
    TooManyChoices, NoChoice, UnknownCandidate, NotConfirmed, CandidateHelps, VotingClosed.
    """
    election = _open(election_for(actor, election_id))
    voter, way = _voter(election, actor, voter_id)
    if way != Way.PHONE and not is_confirmed:
        raise errors.NotConfirmed(field="is_confirmed")
    chosen = _check_choices(election, choices)
    by_proxy = way == Way.PHONE and voter.person_id != actor.person_id
    _turn_out(election, voter, actor, way, by_proxy=by_proxy, confirmed=way != Way.PHONE)
    return _put(election, chosen, is_paper=False)


def _open(election: Election) -> Election:
    if election.state == ElectionState.OPEN and now() < election.closes_at:
        return election
    if election.state in (ElectionState.DRAFT, ElectionState.POSTED):
        when = f"{election.opens_at.astimezone(SHANGHAI):%Y-%m-%d %H:%M}"
        raise errors.NotYetOpen(when=when)
    raise errors.VotingClosed


def _voter(election: Election, actor: Actor, voter_id: int) -> tuple[ElectionVoter, Way]:
    own = next((v for v in own_voters(actor, election) if v.pk == voter_id), None)
    if own is not None:
        return own, Way.PHONE
    helped = helped_voters(actor, election).filter(pk=voter_id).first()
    if helped is None:
        raise errors.NotOnRoll
    _refuse_candidate(election, actor)
    is_captain = actor.roles <= {Role.BUILDING_CAPTAIN}
    return helped, Way.DOOR if is_captain else Way.DESK


def _refuse_candidate(election: Election, actor: Actor) -> None:
    """Who stands takes no votes."""
    standing = {candidate.person_id for candidate in candidates_of(election)}
    if actor.person_id is not None and actor.person_id in standing:
        raise errors.CandidateHelps


def _check_choices(election: Election, choices: Sequence[int]) -> list[int]:
    chosen = sorted(set(choices))
    known = {candidate.pk for candidate in candidates_of(election)}
    if not chosen:
        raise errors.NoChoice(field="choices")
    if len(chosen) > election.seats:
        raise errors.TooManyChoices(field="choices", seats=election.seats, count=len(chosen))
    if not set(chosen) <= known:
        raise errors.UnknownCandidate(field="choices")
    return chosen


def _turn_out(
    election: Election, voter: ElectionVoter, actor: Actor, way: Way, *,
    by_proxy: bool = False, confirmed: bool,
) -> None:  # fmt: skip
    try:
        with transaction.atomic():
            ElectionTurnout.objects.create(
                election=election, voter=voter, way=way.value, by_account_id=actor.user_id or 0,
                by_proxy=by_proxy, is_confirmed=confirmed, at=now(),
            )  # fmt: skip
    except IntegrityError as error:
        if constraint_of(error) == "election_box_open":  # counted in this moment
            raise errors.VotingClosed from error
        raise errors.ElectionVoteTwice from error
    record("election.turnout", "election", election.pk, actor=actor, voter=voter.pk, way=way.value)


def constraint_of(error: IntegrityError) -> str:
    """The name of the constraint that an error broke, "" when it has none."""
    diagnosis = getattr(error.__cause__, "diag", None)
    return getattr(diagnosis, "constraint_name", None) or ""


def _put(election: Election, choices: Sequence[int], *, is_paper: bool) -> str:
    code = "-".join("".join(secrets.choice(_SIGNS) for _sign in range(4)) for _part in range(3))
    ElectionSlip.objects.create(
        election=election, choices=list(choices), is_paper=is_paper, receipt=receipt_digest(code)
    )
    return code


def find_receipt(election: Election, code: str) -> bool:
    """Whether a slip with this receipt lies in the box; never which."""
    digest = receipt_digest(code.strip().upper())
    return bool(ElectionSlip.objects.filter(election=election.pk, receipt=digest).exists())


@transaction.atomic
def hand_out_sheet(election_id: int, *, actor: Actor, voter_id: int) -> None:
    """The voter takes a paper slip and goes to the urn: ticked on the roll, once.

    Raises NotOnRoll, ElectionVoteTwice, CandidateHelps, VotingClosed.
    """
    election = _open(election_for(actor, election_id))
    voter = helped_voters(actor, election).filter(pk=voter_id).first()
    if voter is None:
        raise errors.NotOnRoll
    _refuse_candidate(election, actor)
    _turn_out(election, voter, actor, Way.PAPER, confirmed=True)


@transaction.atomic
def enter_sheet(
    election_id: int, *, actor: Actor, serial: int, choices: Sequence[int]
) -> ElectionSheet:
    """Type in a paper slip from the opened urn: first one person, then another the same. A slip
    that chose too many goes in as it is and is counted as invalid.

    Raises SheetKnown, SheetDiffers, SheetSamePerson, SheetsTooMany, UnknownCandidate.
    """
    election = election_for(actor, election_id)
    if not may(actor, Permission.TAKE_BALLOTS) or actor.user_id is None:
        raise NotAllowed
    _refuse_candidate(election, actor)
    locked: Election = Election.objects.select_for_update().get(pk=election.pk)
    if locked.state != ElectionState.OPEN:
        raise errors.ElectionNotNow
    chosen = sorted(set(choices))
    if not set(chosen) <= {candidate.pk for candidate in candidates_of(locked)}:
        raise errors.UnknownCandidate(field="choices")
    sheet = locked.sheets.filter(serial=serial).first()
    if sheet is None:
        return _first_entry(locked, serial, chosen, actor.user_id)
    return _second_entry(locked, sheet, chosen, actor)


def _first_entry(
    election: Election, serial: int, chosen: list[int], account_id: int
) -> ElectionSheet:
    given = election.turnout.filter(way=Way.PAPER.value).count()
    if election.sheets.count() >= given:
        raise errors.SheetsTooMany(given=given)
    sheet: ElectionSheet = ElectionSheet.objects.create(
        election=election, serial=serial, choices=chosen, first_by_id=account_id
    )
    return sheet


def _second_entry(
    election: Election, sheet: ElectionSheet, chosen: list[int], actor: Actor
) -> ElectionSheet:
    if sheet.second_by_id is not None:
        raise errors.SheetKnown(field="serial")
    if sheet.first_by_id == actor.user_id:
        if sheet.choices == chosen:
            raise errors.SheetSamePerson(field="serial")
        sheet.choices = chosen  # looked again together: the first one mends it
        sheet.save(update_fields=["choices"])
        return sheet
    if sheet.choices != chosen:
        raise errors.SheetDiffers(field="choices")
    sheet.second_by_id = actor.user_id
    sheet.save(update_fields=["second_by"])
    _put(election, chosen, is_paper=True)
    record("election.sheet", "election", election.pk, actor=actor, serial=sheet.serial)
    return sheet
