"""Words between the resident and those who handle: told, asked, answered, noted, replied."""

from __future__ import annotations

from collections.abc import Sequence

from django.db import transaction

from linli.base.accounts.api import Actor
from linli.base.errors import NotFound
from linli.estate.organisations.api import Permission, may
from linli.matters.handling import texts
from linli.matters.handling.data import Ability, EntryKind, State
from linli.matters.handling.ending import reopen_row
from linli.matters.handling.entries import (
    REPORTER,
    files_of,
    first_contact,
    lock_matter,
    lock_row,
    require_ability,
    save_matter,
    tell_everybody,
    told,
    write_entry,
)
from linli.matters.handling.events import ReporterAnswered
from linli.matters.handling.models import Matter


@transaction.atomic
def ask_reporter(matter_id: int, *, actor: Actor, text: str) -> Matter:
    """Put a question to the resident; it counts as a first answer (REQ-05)."""
    question = texts.require_text(text)
    matter = lock_matter(matter_id, Ability.ASK, actor=actor)
    save_matter(matter, is_waiting_for_reporter=True, **first_contact(matter))
    entry = write_entry(matter, EntryKind.ASKED, actor=actor, visibility=REPORTER, text=question)
    tell_everybody(matter, "asked", told(matter, entry), actor=actor)
    return matter


@transaction.atomic
def answer_question(
    matter_id: int, *, actor: Actor, text: str, files: Sequence[int] = ()
) -> Matter:
    """The resident's answer, given on the phone or entered at the desk."""
    answer = texts.require_text(text)
    matter = lock_matter(matter_id, Ability.ANSWER, actor=actor)
    _write_answer(matter, answer, files, actor)
    return matter


def _write_answer(matter: Matter, text: str, files: Sequence[int], actor: Actor) -> None:
    kept = files_of(files, actor=actor)
    save_matter(matter, is_waiting_for_reporter=False)
    entry = write_entry(
        matter, EntryKind.ANSWERED, actor=actor, visibility=REPORTER, text=text, files=kept
    )
    event = ReporterAnswered(matter.pk, entry.pk, matter.holder_id)
    tell_everybody(matter, "answered", event, actor=actor)


@transaction.atomic
def add_note(matter_id: int, *, actor: Actor, text: str, files: Sequence[int] = ()) -> Matter:
    """An internal note: residents never see it."""
    note = texts.require_text(text)
    matter = lock_matter(matter_id, Ability.NOTE, actor=actor)
    kept = files_of(files, actor=actor)
    save_matter(matter)
    write_entry(matter, EntryKind.NOTED, actor=actor, text=note, files=kept)
    tell_everybody(matter, "noted", actor=actor)
    return matter


@transaction.atomic
def tell_reporter(matter_id: int, *, actor: Actor, text: str, files: Sequence[int] = ()) -> Matter:
    """Tell the resident, and everybody who joined, how it stands."""
    words = texts.require_text(text)
    matter = lock_matter(matter_id, Ability.TELL, actor=actor)
    kept = files_of(files, actor=actor)
    save_matter(matter, **first_contact(matter))
    entry = write_entry(
        matter, EntryKind.TOLD, actor=actor, visibility=REPORTER, text=words, files=kept
    )
    tell_everybody(matter, "told", told(matter, entry), actor=actor)
    return matter


@transaction.atomic
def reply_to_matter(
    matter_id: int, *, actor: Actor, text: str, files: Sequence[int] = ()
) -> Matter:
    """The resident has something to add; after the end this opens the matter again (REQ-03).

    A reply to a matter that was merged goes to the one that answers for it.
    """
    words = texts.require_text(text)
    matter = lock_row(matter_id, actor=actor)
    require_ability(matter, Ability.REPLY, actor=actor)
    if matter.state == State.MERGED:
        matter = _lock_kept(matter)
    _write_answer(matter, words, files, actor)
    if matter.state in (State.CLOSED, State.DECLINED, State.WITHDRAWN):
        reopen_row(matter, actor=actor, why="reply")
    return matter


def _lock_kept(matter: Matter) -> Matter:
    rows = Matter.objects.select_for_update(of=("self",)).select_related(
        "kind", "category__profile"
    )
    kept: Matter | None = rows.filter(pk=matter.merged_into_id).first()
    if kept is None:
        raise NotFound
    return kept


@transaction.atomic
def note_contact(matter_id: int, *, actor: Actor) -> None:
    """Keep that the desk reached the resident by phone about this (REQ-05)."""
    if not may(actor, Permission.TAKE_CALLS):
        return
    matter = lock_row(matter_id, actor=actor)
    changes = first_contact(matter)
    if changes:
        save_matter(matter, **changes)
