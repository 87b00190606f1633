"""Words of the ledger (账): books, accounts, entries with lines. Amounts are integers in the
book's unit (fen for money), debit positive, credit negative."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from linli.base.events.data import Event
from linli.money.ledger.merkle import chain_root, leaf_hash, root_by_path


class AccountKind(StrEnum):
    ASSET = "asset"
    LIABILITY = "liability"
    EQUITY = "equity"
    INCOME = "income"
    EXPENSE = "expense"


@dataclass(frozen=True, slots=True)
class Posting:
    """One line: what an account gains (debit, +) or gives (credit, -); never 0."""

    account_id: int
    amount: int


@dataclass(frozen=True, slots=True)
class EntryDraft:
    """An entry to be: what happened, on which day, and the paper behind it.

    `key` is unique in the book: the same key with the same content gives the first entry again.
    `source` names the paper ("fee_bill:17"), `memo` holds code words; neither holds a name.
    `unit`, when given, must be the book's.
    """

    book_id: int
    key: str
    kind: str
    occurred_on: date
    lines: tuple[Posting, ...]
    source: str = ""
    voucher_ids: tuple[int, ...] = ()
    memo: str = ""
    reverses_id: int | None = None
    unit: str | None = None


@dataclass(frozen=True, slots=True)
class AccountDraft:
    """An account to be opened. With a home, a person or an organisation it is theirs.

    `may_go_negative=False`: the balance may not cross zero against the kind's normal side.
    """

    code: str
    kind: AccountKind
    is_money: bool = False
    home_id: int | None = None
    person_id: int | None = None
    organisation_id: int | None = None
    may_go_negative: bool = True


@dataclass(frozen=True, slots=True)
class Turnover:
    """What moved on a label within some days: sums of debits and of credits, both >= 0."""

    label: str
    debit: int
    credit: int

    @property
    def net(self) -> int:
        return self.debit - self.credit


@dataclass(frozen=True)
class EntryPosted(Event):
    """One entry stands in the book. Order is kept per entry only: writers never wait for it.

    `ledger_post` writes it (see the group's first migration).
    """

    is_quiet = True
    entry_id: int
    book_id: int
    kind: str
    source: str

    @property
    def aggregate(self) -> str:
        return f"ledger_entry:{self.entry_id}"


@dataclass(frozen=True)
class EntriesPosted(Event):
    """Many entries were posted at once; ids in the order of the drafts, as text "17-10016"."""

    book_id: int
    first_id: int
    last_id: int
    count: int

    @property
    def aggregate(self) -> str:
        return f"ledger_entry:{self.first_id}"


@dataclass(frozen=True, slots=True)
class Proof:
    """That an entry's text stands under a seal whose root was published; hashes in hex.

    `path` leads from the entry's hash to the seal's tree, `before` is the root that it follows.
    """

    text: str
    path: tuple[tuple[str, str], ...]
    before: str
    seal: str
    root: str

    @property
    def holds(self) -> bool:
        """Whether the text leads to the seal's tree and the seal to its root."""
        path = [(side, bytes.fromhex(other)) for side, other in self.path]
        tree = root_by_path(leaf_hash(self.text.encode()), path)
        root = chain_root(bytes.fromhex(self.before), self.seal.encode())
        return root.hex() == self.root and f'"tree":"{tree.hex()}"' in self.seal
