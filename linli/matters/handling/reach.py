"""What somebody sees of the queue, as SQL on `m` (matter)."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from linli.base.accounts.api import Actor
from linli.estate.organisations.api import Role
from linli.matters.handling import standings


def reach_sql(actor: Actor, params: dict[str, Any]) -> str:
    """`visibility.matters_visible_to` as a condition on `m`; "" for those who see all.

    A test holds both against each other for everybody of the cast.
    """
    if actor.estate_id != params["estate"]:
        return "false"
    if standings.is_desk(actor):
        return ""
    params |= {
        "user": actor.user_id, "person": actor.person_id,
        "for_organisations": sorted(standings.organisations_for(actor)),
        "grids": sorted(actor.grids_as(Role.GRID_WORKER)),
        "buildings": sorted(actor.buildings_as(Role.BUILDING_CAPTAIN)),
        "households": sorted(actor.household_ids),
    }  # fmt: skip
    arms = [*_account_arms(actor, params), *_resident_arms(actor, params)]
    return f"({' OR '.join(arms)})" if arms else "false"


_PLAIN = "m.category_id NOT IN (SELECT id FROM category WHERE is_sensitive)"


def _account_arms(actor: Actor, params: Mapping[str, Any]) -> list[str]:
    if actor.user_id is None:
        return []
    arms = ["m.holder_id = ANY(%(me)s)", "m.offered_to_id = ANY(%(me)s)",
            "m.taken_by_id = %(user)s", "m.done_by_id = %(user)s"]  # fmt: skip
    if not actor.roles:
        arms.append("(m.reporter_id IS NULL AND m.reported_by_id = %(user)s)")
    if params["for_organisations"]:
        arms.append("m.organisation_id = ANY(%(for_organisations)s)")
        arms.append("m.offered_to_organisation_id = ANY(%(for_organisations)s)")
    if params["grids"]:
        arms.append("m.grid_id = ANY(%(grids)s)")
    if params["buildings"]:
        arms.append(f"(m.building_id = ANY(%(buildings)s) AND {_PLAIN})")
    if actor.roles:
        arms.append(
            "m.id IN (SELECT matter_id FROM matter_party"
            " WHERE account_id = %(user)s AND role = 'mediator')"
        )
    return arms


def _resident_arms(actor: Actor, params: Mapping[str, Any]) -> list[str]:
    if actor.person_id is None:
        return []
    arms = [
        "m.reporter_id = %(person)s",
        "m.id IN (SELECT matter_id FROM matter_party"
        " WHERE person_id = %(person)s AND role = 'joined')",
    ]
    if params["households"]:
        arms.append(f"(m.household_id = ANY(%(households)s) AND {_PLAIN})")
    return arms
