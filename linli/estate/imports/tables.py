"""Tables as text: .csv and .tsv in UTF-8, UTF-16 (with its mark) or GB18030."""

import csv
import io
from pathlib import PurePath

from .archives import MAX_COLUMNS, MAX_ROWS
from .data import Cell, SheetRows
from .errors import DamagedWorkbook, NotAWorkbook, TooManyColumns, TooManyRows, UnknownEncoding

DELIMITERS = (",", "\t", ";", "|")
MAX_CELL = 131_072


def read_table(data: bytes, filename: str) -> SheetRows:
    """One sheet, named after the file; record n is row n, cells may hold line breaks."""
    text = _decode(data)
    if text.lstrip()[:200].lower().startswith(("<html", "<!doctype", "<?xml", "<table", "{\\rtf")):
        raise NotAWorkbook
    rows: list[list[Cell]] = []
    try:
        for record in csv.reader(io.StringIO(text, newline=""), delimiter=_find_delimiter(text)):
            if len(rows) >= MAX_ROWS:
                raise TooManyRows(limit=MAX_ROWS)
            if len(record) > MAX_COLUMNS:
                raise TooManyColumns(limit=MAX_COLUMNS)
            rows.append([*record])
    except csv.Error as error:
        raise DamagedWorkbook from error
    return SheetRows(PurePath(filename).stem or "csv", rows)


def _decode(data: bytes) -> str:
    if data.startswith((b"\xff\xfe", b"\xfe\xff")):
        encodings: tuple[str, ...] = ("utf-16",)
    elif b"\x00" in data[:65536]:
        raise NotAWorkbook
    else:
        encodings = ("utf-8-sig", "gb18030")
    for encoding in encodings:
        try:
            return data.decode(encoding)
        except UnicodeDecodeError:
            continue
    raise UnknownEncoding


def _find_delimiter(text: str) -> str:
    """The mark that comes most often in the first lines; a comma if none does."""
    start = text[:20_000]
    counts = {mark: start.count(mark) for mark in DELIMITERS}
    best = max(counts, key=lambda mark: counts[mark])
    return best if counts[best] else ","
