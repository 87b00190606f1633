"""A wrong bill is reversed and another takes its place; unserved time is paid back (FEE-03)."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date

from django.db import transaction

from linli.base.accounts.api import Actor
from linli.base.audit.api import record
from linli.base.calendars.api import now, today
from linli.estate.organisations.api import Permission, require
from linli.money.fees.accounts import joint_book, prepaid_account
from linli.money.fees.actions import account_of, lock_charge
from linli.money.fees.data import BillDraft, Cycle, HomeFacts, PayerSpan, Period
from linli.money.fees.errors import (
    BadDates,
    BillSettled,
    NobodyToBill,
    ReasonMissing,
)
from linli.money.fees.facts import homes_to_bill, load_facts, prices_of
from linli.money.fees.issuing import Sheet, bill_key, write_bills
from linli.money.fees.models import Bill
from linli.money.fees.queries import bill_for
from linli.money.fees.rules import find_trouble, reckon_home
from linli.money.fees.settling import lock_home, use_prepayment
from linli.money.ledger.api import EntryDraft, Posting, entry_with, post_entry, reverse_entry


@transaction.atomic
def reverse_bill(bill_id: int, *, actor: Actor, reason: str) -> Bill:
    """Take a bill back; what was paid on it waits for the home's next one.

    Raises BillSettled where it was reversed before, ReasonMissing, NotFound, NotAllowed.
    """
    require(actor, Permission.ISSUE_FEES)
    found = bill_for(actor, bill_id)
    if not reason.strip():
        raise ReasonMissing(field="reason")
    lock_charge(found.charge_id)
    lock_home(found.home_id)
    bill: Bill = Bill.objects.select_for_update().get(pk=found.pk)
    if bill.is_reversed:
        raise BillSettled
    book = joint_book()
    entry = entry_with(book, bill_key(bill.pk))
    if entry is not None:
        undone = reverse_entry(
            entry.pk, key=f"fee_bill_reversal:{bill.pk}", reason=reason, actor=actor
        )
        bill.reversal_entry_id = undone.pk
    if bill.paid_fen:
        _keep_for_later(bill, book.pk, prepaid_account(book, bill.home_id), actor)
    bill.paid_fen, bill.is_reversed = 0, True
    bill.reversed_at, bill.reversed_by_id = now(), account_of(actor)
    bill.reversed_reason = reason.strip()[:120]
    bill.save()
    record("fees.bill_reversed", "bill", bill.pk, actor=actor)
    return bill


def _keep_for_later(bill: Bill, book_id: int, account_id: int, actor: Actor) -> None:
    lines = (Posting(bill.account_id, bill.paid_fen), Posting(account_id, -bill.paid_fen))
    draft = EntryDraft(
        book_id=book_id, key=f"fee_bill_paid_back:{bill.pk}", kind="transfer",
        occurred_on=today(), lines=lines, source=f"fee_bill:{bill.pk}",
    )  # fmt: skip
    post_entry(draft, actor=actor)


def reckon_again(bill: Bill, last_day: date | None = None) -> list[BillDraft]:
    """What the bill would be by today's register and prices, up to `last_day` where it is given.

    Raises TariffGap; empty where nothing can be billed.
    """
    period = period_of_bill(bill)
    end = min(bill.ends_on, last_day) if last_day else bill.ends_on
    if end < bill.starts_on:
        return []
    prices = prices_of(bill.charge)
    homes = homes_to_bill([bill.home_id])
    facts = load_facts(bill.charge, period, homes)
    if not facts or find_trouble(facts[0], period, prices):
        return []
    drafts = reckon_home(_cut(facts[0], bill.starts_on, end), period, prices)
    return [draft for draft in drafts if draft.lines]


def _cut(facts: HomeFacts, start: date, end: date) -> HomeFacts:
    spans = tuple(
        PayerSpan(max(span.start, start), min(span.end, end), span.payer)
        for span in facts.payers
        if span.start <= end and span.end >= start
    )
    return replace(facts, payers=spans)


def period_of_bill(bill: Bill) -> Period:
    return Period(Cycle(bill.charge.cycle), bill.period_start, bill.period_end)


@transaction.atomic
def correct_bill(
    bill_id: int, *, actor: Actor, reason: str, last_day: date | None = None
) -> list[Bill]:
    """Reverse a bill and issue it anew by today's register; what was paid settles the new one.

    Raises what `reverse_bill` raises, NobodyToBill, BadDates, TariffGap.
    """
    require(actor, Permission.ISSUE_FEES)
    old = bill_for(actor, bill_id)
    if last_day is not None and not old.starts_on <= last_day <= old.ends_on:
        raise BadDates(field="last_day")
    reverse_bill(bill_id, actor=actor, reason=reason)
    drafts = reckon_again(old, last_day)
    if not drafts:
        raise NobodyToBill
    sheet = Sheet(old.charge, period_of_bill(old), max(old.due_on, today()), corrects_id=old.pk)
    bills = write_bills(sheet, drafts, joint_book(), actor=actor)
    use_prepayment(old.home_id, key=f"correction:{old.pk}", actor=actor)
    record("fees.bill_corrected", "bill", old.pk, actor=actor, by=[bill.pk for bill in bills])
    return bills


@dataclass(frozen=True, slots=True)
class Refund:
    """What ending a service early comes to, in fen: the bill, what was served, what goes back."""

    billed: int
    served: int
    paid: int

    @property
    def back(self) -> int:
        """Never more than was paid."""
        return max(0, self.paid - self.served)


def preview_refund(bill: Bill, last_day: date) -> Refund:
    """What ending the service with `last_day` would come to. Raises BadDates, BillSettled."""
    if bill.is_reversed:
        raise BillSettled
    if not bill.starts_on <= last_day <= bill.ends_on:
        raise BadDates(field="last_day")
    served = sum(draft.amount for draft in reckon_again(bill, last_day))
    return Refund(bill.amount_fen, served, bill.paid_fen)
