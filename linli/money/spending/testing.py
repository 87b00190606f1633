"""Builders of spending, through the actions: a request of a test has lived as real ones do."""

from __future__ import annotations

import io
import itertools
from typing import Any

from django.core.files.uploadedfile import SimpleUploadedFile
from PIL import Image

from linli.base.calendars.api import today
from linli.estate.organisations.api import Role
from linli.estate.testing import Cast, make_account, make_office
from linli.money.ledger.api import find_account, find_book, open_books
from linli.money.spending.api import (
    SpendingPayment,
    SpendingRequest,
    add_file,
    check_request,
    pay_request,
    release_request,
    show_file,
    submit_request,
    write_request,
)

_count = itertools.count(1)
# whom the cast lacks: nobody does two steps, so each body has more than one person
_MORE = {
    "cashier": ("蒋出纳", Role.ACCOUNTANT, "committee"),
    "auditor": ("沈核对", Role.ACCOUNTANT, "committee"),
    "property_manager2": ("朱副理", Role.ORGANISATION_LEAD, "property"),
}


def make_hands(cast: Cast) -> None:
    """Enough people for every step, and the estate's books."""
    open_books(cast.estate.pk)
    for key, (name, role, organisation) in _MORE.items():
        if key not in cast.accounts:
            cast.accounts[key] = make_account(name, estate=cast.estate)
            make_office(
                role.value, cast.accounts[key], organisation=cast.organisations[organisation]
            )


def paper(name: str = "发票.png") -> SimpleUploadedFile:
    data = io.BytesIO()
    Image.new("RGB", (40, 40), "white").save(data, "PNG")
    return SimpleUploadedFile(name, data.getvalue(), "image/png")


def make_request(cast: Cast, *, by: str = "worker", **over: Any) -> SpendingRequest:
    """A draft of 1,200 yuan for a firm's repair, with its voucher."""
    make_hands(cast)
    fields: dict[str, Any] = {
        "book": "joint_account", "category": "repairs", "purpose": "楼道灯更换",
        "payee": "宏达机电有限公司", "amount": 120_000, "contract": "HT-2026-07",
    }  # fmt: skip
    request = write_request(actor=cast.actor(by), **{**fields, **over})
    add_file(request.pk, paper(), kind="voucher", actor=cast.actor(by))
    return request


def make_submitted(cast: Cast, **over: Any) -> SpendingRequest:
    request = make_request(cast, **over)
    return submit_request(request.pk, actor=cast.actor(over.get("by", "worker")))


def make_checked(cast: Cast, **over: Any) -> SpendingRequest:
    return check_request(make_submitted(cast, **over).pk, actor=cast.actor("accountant"))


def make_released(cast: Cast, **over: Any) -> SpendingRequest:
    """Released by the company and the committee, and by an owner where the sum asks for it."""
    request = make_checked(cast, **over)
    for name in ("property_manager", "secretary"):
        request = release_request(request.pk, actor=cast.actor(name))
    if request.state == "releasing":
        request = release_request(request.pk, actor=cast.actor("owners_chair"))
    return request


def make_payment(cast: Cast, *, amount: int | None = None, **over: Any) -> SpendingPayment:
    """Released and paid in full, by the second accountant."""
    request = make_released(cast, **over)
    n = next(_count)
    return pay_request(
        request.pk, amount=amount or request.amount, paid_on=today(), bank_number=f"BN{n:06}",
        client_key=f"pay-{n}", actor=cast.actor("cashier"),
    )  # fmt: skip


def make_published_payment(cast: Cast, **over: Any) -> SpendingPayment:
    """A payment whose voucher everybody may see."""
    payment = make_payment(cast, **over)
    for row in payment.request.files.all():
        show_file(row.pk, actor=cast.actor("accountant"))
    return payment


def bank_balance(book_code: str = "joint_account") -> int:
    """What the book's bank account stands at, in fen."""
    from linli.money.ledger.api import balances_of

    account = find_account(find_book(book_code), "bank")
    return balances_of([account.pk])[account.pk]
