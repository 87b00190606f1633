"""Writing, approving, sending and stopping a mailing."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django.db import IntegrityError, transaction

from linli.base.accounts.api import Actor
from linli.base.audit.api import record
from linli.base.calendars.api import now
from linli.base.errors import Invalid, NotAllowed, NotFound, translatable
from linli.base.live.api import notify
from linli.contact.mailings.audiences import audiences_for, find_audience, is_sensitive_choice
from linli.contact.mailings.data import MailingState, Preview, RecipientState
from linli.contact.mailings.errors import (
    AudienceUnknown,
    NotNow,
    OwnMailing,
    TextTooLong,
    TranslationMissing,
    UnknownField,
    UrgentWithoutReason,
)
from linli.contact.mailings.models import LONGEST_BODY, Mailing, MailingRecipient
from linli.contact.mailings.parts import write_parts
from linli.contact.mailings.plans import Planned, plan_mailing, summarise
from linli.contact.mailings.queries import carried_by, mailing_for
from linli.contact.mailings.rules import LONGEST, MOST_NAMED, unknown_fields
from linli.contact.mailings.running import start_running
from linli.contact.messages.api import Message
from linli.estate.organisations.api import Permission, load_actor, require

WAITING, DRAFT = MailingState.WAITING.value, MailingState.DRAFT.value
SENDING, STOPPED = MailingState.SENDING.value, MailingState.STOPPED.value


@transaction.atomic
def write_mailing(*, actor: Actor, mailing_id: int | None = None, **fields: Any) -> Mailing:
    """Write a draft, or change one's own.

    `fields`: title, body_zh, body_en, link, audience, audience_values, once_a_home, is_urgent,
    urgent_reason. Raises UnknownField, AudienceUnknown, UrgentWithoutReason, NotAllowed.
    """
    require(actor, Permission.TELL_PEOPLE)
    _check(fields, actor)
    if mailing_id is None:
        mailing = Mailing(author_id=account_of(actor), created_at=now(), state=DRAFT)
    else:
        mailing = _lock(mailing_id, actor, DRAFT)
        _require_author(mailing, actor)
    for name, value in {**fields, **_nature(fields)}.items():
        setattr(mailing, name, value)
    mailing.returned_reason = ""
    mailing.save()
    record("mailing.written", "mailing", mailing.pk, actor=actor, audience=mailing.audience)
    return mailing


def account_of(actor: Actor) -> int:
    """The account behind an actor: the software itself writes to nobody. Raises NotAllowed."""
    if actor.user_id is None:
        raise NotAllowed
    return actor.user_id


def _check(fields: dict[str, Any], actor: Actor) -> None:
    for name in ("body_zh", "body_en"):
        text = fields.get(name) or ""
        if wrong := unknown_fields(text):
            raise UnknownField(field=name, fields="、".join(wrong))
        if len(text) > LONGEST_BODY:
            raise TextTooLong(field=name, count=len(text), most=LONGEST_BODY)
    if fields.get("is_urgent") and not (fields.get("urgent_reason") or "").strip():
        raise UrgentWithoutReason(field="urgent_reason")
    audience = find_audience(fields["audience"])
    if audience.code not in {a.code for a in audiences_for(actor)}:
        raise NotAllowed
    values = set(fields.get("audience_values") or [])
    choices = {value for value, _label in audience.choices(actor)}
    if (choices and not values & choices) or (values - choices and choices):
        raise AudienceUnknown(field="audience_values")
    if audience.code == "people" and not values:
        raise AudienceUnknown(field="audience_values")


def _nature(fields: dict[str, Any]) -> dict[str, bool]:
    audience, values = find_audience(fields["audience"]), fields.get("audience_values") or []
    return {
        "is_mass": audience.code != "people" or len(values) > MOST_NAMED,
        "is_sensitive": is_sensitive_choice(audience, values),
    }


def _lock(mailing_id: int, actor: Actor, *states: str) -> Mailing:
    """The mailing, locked, in one of these states. Raises NotFound, NotNow."""
    mailing_for(actor, mailing_id)
    mailing: Mailing | None = Mailing.objects.select_for_update().filter(pk=mailing_id).first()
    if mailing is None:
        raise NotFound
    if states and mailing.state not in states:
        raise NotNow
    return mailing


def _require_author(mailing: Mailing, actor: Actor) -> None:
    if mailing.author_id != actor.user_id:
        raise NotAllowed


def preview_mailing(mailing: Mailing) -> Preview:
    """Exactly what would happen now. Raises what planning raises, TextTooLong."""
    planned = _plan(mailing)
    return summarise(planned)


def _plan(mailing: Mailing) -> list[Planned]:
    """The plan in the author's reach, whoever asks: an approver does not widen it."""
    planned = plan_mailing(mailing, actor=load_actor(mailing.author))
    longest = max(len(one.text) for one in planned)
    if longest > LONGEST:
        raise TextTooLong(field="body_zh", count=longest, most=LONGEST)
    return planned


