"""Decisions of spending that need no database. Money in integer fen, area in integer cm²."""

from __future__ import annotations

import re
import unicodedata
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from datetime import date

from linli.money.spending.data import RELEASES, Book, OutgoingLine, Payment, State, Step

LARGEST = 10_000_000_000  # fen: 100 million yuan, more than such an estate has
OWNERS_FROM = 1_000_000  # fen: from 10,000 yuan on an owner releases, too; an estate's to change
WAIT_DAYS = 3  # working days on one desk before it becomes a matter
EMERGENCY_DAYS = 15  # working days until an emergency use is told to the owners
NEAR = 10  # days between what we wrote and what the bank booked

# the expense accounts of each book, as the ledger opens them
CATEGORIES: dict[str, tuple[str, ...]] = {
    Book.JOINT_ACCOUNT: (
        "security", "cleaning", "greenery", "lift", "fire", "repairs", "energy", "staff", "office",
        "tax", "bank", "other",
    ),
    Book.COMMON_INCOME: ("repairs", "office", "tax", "bank", "other"),
    Book.MAINTENANCE_FUND: ("lift", "fire", "roof", "walls", "pipes", "other"),
}  # fmt: skip
ALL_CATEGORIES = tuple(sorted({code for codes in CATEGORIES.values() for code in codes}))

_AMOUNT = re.compile(r"([0-9]{1,12})(?:\.([0-9]{1,2}))?")


def read_yuan(text: str) -> int | None:
    """Fen of an amount as people write it ("1 234.5", "¥1,234.50", "1234元"); None if it is none.

    Negative amounts, fractions of a fen and other currencies are none.
    """
    plain = unicodedata.normalize("NFKC", text).strip()
    plain = re.sub(r"^(¥|RMB|CNY|人民币)\s*", "", plain, flags=re.IGNORECASE)
    plain = re.sub(r"\s*元$", "", plain)
    if re.fullmatch(r"[0-9]{1,3}([,  ][0-9]{3})+(\.[0-9]+)?", plain):
        plain = re.sub(r"[,  ]", "", plain)
    found = _AMOUNT.fullmatch(plain)
    if found is None:
        return None
    return int(found[1]) * 100 + int((found[2] or "").ljust(2, "0"))


def yuan(fen: int) -> str:
    """`1234.50`, as sentences and files say it."""
    sign = "-" if fen < 0 else ""
    return f"{sign}{abs(fen) // 100}.{abs(fen) % 100:02}"


def needed_releases(amount: int, owners_from: int) -> tuple[Step, ...]:
    """Who must release: company and committee always, an owner from the threshold on (FEE-06)."""
    return RELEASES if amount >= owners_from else RELEASES[:2]


def missing_releases(amount: int, owners_from: int, done: Iterable[str]) -> tuple[Step, ...]:
    there = set(done)
    return tuple(step for step in needed_releases(amount, owners_from) if step not in there)


def state_after_payment(amount: int, paid: int, matched: int) -> State:
    """Where a released request stands, by the sum paid and the sum that the bank confirms."""
    if paid < amount:
        return State.PAYING
    return State.MATCHED if matched >= amount else State.PAID


def next_steps(state: str, missing: Sequence[Step]) -> tuple[Step, ...]:
    """Whose desk a request lies on."""
    if state == State.DRAFT:
        return (Step.REQUEST,)
    if state == State.CHECKING:
        return (Step.CHECK,)
    if state == State.RELEASING:
        return tuple(missing)
    if state == State.PAYING:
        return (Step.PAY,)
    return (Step.MATCH,) if state == State.PAID else ()


