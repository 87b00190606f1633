"""What the software makes of a text while it is typed or as it arrives."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

import numpy as np

from linli.base.accounts.api import Actor
from linli.base.calendars.api import now
from linli.estate.organisations.api import is_staff
from linli.estate.places.api import Place, places_for
from linli.estate.places.data import PlaceKind
from linli.matters.handling.api import Matter, matters_visible_to
from linli.matters.handling.data import OPEN_STATES
from linli.matters.routing.api import suggest_category
from linli.matters.topics.data import Guess, PlaceGuess, SameGuess, Suggestions
from linli.matters.topics.holding import shipped_if_held, trained_if_ready
from linli.matters.topics.items import item_of, items_of
from linli.matters.topics.readers.clusters import SAME_WINDOW, lean_on
from linli.matters.topics.readers.dangers import find_danger
from linli.matters.topics.readers.making import Trained
from linli.matters.topics.readers.pairs import ItemTable, pair_features
from linli.matters.topics.readers.plates import Spot, find_landmarks, find_spots
from linli.matters.topics.readers.reader import Reading
from linli.matters.topics.readers.records import LONGEST

_LEAST = 3  # characters below which a text says nothing
_MOST_SAME = 3
_MOST_HELD = 30
_CERTAIN = 0.35  # below it an urgency or a kind is not worth showing


def suggest(text: str, *, actor: Actor, place: Place | None = None, at: datetime | None = None,
            channel: str = "", with_same: bool = True) -> Suggestions:  # fmt: skip
    """Category, kind, urgency, place and matters of the same incident, as far as known.

    `place` is the problem's place when a person has already chosen it. Any text is taken: one
    character, emoji only, a pasted law (the first 2,000 characters are read). Never waits for a
    model: without one, words alone speak. Only what the actor may see is suggested.
    """
    said = text.strip()[:LONGEST]
    if len(said) < _LEAST or not any(c.isalnum() for c in said):
        return Suggestions()
    places, unknown = find_places(said, actor)
    trained = trained_if_ready()
    if trained is None:
        return _by_words(said, places, unknown)
    reading = trained.reader.read(said, channel)
    sign = find_danger(text)
    service = reading.service or (sign.to if sign else "")
    urgency = _urgency(reading.urgencies, service, reading.danger)
    here = place or (Place.objects.filter(pk=places[0].id).first() if places else None)
    beside = _Beside.of(said, here, actor, trained, at or now(), channel) if with_same else None
    return Suggestions(
        categories=_categories(reading, beside, trained),
        kind=_sure(reading.kinds), urgency=urgency, danger=service,
        danger_sign=reading.sign or (sign.said if sign else ""), places=places,
        unknown_places=unknown, model=trained.reader.version,
        same=_same_of(beside, trained, actor) if beside else (),
    )  # fmt: skip


def _categories(reading: Reading, beside: _Beside | None, trained: Trained) -> tuple[Guess, ...]:
    """The three likeliest; they lean on matters that seem to speak of the same problem."""
    labels = trained.reader.heads["category"].labels
    chances = dict(reading.categories)
    own = np.array([chances[label] for label in labels])
    if beside is not None and beside.table.categories is not None:
        odds = trained.judges.topic.odds(beside.features)
        own = lean_on(own, beside.table.categories[: len(beside.held)], odds)
    return tuple(Guess(labels[n], float(own[n])) for n in np.argsort(-own, kind="stable")[:3])


def hear_danger(text: str) -> tuple[str, str] | None:
    """The service to call at once and the words that say so; None when nothing is wrong.

    The trained reader decides when this process holds one, the list of dangers till then.
    """
    trained = shipped_if_held()
    sign = find_danger(text)
    if trained is None:
        return (sign.to, sign.said) if sign else None
    _chance, service, _said = trained.reader.read_danger(text)
    if not service:
        return None
    return service, sign.said if sign else text.strip()[:30]


def guess_category(text: str, channel: str = "") -> str:
    """The likeliest category for what comes in where nobody chooses; "other" when unknown.

    The estate's own words decide while no model is held.
    """
    said = text.strip()[:LONGEST]
    trained = trained_if_ready() if len(said) >= _LEAST else None
    if trained is not None:
        return trained.reader.read(said, channel).categories[0][0]
    found = suggest_category(said)
    return found[0][0] if found else "other"


def _by_words(said: str, places: tuple[PlaceGuess, ...], unknown: tuple[str, ...]) -> Suggestions:
    """Without a model: the words of the estate's own code list, and the list of dangers."""
    found = suggest_category(said)
    whole = sum(score for _, score in found) or 1.0
    sign = find_danger(said)
    return Suggestions(
        categories=tuple(Guess(code, score / whole) for code, score in found),
        urgency=Guess("emergency", 1.0) if sign else None, danger=sign.to if sign else "",
        danger_sign=sign.said if sign else "", places=places, unknown_places=unknown,
    )  # fmt: skip


def _sure(guesses: Sequence[tuple[str, float]]) -> Guess | None:
    value, score = guesses[0]
    return Guess(value, score) if score >= _CERTAIN else None


def _urgency(guesses: Sequence[tuple[str, float]], service: str, danger: float) -> Guess | None:
    if service:
        return Guess("emergency", danger)
    calm = [(value, score) for value, score in guesses if value != "emergency"]
    return _sure(calm) if calm else None


