"""The way in: one file becomes persons, flags and a report."""

import os
import re
from collections.abc import Callable, Mapping
from dataclasses import replace
from datetime import date
from pathlib import Path

from .archives import MAX_FILE_BYTES, OLE_MAGIC, ZIP_MAGIC, check_archive
from .data import (
    Cell,
    ColumnMap,
    EstateShape,
    Field,
    ReadReport,
    ReadResult,
    SheetReport,
    SheetRows,
)
from .errors import DamagedWorkbook, FileTooLarge, HasMacros, NotAWorkbook
from .homes import HomeText, find_building
from .households import Findings, Walker
from .layouts import Table, find_tables
from .persons import settle_persons
from .places import Locator
from .plans import make_plan, spread_merges
from .tables import read_table
from .texts import is_blank, plain
from .workbooks import read_workbook

Progress = Callable[[int, int], None]

NOTES = re.compile(r"说明|示例|样表|样例|模板|范例|填写|须知|图例|目录|字典|下拉|选项|参数")
SUMMARY = re.compile(r"汇总|统计|合计|进度|总表")
VOID = re.compile(r"作废|废弃|停用|勿用")
SIDEWAYS, MANY_FIELDS = 12, 60  # columns and rows in which a sideways header is looked for
DATED = frozenset({Field.BIRTH, Field.LEASE_START, Field.LEASE_END})
NOT_TABLES = (".xls", ".xlsx", ".xlsm", ".xltm", ".et", ".ods", ".doc", ".docx", ".pdf")


def read_sheets(source: str | os.PathLike[str] | bytes, filename: str) -> list[SheetRows]:
    """The sheets of a .xlsx or .csv. Errors: the classes of `errors`."""
    data = source if isinstance(source, bytes) else _load(Path(source))
    refuse_file(data, filename)
    if data.startswith(ZIP_MAGIC):
        return read_workbook(data)
    return [read_table(data, filename)]


def refuse_file(data: bytes, filename: str) -> None:
    """What can be told without reading the cells. Errors: the classes of `errors`."""
    if len(data) > MAX_FILE_BYTES:
        raise FileTooLarge(limit="30 MB")
    lower = filename.lower()
    if lower.endswith((".xlsm", ".xltm")):
        raise HasMacros
    if data.startswith((ZIP_MAGIC, OLE_MAGIC)):
        check_archive(data)
    elif lower.endswith(NOT_TABLES):
        raise DamagedWorkbook if lower.endswith(".xlsx") else NotAWorkbook
    elif not data.strip():
        raise NotAWorkbook


def _load(path: Path) -> bytes:
    if path.stat().st_size > MAX_FILE_BYTES:
        raise FileTooLarge(limit="30 MB")
    return path.read_bytes()


def read_register(
    source: str | os.PathLike[str] | bytes,
    filename: str,
    *,
    as_of: date,
    estate: EstateShape,
    column_maps: Mapping[str, ColumnMap] | None = None,
    progress: Progress | None = None,
) -> ReadResult:
    """Read and judge a register.

    `column_maps` overrides what is proposed, by the fingerprint of the proposed map or by
    `sheet:<name>`. `progress(done, total)` counts rows. Errors: the classes of `errors`.
    """
    return judge_sheets(
        read_sheets(source, filename),
        filename,
        as_of=as_of,
        estate=estate,
        column_maps=column_maps,
        progress=progress,
    )


def judge_sheets(
    sheets: list[SheetRows],
    filename: str,
    *,
    as_of: date,
    estate: EstateShape,
    column_maps: Mapping[str, ColumnMap] | None = None,
    progress: Progress | None = None,
) -> ReadResult:
    """The second half of `read_register`, for sheets that are already in memory."""
    maps = column_maps or {}
    locator, findings = Locator(estate), Findings()
    tables = {sheet.name: _tables_of(sheet, maps) for sheet in sheets}
    skips = _find_skips(sheets, tables)
    total = sum(len(sheet.rows) for sheet in sheets if skips[sheet.name] is None)
    reports, done = [], 0
    for sheet in sheets:
        place = _find_place(sheet, tables[sheet.name], filename, locator)
        if skips[sheet.name] is None:
            tick = (lambda row, base=done: progress(base + row, total)) if progress else None
            _walk_sheet(sheet, tables[sheet.name], place, locator, as_of, findings, tick)
            done += len(sheet.rows)
        reports.append(_report_sheet(sheet, skips[sheet.name], tables[sheet.name], place, locator))
    if progress:
        progress(total, total)
    persons, rows = settle_persons(findings)
    report = ReadReport(tuple(reports), tuple(findings.skipped), tuple(findings.vacant))
    return ReadResult(persons, rows, report)


def _tables_of(sheet: SheetRows, maps: Mapping[str, ColumnMap]) -> list[Table]:
    override = maps.get(f"sheet:{sheet.name}")
    if override is not None:
        return find_tables(sheet, override)
    tables = find_tables(sheet)
    return [replace(table, map=maps.get(table.map.fingerprint, table.map)) for table in tables]


