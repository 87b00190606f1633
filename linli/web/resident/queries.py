"""Reads of the resident's pages: own matters, own home, places that one may name."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django.db.models import Exists, OuterRef, Q, QuerySet
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from linli.base.accounts.api import Actor
from linli.estate.organisations.api import Role, offices_in_force
from linli.estate.places.api import (
    PlaceCard,
    list_buildings,
    place_by_qr,
    place_card,
    place_cards,
    places_for,
)
from linli.matters.handling.api import (
    Matter,
    MatterParty,
    matter_not_found,
    matters_visible_to,
)
from linli.matters.handling.data import OPEN_STATES
from linli.web.resident.data import Facts, MatterLine, PlaceOption
from linli.web.resident.errors import NotAResident
from linli.web.resident.standings import share_gone, standing_of
from linli.web.resident.times import family_name

LATEST = 50


def require_resident(actor: Actor) -> Actor:
    """The actor, when the register knows the person. Raises NotAResident."""
    if actor.person_id is None:
        raise NotAResident
    return actor


def own_matters(actor: Actor) -> QuerySet[Matter]:
    """What somebody told, joined, or somebody of the household told.

    Narrower than what the same person may see in an office: sensitive matters of the household
    stay with whoever told them.
    """
    joined = MatterParty.objects.filter(matter=OuterRef("pk"), person=actor.person_id)
    own = Q(reporter=actor.person_id) | Q(
        Exists(joined.filter(role="joined")), category__is_sensitive=False
    )
    if actor.household_ids:
        own |= Q(household__in=actor.household_ids, category__is_sensitive=False)
    rows = matters_visible_to(actor).filter(own)
    return rows.select_related("category", "kind", "place", "building", "holder", "done_by")


def own_matter(actor: Actor, number: str) -> Matter:
    """One of the own matters by its number. Raises NotFound."""
    matter = own_matters(actor).filter(number=number).first()
    if matter is None:
        raise matter_not_found(actor, number=number)
    return matter


def open_lines(actor: Actor, limit: int = 5) -> list[MatterLine]:
    """Open ones for the first page, those that wait for the reporter first."""
    rows = own_matters(actor).filter(state__in=[s.value for s in OPEN_STATES])
    lines = list_lines(rows.order_by("-created_at", "-id")[:LATEST], actor)
    return sorted(lines, key=lambda line: not line.standing.asks)[:limit]


def all_lines(actor: Actor) -> tuple[list[MatterLine], list[MatterLine]]:
    """(open, ended), the latest first."""
    rows = own_matters(actor).order_by("-created_at", "-id")
    states = [s.value for s in OPEN_STATES]
    return (
        list_lines(rows.filter(state__in=states)[:LATEST], actor),
        list_lines(rows.exclude(state__in=states)[:LATEST], actor),
    )


def list_lines(rows: Iterable[Matter], actor: Actor) -> list[MatterLine]:
    matters = list(rows)
    names = worker_names(m.done_by_id or m.holder_id for m in matters)
    return [_line(matter, names, actor) for matter in matters]


def _line(matter: Matter, names: dict[int, str], actor: Actor) -> MatterLine:
    place = matter.place or matter.building
    return MatterLine(
        number=matter.number,
        title=title_for(actor, matter),
        icon=matter.category.icon or "matter",
        plate=place.plate if place else "",
        created_at=matter.created_at,
        standing=standing_of(facts_of(matter, names)),
        share=share_gone(matter.created_at, matter.due_at),
        is_own=matter.reporter_id == actor.person_id,
    )


def title_for(actor: Actor, matter: Matter) -> str:
    """The title, or for those who only joined the category: the words are somebody else's."""
    if matter.reporter_id == actor.person_id or matter.household_id in actor.household_ids:
        return str(matter.title)
    english = (get_language() or "")[:2] == "en" and matter.category.name_en
    return str(matter.category.name_en if english else matter.category.name)


