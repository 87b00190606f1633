"""The till: what was taken, counted each day, and brought to the bank."""

from __future__ import annotations

from datetime import date

from django.db import IntegrityError, connection, transaction

from linli.base.accounts.api import Actor
from linli.base.audit.api import record
from linli.base.calendars.api import now, today
from linli.base.errors import NotAllowed
from linli.base.scopes.api import current_estate_id
from linli.estate.organisations.api import Permission, require
from linli.money.ledger.api import EntryDraft, Posting, find_account, find_book, post_entry
from linli.money.payments.errors import (
    AmountWrong,
    KeyTaken,
    ReasonMissing,
    TillCounted,
    TillTooLow,
)
from linli.money.payments.models import TillCount, TillDeposit
from linli.money.payments.queries import JOINT, cash_in_till
from linli.money.payments.rules import MOST_FEN, check_amount


@transaction.atomic
def count_till(counted: int, *, actor: Actor, note: str = "", day: date | None = None) -> TillCount:
    """What lay in the till, beside what the books say; a difference needs a word. Once a day.

    Raises AmountWrong, ReasonMissing, TillCounted.
    """
    require(actor, Permission.TAKE_PAYMENTS)
    if actor.user_id is None:
        raise NotAllowed
    if isinstance(counted, bool) or not isinstance(counted, int) or not 0 <= counted <= MOST_FEN:
        raise AmountWrong(field="counted", most=f"{MOST_FEN // 100:,}")
    _lock_till()
    expected = cash_in_till()
    if counted != expected and not note.strip():
        raise ReasonMissing(field="note")
    count = TillCount(
        day=day or today(), expected=expected, counted=counted, note=note.strip()[:120],
        counted_by_id=actor.user_id, counted_at=now(),
    )  # fmt: skip
    try:
        with transaction.atomic():
            count.save()
    except IntegrityError as error:
        raise TillCounted from error
    record("till.counted", "till_count", count.pk, actor=actor, difference=count.difference)
    return count


def _lock_till() -> None:
    """Counting and depositing wait for each other; taking money does not."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(%s, %s)", [0x7411, current_estate_id()])


@transaction.atomic
def deposit_cash(
    amount: int, *, key: str, actor: Actor, deposited_on: date | None = None
) -> TillDeposit:
    """Cash goes to the bank: the books move it from the till. The same key gives the first again.

    Raises TillTooLow above what the books say is there, AmountWrong, KeyTaken.
    """
    require(actor, Permission.TAKE_PAYMENTS)
    if actor.user_id is None:
        raise NotAllowed
    check_amount(amount)
    _lock_till()
    known = TillDeposit.objects.filter(made_by=actor.user_id, key=key[:80]).first()
    if known is not None:
        if known.amount != amount:
            raise KeyTaken
        return known
    there = cash_in_till()
    if amount > there:
        raise TillTooLow(
            field="amount", most=f"{there // 100}.{there % 100:02}",
            amount=f"{amount // 100}.{amount % 100:02}",
        )  # fmt: skip
    book, day = find_book(JOINT), deposited_on or today()
    number = f"deposit:{actor.user_id}:{key[:60]}"
    entry = post_entry(
        EntryDraft(
            book_id=book.pk, key=number, kind="deposit", occurred_on=day, source=number[:60],
            lines=(Posting(find_account(book, "bank").pk, amount),
                   Posting(find_account(book, "cash").pk, -amount)),
        ),
        actor=actor,
    )  # fmt: skip
    deposit: TillDeposit = TillDeposit.objects.create(
        key=key[:80], amount=amount, deposited_on=day, entry_id=entry.pk,
        made_by_id=actor.user_id, made_at=now(),
    )  # fmt: skip
    record("till.deposited", "till_deposit", deposit.pk, actor=actor, amount=amount)
    return deposit
