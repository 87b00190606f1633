"""Which role may do what. Reach (grid, building, organisation) is decided by queries."""

from __future__ import annotations

from dataclasses import dataclass

from linli.base.accounts.data import Actor
from linli.base.audit.data import refused
from linli.base.errors import NotAllowed
from linli.estate.organisations.data import Permission as P  # noqa: N817
from linli.estate.organisations.data import Role as R  # noqa: N817

PERMISSIONS: dict[str, frozenset[P]] = {
    R.ADMINISTRATOR: frozenset({P.MANAGE_ACCOUNTS, P.SEE_AUDIT, P.SET_RULES}),
    R.CENTRE_LEAD: frozenset(
        {
            P.SEE_REGISTER, P.EDIT_REGISTER, P.SEE_HEALTH, P.SEE_IDENTITY, P.EXPORT_REGISTER,
            P.WORK_QUEUE, P.SEE_ALL_MATTERS, P.TAKE_CALLS, P.SEE_FIGURES, P.SET_RULES, P.SEE_WALL,
            P.TELL_PEOPLE, P.WRITE_NOTICES, P.APPROVE_TELLING, P.SEE_ACCOUNTS, P.SEE_BOOKS,
            P.RUN_POLLS, P.MANAGE_CONTRACTS, P.TAKE_PAYMENTS, P.TAKE_BALLOTS,
        }
    ),
    R.AGENT: frozenset(
        {
            P.SEE_REGISTER, P.WORK_QUEUE, P.SEE_ALL_MATTERS, P.TAKE_CALLS, P.SEE_WALL,
            P.TAKE_PAYMENTS, P.TAKE_BALLOTS,
        }
    ),
    R.CLERK: frozenset(
        {
            P.SEE_REGISTER, P.EDIT_REGISTER, P.IMPORT_REGISTER, P.EXPORT_REGISTER, P.SEE_IDENTITY,
            P.WORK_QUEUE, P.SEE_ALL_MATTERS, P.TAKE_CALLS, P.TELL_PEOPLE, P.WRITE_NOTICES,
            P.TAKE_PAYMENTS, P.TAKE_BALLOTS,
        }
    ),
    R.COMMITTEE_SECRETARY: frozenset(
        {
            P.SEE_REGISTER, P.SEE_HEALTH, P.WORK_QUEUE, P.SEE_ALL_MATTERS, P.SEE_FIGURES,
            P.SEE_WALL, P.TELL_PEOPLE, P.WRITE_NOTICES, P.APPROVE_TELLING, P.SEE_ACCOUNTS,
            P.SEE_BOOKS, P.RELEASE_SPENDING, P.PUBLISH_ACCOUNTS, P.RUN_ELECTIONS, P.RUN_POLLS,
            P.MANAGE_CONTRACTS,
        }
    ),
    R.HOUSING_OFFICER: frozenset(
        {
            P.SEE_REGISTER, P.EDIT_REGISTER, P.SEE_IDENTITY, P.SEE_HEALTH, P.WORK_QUEUE,
            P.TELL_PEOPLE, P.WRITE_NOTICES, P.SEE_ACCOUNTS, P.SEE_BOOKS,
        }
    ),
    R.ACCOUNTANT: frozenset(
        {
            P.WORK_QUEUE, P.SEE_ACCOUNTS, P.SEE_BOOKS, P.ISSUE_FEES, P.TAKE_PAYMENTS, P.RECONCILE,
            P.CHECK_SPENDING, P.PUBLISH_ACCOUNTS,
        }
    ),
    R.ORGANISATION_LEAD: frozenset(
        {P.WORK_QUEUE, P.SEE_FIGURES, P.WRITE_NOTICES, P.REQUEST_SPENDING, P.RELEASE_SPENDING}
    ),
    R.WORKER: frozenset({P.WORK_QUEUE, P.REQUEST_SPENDING}),
    R.GRID_WORKER: frozenset(
        {
            P.SEE_REGISTER, P.EDIT_REGISTER, P.SEE_HEALTH, P.WORK_QUEUE,
            P.TELL_PEOPLE, P.WRITE_NOTICES,
        }
    ),
    R.BUILDING_CAPTAIN: frozenset({P.WORK_QUEUE, P.TAKE_BALLOTS}),
    R.VOLUNTEER: frozenset({P.WORK_QUEUE}),
    R.CARER: frozenset({P.WORK_QUEUE}),
    R.GUARD: frozenset({P.WORK_QUEUE, P.SEE_WALL}),
    R.OWNERS_COMMITTEE_MEMBER: frozenset(
        {P.WORK_QUEUE, P.SEE_BOOKS, P.RELEASE_SPENDING, P.RUN_ASSEMBLY, P.MANAGE_CONTRACTS}
    ),
    R.RESIDENTS_COMMITTEE_MEMBER: frozenset(
        {P.WORK_QUEUE, P.SEE_BOOKS, P.RELEASE_SPENDING, P.RUN_POLLS}
    ),
    R.SUPERVISION_MEMBER: frozenset({P.WORK_QUEUE, P.SEE_BOOKS}),
}  # fmt: skip

