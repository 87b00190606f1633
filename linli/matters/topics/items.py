"""Stored matters as pairs see them."""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Iterable, Sequence
from datetime import UTC, datetime

import numpy as np

from linli.estate.places.api import Place
from linli.estate.places.data import PlaceKind
from linli.matters.handling.api import Matter, MatterText
from linli.matters.topics.readers.making import Trained
from linli.matters.topics.readers.pairs import Item, make_item
from linli.matters.topics.readers.plates import Spot, find_spots

_CONFIRMED = 0.75  # how far the category of a matter is believed against the text's own
_MOST_KEPT = 4_000
_kept: OrderedDict[tuple[str, int, int], Item] = OrderedDict()


def spot_of(place: Place | None, text: str) -> Spot:
    """Where a problem lies: the matter's place, else what its text names."""
    if place is not None and place.kind in (PlaceKind.HOME, PlaceKind.ENTRANCE, PlaceKind.BUILDING):
        found = find_spots(place.plate)
        if found:
            return found[0]
    found = find_spots(text)
    return found[0] if found else Spot()


def day_of(at: datetime) -> float:
    """Days since 1970, with the time of day as a fraction."""
    return at.astimezone(UTC).timestamp() / 86_400


def first_texts(matter_ids: Iterable[int]) -> dict[int, str]:
    """What each matter says first, in its reporter's words."""
    rows = MatterText.objects.filter(matter__in=list(matter_ids)).order_by("matter_id", "id")
    return dict(rows.distinct("matter_id").values_list("matter_id", "body"))


def items_of(matters: Sequence[Matter], trained: Trained) -> list[Item]:
    """Items of matters (with category and place at hand); those made lately are kept."""
    version = trained.reader.version
    lacking = [m for m in matters if (version, m.pk, m.version) not in _kept]
    texts = first_texts(m.pk for m in lacking)
    for matter in lacking:
        _kept[version, matter.pk, matter.version] = item_of(
            texts.get(matter.pk) or matter.title, matter.place, matter.created_at, trained,
            channel=matter.channel, category=matter.category.code,
        )  # fmt: skip
    found = [_kept[version, m.pk, m.version] for m in matters]
    while len(_kept) > _MOST_KEPT:
        _kept.popitem(last=False)
    return found


def item_of(text: str, place: Place | None, at: datetime, trained: Trained, *,
            channel: str = "", category: str = "") -> Item:  # fmt: skip
    """An item of a text; a category that somebody confirmed outweighs the reader's."""
    reader = trained.reader
    reading = reader.read(text, channel)
    labels = reader.heads["category"].labels
    chances = dict(reading.categories)
    mixed = np.array([chances[label] for label in labels])
    if category in labels:
        mixed = mixed * (1 - _CONFIRMED)
        mixed[labels.index(category)] += _CONFIRMED
    return make_item(
        text, spot_of(place, text), day=day_of(at), categories=mixed, idf=reader.idf,
        channel=channel, danger=reading.danger,
    )  # fmt: skip
