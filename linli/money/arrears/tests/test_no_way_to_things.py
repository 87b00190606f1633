"""FEE-01: no code path leads from a debt to a door, a lift, a charger, a meter, a heating valve."""

from __future__ import annotations

import ast
from pathlib import Path

import pytest

import linli
from linli.base.events.api import Event

ROOT = Path(linli.__file__).parent
ALLOWED = ("money", "web", "cli")  # pages that show it; nothing that acts on things
# what tells of a debt in fees: whether a bill is open, paid, late
TELLING = {"open_bills", "open_bills_of", "own_bills", "is_overdue", "list_debts", "own_debts"}
READERS = ("money", "web", "cli", "gateways")


def imports_of(path: Path) -> set[str]:
    """Modules and names that a file imports, as dotted names."""
    found = set()
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            found |= {alias.name for alias in node.names}
        elif isinstance(node, ast.ImportFrom):
            found |= {f"{node.module or ''}.{alias.name}" for alias in node.names}
            found.add(node.module or "")
    return found


def sources() -> list[Path]:
    return [path for path in ROOT.rglob("*.py") if "tests" not in path.parts]


@pytest.mark.rule("FEE-01")
def test_nobody_but_money_and_its_pages_reads_arrears() -> None:
    readers = {
        path.relative_to(ROOT).as_posix()
        for path in sources()
        if any(name.startswith("linli.money.arrears") for name in imports_of(path))
    }
    assert readers, "the test looks at the right tree"
    assert not [path for path in readers if path.split("/")[0] not in ALLOWED]


@pytest.mark.rule("FEE-01")
def test_nothing_that_acts_on_things_asks_whether_a_bill_is_paid() -> None:
    wrong = [
        path.relative_to(ROOT).as_posix()
        for path in sources()
        if path.relative_to(ROOT).parts[0] not in READERS
        and any(
            name.startswith("linli.money.fees") and name.rsplit(".", 1)[-1] in TELLING
            for name in imports_of(path)
        )
    ]
    assert wrong == []


@pytest.mark.rule("FEE-01")
def test_arrears_tell_no_news_that_a_thing_could_hear() -> None:
    for folder in ("arrears", "fees"):
        for path in (ROOT / "money" / folder).glob("*.py"):
            names = imports_of(path)
            assert not [n for n in names if n.startswith("linli.base.events")], path
    told = [e.__module__ for e in Event.registry.values()]
    assert not [m for m in told if m.startswith(("linli.money.arrears", "linli.money.fees"))]


@pytest.mark.rule("FEE-01")
def test_no_raw_sql_elsewhere_reads_the_tables_of_arrears() -> None:
    tables = ("payment_demand", "instalment_plan", "payment_urging", "rent_review", "lawsuit")
    wrong = [
        path.relative_to(ROOT).as_posix()
        for path in sources()
        if path.relative_to(ROOT).parts[0] != "money"
        and any(table in path.read_text(encoding="utf-8") for table in tables)
    ]
    assert wrong == []