@transaction.atomic
def submit_mailing(mailing_id: int, *, actor: Actor) -> Mailing:
    """The author is done: a message to many waits for another's eyes, one to a few goes out.

    Raises AudienceEmpty, AudienceTooLarge, TextTooLong, TranslationMissing, NotNow.
    """
    mailing = _lock(mailing_id, actor, DRAFT)
    _require_author(mailing, actor)
    planned = _plan(mailing)
    _require_translation(mailing, planned)
    mailing.submitted_at = now()
    if not mailing.is_mass:
        return _let_out(mailing, planned, actor)
    mailing.state = WAITING
    mailing.save()
    record("mailing.submitted", "mailing", mailing.pk, actor=actor, people=len(planned))
    _tell_pages(mailing)
    return mailing


def _require_translation(mailing: Mailing, planned: Sequence[Planned]) -> None:
    english = sum(one.language == "en" for one in planned)
    if english and not mailing.body_en.strip():
        raise TranslationMissing(field="body_en", count=english)


@transaction.atomic
def propose_mailing(
    *,
    actor: Actor,
    audience: str,
    values: Sequence[str],
    title: str,
    body_zh: str,
    body_en: str,
    link: str = "",
) -> Mailing:
    """A mailing that another package words and addresses; it waits for who may let it out.

    The caller knows that the actor may say this; the audience is one that nobody chooses. Raises
    AudienceEmpty, TextTooLong, UnknownField.
    """
    fields = {"title": title, "body_zh": body_zh, "body_en": body_en, "link": link}
    for name in ("body_zh", "body_en"):
        if wrong := unknown_fields(fields[name]):
            raise UnknownField(field=name, fields="、".join(wrong))
    mailing = Mailing(
        author_id=account_of(actor), created_at=now(), submitted_at=now(), state=WAITING,
        audience=find_audience(audience).code, audience_values=list(values), **fields,
    )  # fmt: skip
    planned = _plan(mailing)
    mailing.save()
    record(
        "mailing.proposed", "mailing", mailing.pk, actor=actor, audience=audience,
        people=len(planned),
    )  # fmt: skip
    _tell_pages(mailing)
    return mailing


@transaction.atomic
def approve_mailing(mailing_id: int, *, actor: Actor) -> Mailing:
    """Somebody else lets it out: everybody's part is written down and the sending begins.

    Pressing twice changes nothing. Raises OwnMailing, NotNow and what planning raises.
    """
    require(actor, Permission.APPROVE_TELLING)
    mailing = _lock(mailing_id, actor)
    if mailing.approved_by_id == actor.user_id and mailing.state in (SENDING, "done"):
        return mailing
    if mailing.state != WAITING:
        raise NotNow
    if mailing.author_id == actor.user_id:
        raise OwnMailing
    planned = _plan(mailing)
    _require_translation(mailing, planned)
    return _let_out(mailing, planned, actor)


