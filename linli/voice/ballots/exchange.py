"""Roll and ballots as sheets, for a government e-voting system and back again (OWN-18)."""

from __future__ import annotations

import csv
import hashlib
import io
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from django.db import IntegrityError, transaction
from django.utils.translation import gettext
from openpyxl import Workbook, load_workbook

from linli.base.accounts.api import Actor
from linli.base.audit.api import record
from linli.base.calendars.api import now
from linli.base.scopes.api import copy_rows
from linli.estate.organisations.api import Permission, require
from linli.voice.ballots.actions import account_of, assembly_in, tell_pages
from linli.voice.ballots.casting import require_open
from linli.voice.ballots.counting import PUBLISHED, counting_ballots
from linli.voice.ballots.data import AssemblyState, Choice, Repeat, Way
from linli.voice.ballots.errors import NotPublished, SheetBroken, SheetLate, SheetWrong
from linli.voice.ballots.models import Assembly, Ballot
from linli.voice.ballots.queries import assembly_for
from linli.voice.ballots.seals import ballot_leaf, new_receipt

MOST_ROWS = 200_000
MOST_BYTES = 30 * 1024 * 1024
_SHOWN = 5  # wrong rows that are named
ROLL_HEAD = ("编号", "门牌", "套数", "面积（平方厘米）", "面积来源")
_WORDS = {
    "同意": Choice.YES, "赞成": Choice.YES, "y": Choice.YES, "yes": Choice.YES,
    "反对": Choice.NO, "不同意": Choice.NO, "n": Choice.NO, "no": Choice.NO,
    "弃权": Choice.ABSTAIN, "a": Choice.ABSTAIN, "abstain": Choice.ABSTAIN,
    "无效": Choice.INVALID, "x": Choice.INVALID, "invalid": Choice.INVALID,
}  # fmt: skip


@dataclass(frozen=True)
class Imported:
    """What became of a sheet: new ballots, and those whose voter had voted already."""

    new: int
    known: int
    refused: tuple[str, ...]  # codes of voters whose first ballot stands


@transaction.atomic
def export_roll(assembly_id: int, *, actor: Actor, form: str = "xlsx") -> bytes:
    """The frozen roll, one row a head: code, plates, units, area in integer cm². Logged.

    No names: a government system knows the owner of a home better than we do.
    """
    require(actor, Permission.RUN_ASSEMBLY)
    assembly = assembly_for(actor, assembly_id)
    record("roll.exported", "assembly", assembly.pk, actor=actor, purpose="e-voting")
    rows: dict[str, list[Any]] = {}
    lines = assembly.lines.order_by("voter_id", "home__place__sort_key").values_list(
        "voter__code", "home__place__plate", "area_cm2", "area_source"
    )
    for code, plate, area, source in lines:
        row = rows.setdefault(code, [code, [], 0, 0, source])
        row[1].append(plate)
        row[2] += 1
        row[3] += area
    table = ([row[0], "、".join(row[1]), *row[2:]] for row in rows.values())
    return write_sheet(ROLL_HEAD, table, form)


@transaction.atomic
def export_ballots(assembly_id: int, *, actor: Actor, form: str = "xlsx") -> bytes:
    """What was cast, after publication: receipt, code, area, answers. Logged."""
    require(actor, Permission.RUN_ASSEMBLY)
    assembly = assembly_for(actor, assembly_id)
    if assembly.state != PUBLISHED:
        raise NotPublished
    record("ballots.exported", "assembly", assembly.pk, actor=actor, purpose="e-voting")
    items = assembly.items.count()
    head = ("回执", "编号", "面积（平方厘米）", *(f"议题{n}" for n in range(1, items + 1)))
    words = {Choice.YES: "同意", Choice.NO: "反对", Choice.ABSTAIN: "弃权", Choice.INVALID: "无效"}
    rows = sorted(counting_ballots(assembly), key=lambda row: row[2])
    table = ([r[2], r[3], r[0], *(words[Choice(c)] for c in r[1])] for r in rows)
    return write_sheet(head, table, form)


def write_sheet(head: Sequence[str], rows: Iterator[Sequence[Any]], form: str) -> bytes:
    """A sheet with one head row, as "xlsx" or "csv"."""
    if form == "csv":
        text = io.StringIO()
        writer = csv.writer(text)
        writer.writerow(head)
        writer.writerows(rows)
        return text.getvalue().encode("utf-8-sig")  # as spreadsheets open it
    book = Workbook(write_only=True)
    sheet = book.create_sheet("Linli")
    sheet.append(list(head))
    for row in rows:
        sheet.append(list(row))
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


