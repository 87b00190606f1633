"""A batch from a device: each operation is kept, done once and acknowledged by itself.

However often a batch comes, in whatever order and beside whichever other, an operation has one row
in the log (`round_operation_once`) and one effect. What cannot be done is kept with its reason, so
that nothing a worker wrote down is lost. Contradictions follow the rules of `rules.settle`.
"""

from __future__ import annotations

import json
from datetime import timedelta

from django.db import transaction
from django.utils.translation import gettext as _

from linli.base.accounts.api import Actor
from linli.base.calendars.api import now
from linli.base.errors import DomainError
from linli.base.live.api import notify
from linli.base.submissions import error_text
from linli.estate.places.api import Place
from linli.matters.rounds.claims import lock
from linli.matters.rounds.data import Answer, Batch, Kind, Operation, Result
from linli.matters.rounds.errors import NotOnRound, OtherAccount
from linli.matters.rounds.happenings import AtDoor, happen
from linli.matters.rounds.models import Round, RoundDoor, RoundOperation
from linli.matters.rounds.queries import lens_at, was_on_round
from linli.matters.rounds.rules import server_time

_DAYS_KEPT = timedelta(days=30)  # before a list was made nothing can have been seen on its round


@transaction.atomic
def apply_batch(batch: Batch, *, actor: Actor) -> list[Answer]:
    """Do what a device reports; one answer an operation, in the order of the device's own count.

    Raises OtherAccount where the records are a colleague's; then nothing is done.
    """
    if actor.user_id is None or batch.account_id != actor.user_id:
        raise OtherAccount
    lock(_names(batch))
    in_order = sorted(batch.operations, key=lambda one: (one.seq, one.key))
    answers = [_apply(operation, batch, actor) for operation in in_order]
    notify(["rounds"])
    return answers


def _names(batch: Batch) -> list[str]:
    """What others must not work on meanwhile: this device, its doors, the people at them."""
    names = [f"account:{batch.account_id}"]
    for one in batch.operations:
        names.append(f"door:{one.place_id}")
        people = [one.data.get("person"), *_list(one.data.get("members"))]
        names += [f"person:{pk}" for pk in people if isinstance(pk, int)]
    return names


def _list(value: object) -> list[object]:
    return value[:50] if isinstance(value, list) else []


def _apply(operation: Operation, batch: Batch, actor: Actor) -> Answer:
    known = RoundOperation.objects.filter(account=actor.user_id, key=operation.key).first()
    if known is not None:
        return _answer(known)
    try:
        with transaction.atomic():
            return _answer(_do(operation, batch, actor))
    except DomainError as error:
        return _answer(_keep_refused(operation, batch, actor, error_text(error)))


def _do(operation: Operation, batch: Batch, actor: Actor) -> RoundOperation:
    made = Round.objects.filter(pk=operation.round_id).first()
    place = Place.objects.filter(pk=operation.place_id).first()
    if made is None or place is None:
        raise NotOnRound
    row = _keep(operation, batch, actor, made=made, place=place)
    door = RoundDoor.objects.filter(round=made, place=place).first()
    if door is None or not _walks(actor, made, place, row):
        raise NotOnRound
    lens = lens_at(actor, place.grid_id)
    at_door = AtDoor(row, place, actor, lens, door.household_id, operation.data)
    if happen(operation.kind, at_door):
        row.result, row.answer = Result.CONFLICT.value, _question(operation.kind)
        row.save(update_fields=["result", "answer"])
    row.refresh_from_db(fields=["matter"])
    return row


def _walks(actor: Actor, made: Round, place: Place, row: RoundOperation) -> bool:
    return was_on_round(actor, made.pk, row.at) or lens_at(actor, place.grid_id) == "full"


def _question(kind: Kind) -> str:
    if kind in (Kind.CONFIRM, Kind.GONE, Kind.VACANT):
        return _("登记里这家的情况已经变了，请在“待定”里选一下。")
    return _("和登记里的、或别人记的不一样，请在“待定”里选一下。")


def _keep(
    operation: Operation, batch: Batch, actor: Actor, *, made: Round | None = None,
    place: Place | None = None, result: Result = Result.DONE, answer: str = "",
) -> RoundOperation:  # fmt: skip
    received = now()
    earliest = made.created_at if made else received - _DAYS_KEPT
    at, is_off = server_time(operation.device_at, batch.device_now, received, earliest)
    row: RoundOperation = RoundOperation.objects.create(
        key=operation.key, account_id=actor.user_id, device=batch.device, seq=operation.seq,
        kind=operation.kind.value, round=made, place=place,
        payload=json.dumps(dict(operation.data), ensure_ascii=False, sort_keys=True),
        device_ms=operation.device_at, at=at, is_clock_off=is_off, received_at=received,
        result=result.value, answer=answer[:300],
    )  # fmt: skip
    return row


def _keep_refused(operation: Operation, batch: Batch, actor: Actor, reason: str) -> RoundOperation:
    made = Round.objects.filter(pk=operation.round_id).first()
    place = Place.objects.filter(pk=operation.place_id).first()
    return _keep(
        operation, batch, actor, made=made, place=place, result=Result.REFUSED, answer=reason
    )


def _answer(row: RoundOperation) -> Answer:
    number = row.matter.number if row.matter_id and row.matter else ""
    return Answer(row.key, row.result, row.answer, number)
