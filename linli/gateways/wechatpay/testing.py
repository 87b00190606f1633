"""A merchant for the cast's estate, and WeChat Pay played by another process."""

from __future__ import annotations

import json
import subprocess
import sys
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from functools import cache
from pathlib import Path
from typing import Any

from cryptography.hazmat.primitives import serialization
from cryptography.hazmat.primitives.asymmetric import rsa

from linli.base.calendars.api import now
from linli.gateways.wechatpay.models import WechatPayAccount

MCH_ID, APP_ID = "1900009191", "wx5823bf96d3bd56c7"
API_KEY = "a12d3924fd499edac8a5efc40b5d1c2e"
CERT_SERIAL = "3775B6A45ACD588826D15E583A95F5DD"
_PEER = Path(__file__).parent / "tests" / "peer.py"


@cache
def merchant_keys() -> tuple[str, str]:
    """PEM of the merchant's private and public key, made once a process."""
    key = rsa.generate_private_key(65537, 2048)
    private = key.private_bytes(
        serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption()
    )
    public = key.public_key().public_bytes(
        serialization.Encoding.PEM, serialization.PublicFormat.SubjectPublicKeyInfo
    )
    return private.decode(), public.decode()


class PlayedPay:
    """WeChat Pay in its own process, by its orders: `pay`, `tell_of`, `finish_refund` …"""

    def __init__(self, url: str, public_key: str, public_key_id: str):
        self.url, self.public_key, self.public_key_id = url, public_key, public_key_id

    def _ask(self, order: str, **content: Any) -> Any:
        request = urllib.request.Request(  # noqa: S310 - the played address
            f"{self.url}/_play/{order}", data=json.dumps(content).encode()
        )
        with urllib.request.urlopen(request, timeout=20) as answer:  # noqa: S310
            return json.loads(answer.read())

    def pay(self, number: str, *, told: bool = True) -> list[int]:
        found: list[int] = self._ask("pay", number=number, told=told)["answer"]
        return found

    def tell_of(self, number: str, **over: Any) -> int:
        return int(self._ask("tell_of", number=number, **over)["answer"])

    def finish_refund(self, number: str, status: str = "SUCCESS", **over: Any) -> int:
        return int(self._ask("finish_refund", number=number, status=status, **over)["answer"])

    def replay(self) -> int:
        return int(self._ask("replay")["answer"])

    def state(self) -> dict[str, Any]:
        found: dict[str, Any] = self._ask("state")
        return found

    def set(self, **values: Any) -> None:
        self._ask("set", **values)


@contextmanager
def play_wechatpay(mode: str = "key") -> Iterator[PlayedPay]:
    """Start the peer and end it; point LINLI_WECHAT_PAY_URL at `url`."""
    told = {"mch_id": MCH_ID, "app_id": APP_ID, "api_key": API_KEY, "cert_serial": CERT_SERIAL,
            "merchant_key": merchant_keys()[1], "mode": mode}  # fmt: skip
    command = [sys.executable, str(_PEER), json.dumps(told)]
    process = subprocess.Popen(command, stdout=subprocess.PIPE, text=True)
    assert process.stdout is not None
    try:
        yield PlayedPay(**json.loads(process.stdout.readline()))
    finally:
        process.terminate()
        process.wait(10)
        process.stdout.close()


def make_merchant(peer: PlayedPay | None = None, **over: Any) -> WechatPayAccount:
    """A merchant that trusts the peer's public key; without a peer, any key."""
    fields: dict[str, Any] = {
        "app_id": APP_ID, "mch_id": MCH_ID, "cert_serial": CERT_SERIAL,
        "private_key": merchant_keys()[0], "api_key": API_KEY,
        "public_key_id": peer.public_key_id if peer else "PUB_KEY_ID_01170000",
        "public_key": peer.public_key if peer else merchant_keys()[1],
        "public_url": "https://linli.example.cn", "updated_at": now(),
    }  # fmt: skip
    row: WechatPayAccount = WechatPayAccount.objects.create(**(fields | over))
    return row
