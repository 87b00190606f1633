"""Seals: which entries they take, what they prove, what a look at the file finds."""

from __future__ import annotations

import gzip
import io
import json
import re
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from django.db import IntegrityError, connection, transaction

from linli.base.errors import NotFound
from linli.money.ledger import api as ledger
from linli.money.ledger import sealing, tasks
from linli.money.ledger.models import DaySum, Leaf, Seal, Unsealed
from linli.money.ledger.testing import day, make_books, make_entry, make_receivable
from linli.money.ledger.verifying import FileUnreadable, Report, verify_file

REFUSED = re.compile("permission denied|append-only")


@pytest.fixture
def book(cast: Any) -> ledger.Book:
    return make_books()


def fill(book: ledger.Book, count: int, **over: Any) -> list[int]:
    return [
        make_entry(book, ("bank", n), ("income:other", -n), **over).pk for n in range(1, count + 1)
    ]


@pytest.fixture
def small(monkeypatch: pytest.MonkeyPatch) -> None:
    """Seals of seven entries at most."""
    monkeypatch.setattr(sealing, "BATCH", 7)


@pytest.fixture
def exported(book: ledger.Book, small: None, tmp_path: Path) -> Callable[[], Path]:
    """The book with all that is in it, in a file."""

    def write() -> Path:
        ledger.seal_book(book.pk)
        path = tmp_path / "book.jsonl"
        with path.open("wb") as stream:
            ledger.export_book(book, stream)
        return path

    return write


def test_a_seal_takes_what_is_new_and_nothing_twice(book: ledger.Book, small: None) -> None:
    ids = fill(book, 10)
    last = ledger.seal_book(book.pk)
    assert last is not None
    assert (last.number, last.entries, last.total) == (2, 3, 10)
    assert ledger.seal_book(book.pk) is None
    assert ledger.latest_seal(book) == last
    assert sorted(Leaf.objects.values_list("entry_id", flat=True)) == ids
    assert not Unsealed.objects.exists()
    more = fill(book, 2)
    third = ledger.seal_book(book.pk)
    assert third is not None
    assert (third.number, third.total) == (3, 12)
    assert list(third.leaves.order_by("position").values_list("entry_id", flat=True)) == more


def test_books_have_chains_of_their_own(book: ledger.Book) -> None:
    other = ledger.find_book(ledger.COMMON)
    fill(book, 1)
    make_entry(other, ("bank", 5), ("income:parking", -5))
    assert ledger.seal_book(book.pk).number == 1  # type: ignore[union-attr]
    assert ledger.latest_seal(other) is None
    assert ledger.seal_book(other.pk).number == 1  # type: ignore[union-attr]
    with pytest.raises(NotFound):
        ledger.seal_book(987654321)


def test_each_minute_all_books_are_sealed(cast: Any, book: ledger.Book, small: None) -> None:
    fill(book, 8)
    make_entry(ledger.find_book(ledger.COMMON), ("bank", 5), ("income:parking", -5))
    tasks.seal_books(0)
    assert Seal.objects.count() == 3
    tasks.seal_books(0)
    assert Seal.objects.count() == 3
    tasks.check_books(0)


def test_every_entry_has_a_proof(book: ledger.Book, small: None) -> None:
    home = make_receivable(book, next(iter_homes()))
    ids = [*fill(book, 12), make_entry(book, (home, 9000), ("income:property_fee", -9000)).pk]
    assert ledger.proof_of(ids[0]) is None
    ledger.seal_book(book.pk)
    for entry_id in ids:
        proof = ledger.proof_of(entry_id)
        assert proof is not None
        assert proof.holds
        assert not replace(proof, text=proof.text.replace('"kind":"transfer"', '"kind":"x"')).holds
        assert not replace(proof, before="00" * 32).holds
    with pytest.raises(NotFound):
        ledger.proof_of(987654321)


def iter_homes() -> Any:
    from linli.estate.places.api import Home

    return iter(Home.objects.order_by("pk").values_list("place_id", flat=True))


def test_a_sealed_text_names_nobody(book: ledger.Book, small: None) -> None:
    home = next(iter_homes())
    account = make_receivable(book, home)
    entry = make_entry(book, (account, 9000), ("income:property_fee", -9000), key="secret:1")
    ledger.seal_book(book.pk)
    proof = ledger.proof_of(entry.pk)
    assert proof is not None
    words = json.loads(proof.text)
    assert words["lines"] == [
        ["A/receivable:~:property_fee", 9000],
        ["I/income:property_fee", -9000],
    ]
    assert "secret" not in proof.text
    assert len(words["hidden"]) == 32


