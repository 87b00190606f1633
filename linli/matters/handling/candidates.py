"""Which matters may be the same as one: from the same person, near by, or found by words."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db.models import Q, QuerySet

from linli.base.accounts.api import Actor
from linli.matters.handling.data import OPEN_STATES
from linli.matters.handling.models import Matter
from linli.matters.handling.rules import may_read
from linli.matters.handling.visibility import matters_visible_to, standing_for

MOST = 8
_NUMBER = re.compile(r"\d{3,6}-?\d{0,7}|-\d{1,7}")


@dataclass(frozen=True, slots=True)
class Candidate:
    """An open matter that could be merged, as the actor may read it."""

    id: int
    number: str
    title: str
    place: str
    created_at: datetime
    same_reporter: bool


def find_candidates(actor: Actor, matter: Matter, words: str = "") -> list[Candidate]:
    """Open matters to merge with this one, at most eight, latest first.

    Without words: of the same person, then of the same home or building. With words: by a part
    of the number, or of the title. What the actor may not read is left out; so is whatever cannot
    be merged because one of the two is sensitive.
    """
    text = " ".join(words.split())[:60]
    rows = _mergeable(actor, matter)
    found = _by_words(rows, text) if text else _near(rows, matter)
    return [_line(row, matter) for row in found if _is_readable(actor, row)][:MOST]


def numbered(actor: Actor, numbers: list[str]) -> list[Matter]:
    """The matters with these numbers that the actor may know of."""
    return list(matters_visible_to(actor).filter(number__in=numbers))


def _mergeable(actor: Actor, matter: Matter) -> QuerySet[Matter]:
    rows = matters_visible_to(actor).filter(
        state__in=[s.value for s in OPEN_STATES],
        category__is_sensitive=matter.category.is_sensitive,
    )
    return rows.exclude(pk=matter.pk).select_related("place", "category")


def _by_words(rows: QuerySet[Matter], text: str) -> list[Matter]:
    wanted = Q(title__icontains=text)
    if _NUMBER.fullmatch(text):
        wanted |= Q(number__contains=text)
    return list(rows.filter(wanted).order_by("-created_at", "-id")[: MOST * 2])


def _near(rows: QuerySet[Matter], matter: Matter) -> list[Matter]:
    same: list[Matter] = []
    if matter.reporter_id:
        same = list(rows.filter(reporter=matter.reporter_id).order_by("-created_at")[:MOST])
    here = Q(pk__in=[])
    if matter.place_id:
        here |= Q(place=matter.place_id)
    if matter.building_id:
        here |= Q(building=matter.building_id)
    near = rows.filter(here).exclude(pk__in=[row.pk for row in same])
    # the same category first: it is the likeliest to be the same thing
    ranked: list[Any] = list(near.order_by("-created_at", "-id")[: MOST * 4])
    ranked.sort(key=lambda row: row.category_id != matter.category_id)
    return [*same, *ranked]


def _is_readable(actor: Actor, row: Matter) -> bool:
    if not row.category.is_sensitive:
        return True
    return may_read(standing_for(actor, row), is_sensitive=True)


def _line(row: Matter, matter: Matter) -> Candidate:
    same = row.reporter_id is not None and row.reporter_id == matter.reporter_id
    place = row.place.plate if row.place else row.place_text
    return Candidate(row.pk, row.number, row.title, place, row.created_at, same)
