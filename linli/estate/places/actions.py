"""Writes of places: public places, stickers, what somebody saw there."""

from __future__ import annotations

import uuid
from collections.abc import Iterable, Sequence
from datetime import datetime

from django.db import IntegrityError, transaction

from linli.base.accounts.api import Actor
from linli.base.audit.api import record
from linli.base.calendars.api import now
from linli.base.errors import NotAllowed, NotFound
from linli.estate.organisations.api import Permission, Role, may_within
from linli.estate.places.data import CLEAR_OF, Clear, Fact, PlaceKind
from linli.estate.places.errors import PlateMissing, PlateTaken
from linli.estate.places.models import Place, Verification
from linli.estate.places.queries import place_for

OPEN_KINDS = (PlaceKind.PUBLIC_PLACE, PlaceKind.FACILITY)


def _require_edit(actor: Actor, grid_id: int | None) -> None:
    if not may_within(actor, Permission.EDIT_REGISTER, grid_id):
        raise NotAllowed


def create_public_place(
    *,
    actor: Actor,
    kind: PlaceKind,
    name: str,
    facility_type: str = "",
    grid_id: int | None = None,
    building_id: int | None = None,
) -> Place:
    """A gate, a square, a pump room. Raises PlateMissing, PlateTaken, NotFound, NotAllowed."""
    _require_edit(actor, grid_id)
    if kind not in OPEN_KINDS:
        raise NotFound
    place = Place(
        kind=kind.value, plate=name.strip(), name=name.strip(), sort_key=name.strip()[:40],
        facility_type=facility_type.strip(), grid_id=grid_id, building_id=building_id,
    )  # fmt: skip
    with transaction.atomic():
        _save(place)
        record("create_place", "place", place.pk, actor=actor)
    return place


def update_public_place(
    place_id: int, *, actor: Actor, name: str, facility_type: str = "", is_closed: bool = False
) -> Place:
    """Rename a public place or close it; matters that name it stay. Raises as `create` does."""
    place = place_for(actor, place_id)
    if place.kind not in OPEN_KINDS:
        raise NotFound
    _require_edit(actor, place.grid_id)
    place.plate = place.name = name.strip()
    place.facility_type, place.is_closed = facility_type.strip(), is_closed
    with transaction.atomic():
        _save(place)
        record("update_place", "place", place.pk, actor=actor)
    return place


def _save(place: Place) -> None:
    if not place.plate or len(place.plate) > 40:
        raise PlateMissing(field="name")
    try:
        with transaction.atomic():
            place.save()
    except IntegrityError as error:
        raise PlateTaken(field="name") from error


def issue_stickers(place_ids: Sequence[int], *, actor: Actor, anew: bool = False) -> list[Place]:
    """Give places a token for their QR sticker; `anew` withdraws stickers that hang out there.

    Returns the places in the order of the house. Raises NotFound, NotAllowed.
    """
    places = list(Place.objects.filter(pk__in=place_ids).order_by("sort_key", "id"))
    if len(places) != len(set(place_ids)):
        raise NotFound
    with transaction.atomic():
        for place in places:
            _require_edit(actor, place.grid_id)
            if place.qr_token is None or anew:
                place.qr_token = uuid.uuid4()
                place.save(update_fields=["qr_token"])
        record(
            "issue_stickers", "place", None, actor=actor,
            places=[place.pk for place in places], anew=anew,
        )  # fmt: skip
    return places


def verify_place(
    place_id: int, *, actor: Actor, clear: Clear, source: str = "visit", note: str = ""
) -> Verification:
    """Somebody saw with own eyes that what is stored of this place still holds (GRID-03).

    The register's editors in reach may, and the captain of the building for its households.
    Raises NotFound, NotAllowed.
    """
    place = place_for(actor, place_id)
    own = place.building_id in actor.buildings_as(Role.BUILDING_CAPTAIN)
    if not (own and clear == Clear.HOUSEHOLD):
        _require_edit(actor, place.grid_id)
    with transaction.atomic():
        row: Verification = Verification.objects.create(
            place=place, clear=clear.value, verified_by_id=actor.user_id or 0, verified_at=now(),
            source=source[:20], note=note.strip()[:300],
        )  # fmt: skip
        record("verify_place", "place", place.pk, actor=actor, clear=clear.value)
    return row


def verify_facts(
    place_id: int, facts: Iterable[Fact], *, actor: Actor, at: datetime, source: str = "round"
) -> list[Verification]:
    """Somebody asked at this place at that instant and these facts hold (GRID-03).

    For rounds, which decide who may ask what at which door; the caller has done so.
    """
    rows = [
        Verification(
            place_id=place_id, clear=CLEAR_OF[fact].value, fact=fact.value,
            verified_by_id=actor.user_id or 0, verified_at=at, source=source[:20],
        )
        for fact in sorted(set(facts))
    ]  # fmt: skip
    with transaction.atomic():
        written: list[Verification] = Verification.objects.bulk_create(rows)
        names = [row.fact for row in rows]
        record("verify_place", "place", place_id, actor=actor, facts=names)
    return written
