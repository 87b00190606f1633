"""The check list: who looked, when, was it in order; only what was not becomes a matter."""

from __future__ import annotations

from datetime import date

from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from linli.base.accounts.api import Actor
from linli.base.audit.api import record
from linli.base.calendars.api import now, today
from linli.base.errors import Invalid, NotAllowed, NotFound, translatable
from linli.base.files.api import StoredFile
from linli.estate.places.api import Place
from linli.matters.handling.api import open_matter
from linli.voice.contracts.data import DueState, Mode
from linli.voice.contracts.errors import (
    ExpiryWrong,
    NothingDue,
    NotYourCompany,
    ProofNeeded,
    ReasonNeeded,
)
from linli.voice.contracts.models import FacilityCertificate, ServiceCheck, ServiceDue
from linli.voice.contracts.queries import may_record_certificate
from linli.voice.contracts.rules import state_when_done


@transaction.atomic
def tick_due(
    due_id: int, *, actor: Actor, is_ok: bool = True, note: str = "", photo_id: int | None = None
) -> ServiceDue:
    """One line of the list. Not in order: it becomes a matter, with the photo.

    Raises NotYourCompany, NothingDue, ProofNeeded, ReasonNeeded.
    """
    if actor.user_id is None:
        raise NotAllowed
    rows = ServiceDue.objects.select_for_update(of=("self",)).filter(pk=due_id)
    due: ServiceDue | None = rows.select_related("item__contract", "place").first()
    if due is None or due.item.mode != Mode.CHECK_LIST:
        raise NotFound
    if due.item.contract.company_id not in actor.organisation_ids:
        raise NotYourCompany
    if due.state != DueState.WAITING or not due.opens_on <= today() <= due.last_on:
        raise NothingDue
    words = note.strip()[:200]
    if not is_ok and not words:
        raise ReasonNeeded(field="note")
    if due.item.needs_photo and photo_id is None:
        raise ProofNeeded(field="photo")
    _keep(due, actor, is_ok, words, _own_photo(photo_id, actor))
    return due


def _own_photo(photo_id: int | None, actor: Actor) -> int | None:
    if photo_id is None:
        return None
    if not StoredFile.objects.filter(pk=photo_id, uploaded_by_id=actor.user_id).exists():
        raise Invalid(translatable("有附件没有找到。请重新上传。"), field="photo")
    return photo_id


def _keep(due: ServiceDue, actor: Actor, is_ok: bool, note: str, photo_id: int | None) -> None:
    try:
        with transaction.atomic():
            ServiceCheck.objects.create(
                due=due, is_ok=is_ok, note=note, photo_id=photo_id, by_id=actor.user_id, at=now()
            )
    except IntegrityError as error:
        raise NothingDue from error
    due.done_at, due.done_by_id = now(), actor.user_id
    due.state = (state_when_done(today(), due.last_on) if is_ok else DueState.FAILED).value
    if not is_ok:
        where = due.place.name if due.place else _("全小区")
        matter = open_matter(
            actor=actor, kind="inspection", category=due.item.category, channel="system",
            text=f"{due.item.title_zh}：{where}，{note}", place_id=due.place_id,
            files=[photo_id] if photo_id else [], client_key=f"service-check:{due.pk}",
            organisation_id=due.item.contract.company_id,
        )  # fmt: skip
        due.matter = matter
    due.save(update_fields=["state", "done_at", "done_by", "matter"])
    record("service.checked", "service_due", due.pk, actor=actor, ok=is_ok)


@transaction.atomic
def record_certificate(
    place_id: int,
    *,
    actor: Actor,
    inspected_on: date,
    valid_until: date,
    number: str = "",
    scan_id: int | None = None,
) -> FacilityCertificate:
    """A facility was inspected; from its end the next request is reckoned (DEV-05).

    Raises ExpiryWrong, NotAllowed.
    """
    if actor.user_id is None or not may_record_certificate(actor):
        raise NotAllowed
    place = Place.objects.filter(pk=place_id, is_closed=False).first()
    if place is None:
        raise NotFound
    if valid_until <= inspected_on or inspected_on > today():
        raise ExpiryWrong(field="valid_until")
    kept: FacilityCertificate = FacilityCertificate.objects.create(
        place=place, inspected_on=inspected_on, valid_until=valid_until, scan_id=scan_id,
        number=number.strip()[:60], recorded_by_id=actor.user_id, recorded_at=now(),
    )  # fmt: skip
    record("service.certificate", "facility_certificate", kept.pk, actor=actor, place=place.pk)
    return kept
