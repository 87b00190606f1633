"""Finding matters by their words.

Two ways, the cheaper one first: a frequent word stands among the newest texts, so these are read
straight through until enough are found; a rare one is found by the index of neighbouring pairs
(matter_text_grams). Which of the two, a look at the very newest tells.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from django.db import connection
from django.db.models import Q

from linli.base.accounts.api import Actor
from linli.base.scopes.api import current_estate_id
from linli.estate.organisations.api import Role
from linli.matters.handling import standings
from linli.matters.handling.data import Visibility
from linli.matters.handling.models import Matter, MatterEntry, MatterText
from linli.matters.handling.visibility import matters_visible_to, needed_by
from linli.matters.routing.api import names_of_estate

MOST_WORDS, LONGEST_WORD = 5, 40
_SAMPLE = 2000  # newest texts that tell how frequent the words are
_FREQUENT = 4  # finds among them from which reading on is cheaper than sorting what an index finds
_NEWEST = 30_000
_BATCH = 400  # looked at for those who may read few of them; the desk reads nearly all
_ROUNDS = 5
_FOLD = str.maketrans("ABCDEFGHIJKLMNOPQRSTUVWXYZ", "abcdefghijklmnopqrstuvwxyz")
_FOLDED = "translate(body, 'ABCDEFGHIJKLMNOPQRSTUVWXYZ', 'abcdefghijklmnopqrstuvwxyz')"
_NEWEST_SQL = """
SELECT id FROM (SELECT id, body FROM matter_text WHERE estate_id = %(estate)s
                ORDER BY id DESC LIMIT %(newest)s) AS newest
WHERE BODY LIKE ALL(%(patterns)s) ORDER BY id DESC LIMIT %(limit)s
"""
# materialized: or the planner would rather walk all texts backwards than sort what it finds
_INDEX_SQL = """
WITH hits AS MATERIALIZED (
  SELECT id FROM matter_text
  WHERE linli_grams(estate_id, body) @> %(grams)s AND estate_id = %(estate)s AND CHECK
)
SELECT id FROM hits WHERE id < %(before)s ORDER BY id DESC LIMIT %(limit)s
"""
_LINES_SQL = """
SELECT t.id, t.matter_id, m.number, m.state, p.plate, m.created_at, t.body
FROM matter_text t JOIN matter m ON m.id = t.matter_id LEFT JOIN place p ON p.id = m.place_id
WHERE t.id = ANY(%s) ORDER BY t.id DESC
"""


@dataclass(frozen=True, slots=True)
class FoundMatter:
    """A matter and the text of it in which the words stand."""

    number: str
    state: str
    plate: str
    created_at: datetime
    text: str


@dataclass(frozen=True, slots=True)
class FoundPage:
    """Matters by the age of the text that was found, newest first; `before` goes on from here."""

    found: tuple[FoundMatter, ...]
    before: int | None


def words_of(query: str) -> list[str]:
    """The words to look for: at least two signs each, folded as the index folds."""
    words = (word.translate(_FOLD)[:LONGEST_WORD] for word in query.split())
    return list(dict.fromkeys(word for word in words if len(word) > 1))[:MOST_WORDS]


def search_matters(
    actor: Actor, query: str, *, limit: int = 20, before: int | None = None
) -> FoundPage:
    """Matters of which one text holds all words of `query`, as far as the actor may read them.

    A word needs two signs. A sensitive matter is found by those only who need to know it
    (SEC-06); internal notes by the desk alone. `before`: of the page that went ahead.
    """
    words = words_of(query)
    if not words:
        return FoundPage((), None)
    batch = 2 * limit if standings.is_desk(actor) else _BATCH
    found: dict[int, tuple[int, FoundMatter]] = {}
    for _ in range(_ROUNDS):
        hits = _find_texts(words, before, limit, batch)
        for text_id, matter_id, line in _readable(actor, hits):
            if len(found) <= limit:
                found.setdefault(matter_id, (text_id, line))
        before = hits[-1] if hits else None
        if before is None or len(found) > limit:
            break
    return _page(list(found.values()), limit, before)


def _page(found: Sequence[tuple[int, FoundMatter]], limit: int, before: int | None) -> FoundPage:
    shown = found[:limit]
    more = shown[-1][0] if len(found) > limit else before
    return FoundPage(tuple(line for _, line in shown), more)


def _find_texts(words: Sequence[str], before: int | None, limit: int, batch: int) -> list[int]:
    """Ids of texts with all words, newest first: some of the newest, or a batch by the index."""
    if before is None:
        near = _read_newest(words, limit + 1, _SAMPLE)
        if _FREQUENT <= len(near) <= limit:
            near = _read_newest(words, limit + 1, _NEWEST)
        if len(near) > limit:
            return near
    return _read_index(words, before, batch)


def _read_newest(words: Sequence[str], limit: int, newest: int) -> list[int]:
    return _ids(_NEWEST_SQL.replace("BODY", _body(words)), words, limit=limit, newest=newest)


def _read_index(words: Sequence[str], before: int | None, batch: int) -> list[int]:
    check = f"{_body(words)} LIKE ALL(%(patterns)s)"
    if all(len(word) == 2 for word in words):
        check = "true"  # pairs of a longer word may stand apart; a pair alone is the word itself
    return _ids(
        _INDEX_SQL.replace("CHECK", check), words, limit=batch,
        before=before if before is not None else 2**63 - 1,
    )  # fmt: skip


def _body(words: Sequence[str]) -> str:
    return _FOLDED if any(word.lower() != word.upper() for word in words) else "body"


def _ids(sql: str, words: Sequence[str], **values: int) -> list[int]:
    estate = current_estate_id()
    pairs = [f"{estate}:{word[i : i + 2]}" for word in words for i in range(len(word) - 1)]
    texts = {"grams": pairs, "patterns": [_pattern(word) for word in words]}
    with connection.cursor() as cursor:
        cursor.execute(sql, {"estate": estate, **texts, **values})
        return [row[0] for row in cursor.fetchall()]


def _pattern(word: str) -> str:
    plain = word.replace("\\", "\\\\").replace("%", "\\%").replace("_", "\\_")
    return f"%{plain}%"


def _readable(actor: Actor, text_ids: Sequence[int]) -> list[tuple[int, int, FoundMatter]]:
    """Text, matter and line of those that the actor may read, newest first."""
    if Role.CENTRE_LEAD not in actor.roles:
        text_ids = _narrow(actor, text_ids)
    with connection.cursor() as cursor:
        cursor.execute(_LINES_SQL, [list(text_ids)])
        return [
            (pk, matter_id, FoundMatter(number, state, plate or "", at, body))
            for pk, matter_id, number, state, plate, at, body in cursor.fetchall()
        ]


def _narrow(actor: Actor, text_ids: Sequence[int]) -> list[int]:
    rows = MatterText.objects.filter(pk__in=text_ids)
    if not standings.is_desk(actor):
        shown = MatterEntry.objects.filter(visibility=Visibility.REPORTER.value)
        rows = rows.filter(matter__in=matters_visible_to(actor), pk__in=shown.values("text"))
    open_to_all = ~Q(matter__category__in=names_of_estate().sensitive)
    needed = Matter.objects.filter(needed_by(actor))
    return list(rows.filter(open_to_all | Q(matter__in=needed)).values_list("pk", flat=True))
