"""How somebody stands to a matter: by office, by hand, by place, by family. Pure."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from typing import Protocol

from linli.base.accounts.api import Actor
from linli.estate.organisations.api import Permission, Role, may

# offices that stand for their organisation in the queue; grid workers and captains
# see by place instead
_FOR_ORGANISATION = frozenset(
    {Role.CENTRE_LEAD, Role.AGENT, Role.CLERK, Role.COMMITTEE_SECRETARY, Role.HOUSING_OFFICER,
     Role.ACCOUNTANT, Role.ORGANISATION_LEAD, Role.WORKER, Role.VOLUNTEER, Role.CARER, Role.GUARD,
     Role.OWNERS_COMMITTEE_MEMBER}
)  # fmt: skip


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
