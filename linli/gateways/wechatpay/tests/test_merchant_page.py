"""The administrator's page of the merchant: secrets go in and never come out."""

from __future__ import annotations

import pytest
from django.db import connection
from django.urls import reverse

from linli.gateways.wechatpay.api import WechatPayAccount
from linli.gateways.wechatpay.testing import (
    API_KEY,
    APP_ID,
    CERT_SERIAL,
    MCH_ID,
    make_merchant,
    merchant_keys,
)

PAGE = "/wechatpay/account/"


def fields(peer=None, **over):
    return {
        "mch_id": MCH_ID, "app_id": APP_ID, "cert_serial": CERT_SERIAL, "api_key": API_KEY,
        "private_key": merchant_keys()[0], "public_url": "https://linli.example.cn",
        "public_key_id": peer.public_key_id if peer else "",
        "public_key": peer.public_key if peer else "", "is_active": "on", **over,
    }  # fmt: skip


def test_it_is_set_up_and_tried(cast, sign_in, peer):
    client = sign_in(cast.administrator)
    assert client.post(PAGE, fields(peer)).status_code == 302
    page = client.get(PAGE).content.decode()
    assert API_KEY not in page and "PRIVATE KEY" not in page
    assert f"/wechatpay/{cast.estate.code}/notify" in page
    assert client.post(reverse("wechatpay:test")).status_code == 302
    assert "通的" in client.get(PAGE).content.decode()
    # empty secrets leave those that are there
    client.post(PAGE, fields(peer, api_key="", private_key="", public_key=""))
    account = WechatPayAccount.objects.get()
    assert account.api_key == API_KEY and "BEGIN PRIVATE KEY" in account.private_key
    with connection.cursor() as cursor:
        cursor.execute("SELECT api_key, private_key FROM wechatpay_account")
        assert not any(
            b"BEGIN" in bytes(x) or API_KEY.encode() in bytes(x) for x in cursor.fetchone()
        )


@pytest.mark.parametrize(
    "over",
    [
        {"private_key": "-----BEGIN PRIVATE KEY-----\nAAAA\n-----END PRIVATE KEY-----"},
        {"private_key": ""},
        {"api_key": "short"},
        {"api_key": ""},
        {"public_key_id": "PUB_KEY_ID_01170000"},
        {"public_key_id": "PUB_KEY_ID_01170000", "public_key": "nonsense"},
        {"public_url": "ftp://x"},
        {"cert_serial": "xyz"},
    ],
)
def test_what_cannot_be_is_told_at_its_field(cast, sign_in, over):
    answer = sign_in(cast.administrator).post(PAGE, fields(**over))
    assert answer.status_code == 422
    assert not WechatPayAccount.objects.exists()


@pytest.mark.parametrize("who", ["accountant", "lead", "resident", "outsider", "secretary"])
def test_only_the_administrator(cast, sign_in, who):
    make_merchant()
    client = sign_in(cast.accounts[who])
    assert client.get(PAGE).status_code == 403
    assert client.post(reverse("wechatpay:test")).status_code == 403
