"""From the books to one entry and its proof, as the supervision committee and the accountant."""

from __future__ import annotations

import pytest
from playwright.sync_api import expect

from linli.money.ledger.verifying import verify_file
from tests.journeys.pages import PHONE


@pytest.fixture
def paid(live):
    from linli.money.ledger.api import seal_book
    from linli.money.ledger.testing import make_books, make_entry, make_receivable

    with live.scope():
        book = make_books()
        home = next(iter(live.cast.actor("owner").home_ids))
        owed = make_receivable(book, home)
        make_entry(book, (owed, 9000), ("income:property_fee", -9000), kind="fee_bill")
        entry = make_entry(book, ("bank", 4000), (owed, -4000), kind="payment", source="payment:1")
        seal_book(book.pk)
        return entry.pk


@pytest.mark.slow
def test_from_the_book_to_the_proof(browser_page, live, paid, assert_accessible, tmp_path):
    watcher = browser_page(live.cast.supervisor, viewport=PHONE)
    watcher.goto("/ledger/")
    assert_accessible(watcher)
    watcher.get_by_role("link", name="共管账户").click()
    expect(watcher.get_by_text("各户应收 · 物业费")).to_be_visible()
    expect(watcher.get_by_role("link", name="各户应收 · 物业费")).to_have_count(0)
    assert_accessible(watcher)
    watcher.get_by_role("link", name="每一笔").click()
    watcher.get_by_role("link", name="收款").click()
    expect(watcher.get_by_text("和封存时一样")).to_be_visible()
    watcher.get_by_text("怎样证明").click()
    assert_accessible(watcher)

    keeper = browser_page(live.cast.accountant)
    keeper.goto("/ledger/joint_account")
    with keeper.expect_download() as download:
        keeper.get_by_role("link", name="下载整本账核对").click()
    download.value.save_as(tmp_path / "book.gz")
    assert verify_file(tmp_path / "book.gz").is_sound
    keeper.get_by_role("link", name="各户应收 · 物业费").click()
    keeper.get_by_role("link", name="2-1-101").click()
    expect(keeper.get_by_role("heading", name="2-1-101")).to_be_visible()
    assert_accessible(keeper)
