"""A book's entries as an .xlsx, without names: accounts stand by their label."""

from __future__ import annotations

import io
from collections.abc import Iterator
from datetime import date
from decimal import Decimal
from typing import Any

from django.utils.translation import gettext as _
from openpyxl import Workbook

from linli.base.errors import Invalid, translatable
from linli.money.ledger.models import Book, Line
from linli.money.ledger.words import book_words, kind_words, label_words

MOST_ROWS = 100_000


class SheetTooLong(Invalid):
    code = "sheet_too_long"
    message = translatable("这段时间有 %(count)s 行，一张表放不下。请选短一些的时间。")


def write_entries(book: Book, start: date, end: date) -> bytes:
    """Lines of the days from `start` to `end`, one row each. Raises SheetTooLong."""
    rows = Line.objects.filter(
        account__book=book, occurred_on__gte=start, occurred_on__lte=end
    ).select_related("entry", "account")
    if (count := rows.count()) > MOST_ROWS:
        raise SheetTooLong(count=count)
    workbook = Workbook(write_only=True)
    sheet = workbook.create_sheet(book_words(book.code)[:31])
    sheet.append(
        [_("日期"), _("编号"), _("类型"), _("科目"), _("借"), _("贷"), _("单据"), _("说明")]
    )
    for row in _rows(rows.order_by("occurred_on", "entry_id", "number").iterator(2000), book.unit):
        sheet.append(row)
    stream = io.BytesIO()
    workbook.save(stream)
    return stream.getvalue()


def _rows(lines: Iterator[Line], unit: str) -> Iterator[list[Any]]:
    for line in lines:
        debit, credit = max(line.amount, 0), max(-line.amount, 0)
        yield [
            line.occurred_on, line.entry_id, kind_words(line.entry.kind),
            label_words(line.account.label), _number(debit, unit), _number(credit, unit),
            line.entry.source, line.entry.memo,
        ]  # fmt: skip


def _number(amount: int, unit: str) -> Decimal | int | None:
    """Yuan with two places for money; nothing for nothing."""
    if not amount:
        return None
    return Decimal(amount) / 100 if unit == "CNY" else amount
