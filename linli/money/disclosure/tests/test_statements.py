"""Statement = ledger = sum of its lines; frozen by trigger and role; corrections name the old."""

from __future__ import annotations

import io
import zipfile
from datetime import date, datetime, timedelta
from typing import Any

import pytest
from django.db import DatabaseError, IntegrityError, connection, transaction
from openpyxl import load_workbook

from linli.base.calendars.api import SHANGHAI, clock_at
from linli.base.errors import NotAllowed, NotFound
from linli.matters.handling.api import Matter
from linli.matters.testing import load_rules
from linli.money.disclosure import errors
from linli.money.disclosure.api import (
    AccountBundle,
    BundleKind,
    Quarter,
    Statement,
    StatementLine,
    balance_upto,
    bundle_path,
    differs_now,
    exported,
    fold_all,
    make_bundle,
    missing_quarters,
    order_bundle,
    paper_of,
    publish_statement,
    read_quarter_now,
    ring_due,
    save_setting,
    statement_of,
    stop_bundle,
    view_of,
)
from linli.money.disclosure.models import MonthSum, Move
from linli.money.disclosure.publishing import hash_of
from linli.money.disclosure.queries import cell_of, lines_of_statement, turnover
from linli.money.disclosure.sheets import write_csv, write_pdf, write_workbook
from linli.money.disclosure.testing import (
    expense,
    household_pays,
    income,
    joint,
    make_quarter,
)
from linli.money.ledger.api import find_book, reverse_entry, seal_book
from linli.money.ledger.verifying import verify_file
from linli.money.spending.testing import make_payment, make_published_payment

NOON = datetime(2026, 10, 12, 12, tzinfo=SHANGHAI)
Q3 = Quarter(2026, 3)


@pytest.fixture(autouse=True)
def at_noon() -> Any:
    with clock_at(NOON):
        yield


@pytest.fixture(autouse=True)
def own_folder(settings: Any, tmp_path: Any) -> None:
    settings.LINLI = settings.LINLI.model_copy(update={"var": tmp_path})


def publish(cast: Any, **over: Any) -> Statement:
    return publish_statement("joint_account", Q3, actor=cast.actor("accountant"), **over)


@pytest.mark.rule("FEE-06")
def test_a_quarter_is_frozen_as_the_ledger_has_it(cast: Any) -> None:
    book = make_quarter(cast)
    household_pays(cast, "1-1-101", 999, date(2026, 6, 30))
    statement = publish(cast)
    assert (statement.opening, statement.came_in, statement.went_out) == (999, 90_000, 30_000)
    assert statement.closing == 60_999 == balance_upto(book)
    cells = [cell_of(line) for line in lines_of_statement(statement)]
    assert sum(c.amount if c.way == "in" else -c.amount for c in cells) == turnover(book, Q3)
    assert statement.content_hash == hash_of(statement, cells)
    assert len(statement.seal_root) == 64
    assert all(c.seal for c in cells)


@pytest.mark.rule("FEE-06")
def test_it_hangs_for_thirty_working_days(cast: Any) -> None:
    make_quarter(cast)
    statement = publish(cast)
    assert statement.shown_until == date(2026, 11, 23)
    with pytest.raises(IntegrityError, match="setting_days"), transaction.atomic():
        save_setting(actor=cast.actor("lead"), due_months=1, shown_days=14)


@pytest.mark.rule("RC-04")
@pytest.mark.parametrize("table", ["disclosure_statement", "disclosure_line"])
@pytest.mark.parametrize("verb", ["UPDATE {} SET estate_id = estate_id", "DELETE FROM {}"])
def test_what_is_published_cannot_be_changed(cast: Any, table: str, verb: str) -> None:
    make_quarter(cast)
    publish(cast)
    with pytest.raises(DatabaseError), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(verb.format(table))
    with pytest.raises(DatabaseError), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(f"TRUNCATE {table} CASCADE")


@pytest.mark.rule("FEE-06")
def test_payers_are_masked(cast: Any) -> None:
    make_quarter(cast)
    household_pays(cast, "1-1-202", 4_000, date(2026, 8, 9))
    cells = read_quarter_now(joint(cast), Q3)[1]
    shown = [(c.day, c.building, c.count, c.amount) for c in cells if c.entry_id is None]
    assert (date(2026, 7, 1), "1号楼", 3, 30_000) in shown
    assert (date(2026, 7, 1), "", 1, 10_000) in shown  # of another house, which is not named
    assert (date(2026, 8, 1), "", 1, 4_000) in shown
    assert all(c.source == "" for c in cells if c.entry_id is None)


