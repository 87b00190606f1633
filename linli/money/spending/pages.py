"""What the page of one request shows, shaped for its template and for paper."""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext as _

from linli.base.accounts.api import Actor
from linli.base.calendars.api import SHANGHAI
from linli.estate.organisations.api import Permission, may
from linli.money.ledger.api import say_money
from linli.money.spending import words
from linli.money.spending.data import RELEASES, Book, EntryKind, State, Step
from linli.money.spending.models import SpendingEntry, SpendingRequest
from linli.money.spending.queries import (
    files_of,
    hands_for,
    open_steps,
    part_of,
    payments_of,
    released_steps,
    steps_for,
)
from linli.money.spending.rules import needed_releases

_LADDER = (State.CHECKING, State.RELEASING, State.PAYING, State.PAID, State.MATCHED)


def request_context(actor: Actor, spending: SpendingRequest) -> dict[str, Any]:
    """Everything that `spending/request.jinja` shows."""
    own = part_of(actor, spending)
    steps = steps_for(actor, spending)
    payments = list(payments_of(spending))
    return {
        "spending": spending,
        "state": words.STATES[spending.state],
        "book": words.BOOKS[spending.book],
        "category": words.CATEGORIES[spending.category],
        "ladder": [_("申请"), _("审核"), _("放行"), _("付款"), _("对银行")],
        "rung": _rung(spending.state),
        "desks": _desks(spending),
        "bodies": _bodies(spending),
        "files": list(files_of(spending)),
        "file_words": words.FILES,
        "payments": payments,
        "entries": [_entry(row) for row in _entries(spending)],
        "steps": steps,
        "release_step": next((step for step in steps if step in RELEASES), None),
        "is_other_hand": own is not None and bool(open_steps(spending)) and not steps,
        "own_step": words.STEPS[own.step] if own is not None else "",
        **_abilities(actor, spending),
    }


def _rung(state: str) -> int:
    return 1 if state == State.DRAFT else 2 + _LADDER.index(State(state)) if state in _LADDER else 0


def _desks(spending: SpendingRequest) -> list[tuple[Any, list[str]]]:
    """Each open step with the names of whoever may do it: on whose desk it lies."""
    return [
        (words.STEPS[step], [name for _id, name, _org in hands_for(step, spending)])
        for step in open_steps(spending)
    ]


def _bodies(spending: SpendingRequest) -> list[tuple[Any, bool]]:
    done = released_steps(spending)
    return [
        (words.STEPS[step], step.value in done)
        for step in needed_releases(spending.amount, spending.owners_from)
    ]


def _entries(spending: SpendingRequest) -> list[SpendingEntry]:
    rows = SpendingEntry.objects.filter(request=spending.pk).select_related("account")
    return list(rows.order_by("pk"))


def _entry(row: SpendingEntry) -> dict[str, Any]:
    what, sign = words.ENTRIES[row.kind]
    text = str(what)
    if row.kind == EntryKind.RELEASED:
        text = str(words.STEPS[row.step])
    if row.kind in (EntryKind.PAID, EntryKind.REVERSED):
        text = f"{text} {say_money(row.data['amount'])}"
    local = row.at.astimezone(SHANGHAI)
    return {
        "when": row.at.isoformat(),
        "when_text": f"{local:%Y-%m-%d %H:%M}",
        "who": row.account.name if row.account else _("系统"),
        "what": text,
        "note": row.note,
        "icon": sign,
    }


def _abilities(actor: Actor, spending: SpendingRequest) -> dict[str, bool]:
    own = spending.author_id == actor.user_id
    state = spending.state
    accountant = may(actor, Permission.CHECK_SPENDING)
    unpaid = not spending.paid and state in (
        State.DRAFT, State.CHECKING, State.RELEASING, State.PAYING
    )  # fmt: skip
    return {
        "may_edit": own and state == State.DRAFT,
        "may_cancel": own and unpaid,
        "may_file": (own or accountant) and state != State.CANCELLED,
        "may_publish": may(actor, Permission.PUBLISH_ACCOUNTS),
        "may_disclose": may(actor, Permission.PUBLISH_ACCOUNTS)
        and spending.is_emergency
        and spending.book == Book.MAINTENANCE_FUND
        and bool(spending.paid)
        and spending.disclosed_at is None,
        "may_reverse": Step.PAY in _pay_steps(actor, spending),
    }


def _pay_steps(actor: Actor, spending: SpendingRequest) -> tuple[Step, ...]:
    own = part_of(actor, spending)
    fits = own is None or (own.step == Step.PAY and own.account_id == actor.user_id)
    return (Step.PAY,) if may(actor, Permission.RECONCILE) and fits else ()
