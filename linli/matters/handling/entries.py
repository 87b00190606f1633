"""The core of every write: lock the row, check the right, write the line, tell everybody."""

from __future__ import annotations

import copy
from collections.abc import Sequence
from datetime import datetime
from typing import Any

from django.db import IntegrityError

from linli.base.accounts.api import Actor
from linli.base.audit.api import record
from linli.base.calendars.api import now
from linli.base.errors import NotAllowed
from linli.base.events.api import publish
from linli.base.live.api import notify
from linli.estate.organisations.api import is_staff
from linli.matters.handling import labels, register, rules
from linli.matters.handling.data import Ability, EntryKind, PartyRole, State, Visibility
from linli.matters.handling.errors import MatterChanged, NotNow
from linli.matters.handling.events import MatterEvent, ReporterTold
from linli.matters.handling.models import (
    Matter,
    MatterEntry,
    MatterFile,
    MatterParty,
    MatterText,
)
from linli.matters.handling.standings import Standing
from linli.matters.handling.visibility import (
    matter_not_found,
    matters_visible_to,
    need_to_know,
    standing_for,
)

INTERNAL, REPORTER = Visibility.INTERNAL, Visibility.REPORTER


def lock_matter(
    matter_id: int, ability: Ability, *, actor: Actor, version: int | None = None
) -> Matter:
    """The matter, locked until the transaction ends, if `actor` may do this to it now.

    Raises NotFound, MatterChanged (another version than the form's), NeedToKnow, NotAllowed,
    or NotNow when only the state stands against it.
    """
    matter = lock_row(matter_id, actor=actor)
    if version is not None and matter.version != version:
        raise _changed(matter, actor)
    require_ability(matter, ability, actor=actor)
    return matter


def lock_row(matter_id: int, *, actor: Actor) -> Matter:
    """The row that an actor may know of, locked; raises NotFound."""
    rows = matters_visible_to(actor).select_for_update(of=("self",))
    found = rows.select_related("kind", "category__profile").filter(pk=matter_id).first()
    if found is None:
        raise matter_not_found(actor, pk=matter_id)
    return found


def require_ability(matter: Matter, ability: Ability, *, actor: Actor) -> None:
    standing = standing_for(actor, matter)
    if ability in _abilities(matter, standing):
        return
    if not rules.may_read(standing, is_sensitive=matter.category.is_sensitive):
        raise need_to_know(actor, matter)
    if _possible_elsewhen(matter, standing, ability):
        raise NotNow(state=labels.STATES[matter.state])
    raise NotAllowed


def _abilities(matter: Matter, standing: Standing) -> frozenset[Ability]:
    return rules.abilities_for(
        standing,
        matter,
        is_sensitive=matter.category.is_sensitive,
        has_parties=matter.kind.has_parties,
    )


def _possible_elsewhen(matter: Matter, standing: Standing, ability: Ability) -> bool:
    other = copy.copy(matter)
    for state in State:
        other.state = state.value
        if ability in _abilities(other, standing):
            return True
    return False


def _changed(matter: Matter, actor: Actor) -> MatterChanged:
    last = (
        MatterEntry.objects.filter(matter=matter.pk).order_by("-id").select_related("actor").first()
    )
    who: Any = labels.SOMEBODY
    if last is not None and last.actor is not None:
        who = last.actor.name if is_staff(actor) else labels.STAFF
    return MatterChanged(who=who, what=labels.ENTRIES[last.kind] if last else "")


def write_entry(
    matter: Matter,
    kind: EntryKind,
    *,
    actor: Actor,
    visibility: Visibility = INTERNAL,
    text: str = "",
    files: Sequence[int] = (),
    **data: Any,
) -> MatterEntry:
    """Add one line to the timeline; the words lie apart from it. `files` are checked ids."""
    words = MatterText.objects.create(matter=matter, body=text) if text else None
    entry: MatterEntry = MatterEntry.objects.create(
        matter=matter, kind=kind.value, visibility=visibility.value, at=now(),
        actor_id=actor.user_id, text=words, data=data,
    )  # fmt: skip
    MatterFile.objects.bulk_create(
        MatterFile(matter=matter, entry=entry, file_id=file_id) for file_id in files
    )
    return entry


def save_matter(matter: Matter, **changes: Any) -> None:
    """Write the changed columns of a locked row, with the next version."""
    changes |= {"version": matter.version + 1, "updated_at": now()}
    for name, value in changes.items():
        setattr(matter, name, value)
    matter.save(update_fields=list(changes))


def tell_everybody(
    matter: Matter, action: str, *events: MatterEvent, actor: Actor, **data: Any
) -> None:
    """The audit row, the news and the live signal of one change."""
    record(f"matter.{action}", "matter", matter.pk, actor=actor, **data)
    for event in events:
        publish(event)
    keys = {"queue", f"matter:{matter.pk}"}
    keys |= {f"account:{i}" for i in (matter.holder_id, matter.offered_to_id) if i}
    keys |= {f"person:{matter.reporter_id}"} if matter.reporter_id else set()
    notify(keys)


def told(matter: Matter, entry: MatterEntry) -> ReporterTold:
    """The news for everybody who waits for an answer: reporter, joined, and those merged in."""
    return ReporterTold(matter.pk, entry.pk, entry.kind, tuple(listeners_of(matter)))


def listeners_of(matter: Matter) -> list[int]:
    """Persons who get an answer, each once."""
    own = [matter.reporter_id] if matter.reporter_id else []
    joined = MatterParty.objects.filter(
        matter=matter.pk, role=PartyRole.JOINED.value, wants_answer=True, person__isnull=False
    )
    merged = Matter.objects.filter(merged_into=matter.pk, reporter__isnull=False)
    own += joined.order_by("id").values_list("person_id", flat=True)
    own += merged.order_by("id").values_list("reporter_id", flat=True)
    return list(dict.fromkeys(own))


def first_contact(matter: Matter) -> dict[str, datetime]:
    """The column that says when the resident first heard from us, unless it is set (REQ-05)."""
    return {} if matter.responded_at else {"responded_at": now()}


def constraint_of(error: IntegrityError) -> str:
    """The name of the constraint that an error broke, "" when it has none."""
    diagnosis = getattr(error.__cause__, "diag", None)
    return getattr(diagnosis, "constraint_name", None) or ""


def files_of(files: Sequence[int], *, actor: Actor) -> list[int]:
    return register.check_files(files, actor=actor)
