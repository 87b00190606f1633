"""The published register sample, where it lies beside the project."""

import json
from datetime import date
from pathlib import Path

import pytest

from linli.estate.imports.data import EstateShape
from linli.estate.imports.reader import read_register
from linli.estate.imports.report import build_report

FOLDER = Path(__file__).resolve().parents[5] / "shared" / "data"
pytestmark = pytest.mark.skipif(
    not (FOLDER / "register-sample.expect.json").exists(),
    reason="the folder shared/data does not stand beside the project",
)
FIELDS = ("name", "sex", "relation", "relation_code", "disability", "low_income")


def read(name):
    return read_register(
        FOLDER / name, name, as_of=date(2025, 11, 30), estate=EstateShape.from_pattern()
    )


def expectations():
    return json.loads((FOLDER / "register-sample.expect.json").read_text())


def compare(result, people, rename=None):
    """Every mention of these people, field by field; what differs."""
    found = {}
    for row, entry in zip(result.rows, build_report(result)["persons"], strict=True):
        person = result.persons[row.person] if row.person is not None else None
        extra = {name: getattr(person, name) for name in FIELDS} if person else {}
        found[row.mention.sheet, row.mention.row, row.mention.block] = entry | extra
    different = []
    for person in people:
        for mention in person["mentions"]:
            key = (rename or mention["sheet"], mention["row"], mention["block"])
            entry = found.pop(key)
            expected = dict(person["normalized"] or {})
            expected["outcome"] = "refused" if person["outcome"] == "refused" else "accepted"
            expected["flags"] = sorted(person["flags"])
            entry["flags"] = sorted(entry["flags"])
            if any(entry[name] != value for name, value in expected.items()):
                different.append((key, entry, expected))
    return different, list(found)


def test_the_workbook():
    expected, result = expectations(), read("register-sample.xlsx")
    totals = build_report(result)["totals"]
    assert totals == {name: expected["totals"][name] for name in totals}
    assert compare(result, expected["all_persons"]) == ([], [])
    skipped = {(row.sheet, row.row): row.reason for row in result.report.skipped_rows}
    assert skipped == {(r["sheet"], r["row"]): r["reason"] for r in expected["skipped_rows"]}
    assert [
        (v.sheet, v.row, v.home.building, v.home.entrance, v.home.number)
        for v in result.report.vacant_homes
    ] == [
        tuple(v[name] for name in ("sheet", "row", "building", "entrance", "home"))
        for v in expected["vacant_homes"]
    ]


def test_every_notable_row_has_its_reason():
    rows = read("register-sample.xlsx").rows
    flags = {}
    for row in rows:
        key = row.mention.sheet, row.mention.row
        flags.setdefault(key, set()).update(flag.code.value for flag in row.flags)
    for row in expectations()["notable_rows"]:
        if row["kind"] != "accept":
            assert row["reason"] in flags[row["sheet"], row["row"]], row


def test_the_table_as_text():
    """One person's newer home stands on the other sheet, which this file does not have."""
    people = [p for p in expectations()["all_persons"] if p["mentions"][0]["sheet"] == "3号楼"]
    different, more = compare(read("register-sample.csv"), people, rename="register-sample")
    assert [key[1] for key, _, _ in different] == [408]
    assert more == []
