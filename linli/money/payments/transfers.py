"""Bank lines become bookings: sure transfers in one step after a look, the rest one by one."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from itertools import islice

from django.db import IntegrityError, transaction

from linli.base.accounts.api import Actor
from linli.base.audit.api import record
from linli.base.calendars.api import now
from linli.base.errors import NotAllowed, NotFound
from linli.base.live.api import notify
from linli.base.scopes.api import copy_rows
from linli.estate.organisations.api import Permission, require
from linli.money.banking.api import (
    BankLine,
    claim_line,
    claim_lines,
    lines_by_id,
    unmatched_lines,
)
from linli.money.ledger.api import (
    EntryDraft,
    Posting,
    balances_of,
    find_account,
    find_book,
    post_entry,
)
from linli.money.payments.bulk_keeping import PaymentRow, keep_many
from linli.money.payments.data import (
    Certainty,
    LineUse,
    Match,
    Method,
    Payout,
    Reason,
    RefundState,
    Share,
)
from linli.money.payments.errors import MatchChanged, NotNow, SharesWrong, ShareTwice, UseWrong
from linli.money.payments.keeping import keep_payment
from linli.money.payments.matching import match_lines
from linli.money.payments.models import (
    KnownPayer,
    LineBooking,
    Payment,
    PaymentRefund,
    PrepaidReturn,
    TillDeposit,
)
from linli.money.payments.queries import JOINT, money_account
from linli.money.payments.rules import check_amount, check_fee, weigh_payout

MOST_AT_ONCE = 500
# use of a line → (direction, the account on the other side of `bank`)
_PLAIN: dict[LineUse, tuple[str, str, str]] = {
    LineUse.SUSPENSE: ("in", "suspense", "suspense"),
    LineUse.INTEREST: ("in", "income:interest", "interest"),
    LineUse.OTHER_INCOME: ("in", "income:other", "other_income"),
    LineUse.BANK_FEE: ("out", "expense:bank", "fee_of_bank"),
    LineUse.RETURNED: ("out", "suspense", "returned"),
}


def waiting_transfers() -> list[tuple[BankLine, Match]]:
    """Incoming lines that nobody settled yet, with whose they seem to be; at most 500, the oldest
    first."""
    lines = list(islice(unmatched_lines("in").select_related("account"), MOST_AT_ONCE))
    matches = match_lines(lines)
    return [(line, matches[line.pk]) for line in lines]


@transaction.atomic
def book_sure(pairs: Sequence[tuple[int, int]], *, actor: Actor) -> int:
    """Book what was looked at: (line, home) as they were shown. How many were booked now.

    A line whose match is no longer sure or is another home's stops all. Lines that were booked in
    the meantime are passed over. Raises MatchChanged.
    """
    require(actor, Permission.RECONCILE)
    found = lines_by_id([line_id for line_id, _home in pairs])
    waiting = {pk: line for pk, line in found.items() if not line.claimed_by}
    matches = match_lines(list(waiting.values()))
    if not {line_id for line_id, _home in pairs} <= set(found):
        raise NotFound
    chosen = {line_id: home for line_id, home in pairs if line_id in waiting}
    for line_id, home_id in chosen.items():
        match = matches[line_id]
        if match.certainty is not Certainty.SURE or match.home_id != home_id:
            raise MatchChanged(row=waiting[line_id].row)
    claimed = claim_lines({pk: f"transfer:{pk}" for pk in chosen}, actor=actor)
    lines = [waiting[pk] for pk in sorted(claimed)]
    _book_each(lines, chosen, {pk: match.reasons for pk, match in matches.items()}, actor)
    return len(lines)


def _book_each(
    lines: Sequence[BankLine],
    homes: Mapping[int, int],
    reasons: Mapping[int, Sequence[Reason]],
    actor: Actor,
) -> None:
    """Lines of one home each, which are claimed already: bookings, payments, receipts, who paid."""
    if not lines:
        return
    if actor.user_id is None:
        raise NotAllowed
    at, account = now(), money_account("transfer").pk
    bookings = [
        LineBooking(
            line=line, use=LineUse.HOMES.value, decided_by_id=actor.user_id, decided_at=at,
            reasons=[reason.value for reason in reasons[line.pk]],
        )
        for line in lines
    ]  # fmt: skip
    try:
        with transaction.atomic():
            copy_rows(bookings)
    except IntegrityError as error:
        raise NotNow from error
    keep_many(
        [
            PaymentRow(
                homes[line.pk], line.amount, f"line:{line.pk}:{homes[line.pk]}:0",
                Method.TRANSFER, account, line.booked_on, line.pk, actor.user_id,
            )
            for line in lines
        ],
        actor=actor,
    )  # fmt: skip
    _remember_many([(line, homes[line.pk]) for line in lines])
    notify(["transfers"])


@transaction.atomic
def book_homes(line_id: int, shares: Sequence[Share], *, actor: Actor) -> list[Payment]:
    """Settle one incoming line by hand: for one home, or split among several.

    Raises SharesWrong, ShareTwice, AmountWrong, LineClaimed, UseWrong.
    """
    require(actor, Permission.RECONCILE)
    line = _line(line_id, "in")
    homes = [share.home_id for share in shares]
    if len(set(homes)) != len(homes):
        raise ShareTwice(field="shares")
    for share in shares:
        check_amount(share.amount)
    total = sum(share.amount for share in shares)
    if total != line.amount:
        raise SharesWrong(field="shares", found=_yuan(total), whole=_yuan(line.amount))
    return _book_homes(line, shares, ["hand"], actor)


def _yuan(fen: int) -> str:
    return f"{fen // 100}.{fen % 100:02}"


def _line(line_id: int, direction: str) -> BankLine:
    line = lines_by_id([line_id]).get(line_id)
    if line is None:
        raise NotFound
    if line.direction != direction or line.account.book_code != JOINT:
        raise UseWrong
    return line


def _book_homes(
    line: BankLine, shares: Sequence[Share], reasons: list[str], actor: Actor
) -> list[Payment]:
    """Out of suspense where the line was put there before, else from the bank."""
    held = LineBooking.objects.select_for_update().filter(line=line).first()
    if held is not None and held.use != LineUse.SUSPENSE:
        raise NotNow
    if held is None:
        claim_line(line.pk, by=f"transfer:{line.pk}", actor=actor)
        _decide(line, LineUse.HOMES, None, reasons, actor)
        source = money_account("transfer").pk
    else:
        held.use, held.reasons = LineUse.HOMES.value, reasons
        held.decided_by_id, held.decided_at = actor.user_id, now()
        held.save(update_fields=["use", "reasons", "decided_by", "decided_at"])
        source = find_account(find_book(JOINT), "suspense").pk
    # a line that was voided and is booked again is another payment
    before = Payment.objects.filter(line=line).count()
    payments = [
        keep_payment(
            share.home_id, share.amount, key=f"line:{line.pk}:{share.home_id}:{before}",
            method=Method.TRANSFER, money_account_id=source, received_on=line.booked_on,
            actor=actor, line=line, taken_by_id=actor.user_id,
        )
        for share in sorted(shares, key=lambda share: share.home_id)
    ]  # fmt: skip
    _remember(line, shares)
    notify(["transfers"])
    return payments


def _remember_many(pairs: Sequence[tuple[BankLine, int]]) -> None:
    """As `_remember`, in one statement."""
    seen = {(bytes(line.account_index), home) for line, home in pairs if line.account_index}
    at = now()
    KnownPayer.objects.bulk_create(
        [KnownPayer(account_index=index, home_id=home, seen_at=at) for index, home in sorted(seen)],
        update_conflicts=True, update_fields=["seen_at"],
        unique_fields=["estate", "account_index", "home"],
    )  # fmt: skip


def _remember(line: BankLine, shares: Sequence[Share]) -> None:
    """This bank account pays for that home; one that pays for many names none."""
    if not line.account_index or len(shares) != 1:
        return
    KnownPayer.objects.update_or_create(
        account_index=bytes(line.account_index), home_id=shares[0].home_id,
        defaults={"seen_at": now()},
    )  # fmt: skip


def _decide(
    line: BankLine, use: LineUse, entry_id: int | None, reasons: list[str], actor: Actor
) -> LineBooking:
    if actor.user_id is None:
        raise NotAllowed
    try:
        with transaction.atomic():
            booking: LineBooking = LineBooking.objects.create(
                line=line, use=use.value, entry_id=entry_id, reasons=reasons,
                decided_by_id=actor.user_id, decided_at=now(),
            )  # fmt: skip
    except IntegrityError as error:
        raise NotNow from error
    record("line.booked", "bank_line", line.pk, actor=actor, use=use.value)
    return booking


@transaction.atomic
def book_line_as(line_id: int, use: LineUse, *, actor: Actor) -> LineBooking:
    """A line that is no home's payment: unknown for now, interest, a bank's fee, money of unknown
    origin that went back. WeChat's payout: see `book_payout`.

    Raises UseWrong where use and direction contradict, LineClaimed, BalanceTooLow.
    """
    require(actor, Permission.RECONCILE)
    if use not in _PLAIN:
        raise UseWrong
    direction, code, kind = _PLAIN[use]
    line = _line(line_id, direction)
    claim_line(line.pk, by=f"{use.value}:{line.pk}", actor=actor)
    book = find_book(JOINT)
    amount = line.amount if direction == "in" else -line.amount
    entry = post_entry(
        EntryDraft(
            book_id=book.pk, key=f"line:{line.pk}:{use.value}", kind=kind,
            occurred_on=line.booked_on, source=f"bank_line:{line.pk}",
            lines=(Posting(money_account("transfer").pk, amount),
                   Posting(find_account(book, code).pk, -amount)),
        ),
        actor=actor,
    )  # fmt: skip
    notify(["transfers"])
    return _decide(line, use, entry.pk, [use.value], actor)


@transaction.atomic
def book_payout(line_id: int, fee: int, *, actor: Actor) -> LineBooking:
    """WeChat pays out what it held and keeps `fee` (fen) of it: all of it leaves `wechat`.

    Raises FeeWrong where the fee is more than a payout's can be, UseWrong, LineClaimed.
    """
    require(actor, Permission.RECONCILE)
    line = _line(line_id, "in")
    check_fee(fee, line.amount)
    claim_line(line.pk, by=f"{LineUse.WECHAT.value}:{line.pk}", actor=actor)
    book = find_book(JOINT)
    lines = [
        Posting(money_account("transfer").pk, line.amount),
        Posting(money_account("wechat").pk, -line.amount - fee),
    ]
    if fee:
        lines.insert(1, Posting(find_account(book, "expense:bank").pk, fee))
    entry = post_entry(
        EntryDraft(
            book_id=book.pk, key=f"line:{line.pk}:{LineUse.WECHAT.value}", kind="transfer",
            occurred_on=line.booked_on, source=f"bank_line:{line.pk}", lines=tuple(lines),
        ),
        actor=actor,
    )  # fmt: skip
    notify(["transfers"])
    return _decide(line, LineUse.WECHAT, entry.pk, [LineUse.WECHAT.value], actor)


def look_at_payout(line: BankLine) -> Payout:
    """What the books hold at WeChat beside what came; the fee where the difference can be one."""
    account = money_account("wechat").pk
    return weigh_payout(balances_of([account], upto=line.booked_on).get(account, 0), line.amount)


@transaction.atomic
def book_deposit_line(line_id: int, deposit_id: int, *, actor: Actor) -> TillDeposit:
    """The bank says that our cash came: nothing new in the books, the two become partners.

    Raises UseWrong when the sums differ, NotNow when the deposit has its line.
    """
    require(actor, Permission.RECONCILE)
    line = _line(line_id, "in")
    rows = TillDeposit.objects.select_for_update()
    deposit: TillDeposit | None = rows.filter(pk=deposit_id).first()
    if deposit is None:
        raise NotFound
    if deposit.line_id is not None:
        raise NotNow
    if deposit.amount != line.amount:
        raise UseWrong
    claim_line(line.pk, by=f"deposit:{deposit.pk}", actor=actor)
    deposit.line = line
    deposit.save(update_fields=["line"])
    _decide(line, LineUse.DEPOSIT, deposit.entry_id, ["deposit"], actor)
    return deposit


@transaction.atomic
def book_refund_line(line_id: int, refund_id: int, *, actor: Actor) -> LineBooking:
    """The bank says that a refund of ours went out. Raises UseWrong when the sums differ."""
    require(actor, Permission.RECONCILE)
    line = _line(line_id, "out")
    refund: PaymentRefund | None = (
        PaymentRefund.objects.select_related("payment")
        .filter(pk=refund_id, state=RefundState.DONE.value, payment__method="transfer")
        .first()
    )
    if refund is None:
        raise NotFound
    if refund.amount != line.amount:
        raise UseWrong
    claim_line(line.pk, by=f"refund:{refund.pk}", actor=actor)
    return _decide(line, LineUse.REFUND, None, ["refund"], actor)


@transaction.atomic
def book_return_line(line_id: int, return_id: int, *, actor: Actor) -> LineBooking:
    """The bank says that a home's prepaid money went out. Raises UseWrong when the sums differ."""
    require(actor, Permission.RECONCILE)
    line = _line(line_id, "out")
    found: PrepaidReturn | None = PrepaidReturn.objects.filter(
        pk=return_id, state=RefundState.DONE.value, method=Method.TRANSFER.value
    ).first()
    if found is None:
        raise NotFound
    if found.amount != line.amount:
        raise UseWrong
    claim_line(line.pk, by=f"return:{found.pk}", actor=actor)
    return _decide(line, LineUse.REFUND, None, ["return"], actor)


def suspended_lines() -> list[tuple[BankLine, Match]]:
    """What waits as money of unknown origin, with whose it seems to be by now."""
    rows = LineBooking.objects.filter(use=LineUse.SUSPENSE.value).select_related("line__account")
    lines = [row.line for row in rows.order_by("line__booked_on", "pk")[:MOST_AT_ONCE]]
    matches = match_lines(lines)
    return [(line, matches[line.pk]) for line in lines]
