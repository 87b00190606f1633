"""`linli ledger verify`, of a file without a database and of a database: what it says, how it ends."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path
from typing import Any

import psycopg
import pytest

from linli.money.ledger.merkle import chain_root, leaf_hash, tree_root
from linli.money.ledger.texts import Sealed, book_text, entry_text, seal_text

AT = "2026-07-09T02:03:04.123456Z"
LABELS = ("A/bank", "I/income:other")


def write_book(path: Path) -> str:
    """One entry of 40.00 under one seal; the root."""
    entry = Sealed(7, "k", "payment", "2026-07-09", AT, 1, "", "", None, (), (1, 2), LABELS,
                   (4000, -4000))  # fmt: skip
    text, book = entry_text(entry, b"salt"), book_text(1, "joint_account", "CNY")
    leaf = leaf_hash(text)
    seal = seal_text(1, 1, 1, AT, tree_root([leaf]))
    root = chain_root(chain_root(b"", book), seal).hex()
    balances = '{"A/bank":4000,"I/income:other":-4000}'
    path.write_text(
        f'{book.decode()}\n{{"accounts":{{"A/bank":1,"I/income:other":1}}}}\n'
        f'["{leaf.hex()}",{text.decode()}]\n{seal.decode()[:-1]},"root":"{root}"}}\n'
        f'{{"end":{{"entries":1,"lines":2,"seals":1,"root":"{root}","balances":{balances}}}}}\n'
    )
    return root


def verify(*words: str) -> subprocess.CompletedProcess[str]:
    """Far from any database and settings."""
    env = {k: v for k, v in os.environ.items() if not k.startswith(("LINLI_", "DJANGO_"))}
    command = [sys.executable, "-m", "linli.cli", "ledger", "verify", *words]
    return subprocess.run(
        command, env=env | {"LC_ALL": "zh_CN.UTF-8"}, capture_output=True, text=True, timeout=120
    )


def test_a_sound_book_is_said_to_be_sound(tmp_path: Path) -> None:
    root = write_book(tmp_path / "b")
    found = verify(str(tmp_path / "b"), "--root", root)
    assert found.returncode == 0, found.stderr
    assert root in found.stdout
    assert "40.00" in found.stdout


def test_another_root_a_change_and_garbage_end_with_1(tmp_path: Path) -> None:
    path = tmp_path / "b"
    write_book(path)
    assert verify(str(path), "--root", "ab" * 32).returncode == 1
    path.write_text(path.read_text().replace('"A/bank",4000]', '"A/bank",4001]'))
    found = verify(str(path))
    assert found.returncode == 1
    assert "第 1 次封存，第 7 笔，借贷不平，差 1" in found.stdout
    path.write_bytes(b"\xff\xfe")
    assert verify(str(path)).returncode == 1
    assert verify().returncode == 2


@pytest.fixture
def kept(committed_db: Any, tmp_path: Path) -> Any:
    """A sealed payment in a database of its own, and a call of `verify --database` on it."""
    from linli.base.scopes.api import estate_scope
    from linli.estate.testing import make_cast
    from linli.money.ledger.api import seal_book
    from linli.money.ledger.testing import make_books, make_entry

    with estate_scope(make_cast().estate.pk):
        book = make_books()
        make_entry(book, ("bank", 4000), ("income:other", -4000))
        seal_book(book.pk)
    env = {
        "LINLI_DATABASE_URL": committed_db.app_url,
        "LINLI_DATABASE_OWNER_URL": committed_db.owner_url,
        "LINLI_VAR": str(tmp_path),
        "LC_ALL": "zh_CN.UTF-8",
    }
    command = [sys.executable, "-m", "linli.cli", "ledger", "verify", "--database"]

    def call() -> subprocess.CompletedProcess[str]:
        return subprocess.run(
            command, env=os.environ | env, capture_output=True, text=True, timeout=120
        )

    return call


def edit(cluster: Any, statement: str) -> None:
    """With the superuser's password, and no trigger to say no."""
    with psycopg.connect(cluster.superuser_url, dbname=_name(cluster)) as connection:
        connection.execute("SET session_replication_role = replica")
        connection.execute(statement)  # type: ignore[call-overload]


def _name(cluster: Any) -> str:
    name: str = cluster.app_url.split("?")[0].rsplit("/", 1)[1]
    return name


def test_every_book_of_the_database_is_looked_at(kept: Any, committed_db: Any) -> None:
    sound = kept()
    assert sound.returncode == 0, sound.stdout + sound.stderr
    assert sound.stdout.count("✓") >= 4, "the four standard books"
    assert "40.00" in sound.stdout
    assert "✗" not in sound.stdout
    assert kept().stdout == sound.stdout, "a look changes nothing"

    edit(committed_db, "UPDATE ledger_day_sum SET debit = debit + 1 WHERE debit > 0")
    beside = kept()
    assert beside.returncode == 1
    assert "每日合计和明细不一致：A/bank" in beside.stdout

    edit(committed_db, "UPDATE ledger_line SET amount = amount * 2")
    changed = kept()
    assert changed.returncode == 1
    assert "内容和封存时不一样" in changed.stdout
