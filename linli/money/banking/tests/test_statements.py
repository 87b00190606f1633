"""Statement files on their way in: previewed, confirmed once, never doubled, nothing half-done."""

from __future__ import annotations

from datetime import date

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.urls import reverse

from linli.base.errors import NotAllowed, NotFound
from linli.estate.testing import addresses_of
from linli.money.banking.api import (
    BankLine,
    BankStatement,
    Column,
    LineClaimed,
    claim_line,
    confirm_statement,
    drop_statement,
    open_bank_account,
    preview_statement,
    release_line,
    remember_mapping,
    unmatched_lines,
)
from linli.money.banking.errors import (
    AccountKnown,
    BalanceBroken,
    LineUnclaimed,
    NumberUnlikely,
    StatementChanged,
    StatementTwice,
)
from linli.money.banking.testing import (
    NUMBER,
    Move,
    as_csv,
    bring_lines,
    icbc_rows,
    make_bank_account,
)

MOVES = [Move(date(2026, 11, n), 10_000 + n, serial=f"S{n}") for n in range(1, 6)]


@pytest.fixture
def account(cast):
    return make_bank_account(cast)


def preview(cast, account, moves=MOVES, opening=0, by="accountant"):
    data = as_csv(icbc_rows(moves, opening))
    return preview_statement(data, "a.csv", account_id=account.pk, actor=cast.actor(by))


def test_nothing_counts_before_it_is_confirmed(cast, account):
    statement = preview(cast, account)
    assert (statement.line_count, statement.new_count) == (5, 5)
    assert not BankLine.objects.exists()
    actor = cast.actor("accountant")
    confirm_statement(statement.token, actor=actor)
    confirm_statement(statement.token, actor=actor)
    assert BankLine.objects.count() == 5
    statement.refresh_from_db()
    assert statement.source is None


def test_the_overlap_with_earlier_files_is_recognised(cast, account):
    actor = cast.actor("accountant")
    confirm_statement(preview(cast, account, MOVES[:3]).token, actor=actor)
    later = preview(cast, account, MOVES[2:], opening=sum(m.amount for m in MOVES[:2]))
    assert (later.line_count, later.new_count) == (3, 2)
    confirm_statement(later.token, actor=actor)
    assert BankLine.objects.count() == 5
    with pytest.raises(StatementTwice):
        preview(cast, account, MOVES[:3])


def test_two_previews_of_overlapping_files_book_each_line_once(cast, account):
    actor = cast.actor("accountant")
    first, second = preview(cast, account, MOVES[:4]), preview(cast, account, MOVES)
    confirm_statement(second.token, actor=actor)
    assert confirm_statement(first.token, actor=actor).new_count == 0
    assert BankLine.objects.count() == 5


def test_a_broken_file_leaves_nothing(cast, account):
    rows = icbc_rows(MOVES)
    rows[4][11] = "0.01"
    with pytest.raises(BalanceBroken):
        preview_statement(
            as_csv(rows), "a.csv", account_id=account.pk, actor=cast.actor("accountant")
        )
    assert not BankStatement.objects.exists()


def test_dropped_is_gone(cast, account):
    actor = cast.actor("accountant")
    statement = drop_statement(preview(cast, account).token, actor=actor)
    assert statement.source is None
    with pytest.raises(StatementChanged):
        confirm_statement(statement.token, actor=actor)
    with pytest.raises(StatementChanged):
        drop_statement(statement.token, actor=actor)


def test_a_foreign_layout_is_mapped_by_a_person_and_remembered(cast, account):
    rows = [["我的明细"], ["哪天", "多少", "谁", "剩"], ["2026-11-01", "5.00", "钱租", "5.00"]]
    actor = cast.actor("accountant")
    first = preview_statement(as_csv(rows), "x.csv", account_id=account.pk, actor=actor)
    assert first.state == "unmapped"
    with pytest.raises(StatementChanged):
        confirm_statement(first.token, actor=actor)
    meant = [Column.DATE, Column.AMOUNT, Column.NAME, Column.BALANCE]
    mapped = remember_mapping(first.token, meant, header_at=1, actor=actor)
    assert (mapped.state, mapped.new_count) == ("previewed", 1)
    rows.append(["2026-11-02", "-1.00", "银行", "4.00"])
    second = preview_statement(as_csv(rows), "y.csv", account_id=account.pk, actor=actor)
    assert (second.state, second.line_count) == ("previewed", 2)


