"""A bill that somebody finds wrong: a matter in the one queue, and no pressing while it is open."""

from __future__ import annotations

from django.db import transaction

from linli.base.accounts.api import Actor
from linli.base.audit.api import record
from linli.base.calendars.api import now
from linli.estate.organisations.api import Permission, require
from linli.matters.handling.api import Matter, open_matter
from linli.money.fees.errors import BillSettled, NotThisStep, ReasonMissing
from linli.money.fees.models import Bill
from linli.money.fees.queries import bill_for, may_see_bills


@transaction.atomic
def dispute_bill(bill_id: int, *, actor: Actor, text: str, client_key: str | None = None) -> Matter:
    """Say that a bill is wrong: a matter answers it; until then nobody presses for it.

    The desk does it for who stands there. Raises BillSettled, ReasonMissing, NotFound and what
    opening a matter raises.
    """
    words = text.strip()
    bill = _locked(bill_for(actor, bill_id).pk)
    if bill.is_reversed:
        raise BillSettled
    if bill.dispute_matter is not None and bill.disputed_at is not None:
        return bill.dispute_matter
    if not words:
        raise ReasonMissing(field="text")
    at_desk = may_see_bills(actor)
    matter = open_matter(
        actor=actor, kind="objection", category="fees",
        channel="walk_in" if at_desk else "resident", text=f"账单 {bill.number}：{words}",
        place_id=bill.home_id, reporter_id=bill.payer_person_id if at_desk else actor.person_id,
        client_key=client_key,
    )  # fmt: skip
    bill.disputed_at, bill.dispute_matter_id = now(), matter.pk
    bill.save(update_fields=["disputed_at", "dispute_matter"])
    record("fees.bill_disputed", "bill", bill.pk, actor=actor, matter=matter.pk)
    return matter


def _locked(bill_id: int) -> Bill:
    bill: Bill = (
        Bill.objects.select_for_update(of=("self",))
        .select_related("charge", "dispute_matter")
        .get(pk=bill_id)
    )
    return bill


@transaction.atomic
def end_dispute(bill_id: int, *, actor: Actor) -> Bill:
    """The objection was answered; the bill stands as it is. Raises NotThisStep, NotAllowed."""
    require(actor, Permission.ISSUE_FEES)
    bill = _locked(bill_for(actor, bill_id).pk)
    if bill.disputed_at is None:
        raise NotThisStep
    bill.disputed_at = None  # the matter stays named: what was answered can be read
    bill.save(update_fields=["disputed_at"])
    record("fees.dispute_ended", "bill", bill.pk, actor=actor)
    return bill
