"""`linli ledger verify` without a database: what it says and how it ends."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

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
    assert "第 1 次封存,第 7 笔,借贷不平,差 1" in found.stdout
    path.write_bytes(b"\xff\xfe")
    assert verify(str(path)).returncode == 1
    assert verify().returncode == 2