def _find_skips(
    sheets: list[SheetRows], tables: Mapping[str, list[Table]]
) -> dict[str, str | None]:
    """Why each sheet is left out, None if it is imported."""
    skips = {sheet.name: _find_skip(sheet, tables[sheet.name]) for sheet in sheets}
    if any(skip is None for skip in skips.values()):
        return {
            name: "summary"
            if skip is None and SUMMARY.search(name) and _others(skips, name)
            else skip
            for name, skip in skips.items()
        }
    return skips


def _others(skips: Mapping[str, str | None], name: str) -> bool:
    """Another sheet holds the people, so that a summary would only double them."""
    return any(
        skip is None and other != name and not SUMMARY.search(other)
        for other, skip in skips.items()
    )


def _find_skip(sheet: SheetRows, tables: list[Table]) -> str | None:
    title = "".join(_title_texts(sheet, tables))
    if sheet.hidden:
        return "hidden"
    if not any(not is_blank(value) for row in sheet.rows for value in row):
        return "empty"
    if NOTES.search(sheet.name):
        return "notes"
    if VOID.search(sheet.name) or VOID.search(title):
        return "void"
    if not tables and _lies_sideways(sheet):
        return "transposed"
    if not tables:
        return "summary" if SUMMARY.search(sheet.name) or SUMMARY.search(title) else "no_header"
    return None


def _lies_sideways(sheet: SheetRows) -> bool:
    """The words of a header run down the first columns: each person is a column."""
    rows = [row[:SIDEWAYS] for row in sheet.rows[:MANY_FIELDS]]
    width = max((len(row) for row in rows), default=0)
    turned = [[row[i] if i < len(row) else "" for row in rows] for i in range(width)]
    return bool(find_tables(SheetRows(sheet.name, turned)))


def _doubt_serials(rows: list[list[Cell]], table: Table) -> None:
    """In a workbook that counts days from 1904, a bare number may have come from either count."""
    dated = [c.index for c in table.map.columns if c.field in DATED]
    for row in rows[table.first : table.end]:
        for index in dated:
            value = row[index] if index < len(row) else None
            if isinstance(value, (int, float)) and 2200 <= value < 100_000:
                row[index] = f"{value:g}?"


def _title_texts(sheet: SheetRows, tables: list[Table]) -> list[str]:
    end = min(tables[0].map.header_rows, default=0) if tables else min(3, len(sheet.rows))
    return [
        plain(value)
        for row in sheet.rows[:end]
        for value in row[:20]
        if isinstance(value, str) and not is_blank(value)
    ]


def _find_place(sheet: SheetRows, tables: list[Table], filename: str, locator: Locator) -> HomeText:
    """Building (and entrance) from sheet name, title or file name; none if they disagree."""
    by_name = find_building(sheet.name, locator.names)
    titles = [find_building(text, locator.names) for text in _title_texts(sheet, tables)]
    found = {text.building for text in titles if text.building}
    by_title = next((text for text in titles if text.building), HomeText(blank=True))
    if len(found) > 1:
        return by_name
    if by_name.building and by_title.building and by_name.building != by_title.building:
        return HomeText(blank=True)
    if by_name.building:
        return by_name if by_name.entrance or not by_title.entrance else by_title
    return by_title if by_title.building else find_building(Path(filename).stem, locator.names)


def _walk_sheet(
    sheet: SheetRows,
    tables: list[Table],
    place: HomeText,
    locator: Locator,
    as_of: date,
    findings: Findings,
    tick: Callable[[int], None] | None,
) -> None:
    rows: list[list[Cell]] = [list(row) for row in sheet.rows]
    copy = SheetRows(sheet.name, rows, sheet.hidden, sheet.merges)
    for table in tables:
        plan = make_plan(table.map, sheet)
        if not plan.blocks:
            continue
        spread_merges(copy, plan, table.first, table.end)
        if sheet.counts_from_1904:
            _doubt_serials(rows, table)
        walker = Walker(
            sheet.name,
            plan,
            locator,
            as_of,
            findings,
            sheet_building=place.building,
            sheet_entrance=place.entrance,
        )
        own = [table.narrow(row) for row in rows] if table.span else rows
        walker.walk(own, table.first, table.end, tick)
        # A line 3号楼2单元 above the next table speaks of that table.
        place = HomeText(walker.sheet_building, walker.sheet_entrance)


def _report_sheet(
    sheet: SheetRows, skip: str | None, tables: list[Table], place: HomeText, locator: Locator
) -> SheetReport:
    filled = [row for row in sheet.rows if any(not is_blank(value) for value in row)]
    sample = tuple(tuple(plain(value)[:60] for value in row[:40]) for row in filled[:8])
    return SheetReport(
        sheet.name,
        skip,
        len(filled),
        tuple(table.map for table in tables),
        None if skip else locator.index.get(place.building or ""),
        None if skip else place.entrance,
        sample,
    )