def test_other_sides_are_sealed_in_the_table(cast, account):
    bring_lines(cast, account, MOVES[:1])
    with connection.cursor() as cursor:
        cursor.execute("SELECT name, account_number, account_index FROM bank_line")
        name, number, index = cursor.fetchone()
    assert "钱租".encode() not in bytes(name)
    assert b"6222" not in bytes(number)
    assert len(bytes(index)) == 16
    line = BankLine.objects.get()
    assert (line.name, line.account_last4) == ("钱租", "1234")


def test_a_line_is_claimed_once(cast, account):
    line = bring_lines(cast, account, MOVES[:1])[0]
    actor = cast.actor("accountant")
    claim_line(line.pk, by="payment:1", actor=actor)
    claim_line(line.pk, by="payment:1", actor=actor)
    with pytest.raises(LineClaimed):
        claim_line(line.pk, by="payment:2", actor=actor)
    assert not unmatched_lines("in").exists()
    with pytest.raises(LineUnclaimed):
        release_line(line.pk, by="payment:2", actor=actor)
    release_line(line.pk, by="payment:1", actor=actor)
    assert unmatched_lines("in").count() == 1


def test_accounts(cast, account):
    actor = cast.actor("accountant")
    with pytest.raises(AccountKnown):
        make_bank_account(cast)
    with pytest.raises(AccountKnown):
        make_bank_account(cast, number=NUMBER[::-1])  # the book has one already
    fields = {"book_code": "common_income", "bank": "ccb", "title": "t", "holder": "h"}
    with pytest.raises(NumberUnlikely):
        open_bank_account(actor=actor, number="12", **fields)
    open_bank_account(actor=actor, number="6217 0001 3000 1234 567", **fields)


@pytest.mark.parametrize("who", ["agent", "secretary", "resident", "outsider", "property_manager"])
def test_only_who_reconciles_brings_files(cast, account, who):
    with pytest.raises(NotAllowed):
        preview(cast, account, by=who)


def test_another_estate_sees_nothing(cast, account, sign_in):
    with pytest.raises((NotAllowed, NotFound)):
        preview(cast, account, by="foreign_lead")
    statement = preview(cast, account)
    client = sign_in(cast.foreign_lead)
    assert "尾号" not in client.get(reverse("banking:index")).content.decode()
    for address in addresses_of("banking", account_id=account.pk, token=statement.token)[1:]:
        assert client.get(address).status_code in (403, 404, 405)


def test_the_pages(cast, account, sign_in):
    client = sign_in(cast.accountant)
    assert "登记账户" in client.get(reverse("banking:index")).content.decode()
    upload = reverse("banking:upload", args=[account.pk])
    broken = icbc_rows(MOVES)
    broken[3][6] = "1.005"
    answer = client.post(upload, {"file": SimpleUploadedFile("a.csv", as_csv(broken))})
    assert answer.status_code == 422
    assert "第 4 行" in answer.content.decode()
    answer = client.post(upload, {"file": SimpleUploadedFile("a.csv", as_csv(icbc_rows(MOVES)))})
    assert answer.status_code == 302
    page = client.get(answer["Location"]).content.decode()
    assert "接得上" in page and "钱租" in page and "6222020402000001234" not in page
    statement = BankStatement.objects.get()
    answer = client.get(reverse("banking:columns", args=[statement.token]))
    assert "贷方发生额" in answer.content.decode()
    client.post(reverse("banking:confirm", args=[statement.token]))
    page = client.get(reverse("banking:lines", args=[account.pk])).content.decode()
    assert "…1234" in page and "还没" in page


def test_a_file_that_nobody_knows_leads_to_its_columns(cast, account, sign_in):
    client = sign_in(cast.accountant)
    rows = [["我的明细"], ["哪天", "多少", "谁"], ["2026-11-01", "5.00", "钱租"]]
    file = SimpleUploadedFile("x.csv", as_csv(rows))
    answer = client.post(reverse("banking:upload", args=[account.pk]), {"file": file})
    assert answer["Location"].endswith("/columns")
    assert "哪天" in client.get(answer["Location"]).content.decode()
    posted = {"header_at": "1", "column-0": "date", "column-1": "amount", "column-2": "name"}
    answer = client.post(answer["Location"], posted)
    assert client.get(answer["Location"]).status_code == 200
    bad = SimpleUploadedFile("x.csv", as_csv([*rows, ["2026-11-02", "6.00", "李"]]))
    client.post(reverse("banking:upload", args=[account.pk]), {"file": bad})
    assert BankStatement.objects.filter(state="previewed").count() == 2
