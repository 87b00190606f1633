"""What each kind of operation does. One function a kind; each runs in its own savepoint."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext as _

from linli.base.accounts.api import Actor
from linli.base.calendars.api import SHANGHAI
from linli.base.errors import Invalid
from linli.base.files.api import StoredFile
from linli.estate.organisations.api import is_staff
from linli.estate.people.api import Household, Membership, register_arrival
from linli.estate.people.data import Relation
from linli.estate.places.api import Home, Place, verify_facts
from linli.estate.places.data import Fact, PlaceKind
from linli.matters.handling.api import open_matter
from linli.matters.rounds.claims import Word, make_claim, tell
from linli.matters.rounds.data import ClaimState, Consent, Kind, Lens, Outcome
from linli.matters.rounds.errors import NotAskedHere
from linli.matters.rounds.models import DoorVisit, RoundOperation
from linli.matters.rounds.rules import NARROW_FACTS, day_part
from linli.matters.rounds.values import HOUSEHOLD, PLAIN, bare_name, digest_of, tidy_value

MOST_MEMBERS = 30


@dataclass(frozen=True, slots=True)
class AtDoor:
    """One operation where it happened: the stored row, the place, who, and the list's household."""

    row: RoundOperation
    place: Place
    actor: Actor
    lens: Lens
    household_id: int | None  # that lived here when the list was made
    data: Mapping[str, Any]

    def text(self, name: str, most: int = 2000) -> str:
        value = self.data.get(name, "")
        if not isinstance(value, str) or len(value) > most:
            raise Invalid(field=name)
        return value.strip()


def happen(kind: Kind, door: AtDoor) -> bool:
    """Do what was reported; True when something of it contradicts the register."""
    return _WAYS[kind](door)


def _visit(door: AtDoor) -> bool:
    try:
        outcome, consent = Outcome(door.text("outcome")), Consent(door.text("consent"))
    except ValueError as error:
        raise Invalid(field="outcome") from error
    DoorVisit.objects.create(
        place=door.place, household_id=door.household_id, account_id=door.actor.user_id,
        operation=door.row, at=door.row.at, day_part=day_part(door.row.at.astimezone(SHANGHAI)),
        outcome=outcome, consent=consent,
    )  # fmt: skip
    return False


def _confirm(door: AtDoor) -> bool:
    facts = _facts(door)
    if door.lens == Lens.NARROW and not facts <= NARROW_FACTS:
        raise NotAskedHere
    conflict = False
    if Fact.FACILITIES in facts and door.place.kind == PlaceKind.HOME:
        facts.discard(Fact.FACILITIES)
        _verify(door, {Fact.FACILITIES}, door.place.entrance_id)
    if Fact.HOUSEHOLD in facts and door.household_id is not None:
        conflict = _still_here(door)
    elif Fact.HOUSEHOLD in facts:
        conflict = _current_household(door.place) is not None
    if conflict:
        facts.discard(Fact.HOUSEHOLD)
    if door.household_id != _current_household(door.place):
        facts -= {Fact.PERSONS, Fact.CONTACT, Fact.CATEGORIES}  # of a family that is gone
    _verify(door, facts, door.place.pk)
    return conflict


def _verify(door: AtDoor, facts: set[Fact], place_id: int | None) -> None:
    if facts and place_id is not None:
        source = "round" if door.lens == Lens.FULL else "liaison"
        verify_facts(place_id, facts, actor=door.actor, at=door.row.at, source=source)


def _facts(door: AtDoor) -> set[Fact]:
    given = door.data.get("facts")
    if not isinstance(given, list) or not given:
        raise Invalid(field="facts")
    try:
        return {Fact(fact) for fact in given}
    except ValueError as error:
        raise Invalid(field="facts") from error


def _current_household(place: Place) -> int | None:
    rows = Household.objects.filter(home=place.pk, until__isnull=True)
    found: int | None = rows.values_list("pk", flat=True).first()
    return found


def _still_here(door: AtDoor) -> bool:
    """The family of the list lives here still, says somebody; True when that contradicts."""
    if door.lens == Lens.NARROW:
        if _current_household(door.place) == door.household_id:
            return False
        tell(door.row, door.place, _("现场：还是原来那家住在这里。"))
        return True
    household = str(door.household_id)
    return _all_live(door, _listed(door), household)


def _all_live(door: AtDoor, members: list[int], value: str) -> bool:
    base = digest_of(HOUSEHOLD, str(door.household_id))
    states = [
        make_claim(Word(person_id, HOUSEHOLD, base, value), door.row, door.place, actor=door.actor)
        for person_id in members
    ]
    return ClaimState.OPEN in states


def _listed(door: AtDoor) -> list[int]:
    """The members that the device had on its list; only those who did live in that household."""
    given = door.data.get("members")
    wanted = given if isinstance(given, list) else []
    ids = [one for one in wanted[:MOST_MEMBERS] if isinstance(one, int) and 0 < one < 2**63]
    rows = Membership.objects.filter(household=door.household_id or 0, person__in=ids)
    return sorted(set(rows.values_list("person", flat=True)))