@pytest.mark.parametrize("sealed", [False, True])
@pytest.mark.parametrize("folded", [False, True])
def test_it_is_the_same_before_and_after_sealing_and_folding(
    cast: Any, sealed: bool, folded: bool
) -> None:
    book = make_quarter(cast)
    if sealed:
        seal_book(book.pk)
    if folded:
        fold_all()
        fold_all()
    household_pays(cast, "1-1-101", 700, date(2026, 9, 30))
    figures, cells = read_quarter_now(book, Q3)
    assert (figures.came_in, figures.went_out) == (90_700, 30_000)
    assert len(cells) == 5
    view = view_of(book, Q3)
    assert view.figures == figures  # sums alone say the same as the lines
    assert view.page(1) == (cells, 1)
    assert Move.objects.exists() == MonthSum.objects.exists() == (sealed and folded)


def test_refunds_and_reversals_take_back(cast: Any) -> None:
    book = make_quarter(cast)
    entry = household_pays(cast, "1-1-101", 700, date(2026, 9, 30))
    reverse_entry(entry.pk, key="r1", reason="twice", actor=cast.actor("accountant"))
    figures, _cells = read_quarter_now(book, Quarter(2026, 4))
    assert figures.went_out == 700  # the money went back on the day of the reversal
    seal_book(book.pk)
    fold_all()
    assert read_quarter_now(book, Quarter(2026, 4))[0] == figures


def test_spending_stands_with_its_purpose_and_voucher(cast: Any) -> None:
    payment = make_published_payment(cast)
    hidden = make_payment(cast, purpose="日常保洁", category="cleaning")
    with clock_at(datetime(2027, 1, 10, 12, tzinfo=SHANGHAI)):
        view = view_of(find_book("joint_account"), Quarter(2026, 4))
        paper = paper_of(view)
    shown = paper.spendings[f"spending:{payment.request_id}"]
    assert (shown.purpose, shown.payee, len(shown.vouchers)) == (
        "楼道灯更换",
        "宏达机电有限公司",
        1,
    )
    assert paper.spendings[f"spending:{hidden.request_id}"].vouchers == ()


def test_a_running_quarter_is_not_published(cast: Any) -> None:
    joint(cast)
    with pytest.raises(errors.NotOverYet):
        publish_statement("joint_account", Quarter(2026, 4), actor=cast.actor("accountant"))
    with pytest.raises(NotFound):
        publish_statement("aid_fund", Q3, actor=cast.actor("accountant"))
    for name in ("resident", "supervisor", "property_manager", "clerk"):
        with pytest.raises(NotAllowed):
            publish_statement("joint_account", Q3, actor=cast.actor(name))


@pytest.mark.rule("FEE-06")
def test_a_correction_is_a_new_version_that_names_the_old(cast: Any) -> None:
    book = make_quarter(cast)
    first = publish(cast)
    with pytest.raises(errors.PublishedAlready):
        publish(cast)
    with pytest.raises(errors.NothingToCorrect):
        publish(cast, reason="没有变化")
    assert not differs_now(first)
    expense(cast, "expense:tax", 500, date(2026, 9, 30))
    assert differs_now(first)
    with pytest.raises(errors.CorrectionSaysWhy):
        publish(cast, reason="错")
    second = publish(cast, reason="补记九月的税费")
    assert (second.version, second.replaces_id, second.went_out) == (2, first.pk, 30_500)
    assert statement_of(book, Q3) == second
    assert statement_of(book, Q3, 1) == first
    assert StatementLine.objects.filter(statement=first).count() == first.line_count


def test_a_difference_to_the_ledger_is_found_and_nothing_is_published(cast: Any) -> None:
    book = make_quarter(cast)
    seal_book(book.pk)
    fold_all()
    Move.objects.filter(way="out").update(amount=30_001)  # as if a program had gone wrong
    with pytest.raises(errors.StatementDiffers) as caught:
        publish(cast)
    assert caught.value.params["difference"] == "-0.01"
    assert not Statement.objects.exists()


@pytest.mark.rule("FEE-06")
def test_due_days_ring_once(cast: Any) -> None:
    load_rules(cast.estate)
    make_quarter(cast)
    assert [q.code for q in missing_quarters(joint(cast))] == ["2026q3"]
    assert ring_due() == 0
    with clock_at(NOON + timedelta(days=10)):
        assert ring_due() == 1
        assert ring_due() == 0
        matter = Matter.objects.get()
        assert (matter.kind.code, matter.category.code) == ("duty", "accounts")
        publish(cast)
        assert missing_quarters(joint(cast)) == []


