"""Writing bills: rows, lines and ledger entries together."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from django.db import IntegrityError, transaction

from linli.base.accounts.api import Actor
from linli.base.calendars.api import today
from linli.base.scopes.api import copy_rows
from linli.money.fees.accounts import receivables
from linli.money.fees.data import BillDraft, LineDraft, Period
from linli.money.fees.errors import PeriodBilled
from linli.money.fees.models import Bill, BillLine, Charge
from linli.money.ledger.api import Book, EntryDraft, Posting, find_account, post_entries


@dataclass(frozen=True, slots=True)
class Sheet:
    """What bills that are issued together have in common."""

    charge: Charge
    period: Period
    due_on: date
    run_id: int | None = None
    corrects_id: int | None = None


def write_bills(sheet: Sheet, drafts: list[BillDraft], book: Book, *, actor: Actor) -> list[Bill]:
    """The bills with their lines and ledger entries, by COPY, in the transaction that is open.

    Raises PeriodBilled where one stands already.
    """
    charge = sheet.charge
    accounts = receivables(book, charge, {draft.home_id for draft in drafts})
    bills = [_bill(sheet, draft, accounts[draft.home_id]) for draft in drafts]
    try:
        with transaction.atomic():
            copy_rows(bills)
    except IntegrityError as error:
        raise PeriodBilled(period=sheet.period.code) from error
    copy_rows(
        [
            line_row(bill.pk, line)
            for bill, draft in zip(bills, drafts, strict=True)
            for line in draft.lines
        ]
    )
    post_entries(entries_for(bills, sheet, book), actor=actor)
    return bills


def _bill(sheet: Sheet, draft: BillDraft, account_id: int) -> Bill:
    return Bill(
        home_id=draft.home_id, charge=sheet.charge, run_id=sheet.run_id,
        corrects_id=sheet.corrects_id, payer_kind=draft.payer.kind.value,
        payer_person_id=draft.payer.person_id, payer_organisation_id=draft.payer.organisation_id,
        period_start=sheet.period.start, period_end=sheet.period.end, starts_on=draft.starts_on,
        ends_on=draft.ends_on, issued_on=today(), due_on=sheet.due_on, gross_fen=draft.gross,
        waived_fen=draft.waived, amount_fen=draft.amount, account_id=account_id,
    )  # fmt: skip


def line_row(bill_id: int, line: LineDraft) -> BillLine:
    return BillLine(
        bill_id=bill_id, tariff_id=line.tariff_id, waiver_id=line.waiver_id,
        starts_on=line.starts_on, ends_on=line.ends_on, formula=line.formula.value,
        quantity=line.quantity, price_mfen=line.price_mfen, share=line.share,
        amount_fen=line.amount,
    )  # fmt: skip


def entries_for(bills: list[Bill], sheet: Sheet, book: Book) -> list[EntryDraft]:
    """Debit what the home owes and what is waived, credit the income. A bill of nothing has none.

    A bill belongs to the day it is issued; `memo` names the period it is for.
    """
    income = find_account(book, sheet.charge.income_account).pk
    waiver = find_account(book, "waiver").pk
    drafts = []
    for bill in bills:
        sides = ((bill.account_id, bill.amount_fen), (waiver, bill.waived_fen),
                 (income, -bill.gross_fen))  # fmt: skip
        if bill.gross_fen:
            drafts.append(
                EntryDraft(
                    book_id=book.pk, key=bill_key(bill.pk), kind="fee_bill",
                    occurred_on=bill.issued_on,
                    lines=tuple(Posting(account, amount) for account, amount in sides if amount),
                    source=f"fee_bill:{bill.pk}", memo=f"{sheet.charge.code}:{sheet.period.code}",
                )
            )  # fmt: skip
    return drafts


def bill_key(bill_id: int) -> str:
    """The key of a bill's entry in the book."""
    return f"fee_bill:{bill_id}"
