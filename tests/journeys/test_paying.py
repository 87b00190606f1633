"""A resident pays on the phone, WeChat Pay played by another process; in large type with somebody."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest
from playwright.sync_api import expect

from linli.gateways.wechatpay.testing import PlayedPay, make_merchant, play_wechatpay
from linli.money.payments.api import Payment, PaymentOrder
from linli.money.payments.testing import make_town, owed
from tests.journeys.pages import PHONE

pytestmark = pytest.mark.slow


@pytest.fixture
def peer(settings: Any) -> Iterator[PlayedPay]:
    with play_wechatpay() as found:
        settings.LINLI = settings.LINLI.model_copy(update={"wechat_pay_url": found.url})
        yield found


@pytest.fixture
def town(live: Any, peer: PlayedPay) -> Any:
    with live.scope():
        make_town(live.cast)
        make_merchant(peer, public_url=live.url)
    return live


def the_order(town: Any) -> str:
    with town.scope():
        return str(PaymentOrder.objects.latest("pk").trade_no)


def test_choose_pay_paid(town, peer, browser_page, assert_accessible):
    phone = browser_page(town.cast.resident, viewport=PHONE)
    phone.goto("/payments/pay")
    expect(phone.locator("body")).to_contain_text("不影响开门")
    assert_accessible(phone)
    phone.get_by_role("button", name="用微信付").click()
    phone.wait_for_selector("img[src$='code.svg']")
    assert_accessible(phone)
    assert peer.pay(the_order(town)) == [204]  # the callback; the open page hears of it
    expect(phone.get_by_role("heading", name="付好了")).to_be_visible(timeout=15_000)
    assert_accessible(phone)
    with town.scope():
        assert owed("1-1-101") == 0
        receipt = Payment.objects.get().receipt.words
    phone.get_by_role("link", name="交过的和收据").click()
    expect(phone.locator("body")).to_contain_text(receipt)
    assert_accessible(phone)


def test_in_large_type(town, peer, browser_page, assert_accessible):
    phone = browser_page(town.cast.elder, viewport=PHONE, elder=True)
    phone.goto("/payments/pay")
    assert_accessible(phone)
    phone.get_by_role("button", name="用微信付").click()
    phone.wait_for_selector("img[src$='code.svg']")
    assert_accessible(phone)
    peer.pay(the_order(town), told=False)  # the callback stays out: the page asks by itself
    expect(phone.get_by_role("heading", name="付好了")).to_be_visible(timeout=15_000)


def test_a_captain_pays_with_somebody(town, peer, browser_page, assert_accessible):
    phone = browser_page(town.cast.captain, viewport=PHONE)
    phone.watch.allow("422")
    phone.goto("/payments/help")
    assert_accessible(phone)
    phone.locator("#id_plate").fill("1号楼1单元101")
    phone.get_by_role("button", name="看要交多少").click()
    phone.wait_for_selector("#id_code")
    expect(phone.locator("body")).not_to_contain_text("张秀兰")
    assert_accessible(phone)
    with town.scope():
        from linli.contact.messages.api import Message

        code = Message.objects.get(purpose="payment_help").body[:6]
    phone.locator("#id_code").fill(code)
    phone.get_by_role("button", name="本人同意").click()
    phone.wait_for_selector("img[src$='code.svg']")
    assert peer.pay(the_order(town)) == [204]
    expect(phone.get_by_role("heading", name="付好了")).to_be_visible(timeout=15_000)


def test_cash_at_the_desk_and_the_till(town, browser_page, assert_accessible):
    desk = browser_page(town.cast.agent)
    desk.goto("/payments/")
    assert_accessible(desk)
    desk.locator("#id_plate").fill("2-1-201")
    desk.get_by_role("button", name="看这户的账单").click()
    desk.wait_for_selector("#id_amount")
    assert_accessible(desk)
    desk.get_by_role("button", name="收下并开收据").click()
    expect(desk.locator(".notice-success")).to_contain_text("收好了")
    assert_accessible(desk)
    with town.scope():
        assert owed("2-1-201") == 0
    desk.locator("summary", has_text="退款或作废").click()
    desk.locator("#id_reason").fill("收错了")
    desk.get_by_role("button", name="申请退款").click()
    expect(desk.locator("body")).to_contain_text("等另一个人批准")
    desk.goto("/payments/till")
    assert_accessible(desk)
    lead = browser_page(town.cast.lead)
    with town.scope():
        lead.goto(f"/payments/{Payment.objects.get().pk}")
    lead.get_by_role("button", name="批准退款").first.click()
    lead.locator("dialog[open]").get_by_role("button", name="批准退款").click()
    expect(lead.locator(".notice-success")).to_contain_text("批准了")
    assert_accessible(lead)
