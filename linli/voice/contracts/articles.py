"""A paper's text becomes numbered articles, and two versions are laid side by side. Pure."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher

from linli.voice.contracts.data import Article
from linli.voice.contracts.errors import ArticlesOutOfOrder, NoArticles

_HEAD = re.compile(
    r"^\s*(?:第\s*([零〇一二两三四五六七八九十百0-9]{1,7})\s*条|(\d{1,3})[.、．])\s*(.*)$"
)
_DIGITS = {c: n for n, c in enumerate("零一二三四五六七八九")} | {"〇": 0, "两": 2}
_UNITS = {"十": 10, "百": 100}
LONGEST_TITLE = 60


def read_number(text: str) -> int:
    """ "十二" and "12" are 12; 0 for what is no number below a thousand."""
    if text.isascii() and text.isdigit():
        return int(text)
    total, digit = 0, 0
    for sign in text:
        if sign in _UNITS:
            total += (digit or 1) * _UNITS[sign]
            digit = 0
        elif sign in _DIGITS:
            digit = _DIGITS[sign]
        else:
            return 0
    return total + digit


def split_articles(text: str) -> tuple[Article, ...]:
    """The articles of a text in order; what stands before the first is article 0.

    An article begins with "第十二条", "12." or "12、"; short words in that line are its title.
    Raises NoArticles, ArticlesOutOfOrder.
    """
    found: list[tuple[int, str, list[str]]] = [(0, "", [])]
    for line in text.replace("\r", "").split("\n"):
        head = _HEAD.match(line)
        if head is None:
            found[-1][2].append(line.strip())
            continue
        number = read_number(head[1] or head[2])
        if number <= found[-1][0]:
            raise ArticlesOutOfOrder(field="text", number=number, before=found[-1][0])
        title, rest = _title(head[3].strip())
        found.append((number, title, [rest]))
    articles = [Article(n, title, "\n".join(lines).strip()) for n, title, lines in found]
    kept = tuple(a for a in articles if a.number or a.text)
    if not any(a.number for a in kept):
        raise NoArticles(field="text")
    return kept


def _title(words: str) -> tuple[str, str]:
    """ "【保洁】每天一次" and "保洁 每天一次" have a title; a sentence has none."""
    bracket = re.match(r"^[【\[(（]([^】\])）]{1,20})[】\])）]\s*(.*)$", words)
    if bracket:
        return bracket[1], bracket[2]
    first, blank, rest = words.partition(" ")
    if blank and len(first) <= 20 and not re.search(r"[,。;,;.]", first):
        return first, rest.strip()
    if len(words) <= 12 and not re.search(r"[,。;,;.]", words):
        return words, ""
    return "", words


@dataclass(frozen=True)
class Change:
    """One article in two versions. `pieces` marks what came ("add"), went ("del"), stayed ("")."""

    kind: str  # same, moved, changed, added, removed
    before: Article | None
    after: Article | None
    pieces: tuple[tuple[str, str], ...] = ()


def compare_articles(old: Sequence[Article], new: Sequence[Article]) -> list[Change]:
    """Article by article. One that only got another number is "moved", not changed."""
    keys = [[(a.title, a.text) for a in side] for side in (old, new)]
    changes: list[Change] = []
    matcher = SequenceMatcher(None, keys[0], keys[1], autojunk=False)
    for tag, i, j, k, m in matcher.get_opcodes():
        if tag == "equal":
            changes += [_same(a, b) for a, b in zip(old[i:j], new[k:m], strict=True)]
        else:
            changes += _pair(list(old[i:j]), list(new[k:m]))
    return changes


def _same(before: Article, after: Article) -> Change:
    return Change("same" if before.number == after.number else "moved", before, after)


def _pair(old: list[Article], new: list[Article]) -> list[Change]:
    """Within a changed stretch articles of the same number belong together."""
    by_number = {a.number: a for a in old}
    kept = {a.number for a in new}
    changes = [Change("removed", a, None) for a in old if a.number not in kept]
    for article in new:
        before = by_number.get(article.number)
        if before is None:
            changes.append(Change("added", None, article))
        else:
            changes.append(Change("changed", before, article, _pieces(before.text, article.text)))
    return sorted(changes, key=lambda c: (c.after or c.before or Article(0, "", "")).number)


def _pieces(before: str, after: str) -> tuple[tuple[str, str], ...]:
    pieces: list[tuple[str, str]] = []
    matcher = SequenceMatcher(None, before, after, autojunk=False)
    for tag, i, j, k, m in matcher.get_opcodes():
        if tag == "equal":
            pieces.append(("", before[i:j]))
            continue
        if j > i:
            pieces.append(("del", before[i:j]))
        if m > k:
            pieces.append(("add", after[k:m]))
    return tuple(pieces)
