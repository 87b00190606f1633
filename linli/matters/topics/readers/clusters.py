"""Topics found as texts come in: each is held against the recent ones of its place or category.

Work for one text does not grow with how many there are: only the latest of a few blocks (same
building, same landmark, same category) within the window are looked at.
"""

from __future__ import annotations

from collections import defaultdict, deque
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from linli.matters.topics.readers.pairs import Item, ItemTable, PairJudge, pair_features

WINDOW = 60.0  # days after which a problem that nobody spoke of is another one
SAME_WINDOW = 14.0  # days within which two texts may tell of the same incident
PER_BLOCK = 24
LEAST_CATEGORY = 0.15


@dataclass(frozen=True, slots=True)
class Placement:
    """Where a text went: its row, its topic, and the row of the incident's first text."""

    row: int
    topic: int
    is_new: bool
    chance: float
    same_row: int | None
    same_chance: float


@dataclass(frozen=True, slots=True)
class Judges:
    topic: PairJudge
    same: PairJudge


class TopicFinder:
    """Places items one by one, in the order of their days."""

    def __init__(self, judges: Judges) -> None:
        self.judges = judges
        self.table = ItemTable()
        self.topic_of: list[int] = []
        self.first_of: list[int] = []  # the first text of each one's incident
        self._blocks: dict[tuple[str, int], deque[int]] = defaultdict(
            lambda: deque(maxlen=PER_BLOCK)
        )

    def lean(self, item: Item) -> np.ndarray:
        """The item's categories, leaning on what is known of the same problem; see `lean_on`."""
        rows = self._near(item)
        if not len(rows) or self.table.categories is None:
            return item.categories
        odds = self.judges.topic.odds(pair_features(item, self.table, rows))
        return lean_on(item.categories, self.table.categories[rows], odds)

    def place(self, item: Item) -> Placement:
        """Add an item and say where it belongs."""
        rows = self._near(item)
        topic, chance, first, same = None, 0.0, None, 0.0
        if len(rows):
            features = pair_features(item, self.table, rows)
            topic, chance = self._best_topic(rows, self.judges.topic.odds(features))
            first, same = self._best_incident(item, rows, features)
        row = self.add(item, topic=topic, first=first)
        return Placement(row, self.topic_of[row], topic is None, chance, first, same)

    def add(self, item: Item, *, topic: int | None = None, first: int | None = None) -> int:
        """Add an item whose topic is known; None begins a new one, named by its row."""
        row = self.table.add(item)
        self.topic_of.append(row if topic is None else topic)
        self.first_of.append(row if first is None else first)
        for block in _blocks_of(item):
            self._blocks[block].append(row)
        return row

    def _near(self, item: Item) -> np.ndarray:
        found: set[int] = set()
        for block in _blocks_of(item):
            found.update(self._blocks.get(block, ()))
        rows = np.fromiter(found, dtype=np.int64, count=len(found))
        rows.sort()
        return rows[self.table.numbers[rows, 0] >= item.day - WINDOW] if len(rows) else rows

    def _best_topic(self, rows: np.ndarray, odds: np.ndarray) -> tuple[int | None, float]:
        """The topic whose members are, taken together, the likeliest; None below the threshold."""
        topics = np.array([self.topic_of[row] for row in rows.tolist()])
        names, at = np.unique(topics, return_inverse=True)
        mean = np.bincount(at, odds) / np.bincount(at)
        best = int(mean.argmax())
        chance = float(1 / (1 + np.exp(-mean[best])))
        return (int(names[best]) if chance >= self.judges.topic.threshold else None), chance

    def _best_incident(
        self, item: Item, rows: np.ndarray, features: np.ndarray
    ) -> tuple[int | None, float]:
        recent = np.flatnonzero(self.table.numbers[rows, 0] >= item.day - SAME_WINDOW)
        if not len(recent):
            return None, 0.0
        chances = self.judges.same.chances(features[recent])
        best = int(chances.argmax())
        if chances[best] < self.judges.same.threshold:
            return None, float(chances[best])
        return self.first_of[int(rows[recent[best]])], float(chances[best])


LEANING = 0.5  # how far a text leans on others that surely speak of the same problem
_LEANT_ON = 5


def lean_on(own: np.ndarray, others: np.ndarray, odds: np.ndarray) -> np.ndarray:
    """Probabilities of categories that lean on those of others.

    "又没了" says little by itself; beside yesterday's report of the same entrance it says which.
    `others` are rows of probabilities, `odds` the logarithms of the odds that each speaks of the
    same problem. The more they are sure of it, the more they weigh, at most LEANING.
    """
    chances = 1 / (1 + np.exp(-odds))
    best = np.argsort(-chances)[:_LEANT_ON]
    weights = chances[best] ** 2
    if not len(best) or not weights.sum():
        return own
    theirs = weights @ others[best] / weights.sum()
    share = LEANING * float(chances[best[0]])
    return np.asarray((1 - share) * own + share * theirs)


def _blocks_of(item: Item) -> list[tuple[str, int]]:
    blocks = [("place", item.building)] if item.building >= 0 else []
    blocks += [("landmark", code) for code in item.landmarks]
    categories = np.flatnonzero(item.categories >= LEAST_CATEGORY)
    if item.building >= 0:
        blocks += [("both", (item.building << 6) | int(c)) for c in categories]
    blocks += [("category", int(c)) for c in categories]
    return blocks


def topics_of(finder: TopicFinder, items: Sequence[Item]) -> list[int]:
    """Place all; the topic of each in its order."""
    return [finder.place(item).topic for item in items]
