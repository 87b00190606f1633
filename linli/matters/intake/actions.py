"""What comes in at the desk: contacts are logged, letters become matters."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import Any

from django.db import transaction

from linli.base.accounts.api import Actor
from linli.base.audit.api import record
from linli.base.calendars.api import now, today
from linli.base.errors import Invalid, NotFound, translatable
from linli.base.files.api import StoredFile
from linli.base.live.api import notify
from linli.estate.people.api import Person
from linli.matters.handling.api import Matter, matter_for, note_contact, open_matter
from linli.matters.handling.data import Channel
from linli.matters.intake.data import ContactWay, EmergencyService, LetterState
from linli.matters.intake.errors import LetterDone, LetterEmpty
from linli.matters.intake.models import ContactLog, Letter, LetterPage
from linli.matters.intake.queries import list_letter_boxes, require_calls

MOST_PAGES = 20


@transaction.atomic
def log_contact(
    *,
    actor: Actor,
    way: str,
    phone: str = "",
    person_id: int | None = None,
    matter_id: int | None = None,
    transferred_to: str = "",
    note: str = "",
) -> ContactLog:
    """Write down one contact, whether or not a matter comes of it.

    `transferred_to` is an EmergencyService (REQ-02). An outgoing call about a matter counts as
    its first answer (REQ-05). Raises NotAllowed, Invalid, NotFound.
    """
    require_calls(actor)
    if way not in set(ContactWay):
        raise Invalid(translatable("请选来电、到访或去电。"), field="way")
    if transferred_to and transferred_to not in set(EmergencyService):
        raise Invalid(translatable("请从列表中选转给谁。"), field="transferred_to")
    if person_id is not None and not Person.objects.filter(pk=person_id).exists():
        raise NotFound
    if matter_id is not None:
        matter_for(actor, matter_id)
    log: ContactLog = ContactLog.objects.create(
        at=now(), way=way, agent_id=actor.user_id, phone=_line(phone, 20), person_id=person_id,
        matter_id=matter_id, transferred_to=transferred_to, note=_line(note, 500),
    )  # fmt: skip
    if matter_id is not None and way == ContactWay.OUTGOING:
        note_contact(matter_id, actor=actor)
    record("intake.contact_logged", "contact_log", log.pk, actor=actor, way=way,
           transferred_to=transferred_to, matter=matter_id)  # fmt: skip
    return log


def _line(text: str, limit: int) -> str:
    return " ".join("".join(c for c in text if c.isprintable() or c == " ").split())[:limit]


@transaction.atomic
def scan_letter(
    *,
    actor: Actor,
    files: Sequence[int],
    received_on: date | None = None,
    box_id: int | None = None,
) -> Letter:
    """Put a scanned letter into the box; `files` are its pages in their order."""
    require_calls(actor)
    day = received_on or today()
    if day > today():
        raise Invalid(translatable("收信日期不能在今天以后。"), field="received_on")
    pages = list(dict.fromkeys(files))
    if not pages:
        raise LetterEmpty(field="files")
    if len(pages) > MOST_PAGES:
        raise Invalid(translatable("一封信最多 20 页。请分成几封。"), field="files")
    if StoredFile.objects.filter(pk__in=pages).count() != len(pages):
        raise Invalid(translatable("有一页没有找到。请重新扫描。"), field="files")
    if box_id is not None and box_id not in dict(list_letter_boxes(actor)):
        raise Invalid(translatable("没有找到这个信箱。请从列表中选。"), field="box")
    letter: Letter = Letter.objects.create(
        received_on=day, box_id=box_id, scanned_by_id=actor.user_id, scanned_at=now()
    )
    LetterPage.objects.bulk_create(
        LetterPage(letter=letter, file_id=file_id, position=n) for n, file_id in enumerate(pages)
    )
    record("intake.letter_scanned", "letter", letter.pk, actor=actor, pages=len(pages))
    notify({"letters"})
    return letter


@transaction.atomic
def type_letter(letter_id: int, *, actor: Actor, **fields: Any) -> Matter:
    """Make a matter of a letter: `fields` are those of `open_matter` but channel and files.

    The scan becomes part of the matter. Raises LetterDone when somebody was faster.
    """
    letter = _lock_letter(letter_id, actor)
    pages = LetterPage.objects.filter(letter=letter).order_by("position")
    matter = open_matter(
        actor=actor, channel=Channel.LETTER.value,
        files=list(pages.values_list("file_id", flat=True)), **fields,
    )  # fmt: skip
    letter.state, letter.matter = LetterState.TYPED.value, matter
    letter.save(update_fields=["state", "matter"])
    record("intake.letter_typed", "letter", letter.pk, actor=actor, matter=matter.pk)
    notify({"letters"})
    return matter


@transaction.atomic
def set_letter_aside(letter_id: int, *, actor: Actor, reason: str) -> Letter:
    """No matter comes of it (an advertisement, empty, another estate's), with the reason."""
    why = _line(reason, 300)
    letter = _lock_letter(letter_id, actor)
    if not why:
        raise Invalid(translatable("请写明为什么不登记。"), field="reason")
    letter.state, letter.note = LetterState.SET_ASIDE.value, why
    letter.save(update_fields=["state", "note"])
    record("intake.letter_set_aside", "letter", letter.pk, actor=actor)
    notify({"letters"})
    return letter


def _lock_letter(letter_id: int, actor: Actor) -> Letter:
    require_calls(actor)
    letter: Letter | None = (
        Letter.objects.select_for_update(of=("self",)).filter(pk=letter_id).first()
    )
    if letter is None:
        raise NotFound
    if letter.state != LetterState.NEW:
        raise LetterDone
    return letter
