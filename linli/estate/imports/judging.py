"""One reading of one file, held against the register and kept as a preview."""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from typing import Any

from linli.estate.people.api import identity_index

from .comparison import ImportPlan, compare
from .data import ColumnMap, ReadResult, SheetReport
from .models import ImportRun
from .preview import Row, count_plan, describe_plan, fingerprint
from .queries import (
    load_column_maps,
    load_homes,
    load_register,
    make_shape,
    open_source,
    seal_plan,
)
from .reader import read_register

Progress = Callable[[int, int], None]
READING = 80  # percent of a judgement that reading takes; the register takes the rest


@dataclass(frozen=True)
class Judged:
    """One reading of one file against the register of this moment."""

    result: ReadResult
    plan: ImportPlan
    rows: list[Row]


def judge_file(
    content: bytes,
    name: str,
    as_of: date,
    maps: dict[str, ColumnMap],
    progress: Progress | None = None,
) -> Judged:
    """Read a file and hold it against the register. Raises RegisterFileError."""
    tell = progress or _say_nothing
    tell(0, 100)
    homes = load_homes()
    result = read_register(
        content, name, as_of=as_of, estate=make_shape(homes), column_maps=maps,
        progress=lambda done, total: tell(READING * done // max(total, 1), 100),
    )  # fmt: skip
    register = load_register(homes)
    tell(90, 100)
    indexes = [identity_index(p.id_number) if p.id_number else None for p in result.persons]
    plan = compare(result, register, indexes)
    tell(95, 100)
    return Judged(result, plan, describe_plan(result, plan))


def _say_nothing(done: int, total: int) -> None:
    pass


def judge_run(run: ImportRun, progress: Progress | None = None) -> Judged:
    """The file of a run, with the columns that were chosen for it, against the register of now."""
    maps = load_column_maps() | overrides_of(run)
    return judge_file(open_source(run), run.file_name, run.as_of, maps, progress)


def overrides_of(run: ImportRun) -> dict[str, ColumnMap]:
    """Columns that a clerk chose for this file; those of a preview under way before the shown."""
    maps = run.column_maps
    stored = maps.get("pending", maps.get("overrides", {}))
    return {key: ColumnMap.from_json(json.dumps(found)) for key, found in stored.items()}


def pack_overrides(overrides: dict[str, ColumnMap]) -> dict[str, Any]:
    """For JSON: what `overrides_of` reads."""
    return {key: json.loads(found.to_json()) for key, found in overrides.items()}


def preview_fields(judged: Judged, overrides: dict[str, ColumnMap]) -> dict[str, Any]:
    """The columns of a run that hold a preview."""
    return {
        "plan": seal_plan(judged.rows),
        "basis": fingerprint(judged.rows),
        "totals": count_plan(judged.result, judged.plan),
        "column_maps": {
            "overrides": pack_overrides(overrides),
            "sheets": [_describe_sheet(sheet) for sheet in judged.result.report.sheets],
        },
        "state": "previewed",
        "progress": 100,
    }


def _describe_sheet(sheet: SheetReport) -> dict[str, Any]:
    return {
        "name": sheet.name,
        "skipped": sheet.skipped,
        "rows": sheet.filled_rows,
        "sample": sheet.sample,
        "maps": [json.loads(m.to_json()) | {"fingerprint": m.fingerprint} for m in sheet.maps],
    }
