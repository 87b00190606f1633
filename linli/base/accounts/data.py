"""Who acts: an account with the grants that were in force when it signed in to this request."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property


@dataclass(frozen=True)
class Grant:
    """One role and what it reaches; None means that the role is not bound to such a thing."""

    role: str
    organisation_id: int | None = None
    grid_id: int | None = None
    building_id: int | None = None
    office_id: int | None = None


@dataclass(frozen=True)
class Actor:
    """The person behind a request, as rules see them.

    `household_ids` and `home_ids` are the person's current households and homes.
    `language` is "zh-hans" or "en".
    """

    user_id: int | None
    estate_id: int
    name: str = ""
    person_id: int | None = None
    household_ids: frozenset[int] = frozenset()
    home_ids: frozenset[int] = frozenset()
    grants: tuple[Grant, ...] = ()
    language: str = "zh-hans"

    @cached_property
    def roles(self) -> frozenset[str]:
        return frozenset(grant.role for grant in self.grants)

    @cached_property
    def organisation_ids(self) -> frozenset[int]:
        return frozenset(g.organisation_id for g in self.grants if g.organisation_id)

    def grids_as(self, role: str) -> frozenset[int]:
        return frozenset(g.grid_id for g in self.grants if g.role == role and g.grid_id)

    def buildings_as(self, role: str) -> frozenset[int]:
        return frozenset(g.building_id for g in self.grants if g.role == role and g.building_id)

    def organisations_as(self, role: str) -> frozenset[int]:
        return frozenset(
            g.organisation_id for g in self.grants if g.role == role and g.organisation_id
        )


def system_actor(estate_id: int) -> Actor:
    """The software itself, for clocks and imports started by a rule."""
    return Actor(user_id=None, estate_id=estate_id, name="Linli")