# roles that reach the whole estate's register; a grid worker reaches the own grid
ESTATE_WIDE = frozenset({R.CENTRE_LEAD, R.AGENT, R.CLERK, R.COMMITTEE_SECRETARY, R.HOUSING_OFFICER})
OPENS_PERSONAL_DATA = frozenset(
    {P.SEE_REGISTER, P.EXPORT_REGISTER, P.IMPORT_REGISTER, P.SEE_IDENTITY, P.SEE_HEALTH,
     P.TAKE_CALLS, P.SEE_AUDIT, P.SEE_ACCOUNTS}
)  # fmt: skip
SECOND_FACTOR = frozenset(
    {R.ADMINISTRATOR, R.CENTRE_LEAD, R.CLERK, R.COMMITTEE_SECRETARY, R.ACCOUNTANT,
     R.HOUSING_OFFICER, R.OWNERS_COMMITTEE_MEMBER, R.RESIDENTS_COMMITTEE_MEMBER}
)  # fmt: skip


def may(actor: Actor, permission: P) -> bool:
    """Whether any office that the actor holds carries `permission`."""
    return any(permission in PERMISSIONS[role] for role in actor.roles)


def is_staff(actor: Actor) -> bool:
    """Whether the actor works here, in whatever office."""
    return bool(actor.roles)


def require(actor: Actor, permission: P) -> None:
    """Raise NotAllowed unless an office of the actor carries `permission`.

    Where the permission opens personal data, the attempt leaves a trace (SEC-01).
    """
    if may(actor, permission):
        return
    if permission not in OPENS_PERSONAL_DATA:
        raise NotAllowed
    raise refused(NotAllowed(), permission.value, "permission", actor=actor)


@dataclass(frozen=True)
class Reach:
    """Which part of the register an actor's offices open: all of it, or some grids."""

    whole_estate: bool = False
    grid_ids: frozenset[int] = frozenset()

    @property
    def is_empty(self) -> bool:
        return not self.whole_estate and not self.grid_ids


def register_reach(actor: Actor) -> Reach:
    """The reach of SEE_REGISTER. The software itself, which has no account, reaches everything."""
    if actor.user_id is None or actor.roles & ESTATE_WIDE:
        return Reach(whole_estate=True)
    return Reach(grid_ids=actor.grids_as(R.GRID_WORKER))


def may_within(actor: Actor, permission: P, grid_id: int | None) -> bool:
    """Whether an office with `permission` reaches that grid (None: a place outside all grids)."""
    roles = {r for r in actor.roles if permission in PERMISSIONS[r]}
    if roles & ESTATE_WIDE:
        return True
    return R.GRID_WORKER in roles and grid_id in actor.grids_as(R.GRID_WORKER)


def needs_two_factors(actor: Actor) -> bool:
    """Whether an office that the actor holds asks for a second factor (SEC-02)."""
    return bool(actor.roles & SECOND_FACTOR)