def _let_out(mailing: Mailing, planned: Sequence[Planned], actor: Actor) -> Mailing:
    mailing.state, mailing.approved_at = SENDING, now()
    mailing.approved_by_id = actor.user_id
    mailing.recipient_count = len(planned)
    mailing.save()
    try:
        with transaction.atomic():
            write_parts(mailing, planned)
    except IntegrityError as error:  # the same people are there already
        raise NotNow from error
    record("mailing.approved", "mailing", mailing.pk, actor=actor, people=len(planned))
    start_running(mailing)
    _tell_pages(mailing)
    return mailing


@transaction.atomic
def return_mailing(mailing_id: int, *, actor: Actor, reason: str) -> Mailing:
    """Not like this: back to the author, with the reason."""
    require(actor, Permission.APPROVE_TELLING)
    if not reason.strip():
        raise Invalid(translatable("请写明哪里要改。"), field="reason")
    mailing = _lock(mailing_id, actor, WAITING)
    mailing.state, mailing.returned_reason = DRAFT, reason.strip()[:200]
    mailing.submitted_at = None
    mailing.save()
    record("mailing.returned", "mailing", mailing.pk, actor=actor)
    _tell_pages(mailing)
    return mailing


@transaction.atomic
def stop_mailing(mailing_id: int, *, actor: Actor) -> Mailing:
    """Nothing more goes out; what a worker holds in this second still does. The author or
    whoever may approve. Raises NotNow when there is nothing to stop."""
    mailing = _lock(mailing_id, actor)
    if mailing.author_id != actor.user_id:
        require(actor, Permission.APPROVE_TELLING)
    if mailing.state == STOPPED:
        return mailing
    if mailing.state not in (SENDING, WAITING):
        raise NotNow
    if mailing.state == WAITING:
        mailing.state, mailing.submitted_at = DRAFT, None
        mailing.save()
        return mailing
    mailing.state, mailing.stopped_at, mailing.stopped_by_id = STOPPED, now(), actor.user_id
    mailing.save()
    stopped = _stop_rows(mailing)
    record("mailing.stopped", "mailing", mailing.pk, actor=actor, people=stopped)
    _tell_pages(mailing)
    return mailing


def _stop_rows(mailing: Mailing) -> int:
    rows = mailing.recipients.filter(state=RecipientState.BY_HAND.value)
    by_hand = rows.update(state=RecipientState.STOPPED.value)
    queued = Message.objects.filter(batch=mailing.batch, state="queued").update(state="stopped")
    return by_hand + queued


@transaction.atomic
def mark_told(recipient_id: int, *, actor: Actor, note: str = "") -> MailingRecipient:
    """The captain has told this person. Ticking twice keeps the first. Raises NotFound."""
    row = carried_by(actor).select_for_update(of=("self",)).filter(pk=recipient_id).first()
    if row is None:
        raise NotFound
    if row.state == RecipientState.BY_HAND:
        row.state, row.told_at, row.told_by_id = RecipientState.TOLD.value, now(), actor.user_id
        row.told_note = note[:120]
        row.save(update_fields=["state", "told_at", "told_by", "told_note"])
        record("mailing.told", "mailing_recipient", row.pk, actor=actor, mailing=row.mailing_id)
        notify([f"mailing:{row.mailing_id}"])
    kept: MailingRecipient = row
    return kept


@transaction.atomic
def mark_seen(*, actor: Actor) -> int:
    """The person has the own messages open: those not yet looked at are now."""
    if actor.person_id is None:
        return 0
    rows = MailingRecipient.objects.filter(person=actor.person_id, seen_at__isnull=True)
    return rows.update(seen_at=now())


def _tell_pages(mailing: Mailing) -> None:
    notify([f"mailing:{mailing.pk}", "mailings"])
