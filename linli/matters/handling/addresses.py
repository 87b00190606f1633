"""The queue's filters as they stand in an address, and the choices that the page offers."""

from __future__ import annotations

from dataclasses import fields, replace
from datetime import date
from functools import lru_cache
from typing import Any
from urllib.parse import urlencode

from django.http import QueryDict
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from linli.base.scopes.api import current_estate_id
from linli.matters.handling.data import QueueFilters
from linli.matters.handling.errors import UnknownFilter
from linli.matters.handling.labels import STATES
from linli.matters.handling.phrases import CHANNELS, URGENCIES, named
from linli.matters.routing.api import names_of_estate
from linli.matters.routing.data import Names

_SHORT = {"organisation_id": "organisation", "grid_id": "grid", "building_id": "building"}
_NAMES = [(f.name, _SHORT.get(f.name, f.name)) for f in fields(QueueFilters)]
_DAYS = ("since", "until")
_LONGEST = 40


def read_filters(query: QueryDict) -> QueueFilters:
    """The filters of an address. Raises UnknownFilter for what cannot be read."""
    values: dict[str, Any] = {}
    for field in fields(QueueFilters):
        text = query.get(_SHORT.get(field.name, field.name), "").strip()
        if text:
            values[field.name] = _read(field.name, text)
    return QueueFilters(**values)


def _read(name: str, text: str) -> Any:
    if len(text) > _LONGEST or "\x00" in text:
        raise UnknownFilter(value=text[:20].replace("\x00", ""))
    try:
        if name in _SHORT:
            return _positive(text)
        return date.fromisoformat(text) if name in _DAYS else text
    except ValueError as error:
        raise UnknownFilter(value=text) from error


def _positive(text: str) -> int:
    if not (text.isascii() and text.isdigit()) or not 0 < int(text) < 2**63:
        raise ValueError(text)
    return int(text)


def query_of(filters: QueueFilters, **more: str | None) -> str:
    """The filters as an address' query, with its question mark."""
    return _query_of(filters, tuple((k, v) for k, v in more.items() if v))


@lru_cache(maxsize=1000)
def _query_of(filters: QueueFilters, more: tuple[tuple[str, str], ...]) -> str:
    values = {short: value for name, short in _NAMES if (value := getattr(filters, name))}
    return "?" + urlencode(values | dict(more))


def is_narrowed(filters: QueueFilters) -> bool:
    return replace(filters, view="") != QueueFilters(view="")


_Select = tuple[str, str, list[tuple[str, str]]]
_selects: dict[tuple[int, str | None], tuple[Names, list[_Select]]] = {}


def selects_of(filters: QueueFilters) -> list[tuple[str, str, list[tuple[str, str]], str]]:
    """(name, label, [(value, word)], chosen) of each select on the page."""
    chosen = (
        filters.category, filters.state, filters.urgency, filters.channel,
        filters.organisation_id, filters.grid_id, filters.building_id,
    )  # fmt: skip
    return [(*select, str(one or "")) for select, one in zip(_choices(), chosen, strict=True)]


def _choices() -> list[_Select]:
    """The selects in the reader's language, made anew when the estate's names are."""
    names, key = names_of_estate(), (current_estate_id(), get_language())
    kept = _selects.get(key)
    if kept is None or kept[0] is not names:
        kept = _selects[key] = (names, _make_choices(names))
    return kept[1]


def _make_choices(names: Names) -> list[_Select]:
    codes = {id_: code for code, id_ in names.category_ids.items()}

    def rows(table: Any) -> list[tuple[str, str]]:
        return [(str(id_), named(row)) for id_, row in table.items()]

    categories = [(codes[i], named(row)) for i, row in names.categories.items() if i in codes]
    return [
        ("category", _("类别"), categories),
        ("state", _("状态"), _words(STATES)),
        ("urgency", _("缓急"), _words(URGENCIES)),
        ("channel", _("来路"), _words(CHANNELS)),
        ("organisation", _("单位"), rows(names.organisations)),
        ("grid", _("网格"), rows(names.grids)),
        ("building", _("楼栋"), rows(names.buildings)),
    ]


def _words(table: dict[str, Any]) -> list[tuple[str, str]]:
    return [(code, str(word)) for code, word in table.items()]
