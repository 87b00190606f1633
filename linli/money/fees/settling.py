"""Money on bills, and back again: each once, however often it is said."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from django.db import connection, transaction
from django.db.models import Sum

from linli.base.accounts.api import Actor
from linli.base.audit.api import record
from linli.base.calendars.api import now, today
from linli.base.errors import NotFound
from linli.base.scopes.api import copy_rows, current_estate_id
from linli.estate.places.api import Home
from linli.money.fees.accounts import joint_book, prepaid_account, prepaid_of
from linli.money.fees.errors import (
    BadAmount,
    BillSettled,
    ForeignBill,
    NothingToRefund,
    ReasonMissing,
    RefundTooLarge,
    SettlementKeyReused,
)
from linli.money.fees.models import (
    Bill,
    Settlement,
    SettlementPart,
    SettlementUndo,
    UndonePart,
)
from linli.money.fees.rules import LARGEST_AMOUNT, share_out
from linli.money.ledger.api import EntryDraft, Posting, post_entry

BY_PREPAYMENT = "prepayment"


def check_amount(amount: int) -> int:
    """A whole number of fen above 0. Raises BadAmount."""
    if isinstance(amount, bool) or not isinstance(amount, int) or not 0 < amount <= LARGEST_AMOUNT:
        raise BadAmount(field="amount")
    return amount


def _reason_of(reason: str) -> str:
    words = reason.strip()[:120]
    if not words:
        raise ReasonMissing(field="reason")
    return words


def lock_key(key: str) -> None:
    """Two tries of one key wait for each other."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT pg_advisory_xact_lock(hashtextextended(%s, 0))",
            [f"settle:{current_estate_id()}:{key}"],
        )


