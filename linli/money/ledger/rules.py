"""What makes an entry sound, before the database looks at it. Pure."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterable
from datetime import date, timedelta

from linli.money.ledger.data import AccountDraft, AccountKind, EntryDraft
from linli.money.ledger.errors import (
    AmountTooLarge,
    DateAbsurd,
    LineWrong,
    TooFewLines,
    TooManyLines,
    Unbalanced,
    WordsWrong,
)

MOST = 10**13  # fen in one line: a hundred billion yuan is a slip of the finger
MOST_LINES = 500
EARLIEST = date(1990, 1, 1)
AHEAD = timedelta(days=400)  # bills are dated ahead by a year at most

_KIND = re.compile(r"[a-z][a-z0-9_]{0,23}")
_CODE = re.compile(r"[a-z0-9_~]+(:[a-z0-9_]+)*")
_WORDS = re.compile(r"[ !#-\[\]-~]*")  # printable ASCII that JSON leaves as it is
_LETTERS = {
    AccountKind.ASSET: "A",
    AccountKind.LIABILITY: "L",
    AccountKind.EQUITY: "Q",
    AccountKind.INCOME: "I",
    AccountKind.EXPENSE: "X",
}


def check_draft(draft: EntryDraft, today: date) -> None:
    """Raise the first thing that is wrong with a draft, by name."""
    _check_lines(draft)
    if type(draft.occurred_on) is not date or not EARLIEST <= draft.occurred_on <= today + AHEAD:
        raise DateAbsurd(day=str(draft.occurred_on), field="occurred_on")
    if not _KIND.fullmatch(draft.kind):
        raise WordsWrong(what=draft.kind[:40], field="kind")
    if not draft.key:
        raise WordsWrong(what="key", field="key")
    for name, value, most in (
        ("key", draft.key, 120), ("source", draft.source, 60), ("memo", draft.memo, 80)
    ):  # fmt: skip
        if len(value) > most or not _WORDS.fullmatch(value):
            raise WordsWrong(what=value[:40], field=name)


def _check_lines(draft: EntryDraft) -> None:
    if len(draft.lines) < 2:
        raise TooFewLines(field="lines")
    if len(draft.lines) > MOST_LINES:
        raise TooManyLines(most=MOST_LINES, field="lines")
    total = 0
    for line in draft.lines:
        amount = line.amount
        # a bool is an int to Python, and no amount
        if type(amount) is not int or amount == 0 or type(line.account_id) is not int:
            raise LineWrong(field="lines")
        if not -MOST <= amount <= MOST:
            raise AmountTooLarge(amount=amount, field="lines")
        total += amount
    if total:
        raise Unbalanced(difference=total, field="lines")


def digest_of(draft: EntryDraft) -> bytes:
    """What "the same content" means for a key: everything but the key's book."""
    lines = ",".join(f"{line.account_id}={line.amount}" for line in draft.lines)
    vouchers = ",".join(map(str, draft.voucher_ids))
    text = "|".join(
        (draft.kind, draft.occurred_on.isoformat(), lines, draft.source, vouchers, draft.memo,
         str(draft.reverses_id))
    )  # fmt: skip
    return hashlib.sha256(text.encode()).digest()


def normal_side(kind: AccountKind | str) -> int:
    """+1 where an account grows by debits, -1 where it grows by credits."""
    return 1 if kind in (AccountKind.ASSET, AccountKind.EXPENSE) else -1


def check_account(draft: AccountDraft) -> None:
    if len(draft.code) > 60 or not _CODE.fullmatch(draft.code):
        raise WordsWrong(what=draft.code[:40], field="code")


def is_personal(draft: AccountDraft) -> bool:
    return any((draft.home_id, draft.person_id, draft.organisation_id))


def keeps_balance(draft: AccountDraft) -> bool:
    """Somebody's account, or one that may not cross zero, keeps its balance in a row."""
    return is_personal(draft) or not draft.may_go_negative


def label_of(draft: AccountDraft) -> str:
    """How the account is called where everybody reads: kind and code, nobody's number in it.

    "A/bank"; all homes' property fees share "A/receivable:~:property_fee".
    """
    code = draft.code
    if is_personal(draft):
        code = ":".join("~" if part.isdigit() else part for part in code.split(":"))
    return f"{_LETTERS[AccountKind(draft.kind)]}/{code}"


def mirrors(first: Iterable[tuple[int, int]], second: Iterable[tuple[int, int]]) -> bool:
    """Whether one entry's (account, amount) lines undo the other's, in any order."""
    return sorted(first) == sorted((account, -amount) for account, amount in second)
