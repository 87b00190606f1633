"""What the three panes of the queue show."""

from __future__ import annotations

from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _

from linli.base.accounts.api import Actor
from linli.base.calendars.api import now
from linli.matters.handling.addresses import is_narrowed, query_of, selects_of
from linli.matters.handling.api import find_queue_page
from linli.matters.handling.data import COUNT_LIMIT, QueueFilters, QueuePage, View
from linli.matters.handling.phrases import EMPTY, EMPTY_ELSE, VIEWS
from linli.matters.handling.rows import age_of, clock_of, row_words

_COUNTED_TO_LIMIT = {View.MINE, View.TO_ACCEPT}
_WARM = {View.TO_ACCEPT, View.EMERGENCIES, View.OVERDUE}


def queue_context(
    actor: Actor, filters: QueueFilters, cursor: str | None, here: str = ""
) -> dict[str, Any]:
    """Views with their counts, the filters and 50 rows."""
    page = find_queue_page(actor, filters, cursor)
    title, hint = EMPTY.get(filters.view, EMPTY_ELSE)
    return {
        **_list_context(page, filters, cursor, here),
        "filters": filters,
        "views": _views(page, filters),
        "views_href": reverse("handling:queue") + query_of(filters),
        "view_words": VIEWS.get(filters.view, VIEWS[View.OPEN]),
        "narrowed": is_narrowed(filters),
        "clear_href": query_of(QueueFilters(view=filters.view)),
        "selects": selects_of(filters),
        "empty_title": title,
        "empty_hint": hint,
    }


def _list_context(
    page: QueuePage, filters: QueueFilters, cursor: str | None, here: str
) -> dict[str, Any]:
    at = now()
    rows = []
    for row in page.rows:
        face = clock_of(row, at)
        rows.append((row, face, *row_words(row, face), age_of(row.created_at, at)))
    base = reverse("handling:queue")
    return {
        "rows": rows,
        "base_href": base,
        "tail": query_of(filters, cursor=cursor),
        "list_href": base + query_of(filters, cursor=cursor, here=here),
        "here_number": here,
        "masked_words": _("涉及隐私，只让经办的人看"),
        "previous_href": _turn(filters, page.previous_cursor),
        "next_href": _turn(filters, page.next_cursor),
    }


def _turn(filters: QueueFilters, cursor: str | None) -> str:
    return reverse("handling:queue") + query_of(filters, cursor=cursor) if cursor else ""


def _views(page: QueuePage, filters: QueueFilters) -> list[dict[str, Any]]:
    base = reverse("handling:queue")
    return [
        {
            "label": words,
            "href": base + query_of(QueueFilters(view=view)),
            "here": view == filters.view,
            "count": _figure(page, view),
            "warm": view in _WARM,
        }
        for view, words in VIEWS.items()
    ]


def _figure(page: QueuePage, view: str) -> str:
    count = page.counts.get(view, 0)
    if view in page.at_least:
        return f"{count}+"
    if view in _COUNTED_TO_LIMIT and count >= COUNT_LIMIT:
        return f"{COUNT_LIMIT - 1}+"
    return f"{count:,}".replace(",", "\u2009") if count else ""
