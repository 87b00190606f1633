"""Scene 5 in a browser: a visitor reads, asks, takes the book home and checks it."""

from __future__ import annotations

import subprocess
import sys
from datetime import date

import pytest
from playwright.sync_api import expect

from linli.matters.testing import load_rules
from linli.money.disclosure.api import publish_statement, quarter_of
from linli.money.disclosure.testing import make_quarter
from linli.money.ledger.api import seal_book
from linli.money.spending.testing import make_published_payment
from tests.journeys.pages import PHONE

LAST = quarter_of(date.today()).previous


@pytest.fixture
def estate(live, settings, tmp_path):
    settings.LINLI = settings.LINLI.model_copy(update={"var": tmp_path})
    with live.scope():
        load_rules(live.cast.estate)
        book = make_quarter(live.cast, LAST.year, LAST.start.month)
        make_published_payment(live.cast)
        publish_statement("joint_account", LAST, actor=live.cast.actor("accountant"))
        seal_book(book.pk)
    return live


def test_a_visitor_reads_asks_and_checks(estate, browser_page, assert_accessible, tmp_path):
    visitor = browser_page(viewport=PHONE)
    visitor.goto(f"/public/{estate.cast.estate.code}/")
    visitor.get_by_role("link", name="看账").click()
    expect(visitor.locator(".account-balance")).to_contain_text("600.00")  # less 1,200 paid
    expect(visitor.get_by_text("楼道灯更换")).to_be_visible()
    assert_accessible(visitor)
    voucher = visitor.get_by_role("link", name="凭证 1").get_attribute("href")
    assert visitor.request.get(voucher).headers["content-type"] == "image/webp"

    visitor.get_by_role("link", name=LAST.code.upper()).click()
    expect(visitor.locator(".account-balance")).to_contain_text("600")
    expect(visitor.get_by_text("1号楼").first).to_be_visible()
    visitor.get_by_text("画成一张图").click()
    expect(visitor.locator("#account-chart canvas")).to_be_visible()
    assert_accessible(visitor)

    visitor.get_by_role("link", name="问这一笔").first.click()
    assert_accessible(visitor)
    visitor.get_by_label("您的疑问").fill("保洁怎么这么贵?")
    visitor.get_by_role("button", name="送出").click()
    expect(visitor.get_by_text("最迟")).to_be_visible()
    assert_accessible(visitor)

    accountant = browser_page(estate.cast.accountant)
    accountant.goto("/disclosure/")
    assert_accessible(accountant)
    accountant.get_by_role("link", name="答复", exact=True).click()
    accountant.get_by_label("问的是什么（会公开）").fill("保洁费的组成")
    accountant.get_by_label("答复（会公开）").fill("含两次高压冲洗。")
    assert_accessible(accountant)
    accountant.get_by_role("button", name="公布答复").click()

    visitor.reload()
    expect(visitor.get_by_text("含两次高压冲洗。")).to_be_visible()
    visitor.get_by_role("link", name="回到公示页").click()
    expect(visitor.get_by_text("含两次高压冲洗。")).to_be_visible()
    root = visitor.locator(".account-root").first.inner_text()
    visitor.get_by_role("link", name="下载整本账").click()
    assert_accessible(visitor)
    with visitor.expect_download() as download:
        visitor.get_by_role("link", name="下载整本账").click()
    path = tmp_path / "joint_account.jsonl.gz"
    download.value.save_as(path)
    done = subprocess.run(
        [sys.executable, "-m", "linli.cli", "ledger", "verify", str(path), "--root", root],
        capture_output=True, text=True,
    )  # fmt: skip
    assert done.returncode == 0, done.stdout + done.stderr


def test_the_accountant_publishes_and_large_type_fits(estate, browser_page, assert_accessible):
    accountant = browser_page(estate.cast.accountant)
    accountant.goto(f"/disclosure/prepare/joint_account/{LAST.code}")
    assert_accessible(accountant)
    accountant.get_by_label("改了什么，为什么").fill("没有变化,试一下")
    accountant.get_by_role("button", name="发更正").click()
    accountant.watch.allow("422")
    expect(accountant.get_by_text("没有要更正的").first).to_be_visible()

    elder = browser_page(viewport=PHONE, elder=True)
    elder.goto(f"/public/{estate.cast.estate.code}/accounts/joint_account/{LAST.code}")
    assert_accessible(elder)
    owner = browser_page(estate.cast.owner, viewport=PHONE)
    owner.goto("/disclosure/inspect")
    assert_accessible(owner)
