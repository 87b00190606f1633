"""Asking, checking and releasing: everything before the money goes."""

from __future__ import annotations

from typing import Any

from django.db import IntegrityError, connection, transaction

from linli.base.accounts.api import Actor
from linli.base.audit.api import record
from linli.base.calendars.api import now, today
from linli.base.errors import NotAllowed
from linli.base.scopes.api import current_estate_id
from linli.estate.organisations.api import Permission, require
from linli.estate.people.api import Person
from linli.money.fees.api import find_decision
from linli.money.spending.data import Book, EntryKind, FileKind, State, Step
from linli.money.spending.errors import (
    AmountTooLarge,
    BadAmount,
    BodyDone,
    DecisionExceeded,
    DecisionMissing,
    DecisionUnknown,
    EmergencyReasonMissing,
    HomesMissing,
    MoneyMoved,
    NotNow,
    NotYourBody,
    PrivateWords,
    UnknownBook,
    UnknownCategory,
    VoucherMissing,
)
from linli.money.spending.models import SpendingRelease, SpendingRequest, SpendingSetting
from linli.money.spending.queries import (
    bodies_of,
    homes_concerned,
    open_steps,
    part_of,
    request_for,
    requesting_organisation,
    setting_of_estate,
    used_of_decision,
)
from linli.money.spending.rules import CATEGORIES, LARGEST, is_private, names_in, yuan
from linli.money.spending.steps import (
    call_next,
    lock_request,
    move,
    require_reason,
    take_part,
    write_line,
)

_FIELDS = (
    "book", "category", "purpose", "payee", "payee_account", "amount", "contract", "decision",
    "is_emergency", "emergency_reason", "place_id",
)  # fmt: skip
_NUMBER = """
INSERT INTO spending_number (estate_id, year, last) VALUES (%s, %s, 1)
ON CONFLICT (estate_id, year) DO UPDATE SET last = spending_number.last + 1 RETURNING last
"""


@transaction.atomic
def write_request(*, actor: Actor, request_id: int | None = None, **fields: Any) -> SpendingRequest:
    """Write a request, or change one's own that is not submitted or was sent back.

    `fields`: book, category, purpose, payee, payee_account, amount (fen), contract, decision,
    is_emergency, emergency_reason, place_id. Raises BadAmount, UnknownBook, NotAllowed, NotNow …
    """
    organisation_id = requesting_organisation(actor)
    if organisation_id is None or actor.user_id is None:
        raise NotAllowed
    _check_fields(fields)
    if request_id is None:
        at = now()
        request = SpendingRequest(
            number=_take_number(), author_id=actor.user_id, organisation_id=organisation_id,
            waits_since=at, created_at=at, owners_from=setting_of_estate().owners_from,
        )  # fmt: skip
        kind = EntryKind.WRITTEN
    else:
        request = lock_request(request_id, actor, State.DRAFT)
        if request.author_id != actor.user_id:
            raise NotAllowed
        kind = EntryKind.CHANGED
        request.version += 1
    for name in _FIELDS:
        if name in fields:
            setattr(request, name, fields[name])
    request.save()
    take_part(request, Step.REQUEST, actor=actor, organisation_id=organisation_id)
    write_line(request, kind, actor=actor, step=Step.REQUEST, amount=request.amount)
    return request


def _check_fields(fields: dict[str, Any]) -> None:
    amount = fields.get("amount")
    if not isinstance(amount, int) or amount <= 0:
        raise BadAmount(field="amount")
    if amount > LARGEST:
        raise AmountTooLarge(field="amount", most=yuan(LARGEST))
    if fields.get("book") not in set(Book):
        raise UnknownBook(field="book")
    if fields.get("category") not in CATEGORIES[fields["book"]]:
        raise UnknownCategory(field="category")
    for name in ("purpose", "contract", "emergency_reason"):
        if _is_private(fields.get(name, "")):
            raise PrivateWords(field=name)


def _is_private(text: str) -> bool:
    names = names_in(text)
    return is_private(text) or bool(
        names and Person.objects.filter(name__in=names, status="active").exists()
    )


def _take_number() -> str:
    year = today().year
    with connection.cursor() as cursor:
        cursor.execute(_NUMBER, [current_estate_id(), year])
        (last,) = cursor.fetchone()
    return f"ZC{year % 100:02}-{last:04}"


@transaction.atomic
def submit_request(request_id: int, *, actor: Actor) -> SpendingRequest:
    """The author hands it to the accountant.

    Raises VoucherMissing (OWN-16), DecisionMissing, DecisionUnknown, DecisionExceeded,
    EmergencyReasonMissing, HomesMissing, NotNow.
    """
    request = lock_request(request_id, actor, State.DRAFT)
    if request.author_id != actor.user_id:
        raise NotAllowed
    require_ground(request)
    move(
        request, State.CHECKING, round=request.round + 1, returned_reason="",
        owners_from=setting_of_estate().owners_from,
    )  # fmt: skip
    write_line(request, EntryKind.SUBMITTED, actor=actor, step=Step.REQUEST, round=request.round)
    call_next(request)
    return request


def require_ground(request: SpendingRequest) -> None:
    """What each book asks for: vouchers for common income, a decision or danger for the fund."""
    if request.book == Book.COMMON_INCOME:
        kinds = [FileKind.VOUCHER.value, FileKind.CONTRACT.value]
        if not request.files.filter(kind__in=kinds).exists():
            raise VoucherMissing(field="files")
    if request.book == Book.MAINTENANCE_FUND:
        _require_decision(request)
        if not homes_concerned(request.place):
            raise HomesMissing(field="place")


