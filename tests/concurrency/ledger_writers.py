"""Processes of the crash test, each a program that may die at any moment.

prepare: an estate with books. write N FILE: one entry after the other, each key tried until it is
acknowledged, also by the next writer that finds the file. seal: again and again. check FILE…: what
is left is posted, everything held against the files, then the book goes into the last one.
"""

from __future__ import annotations

import json
import os
import random
import sys
import time
from pathlib import Path
from typing import Any

PATIENCE = 60.0  # seconds until somebody who gets no answer gives up


def prepare() -> None:
    from linli.base.scopes.api import estate_scope
    from linli.estate.testing import make_cast
    from linli.money.ledger.testing import make_books, make_prepaid, make_receivable

    cast = make_cast()
    with estate_scope(cast.estate.pk):
        book = make_books()
        homes = sorted(cast.actor("owner").home_ids | cast.actor("resident").home_ids)
        accounts = [make_receivable(book, home).pk for home in homes]
        accounts += [make_prepaid(book, home).pk for home in homes]
        from linli.money.ledger.api import find_account

        bank = find_account(book, "bank").pk
    desk = {"estate": cast.estate.pk, "user": cast.accountant.pk, "book": book.pk, "bank": bank,
            "accounts": accounts}  # fmt: skip
    print(json.dumps(desk))


def write(number: int, log: Path) -> None:
    finish(log)
    count = sum(1 for line in _lines(log) if line.startswith("try"))
    with log.open("a") as file:
        while True:
            count += 1
            # paid in: never below zero, whatever account it is
            key, amount = f"{number}:{count}", random.randint(1, 900)
            account = random.choice(_desk()["accounts"])
            _note(file, f"try {key} {account} {amount}")
            _until_answered(file, key, account, amount)


def finish(log: Path) -> None:
    """Post what somebody who died was trying."""
    if left := _unanswered(log):
        with log.open("a") as file:
            _until_answered(file, *left)


def _until_answered(file: Any, key: str, account: int, amount: int) -> None:
    from django.db import Error, connection

    from linli.base.accounts.data import Actor
    from linli.base.events.api import handles
    from linli.base.scopes.api import estate_scope
    from linli.money.ledger.api import EntryDraft, EntryPosted, Posting, post_entry
    from linli.money.ledger.testing import day

    handles(EntryPosted)(_listen)
    desk = _desk()
    draft = EntryDraft(
        book_id=desk["book"], key=key, kind="payment", occurred_on=day("2026-07-01"),
        lines=(Posting(desk["bank"], amount), Posting(account, -amount)),
    )  # fmt: skip
    until = time.monotonic() + PATIENCE
    while True:
        try:
            with estate_scope(desk["estate"]):
                post_entry(draft, actor=Actor(desk["user"], desk["estate"]))
        except Error:
            connection.close()
            if time.monotonic() > until:
                raise
            time.sleep(0.05)
        else:
            _note(file, f"ack {key}")
            return


def _listen(event: Any) -> None:
    """Somebody listens, so that the news is written."""


def seal() -> None:
    from django.db import Error, connection

    from linli.money.ledger.tasks import seal_books

    while True:
        try:
            seal_books(0)
        except Error:
            connection.close()
        time.sleep(0.1)


def check(logs: list[Path], out: Path) -> None:
    """Every key that was tried stands in the book once, with its content, and nothing else does."""
    from django.db import connection

    from linli.base.scopes.api import estate_scope
    from linli.money.ledger.api import export_book, find_differences, list_books, seal_book

    for log in logs:
        finish(log)
    tried = {}
    for line in (line for log in logs for line in _lines(log) if line.startswith("try")):
        _, key, account, amount = line.split()
        tried[key] = (int(account), -int(amount))
    desk = _desk()
    with estate_scope(desk["estate"]), connection.cursor() as cursor:
        cursor.execute("SELECT e.key, l.account_id, l.amount FROM ledger_entry e"
                       " JOIN ledger_line l ON l.entry_id = e.id AND l.number = 2")  # fmt: skip
        rows = cursor.fetchall()
        assert len(rows) == len(tried), (len(rows), len(tried))
        assert {key: (account, amount) for key, account, amount in rows} == tried
        for query in (
            "SELECT count(*) FROM audit_row WHERE action = 'ledger.posted'",
            "SELECT count(*) FROM quiet_news WHERE event_type = 'EntryPosted'",
        ):
            cursor.execute(query)
            assert cursor.fetchone() == (len(tried),), query
        seal_book(desk["book"])
        assert [find_differences(book.pk) for book in list_books()] == [[]] * 4
        book = next(book for book in list_books() if book.pk == desk["book"])
        with out.open("wb") as stream:
            last = export_book(book, stream)
    print(json.dumps({"entries": len(tried), "seals": last.number if last else 0}))


def _desk() -> dict[str, Any]:
    desk: dict[str, Any] = json.loads(os.environ["LEDGER_DESK"])
    return desk


def _lines(log: Path) -> list[str]:
    """Whole lines: the last one may have been cut by the death of its writer."""
    return log.read_text().split("\n")[:-1] if log.exists() else []


def _unanswered(log: Path) -> tuple[str, int, int] | None:
    lines = _lines(log)
    if not lines or not lines[-1].startswith("try"):
        return None
    _, key, account, amount = lines[-1].split()
    return key, int(account), int(amount)


def _note(file: Any, line: str) -> None:
    """One write, so that a death leaves a whole line or none."""
    os.write(file.fileno(), f"{line}\n".encode())


def main() -> None:
    import django

    django.setup()
    what, *rest = sys.argv[1:]
    if what == "prepare":
        prepare()
    elif what == "seal":
        seal()
    elif what == "check":
        check([Path(log) for log in rest[:-1]], Path(rest[-1]))
    else:
        write(int(rest[0]), Path(rest[1]))


if __name__ == "__main__":
    main()
