"""What goes out to WeChat Pay, and what its answers mean; the peer is a process of its own."""

from __future__ import annotations

from datetime import timedelta

import pytest

from linli.base.calendars.api import now, today
from linli.gateways.wechat.api import bind_contact
from linli.gateways.wechat.testing import make_wechat_account
from linli.gateways.wechatpay.api import WechatPayChannel
from linli.gateways.wechatpay.client import _known, client_of
from linli.gateways.wechatpay.testing import make_merchant, merchant_keys
from linli.money.payments.api import (
    ChannelRefused,
    ChannelRow,
    ChannelSilent,
    OrderDraft,
    RefundDraft,
    open_order,
)
from linli.money.payments.testing import bills_of, home_of, owed


def draft(number="L1", amount=100, **over):
    fields = {"words": "物业费 1-1-101", "expires_at": now() + timedelta(minutes=30), **over}
    return OrderDraft(number, amount, **fields)


@pytest.fixture
def channel(shop):
    return WechatPayChannel(shop.merchant)


def test_a_code_to_scan(shop, channel, peer):
    assert channel.open_order(draft()).code_url.startswith("weixin://wxpay/")
    order = peer.state()["orders"]["L1"]
    assert order["amount"] == {"total": 100, "currency": "CNY"}
    assert order["notify_url"] == f"https://linli.example.cn/wechatpay/{shop.estate.code}/notify"


def test_wechats_own_browser_gets_a_signed_dialog(channel, peer):
    import base64

    from cryptography.hazmat.primitives import hashes, serialization
    from cryptography.hazmat.primitives.asymmetric import padding

    dialog = channel.open_order(draft(payer="oPayer")).dialog
    assert peer.state()["orders"]["L1"]["payer"] == {"openid": "oPayer"}
    text = "\n".join([dialog["appId"], dialog["timeStamp"], dialog["nonceStr"], dialog["package"]])
    key = serialization.load_pem_public_key(merchant_keys()[1].encode())
    raw = base64.b64decode(dialog["paySign"])
    key.verify(raw, (text + "\n").encode(), padding.PKCS1v15(), hashes.SHA256())


def test_the_payer_is_the_bound_wechat(shop, channel):
    assert channel.payer_of(shop.resident.pk) == ""
    make_wechat_account()
    bind_contact("oResident", shop.resident)
    assert channel.payer_of(shop.resident.pk) == "oResident"
    shop.merchant.app_id = "wxother"
    assert WechatPayChannel(shop.merchant).payer_of(shop.resident.pk) == ""


def test_how_an_order_stands(channel, peer):
    assert channel.ask_order("LNONE").state == "unknown"
    channel.open_order(draft())
    assert channel.ask_order("L1").state == "open"
    peer.pay("L1", told=False)
    paid = channel.ask_order("L1")
    assert (paid.state, paid.amount, paid.currency) == ("paid", 100, "CNY")
    with pytest.raises(ChannelRefused):
        channel.close_order("L1")
    channel.open_order(draft("L2"))
    channel.close_order("L2")
    assert channel.ask_order("L2").state == "closed"


def test_refunds(channel, peer):
    channel.open_order(draft())
    peer.pay("L1", told=False)
    back = RefundDraft("R1", "L1", 40, 100, "重复")
    assert channel.refund(back).state == channel.refund(back).state == "sent"
    assert channel.ask_refund("RNONE").state == "unknown"
    with pytest.raises(ChannelRefused) as refused:
        channel.refund(RefundDraft("R2", "L1", 61, 100, "太多"))
    assert refused.value.params["code"] == "INVALID_REQUEST"


def test_the_days_bill(channel, peer):
    assert channel.list_day(today()) == []
    channel.open_order(draft())
    peer.pay("L1", told=False)
    channel.refund(RefundDraft("R1", "L1", 40, 100, "重复"))
    assert channel.list_day(today()) == [ChannelRow("L1", 100), ChannelRow("R1", -40)]


def test_an_answer_signed_by_somebody_else_is_not_believed(channel, peer):
    peer.set(bad_answers=True)
    with pytest.raises(ChannelRefused):
        channel.open_order(draft())


def test_a_wrong_key_of_ours_is_told(shop, peer):
    shop.merchant.cert_serial = "00" * 16
    shop.merchant.updated_at = now()
    with pytest.raises(ChannelRefused) as refused:
        WechatPayChannel(shop.merchant).open_order(draft())
    assert refused.value.params["code"] == "SIGN_ERROR"


def test_a_silent_platform(shop, settings):
    settings.LINLI = settings.LINLI.model_copy(update={"wechat_pay_url": "http://127.0.0.1:9"})
    ids = [bill.pk for bill in bills_of("1-1-101")]
    with pytest.raises(ChannelSilent):
        open_order(home_of("1-1-101"), ids, key="k", actor=shop.actor("resident"))


def test_an_order_from_the_bills(shop, peer):
    ids = [bill.pk for bill in bills_of("1-1-101")]
    order = open_order(home_of("1-1-101"), ids, key="k", actor=shop.actor("resident"))
    assert peer.state()["orders"][order.trade_no]["amount"]["total"] == owed("1-1-101")


def test_certificates_are_fetched_and_not_for_every_forged_serial(cast, peers, settings):
    peer = peers["certificate"]
    settings.LINLI = settings.LINLI.model_copy(update={"wechat_pay_url": peer.url})
    merchant = make_merchant(public_key="", public_key_id="")
    _known.clear()
    before = peer.state()["certificate_calls"]
    channel = WechatPayChannel(merchant)
    assert channel.open_order(draft("LC")).code_url
    client = client_of(merchant, "x")
    headers = {"Wechatpay-Signature": "AAAA", "Wechatpay-Timestamp": "1", "Wechatpay-Nonce": "n",
               "Wechatpay-Serial": "ABCDEF12", "Wechatpay-Signature-Type":
               "WECHATPAY2-SHA256-RSA2048"}  # fmt: skip
    for _ in range(5):
        assert client.callback(headers, "{}") is None
    assert client._core._certificates  # what was known is still known
    assert peer.state()["certificate_calls"] - before <= 2
