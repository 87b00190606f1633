"""The money goes: recorded with the bank's number, posted in the ledger, matched, reversed."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import date
from typing import Any

from django.db import IntegrityError, connection, transaction
from django.db.models import Sum

from linli.base.accounts.api import Actor, system_actor
from linli.base.calendars.api import now, today
from linli.base.errors import Invalid, NotFound, translatable
from linli.base.events.api import publish
from linli.base.requests.api import KeyReused
from linli.base.scopes.api import current_estate_id
from linli.estate.organisations.api import Permission, may, require
from linli.money.banking.api import claim_line
from linli.money.ledger.api import (
    AccountDraft,
    AccountKind,
    EntryDraft,
    Posting,
    entry_with,
    find_account,
    find_book,
    open_accounts,
    post_entries,
    reverse_entry,
)
from linli.money.spending.data import Book, EntryKind, OutgoingLine, Payment, State, Step
from linli.money.spending.errors import (
    AlreadyReversed,
    BadAmount,
    BankNumberTaken,
    HomesMissing,
    LineDoesNotFit,
    NotNow,
    NotReleased,
    TooMuchPaid,
)
from linli.money.spending.events import SpendingPaid
from linli.money.spending.models import (
    SpendingMatch,
    SpendingPart,
    SpendingPayment,
    SpendingRequest,
    SpendingReversal,
    SpendingShare,
)
from linli.money.spending.queries import (
    homes_concerned,
    open_steps,
    outgoing_lines,
    payment_cards,
    standing_payments,
)
from linli.money.spending.rules import allocate, fits, match_surely, state_after_payment, yuan
from linli.money.spending.steps import (
    call_next,
    lock_request,
    move,
    require_reason,
    take_part,
    write_line,
)

# an entry of the ledger holds at most 500 lines; a whole estate's shares take several
HOMES_AN_ENTRY = 400
USED = "fund_used"  # what leaves the homes' parts and meets the expense


@transaction.atomic
def pay_request(
    request_id: int,
    *,
    amount: int,
    paid_on: date,
    bank_number: str,
    client_key: str,
    actor: Actor,
) -> SpendingPayment:
    """Record a transfer that was made: all or a part (fen), with the bank's number of it.

    Posts the ledger entry in the same transaction; the same `client_key` gives the first payment
    again. Raises NotReleased, TooMuchPaid, BankNumberTaken, SameHand, BadAmount, NotNow.
    """
    require(actor, Permission.RECONCILE)
    request = lock_request(request_id, actor)
    known = request.payments.filter(client_key=client_key).first()
    if known is not None:
        return _same(known, amount, bank_number)
    if request.state in (State.DRAFT, State.CHECKING, State.RELEASING):
        raise NotReleased
    if request.state != State.PAYING or open_steps(request) != (Step.PAY,):
        raise NotNow
    number = bank_number.strip()
    _check_payment(request, amount, paid_on, number)
    part = take_part(request, Step.PAY, actor=actor)
    entry_id, shares = _post(request, amount, paid_on, client_key, actor)
    payment = _keep(request, part, amount, paid_on, number, entry_id, client_key)
    _keep_shares(payment, shares)
    _settle(request)
    write_line(
        request, EntryKind.PAID, actor=actor, step=Step.PAY, amount=amount, payment=payment.pk,
        entry=entry_id, paid_on=str(paid_on),
    )  # fmt: skip
    publish(SpendingPaid(request.pk, payment.pk, entry_id, amount))
    return payment


def _same(known: SpendingPayment, amount: int, bank_number: str) -> SpendingPayment:
    if known.amount != amount or known.bank_number != bank_number.strip():
        raise KeyReused
    return known


def _check_payment(request: SpendingRequest, amount: int, paid_on: date, number: str) -> None:
    if not isinstance(amount, int) or amount <= 0:
        raise BadAmount(field="amount")
    if amount > request.left:
        raise TooMuchPaid(field="amount", left=yuan(request.left))
    if paid_on > today():
        raise Invalid(translatable("付款日期不能在今天以后。"), field="paid_on")
    if not number:
        raise Invalid(translatable("请填银行回单上的流水号。"), field="bank_number")
    _lock_number(number)
    taken = SpendingPayment.objects.filter(bank_number=number, reversal__isnull=True)
    if taken.exists():
        raise BankNumberTaken(field="bank_number")


def _lock_number(number: str) -> None:
    """Two requests that are paid in one moment with the same number wait for each other: a number
    of a reversed payment may be written again, so that no constraint of the table can say it."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT pg_advisory_xact_lock(hashtextextended(%s, 0))",
            [f"spending_number:{current_estate_id()}:{number}"],
        )