def test_balances_and_turnover_are_the_same_before_and_after_a_seal(
    book: ledger.Book, small: None
) -> None:
    bank = ledger.find_account(book, "bank").pk
    home = make_receivable(book, next(iter_homes()))
    for when in ("2026-06-30", "2026-07-01", "2026-09-30", "2026-10-01"):
        make_entry(book, ("bank", 100), (home, -100), occurred_on=day(when))
    quarter = day("2026-07-01"), day("2026-09-30")

    def figures() -> Any:
        return (
            ledger.balances_of([bank, home.pk]),
            ledger.balances_of([bank, home.pk], upto=quarter[1]),
            {label: (t.debit, t.credit) for label, t in
             ledger.totals_by_account(book, *quarter).items()},
        )  # fmt: skip

    before = figures()
    assert before == (
        {bank: 400, home.pk: -400},
        {bank: 300, home.pk: -300},
        {"A/bank": (200, 0), "A/receivable:~:property_fee": (0, 200)},
    )
    ledger.seal_book(book.pk)
    assert figures() == before
    make_entry(book, ("bank", -30), (home, 30), occurred_on=day("2026-08-15"))
    assert ledger.balances_of([bank]) == {bank: 370}
    assert ledger.totals_by_account(book, *quarter)["A/bank"].credit == 30


def test_an_exported_book_is_found_sound(book: ledger.Book, exported: Any) -> None:
    home = make_receivable(book, next(iter_homes()))
    fill(book, 16)
    make_entry(book, ("bank", 5), (home, -5))
    path = exported()
    for processes in (1, 2):
        report = verify_file(path, processes=processes)
        assert report.faults == []
        assert (report.entries, report.lines, report.seals) == (17, 34, 3)
        assert report.root == bytes(ledger.latest_seal(book).root).hex()  # type: ignore[union-attr]
        assert report.balances == {
            "A/bank": 141, "I/income:other": -136, "A/receivable:~:property_fee": -5,
        }  # fmt: skip
    packed = path.with_suffix(".gz")
    packed.write_bytes(gzip.compress(path.read_bytes()))
    assert verify_file(packed).is_sound


def test_an_empty_book_is_sound(book: ledger.Book, exported: Any) -> None:
    report = verify_file(exported())
    assert (report.faults, report.entries, report.root) == ([], 0, ledger.first_root(book).hex())


def look(path: Path, change: Callable[[list[bytes]], Any]) -> Report:
    """The report of a file whose lines were changed."""
    lines = path.read_bytes().splitlines()
    change(lines)
    path.write_bytes(b"\n".join(lines) + b"\n")
    return verify_file(path, processes=1)


def places(report: Report) -> list[tuple[int, int]]:
    return [(fault.seal, fault.entry) for fault in report.faults]


def test_a_changed_amount_is_found_where_it_is(book: ledger.Book, exported: Any) -> None:
    ids = fill(book, 16)
    path = exported()

    def change(lines: list[bytes]) -> None:
        at = next(n for n, line in enumerate(lines) if b'{"entry":%d,' % ids[9] in line)
        lines[at] = lines[at].replace(b",10]", b",11]").replace(b",-10]", b",-11]")

    report = look(path, change)
    assert (2, ids[9]) in places(report)
    assert {fault.seal for fault in report.faults} <= {0, 2}


def test_one_side_changed_is_out_of_balance(book: ledger.Book, exported: Any) -> None:
    ids = fill(book, 3)
    report = look(
        exported(),
        lambda lines: lines.__setitem__(2, lines[2].replace(b'"A/bank",1]', b'"A/bank",2]')),
    )
    assert places(report).count((1, ids[0])) == 2


def test_a_missing_entry_seal_or_end_is_found(book: ledger.Book, exported: Any) -> None:
    fill(book, 16)
    assert (1, 0) in places(look(exported(), lambda lines: lines.pop(4)))
    assert (2, 0) in places(look(exported(), lambda lines: lines.__delitem__(slice(2, 10))))
    assert places(look(exported(), lambda lines: lines.pop())) == [(3, 0)]
    assert places(look(exported(), lambda lines: lines.__delitem__(slice(15, None)))) == [(1, 0)]


def test_an_entry_that_comes_twice_is_found(book: ledger.Book, exported: Any) -> None:
    ids = fill(book, 16)
    report = look(exported(), lambda lines: lines.insert(12, lines[3]))
    assert (0, ids[1]) in places(report)


def test_a_seal_made_anew_breaks_the_chain(book: ledger.Book, exported: Any) -> None:
    fill(book, 16)

    def change(lines: list[bytes]) -> None:
        seal = json.loads(lines[9])
        seal["at"] = "2020-01-01T00:00:00.000000Z"
        lines[9] = json.dumps(seal, separators=(",", ":")).encode()

    assert places(look(exported(), change)) == [(1, 0)]