def facts_of(matter: Matter, names: dict[int, str] | None = None) -> Facts:
    """What a matter's reporter may be told of it."""
    doer = matter.done_by_id if matter.state in ("done", "closed") else None
    worker_id = doer or matter.holder_id
    known = names if names is not None else worker_names([worker_id])
    return Facts(
        state=matter.state,
        worker=known.get(worker_id or 0, ""),
        respond_by=matter.respond_by,
        due_at=matter.due_at,
        is_answered=matter.responded_at is not None,
        is_waiting_for_reporter=matter.is_waiting_for_reporter,
        appointment_from=matter.appointment_from,
        appointment_until=matter.appointment_until,
        result=matter.result,
        decline_reason=matter.decline_reason,
    )


def worker_names(account_ids: Iterable[int | None]) -> dict[int, str]:
    """Staff as residents call them: a repair worker is 李师傅, others go by name."""
    wanted = {i for i in account_ids if i}
    rows = offices_in_force().filter(account__in=wanted).order_by("id")
    names: dict[int, str] = {}
    for account_id, name, role in rows.values_list("account_id", "account__name", "role"):
        names.setdefault(account_id, _call_worker(name, role))
    return names


def _call_worker(name: str, role: str) -> str:
    chinese = (get_language() or "")[:2] != "en"
    if role == Role.WORKER and chinese and not name.endswith("师傅"):
        return family_name(name) + "师傅"
    return name


def own_places(actor: Actor) -> list[PlaceCard]:
    """Own homes, then their entrances and buildings: where most things happen."""
    homes = list(places_for(actor).filter(pk__in=actor.home_ids))
    around = {i for home in homes for i in (home.entrance_id, home.building_id) if i}
    near = places_for(actor).filter(pk__in=around).order_by("-sort_key")
    return place_cards([*homes, *near])


def near_options(actor: Actor) -> list[tuple[str, list[PlaceOption]]]:
    """The first list: buildings, then what belongs to no building."""
    common = place_cards(_common(actor))
    groups = [(_("楼栋"), [option_of(b) for b in list_buildings()])]
    return [*groups, (_("公共地方"), [option_of(p) for p in common])] if common else groups


def part_options(actor: Actor, building_id: int) -> list[PlaceOption]:
    """The second list: entrances, lifts and the like of one building."""
    rows = places_for(actor).filter(
        building=building_id, kind__in=["entrance", "facility", "public_place"], is_closed=False
    )
    return [option_of(place) for place in place_cards(rows.order_by("sort_key", "id")[:200])]


def _common(actor: Actor) -> Any:
    rows = places_for(actor).filter(
        kind__in=["public_place", "facility"], building=None, is_closed=False
    )
    return rows.order_by("kind", "sort_key", "id")[:300]


def place_of_sticker(actor: Actor, token: str) -> PlaceCard | None:
    """The place whose QR sticker was scanned; of somebody else's home only the entrance."""
    place = place_by_qr(token)
    if place is None:
        return None
    wanted = [i for i in (place.pk, place.entrance_id, place.building_id) if i]
    found = {p.pk: p for p in places_for(actor).filter(pk__in=wanted)}
    nameable = next((found[i] for i in wanted if i in found), None)
    return place_card(nameable) if nameable else None


def option_of(place: PlaceCard) -> PlaceOption:
    label = place.name if place.name == place.plate else f"{place.plate} {place.name}"
    return PlaceOption(str(place.id), label, place.plate)


def captains_of(actor: Actor) -> list[tuple[str, str]]:
    """(name, phone) of the captains of the own buildings: whom one may ask next door."""
    buildings = {p.building_id for p in own_places(actor) if p.building_id}
    rows = offices_in_force().filter(role=Role.BUILDING_CAPTAIN.value, building__in=buildings)
    rows = rows.select_related("account", "person").order_by("id")
    holders = [office.account or office.person for office in rows]
    return [(holder.name, holder.phone or "") for holder in holders if holder]
