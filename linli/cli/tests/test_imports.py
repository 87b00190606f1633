"""`linli import register FILE` to its end, as somebody at the shell has it."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from linli.base.scopes.api import all_estates, estate_scope
from linli.estate.imports.tests.test_confirming import number, row, workbook
from linli.estate.models import ImportRun, Person
from linli.estate.testing import Cast, make_cast

Run = Callable[..., "subprocess.CompletedProcess[str]"]


@pytest.fixture
def town(committed_db: Any) -> Cast:
    with all_estates():
        return make_cast()


@pytest.fixture
def run(committed_db: Any, town: Cast) -> Run:
    """`linli import register` on the committed database; `typed` comes from the keyboard."""
    environment = os.environ | {
        "LINLI_DATABASE_URL": committed_db.app_url,
        "LINLI_DATABASE_OWNER_URL": committed_db.owner_url,
        "LANG": "zh_CN.UTF-8",
    }
    environment = {k: v for k, v in environment.items() if not k.startswith("LC_")}

    def call(*given: str, typed: str = "", **more: str) -> subprocess.CompletedProcess[str]:
        return subprocess.run(
            [sys.executable, "-m", "linli.cli", "import", "register", *given,
             *(["--estate", town.estate.code] if "--preview" not in given else [])],
            env=environment | more, input=typed, capture_output=True, text=True, timeout=120,
            check=False,
        )  # fmt: skip

    return call


@pytest.fixture
def file(tmp_path: Path) -> str:
    path = tmp_path / "台账.xlsx"
    path.write_bytes(workbook(row("孟新", 号=number(1)), row("错房", (3, 9, 101))))
    return str(path)


def people(town: Cast) -> int:
    with estate_scope(town.estate.pk):
        return Person.objects.filter(name="孟新").count()


def states(town: Cast) -> list[str]:
    with estate_scope(town.estate.pk):
        return list(ImportRun.objects.order_by("id").values_list("state", flat=True))


def test_written_once_with_yes(town: Cast, run: Run, file: str) -> None:
    done = run(file, "--yes")
    assert (done.returncode, people(town)) == (0, 1), done.stderr
    assert "已写入" in done.stdout
    assert "小区里没有这套房" in done.stdout
    again = run(file, "--yes")
    assert (again.returncode, people(town), states(town)) == (0, 1, ["confirmed", "confirmed"])


def test_asked_and_refused(town: Cast, run: Run, file: str) -> None:
    done = run(file, typed="n\n")
    assert (done.returncode, people(town), states(town)) == (0, 0, ["dropped"])
    assert "什么都没有写入" in done.stdout


def test_asked_and_agreed_in_english(town: Cast, run: Run, file: str) -> None:
    done = run(file, typed="y\n", LANG="en_US.UTF-8")
    assert (done.returncode, people(town)) == (0, 1), done.stderr
    assert not any("\u4e00" <= c <= "\u9fff" for c in done.stdout if c not in "台账孟新错房")


def test_nobody_there_to_ask_writes_nothing(town: Cast, run: Run, file: str) -> None:
    done = run(file)
    assert done.returncode != 0
    assert (people(town), states(town)) == (0, ["dropped"])


def test_preview_against_an_estate_as_json(town: Cast, run: Run, file: str, tmp_path: Path) -> None:
    out = tmp_path / "out.json"
    assert run(file, "--preview", "--estate", town.estate.code, "--json", str(out)).returncode == 0
    report = json.loads(out.read_text())
    assert (report["totals"]["new"], people(town)) == (1, 0)
    assert {r["name"]: r["outcome"] for r in report["rows"]} == {"孟新": "new", "错房": "refused"}


def test_json_on_the_screen_is_only_json(town: Cast, run: Run, file: str) -> None:
    done = run(file, "--yes", "--json", "-")
    assert json.loads(done.stdout)["totals"]["new"] == 1
    assert people(town) == 1


@pytest.mark.parametrize("name", ["坏.xlsx", "空.csv"])
def test_unreadable_file_is_refused_with_words(
    town: Cast, run: Run, tmp_path: Path, name: str
) -> None:
    bad = tmp_path / name
    bad.write_bytes(b"PK\x03\x04nothing" if name.endswith("xlsx") else b"")
    done = run(str(bad), "--yes")
    assert (done.returncode, states(town)) == (1, [])
    assert done.stderr.strip()
    assert "Traceback" not in done.stderr


def test_sheet_left_out_is_named_with_the_reason(town: Cast, run: Run, tmp_path: Path) -> None:
    sideways = tmp_path / "横表.csv"
    sideways.write_text(f"姓名,孟新,孟妻\n房号,3-1-101,3-1-101\n身份证号,{number(1)},{number(2)}\n")
    for options in (("--preview",), ("--yes",)):
        done = run(str(sideways), *options)
        assert "转置" in done.stdout, done.stderr
    assert people(town) == 0
