"""The captain's day: what is open in the building, who has not been seen, what is to be carried.

Not seen: somebody living alone, disabled or unable to leave home who agreed that the captain looks
after them (`Watch`), and of whom there was no sign of life for the estate's number of days: no
round, no visit, no contact with the desk, no matter of their own. The captain learns the name and
the door, never the reason.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from django.db import transaction
from django.db.models import Max, Q
from django.utils.translation import gettext as _

from linli.base.accounts.api import Actor
from linli.base.audit.api import record
from linli.base.calendars.api import SHANGHAI, now, today
from linli.base.errors import NotFound
from linli.contact.notices.api import CarriedNotice, notices_to_carry
from linli.estate.organisations.api import Role
from linli.estate.people.api import Membership, PersonCategory
from linli.estate.people.data import CategoryKind
from linli.estate.places.api import Place
from linli.matters.clears.api import read_limits
from linli.matters.handling.api import Matter, matters_visible_to, open_matter
from linli.matters.handling.data import OPEN_STATES
from linli.matters.intake.api import ContactLog
from linli.matters.rounds.data import Outcome
from linli.matters.rounds.models import DoorVisit, Watch
from linli.matters.rounds.rules import day_part

LOOKED_AFTER = (CategoryKind.ELDER_ALONE, CategoryKind.CANNOT_LEAVE_HOME, CategoryKind.DISABILITY)
MOST_MATTERS = 30


@dataclass(frozen=True, slots=True)
class Unseen:
    """Somebody to look after: name, door, and the last sign of life, if ever there was one."""

    person_id: int
    name: str
    plate: str
    phone: str
    last_sign: datetime | None


@dataclass(frozen=True, slots=True)
class CaptainDay:
    """One building today."""

    building: Place
    matters: tuple[Matter, ...]
    open_count: int
    unseen: tuple[Unseen, ...]
    seen_today: int
    days: int
    notices: tuple[CarriedNotice, ...]


def captain_days(actor: Actor) -> list[CaptainDay]:
    """One page a building of the captain. Raises NotFound for everybody else."""
    buildings = Place.objects.filter(pk__in=actor.buildings_as(Role.BUILDING_CAPTAIN))
    found = [_day(actor, building) for building in buildings.order_by("sort_key", "id")]
    if not found:
        raise NotFound
    return found


def _day(actor: Actor, building: Place) -> CaptainDay:
    matters = matters_visible_to(actor).filter(
        building=building, state__in=[s.value for s in OPEN_STATES], category__is_sensitive=False
    )
    shown = matters.select_related("category", "place", "holder").order_by("due_at", "id")
    watched = _watched(building.pk)
    days = read_limits().seen
    signs = last_signs(watched)
    late = now() - timedelta(days=days)
    unseen = [
        Unseen(pk, row.person.name, row.household.home.place.plate, row.person.phone, signs.get(pk))
        for pk, row in watched.items()
        if signs.get(pk) is None or signs[pk] < late
    ]
    return CaptainDay(
        building=building, matters=tuple(shown[:MOST_MATTERS]), open_count=matters.count(),
        unseen=tuple(sorted(unseen, key=_longest_first)),
        seen_today=sum(1 for at in signs.values() if at >= _midnight()), days=days,
        notices=tuple(notices_to_carry(building.pk)),
    )  # fmt: skip


def _longest_first(one: Unseen) -> tuple[float, str]:
    return (one.last_sign.timestamp() if one.last_sign else 0.0, one.plate)


def _midnight() -> datetime:
    return now().astimezone(SHANGHAI).replace(hour=0, minute=0, second=0, microsecond=0)


def _watched(building_id: int) -> dict[int, Membership]:
    """Who agreed, is alone or disabled, and lives in the building."""
    rows = Membership.objects.filter(
        until__isnull=True, household__home__place__building=building_id
    )
    living = {
        row.person_id: row
        for row in rows.select_related("person", "household__home__place").order_by("id")
    }
    agreed = Watch.objects.filter(person__in=list(living), agreed=True)
    needing = PersonCategory.objects.filter(
        person__in=list(living), kind__in=[k.value for k in LOOKED_AFTER], ended_on__isnull=True
    )
    wanted = set(agreed.values_list("person", flat=True))
    wanted &= set(needing.values_list("person", flat=True))
    return {person_id: living[person_id] for person_id in sorted(wanted)}


def last_signs(watched: dict[int, Membership]) -> dict[int, datetime]:
    """The last sign of life of each: a door that opened, a contact, a matter of their own."""
    signs: dict[int, list[datetime]] = defaultdict(list)
    households: dict[int, list[int]] = defaultdict(list)
    for person_id, row in watched.items():
        households[row.household_id].append(person_id)
    visits = DoorVisit.objects.filter(outcome=Outcome.MET.value).filter(
        Q(person__in=list(watched)) | Q(person__isnull=True, household__in=list(households))
    )
    for person_id, household_id, at in _latest(visits, "person", "household", at="at"):
        for one in [person_id] if person_id else households[household_id]:
            signs[one].append(at)
    contacts = ContactLog.objects.filter(person__in=list(watched))
    matters = Matter.objects.filter(reporter__in=list(watched))
    for person_id, at in _latest(contacts, "person", at="at"):
        signs[person_id].append(at)
    for person_id, at in _latest(matters, "reporter", at="created_at"):
        signs[person_id].append(at)
    return {person_id: max(instants) for person_id, instants in signs.items()}


def _latest(rows: Any, *keys: str, at: str) -> Iterable[Any]:
    return rows.order_by().values(*keys).annotate(latest=Max(at)).values_list(*keys, "latest")


def _own(actor: Actor, person_id: int) -> Membership:
    for building_id in actor.buildings_as(Role.BUILDING_CAPTAIN):
        row = _watched(building_id).get(person_id)
        if row is not None:
            return row
    raise NotFound


def note_seen(person_id: int, *, actor: Actor) -> None:
    """The captain saw somebody well today. Twice on one day is once. Raises NotFound."""
    row = _own(actor, person_id)
    at = now()
    with transaction.atomic():
        if DoorVisit.objects.filter(
            person=person_id, account=actor.user_id, at__gte=_midnight()
        ).exists():
            return
        DoorVisit.objects.create(
            place_id=row.household.home_id, household=row.household, person_id=person_id,
            account_id=actor.user_id, at=at, day_part=day_part(at.astimezone(SHANGHAI)),
            outcome=Outcome.MET.value,
        )  # fmt: skip
        record("note_seen", "person", person_id, actor=actor)


def ask_to_look(person_id: int, *, actor: Actor) -> Matter:
    """Somebody does not answer: the grid worker goes and looks, today. Raises NotFound.

    Asked twice on one day it is one matter.
    """
    row = _own(actor, person_id)
    return open_matter(
        actor=actor, kind="help", category="elder_care", channel="grid_round", urgency="high",
        text=_("楼长没有见到 %(name)s，敲门也没有人应，请上门看看。") % {"name": row.person.name},
        place_id=row.household.home_id, reporter_id=person_id,
        client_key=f"look:{actor.user_id}:{person_id}:{today():%Y%m%d}",
    )  # fmt: skip
