"""Entries name their papers as people do: in words, with a link for who may open it, many at once."""

from __future__ import annotations

import io
import re
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from openpyxl import load_workbook

from linli.base.calendars.api import today
from linli.money.banking.testing import Move, bring_lines
from linli.money.fees.testing import bill_of
from linli.money.ledger.api import Entry, find_account, find_book, name_papers
from linli.money.payments.api import (
    LineUse,
    approve_refund,
    book_line_as,
    deposit_cash,
    request_refund,
)
from linli.money.payments.testing import make_cash, make_town
from linli.money.spending.testing import make_payment


@pytest.fixture
def busy(cast: Any) -> Any:
    """A town with one entry of each sort."""
    make_town(cast)
    cast.cash = make_cash(cast)
    refund = request_refund(cast.cash.pk, 100, reason="多收", key="r", actor=cast.actor("agent"))
    approve_refund(refund.pk, actor=cast.actor("accountant"))
    deposit_cash(300, key="d", actor=cast.actor("agent"))
    cast.line = bring_lines(
        cast, cast.bank_account, [Move(today(), 700, "某人", "转账", serial="7788")]
    )[0]
    book_line_as(cast.line.pk, LineUse.INTEREST, actor=cast.actor("accountant"))
    cast.spent = make_payment(cast)
    return cast


def entries_page(client: Any, kind: str = "") -> str:
    page = client.get(reverse("ledger:entries", args=["joint_account"]), {"kind": kind})
    return str(page.content.decode())


def test_each_sort_has_its_words_and_its_way(busy: Any, sign_in: Any) -> None:
    client = sign_in(busy.accountant)
    bill = bill_of("1-1-101")
    receipt = busy.cash.receipt.words
    number = busy.spent.request.number
    for kind, words, address in (
        ("fee_bill", f"账单 {bill.number} · 物业费", reverse("fees:bill", args=[bill.pk])),
        ("payment", f"收据 {receipt}", reverse("payments:payment", args=[busy.cash.pk])),
        ("refund", f"退款 · 收据 {receipt}", reverse("payments:payment", args=[busy.cash.pk])),
        ("interest", f"银行流水 {today()} 7788",
         reverse("banking:lines", args=[busy.bank_account.pk])),
        ("spending", f"支出单 {number}",
         reverse("spending:request", args=[busy.spent.request_id])),
    ):  # fmt: skip
        assert re.search(f'<a href="{address}">{words}', entries_page(client, kind)), kind
    assert "现金存银行" in entries_page(client, "deposit")
    whole = entries_page(client)
    assert not re.search(r"\b(fee_bill|spending|cash|settlement|bank_line|deposit):\d", whole)
    entry = Entry.objects.get(pk=busy.spent.entry_id)
    page = client.get(reverse("ledger:entry", args=[entry.pk])).content.decode()
    assert f"支出单 {number}</a>" in page
    assert (
        f"<code>spending:{busy.spent.request_id} · {entry.memo}</code>" in page
    )  # as it is sealed
    cash = find_account(find_book("joint_account"), "cash")
    account = client.get(reverse("ledger:account", args=[cash.pk])).content.decode()
    assert f"收据 {receipt}</a>" in account
    bill_page = client.get(reverse("fees:bill", args=[bill.pk])).content.decode()
    assert f"收据 {receipt}</a>" in bill_page


def test_who_only_watches_gets_no_more_than_before(busy: Any, sign_in: Any) -> None:
    """The books without the right to see whose: no receipt's number, no bank's number, no link to
    what another page would refuse."""
    watcher = sign_in(busy.committee_member)
    whole = entries_page(watcher)
    assert "收款 · 现金" in whole
    assert busy.cash.receipt.words not in whole
    assert "7788" not in whole
    assert "1-1-101" not in whole
    for address in re.findall(r'<li class="sheet spread">.*?</li>', whole, re.DOTALL):
        for link in re.findall(r'href="([^"]+)"', address):
            assert watcher.get(link).status_code == 200, link


def test_no_query_for_each_row(busy: Any) -> None:
    actor = busy.actor("accountant")

    def count() -> int:
        sources = list(Entry.objects.values_list("source", flat=True))
        with CaptureQueriesContext(
            connection,
        ) as seen:
            name_papers(sources, actor=actor)
        return len(seen)

    before = count()
    for plate in ("2-1-101", "2-1-201"):
        make_cash(busy, plate)
    make_payment(busy)
    assert count() == before


def test_an_unknown_code_stands_as_it_is(busy: Any) -> None:
    actor = busy.actor("accountant")
    papers = name_papers(
        ["collected:1:20260910", "lottery:7", "fee_bill:999999", "fee_bill:x", ""], actor=actor
    )
    assert {code: paper.words for code, paper in papers.items()} == {
        "collected:1:20260910": "银行代收的一批", "lottery:7": "lottery:7", "fee_bill:999999": "fee_bill:999999", "fee_bill:x": "fee_bill:x",
    }  # fmt: skip


def test_the_sealed_file_and_the_sheet_keep_codes(busy: Any, sign_in: Any) -> None:
    client = sign_in(busy.accountant)
    span = {"start": str(today()), "end": str(today())}
    answer = client.get(reverse("ledger:sheet", args=["joint_account"]), span)
    sheet = load_workbook(io.BytesIO(answer.content)).active
    assert sheet is not None
    cells = {str(cell.value) for row in sheet.iter_rows() for cell in row}
    assert f"spending:{busy.spent.request_id}" in cells


def test_the_reconciliation_names_what_has_no_partner(busy: Any, sign_in: Any) -> None:
    page = sign_in(busy.accountant).get(reverse("payments:reconcile")).content.decode()
    entry = reverse("ledger:entry", args=[busy.spent.entry_id])
    assert f'<a href="{entry}">支出 · 支出单 {busy.spent.request.number}</a>' in page
    assert f"entry:{busy.spent.entry_id}" not in page


def test_the_timeline_sets_money_as_everywhere(busy: Any, sign_in: Any) -> None:
    page = sign_in(busy.accountant).get(reverse("spending:request", args=[busy.spent.request_id]))
    assert "付了款 ¥1\u2009200.00" in page.content.decode()