def _gone(door: AtDoor) -> bool:
    if door.household_id is None:
        return False
    if door.lens == Lens.NARROW:
        tell(door.row, door.place, _("现场：原来那家搬走了。"))
        return True
    conflict = _all_live(door, _listed(door), "")
    if not conflict:
        _verify(door, {Fact.HOUSEHOLD}, door.place.pk)
    return conflict


def _vacant(door: AtDoor) -> bool:
    """Nobody lives here, and nobody was registered when the list was made."""
    if _current_household(door.place) is not None:
        tell(door.row, door.place, _("现场：没有人住。登记里现在有一户，请核对。"))
        return True
    if door.lens == Lens.NARROW:
        tell(door.row, door.place, _("现场：没有人住。"))
        return True
    Home.objects.filter(pk=door.place.pk).update(is_vacant=True)
    _verify(door, {Fact.HOUSEHOLD}, door.place.pk)
    return False


def _propose(door: AtDoor) -> bool:
    if door.lens == Lens.NARROW:
        raise NotAskedHere
    person_id = door.data.get("person")
    word = Word(
        person_id if isinstance(person_id, int) else 0,
        door.text("field", 60), door.text("base", 32), door.text("value", 200),
    )  # fmt: skip
    if word.field == HOUSEHOLD and word.value not in ("", str(door.household_id or "")):
        raise Invalid(field="value")
    return make_claim(word, door.row, door.place, actor=door.actor) == ClaimState.OPEN


def _arrive(door: AtDoor) -> bool:
    """Somebody lives here whom the register does not know; the same name twice is one person."""
    name = tidy_value("name", door.text("name", 60))
    details = {f: tidy_value(f, door.text(f, 40)) for f in ("phone", "birth_date")}
    if door.lens == Lens.NARROW:
        tell(
            door.row,
            door.place,
            _("现场：还住着 %(who)s") % {"who": " ".join([name, *details.values()])},
        )
        return True
    person_id = _member_named(door.place, name) or _register(door, name)
    states = [
        make_claim(Word(person_id, f, "", value), door.row, door.place, actor=door.actor)
        for f, value in details.items()
        if value and f in PLAIN
    ]
    return ClaimState.OPEN in states


def _member_named(place: Place, name: str) -> int | None:
    rows = Membership.objects.filter(household__home=place.pk, until__isnull=True)
    for person_id, known in rows.values_list("person", "person__name"):
        if bare_name(known) == bare_name(name):
            return int(person_id)
    return None


def _register(door: AtDoor, name: str) -> int:
    relation = door.text("relation", 20) or Relation.UNKNOWN
    if relation not in set(Relation) or relation == Relation.HEAD:
        relation = Relation.UNKNOWN
    day = door.row.at.astimezone(SHANGHAI).date()
    person = register_arrival(
        door.place.pk, actor=door.actor, since=day, relation=Relation(relation), name=name
    )
    return person.pk


def _picture(door: AtDoor) -> list[int]:
    """The picture that was sent ahead; what is not the sender's own is refused, staff's too."""
    file_id = door.data.get("file")
    if file_id is None:
        return []
    if isinstance(file_id, bool) or not isinstance(file_id, int):
        raise Invalid(field="file")
    if not StoredFile.objects.filter(pk=file_id, uploaded_by_id=door.actor.user_id).exists():
        raise Invalid(field="file")
    return [file_id]


def _need(door: AtDoor) -> bool:
    """A need is a matter, whatever became of the family that was expected here."""
    person_id = door.data.get("person")
    known = person_id in _listed_anywhere(door, person_id)
    matter = open_matter(
        actor=door.actor,
        kind=door.text("kind", 20) or "request",
        category=door.text("category", 40) or "other",
        channel="grid_round" if is_staff(door.actor) else "resident",
        text=door.text("text", 10_000),
        place_id=door.place.pk,
        reporter_id=person_id if known else None,
        urgency=door.text("urgency", 12) or "none",
        files=_picture(door),
        client_key=f"round:{door.row.account_id}:{door.row.key}"[:80],
    )
    RoundOperation.objects.filter(pk=door.row.pk).update(matter=matter)
    return False


def _listed_anywhere(door: AtDoor, person_id: object) -> set[object]:
    if not isinstance(person_id, int) or not 0 < person_id < 2**63 or door.lens == Lens.NARROW:
        return set()
    rows = Membership.objects.filter(person=person_id, household__home=door.place.pk)
    return {person_id} if rows.exists() else set()


def _told(door: AtDoor) -> bool:
    text = door.text("text", 500)
    if not text:
        raise Invalid(field="text")
    tell(door.row, door.place, text)
    return False


_WAYS: dict[Kind, Callable[[AtDoor], bool]] = {
    Kind.VISIT: _visit,
    Kind.CONFIRM: _confirm,
    Kind.PROPOSE: _propose,
    Kind.ARRIVE: _arrive,
    Kind.GONE: _gone,
    Kind.VACANT: _vacant,
    Kind.NEED: _need,
    Kind.TOLD: _told,
}
