"""A transfer that was booked for the wrong home: it waits as money of unknown origin again."""

from __future__ import annotations

from linli.base.accounts.api import Actor
from linli.base.calendars.api import now, today
from linli.money.ledger.api import EntryDraft, Posting, find_account, post_entry
from linli.money.payments.data import LineUse, Method
from linli.money.payments.errors import VoidImpossible
from linli.money.payments.models import LineBooking, Payment
from linli.money.payments.queries import joint_book, money_account


def check_void(payment: Payment) -> None:
    """WeChat's money did come, and a part of a split transfer cannot be taken out alone.

    Raises VoidImpossible: a refund is the way then.
    """
    others = Payment.objects.filter(line=payment.line_id).exclude(pk=payment.pk)
    standing = [one for one in others if one.refunded < one.amount]
    if payment.method != Method.TRANSFER or standing:
        raise VoidImpossible(field="is_void")


def put_aside(payment: Payment, number: str, actor: Actor) -> None:
    """The money never left the bank: out of the home's payment it goes into suspense, and the
    line waits for its right home."""
    book = joint_book()
    bank, suspense = money_account("transfer").pk, find_account(book, "suspense").pk
    booking = LineBooking.objects.select_for_update().get(line=payment.line_id)
    if payment.settlement.money_account_id == bank:
        entry = post_entry(
            EntryDraft(
                book_id=book.pk, key=f"void:{number}", kind="suspense",
                occurred_on=today(), source=f"bank_line:{payment.line_id}",
                lines=(Posting(bank, payment.amount), Posting(suspense, -payment.amount)),
            ),
            actor=actor,
        )  # fmt: skip
        booking.entry_id = entry.pk
    booking.use = LineUse.SUSPENSE.value
    booking.decided_by_id, booking.decided_at = actor.user_id, now()
    booking.save(update_fields=["use", "entry_id", "decided_by", "decided_at"])
