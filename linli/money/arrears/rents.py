"""Long rent arrears (HSG-01): an alarm, a person's decision with reason, notice and appeal."""

from __future__ import annotations

from datetime import timedelta

from django.db import transaction

from linli.base.accounts.api import Actor
from linli.base.audit.api import record
from linli.base.calendars.api import today
from linli.base.errors import NotAllowed, NotFound
from linli.matters.handling.api import Matter, open_matter
from linli.money.arrears.actions import account_of
from linli.money.arrears.data import RentDecision
from linli.money.arrears.errors import AppealLate, RentNotLong, RentReasonMissing
from linli.money.arrears.models import RentReview
from linli.money.arrears.queries import (
    Debt,
    may_decide_rents,
    may_see_arrears,
    rent_debts,
    review_for,
    terms,
)
from linli.money.fees.api import Bill

APPEAL_DAYS = 30


def list_rent_alarms(actor: Actor) -> list[Debt]:
    """Homes with rent owed for six months or more. Nothing follows by itself. Raises NotFound."""
    if not (may_decide_rents(actor) or may_see_arrears(actor)):
        raise NotFound
    return rent_debts()


@transaction.atomic
def decide_rent(home_id: int, *, actor: Actor, decision: RentDecision, reason: str) -> RentReview:
    """The housing office decides; the tenant gets it in writing and may appeal for 30 days.

    Raises RentNotLong, RentReasonMissing, NotAllowed.
    """
    if not may_decide_rents(actor):
        raise NotAllowed
    if not reason.strip():
        raise RentReasonMissing(field="reason")
    found = rent_debts(Bill.objects.filter(home=home_id))
    if not found:
        raise RentNotLong(months=terms().rent_months)
    debt = found[0]
    review: RentReview = RentReview.objects.create(
        home_id=home_id, payer_person_id=debt.payer.person_id, months=debt.months,
        decision=RentDecision(decision).value, reason=reason.strip()[:300],
        decided_by_id=account_of(actor), decided_on=today(),
        appeal_until=today() + timedelta(days=APPEAL_DAYS),
    )  # fmt: skip
    record("arrears.rent_decided", "home", home_id, actor=actor, decision=review.decision)
    return review


@transaction.atomic
def appeal(review_id: int, *, actor: Actor, text: str) -> Matter:
    """Say that the decision is wrong: a matter that others look at, once for each decision.

    Raises AppealLate, NotFound and what opening a matter raises.
    """
    found = review_for(actor, review_id)
    review: RentReview = RentReview.objects.select_for_update().get(pk=found.pk)
    if review.appeal_matter_id is not None:
        matter: Matter = Matter.objects.get(pk=review.appeal_matter_id)
        return matter
    if today() > review.appeal_until:
        raise AppealLate(day=review.appeal_until.isoformat())
    at_desk = may_see_arrears(actor) or may_decide_rents(actor)
    matter = open_matter(
        actor=actor, kind="objection", category="housing_eligibility",
        channel="walk_in" if at_desk else "resident", text=text, place_id=review.home_id,
        reporter_id=review.payer_person_id if at_desk else actor.person_id,
        client_key=f"rent-review-{review.pk}",
    )  # fmt: skip
    review.appeal_matter_id = matter.pk
    review.save(update_fields=["appeal_matter"])
    record("arrears.rent_appealed", "rent_review", review.pk, actor=actor, matter=matter.pk)
    return matter
