"""Words of spending: how money goes out of a book, step by step and by different hands."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from enum import StrEnum


class Book(StrEnum):
    """The books out of which a request may be paid; codes of the ledger."""

    JOINT_ACCOUNT = "joint_account"
    COMMON_INCOME = "common_income"
    MAINTENANCE_FUND = "maintenance_fund"


class State(StrEnum):
    """draft → checking → releasing → paying → paid → matched; cancelled ends it before money."""

    DRAFT = "draft"
    CHECKING = "checking"  # on the accountant's desk
    RELEASING = "releasing"  # two bodies, in whatever order
    PAYING = "paying"  # released; nothing or a part is paid
    PAID = "paid"  # all of it is paid; the bank's line is not there yet
    MATCHED = "matched"  # every payment stands on the bank's statement
    CANCELLED = "cancelled"


OPEN_STATES = (State.DRAFT, State.CHECKING, State.RELEASING, State.PAYING, State.PAID)


class Step(StrEnum):
    """What one person does to one request. Nobody does two of them."""

    REQUEST = "request"
    CHECK = "check"
    RELEASE_COMPANY = "release_company"
    RELEASE_COMMITTEE = "release_committee"
    RELEASE_OWNERS = "release_owners"
    PAY = "pay"
    MATCH = "match"


RELEASES = (Step.RELEASE_COMPANY, Step.RELEASE_COMMITTEE, Step.RELEASE_OWNERS)


class EntryKind(StrEnum):
    """What stands on a request's timeline."""

    WRITTEN = "written"
    CHANGED = "changed"
    SUBMITTED = "submitted"
    RETURNED = "returned"
    CHECKED = "checked"
    RELEASED = "released"
    PAID = "paid"
    REVERSED = "reversed"
    MATCHED = "matched"
    CANCELLED = "cancelled"
    FILED = "filed"
    SHOWN = "shown"  # a voucher was found free of personal data, or a masked copy was added
    RUNG = "rung"  # it waited too long and became a matter
    DISCLOSED = "disclosed"  # an emergency use was told to the owners


class FileKind(StrEnum):
    QUOTE = "quote"
    CONTRACT = "contract"
    VOUCHER = "voucher"


@dataclass(frozen=True)
class Payment:
    """One transfer, as whoever shows or matches it sees it. `amount` in fen."""

    id: int
    request_id: int
    amount: int
    paid_on: date
    bank_number: str
    payee: str
    is_reversed: bool = False
    line_id: int | None = None


@dataclass(frozen=True)
class OutgoingLine:
    """A line of the bank's statement that took money away. `amount` in fen."""

    id: int
    amount: int
    booked_on: date
    counterparty: str
    purpose: str
    serial: str


@dataclass(frozen=True)
class PublicVoucher:
    """A voucher that anybody may see: `file_id` is the clean or the masked scan."""

    file_id: int
    token: str
    content_type: str


@dataclass(frozen=True)
class PublicSpending:
    """What the public page says about one payment; no name of a person, no account number."""

    number: str
    purpose: str
    payee: str
    category: str
    contract: str
    is_emergency: bool
    emergency_reason: str
    vouchers: tuple[PublicVoucher, ...] = ()