@pytest.mark.parametrize(
    "content",
    [
        b"",
        b"hello\n",
        b"{}\n",
        b'{"ledger":1}\n{}\n',
        b'{"ledger":9,"estate":1,"book":"b","unit":"CNY"}\n{"accounts":{}}\n',
        b'{"ledger":1,"estate":1,"book":"b","unit":"CNY"}\n[]\n',
        "账本".encode("gbk"),
        b"\x1f\x8b\x08\x00",
        b"\x1f\x8bgarbage",
    ],
)
def test_what_is_no_book_is_said_so(tmp_path: Path, content: bytes) -> None:
    path = tmp_path / "x"
    path.write_bytes(content)
    with pytest.raises(FileUnreadable):
        verify_file(path)


def test_garbled_lines_are_named(book: ledger.Book, exported: Any) -> None:
    fill(book, 9)
    with pytest.raises(FileUnreadable) as refusal:
        look(exported(), lambda lines: lines.__setitem__(4, lines[4][:50]))
    assert refusal.value.params["line"] == 5
    for bad in (b'["x",{"entry":1,"lines":[["A/bank",0.5]]}]', b"7", b'["x",{}]'):
        with pytest.raises(FileUnreadable):
            look(exported(), lambda lines, bad=bad: lines.__setitem__(4, bad))


def test_a_packed_file_that_is_cut_is_said_so(book: ledger.Book, exported: Any) -> None:
    fill(book, 9)
    path = exported()
    packed = gzip.compress(path.read_bytes())
    path.write_bytes(packed[: len(packed) // 2])
    with pytest.raises(FileUnreadable):
        verify_file(path)


def test_the_app_may_change_nothing_that_counts(book: ledger.Book) -> None:
    fill(book, 1)
    ledger.seal_book(book.pk)
    tables = ("book", "account", "entry", "line", "voucher", "seal", "leaf", "balance")
    for table in tables:
        for statement in (
            f"UPDATE ledger_{table} SET estate_id = estate_id",
            f"DELETE FROM ledger_{table}",
            f"TRUNCATE ledger_{table} CASCADE",
        ):
            with (
                pytest.raises(Exception, match=REFUSED),
                transaction.atomic(),
                connection.cursor() as cursor,
            ):
                cursor.execute(statement)


def test_nothing_is_added_to_an_entry_later(book: ledger.Book) -> None:
    entry = make_entry(book, ("bank", 1), ("income:other", -1))
    with connection.cursor() as cursor:
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE; SET CONSTRAINTS ALL DEFERRED")
    bank = ledger.find_account(book, "bank").pk
    with (
        pytest.raises(IntegrityError, match="complete"),
        transaction.atomic(),
        connection.cursor() as cursor,
    ):
        cursor.execute(
            "INSERT INTO ledger_line (entry_id, number, estate_id, account_id, occurred_on, amount)"
            " VALUES (%s, 3, %s, %s, %s, 5), (%s, 4, %s, %s, %s, -5)",
            [entry.pk, book.estate_id, bank, entry.occurred_on] * 2,
        )
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")


@pytest.mark.parametrize(
    ("amounts", "count", "why"),
    [
        ((1, -2), 2, "out by"),
        ((1, -1), 3, "says 3 lines"),
        ((1,), 1, "two_lines"),
        ((), 2, "lines"),
    ],
)
def test_the_database_itself_refuses_what_does_not_balance(
    book: ledger.Book, amounts: Any, count: int, why: str
) -> None:
    bank = ledger.find_account(book, "bank").pk
    with (
        pytest.raises(IntegrityError, match=why),
        transaction.atomic(),
        connection.cursor() as cursor,
    ):
        cursor.execute(
            "INSERT INTO ledger_entry (estate_id, book_id, key, kind, occurred_on, posted_at,"
            " source, memo, voucher_ids, line_count, digest) VALUES"
            " (%s, %s, 'k', 'x', '2026-07-01', now(), '', '', '{}', %s, '') RETURNING id",
            [book.estate_id, book.pk, count],
        )
        (entry_id,) = cursor.fetchone()
        for number, amount in enumerate(amounts, 1):
            cursor.execute(
                "INSERT INTO ledger_line (entry_id, number, estate_id, account_id, occurred_on,"
                " amount) VALUES (%s, %s, %s, %s, '2026-07-01', %s)",
                [entry_id, number, book.estate_id, bank, amount],
            )
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")


def test_kept_sums_are_held_against_the_lines(book: ledger.Book) -> None:
    fill(book, 3)
    ledger.seal_book(book.pk)
    assert ledger.find_differences(book.pk) == []
    DaySum.objects.filter(book=book, label="A/bank").update(debit=7)
    assert len(ledger.find_differences(book.pk)) == 1


def test_a_book_goes_to_a_stream_up_to_a_seal(
    book: ledger.Book, small: None, tmp_path: Path
) -> None:
    fill(book, 16)
    ledger.seal_book(book.pk)
    stream = io.BytesIO()
    last = ledger.export_book(book, stream, upto=2)
    assert last is not None
    path = tmp_path / "b"
    path.write_bytes(stream.getvalue())
    report = verify_file(path)
    assert (report.faults, report.entries, report.root) == ([], 14, bytes(last.root).hex())