def _require_decision(request: SpendingRequest) -> None:
    if request.is_emergency:
        if not request.emergency_reason.strip():
            raise EmergencyReasonMissing(field="emergency_reason")
        return
    if not request.decision:
        raise DecisionMissing(field="decision")
    decision = find_decision(request.decision)
    if decision is None:
        raise DecisionUnknown(field="decision", reference=request.decision)
    limit = decision.amount_limit_fen
    used = used_of_decision(request.decision, besides=request.pk)
    if limit is not None and used + request.amount > limit:
        raise DecisionExceeded(field="decision", limit=yuan(limit), used=yuan(used))


@transaction.atomic
def check_request(request_id: int, *, actor: Actor) -> SpendingRequest:
    """The accountant found it in order: amount, contract, vouchers, ground. Raises SameHand."""
    require(actor, Permission.CHECK_SPENDING)
    request = lock_request(request_id, actor, State.CHECKING)
    take_part(request, Step.CHECK, actor=actor)
    require_ground(request)
    move(request, State.RELEASING)
    write_line(request, EntryKind.CHECKED, actor=actor, step=Step.CHECK)
    call_next(request)
    return request


@transaction.atomic
def return_request(request_id: int, *, actor: Actor, reason: str) -> SpendingRequest:
    """Not like this: back to the author with the reason, by whoever has it on the desk. What was
    released before is void. Raises ReasonMissing, NotNow, SameHand."""
    why = require_reason(reason)
    request = lock_request(request_id, actor, State.CHECKING, State.RELEASING)
    step = _own_step(request, actor)
    take_part(request, step, actor=actor, organisation_id=bodies_of(actor).get(step))
    move(request, State.DRAFT, returned_reason=why)
    write_line(request, EntryKind.RETURNED, actor=actor, step=step, note=why, round=request.round)
    call_next(request)
    return request


def _own_step(request: SpendingRequest, actor: Actor) -> Step:
    """The open step that is the actor's: the one that was begun, else the first by office."""
    before = part_of(actor, request)
    if before is not None and before.step in open_steps(request):
        return Step(before.step)
    if request.state == State.CHECKING:
        require(actor, Permission.CHECK_SPENDING)
        return Step.CHECK
    return _own_body(request, actor)


def _own_body(request: SpendingRequest, actor: Actor) -> Step:
    bodies = bodies_of(actor)
    if not bodies:
        raise NotYourBody
    open_ones = [step for step in open_steps(request) if step in bodies]
    if not open_ones:
        raise BodyDone
    return open_ones[0]


@transaction.atomic
def release_request(request_id: int, *, actor: Actor, step: Step | None = None) -> SpendingRequest:
    """One body lets the money go. When all have, it may be paid (FEE-06).

    Pressing twice changes nothing. Raises NotYourBody, BodyDone, SameHand, SamePerson, NotNow.
    """
    require(actor, Permission.RELEASE_SPENDING)
    request = lock_request(request_id, actor)
    own = part_of(actor, request)
    is_own = own is not None and own.account_id == actor.user_id and step in (None, own.step)
    if own is not None and is_own and _released_already(request, own.pk):
        return request
    if request.state != State.RELEASING:
        raise NotNow
    body = step or _own_body(request, actor)
    if body not in bodies_of(actor):
        raise NotYourBody
    part = take_part(request, body, actor=actor, organisation_id=bodies_of(actor)[body])
    _write_release(request, body, part.pk)
    write_line(request, EntryKind.RELEASED, actor=actor, step=body, round=request.round)
    if not open_steps(request):
        move(request, State.PAYING)
        call_next(request)
    return request


def _released_already(request: SpendingRequest, part_id: int) -> bool:
    rows = SpendingRelease.objects.filter(request=request.pk, round=request.round, part=part_id)
    return bool(rows.exists())


def _write_release(request: SpendingRequest, body: Step, part_id: int) -> None:
    try:
        with transaction.atomic():
            SpendingRelease.objects.create(
                request=request, round=request.round, step=body.value, part_id=part_id, at=now()
            )
    except IntegrityError as error:
        raise BodyDone from error


@transaction.atomic
def cancel_request(request_id: int, *, actor: Actor, reason: str) -> SpendingRequest:
    """The author takes it back before any money went. Raises MoneyMoved, ReasonMissing."""
    request = request_for(actor, request_id)
    request = lock_request(request.pk, actor)
    if request.state == State.CANCELLED:
        return request
    if request.author_id != actor.user_id:
        raise NotAllowed
    if request.paid or request.state in (State.PAID, State.MATCHED):
        raise MoneyMoved
    why = require_reason(reason)
    move(request, State.CANCELLED)
    write_line(request, EntryKind.CANCELLED, actor=actor, step=Step.REQUEST, note=why)
    return request


@transaction.atomic
def save_setting(
    *, actor: Actor, owners_from: int, wait_days: int, emergency_days: int
) -> SpendingSetting:
    """The estate's numbers. What was submitted before keeps the threshold of its day."""
    require(actor, Permission.SET_RULES)
    if not 0 <= owners_from <= LARGEST:
        raise BadAmount(field="owners_from")
    row, _made = SpendingSetting.objects.update_or_create(
        defaults={
            "owners_from": owners_from, "wait_days": wait_days, "emergency_days": emergency_days,
        }
    )  # fmt: skip
    record("spending.setting", "spending_setting", row.pk, actor=actor, owners_from=owners_from)
    kept: SpendingSetting = row
    return kept