def find_places(text: str, actor: Actor) -> tuple[tuple[PlaceGuess, ...], tuple[str, ...]]:
    """The places of the register that a text names, the most exact first; and what is not there.

    A home that does not exist is not suggested, its entrance or building is.
    """
    spots = [spot for spot in find_spots(text) if spot.building]
    wanted = {plate: spot for spot in spots for plate in _plates(spot)}
    rows = places_for(actor).filter(plate__in=list(wanted), is_closed=False)
    known = {place.plate: place for place in rows}
    found: dict[int, PlaceGuess] = {}
    unknown = []
    for spot in spots:
        plates = _plates(spot)
        plate = next((plate for plate in plates if plate in known), None)
        if plate is not None:
            found[known[plate].pk] = PlaceGuess(known[plate].pk, plate, spot.said)
        if plate != plates[0]:
            unknown.append(plates[0])
    for guess in _landmarks(text, actor):
        found.setdefault(guess.id, guess)
    return tuple(found.values())[:3], tuple(dict.fromkeys(unknown))[:3]


def _plates(spot: Spot) -> list[str]:
    """As the register may write it, from the most exact to the building."""
    plates = [f"{spot.building}-{spot.entrance}-{spot.home}"] if spot.entrance and spot.home else []
    if spot.entrance:
        plates.append(f"{spot.building}-{spot.entrance}")
    return [*plates, f"{spot.building}号楼"]


def _landmarks(text: str, actor: Actor) -> list[PlaceGuess]:
    """Public places whose name stands in the text."""
    if not find_landmarks(text):
        return []
    kinds = (PlaceKind.PUBLIC_PLACE, PlaceKind.FACILITY)
    rows = places_for(actor).filter(kind__in=kinds, is_closed=False).order_by("sort_key", "id")
    named = rows.values_list("id", "plate", "name")[:300]
    return [
        PlaceGuess(id_, plate, name) for id_, plate, name in named
        if len(name) > 1 and name in text
    ]  # fmt: skip


@dataclass(frozen=True, slots=True)
class _Beside:
    """A text beside the open matters of its place: what it shares with each."""

    held: list[Matter]
    table: ItemTable
    features: np.ndarray

    @classmethod
    def of(cls, text: str, place: Place | None, actor: Actor, trained: Trained, at: datetime,
           channel: str) -> _Beside | None:  # fmt: skip
        """Those that the actor may see; None when there are none."""
        return cls.among(text, place, _recent(place, actor, at), trained, at, channel)

    @classmethod
    def among(cls, text: str, place: Place | None, held: list[Matter], trained: Trained,
              at: datetime, channel: str = "") -> _Beside | None:  # fmt: skip
        if not held:
            return None
        table = ItemTable(len(held))
        for item in items_of(held, trained):
            table.add(item)
        own = item_of(text, place, at, trained, channel=channel)
        return cls(held, table, pair_features(own, table, np.arange(len(held))))


def _same_of(beside: _Beside, trained: Trained, actor: Actor | None) -> tuple[SameGuess, ...]:
    """Open matters that may tell of the same incident, likeliest first; the title only to staff."""
    chances = trained.judges.same.chances(beside.features)
    best = [int(n) for n in np.argsort(-chances) if chances[n] >= trained.judges.same.threshold]
    with_title = actor is not None and is_staff(actor)
    found = [(beside.held[n], float(chances[n])) for n in best]
    return tuple(
        SameGuess(m.pk, m.number, m.title if with_title else "", m.created_at, chance)
        for m, chance in found[:_MOST_SAME]
    )


def rank_same(text: str, place: Place | None, matter_ids: Sequence[int], *,
              at: datetime | None = None) -> Suggestions:  # fmt: skip
    """Those of some matters that may tell of the same incident, likeliest first, without titles.

    For who may join a matter without reading it: the caller has asked whether each may be offered.
    Empty without a model.
    """
    trained = trained_if_ready()
    said = text.strip()[:LONGEST]
    if trained is None or len(said) < _LEAST or not matter_ids:
        return Suggestions()
    at = at or now()
    rows = Matter.objects.filter(pk__in=matter_ids, created_at__gt=at - timedelta(days=SAME_WINDOW))
    held = list(rows.select_related("category", "place").order_by("-created_at", "-id"))
    beside = _Beside.among(said, place, held, trained, at)
    if beside is None:
        return Suggestions()
    same = _same_of(beside, trained, None)
    return Suggestions(same=same, model=trained.reader.version)


def _recent(place: Place | None, actor: Actor, at: datetime) -> list[Matter]:
    since = at - timedelta(days=SAME_WINDOW)
    rows = matters_visible_to(actor).filter(
        state__in=[state.value for state in OPEN_STATES], created_at__gt=since, created_at__lte=at,
        category__is_sensitive=False, kind__has_parties=False,
    )  # fmt: skip
    if place is not None and place.building_id:
        rows = rows.filter(building=place.building_id)
    elif place is not None:
        rows = rows.filter(place=place.pk)
    else:
        rows = rows.filter(building__isnull=True)
    found = rows.select_related("category", "place").order_by("-created_at", "-id")
    return list(found[:_MOST_HELD])
