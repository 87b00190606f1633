"""What is sealed, to the byte: the text of a book, an entry, a seal. Pure; docs in 0017.

Anybody can read these texts, so that homes and hands are hidden in them: accounts stand by their
label, and key, hand and accounts are bound by `hidden`, a salted hash that only the book's own
database can open.
"""

from __future__ import annotations

import hashlib
import hmac
from collections.abc import Sequence
from typing import NamedTuple

VERSION = 1


class Sealed(NamedTuple):
    """An entry with all that its text says; instants and days as they are written."""

    entry_id: int
    key: str
    kind: str
    day: str  # 2026-07-01
    at: str  # 2026-07-01T02:03:04.123456Z
    user_id: int | None
    source: str
    memo: str
    reverses_id: int | None
    vouchers: Sequence[str]  # "17:<sha256 of the file>"
    account_ids: Sequence[int]
    labels: Sequence[str]
    amounts: Sequence[int]


def book_text(estate_id: int, code: str, unit: str) -> bytes:
    return f'{{"ledger":{VERSION},"estate":{estate_id},"book":"{code}","unit":"{unit}"}}'.encode()


def entry_text(entry: Sealed, salt: bytes) -> bytes:
    """One line of JSON; none of its words can hold a quote, so that it is written directly."""
    lines = ",".join(
        f'["{label}",{amount}]' for label, amount in zip(entry.labels, entry.amounts, strict=True)
    )
    vouchers = ",".join(f'"{voucher}"' for voucher in entry.vouchers)
    reverses = "null" if entry.reverses_id is None else str(entry.reverses_id)
    return (
        f'{{"entry":{entry.entry_id},"on":"{entry.day}","at":"{entry.at}","kind":"{entry.kind}",'
        f'"source":"{entry.source}","memo":"{entry.memo}","reverses":{reverses},'
        f'"vouchers":[{vouchers}],"lines":[{lines}],"hidden":"{hidden_of(entry, salt)}"}}'
    ).encode()


def entry_salt(entry_id: int, salt: bytes) -> bytes:
    """What opens one entry's `hidden` and no other's."""
    return hmac.digest(salt, str(entry_id).encode(), "sha256")


def hidden_of(entry: Sealed, salt: bytes) -> str:
    """128 bits in hex over what the public does not read."""
    accounts = ",".join(map(str, entry.account_ids))
    text = f"{entry.key}|{entry.user_id}|{accounts}".encode()
    return hashlib.sha256(entry_salt(entry.entry_id, salt) + text).hexdigest()[:32]


def seal_text(number: int, entries: int, total: int, at: str, tree: bytes) -> bytes:
    return (
        f'{{"seal":{number},"entries":{entries},"total":{total},"at":"{at}","tree":"{tree.hex()}"}}'
    ).encode()