def _post(
    request: SpendingRequest, amount: int, day: date, client_key: str, actor: Actor
) -> tuple[int, dict[int, tuple[int, int]]]:
    """The entry: debit the expense, credit the bank; out of the fund also what each home bears,
    as (area, fen) by home (FEE-08)."""
    book = find_book(request.book)
    expense = find_account(book, f"expense:{request.category}")
    bank = find_account(book, "bank")
    key, source = f"spending:{request.pk}:{client_key}", f"spending:{request.pk}"
    files = tuple(request.files.order_by("pk").values_list("file", flat=True))
    drafts = [
        EntryDraft(
            book.pk, key, "spending", day,
            (Posting(expense.pk, amount), Posting(bank.pk, -amount)),
            source=source, voucher_ids=files, memo=f"{request.number} {request.category}",
        )
    ]  # fmt: skip
    shares: dict[int, tuple[int, int]] = {}
    if request.book == Book.MAINTENANCE_FUND:
        areas = homes_concerned(request.place)
        if not areas:
            raise HomesMissing(field="place")
        parts = allocate(amount, areas)
        shares = {home: (areas[home], part) for home, part in parts.items()}
        drafts += _share_drafts(book, key, source, request.number, day, parts)
    return post_entries(drafts, actor=actor)[0], shares


def _share_drafts(
    book: Any, key: str, source: str, number: str, day: date, parts: Mapping[int, int]
) -> Iterator[EntryDraft]:
    """Each home's part of the fund becomes smaller by what it bears."""
    bearing = [(home, part) for home, part in sorted(parts.items()) if part]
    units = open_accounts(
        book,
        [
            AccountDraft(f"unit:{home}", AccountKind.LIABILITY, home_id=home)
            for home, _part in bearing
        ]
        + [AccountDraft(USED, AccountKind.INCOME)],
    )
    for start in range(0, len(bearing), HOMES_AN_ENTRY):
        some = bearing[start : start + HOMES_AN_ENTRY]
        lines = [Posting(units[f"unit:{home}"], part) for home, part in some]
        lines.append(Posting(units[USED], -sum(part for _home, part in some)))
        yield EntryDraft(
            book.pk, f"{key}:share:{start}", "fund_share", day, tuple(lines), source=source,
            memo=number,
        )  # fmt: skip


def _keep(
    request: SpendingRequest, part: SpendingPart, amount: int, day: date, number: str,
    entry_id: int, client_key: str,
) -> SpendingPayment:  # fmt: skip
    try:
        with transaction.atomic():
            payment: SpendingPayment = SpendingPayment.objects.create(
                request=request, part=part, amount=amount, paid_on=day, bank_number=number,
                entry_id=entry_id, client_key=client_key, at=now(),
            )  # fmt: skip
            return payment
    except IntegrityError as error:
        if "spending_payment_after_releases" in str(error):
            raise NotReleased from error
        if "spending_payment_not_over" in str(error):
            raise TooMuchPaid(field="amount", left=yuan(request.left)) from error
        raise


def _keep_shares(payment: SpendingPayment, shares: Mapping[int, tuple[int, int]]) -> None:
    SpendingShare.objects.bulk_create(
        SpendingShare(payment=payment, home_id=home, area_cm2=area, amount=part)
        for home, (area, part) in sorted(shares.items())
    )


def _settle(request: SpendingRequest) -> None:
    """Sum and state from the payments themselves."""
    rows = SpendingPayment.objects.filter(request=request.pk, reversal__isnull=True)
    paid = int(rows.aggregate(total=Sum("amount"))["total"] or 0)
    matched = int(rows.filter(match__isnull=False).aggregate(total=Sum("amount"))["total"] or 0)
    state = state_after_payment(request.amount, paid, matched)
    came_to_desk = state != request.state
    move(request, state, paid=paid)
    if came_to_desk and state == State.PAYING:
        call_next(request)


