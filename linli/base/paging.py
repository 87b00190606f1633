"""Numbered pages of a list, within bounds."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from django.db.models import QuerySet
from django.http import HttpRequest

from linli.base.errors import Invalid, translatable

PAGE_SIZE = 50


class BadPage(Invalid):
    code = "bad_page"
    message = translatable("没有这一页，共 %(pages)s 页。请从第 1 页看起。")


@dataclass(frozen=True)
class Page:
    """One page as the `pager` macro shows it; `rows` are its items."""

    rows: Sequence[Any]
    number: int
    first: int
    last: int
    total: int
    previous_href: str | None
    next_href: str | None


def cut_page(request: HttpRequest, rows: QuerySet[Any], size: int = PAGE_SIZE) -> Page:
    """The page that `?page=` asks for. Raises BadPage for a number that there is not."""
    return _cut(request, rows, rows.count(), size)


def cut_list(request: HttpRequest, rows: Sequence[Any], size: int = PAGE_SIZE) -> Page:
    """The same of rows that are in memory."""
    return _cut(request, rows, len(rows), size)


def _cut(request: HttpRequest, rows: Any, total: int, size: int) -> Page:
    pages = max(1, -(-total // size))
    asked = request.GET.get("page", "1")
    number = int(asked) if asked.isascii() and asked.isdigit() and len(asked) < 8 else 0
    if not 1 <= number <= pages:
        raise BadPage(pages=pages)
    start = (number - 1) * size
    shown = list(rows[start : start + size])
    return Page(
        rows=shown,
        number=number,
        first=start + 1 if shown else 0,
        last=start + len(shown),
        total=total,
        previous_href=_href(request, number - 1) if number > 1 else None,
        next_href=_href(request, number + 1) if number < pages else None,
    )


def _href(request: HttpRequest, number: int) -> str:
    query = request.GET.copy()
    query["page"] = str(number)
    return f"{request.path}?{query.urlencode()}"
