"""Do two texts speak of the same problem, of the same incident?

Both questions are answered by small networks on what the two share: place, category, words, sound,
days between. Items are rows of arrays, so that one text is held against many at once.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from zlib import crc32

import numpy as np

from linli.matters.topics.readers.features import hashed, short_pieces
from linli.matters.topics.readers.plates import Spot, find_landmarks, find_spots

SKETCH = 384  # numbers that stand for a text's words; two sketches' product is nearly their cosine
_UNKNOWN = -1


@dataclass(frozen=True, slots=True)
class Item:
    """One text as pairs see it. Codes are hashes of what was said, -1 when nothing was."""

    building: int
    entrance: int
    home: int
    landmarks: frozenset[int]
    day: float
    categories: np.ndarray  # probabilities
    sketch: np.ndarray
    sound: np.ndarray
    is_report: float  # by a grid worker on a round
    danger: float


def code_of(text: str) -> int:
    return crc32(text.encode()) & 0x7FFFFFFF if text else _UNKNOWN


def make_item(text: str, spot: Spot, *, day: float, categories: np.ndarray, idf: np.ndarray,
              channel: str = "", danger: float = 0.0) -> Item:  # fmt: skip
    """An item of a text whose problem lies at `spot`; landmarks are read from the text."""
    chars, sounds = short_pieces(text)
    named = set(find_landmarks(text))
    others = {s.building for s in find_spots(text) if s.building} - {spot.building}
    return Item(
        building=code_of(spot.building), entrance=code_of(spot.entrance), home=code_of(spot.home),
        landmarks=frozenset(code_of(word) for word in named | {f"#{b}" for b in others}),
        day=day, categories=categories.astype(np.float32),
        sketch=_sketch("c", chars, idf),
        sound=_sketch("p", sounds, idf),
        is_report=float(channel in ("round", "grid_round")), danger=danger,
    )  # fmt: skip


def _sketch(family: str, pieces: Sequence[str], idf: np.ndarray) -> np.ndarray:
    """A count sketch: each piece adds its weight, with a sign of its own, at one of the places."""
    sketch = np.zeros(SKETCH, dtype=np.float32)
    if pieces:
        at = hashed(family, pieces)
        mixed = (at * 2654435761) & 0xFFFFFFFF
        np.add.at(sketch, (mixed >> 8) % SKETCH, np.where(mixed & 128, 1.0, -1.0) * idf[at])
    norm = float(np.linalg.norm(sketch))
    return sketch / norm if norm else sketch


class ItemTable:
    """Items in columns, growing; rows are never moved."""

    def __init__(self, room: int = 64) -> None:
        self.count = 0
        self._make(room)
        self.landmarks: list[frozenset[int]] = []

    def _make(self, room: int) -> None:
        self.places = np.full((room, 3), _UNKNOWN, dtype=np.int64)
        self.numbers = np.zeros((room, 3), dtype=np.float32)  # day, round, danger
        self.categories: np.ndarray | None = None
        self.sketches = np.zeros((room, SKETCH), dtype=np.float32)
        self.sounds = np.zeros((room, SKETCH), dtype=np.float32)

    def add(self, item: Item) -> int:
        """The row of a new item."""
        if self.categories is None:
            self.categories = np.zeros((len(self.places), len(item.categories)), dtype=np.float32)
        if self.count == len(self.places):
            for name in ("places", "numbers", "categories", "sketches", "sounds"):
                old = getattr(self, name)
                setattr(self, name, np.concatenate([old, np.zeros_like(old)]))
        row = self.count
        self.places[row] = (item.building, item.entrance, item.home)
        self.numbers[row] = (item.day, item.is_report, item.danger)
        self.categories[row] = item.categories
        self.sketches[row], self.sounds[row] = item.sketch, item.sound
        self.landmarks.append(item.landmarks)
        self.count += 1
        return row


FEATURES = (
    "building same", "building other", "building one unknown", "entrance same", "entrance other",
    "home same", "home other", "landmark shared", "landmark both apart", "places none",
    "category", "category top", "words", "sound", "days", "days log", "round", "danger",
    "category×building", "words×building", "category×landmark", "same home×words",
    "words×category", "nowhere×category×words", "same day",
)  # fmt: skip


def pair_features(item: Item, table: ItemTable, rows: np.ndarray) -> np.ndarray:
    """rows × FEATURES: what an item shares with earlier ones."""
    places, numbers = table.places[rows], table.numbers[rows]
    mine = np.array([item.building, item.entrance, item.home])
    known, known_me = places != _UNKNOWN, mine != _UNKNOWN
    same = (places == mine) & known & known_me
    other = (places != mine) & known & known_me
    building, building_other = same[:, 0], other[:, 0]
    entrance, home = same[:, 1] & building, same[:, 2] & same[:, 1] & building
    shared, both = _landmarks(item.landmarks, table, rows)
    assert table.categories is not None
    theirs = table.categories[rows]
    category = np.sqrt(theirs * item.categories).sum(axis=1)
    top = theirs[:, item.categories.argmax()] * item.categories.max()
    words = table.sketches[rows] @ item.sketch
    sound = table.sounds[rows] @ item.sound
    gap = np.abs(item.day - numbers[:, 0])
    unknown = (~known[:, 0]) ^ (not known_me[0])
    nowhere = ((~known[:, 0]) & (not known_me[0]) & (shared == 0)).astype(np.float32)
    columns = [
        building, building_other, unknown, entrance, other[:, 1] & building, home,
        other[:, 2] & entrance, shared, both & (shared == 0), nowhere,
        category, top, words, sound, gap / 30, np.log1p(gap) / 4,
        (numbers[:, 1] + item.is_report) / 2, np.sqrt(numbers[:, 2] * item.danger),
        category * building, words * building, category * shared, home * words,
        words * category, nowhere * category * words, gap < 1.0,
    ]  # fmt: skip
    features = np.empty((len(rows), len(columns)), dtype=np.float32)
    for n, column in enumerate(columns):
        features[:, n] = column
    return features


def _landmarks(
    own: frozenset[int], table: ItemTable, rows: np.ndarray
) -> tuple[np.ndarray, np.ndarray]:
    """Whether a landmark is shared, and whether both name some."""
    shared, both = np.zeros(len(rows), dtype=np.float32), np.zeros(len(rows), dtype=bool)
    if own:
        for n, row in enumerate(rows.tolist()):
            theirs = table.landmarks[row]
            if theirs:
                both[n] = True
                shared[n] = not own.isdisjoint(theirs)
    return shared, both


@dataclass(frozen=True, slots=True)
class Net:
    """A linear layer, or two with smooth units between; `hidden` is None for one."""

    hidden: np.ndarray | None
    hidden_bias: np.ndarray | None
    out: np.ndarray
    out_bias: float

    def scores(self, features: np.ndarray) -> np.ndarray:
        if self.hidden is not None:
            features = np.tanh(features @ self.hidden + self.hidden_bias)
        return np.asarray(features @ self.out + self.out_bias)


@dataclass(frozen=True, slots=True)
class PairJudge:
    """Several nets that vote; `threshold` is the chance from which the answer is yes."""

    nets: tuple[Net, ...]
    threshold: float

    def odds(self, features: np.ndarray) -> np.ndarray:
        """Logarithms of the odds, between -8 and 8."""
        scores = [np.clip(net.scores(features), -8, 8) for net in self.nets]
        return np.asarray(np.mean(scores, axis=0), dtype=np.float32)

    def chances(self, features: np.ndarray) -> np.ndarray:
        return np.asarray(1 / (1 + np.exp(-self.odds(features))))