def allocate(amount: int, areas: Mapping[int, int]) -> dict[int, int]:
    """`amount` fen among homes by area in cm²: largest remainder, ties to the smaller id, so that
    the parts always sum to the whole (FEE-08). Homes without an area bear nothing.

    Raises ValueError where no home has an area.
    """
    measured = {home: area for home, area in areas.items() if area > 0}
    whole = sum(measured.values())
    if not whole:
        raise ValueError("no home with an area")
    parts = {home: amount * area // whole for home, area in measured.items()}
    left = amount - sum(parts.values())
    order = sorted(measured, key=lambda home: (-(amount * measured[home] % whole), home))
    for home in order[:left]:
        parts[home] += 1
    return parts


def is_office_file(head: bytes) -> bool:
    """A zip (docx, xlsx, xlsm) or an old OLE file (doc, xls)."""
    return head.startswith((b"PK\x03\x04", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", b"{\\rtf"))


def carries_macro(data: bytes) -> bool:
    """Whether an Office file holds a VBA project, by the names that both formats store plainly."""
    return b"vbaProject" in data or "_VBA_PROJECT".encode("utf-16-le") in data


def plain_name(text: str) -> str:
    """A payee's name as banks and people write it differently: without blanks and brackets."""
    folded = unicodedata.normalize("NFKC", text).casefold()
    return re.sub(r"[\s()\[\]·.,-]", "", folded)


def fits(payment: Payment, line: OutgoingLine) -> int:
    """How well a bank line fits a payment: 0 not at all, 1 perhaps, 2 surely.

    The amount must be the same; the bank's number, or payee and day together, make it sure.
    """
    if line.amount != payment.amount:
        return 0
    if payment.bank_number and payment.bank_number == line.serial:
        return 2
    if abs((line.booked_on - payment.paid_on).days) > NEAR:
        return 0
    payee, there = plain_name(payment.payee), plain_name(line.counterparty)
    return 2 if payee and payee == there else 1


def match_surely(
    payments: Sequence[Payment], lines: Sequence[OutgoingLine]
) -> list[tuple[Payment, OutgoingLine]]:
    """Pairs that are sure and where neither side has another sure partner."""
    sure = [(p, one) for p in payments for one in lines if fits(p, one) == 2]
    numbered = [pair for pair in sure if pair[0].bank_number == pair[1].serial]
    taken_lines = {one.id for _, one in numbered}
    taken = {p.id for p, _ in numbered}
    rest = [(p, one) for p, one in sure if p.id not in taken and one.id not in taken_lines]
    return _alone(numbered) + _alone(rest)


def _alone(
    pairs: Sequence[tuple[Payment, OutgoingLine]],
) -> list[tuple[Payment, OutgoingLine]]:
    """Those where each side has no other partner among the pairs."""
    payments = Counter(p.id for p, _line in pairs)
    lines = Counter(line.id for _p, line in pairs)
    return [(p, line) for p, line in pairs if payments[p.id] == lines[line.id] == 1]


def year_bounds(year: int) -> tuple[date, date]:
    return date(year, 1, 1), date(year, 12, 31)


_COMPANY = re.compile(
    r"(公司|厂|店|行|中心|局|所|院|社|部|站|会|队|馆|校|集团|商场|超市|经营|服务|工程|物业|银行|税务)"
)
_LATIN_COMPANY = re.compile(r"\b(ltd|co|inc|llc|gmbh|company|bank|shop)\b", re.IGNORECASE)
# a home's plate (3-2-1502), a telephone or identity number: none of them belongs in public
_PRIVATE = re.compile(r"\d+\s*[-—–]\s*\d+\s*[-—–]\s*\d{2,4}|\d{7,}|\d+号楼\S{0,6}\d{3,4}(室|户)?")


def public_payee(name: str) -> str:
    """A firm's name as it is; "" for what may be a person's: names are never published."""
    if _COMPANY.search(name) or _LATIN_COMPANY.search(name):
        return name
    return ""


def is_private(text: str) -> bool:
    """Whether words that will be published hold a home or a number of a person."""
    return _PRIVATE.search(unicodedata.normalize("NFKC", text)) is not None


def names_in(text: str, shortest: int = 2, longest: int = 4) -> set[str]:
    """Every run of 2 to 4 Chinese characters: what could be somebody's name."""
    found: set[str] = set()
    for run in re.findall(r"[一-鿿]+", text):
        for size in range(shortest, longest + 1):
            found.update(run[i : i + size] for i in range(len(run) - size + 1))
    return found
