"""What is known of many places at once: five queries whatever their number."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping
from datetime import datetime
from typing import Any

from django.db.models import Max, Min, Q, QuerySet

from linli.base.calendars.api import today
from linli.estate.people.api import Household, Membership, PersonCategory
from linli.estate.people.data import CategoryKind
from linli.estate.places.api import Home, Place, Verification
from linli.estate.places.data import CLEAR_OF, Clear, Fact, PlaceKind
from linli.matters.clears.data import Group, Limits, MemberFacts, PlaceFacts
from linli.matters.clears.models import SEEN, FreshnessRule
from linli.matters.clears.rules import DEFAULT_SEEN, DEFAULTS

# places whose clears are counted
UNITS = (PlaceKind.HOME, PlaceKind.ENTRANCE, PlaceKind.PUBLIC_PLACE, PlaceKind.FACILITY)
WATCHED = (
    CategoryKind.ELDER_ALONE,
    CategoryKind.CANNOT_LEAVE_HOME,
    CategoryKind.DISABILITY,
    CategoryKind.CHILD_LEFT_BEHIND,
)
_PLACE = ("id", "kind", "plate", "building_id", "entrance_id", "grid_id", "floor", "sort_key")


def read_limits() -> Limits:
    """The estate's rules over the defaults."""
    days, watched, seen = dict(DEFAULTS.days), dict(DEFAULTS.watched_days), DEFAULT_SEEN
    for rule in FreshnessRule.objects.all():
        if rule.fact == SEEN:
            seen = rule.max_days
        else:
            (watched if rule.group == Group.WATCHED else days)[Fact(rule.fact)] = rule.max_days
    return Limits(days, watched, seen)


def units_of(places: QuerySet[Place] | None = None) -> QuerySet[Place]:
    """The open places that count, of `places` or of the estate, in the order of the house."""
    rows = Place.objects.all() if places is None else places
    return rows.filter(kind__in=UNITS, is_closed=False).order_by("sort_key", "id")


def read_places(places: QuerySet[Place]) -> list[PlaceFacts]:
    """The places with all that the four clears need; in the order given."""
    rows = list(places.values_list(*_PLACE))
    ids = [row[0] for row in rows]
    households = _households(ids)
    members = _members(ids)
    vacant = set(Home.objects.filter(place__in=ids, is_vacant=True).values_list("pk", flat=True))
    seen = _looks({*ids, *(row[3] for row in rows if row[3])})
    return [
        PlaceFacts(
            place_id=row[0],
            kind=row[1],
            plate=row[2],
            building_id=row[3],
            entrance_id=row[4],
            grid_id=row[5],
            floor=row[6],
            sort_key=row[7],
            is_vacant=row[0] in vacant,
            household_id=households.get(row[0]),
            members=tuple(members.get(row[0], ())),
            seen=_seen(row, members.get(row[0], ()), seen),
        )
        for row in rows
    ]


def _households(ids: list[int]) -> dict[int, int]:
    rows = Household.objects.filter(home__in=ids, until__isnull=True)
    return dict(rows.values_list("home_id", "id"))


def _members(ids: list[int]) -> dict[int, list[MemberFacts]]:
    rows = Membership.objects.filter(household__home__in=ids, until__isnull=True).order_by("id")
    fields = ("household__home_id", "person_id", "person__name", "person__birth_date",
              "person__birth_text", "person__phone", "person__second_phone")  # fmt: skip
    found = list(rows.values_list(*fields))
    categories = _categories([row[1] for row in found])
    members: dict[int, list[MemberFacts]] = defaultdict(list)
    for home_id, person_id, name, birth_date, birth_text, phone, second in found:
        own = categories.get(person_id, {})
        members[home_id].append(
            MemberFacts(
                person_id, bool(name), bool(birth_date or birth_text), bool(phone or second), **own
            )
        )
    return members


def _categories(person_ids: Iterable[int]) -> dict[int, dict[str, Any]]:
    rows = (
        PersonCategory.objects.filter(person__in=list(person_ids), ended_on__isnull=True)
        .order_by()
        .values("person_id", "kind")
        .annotate(first_end=Min("valid_until"), oldest=Min("verified_at"))
        .annotate(never=Max("id", filter=Q(verified_at__isnull=True)))
    )
    found: dict[int, dict[str, Any]] = {}
    for row in rows:
        own = found.setdefault(
            row["person_id"],
            {"is_watched": False, "has_expired_category": False, "categories_seen_at": None,
             "has_categories": True, "_never": False},
        )  # fmt: skip
        own["is_watched"] |= row["kind"] in WATCHED
        own["has_expired_category"] |= bool(row["first_end"] and row["first_end"] < today())
        own["_never"] |= row["never"] is not None
        looks = [at for at in (own["categories_seen_at"], row["oldest"]) if at]
        own["categories_seen_at"] = min(looks, default=None)
    for own in found.values():
        if own.pop("_never"):
            own["categories_seen_at"] = None
    return found


def _looks(ids: set[int]) -> Mapping[int, dict[tuple[str, str], datetime]]:
    rows = Verification.objects.filter(place__in=ids).order_by()
    looks: dict[int, dict[tuple[str, str], datetime]] = defaultdict(dict)
    latest = rows.values("place_id", "clear", "fact").annotate(at=Max("verified_at"))
    for place_id, clear, fact, at in latest.values_list("place_id", "clear", "fact", "at"):
        looks[place_id][clear, fact] = at
    return looks


def _seen(
    row: tuple[Any, ...], members: Iterable[MemberFacts],
    looks: Mapping[int, dict[tuple[str, str], datetime]],
) -> dict[Fact, datetime]:  # fmt: skip
    own, around = looks.get(row[0], {}), looks.get(row[3], {})
    seen: dict[Fact, datetime] = {}
    for fact, clear in CLEAR_OF.items():
        found = [own.get((clear, "")), own.get((clear, fact))]
        if fact == Fact.DISPUTES:  # a look over the whole building is one at each of its doors
            found += [around.get((Clear.DISPUTE, "")), around.get((Clear.DISPUTE, fact))]
        if fact == Fact.CATEGORIES:
            with_categories = [m.categories_seen_at for m in members if m.has_categories]
            if with_categories and all(with_categories):
                found.append(min(at for at in with_categories if at))
        instants = [at for at in found if at is not None]
        if instants:
            seen[fact] = max(instants)
    return seen