@transaction.atomic
def import_ballots(assembly_id: int, data: bytes, *, actor: Actor) -> Imported:
    """Ballots from a government system: the code of the roll, and one answer an item a column.

    All rows or none: what is wrong is named by its row. Whoever has voted here keeps that ballot
    where the first counts. The same sheet again adds nothing. Raises SheetBroken, SheetWrong.
    """
    return take_ballots(assembly_id, read_sheet(data), data, actor=actor)


@transaction.atomic
def take_ballots(assembly_id: int, rows: list[list[str]], data: bytes, *, actor: Actor) -> Imported:
    """The rows of `read_sheet` into the box, all or none; `data` is the sheet they came from."""
    require(actor, Permission.RUN_ASSEMBLY)
    assembly = assembly_in(assembly_id, actor, AssemblyState.OPEN.value)
    require_open(assembly, now())
    items = assembly.items.count()
    voters = dict(assembly.voters.values_list("code", "pk"))
    choices = _check(rows, items, voters)
    ways = dict(assembly.ballots.values_list("voter__code", "way"))
    new = {code: given for code, given in choices.items() if code not in ways}
    _put(assembly, new, voters, data, actor)
    refused = tuple(c for c in choices if c in ways and ways[c] != Way.IMPORTED)
    record("ballots.imported", "assembly", assembly.pk, actor=actor, new=len(new))
    tell_pages(assembly)
    return Imported(len(new), len(choices) - len(new), refused)


def read_sheet(data: bytes) -> list[list[str]]:
    """Rows after the head as texts, from .xlsx or .csv (UTF-8, with or without BOM, or GBK)."""
    if not data or len(data) > MOST_BYTES:
        raise SheetBroken(field="file")
    try:
        rows = _read_book(data) if data[:2] == b"PK" else _read_csv(data)
    except Exception as error:  # parsers meet hostile bytes with whatever error they like
        raise SheetBroken(field="file") from error
    if len(rows) < 2 or len(rows) > MOST_ROWS:
        raise SheetBroken(field="file")
    return rows[1:]


def _read_book(data: bytes) -> list[list[str]]:
    book = load_workbook(io.BytesIO(data), read_only=True, data_only=True)
    sheet = book.worksheets[0]
    return [
        ["" if cell is None else str(cell).strip() for cell in row]
        for row in sheet.iter_rows(values_only=True, max_row=MOST_ROWS + 1)
    ]


def _read_csv(data: bytes) -> list[list[str]]:
    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError:
        text = data.decode("gb18030")
    return [[cell.strip() for cell in row] for row in csv.reader(io.StringIO(text)) if any(row)]


def _check(rows: list[list[str]], items: int, voters: dict[str, int]) -> dict[str, str]:
    found: dict[str, str] = {}
    wrong: list[tuple[int, str]] = []
    for number, row in enumerate(rows, start=2):
        code = row[0] if row else ""
        given = [_WORDS.get(cell.lower()) for cell in row[1 : items + 1]]
        if code not in voters:
            wrong.append((number, gettext("名册上没有编号 %(code)s") % {"code": code[:20]}))
        elif code in found:
            wrong.append((number, gettext("编号 %(code)s 出现两次") % {"code": code}))
        elif len(given) != items or None in given or any(row[items + 1 :]):
            wrong.append((number, gettext("每个议题要有一个答案：同意、反对、弃权或无效")))
        else:
            found[code] = "".join(choice.value for choice in given if choice)
    if wrong:
        numbers = "、".join(str(number) for number, _what in wrong[:_SHOWN])
        raise SheetWrong(field="file", count=len(wrong), rows=numbers, what=wrong[0][1])
    return found


def _put(
    assembly: Assembly, new: dict[str, str], voters: dict[str, int], data: bytes, actor: Actor
) -> None:
    key = hashlib.sha256(data).hexdigest()[:20]
    at, account = now(), account_of(actor)
    ballots = []
    for code, choices in new.items():
        receipt = new_receipt()
        ballots.append(
            Ballot(
                assembly=assembly, voter_id=voters[code], turn=1,
                may_replace=assembly.rules.repeat == Repeat.LAST, choices=choices,
                way=Way.IMPORTED.value, receipt=receipt,
                leaf=ballot_leaf(assembly.code, receipt, code, choices),
                client_key=f"import:{key}:{code}", cast_by_id=account, cast_at=at,
            )
        )  # fmt: skip
    try:
        with transaction.atomic():
            copy_rows(ballots)
    except IntegrityError as error:  # somebody voted, or the box was closed, in this moment
        raise SheetLate(field="file") from error
