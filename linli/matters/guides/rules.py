"""Pure decisions of the guide: what a text asks for, what is past its day."""

from __future__ import annotations

import re
from collections.abc import Sequence
from datetime import date, timedelta

# words of every question; they tell nothing of what is asked
_EMPTY = frozenset(
    "怎么 么办 怎样 办理 申请 请问 想问 问一 一下 哪里 在哪 什么 需要 我要 可以 我想 "
    "手续 材料 时候 多少 要带 的时 我的 你好 您好".split()
)
_RUNS = re.compile(r"[a-z0-9]+|[^\W\da-z_]+")
LEAST_SUGGESTED = 4.0
SHORT = 14  # characters up to which a text is a search, not a story
SOON = timedelta(days=30)


def grams_of(text: str) -> frozenset[str]:
    """Pairs of neighbouring characters, and whole words of Latin letters and figures."""
    found: set[str] = set()
    for run in _RUNS.findall(text.lower()):
        if run.isascii() or len(run) == 1:
            found.add(run)
        else:
            found |= {run[i : i + 2] for i in range(len(run) - 1)}
    return frozenset(found - _EMPTY)


def score(query: str, title: str, keywords: Sequence[str], body: str) -> float:
    """How well an entry answers; 0 when nothing of the query stands in it."""
    said = query.lower().strip()
    if not said:
        return 0.0
    if len(said) == 1:
        return 3.0 * (said in title.lower()) + 1.0 * (said in body.lower())
    asked = grams_of(said)
    named = sum(min(len(k), 6) for k in keywords if k and k.lower() in said)
    heads = len(asked & (grams_of(title) | grams_of(" ".join(keywords))))
    texts = len(asked & grams_of(body)) if len(said) <= SHORT else 0
    return 2.0 * named + 2.0 * heads + 0.5 * texts


def is_expired(valid_until: date | None, day: date) -> bool:
    """The last day of validity still counts."""
    return valid_until is not None and valid_until < day


def words_of(keywords: str) -> tuple[str, ...]:
    """Keywords, each once, in their order."""
    return tuple(dict.fromkeys(re.split(r"[\s、,,;;]+", keywords.strip()))) if keywords else ()
