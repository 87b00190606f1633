"""A text as numbers: pieces of its characters, of its sound, and how it is said.

Pieces are hashed (CRC-32), so there is no vocabulary to keep; the sound (pinyin without tone,
zh/z, ng/n alike) reads homophones ("五业费", "号子") as what was meant.
"""

from __future__ import annotations

import csv
import itertools
import re
from collections.abc import Sequence
from functools import lru_cache
from pathlib import Path
from zlib import crc32

import numpy as np

from linli.matters.topics.readers.plates import plain_text, without_places
from linli.matters.topics.readers.records import LONGEST

LEXICON = Path(__file__).resolve().parent.parent / "lexicon"
BITS = 17
SIZE = 1 << BITS
_MASK = SIZE - 1
_BLANK = re.compile(r"\s+")
_NUMBER = re.compile(r"[0-9]+")
_SIGNS = frozenset(" ,.，。！!？?、；;")
_REPEAT = re.compile(r"(.)\1{2,}")


def words_of(text: str) -> str:
    """What a reader learns from: no places, numbers as 0, no capitals, no long repeats."""
    plain = without_places(text[:LONGEST]).lower()
    plain = _NUMBER.sub("0", plain)
    return _BLANK.sub(" ", _REPEAT.sub(r"\1\1", plain)).strip()


@lru_cache(maxsize=1)
def _syllables() -> dict[str, str]:
    """Each common character's sound, without tone and with the near ones alike."""
    from pypinyin.constants import PINYIN_DICT
    from pypinyin.contrib.tone_convert import to_normal

    return {
        chr(code): _alike(to_normal(sounds.partition(",")[0]))
        for code, sounds in PINYIN_DICT.items()
        if 0x4E00 <= code <= 0x9FFF
    }


def _alike(sound: str) -> str:
    for strict, loose in (("zh", "z"), ("ch", "c"), ("sh", "s")):
        if sound.startswith(strict):
            sound = loose + sound[2:]
    return sound[:-1] if sound.endswith("ng") else sound


@lru_cache(maxsize=1)
def known_words() -> tuple[tuple[str, tuple[str, ...]], ...]:
    """The shipped words of each category."""
    with (LEXICON / "categories.csv").open(encoding="utf-8", newline="") as file:
        return tuple((row["category"], tuple(row["words"].split())) for row in csv.DictReader(file))


def pieces_of(text: str, channel: str = "") -> dict[str, list[str]]:
    """The pieces of a text by family: "c" characters, "p" sound, "s" shape."""
    plain = words_of(text)
    padded = f" {plain} "
    chars = [padded[i : i + n] for n in (1, 2, 3, 4) for i in range(len(padded) - n + 1)]
    sounds = [_syllables().get(c, c) for c in plain if c not in _SIGNS]
    sound = ["-".join(sounds[i : i + n]) for n in (2, 3) for i in range(len(sounds) - n + 1)]
    return {"c": chars, "p": sound, "s": _shape(text, plain, channel)}


def short_pieces(text: str) -> tuple[list[str], list[str]]:
    """Pairs and triples of characters, and pairs of sounds: what two texts are compared by."""
    plain = words_of(text)
    chars = [plain[i : i + n] for n in (2, 3) for i in range(len(plain) - n + 1)]
    table = _syllables()
    sounds = [table.get(c, c) for c in plain if c not in _SIGNS]
    return chars, [f"{a}-{b}" for a, b in itertools.pairwise(sounds)]


def _shape(text: str, plain: str, channel: str) -> list[str]:
    """How it is said: the way it came, its length, its question and exclamation marks."""
    length = len(plain)
    shape = [f"len{min(length, 400) // 12 if length < 60 else 5 + min(length, 400) // 60}"]
    if channel:
        shape.append("ch" + channel)
    if any(c in text for c in "?？吗呢"):
        shape.append("ask")
    if "!" in text or "！" in text:
        shape.append("cry")
    return shape


def hashed(family: str, pieces: Sequence[str]) -> np.ndarray:
    """Where the pieces stand in the table, each once."""
    found = {crc32(f"{family}{p}".encode("utf-8", "replace")) & _MASK for p in pieces}
    return np.array(sorted(found))


WEIGHTS = {"c": 1.0, "p": 0.4, "s": 0.25}


def vector_of(text: str, idf: np.ndarray | None = None, channel: str = "",
              weights: dict[str, float] = WEIGHTS) -> tuple[np.ndarray, np.ndarray]:  # fmt: skip
    """Indices and values of a text; each family has length `weights[family]`."""
    indices, values = [], []
    for family, pieces in pieces_of(text, channel).items():
        if not pieces or not weights.get(family):
            continue
        at = hashed(family, pieces)
        value = idf[at] if idf is not None else np.ones(len(at))
        norm = float(np.sqrt((value**2).sum()))
        if norm:
            indices.append(at)
            values.append(value * (weights[family] / norm))
    if not indices:
        return np.zeros(0, dtype=np.int64), np.zeros(0)
    return np.concatenate(indices), np.concatenate(values)


def idf_of(texts: Sequence[str], words: Sequence[str] = ()) -> np.ndarray:
    """How rare each piece is among the texts; pieces seen once, and in no word, weigh nothing."""
    seen = np.zeros(SIZE)
    known = np.zeros(SIZE, dtype=bool)
    for text in texts:
        for family, pieces in pieces_of(text).items():
            if family in "cp" and pieces:
                seen[hashed(family, pieces)] += 1
    for word in words:
        for family, pieces in pieces_of(word).items():
            if family in "cp" and pieces:
                known[hashed(family, pieces)] = True
    idf = np.log((1 + len(texts)) / (1 + np.maximum(seen, known))) + 1
    idf[(seen < 2) & ~known] = 0.0
    return idf.astype(np.float32)


__all__ = ["SIZE", "idf_of", "known_words", "pieces_of", "plain_text", "vector_of", "words_of"]
