"""From the bytes of a file to rows of texts: .csv in any encoding, .xlsx, .xls, and HTML or tabs
that banks call .xls. Nothing here knows what a row means."""

from __future__ import annotations

import csv
import io
import zipfile
from datetime import date, datetime, time
from html.parser import HTMLParser
from typing import Any

import python_calamine as calamine

from linli.money.banking.data import SheetRow
from linli.money.banking.errors import (
    DigitsLost,
    EncodingUnknown,
    FileCut,
    FileTooLarge,
    FileUnreadable,
)

MOST_ROWS = 20_000
MOST_BYTES = 8 * 1024 * 1024
MOST_UNPACKED = 100 * 1024 * 1024
_SAFE = 10**15  # whole numbers beyond it have lost digits in a cell that holds a number


def read_rows(data: bytes) -> list[SheetRow]:
    """All rows that hold something, numbered as a person counts them.

    Raises FileUnreadable, FileTooLarge, EncodingUnknown, FileCut, DigitsLost.
    """
    if len(data) > MOST_BYTES:
        raise FileTooLarge(lines=MOST_ROWS)
    if data[:2] == b"PK" or data[:4] == b"\xd0\xcf\x11\xe0":
        rows = _read_workbook(data)
    else:
        rows = _read_text(_decode(data))
    found = [SheetRow(n, tuple(cells)) for n, cells in rows if any(cell.strip() for cell in cells)]
    if len(found) > MOST_ROWS:
        raise FileTooLarge(lines=MOST_ROWS)
    return found


def _read_workbook(data: bytes) -> list[tuple[int, list[str]]]:
    try:
        if data[:2] == b"PK":
            with zipfile.ZipFile(io.BytesIO(data)) as archive:
                if sum(item.file_size for item in archive.infolist()) > MOST_UNPACKED:
                    raise FileTooLarge(lines=MOST_ROWS)
        book = calamine.CalamineWorkbook.from_filelike(io.BytesIO(data))
        sheets = [book.get_sheet_by_index(n) for n in range(len(book.sheet_names))]
        sheet = max(sheets, key=lambda one: one.total_height)
        rows = sheet.to_python(skip_empty_area=False, nrows=MOST_ROWS + 100)
    except (zipfile.BadZipFile, calamine.CalamineError, ValueError, OSError) as error:
        raise FileUnreadable from error
    return [(n, [_cell(value, n) for value in row]) for n, row in enumerate(rows, 1)]


def _cell(value: Any, row: int) -> str:
    """The text that Excel shows for a value; numbers with the 15 digits that it keeps."""
    if isinstance(value, bool) or value is None:
        return ""
    if isinstance(value, datetime):
        return value.strftime("%Y-%m-%d %H:%M:%S")
    if isinstance(value, date | time):
        return value.isoformat()
    if isinstance(value, int | float):
        if abs(value) >= _SAFE:
            raise DigitsLost(row=row, column="", text=f"{value:.0f}")
        words = format(value, ".15g")
        return format(value, ".0f") if "e" in words else words
    return str(value)


def _decode(data: bytes) -> str:
    """UTF-8 or UTF-16 by its mark, else UTF-8, else GB18030 (which holds GBK)."""
    for mark, encoding in ((b"\xef\xbb\xbf", "utf-8-sig"), (b"\xff\xfe", "utf-16"),
                           (b"\xfe\xff", "utf-16")):  # fmt: skip
        if data.startswith(mark):
            return _strictly(data, encoding)
    try:
        return _without_nulls(data.decode("utf-8"))
    except UnicodeDecodeError as error:
        # a file in UTF-8 that was cut inside a sign is no GBK
        if error.reason == "unexpected end of data":
            raise FileCut(row=data.count(b"\n") + 1) from error
    return _strictly(data, "gb18030")


def _strictly(data: bytes, encoding: str) -> str:
    try:
        text = data.decode(encoding)
    except UnicodeDecodeError as error:
        row = data.count(b"\n", 0, error.start) + 1
        if error.end >= len(data) - 3:
            raise FileCut(row=row) from error
        raise EncodingUnknown(row=row) from error
    return _without_nulls(text)


def _without_nulls(text: str) -> str:
    if "\0" in text:
        raise FileUnreadable
    return text


def _read_text(text: str) -> list[tuple[int, list[str]]]:
    if text.lstrip()[:1] == "<":
        return _read_html(text)
    head = text[:20_000]
    sign = max("\t,|;", key=head.count)
    if head.count("\t") >= 2 * max(1, text.count("\n", 0, 20_000)) > head.count(","):
        sign = "\t"
    elif head.count(",") > head.count("\n"):
        sign = ","
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=sign, strict=True)
    rows: list[tuple[int, list[str]]] = []
    before = 0
    try:
        for cells in reader:
            rows.append((before + 1, cells))
            before = reader.line_num
            if len(rows) > MOST_ROWS:
                raise FileTooLarge(lines=MOST_ROWS)
    except csv.Error as error:  # a quotation mark that nothing closes
        raise FileCut(row=before + 1) from error
    return rows


class _Table(HTMLParser):
    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.rows: list[list[str]] = []
        self.inside = False
        self.ended = False

    def handle_starttag(self, tag: str, attrs: Any) -> None:
        if tag == "tr":
            self.rows.append([])
        elif tag in ("td", "th") and self.rows:
            self.rows[-1].append("")
            self.inside = True
            span = dict(attrs).get("colspan") or "1"
            self.span = int(span) if span.isdigit() and len(span) < 4 else 1

    def handle_endtag(self, tag: str) -> None:
        if tag in ("td", "th") and self.inside:
            self.rows[-1].extend([""] * (self.span - 1))
            self.inside = False
        elif tag == "table":
            self.ended = True

    def handle_data(self, data: str) -> None:
        if self.inside:
            self.rows[-1][-1] += data.strip()


def _read_html(text: str) -> list[tuple[int, list[str]]]:
    table = _Table()
    table.feed(text)
    if not table.rows:
        raise FileUnreadable
    if not table.ended:
        raise FileCut(row=len(table.rows))
    return list(enumerate(table.rows, 1))
