"""A trained reader: category, kind and danger of a text. Needs numpy only, some 12 MB."""

from __future__ import annotations

import json
import math
import re
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any
from zlib import crc32

import numpy as np

from linli.matters.topics.readers.dangers import SERVICES, danger_pieces, find_danger
from linli.matters.topics.readers.features import SIZE, vector_of

HEADS = ("category", "kind", "urgent", "danger", "danger_text", "service")
DANGER_WEIGHT = 1.2
# set on streams held out whole: 95 of a hundred of their emergencies are heard, with fewer than two
# false alarms in ten (docs/decisions)
ALARM = -0.11
LISTED = 0.3  # what a sure sign of the list adds
SHOUTED = 0.5  # what a cry for help adds to it
STEEP = 3.0
_SHOUT = re.compile(r"救命|快来人|来人[啊呀哪]|快来救|快救")


@dataclass(frozen=True, slots=True)
class Head:
    """One question that the reader answers: linear scores of `labels`, made probabilities."""

    labels: tuple[str, ...]
    weights: np.ndarray  # SIZE × labels
    bias: np.ndarray
    sharpness: float = 1.0

    def probabilities(self, at: np.ndarray, values: np.ndarray) -> np.ndarray:
        scores = values.astype(np.float32) @ self.weights[at].astype(np.float32) + self.bias
        return softmax(scores * self.sharpness)


@dataclass(frozen=True, slots=True)
class Reading:
    """What a reader makes of one text: labels with probabilities, best first."""

    categories: tuple[tuple[str, float], ...]
    kinds: tuple[tuple[str, float], ...]
    urgencies: tuple[tuple[str, float], ...]
    danger: float  # probability of an emergency
    service: str  # whom to call, "" when it is none
    sign: str  # the words that gave it away, "" when only the whole did


@dataclass(frozen=True, slots=True)
class TextReader:
    """The heads with what they share."""

    version: str
    idf: np.ndarray
    heads: dict[str, Head]
    metrics: dict[str, float] = field(default_factory=dict)
    texts: int = 0
    own_texts: int = 0

    def read(self, text: str, channel: str = "") -> Reading:
        """Read one text; any text is read, an empty one as the most common."""
        at, values = vector_of(text, self.idf, channel)
        answers = {
            name: _ranked(self.heads[name], at, values) for name in ("category", "kind", "urgent")
        }
        danger, service, sign = self.read_danger(text, at, values)
        return Reading(
            answers["category"], answers["kind"], answers["urgent"], danger, service, sign
        )

    def read_danger(
        self, text: str, at: np.ndarray | None = None, values: np.ndarray | None = None
    ) -> tuple[float, str, str]:
        """Probability of an emergency, whom to call when it is one, and the words that say so."""
        if at is None or values is None:
            at, values = vector_of(text, self.idf)
        found = find_danger(text)
        margin = self._margin("danger_text", at, values) / 2
        at, values = with_dangers(text, at, values)
        margin += self._margin("danger", at, values) / 2 + (LISTED if found else 0.0)
        margin += SHOUTED if found and _SHOUT.search(text) else 0.0
        chance = 1 / (1 + math.exp(-STEEP * (margin - ALARM)))
        if margin < ALARM:
            return chance, "", ""
        service = _ranked(self.heads["service"], at, values)[0][0]
        return chance, service, found.said if found else ""

    def _margin(self, name: str, at: np.ndarray, values: np.ndarray) -> float:
        """How far a text lies on the side of yes."""
        head = self.heads[name]
        scores = values.astype(np.float32) @ head.weights[at].astype(np.float32) + head.bias
        yes = head.labels.index("yes")
        return float(scores[yes] - scores[1 - yes])

    def save(self, path: Path) -> None:
        """Write the arrays and their labels: plain numbers, nothing that runs when read."""
        arrays: dict[str, Any] = {"idf": self.idf.astype(np.float16)}
        notes: dict[str, Any] = {
            "version": self.version, "metrics": self.metrics,
            "texts": self.texts, "own_texts": self.own_texts, "heads": {},
        }  # fmt: skip
        for name, head in self.heads.items():
            arrays[f"{name}_weights"] = head.weights.astype(np.float16)
            arrays[f"{name}_bias"] = head.bias.astype(np.float32)
            notes["heads"][name] = {"labels": head.labels, "sharpness": head.sharpness}
        arrays["notes"] = np.frombuffer(json.dumps(notes).encode(), dtype=np.uint8)
        with path.open("wb") as file:
            np.savez(file, **arrays)


def load_reader(path: Path) -> TextReader:
    """The reader in a file that `save` wrote; raises ValueError, KeyError, OSError when it is none.

    Pickled objects are refused: only numbers are read.
    """
    with np.load(path, allow_pickle=False) as arrays:
        notes = json.loads(bytes(arrays["notes"]))
        heads = {
            name: Head(tuple(note["labels"]), arrays[f"{name}_weights"], arrays[f"{name}_bias"],
                       float(note["sharpness"]))
            for name, note in notes["heads"].items()
        }  # fmt: skip
        idf = arrays["idf"].astype(np.float32)
    if idf.shape != (SIZE,) or set(heads) != set(HEADS):
        raise ValueError(f"{path.name}: not a reader of this version")
    return TextReader(notes["version"], idf, heads, notes["metrics"],
                      notes["texts"], notes["own_texts"])  # fmt: skip


def with_dangers(text: str, at: np.ndarray, values: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """The vector with the signs of danger added."""
    pieces = sorted(set(danger_pieces(text)))
    extra = np.array([crc32(("d" + piece).encode()) & (SIZE - 1) for piece in pieces])
    weight = DANGER_WEIGHT / np.sqrt(len(pieces))
    return np.concatenate([at, extra]), np.concatenate([values, np.full(len(pieces), weight)])


def _ranked(head: Head, at: np.ndarray, values: np.ndarray) -> tuple[tuple[str, float], ...]:
    chances = head.probabilities(at, values)
    return tuple((head.labels[i], float(chances[i])) for i in np.argsort(-chances))


def softmax(scores: np.ndarray) -> np.ndarray:
    powers = np.exp(scores - scores.max(axis=-1, keepdims=True))
    return powers / powers.sum(axis=-1, keepdims=True)


__all__ = [
    "HEADS",
    "SERVICES",
    "Head",
    "Reading",
    "TextReader",
    "load_reader",
    "softmax",
    "with_dangers",
]