def test_files_say_the_same_as_the_page(cast: Any) -> None:
    make_quarter(cast)
    publish(cast)
    paper = paper_of(view_of(joint(cast), Q3))
    book = load_workbook(io.BytesIO(write_workbook(paper)))
    rows = list(book.worksheets[1].iter_rows(min_row=2, values_only=True))
    assert len(rows) == len(paper.cells)
    heads = {row[0].value: row[1].value for row in book.worksheets[0].iter_rows()}
    assert heads["期末余额（元）"] == "600.00"
    assert paper.seal in heads.values()
    assert "1号楼" in write_csv(paper).decode("utf-8-sig")
    assert write_pdf(paper).startswith(b"%PDF")


def test_a_text_that_looks_like_a_formula_stays_a_text(cast: Any) -> None:
    make_published_payment(cast, purpose="=1+1 灯")
    paper = paper_of(view_of(find_book("joint_account"), Quarter(2026, 4)))
    book = load_workbook(io.BytesIO(write_workbook(paper)))
    assert "'=1+1 灯" in [row[4] for row in book.worksheets[1].iter_rows(values_only=True)]


def test_the_whole_book_is_taken_home_and_verified(cast: Any) -> None:
    book = make_quarter(cast)
    statement = publish(cast)
    path, number = exported(book)
    report = verify_file(path, processes=1)
    assert report.is_sound
    assert (number, report.root) == (statement.seal_number, statement.seal_root)
    assert report.balances["A/bank"] == statement.closing
    expense(cast, "expense:tax", 500, date(2026, 10, 1))
    seal_book(book.pk)
    assert exported(book) == (path, number)  # the published one, made once


@pytest.mark.rule("FEE-09")
def test_everything_is_handed_over_when_the_contract_ends(cast: Any) -> None:
    make_quarter(cast)
    make_published_payment(
        cast, book="maintenance_fund", category="lift", is_emergency=True,
        emergency_reason="钢丝断股", place_id=cast.places["building1"].pk,
    )  # fmt: skip
    publish(cast)
    bundle = order_bundle(BundleKind.HANDOVER, actor=cast.actor("accountant"))
    make_bundle(bundle_id=bundle.pk, estate_id=cast.estate.pk)
    bundle.refresh_from_db()
    assert (bundle.state, bundle.trouble, bundle.done) == ("done", "", bundle.total)
    with zipfile.ZipFile(bundle_path(bundle)) as pack:
        names = pack.namelist()
        homes = pack.read("fund/homes.csv").decode("utf-8-sig")
    assert "statements/joint_account-2026q3.xlsx" in names
    assert "ledger/maintenance_fund.jsonl.gz" in names
    assert any(name.startswith("spending/ZC") for name in names)
    assert "1-1-101,-100.00" in homes


@pytest.mark.rule("FEE-05")
def test_a_pack_of_a_quarter_names_no_home(cast: Any) -> None:
    make_quarter(cast)
    publish(cast)
    bundle = order_bundle(BundleKind.PACK, actor=cast.actor("secretary"), quarter="2026q3")
    make_bundle(bundle_id=bundle.pk, estate_id=cast.estate.pk)
    with zipfile.ZipFile(bundle_path(bundle)) as pack:
        everything = b"".join(pack.read(n) for n in pack.namelist() if n.endswith("csv"))
    assert b"1-1-101" not in everything
    assert "1号楼".encode() in everything


def test_a_bundle_is_stopped(cast: Any) -> None:
    joint(cast)
    bundle = order_bundle(BundleKind.HANDOVER, actor=cast.actor("accountant"))
    stop_bundle(bundle.pk, actor=cast.actor("accountant"))
    make_bundle(bundle_id=bundle.pk, estate_id=cast.estate.pk)
    assert AccountBundle.objects.get().state == "stopped"
    assert not bundle_path(bundle).exists()
    with pytest.raises(NotAllowed):
        order_bundle(BundleKind.HANDOVER, actor=cast.actor("property_manager"))


def test_income_of_common_parts_has_a_page_of_its_own(cast: Any) -> None:
    joint(cast)
    income(cast, "income:adverts", 8_000, date(2026, 8, 1), "common_income")
    figures, cells = read_quarter_now(find_book("common_income"), Q3)
    assert (figures.came_in, len(cells)) == (8_000, 1)