def lock_home(home_id: int) -> None:
    """Money of one home moves one after the other: what waits for it is read, then used."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(%s, %s)", [0x66656573, home_id % 2**31])


@transaction.atomic
def settle_bills(
    home_id: int,
    amount: int,
    *,
    key: str,
    money_account_id: int,
    occurred_on: date,
    source: str,
    actor: Actor,
    bill_ids: Sequence[int] = (),
) -> Settlement:
    """Put `amount` (fen) on the open bills of a home, the oldest first unless `bill_ids` name them.

    What is left waits for the next bill. The same key again gives the same settlement; whoever
    calls decides whether the actor may. Raises BadAmount, ForeignBill, BillSettled,
    SettlementKeyReused, NotFound for another estate's home, and what the ledger raises.
    """
    check_amount(amount)
    lock_key(key)
    known = Settlement.objects.filter(key=key).first()
    if known is not None:
        return same_settlement(known, home_id, amount, money_account_id, occurred_on, source)
    if not Home.objects.filter(pk=home_id).exists():
        raise NotFound(field="home")
    lock_home(home_id)
    bills = _lock_open(home_id, bill_ids)
    parts, left = share_out(amount, [(bill.pk, bill.open_fen) for bill in bills])
    return _settle(
        home_id, amount, parts, left, bills, key=key, money_account_id=money_account_id,
        occurred_on=occurred_on, source=source, actor=actor, kind="payment",
    )  # fmt: skip


def same_settlement(
    known: Settlement, home_id: int, amount: int, account: int, day: date, source: str
) -> Settlement:
    """The settlement that has the key, where it says the same. Raises SettlementKeyReused."""
    said = (home_id, amount, account, day, source)
    kept = (known.home_id, known.amount_fen, known.money_account_id, known.occurred_on,
            known.source)  # fmt: skip
    if said != kept:
        raise SettlementKeyReused
    return known


def _lock_open(home_id: int, bill_ids: Sequence[int]) -> list[Bill]:
    """Locked in the order of their keys, given in the order in which they are paid."""
    rows = Bill.objects.select_for_update().filter(home=home_id)
    if bill_ids:
        found = {bill.pk: bill for bill in rows.filter(pk__in=list(bill_ids)).order_by("pk")}
        if set(found) != set(bill_ids):
            raise ForeignBill(field="bills")
        if any(bill.is_reversed or bill.open_fen == 0 for bill in found.values()):
            raise BillSettled(field="bills")
        return [found[pk] for pk in dict.fromkeys(bill_ids)]
    locked = [bill for bill in rows.filter(is_reversed=False).order_by("pk") if bill.open_fen]
    return sorted(locked, key=lambda bill: (bill.due_on, bill.pk))


def _settle(
    home_id: int,
    amount: int,
    parts: list[tuple[int, int]],
    left: int,
    bills: Sequence[Bill],
    *,
    key: str,
    money_account_id: int,
    occurred_on: date,
    source: str,
    actor: Actor,
    kind: str,
) -> Settlement:
    by_id = {bill.pk: bill for bill in bills}
    book = joint_book()
    lines = [Posting(money_account_id, amount)]
    lines += merge_lines([Posting(by_id[pk].account_id, -part) for pk, part in parts])
    if left:
        lines.append(Posting(prepaid_account(book, home_id), -left))
    draft = EntryDraft(
        book_id=book.pk, key=f"settlement:{key}", kind=kind, occurred_on=occurred_on,
        lines=tuple(lines), source=source,
    )  # fmt: skip
    entry = post_entry(draft, actor=actor)
    settlement: Settlement = Settlement.objects.create(
        key=key, home_id=home_id, amount_fen=amount, prepaid_fen=left,
        money_account_id=money_account_id, occurred_on=occurred_on, source=source,
        entry_id=entry.pk, made_by_id=actor.user_id, made_at=now(),
    )  # fmt: skip
    copy_rows(
        [SettlementPart(settlement=settlement, bill_id=pk, amount_fen=part) for pk, part in parts]
    )
    for pk, part in parts:
        bill = by_id[pk]
        bill.paid_fen += part
        bill.save(update_fields=["paid_fen"])
    record("fees.settled", "settlement", settlement.pk, actor=actor, amount=amount, home=home_id)
    return settlement


def merge_lines(postings: list[Posting]) -> list[Posting]:
    """One line an account: several bills of one charge are owed on one account."""
    sums: dict[int, int] = {}
    for posting in postings:
        sums[posting.account_id] = sums.get(posting.account_id, 0) + posting.amount
    return [Posting(account, amount) for account, amount in sums.items() if amount]


@transaction.atomic
def use_prepayment(home_id: int, *, key: str, actor: Actor) -> Settlement | None:
    """Put what waits for a home on its open bills; None where there is nothing of either."""
    lock_home(home_id)
    waiting = prepaid_of([home_id]).get(home_id, 0)
    bills = _lock_open(home_id, ())
    parts, left = share_out(waiting, [(bill.pk, bill.open_fen) for bill in bills])
    if not parts:
        return None
    account = prepaid_account(joint_book(), home_id)
    return _settle(
        home_id, waiting - left, parts, 0, bills, key=key, money_account_id=account,
        occurred_on=today(), source=BY_PREPAYMENT, actor=actor, kind="prepayment_used",
    )  # fmt: skip


@dataclass(frozen=True, slots=True)
class Remains:
    """What of a settlement was not taken back yet, in fen."""

    prepaid: int
    parts: tuple[tuple[int, int], ...]  # (bill, fen), the last bill first

    @property
    def total(self) -> int:
        return self.prepaid + sum(part for _, part in self.parts)


def remains_of(settlement: Settlement) -> Remains:
    """What can still be taken back."""
    undos = SettlementUndo.objects.filter(settlement=settlement)
    prepaid = settlement.prepaid_fen - (undos.aggregate(n=Sum("prepaid_fen"))["n"] or 0)
    rows = UndonePart.objects.filter(undo__settlement=settlement).values_list("bill_id")
    undone = dict(rows.annotate(n=Sum("amount_fen")).order_by())
    parts = [
        (part.bill_id, part.amount_fen - undone.get(part.bill_id, 0))
        for part in settlement.parts.order_by("-bill_id")
    ]
    return Remains(prepaid, tuple(part for part in parts if part[1] > 0))


@transaction.atomic
def undo_settlement(
    settlement_id: int, *, key: str, reason: str, actor: Actor, amount: int | None = None
) -> SettlementUndo:
    """Take money back: all that is left of a settlement, or `amount` (fen) of it.

    What still waits goes first, then the latest bills, which are open again. Raises
    RefundTooLarge above what was paid, NothingToRefund, ReasonMissing, BadAmount, NotFound.
    """
    words = _reason_of(reason)
    lock_key(f"undo:{key}")
    settlement = Settlement.objects.filter(pk=settlement_id).first()
    if settlement is None:
        raise NotFound
    known = SettlementUndo.objects.filter(key=key).first()
    if known is not None:
        if known.settlement_id != settlement_id or amount not in (None, known.amount_fen):
            raise SettlementKeyReused
        return known
    lock_home(settlement.home_id)
    remains = remains_of(settlement)
    if remains.total == 0:
        raise NothingToRefund
    wanted = remains.total if amount is None else check_amount(amount)
    if wanted > remains.total:
        raise RefundTooLarge(field="amount", most=f"{remains.total / 100:.2f}")
    return _undo(settlement, remains, wanted, key, words, actor)


def _undo(
    settlement: Settlement, remains: Remains, wanted: int, key: str, reason: str, actor: Actor
) -> SettlementUndo:
    prepaid = min(wanted, remains.prepaid)
    parts, _rest = share_out(wanted - prepaid, remains.parts)
    bills = {
        bill.pk: bill
        for bill in Bill.objects.select_for_update()
        .filter(pk__in=[pk for pk, _ in parts])
        .order_by("pk")
    }
    # a reversed bill's money waits with the prepayment since then
    moved = sum(part for pk, part in parts if bills[pk].is_reversed)
    still = [(pk, part) for pk, part in parts if not bills[pk].is_reversed]
    lines = [Posting(settlement.money_account_id, -wanted)]
    lines += merge_lines([Posting(bills[pk].account_id, part) for pk, part in still])
    book = joint_book()
    if prepaid + moved:
        _free_prepayment(settlement.home_id, prepaid + moved, key, actor)
        account = prepaid_account(book, settlement.home_id)
        lines.append(Posting(account, prepaid + moved))
    lines = merge_lines(lines)
    for pk, part in still:
        bill = Bill.objects.get(pk=pk)  # freeing the prepayment may have opened it further
        bill.paid_fen -= part
        bill.save(update_fields=["paid_fen"])
    entry_id = settlement.entry_id
    if lines:  # nothing moves where a prepayment's use of a reversed bill is taken back
        draft = EntryDraft(
            book_id=book.pk, key=f"settlement_undo:{key}", kind="refund", occurred_on=today(),
            lines=tuple(lines), source=f"settlement:{settlement.pk}",
        )  # fmt: skip
        entry_id = post_entry(draft, actor=actor).pk
    undo: SettlementUndo = SettlementUndo.objects.create(
        settlement=settlement, key=key, amount_fen=wanted, prepaid_fen=prepaid, reason=reason,
        entry_id=entry_id, made_by_id=actor.user_id, made_at=now(),
    )  # fmt: skip
    copy_rows([UndonePart(undo=undo, bill_id=pk, amount_fen=part) for pk, part in parts])
    record("fees.undone", "settlement", settlement.pk, actor=actor, amount=wanted)
    return undo


def _free_prepayment(home_id: int, needed: int, key: str, actor: Actor) -> None:
    """Where what waited has settled later bills, those are opened again, the latest first."""
    missing = needed - prepaid_of([home_id]).get(home_id, 0)
    if missing <= 0:
        return
    uses = Settlement.objects.filter(home=home_id, source=BY_PREPAYMENT).order_by("-pk")
    for use in uses:
        remains = remains_of(use)
        # a use whose bill was reversed gave its money back already
        parts = [(pk, fen) for pk, fen in remains.parts if not _is_reversed(pk)]
        part = min(missing, sum(fen for _, fen in parts))
        if part > 0:
            left = Remains(0, tuple(parts))
            _undo(use, left, part, f"{key}:{use.pk}"[-80:], "预存的款退回", actor)
            missing -= part
        if missing <= 0:
            return


def reversed_among(bill_ids: Sequence[int]) -> set[int]:
    """Those of the bills that were reversed: what had been paid on them waits for the home."""
    rows = Bill.objects.filter(pk__in=bill_ids, is_reversed=True)
    return set(rows.values_list("pk", flat=True))


def _is_reversed(bill_id: int) -> bool:
    return Bill.objects.filter(pk=bill_id, is_reversed=True).exists()
