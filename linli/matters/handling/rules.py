"""Pure decisions of the queue: who stands how to a matter, and who may do what in which state."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Protocol

from linli.base.accounts.api import Actor
from linli.estate.organisations.api import Permission, Role, may
from linli.matters.handling.data import Ability as A  # noqa: N817
from linli.matters.handling.data import State

# offices that stand for their organisation in the queue; grid workers and captains
# see by place instead
_FOR_ORGANISATION = frozenset(
    {Role.CENTRE_LEAD, Role.AGENT, Role.CLERK, Role.COMMITTEE_SECRETARY, Role.HOUSING_OFFICER,
     Role.ACCOUNTANT, Role.ORGANISATION_LEAD, Role.WORKER, Role.VOLUNTEER, Role.CARER, Role.GUARD}
)  # fmt: skip
CLIMB_SHARES = (0.0, 0.5, 1.0)  # of the time allowed, past the deadline: REQ-03
MAX_UNREACHABLE = 3  # calls on different days before a matter is closed without an answer


class Row(Protocol):
    """The columns of a matter on which rights depend."""

    @property
    def state(self) -> str: ...
    @property
    def grid_id(self) -> int | None: ...
    @property
    def building_id(self) -> int | None: ...
    @property
    def reporter_id(self) -> int | None: ...
    @property
    def household_id(self) -> int | None: ...
    @property
    def reported_by_id(self) -> int | None: ...
    @property
    def taken_by_id(self) -> int | None: ...
    @property
    def holder_id(self) -> int | None: ...
    @property
    def organisation_id(self) -> int | None: ...
    @property
    def offered_to_id(self) -> int | None: ...
    @property
    def offered_to_organisation_id(self) -> int | None: ...
    @property
    def done_by_id(self) -> int | None: ...
    @property
    def is_waiting_for_reporter(self) -> bool: ...


@dataclass(frozen=True, slots=True)
class Standing:
    """How somebody stands to one matter."""

    is_desk: bool = False
    is_centre_lead: bool = False
    is_holder: bool = False
    is_taker: bool = False
    is_offered: bool = False  # may accept it
    is_offered_in_person: bool = False
    is_colleague: bool = False  # of the organisation that has it, had it offered, or did it
    is_organisation_lead: bool = False
    is_doer: bool = False
    is_near: bool = False  # grid worker of the grid, captain of the building
    is_mediator: bool = False
    is_reporter: bool = False
    is_household: bool = False
    is_joined: bool = False


def organisations_for(actor: Actor) -> frozenset[int]:
    """The organisations whose matters an actor sees and may accept."""
    return frozenset(
        g.organisation_id for g in actor.grants if g.organisation_id and g.role in _FOR_ORGANISATION
    )


def accepting_organisations(actor: Actor) -> frozenset[int]:
    """Those for which an actor may accept an offer: grid workers, too, for their committee."""
    grid = frozenset(actor.organisations_as(Role.GRID_WORKER))
    return organisations_for(actor) | grid


def is_desk(actor: Actor) -> bool:
    return may(actor, Permission.SEE_ALL_MATTERS)


def standing_of(
    actor: Actor,
    row: Row,
    *,
    stands_in_for: Collection[int] = (),
    is_joined: bool = False,
    is_mediator: bool = False,
) -> Standing:
    """How `actor` stands to a matter; `stands_in_for`: accounts that are away today."""
    me = actor.user_id
    organisations = organisations_for(actor)
    offered_org = row.offered_to_organisation_id
    leads = actor.organisations_as(Role.ORGANISATION_LEAD)
    if Role.COMMITTEE_SECRETARY in actor.roles:
        leads |= actor.organisations_as(Role.COMMITTEE_SECRETARY)
    in_person = row.offered_to_id is not None and (
        row.offered_to_id == me or row.offered_to_id in stands_in_for
    )
    by_office = offered_org is not None and (
        offered_org in leads
        or (row.offered_to_id is None and offered_org in accepting_organisations(actor))
    )
    return Standing(
        is_desk=is_desk(actor),
        is_centre_lead=Role.CENTRE_LEAD in actor.roles,
        is_holder=me is not None and (row.holder_id == me or row.holder_id in stands_in_for),
        is_taker=me is not None and row.taken_by_id == me,
        is_offered=in_person or by_office,
        is_offered_in_person=in_person,
        is_colleague=row.organisation_id in organisations or offered_org in organisations,
        is_organisation_lead=bool({row.organisation_id, offered_org} & leads),
        is_doer=me is not None and row.done_by_id == me,
        is_near=row.grid_id in actor.grids_as(Role.GRID_WORKER)
        or row.building_id in actor.buildings_as(Role.BUILDING_CAPTAIN),
        is_mediator=is_mediator,
        is_reporter=_is_reporter(actor, row),
        is_household=row.household_id in actor.household_ids,
        is_joined=is_joined,
    )  # fmt: skip


def _is_reporter(actor: Actor, row: Row) -> bool:
    if row.reporter_id is not None:
        return row.reporter_id == actor.person_id
    # somebody who filed it without standing in the register
    is_account = row.reported_by_id is not None and row.reported_by_id == actor.user_id
    return is_account and not actor.roles


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
    if state in (State.RECEIVED, State.ACCEPTED):
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
    if state in (State.CLOSED, State.DECLINED):
        return {A.REOPEN, A.REPLY}
    if state == State.MERGED:
        return {A.UNMERGE}
    return {A.MERGE, A.JOIN, A.REPLY}


def _resident_abilities(s: Standing, row: Row) -> set[A]:
    if not (s.is_reporter or s.is_household or s.is_joined):
        return set()
    found = {A.REPLY}
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
