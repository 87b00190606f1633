"""What a resident sends, each once however often the phone tries."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from typing import Any, TypeAlias, cast

from django.core.files.uploadedfile import UploadedFile
from django.db import transaction

from linli.base.accounts.api import Actor
from linli.base.files.api import keep_upload
from linli.base.requests.api import KeyReused, do_once
from linli.matters.handling.api import (
    Matter,
    answer_question,
    confirm_result,
    join_matter,
    open_matter,
    reply_to_matter,
    thank_worker,
    withdraw_matter,
)
from linli.matters.handling.data import Channel
from linli.matters.intake.api import find_emergency
from linli.matters.topics.api import guess_category, record_join, record_suggestions
from linli.matters.topics.data import Field
from linli.web.resident.forms import ReportForm

Picture: TypeAlias = "UploadedFile[Any]"
# a category that is a kind of its own, too; everything else is a request for help
_KINDS = {"enquiry": "enquiry", "thanks": "thanks", "neighbour_dispute": "complaint",
          "noise_neighbour": "complaint", "noise_square_dance": "complaint"}  # fmt: skip


def send_report(form: ReportForm, *, actor: Actor) -> str:
    """Open a matter from a valid form and return its number; the same form again: the same number.

    A form whose answer was lost and that was then written on: the new words are added to the
    matter that had arrived, so nothing is lost and nothing is doubled.
    """
    values = form.cleaned_data
    category = values["category"] or guess_category(values["text"])
    content = [values["text"], form.place_id, values["place_text"], values["phone"],
               fingerprints(values["pictures"])]  # fmt: skip

    def work() -> dict[str, str]:
        matter = open_matter(
            actor=actor,
            kind=_KINDS.get(category, "request"),
            category=category,
            channel=Channel.RESIDENT.value,
            text=values["text"],
            place_id=form.place_id,
            place_text=values["place_text"],
            reporter_id=actor.person_id,
            reporter_name=actor.name,
            reporter_phone=values["phone"],
            urgency="emergency" if find_emergency(values["text"]) else "none",
            files=keep_pictures(values["pictures"], actor=actor),
            client_key=f"resident-{actor.user_id}-{values['form_key']}"[:80],
        )
        _keep_suggested(matter.pk, values, actor)
        return {"number": matter.number}

    try:
        found = do_once(values["form_key"], "report", content, actor=actor, work=work)
    except KeyReused:
        found = _add_to_arrived(values, content, actor)
    return str(found["number"])


def _keep_suggested(matter_id: int, values: dict[str, Any], actor: Actor) -> None:
    """What was shown, and what the resident took; a category nobody tapped was left to us."""
    shown = f"{values['shown']} {values['shown_same']}"
    left = () if values["category"] else (Field.CATEGORY.value,)
    record_suggestions(matter_id, shown, actor=actor, left=left)


def _add_to_arrived(values: dict[str, Any], content: list[Any], actor: Actor) -> Any:
    key = f"resident-{actor.user_id}-{values['form_key']}"[:80]
    matter = Matter.objects.filter(client_key=key).first()
    if matter is None:
        raise KeyReused

    def work() -> dict[str, str]:
        files = keep_pictures(values["pictures"], actor=actor)
        reply_to_matter(matter.pk, actor=actor, text=values["text"], files=files)
        return {"number": matter.number}

    return do_once(later_key(values["form_key"], content), "words", content, actor=actor, work=work)


def later_key(key: str, content: Any) -> str:
    """The key of a form that was written on after its first words had arrived."""
    return f"{key[:60]}-{hashlib.sha256(repr(content).encode()).hexdigest()[:16]}"


def send_words(
    matter: Matter, text: str, pictures: Sequence[Picture], key: str, *, actor: Actor
) -> None:
    """Answer the question that waits, or add something; after the end this opens it again."""
    say = answer_question if matter.is_waiting_for_reporter else reply_to_matter

    def work() -> dict[str, str]:
        say(matter.pk, actor=actor, text=text, files=keep_pictures(pictures, actor=actor))
        return {}

    content = [text, fingerprints(pictures)]
    try:
        do_once(key, f"words:{matter.pk}", content, actor=actor, work=work)
    except KeyReused:
        do_once(later_key(key, content), f"words:{matter.pk}", content, actor=actor, work=work)


def send_result(
    matter: Matter, solved: bool, satisfaction: str, text: str, *, actor: Actor
) -> None:
    confirm_result(matter.pk, actor=actor, solved=solved, satisfaction=satisfaction, text=text)


def send_thanks(matter: Matter, text: str, *, actor: Actor) -> None:
    thank_worker(matter.pk, actor=actor, account_id=matter.done_by_id, text=text)


def send_withdrawal(matter: Matter, reason: str, *, actor: Actor) -> None:
    withdraw_matter(matter.pk, actor=actor, reason=reason)


@transaction.atomic
def send_join(matter_id: int, *, actor: Actor, shown: str = "") -> None:
    """Me, too. `shown`: what the software had suggested as the same incident."""
    join_matter(matter_id, actor=actor, person_id=actor.person_id)
    record_join(matter_id, shown, actor=actor)


def ask_for_help(key: str, words: str, place_id: int | None, *, actor: Actor) -> str:
    """Somebody asks to be rung back; returns the matter's number."""

    def work() -> dict[str, str]:
        matter = open_matter(
            actor=actor,
            kind="help",
            category=guess_category(words),
            channel=Channel.RESIDENT.value,
            text=words,
            place_id=place_id,
            reporter_id=actor.person_id,
            reporter_name=actor.name,
            urgency="emergency" if find_emergency(words) else "high",
            client_key=f"help-{actor.user_id}-{key}"[:80],
        )
        return {"number": matter.number}

    return str(do_once(key, "help", words, actor=actor, work=work)["number"])


def keep_pictures(uploads: Sequence[Picture], *, actor: Actor) -> list[int]:
    """Raises a FileRefused that says which kind of picture can be taken."""
    return [keep_upload(cast(Any, upload), actor=actor).pk for upload in uploads]


def fingerprints(uploads: Sequence[Picture]) -> list[str]:
    """The same pictures again give the same list: the name alone changes between two tries."""
    return [_fingerprint(upload) for upload in uploads]


def _fingerprint(upload: Picture) -> str:
    digest = hashlib.sha256()
    for chunk in upload.chunks():
        digest.update(chunk)
    upload.seek(0)
    return digest.hexdigest()[:32]
