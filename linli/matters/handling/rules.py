"""Pure decisions of the queue: who may read what, and do what in which state."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime, timedelta

from linli.matters.handling.data import Ability as A  # noqa: N817
from linli.matters.handling.data import State
from linli.matters.handling.standings import Row, Standing

CLIMB_SHARES = (0.0, 0.5, 1.0)  # of the time allowed, past the deadline: REQ-03
UNFINISHED = (State.RECEIVED, State.ACCEPTED)
MAX_UNREACHABLE = 3  # calls on different days before a matter is closed without an answer


def may_read(standing: Standing, *, is_sensitive: bool) -> bool:
    """Whether title and texts are this person's to see (need-to-know, SEC-06).

    A sensitive matter is read by its reporter, its holder and taker, the person it is offered
    to, the organisation that has it, its mediator and the centre lead; nobody else at the desk.
    """
    s = standing
    need = (
        s.is_reporter or s.is_holder or s.is_taker or s.is_offered or s.is_colleague
        or s.is_doer or s.is_mediator or s.is_centre_lead
    )  # fmt: skip
    if is_sensitive:
        return need
    return need or s.is_desk or s.is_near or s.is_household or s.is_joined


def abilities_for(
    standing: Standing, row: Row, *, is_sensitive: bool, has_parties: bool
) -> frozenset[A]:
    """Which actions somebody may take now (REQ-03). Without the right to read: none."""
    if not may_read(standing, is_sensitive=is_sensitive):
        return frozenset()
    found = _staff_abilities(standing, row) | _resident_abilities(standing, row)
    if has_parties:
        found |= _mediation_abilities(standing, row)
    return frozenset(found)


def _staff_abilities(s: Standing, row: Row) -> set[A]:
    found: set[A] = set()
    state = row.state
    in_charge = s.is_holder or s.is_organisation_lead or s.is_centre_lead
    works = s.is_desk or s.is_holder or s.is_colleague or s.is_near or s.is_offered or s.is_mediator
    if works:
        found.add(A.NOTE)
    if state in UNFINISHED:
        found |= _offer_abilities(s, row, in_charge=in_charge)
        if in_charge or s.is_desk:
            found |= {A.ASK, A.TELL, A.CHANGE, A.SPLIT, A.DECLINE}
            found |= {A.APPOINT} if state == State.ACCEPTED else set()
        if s.is_desk and row.is_waiting_for_reporter:
            found.add(A.ANSWER)
    if state == State.ACCEPTED and in_charge:
        found |= {A.FINISH, A.EXTEND}
    if state == State.DONE:
        found |= {A.TELL} if in_charge or s.is_desk else set()
        if (s.is_desk or s.is_near) and not s.is_doer:
            found.add(A.VISIT)
    if s.is_desk:
        found |= _desk_abilities(state)
        found |= {A.WITHDRAW} if state in UNFINISHED else set()
    return found


def _offer_abilities(s: Standing, row: Row, *, in_charge: bool) -> set[A]:
    found: set[A] = set()
    is_offered_on = row.offered_to_organisation_id is not None or row.offered_to_id is not None
    if is_offered_on and s.is_offered:
        found |= {A.ACCEPT}
        found |= set() if s.is_holder else {A.RETURN_OFFER}
    if row.state == State.RECEIVED and s.is_holder:
        found.add(A.ACCEPT)  # whoever took it in may settle it alone
    if in_charge:
        found.add(A.OFFER)
    if s.is_organisation_lead or s.is_centre_lead:
        found.add(A.ASSIGN)
    return found


def _desk_abilities(state: str) -> set[A]:
    if state in (State.CLOSED, State.DECLINED, State.WITHDRAWN):
        return {A.REOPEN, A.REPLY}
    if state == State.MERGED:
        return {A.UNMERGE}
    return {A.MERGE, A.JOIN, A.REPLY}


def _resident_abilities(s: Standing, row: Row) -> set[A]:
    if not (s.is_reporter or s.is_household or s.is_joined):
        return set()
    found = {A.REPLY}
    if s.is_reporter and row.state in UNFINISHED:
        found.add(A.WITHDRAW)
    if row.state != State.MERGED and row.is_waiting_for_reporter and not s.is_joined:
        found.add(A.ANSWER)
    if row.state == State.DONE and not s.is_joined and not s.is_doer:
        found.add(A.CONFIRM)
    if row.state in (State.DONE, State.CLOSED) and row.done_by_id is not None and not s.is_doer:
        found.add(A.THANK)
    return found


def _mediation_abilities(s: Standing, row: Row) -> set[A]:
    if not (
        s.is_holder or s.is_mediator or s.is_organisation_lead or s.is_centre_lead or s.is_taker
    ):
        return set()  # fmt: skip
    if row.state not in (State.RECEIVED, State.ACCEPTED, State.DONE):
        return {A.SEE_PARTIES}
    steps = {A.STEP} if row.state == State.ACCEPTED and not s.is_taker else set()
    steps |= {A.STEP} if row.state == State.ACCEPTED and s.is_holder else set()
    return {A.SEE_PARTIES, A.ADD_PARTY} | steps


def climb_level(past: timedelta, allowed: timedelta) -> int:
    """How far an overdue matter has climbed: 1 grid worker, 2 centre lead, 3 secretary.

    `past` is the time since the deadline; 0 before it. Half of the time allowed again, and all
    of it again, are the next two steps.
    """
    if past < timedelta(0):
        return 0
    return sum(past >= allowed * share for share in CLIMB_SHARES)


def is_given_up(earlier: Sequence[date], today: date) -> bool:
    """Whether a return visit that reaches nobody today is the last one tried.

    `earlier` holds the days of this round's visits that reached nobody.
    """
    return len({*earlier, today}) >= MAX_UNREACHABLE


def later(one: datetime, other: datetime) -> datetime:
    """Deadlines move forward only, or the clock could be turned back."""
    return max(one, other)
