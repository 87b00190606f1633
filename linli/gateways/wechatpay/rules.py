"""What a callback's headers and contents mean. Pure, but for the SDK's plain dictionaries."""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Mapping
from datetime import UTC, datetime
from typing import Any

from linli.gateways.wechatpay.errors import HeadersWrong, NoticeUnreadable, OutOfWindow
from linli.money.banking.api import read_amount
from linli.money.payments.data import ChannelRow, Paid, Refunded

WINDOW = 300  # seconds on either side, as the platform's documentation asks for
MOST_BYTES = 64 * 1024
SIGNED = ("Wechatpay-Timestamp", "Wechatpay-Nonce", "Wechatpay-Signature", "Wechatpay-Serial",
          "Wechatpay-Signature-Type")  # fmt: skip
_SERIAL = re.compile(r"[0-9A-Fa-f]{8,64}|PUB_KEY_ID_[0-9A-Za-z]{8,64}")
_PAID = {"SUCCESS", "REFUND"}  # REFUND: it was paid, and something went back since
_OPEN = {"NOTPAY", "USERPAYING", "ACCEPT"}
_REFUND = {"SUCCESS": "done", "PROCESSING": "sent", "CLOSED": "failed", "ABNORMAL": "failed"}


def read_headers(headers: Mapping[str, str], at: datetime) -> dict[str, str]:
    """The signed headers, complete and within the window. Raises HeadersWrong, OutOfWindow."""
    found = {name: headers.get(name, "") for name in SIGNED}
    found["Wechatpay-Signature-Type"] = found["Wechatpay-Signature-Type"] or (
        "WECHATPAY2-SHA256-RSA2048"
    )
    stamp = found["Wechatpay-Timestamp"]
    if not all(found.values()) or not stamp.isascii() or not stamp.isdigit() or len(stamp) > 12:
        raise HeadersWrong
    if found["Wechatpay-Signature-Type"] != "WECHATPAY2-SHA256-RSA2048":
        raise HeadersWrong
    # the SDK reads the serial as a number and would choke on anything else
    if not _SERIAL.fullmatch(found["Wechatpay-Serial"]):
        raise HeadersWrong
    if abs(at.timestamp() - int(stamp)) > WINDOW:
        raise OutOfWindow
    return found


def read_transaction(resource: Mapping[str, Any]) -> Paid:
    """An order as the platform tells of it. Raises NoticeUnreadable."""
    try:
        state = str(resource["trade_state"])
        number = str(resource["out_trade_no"])
        if state not in _PAID:
            return Paid("open" if state in _OPEN else "closed", number)
        amount = resource["amount"]
        total = amount["total"]
        if isinstance(total, bool) or not isinstance(total, int):
            raise NoticeUnreadable
        return Paid(
            "paid", number, str(resource["transaction_id"]), total,
            str(amount.get("currency") or "CNY"), read_instant(str(resource["success_time"])),
        )  # fmt: skip
    except (KeyError, TypeError, ValueError, AttributeError) as error:
        raise NoticeUnreadable from error


def read_refund(resource: Mapping[str, Any]) -> Refunded:
    """A refund as the platform tells of it: `status` in answers, `refund_status` in callbacks.

    Raises NoticeUnreadable.
    """
    try:
        status = str(resource.get("refund_status") or resource["status"])
        amount = resource["amount"]["refund"]
        if isinstance(amount, bool) or not isinstance(amount, int):
            raise NoticeUnreadable
        return Refunded(_REFUND.get(status, "unknown"), str(resource["out_refund_no"]), amount)
    except (KeyError, TypeError, AttributeError) as error:
        raise NoticeUnreadable from error


def read_instant(text: str) -> datetime:
    """RFC 3339 with its zone, in UTC. Raises ValueError."""
    instant = datetime.fromisoformat(text)
    if instant.tzinfo is None:
        raise ValueError("an instant without its zone")
    return instant.astimezone(UTC)


def read_bill(text: str) -> list[ChannelRow]:
    """The rows of a day's trade bill (交易账单): each value bears a back-tick, sums follow below.

    Raises NoticeUnreadable for a bill whose columns are others.
    """
    rows = list(csv.reader(io.StringIO(text.lstrip("\ufeff"))))
    if not rows:
        return []
    columns = {name.strip("` "): place for place, name in enumerate(rows[0])}
    found = []
    try:
        for row in rows[1:]:
            if not row or row[0].startswith("总"):
                break
            cells = {name: row[place].strip("` ") for name, place in columns.items()}
            if cells["交易状态"] == "SUCCESS":
                paid = read_amount(cells["应结订单金额"]) or 0
                found.append(ChannelRow(cells["商户订单号"], paid))
            elif cells["交易状态"] == "REFUND":
                back = read_amount(cells["退款金额"]) or 0
                found.append(ChannelRow(cells["商户退款单号"], -back))
    except (KeyError, IndexError) as error:
        raise NoticeUnreadable from error
    return found
