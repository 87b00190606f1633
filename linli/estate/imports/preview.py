"""The preview: every place of the file with what would become of it."""

from __future__ import annotations

import hashlib
import json
from collections import Counter
from typing import Any

from .comparison import ImportPlan, Outcome, Planned
from .data import Flag, PersonRow, ReadResult
from .report import count_totals

Row = dict[str, Any]


def describe_plan(result: ReadResult, plan: ImportPlan) -> list[Row]:
    """One entry for each place where a person is mentioned, then one for each changed home.

    Keys: sheet, row, block, outcome (new, changed, unchanged, refused), flags [[code, field,
    raw]], name, last4, plate, changes [[field, old, new]]. A person mentioned again carries the
    outcome of the first place and no changes.
    """
    seen: set[int] = set()
    rows = []
    for row in result.rows:
        planned = plan.planned[row.person] if row.person is not None else None
        again = row.merged or (row.person is not None and row.person in seen)
        if row.person is not None:
            seen.add(row.person)
        rows.append(_describe(row, planned, again))
    return rows + [_describe_home(change.home.plate, change.changes) for change in plan.homes]


def _describe(row: PersonRow, planned: Planned | None, again: bool) -> Row:
    flags = list(row.flags) + ([] if planned is None or again else planned.flags)
    outcome = Outcome.REFUSED if planned is None or not row.accepted else planned.outcome
    home = planned.home if planned else None
    changes = {} if planned is None or again else planned.changes
    return {
        "sheet": row.mention.sheet,
        "row": row.mention.row,
        "block": row.mention.block,
        "again": again,
        "outcome": outcome.value,
        "flags": [_flag(flag) for flag in flags],
        "name": (planned.person.name if planned else row.name) or "",
        "last4": (planned.person.id_number_last4 if planned and planned.index else None) or "",
        "plate": home.plate if home else "",
        "changes": [[name, *values] for name, values in changes.items()],
    }


def _flag(flag: Flag) -> list[str]:
    return [flag.code.value, flag.field.value, flag.raw[:80]]


def _describe_home(plate: str, changes: dict[str, tuple[str, str]]) -> Row:
    return {
        "sheet": "", "row": 0, "block": "home", "again": False,
        "outcome": Outcome.CHANGED.value, "flags": [], "name": "", "last4": "", "plate": plate,
        "changes": [[name, *values] for name, values in changes.items()],
    }  # fmt: skip


def count_plan(result: ReadResult, plan: ImportPlan) -> dict[str, int]:
    """The totals of the file and of what confirming would do."""
    outcomes = Counter(planned.outcome.value for planned in plan.planned)
    return {
        **count_totals(result),
        "new": outcomes["new"],
        "changed": outcomes["changed"],
        "unchanged": outcomes["unchanged"],
        "moved": sum("home" in p.changes for p in plan.planned),
        "flagged": sum(bool(row.flags) for row in result.rows if row.accepted),
        "homes_changed": len(plan.homes),
        "skipped_sheets": sum(sheet.skipped is not None for sheet in result.report.sheets),
    }


def fingerprint(rows: list[Row]) -> str:
    """Names a preview: the same file on the same register gives the same."""
    return hashlib.sha256(json.dumps(rows, ensure_ascii=False).encode()).hexdigest()
