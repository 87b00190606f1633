"""Agreements to pay in parts, and help with paying: a talk instead of pressure."""

from __future__ import annotations

from collections.abc import Sequence

from django.db import transaction

from linli.base.accounts.api import Actor
from linli.base.accounts.data import system_actor
from linli.base.audit.api import record
from linli.base.calendars.api import today
from linli.base.errors import NotAllowed, NotFound
from linli.base.files.api import StoredFile
from linli.base.scopes.api import copy_rows, current_estate_id
from linli.estate.organisations.api import Permission, may
from linli.matters.handling.api import Matter, open_matter
from linli.money.arrears.actions import account_of
from linli.money.arrears.data import Confirmation, Part, PlanState
from linli.money.arrears.errors import (
    BadPartDays,
    BadParts,
    NotConfirmed,
    NothingOverdue,
    PlanRunning,
)
from linli.money.arrears.models import Instalment, InstalmentPlan, PlanBill
from linli.money.arrears.queries import debt_for, paid_on_plan, plan_for, planned_bills, terms, who
from linli.money.arrears.rules import days_fit, parts_fit, plan_state
from linli.money.fees.api import Bill, home_with_bills, own_people


def may_agree(actor: Actor, payer_person_id: int | None) -> bool:
    """The accountant and the desk with the person; the person on the own phone."""
    staff = may(actor, Permission.ISSUE_FEES) or may(actor, Permission.TAKE_PAYMENTS)
    return staff or (payer_person_id is not None and payer_person_id in own_people(actor))


@transaction.atomic
def agree_instalments(
    home_id: int,
    payer_key: str,
    parts: Sequence[Part],
    *,
    actor: Actor,
    confirmed: Confirmation,
    note: str = "",
    paper_id: int | None = None,
) -> InstalmentPlan:
    """Agree to pay all that is open in parts that sum to it, to the fen.

    Staff record how the person agreed; what was signed is kept as a picture. Raises BadParts,
    BadPartDays, NotConfirmed, PlanRunning, NothingOverdue, NotAllowed, NotFound.
    """
    debt = debt_for(actor, home_id, payer_key)
    if not may_agree(actor, debt.payer.person_id):
        raise NotAllowed
    _check_word(actor, confirmed, note, paper_id)
    ids = [one.bill.pk for one in debt.bills if one.bill.disputed_at is None]
    rows = Bill.objects.select_for_update().filter(pk__in=ids, is_reversed=False)
    bills = [bill for bill in rows.order_by("pk") if bill.open_fen > 0]
    if not bills:
        raise NothingOverdue
    if planned_bills(ids):
        raise PlanRunning
    owed = sum(bill.open_fen for bill in bills)
    if not parts_fit(parts, owed):
        total = sum(part.amount for part in parts)
        raise BadParts(field="parts", owed=_yuan(owed), sum=_yuan(total))
    if not days_fit(parts, today()):
        raise BadPartDays(field="parts")
    plan: InstalmentPlan = InstalmentPlan.objects.create(
        home_id=home_id, amount_fen=owed, agreed_on=today(), agreed_by_id=account_of(actor),
        confirmed=confirmed.value, confirmed_note=note.strip()[:80], paper_id=paper_id,
        **who(debt.payer),
    )  # fmt: skip
    copy_rows([PlanBill(plan=plan, bill=bill, open_fen=bill.open_fen) for bill in bills])
    copy_rows([Instalment(plan=plan, due_on=part.due_on, amount_fen=part.amount) for part in parts])
    record("arrears.plan_agreed", "instalment_plan", plan.pk, actor=actor, parts=len(parts))
    return plan


def _yuan(fen: int) -> str:
    return f"{fen // 100}.{fen % 100:02}"


def _check_word(actor: Actor, confirmed: Confirmation, note: str, paper_id: int | None) -> None:
    staff = may(actor, Permission.ISSUE_FEES) or may(actor, Permission.TAKE_PAYMENTS)
    if staff == (confirmed is Confirmation.OWN_PHONE):
        raise NotConfirmed(field="confirmed")
    if confirmed is Confirmation.SIGNED and paper_id is None:
        raise NotConfirmed(field="paper")
    if confirmed is Confirmation.SAID and not note.strip():
        raise NotConfirmed(field="note")
    if paper_id is not None and not StoredFile.objects.filter(pk=paper_id).exists():
        raise NotFound(field="paper")


@transaction.atomic
def end_plan(plan_id: int, *, actor: Actor) -> InstalmentPlan:
    """The agreement ends, e.g. for another one. Raises NothingOverdue, NotAllowed, NotFound."""
    plan = _locked(plan_for(actor, plan_id).pk)
    if not (may(actor, Permission.ISSUE_FEES) or may(actor, Permission.TAKE_PAYMENTS)):
        raise NotAllowed
    if plan.state not in (PlanState.RUNNING, PlanState.BROKEN):
        raise NothingOverdue
    plan.state, plan.ended_on = PlanState.ENDED.value, today()
    plan.save(update_fields=["state", "ended_on"])
    record("arrears.plan_ended", "instalment_plan", plan.pk, actor=actor)
    return plan


def _locked(plan_id: int) -> InstalmentPlan:
    plan: InstalmentPlan = InstalmentPlan.objects.select_for_update().get(pk=plan_id)
    return plan


def check_plans() -> int:
    """Look at every running agreement of the estate in scope: kept, broken, or running on.

    A broken one opens one matter, so that somebody talks with them; nothing else follows (FEE-01).
    Returns how many changed.
    """
    ids = InstalmentPlan.objects.filter(state=PlanState.RUNNING.value).order_by("pk")
    return sum(_check_plan(pk) for pk in list(ids.values_list("pk", flat=True)))


@transaction.atomic
def _check_plan(plan_id: int) -> bool:
    plan = _locked(plan_id)
    if plan.state != PlanState.RUNNING:
        return False
    parts = [Part(p.due_on, p.amount_fen) for p in plan.parts.order_by("due_on")]
    state = plan_state(parts, plan.amount_fen, paid_on_plan(plan), today(), terms())
    if state is PlanState.RUNNING:
        return False
    plan.state, plan.ended_on = state.value, today()
    if state is PlanState.BROKEN:
        plan.matter_id = _open_talk(plan).pk
    plan.save(update_fields=["state", "ended_on", "matter"])
    record(f"arrears.plan_{state.value}", "instalment_plan", plan.pk, actor=None)
    return True


def _open_talk(plan: InstalmentPlan) -> Matter:
    return open_matter(
        actor=system_actor(current_estate_id()), kind="payment_help", category="fees",
        channel="system", text="约好分期缴费，有一期没有交上。请去问问有什么难处，商量怎么办。",
        place_id=plan.home_id, reporter_id=plan.payer_person_id,
        client_key=f"plan-{plan.pk}-broken",
    )  # fmt: skip


@transaction.atomic
def ask_for_help(home_id: int, *, actor: Actor, text: str, client_key: str | None = None) -> Matter:
    """Somebody cannot pay: a matter, so that a person looks for a way with them.

    By the resident, or by the desk for who stands there. Raises what opening a matter raises.
    """
    at_desk = may(actor, Permission.TAKE_PAYMENTS) or may(actor, Permission.ISSUE_FEES)
    home_with_bills(actor, home_id)
    matter = open_matter(
        actor=actor, kind="payment_help", category="fees",
        channel="walk_in" if at_desk else "resident", text=text, place_id=home_id,
        reporter_id=None if at_desk else actor.person_id, client_key=client_key,
    )  # fmt: skip
    record("arrears.help_asked", "home", home_id, actor=actor, matter=matter.pk)
    return matter
