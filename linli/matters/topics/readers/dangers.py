"""Words that mean: transfer at once, and words that mean it is over, feared or a way of speaking.

Both lists are data (lexicon/dangers.tsv, lexicon/calm.tsv). Weight 2 is a sign by itself; weight
1 counts only beside others, for the trained reader. Pure and quick: no model, no database.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache

from linli.matters.topics.readers.features import LEXICON

SERVICES = ("119", "gas", "120", "lift", "110")
CALM = ("denied", "over", "feared", "asked", "told")
_CLAUSE_END = re.compile(r"[。\uff01!\uff1f?\uff0c,\uff1b;\uff1a:\n、…\s]")
_STILL = re.compile(
    r"现在|还在|还没|刚才|刚刚|正在|正往|又|起不来|叫不醒|出不来|不动|越来越|快来|赶紧|马上|救命|喊着|呢$"
)
_NOT_A_PERSON = re.compile(r"钥匙|门卡|卡丢|手机|狗|猫|证丢|快递|钱包|猴|鸟|电瓶|电池|单子|发票")
_BEFORE = 3
_LONGEST = 10_000  # a danger may stand at the end of a long text


@dataclass(frozen=True, slots=True)
class Sign:
    """One dangerous word: whom to call, the words, and what calms it ("" when nothing does)."""

    to: str
    weight: int
    said: str
    start: int
    calm: str


@lru_cache(maxsize=1)
def _signs() -> tuple[tuple[str, int, re.Pattern[str]], ...]:
    return tuple((to, int(weight), re.compile(p)) for to, weight, p in _rows("dangers.tsv", 3))


@lru_cache(maxsize=1)
def _calming() -> tuple[tuple[str, re.Pattern[str]], ...]:
    return tuple((kind, re.compile(pattern)) for kind, pattern in _rows("calm.tsv", 2))


def _rows(name: str, width: int) -> list[list[str]]:
    lines = (LEXICON / name).read_text(encoding="utf-8").splitlines()[1:]
    return [line.split("\t", width - 1) for line in lines if line.strip()]


def find_signs(text: str) -> list[Sign]:
    """All dangerous words of a text, each with what calms it."""
    read = text[:_LONGEST]
    return [
        Sign(to, weight, m[0][:60], m.start(), _calm(read, m, to))
        for to, weight, pattern in _signs()
        for m in pattern.finditer(read)
        if m[0]
    ]


def _calm(text: str, found: re.Match[str], to: str) -> str:
    before = text[max(0, found.start() - _BEFORE) : found.start()]
    clause = _clause(text, found.start(), found.end())
    if to == "110" and _NOT_A_PERSON.search(clause):
        return "told"
    if to == "gas" and re.search(r"[不没无未]漏|没味|没有味", clause):
        return "denied"
    for kind, pattern in _calming():
        if pattern.search(before if kind == "denied" else clause):
            return "" if kind == "over" and _STILL.search(clause) else kind
    return ""


def _clause(text: str, start: int, end: int) -> str:
    """The words around a sign up to the next pause on both sides."""
    before = [m.end() for m in _CLAUSE_END.finditer(text, max(0, start - 60), start)]
    after = _CLAUSE_END.search(text, end)
    return text[
        before[-1] if before else max(0, start - 60) : after.start() if after else len(text)
    ]


def find_danger(text: str) -> Sign | None:
    """The first sure and uncalmed sign in the order of danger; None when there is none."""
    sure = [sign for sign in find_signs(text) if sign.weight > 1 and not sign.calm]
    return min(sure, key=lambda sign: SERVICES.index(sign.to)) if sure else None


def danger_pieces(text: str) -> list[str]:
    """The signs as pieces for the trained reader, service by service."""
    pieces: list[str] = []
    counts: dict[str, int] = {}
    for sign in find_signs(text):
        if sign.calm:
            pieces.append(f"calm-{sign.calm}")
            pieces.append(f"calmed-{sign.to}")
        else:
            pieces.append(f"{sign.to}-{sign.weight}")
            key = f"any-{sign.weight}"
            counts[key] = counts.get(key, 0) + 1
            pieces.append(f"{key}-{min(counts[key], 3)}")
    whole = text[:_LONGEST]
    for kind, pattern in _calming():
        if kind != "denied" and pattern.search(whole):
            pieces.append(f"said-{kind}")
    if _STILL.search(whole):
        pieces.append("still")
    return pieces or ["no sign"]
