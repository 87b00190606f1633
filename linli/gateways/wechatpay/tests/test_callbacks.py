"""Callbacks over real HTTP from a process that signs: what is booked, and what is refused."""

from __future__ import annotations

import pytest

from linli.base.scopes.api import estate_scope
from linli.gateways.wechatpay.api import WechatPayNotice
from linli.gateways.wechatpay.rules import MOST_BYTES
from linli.matters.handling.api import Matter
from linli.money.payments.api import (
    Payment,
    PaymentRefund,
    approve_refund,
    open_order,
    request_refund,
    send_refund,
)
from linli.money.payments.testing import bills_of, home_of, owed


def place_order(shop, plate="1-1-101", who="resident"):
    with estate_scope(shop.estate.pk):
        ids = [bill.pk for bill in bills_of(plate)]
        return open_order(home_of(plate), ids, key=f"k{plate}", actor=shop.actor(who))


def booked(shop):
    with estate_scope(shop.estate.pk):
        return Payment.objects.count()


def outcomes(shop):
    with estate_scope(shop.estate.pk):
        return list(WechatPayNotice.objects.order_by("pk").values_list("outcome", flat=True))


def rung(shop):
    """The order numbers about which somebody was asked to look."""
    with estate_scope(shop.estate.pk):
        rows = Matter.objects.filter(kind__code="duty", client_key__startswith="wechatpay:")
        return {key.removeprefix("wechatpay:") for key in rows.values_list("client_key", flat=True)}


def test_callbacks(paid_shop, peer):
    """One served estate for all: each step leaves things as the next one needs them."""
    shop, order = paid_shop, place_order(paid_shop)
    number = order.trade_no
    other = place_order(shop, "2-1-201", "tenant")

    # before anything is paid: a good signature about what is not ours
    peer.pay(number, told=False)
    amount = order.amount
    for resource, status in (
        ({"amount": {"total": amount + 1, "currency": "CNY"}}, 409),
        ({"amount": {"total": amount - 1, "currency": "CNY"}}, 409),
        ({"amount": {"total": amount, "currency": "USD"}}, 409),
        ({"amount": {"total": -amount, "currency": "CNY"}}, 409),
        ({"amount": {"total": str(amount), "currency": "CNY"}}, 400),
        ({"out_trade_no": "L000000NOBODY"}, 404),
        ({"mchid": "1900000000"}, 403),
        ({"appid": "wxother"}, 403),
        ({"success_time": "gestern"}, 400),
    ):
        assert peer.tell_of(number, resource=resource) == status, resource
    assert booked(shop) == 0
    assert outcomes(shop).count("order_mismatch") == 4
    assert "notice_foreign_merchant" in outcomes(shop) and "order_unknown" in outcomes(shop)

    assert rung(shop) == {number, "L000000NOBODY"}  # one for each order, however often

    # what is not the platform's own word
    kept = len(outcomes(shop))
    for over, status in (
        ({"key": "other"}, 401),
        ({"spoil": "body"}, 401),
        ({"spoil": "Wechatpay-Signature"}, 401),
        ({"spoil": "Wechatpay-Serial"}, 401),
        ({"shift": -301}, 401),
        ({"shift": 301}, 401),
        ({"serial": "7777777777777777"}, 401),
        ({"serial": "PUB_KEY_ID_99999999"}, 401),
        ({"serial": "'; --"}, 401),
        ({"api_key": "0" * 32}, 401),
        ({"body": "no json"}, 401),
        ({"body": "{" + " " * MOST_BYTES + "}"}, 413),
    ):
        assert peer.tell_of(number, **over) == status, over
    assert booked(shop) == 0 and len(outcomes(shop)) == kept

    # paid, told, told again, replayed byte for byte, asked about: booked once
    assert peer.tell_of(number, notice_id="one") == 204
    assert peer.tell_of(number, notice_id="one") == 204
    assert peer.tell_of(number) == 204
    assert peer.replay() == 204
    assert booked(shop) == 1
    with estate_scope(shop.estate.pk):
        assert WechatPayNotice.objects.get(notice_id="one").times == 2
        assert owed("1-1-101") == 0

    # a good signature, the right sum of another order, the transaction of this one
    transaction = peer.state()["orders"][number]["transaction_id"]
    told = {"transaction_id": transaction, "out_trade_no": other.trade_no,
            "amount": {"total": other.amount, "currency": "CNY"}}  # fmt: skip
    assert peer.tell_of(number, resource=told) == 409
    assert booked(shop) == 1


def test_refunds_are_told(paid_shop, peer):
    shop, order = paid_shop, place_order(paid_shop)
    assert peer.pay(order.trade_no) == [204]
    with estate_scope(shop.estate.pk):
        payment = Payment.objects.get()
        refund = request_refund(payment.pk, 500, reason="重复", key="r", actor=shop.actor("agent"))
        approve_refund(refund.pk, actor=shop.actor("accountant"))
        assert send_refund(refund.pk).state == "sent"
    number = refund.refund_no
    wrong = {"amount": {"refund": 501, "total": payment.amount}}
    assert peer.finish_refund(number, resource=wrong) == 409
    assert peer.finish_refund(number, resource=wrong) == 409
    assert rung(shop) == {number}
    assert peer.finish_refund(number) == 204
    assert peer.finish_refund(number) == 204
    with estate_scope(shop.estate.pk):
        assert PaymentRefund.objects.get().state == "done"
        assert owed("1-1-101") == 500


def test_the_address_of_another_estate(paid_shop, peer):
    order = place_order(paid_shop)
    peer.pay(order.trade_no, told=False)
    url = f"{paid_shop.url}/wechatpay/{paid_shop.other_estate.code}/notify"
    orders = peer.state()["orders"]
    orders[order.trade_no]["notify_url"] = url
    peer.set(orders=orders)
    assert peer.tell_of(order.trade_no) == 404
    assert booked(paid_shop) == 0


@pytest.mark.parametrize("method", ["get", "put", "delete"])
def test_only_post(shop, client, method):
    url = f"/wechatpay/{shop.estate.code}/notify"
    assert getattr(client, method)(url).status_code == 405
    assert client.post(url, "{}", content_type="application/json").status_code == 401
