"""What every action on a request shares: the lock, the hand, the timeline."""

from __future__ import annotations

from typing import Any

from django.db import IntegrityError, transaction

from linli.base.accounts.api import Actor
from linli.base.audit.api import record
from linli.base.calendars.api import now
from linli.base.errors import NotAllowed, NotFound
from linli.base.events.api import publish
from linli.base.live.api import notify
from linli.money.spending.data import EntryKind, State, Step
from linli.money.spending.errors import NotNow, ReasonMissing, SameHand, SamePerson
from linli.money.spending.events import SpendingCameToDesk
from linli.money.spending.models import SpendingEntry, SpendingPart, SpendingRequest
from linli.money.spending.queries import part_of, person_behind, request_for


def lock_request(request_id: int, actor: Actor, *states: State) -> SpendingRequest:
    """The request, locked, in one of these states. Raises NotFound, NotNow."""
    request_for(actor, request_id)
    rows = SpendingRequest.objects.select_for_update().filter(pk=request_id)
    request: SpendingRequest | None = rows.first()
    if request is None:
        raise NotFound
    if states and request.state not in states:
        raise NotNow
    return request


def take_part(
    request: SpendingRequest, step: Step, *, actor: Actor, organisation_id: int | None = None
) -> SpendingPart:
    """Put the actor's hand to one step of the request; doing the same step again is the same part.

    Raises SameHand, SamePerson: checked here for clear words, and by the table's constraints for
    two clicks in one moment.
    """
    before = part_of(actor, request)
    if before is not None and before.step == step and before.account_id == actor.user_id:
        return before
    if before is not None:
        raise SameHand if before.account_id == actor.user_id else SamePerson
    if actor.user_id is None:
        raise NotAllowed
    try:
        with transaction.atomic():
            part: SpendingPart = SpendingPart.objects.create(
                request=request, step=step.value, account_id=actor.user_id,
                person_id=person_behind(actor), organisation_id=organisation_id, at=now(),
            )  # fmt: skip
            return part
    except IntegrityError as error:
        if "one_step_a_person" in str(error):
            raise SamePerson from error
        raise SameHand from error


def write_line(
    request: SpendingRequest,
    kind: EntryKind,
    *,
    actor: Actor | None,
    step: Step | None = None,
    note: str = "",
    **data: Any,
) -> None:
    """One line of the timeline, the audit row, and the pages that look on."""
    SpendingEntry.objects.create(
        request=request, at=now(), kind=kind.value, note=note[:200], data=data,
        account_id=actor.user_id if actor else None, step=step.value if step else "",
    )  # fmt: skip
    record(f"spending.{kind.value}", "spending_request", request.pk, actor=actor, **data)
    notify([f"spending:{request.pk}", "spending"])


def move(request: SpendingRequest, state: State, **changes: Any) -> None:
    """The next state; a request that comes to another desk waits from now on."""
    if request.state != state:
        request.waits_since = now()
    request.state = state.value
    for name, value in changes.items():
        setattr(request, name, value)
    request.version += 1
    request.save()


def call_next(request: SpendingRequest) -> None:
    """Tell whoever must act now, after the commit."""
    publish(SpendingCameToDesk(request.pk, request.state, request.round))


def require_reason(reason: str, field: str = "reason") -> str:
    words = reason.strip()
    if not words:
        raise ReasonMissing(field=field)
    return words[:200]
