"""The work itself: agree a time, change what it is, take longer, finish with proof."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import Any

from django.db import transaction

from linli.base.accounts.api import Actor
from linli.base.calendars.api import add_working_days, calendar_overrides, now
from linli.base.errors import Invalid, translatable
from linli.matters.handling import register, rules, texts
from linli.matters.handling.data import Ability, EntryKind, State, Urgency
from linli.matters.handling.ending import close_row
from linli.matters.handling.entries import (
    REPORTER,
    files_of,
    first_contact,
    lock_matter,
    save_matter,
    tell_everybody,
    told,
    write_entry,
)
from linli.matters.handling.errors import ExtensionTooLong, ProofMissing
from linli.matters.handling.events import MatterDone, VisitAppointed
from linli.matters.handling.models import Matter
from linli.matters.routing.api import category_of, deadlines_for, kind_of, profile_in_force

_LONGEST_APPOINTMENT = timedelta(hours=12)


@transaction.atomic
def appoint_visit(matter_id: int, *, actor: Actor, start: datetime, until: datetime) -> Matter:
    """Agree with the resident when somebody comes; times bear a zone."""
    if start.tzinfo is None or until.tzinfo is None:
        raise ValueError("an appointment needs a time zone")
    if not start < until <= start + _LONGEST_APPOINTMENT:
        raise Invalid(translatable("结束时间要晚于开始时间，而且在同一天内。"), field="until")
    if until < now():
        raise Invalid(translatable("这个时间已经过去了。请另约一个。"), field="start")
    matter = lock_matter(matter_id, Ability.APPOINT, actor=actor)
    save_matter(matter, appointment_from=start, appointment_until=until, **first_contact(matter))
    data: dict[str, Any] = {"start": start.isoformat(), "until": until.isoformat()}
    entry = write_entry(matter, EntryKind.APPOINTED, actor=actor, visibility=REPORTER, **data)
    tell_everybody(
        matter, "appointed", told(matter, entry), VisitAppointed(matter.pk, **data), actor=actor
    )
    return matter


@transaction.atomic
def extend_deadline(matter_id: int, *, actor: Actor, days: int, reason: str) -> Matter:
    """Move the deadline by working days, with the reason, within what the profile allows."""
    why = texts.require_reason(reason)
    matter = lock_matter(matter_id, Ability.EXTEND, actor=actor)
    profile = profile_in_force(matter.category, matter.urgency)
    total = matter.extended_days + days
    if days < 1 or total > profile.extension_days:
        raise ExtensionTooLong(
            limit=profile.extension_days, used=matter.extended_days, field="days"
        )
    due_at = rules.later(add_working_days(matter.due_at, days, calendar_overrides()), matter.due_at)
    late = due_at < now()
    save_matter(
        matter, due_at=due_at, extended_days=total, is_overdue=late,
        escalation=matter.escalation if late else 0,
    )  # fmt: skip
    entry = write_entry(
        matter, EntryKind.EXTENDED, actor=actor, visibility=REPORTER, text=why, days=days,
        due_at=due_at.isoformat(),
    )  # fmt: skip
    tell_everybody(matter, "extended", told(matter, entry), actor=actor, days=days)
    return matter


@transaction.atomic
def change_matter(
    matter_id: int,
    *,
    actor: Actor,
    version: int | None = None,
    category: str | None = None,
    kind: str | None = None,
    urgency: str | None = None,
    place_id: int | None = None,
    title: str | None = None,
) -> Matter:
    """Correct what a matter is about; a new category or urgency may bring the deadline nearer.

    It never moves the deadline away: for that there is `extend_deadline`. The route stays: hand
    it on if it lies with the wrong people.
    """
    matter = lock_matter(matter_id, Ability.CHANGE, actor=actor, version=version)
    changes = _changes(matter, category, kind, urgency, place_id, title)
    if not changes:
        return matter
    before = {name: _plain(getattr(matter, name)) for name in changes if name != "title"}
    save_matter(matter, **changes)
    if {"category", "urgency"} & changes.keys():
        save_matter(matter, **_nearer_deadline(matter))
    after = {name: _plain(value) for name, value in changes.items() if name != "title"}
    after |= {"title": True} if "title" in changes else {}
    write_entry(matter, EntryKind.CHANGED, actor=actor, before=before, after=after)
    tell_everybody(matter, "changed", actor=actor, after=after)
    return matter


def _changes(
    matter: Matter,
    category: str | None,
    kind: str | None,
    urgency: str | None,
    place_id: int | None,
    title: str | None,
) -> dict[str, Any]:
    found: dict[str, Any] = {}
    if category is not None and category != matter.category.code:
        found["category"] = category_of(category)
    if kind is not None and kind != matter.kind.code:
        found["kind"] = kind_of(kind)
    if urgency is not None and urgency != matter.urgency:
        if urgency not in set(Urgency):
            raise Invalid(translatable("没有这种紧急程度。请从列表中选。"), field="urgency")
        found["urgency"] = urgency
    if place_id is not None and place_id != matter.place_id:
        place = register.find_place(place_id)
        found |= {
            "place_id": place.id, "grid_id": place.grid_id, "building_id": place.building_id,
        }  # fmt: skip
    if title is not None and title != matter.title:
        found["title"] = texts.title_of(matter.title, title)
    return found


def _plain(value: Any) -> Any:
    return getattr(value, "code", value)


def _nearer_deadline(matter: Matter) -> dict[str, Any]:
    fresh = deadlines_for(matter.category, matter.urgency, now())
    return {
        "due_at": min(matter.due_at, fresh.due_at),
        "respond_by": min(matter.respond_by, fresh.respond_by),
    }


@transaction.atomic
def finish_matter(
    matter_id: int,
    *,
    actor: Actor,
    text: str,
    files: Sequence[int] = (),
    version: int | None = None,
) -> Matter:
    """The work is done, and here is the proof: words or a picture. The return visit comes next.

    A kind without a return visit (thanks) is closed at once. Raises ProofMissing.
    """
    words = texts.clean_text(text)
    matter = lock_matter(matter_id, Ability.FINISH, actor=actor, version=version)
    kept = files_of(files, actor=actor)
    if matter.kind.needs_proof and not words and not kept:
        raise ProofMissing(field="text")
    assert actor.user_id is not None
    save_matter(
        matter, state=State.DONE.value, done_at=now(), done_by_id=actor.user_id,
        is_waiting_for_reporter=False, hand_overs=0, offered_to_organisation_id=None,
        offered_to_id=None, offered_at=None, **first_contact(matter),
    )  # fmt: skip
    entry = write_entry(
        matter, EntryKind.DONE, actor=actor, visibility=REPORTER, text=words, files=kept
    )
    event = MatterDone(matter.pk, actor.user_id)
    tell_everybody(matter, "done", told(matter, entry), event, actor=actor)
    if not matter.kind.needs_return_visit:
        close_row(matter, actor=actor, result="")
    return matter
