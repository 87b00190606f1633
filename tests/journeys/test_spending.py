"""Scene 4 in a browser: five people, one request, and the money goes."""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import expect

from linli.base.calendars.api import today
from linli.money.banking.testing import Move, as_csv, ccb_rows, make_bank_account
from linli.money.spending.api import SpendingRequest
from linli.money.spending.testing import bank_balance, make_hands, make_payment
from tests.journeys.pages import PHONE


@pytest.fixture
def estate(live):
    with live.scope():
        make_hands(live.cast)
    return live


def test_five_people_one_request(estate, browser_page, assert_accessible, tmp_path):
    worker = browser_page(estate.cast.worker)
    worker.goto("/spending/new")
    worker.get_by_label("用途类别").select_option("repairs")
    worker.get_by_label("用来做什么").fill("楼道灯更换")
    worker.get_by_label("金额（元）").fill("-3")
    worker.get_by_label("付给谁").fill("宏达机电有限公司")
    assert_accessible(worker)
    worker.get_by_role("button", name="存好，下一步加材料").click()
    worker.watch.allow("422")
    expect(worker.locator(".field-error", has_text="金额要大于零")).to_be_visible()
    worker.get_by_label("金额（元）").fill("1,200.00")
    worker.get_by_role("button", name="存好，下一步加材料").click()
    expect(worker.get_by_role("heading", name=re.compile("楼道灯更换"))).to_be_visible()
    worker.get_by_text("加一份材料").click()
    worker.get_by_label("是什么").select_option("voucher")
    macro = tmp_path / "票.xlsm"
    macro.write_bytes(b"PK\x03\x04" + b"x" * 60 + b"xl/vbaProject.bin")
    worker.get_by_label("照片或 PDF").set_input_files(macro)
    worker.get_by_role("button", name="上传").click()
    expect(worker.locator(".field-error", has_text="带着宏")).to_be_visible()
    worker.get_by_label("照片或 PDF").set_input_files(_picture(tmp_path))
    worker.get_by_role("button", name="上传").click()
    expect(worker.get_by_role("link", name=re.compile("凭证"))).to_be_visible()
    assert_accessible(worker)
    worker.get_by_role("button", name="交给会计").click()
    expect(worker.get_by_text("冯会计").first).to_be_visible()  # on whose desk it lies

    accountant = browser_page(estate.cast.accountant)
    accountant.goto("/spending/")
    assert_accessible(accountant)
    accountant.get_by_role("link", name="楼道灯更换").first.click()
    accountant.get_by_role("button", name="审核通过").click()
    expect(accountant.get_by_text("同一个人不能办两步")).to_be_visible()

    for account in (estate.cast.committee_member, estate.cast.property_manager):
        hand = browser_page(account, viewport=PHONE)
        hand.goto("/spending/")
        hand.get_by_role("link", name="楼道灯更换").first.click()
        assert_accessible(hand)
        hand.get_by_role("button", name="放行", exact=True).click()
        hand.locator("dialog[open]").get_by_role("button", name="放行", exact=True).click()
        expect(hand.get_by_text("您这一方放行了。")).to_be_visible()

    cashier = browser_page(estate.cast.cashier)
    cashier.goto("/spending/")
    cashier.get_by_role("link", name="楼道灯更换").first.click()
    expect(cashier.get_by_label("付了多少（元）")).to_have_value("1200.00")
    cashier.get_by_label("哪天付的").fill(str(today()))
    cashier.get_by_label("银行流水号").fill("B20261130001")
    cashier.get_by_role("button", name="付了，记账").click()
    expect(cashier.get_by_text("付款记好了，账也记上了。")).to_be_visible()
    assert_accessible(cashier)
    with estate.scope():
        assert SpendingRequest.objects.get().state == "paid"
        assert bank_balance() == -120_000

    supervisor = browser_page(estate.cast.supervisor, language="en")
    supervisor.goto("/spending/")
    supervisor.get_by_role("link", name="楼道灯更换").first.click()
    expect(supervisor.get_by_text("Paid, waiting for the bank").first).to_be_visible()
    expect(supervisor.get_by_role("button", name="Release")).to_have_count(0)


def _picture(folder):
    from PIL import Image

    path = folder / "invoice.png"
    Image.new("RGB", (60, 40), "white").save(path)
    return path


@pytest.mark.slow
def test_the_banks_file_meets_what_was_paid(estate, browser_page, assert_accessible, tmp_path):
    """One line finds its payment by its number; of two alike, somebody who paid nothing chooses."""
    with estate.scope():
        make_bank_account(estate.cast)
        sure, twice = make_payment(estate.cast), make_payment(estate.cast, amount=50_000)
        moves = [
            Move(today(), -120_000, "宏达机电", "灯", serial=sure.bank_number),
            Move(today(), -50_000, "宏达机电有限公司", "门禁一"),
            Move(today(), -50_000, "宏达机电有限公司", "门禁二"),
        ]
    file = tmp_path / "statement.csv"
    file.write_bytes(as_csv(ccb_rows(moves)))

    accountant = browser_page(estate.cast.accountant)
    accountant.goto("/banking/")
    accountant.get_by_role("link", name="上传对账单").click()
    accountant.locator("#id_file").set_input_files(file)
    accountant.get_by_role("button", name="上传并核对").click()
    accountant.get_by_role("button", name="收下").first.click()
    accountant.locator("dialog[open]").get_by_role("button", name="收下").click()
    expect(accountant.locator(".notice-success")).to_contain_text("新的有 3 笔")
    estate.run_jobs()
    accountant.goto(f"/spending/{sure.request_id}")
    expect(accountant.get_by_text("付清，和银行对上")).to_be_visible()
    assert_accessible(accountant)

    cashier = browser_page(estate.cast.cashier)
    cashier.goto("/spending/matching")
    expect(cashier.get_by_text("您办过别的步骤，请别人核对")).to_be_visible()
    auditor = browser_page(estate.cast.auditor, viewport=PHONE)
    auditor.goto("/spending/matching")
    assert_accessible(auditor)
    auditor.get_by_role("link", name="2 行可能是").click()
    assert_accessible(auditor)
    auditor.get_by_label(re.compile("门禁二")).check()
    auditor.get_by_role("button", name="就是这一行").click()
    expect(auditor.get_by_text("和银行对上", exact=True).first).to_be_visible()
    with estate.scope():
        state = SpendingRequest.objects.get(pk=twice.request_id).state
        assert state == "paying"  # a part of the sum is still to be paid
