"""The list that goes onto a device: what is asked at each door, and nothing more.

A device may be lost. So the list names people and what is missing; a phone is masked and stands
there only where it is asked for; what the register holds is compared by digests (`values`).
"""

from __future__ import annotations

from collections import defaultdict
from datetime import datetime, time, timedelta
from typing import Any

from django.core import signing
from django.utils.translation import gettext as _

from linli.base.accounts.api import Actor
from linli.base.calendars.api import SHANGHAI, now, today
from linli.estate.organisations.api import Permission, may_within
from linli.estate.people.api import (
    Membership,
    Person,
    PersonCategory,
    mask_name,
    mask_phone,
)
from linli.estate.people.data import HEALTH_KINDS, CategoryKind, Relation
from linli.estate.places.data import Fact
from linli.matters.rounds.data import Lens
from linli.matters.rounds.labels import CATEGORIES, OUTCOMES, PARTS, RELATIONS
from linli.matters.rounds.models import DoorVisit, Round, RoundDoor, Watch
from linli.matters.rounds.planning import VAIN_DAYS
from linli.matters.rounds.queries import doors_of, last_visits, lens_at, vain_parts
from linli.matters.rounds.rules import NARROW_FACTS, next_part
from linli.matters.rounds.values import WATCH, category_field, digest_of, read_value

TICKET_SALT = "linli.rounds.ticket"
GRACE = timedelta(hours=4)  # past midnight, for a walk that ends late


def device_list(actor: Actor, made: Round) -> dict[str, Any]:
    """Everything a device needs for a day without network; JSON-ready.

    `now` and `until` are milliseconds of the server's clock; `ticket` lets a signed-out device
    ask whether its account still works here.
    """
    doors = list(doors_of(made.pk))
    return {
        "account": actor.user_id,
        "round": made.pk,
        "title": made.purpose or _("今天的走访"),
        "day": made.day.isoformat(),
        "now": _ms(now()),
        "until": _ms(_end_of_day()),
        "ticket": signing.dumps(actor.user_id, salt=TICKET_SALT),
        "doors": _Doors(actor, doors).all(),
    }


def _ms(at: datetime) -> int:
    return int(at.timestamp() * 1000)


def _end_of_day() -> datetime:
    return datetime.combine(today() + timedelta(days=1), time(0), SHANGHAI) + GRACE


class _Doors:
    """The doors of one list, read together: a handful of queries whatever their number."""

    def __init__(self, actor: Actor, doors: list[RoundDoor]) -> None:
        self.actor, self.doors = actor, doors
        ids = [door.place_id for door in doors]
        self.visits = last_visits(ids)
        self.vain = vain_parts(ids, now() - VAIN_DAYS)
        self.members = _members(ids)
        people = [row.person_id for rows in self.members.values() for row in rows]
        self.categories = _categories(people)
        self.watches = dict(Watch.objects.filter(person__in=people).values_list("person", "agreed"))
        self.known_entrances: set[int] = set()

    def all(self) -> list[dict[str, Any]]:
        return [self._door(door) for door in self.doors]

    def _door(self, door: RoundDoor) -> dict[str, Any]:
        place = door.place
        full = lens_at(self.actor, place.grid_id) == Lens.FULL
        lacks = dict.fromkeys(door.missing, "missing") | dict.fromkeys(door.stale, "stale")
        if not full:
            lacks = {f: why for f, why in lacks.items() if f in NARROW_FACTS}
        visit = self.visits.get(place.pk)
        return {
            "place": place.pk,
            "plate": place.plate,
            "kind": place.kind,
            "entrance": place.entrance_id or place.pk,
            "facts": lacks,
            "full": full,
            "household": door.household_id,
            "members": self._people(door, lacks) if full else self._head(door),
            "last": self._last(visit),
            "come": self._come(place.pk),
        }

    def _last(self, visit: DoorVisit | None) -> str:
        if visit is None:
            return ""
        day = visit.at.astimezone(SHANGHAI).date()
        return f"{day:%m-%d} {OUTCOMES[visit.outcome]}"

    def _come(self, place_id: int) -> str:
        part = next_part(self.vain.get(place_id, ()))
        return str(PARTS[part]) if part else ""

    def _head(self, door: RoundDoor) -> list[dict[str, Any]]:
        """Liaison people learn the surname on the door, and no more."""
        rows = self.members.get(door.place_id, [])
        heads = [row for row in rows if row.relation == Relation.HEAD] or rows[:1]
        return [{"name": mask_name(row.person.name)} for row in heads]

    def _people(self, door: RoundDoor, lacks: dict[str, str]) -> list[dict[str, Any]]:
        health = may_within(self.actor, Permission.SEE_HEALTH, door.place.grid_id)
        rows = self.members.get(door.place_id, [])
        return [self._person(row, lacks, health) for row in rows if self._is_same(door, row)]

    def _is_same(self, door: RoundDoor, row: Membership) -> bool:
        return door.household_id is None or row.household_id == door.household_id

    def _person(self, row: Membership, lacks: dict[str, str], health: bool) -> dict[str, Any]:
        person = row.person
        found: dict[str, Any] = {
            "id": person.pk,
            "name": person.name,
            "relation": str(RELATIONS.get(row.relation, "")),
            "fields": self._fields(person, lacks),
        }
        if Fact.CATEGORIES in lacks:
            found["categories"] = self._kinds(person, health)
        if self._is_alone(person):
            agreed = self.watches.get(person.pk)
            value = "" if agreed is None else str(int(agreed))
            found["watch"] = {"agreed": agreed, "base": digest_of(WATCH, value)}
        return found

    def _is_alone(self, person: Person) -> bool:
        kinds = {one.kind for one in self.categories.get(person.pk, ())}
        return bool(
            kinds
            & {CategoryKind.ELDER_ALONE, CategoryKind.CANNOT_LEAVE_HOME, CategoryKind.DISABILITY}
        )

    def _fields(self, person: Person, lacks: dict[str, str]) -> list[dict[str, str]]:
        names = ["phone"] if Fact.CONTACT in lacks else []
        if Fact.PERSONS in lacks:
            names += ["name"] if not person.name else []
            names += ["birth_date"] if not (person.birth_date or person.birth_text) else []
        return [_field(person, name) for name in names]

    def _kinds(self, person: Person, health: bool) -> list[dict[str, str]]:
        return [
            {
                "field": category_field(row.kind, row.code),
                "label": str(CATEGORIES[row.kind]),
                "base": digest_of(category_field(row.kind, row.code), "1"),
            }
            for row in self.categories.get(person.pk, ())
            if health or row.kind not in HEALTH_KINDS
        ]


def _field(person: Person, name: str) -> dict[str, str]:
    value = read_value(person, name)
    shown = mask_phone(value) if name == "phone" and value else ""
    return {"field": name, "base": digest_of(name, value), "shown": shown}


def _members(place_ids: list[int]) -> dict[int, list[Membership]]:
    rows = Membership.objects.filter(
        household__home__in=place_ids, household__until__isnull=True, until__isnull=True
    )
    found: dict[int, list[Membership]] = defaultdict(list)
    for row in rows.select_related("person", "household").order_by("id"):
        found[row.household.home_id].append(row)
    return found


def _categories(person_ids: list[int]) -> dict[int, list[PersonCategory]]:
    rows = PersonCategory.objects.filter(person__in=person_ids, ended_on__isnull=True)
    found: dict[int, list[PersonCategory]] = defaultdict(list)
    for row in rows.order_by("kind", "code", "id"):
        found[row.person_id].append(row)
    return found