@transaction.atomic
def reverse_payment(payment_id: int, *, reason: str, actor: Actor) -> SpendingReversal:
    """The transfer came back or never went: the ledger's entry is reversed and the sum is open
    again. By the hand that pays. Raises AlreadyReversed, ReasonMissing, SameHand."""
    require(actor, Permission.RECONCILE)
    why = require_reason(reason)
    payment = SpendingPayment.objects.filter(pk=payment_id).first()
    if payment is None:
        raise NotFound
    request = lock_request(payment.request_id, actor)
    if SpendingReversal.objects.filter(payment=payment).exists():
        raise AlreadyReversed
    part = take_part(request, Step.PAY, actor=actor)
    entry_ids = _reverse_entries(request, payment, actor)
    reversal: SpendingReversal = SpendingReversal.objects.create(
        payment=payment, part=part, entry_id=entry_ids[0], reason=why, at=now()
    )
    _settle(request)
    write_line(
        request, EntryKind.REVERSED, actor=actor, step=Step.PAY, note=why, payment=payment.pk,
        amount=payment.amount,
    )  # fmt: skip
    return reversal


def _reverse_entries(request: SpendingRequest, payment: SpendingPayment, actor: Actor) -> list[int]:
    """The entry and, out of the fund, the homes' shares that went with it."""
    ids = [payment.entry_id]
    if request.book == Book.MAINTENANCE_FUND:
        ids += share_entries(request, payment)
    return [
        reverse_entry(
            entry_id, key=f"reverse:{entry_id}", reason="spending_reversed", actor=actor
        ).pk
        for entry_id in ids
    ]


def share_entries(request: SpendingRequest, payment: SpendingPayment) -> list[int]:
    """Ids of the entries with the homes' shares of a payment."""
    book = find_book(request.book)
    key = f"spending:{request.pk}:{payment.client_key}:share"
    count = payment.shares.filter(amount__gt=0).count()
    found = [entry_with(book, f"{key}:{start}") for start in range(0, count, HOMES_AN_ENTRY)]
    return [entry.pk for entry in found if entry is not None]


@transaction.atomic
def match_payment(payment_id: int, line_id: int, *, actor: Actor) -> SpendingMatch:
    """Say which line of the bank's statement a payment is; by another hand than all before.

    Raises LineDoesNotFit, SameHand, NotNow, LineClaimed.
    """
    if not (may(actor, Permission.RECONCILE) or may(actor, Permission.PUBLISH_ACCOUNTS)):
        require(actor, Permission.RECONCILE)
    payment = standing_payments([payment_id]).first()
    if payment is None:
        raise NotNow
    request = lock_request(payment.request_id, actor)
    lines = {line.id: line for line in outgoing_lines(request.book)}
    line = lines.get(line_id)
    if line is None:
        raise NotFound
    if not fits(payment_cards([payment])[0], line):
        raise LineDoesNotFit(field="line")
    take_part(request, Step.MATCH, actor=actor)
    return _match(request, payment, line, actor)


def _match(
    request: SpendingRequest, payment: SpendingPayment, line: OutgoingLine, actor: Actor
) -> SpendingMatch:
    claim_line(line.id, by=f"entry:{payment.entry_id}", actor=actor)
    match: SpendingMatch = SpendingMatch.objects.create(
        payment=payment, line_id=line.id, account_id=actor.user_id, at=now()
    )
    _settle(request)
    write_line(
        request, EntryKind.MATCHED, actor=actor, step=Step.MATCH, payment=payment.pk, line=line.id
    )
    return match


@transaction.atomic
def match_by_itself() -> int:
    """Match what is sure: the same sum with the bank's number, or with payee and day and nothing
    else that fits. How many payments found their line."""
    actor, found = system_actor(current_estate_id()), 0
    for book in Book:
        payments = payment_cards(standing_payments().filter(request__book=book.value))
        if not payments:
            continue
        for card, line in match_surely(payments, outgoing_lines(book.value)):
            found += _match_card(card, line, actor)
    return found


def _match_card(card: Payment, line: OutgoingLine, actor: Actor) -> bool:
    request = SpendingRequest.objects.select_for_update().get(pk=card.request_id)
    payment = standing_payments([card.id]).first()
    if payment is None:
        return False
    _match(request, payment, line, actor)
    return True
