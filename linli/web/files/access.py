"""Who may see a file: whoever may see what it hangs on; while it hangs on nothing, the uploader."""

from __future__ import annotations

from django.apps import apps

from linli.base.accounts.api import Actor
from linli.base.audit.api import record, refused
from linli.base.errors import DomainError, NotFound
from linli.base.files.api import StoredFile, is_attached, look_at
from linli.estate.organisations.api import Permission, may
from linli.matters.handling.api import matter_for, timeline_for


def file_for(actor: Actor, stored: StoredFile) -> StoredFile:
    """The file if this person may see it; else NotFound, as for a file that does not exist.

    A look at the papers of packages that registered a check of theirs is written down.
    """
    if _is_on_visible_entry(actor, stored) or _is_letter(actor, stored):
        return stored
    if look := look_at(actor, stored):
        record(look, "stored_file", stored.pk, actor=actor)
        return stored
    if stored.uploaded_by_id == actor.user_id and not is_attached(stored):
        return stored
    raise refused(NotFound(), "see_file", "stored_file", stored.pk, actor=actor)


def _is_on_visible_entry(actor: Actor, stored: StoredFile) -> bool:
    return any(_shows(actor, matter_id, stored.pk) for matter_id in _matters_with(stored))


def _matters_with(stored: StoredFile) -> list[int]:
    """The matters whose timelines may hold the file: its own and those merged into it."""
    links = apps.get_model("matters", "MatterFile").objects.filter(file=stored.pk)
    own = set(links.values_list("matter_id", flat=True))
    merged = apps.get_model("matters", "Matter").objects.filter(merged_into__in=own)
    return sorted(own | set(merged.values_list("pk", flat=True)))


def _shows(actor: Actor, matter_id: int, file_id: int) -> bool:
    try:
        lines = timeline_for(actor, matter_for(actor, matter_id))
    except DomainError:
        return False
    return any(file.id == file_id for line in lines for file in line.files)


def _is_letter(actor: Actor, stored: StoredFile) -> bool:
    if not may(actor, Permission.TAKE_CALLS):
        return False
    pages = apps.get_model("matters", "LetterPage").objects.filter(file=stored.pk)
    return bool(pages.exists())
