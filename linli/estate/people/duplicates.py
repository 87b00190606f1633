"""Records that may be one person: a list for somebody to look at, never a merge by itself."""

from __future__ import annotations

from django.db import connection

from linli.base.accounts.api import Actor
from linli.base.scopes.api import current_estate_id
from linli.estate.organisations.api import Permission, require
from linli.estate.people.data import DuplicatePair
from linli.estate.people.queries import make_cards, people_for
from linli.estate.people.rules import is_similar_name

MAX_PAIRS = 200

# pairs that share a phone or a day of birth; names are compared by the rule afterwards
_PAIRS = """
SELECT a.id, b.id, %(reason)s FROM person a JOIN person b
  ON b.estate_id = a.estate_id AND b.{column} = a.{column} AND b.id > a.id
WHERE a.estate_id = %(estate)s AND a.{column} IS NOT NULL AND a.{column}::text <> ''
  AND a.status <> 'merged' AND b.status <> 'merged'
  AND (a.id_index IS NULL OR b.id_index IS NULL)
  {names}
ORDER BY a.id, b.id LIMIT %(limit)s
"""


def find_duplicates(actor: Actor, limit: int = MAX_PAIRS) -> list[DuplicatePair]:
    """Pairs in reach with one phone and similar names, or one day of birth and one name.

    Two records that both bear an identity number are two people. Needs EDIT_REGISTER.
    """
    require(actor, Permission.EDIT_REGISTER)
    limit = max(1, min(limit, MAX_PAIRS))
    found = {(a, b): reason for a, b, reason in _pairs("phone", "", limit * 20)}
    found |= {
        (a, b): reason
        for a, b, reason in _pairs("birth_date", "AND a.name = b.name AND a.name <> ''", limit)
    }
    ids = {pk for pair in found for pk in pair}
    people = people_for(actor).filter(pk__in=ids)
    cards = {card.id: card for card in make_cards(people)}
    pairs = [
        DuplicatePair(cards[a], cards[b], reason)
        for (a, b), reason in sorted(found.items())
        if a in cards and b in cards
    ]
    return [pair for pair in pairs if is_similar_name(pair.one.name, pair.two.name)][:limit]


def _pairs(column: str, names: str, limit: int) -> list[tuple[int, int, str]]:
    if column not in {"phone", "birth_date"}:
        raise ValueError(column)
    sql = _PAIRS.format(column=column, names=names)
    values: dict[str, str | int] = {"reason": column, "estate": current_estate_id(), "limit": limit}
    with connection.cursor() as cursor:
        cursor.execute(sql, values)
        return [(a, b, reason) for a, b, reason in cursor.fetchall()]
