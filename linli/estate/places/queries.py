"""Reads of places. What a place is called is no secret; who lives there is."""

from __future__ import annotations

import uuid
from collections.abc import Iterable

from django.db.models import Q, QuerySet

from linli.base.accounts.api import Actor
from linli.base.errors import NotFound
from linli.estate.organisations.api import is_staff, register_reach
from linli.estate.places.data import PlaceCard, PlaceKind
from linli.estate.places.models import Home, Lease, Ownership, Place, Verification
from linli.estate.places.rules import read_plate

MAX_RESULTS = 50
COMMON = (PlaceKind.GRID, PlaceKind.BUILDING, PlaceKind.ENTRANCE, PlaceKind.PUBLIC_PLACE,
          PlaceKind.FACILITY)  # fmt: skip


def places_for(actor: Actor) -> QuerySet[Place]:
    """Places that the actor may name: staff all, a resident all but other people's homes.

    An account without office and household names none.
    """
    places: QuerySet[Place] = Place.objects.all()
    if actor.user_id is None or is_staff(actor):
        return places
    if not actor.household_ids and not actor.home_ids:
        return places.none()
    return places.filter(Q(kind__in=COMMON) | Q(pk__in=actor.home_ids))


def place_for(actor: Actor, place_id: int) -> Place:
    """The place, if the actor may name it. Raises NotFound."""
    place = places_for(actor).filter(pk=place_id).first()
    if place is None:
        raise NotFound
    return place


def find_place_by_plate(text: str) -> Place | None:
    """The place with this plate, however it is written ("3号楼2单元1502" or "3-2-1502")."""
    plates = [plate for plate in (text.strip(), read_plate(text)) if plate]
    found: Place | None = Place.objects.filter(plate__in=plates).first()
    return found


def place_by_qr(token: uuid.UUID | str) -> Place | None:
    """The open place whose sticker bears the token; None for a foreign or withdrawn one."""
    try:
        known = uuid.UUID(str(token))
    except ValueError:
        return None
    found: Place | None = Place.objects.filter(qr_token=known, is_closed=False).first()
    return found


def search_places(actor: Actor, text: str, limit: int = 12) -> list[PlaceCard]:
    """Places by plate or name, homes by the beginning of their plate; in the order of the house."""
    words = text.strip()[:40]
    if not words:
        return []
    wanted = Q(plate__startswith=words) | Q(name__contains=words)
    plate = read_plate(words)
    if plate:
        wanted |= Q(plate=plate) | Q(plate__startswith=plate + "-")
    rows = places_for(actor).filter(wanted, is_closed=False)
    return place_cards(rows.order_by("sort_key", "id")[: max(1, min(limit, MAX_RESULTS))])


def place_card(place: Place) -> PlaceCard:
    """What pages and other packages show of a place."""
    return PlaceCard(
        id=place.pk,
        kind=PlaceKind(place.kind),
        plate=place.plate,
        name=place.name,
        grid_id=place.grid_id,
        building_id=place.building_id,
        entrance_id=place.entrance_id,
    )


def place_cards(places: Iterable[Place]) -> list[PlaceCard]:
    return [place_card(place) for place in places]


def _of_kind(*kinds: PlaceKind) -> QuerySet[Place]:
    rows: QuerySet[Place] = Place.objects.filter(kind__in=kinds, is_closed=False)
    return rows.order_by("sort_key", "id")


def list_grids() -> list[PlaceCard]:
    return place_cards(_of_kind(PlaceKind.GRID))


def list_buildings(grid_id: int | None = None) -> list[PlaceCard]:
    """All buildings, or those of one grid."""
    rows = _of_kind(PlaceKind.BUILDING)
    return place_cards(rows.filter(grid=grid_id) if grid_id else rows)


def list_entrances(building_id: int) -> list[PlaceCard]:
    return place_cards(_of_kind(PlaceKind.ENTRANCE).filter(building=building_id))


def list_homes(
    *, building_id: int | None = None, entrance_id: int | None = None
) -> list[PlaceCard]:
    """Homes of an entrance or a building, as a staff form offers them; ask `is_staff` first."""
    rows = _of_kind(PlaceKind.HOME)
    if entrance_id:
        return place_cards(rows.filter(entrance=entrance_id))
    return place_cards(rows.filter(building=building_id))


def list_public_places() -> list[PlaceCard]:
    """Public places and facilities."""
    return place_cards(_of_kind(PlaceKind.PUBLIC_PLACE, PlaceKind.FACILITY))


def homes_for(actor: Actor) -> QuerySet[Home]:
    """Homes whose tenure, owners and leases the actor may see.

    Estate-wide roles: all. A grid worker: the own grid. A resident: the own home. An owner: what
    he or she owns.
    """
    homes: QuerySet[Home] = Home.objects.select_related("place")
    reach = register_reach(actor)
    if reach.whole_estate:
        return homes
    wanted = Q(pk__in=actor.home_ids) | Q(place__grid__in=reach.grid_ids)
    if actor.person_id:
        owned = Home.objects.filter(
            ownerships__person=actor.person_id, ownerships__until__isnull=True
        )
        wanted |= Q(pk__in=owned.values("pk"))
    return homes.filter(wanted)


def home_for(actor: Actor, home_id: int) -> Home:
    """The home, if in reach. Raises NotFound."""
    home = homes_for(actor).filter(pk=home_id).first()
    if home is None:
        raise NotFound
    return home


def last_verifications(place_id: int) -> dict[str, Verification]:
    """The latest look at each of the four clears of a place, by clear."""
    rows = Verification.objects.filter(place=place_id).order_by("clear", "-verified_at")
    return {row.clear: row for row in reversed(rows.distinct("clear"))}


def owners_of(home: Home) -> list[Ownership]:
    """The owners of today, in the order of entry; `home` comes from `home_for`."""
    rows = Ownership.objects.filter(home=home, until__isnull=True)
    return list(rows.select_related("person", "organisation").order_by("id"))


def lease_of(home: Home) -> Lease | None:
    """The running lease."""
    rows = Lease.objects.filter(home=home, ended_on__isnull=True)
    return rows.select_related("tenant", "landlord").first()
