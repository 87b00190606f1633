"""Several that are one, one that is several: merge, unmerge, join, split; all get an answer."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from typing import Any

from django.db import IntegrityError, transaction
from django.db.models import Q

from linli.base.accounts.api import Actor
from linli.base.calendars.api import now
from linli.base.errors import Invalid, NotAllowed, NotFound, translatable
from linli.estate.organisations.api import Permission, is_staff, may
from linli.matters.handling import register, texts
from linli.matters.handling.data import (
    OPEN_STATES,
    Ability,
    EntryKind,
    NearbyLine,
    Part,
    PartyRole,
    State,
)
from linli.matters.handling.entries import (
    INTERNAL,
    REPORTER,
    constraint_of,
    lock_matter,
    lock_row,
    require_ability,
    save_matter,
    tell_everybody,
    told,
    write_entry,
)
from linli.matters.handling.errors import AlreadyJoined, NotMergeable, NotNow
from linli.matters.handling.events import MatterMerged
from linli.matters.handling.labels import STATES
from linli.matters.handling.models import Matter, MatterEntry, MatterParty
from linli.matters.handling.opening import open_matter
from linli.matters.handling.planned import PLANNED_KINDS
from linli.matters.handling.visibility import matters_visible_to

MOST_MERGED = 50
MOST_PARTS = 10


@transaction.atomic
def merge_matters(kept_id: int, other_ids: Sequence[int], *, actor: Actor, reason: str) -> Matter:
    """Handle several open matters as one; everybody who reported gets its answer.

    The others end as merged, with `kept` answering for them. Raises NotMergeable.
    """
    why = texts.require_reason(reason)
    others = sorted(set(other_ids) - {kept_id})
    if not 0 < len(others) <= MOST_MERGED:
        raise NotMergeable(why=translatable("请选至少两件、最多 50 件。"), field="others")
    # locks in the order of ids, or two merges that cross would wait for each other
    rows = {i: lock_row(i, actor=actor) for i in sorted([kept_id, *others])}
    kept = rows[kept_id]
    for row in rows.values():
        require_ability(row, Ability.MERGE, actor=actor)
        if row.category.is_sensitive != kept.category.is_sensitive:
            raise NotMergeable(
                why=translatable("涉及隐私的事不能和普通的事并在一起。"), field="others"
            )
    for other_id in others:
        _merge_one(rows[other_id], kept, why, actor)
    save_matter(kept)
    write_entry(kept, EntryKind.MERGED, actor=actor, text=why, merged=others)
    tell_everybody(kept, "merged", actor=actor, merged=others)
    return kept


def _merge_one(other: Matter, kept: Matter, why: str, actor: Actor) -> None:
    children = list(Matter.objects.filter(merged_into=other.pk).values_list("id", flat=True))
    Matter.objects.filter(pk__in=children).update(merged_into=kept)
    joined = _copy_joined(other, kept)
    before = other.state
    save_matter(other, state=State.MERGED.value, merged_into=kept, closed_at=now())
    entry = write_entry(
        other, EntryKind.MERGED, actor=actor, visibility=REPORTER, into=kept.pk, before=before,
        children=children, joined=joined,
    )  # fmt: skip
    event = MatterMerged(other.pk, kept.pk)
    tell_everybody(other, "merged_into", told(other, entry), event, actor=actor, into=kept.pk)


def _copy_joined(other: Matter, kept: Matter) -> list[int]:
    """Whoever joined the other waits for the kept one's answer now."""
    present = set(
        MatterParty.objects.filter(matter=kept.pk, role=PartyRole.JOINED.value).values_list(
            "person_id", flat=True
        )
    ) - {None}
    rows = MatterParty.objects.filter(matter=other.pk, role=PartyRole.JOINED.value)
    made = [
        MatterParty.objects.create(
            matter=kept, role=row.role, person_id=row.person_id, name=row.name, phone=row.phone,
            wants_answer=row.wants_answer, joined_at=row.joined_at,
        )
        for row in rows.order_by("id")
        if row.person_id not in present
    ]  # fmt: skip
    return [row.pk for row in made]


@transaction.atomic
def unmerge_matter(matter_id: int, *, actor: Actor) -> Matter:
    """Take a merge back: the matter is where it was, with its holder and its clock."""
    matter = lock_row(matter_id, actor=actor)
    require_ability(matter, Ability.UNMERGE, actor=actor)
    entries = MatterEntry.objects.filter(matter=matter.pk, kind=EntryKind.MERGED.value)
    merge = entries.filter(data__has_key="before").order_by("-id").first()
    if merge is None:
        raise NotNow(state=STATES[matter.state])
    children = Matter.objects.filter(
        pk__in=merge.data["children"], merged_into=matter.merged_into_id
    )
    children.update(merged_into=matter.pk)
    MatterParty.objects.filter(pk__in=merge.data["joined"], matter=matter.merged_into_id).delete()
    was_into = matter.merged_into_id
    save_matter(matter, state=merge.data["before"], merged_into=None, closed_at=None)
    write_entry(matter, EntryKind.UNMERGED, actor=actor, visibility=REPORTER, was_into=was_into)
    tell_everybody(matter, "unmerged", actor=actor, was_into=was_into)
    return matter


@transaction.atomic
def split_matter(matter_id: int, *, actor: Actor, parts: Sequence[Part]) -> list[Matter]:
    """Open one matter for each part, with its own route and clock; the whole stays open.

    The reporter is the reporter of every part, and so is answered on each.
    """
    if not 0 < len(parts) <= MOST_PARTS:
        raise Invalid(translatable("请分成 1 到 10 件。"), field="parts")
    whole = lock_matter(matter_id, Ability.SPLIT, actor=actor)
    made = [_open_part(whole, part, actor) for part in parts]
    save_matter(whole)
    numbers = [matter.number for matter in made]
    write_entry(
        whole, EntryKind.SPLIT, actor=actor, visibility=REPORTER,
        into=[matter.pk for matter in made], numbers=numbers,
    )  # fmt: skip
    tell_everybody(whole, "split", actor=actor, into=[matter.pk for matter in made])
    return made


def _open_part(whole: Matter, part: Part, actor: Actor) -> Matter:
    return open_matter(
        actor=actor, kind=part.kind or whole.kind.code, category=part.category,
        channel=whole.channel, text=part.text, title=part.title,
        place_id=part.place_id or whole.place_id, place_text=whole.place_text,
        reporter_id=whole.reporter_id, reporter_name=whole.reporter_name,
        reporter_phone=whole.reporter_phone, urgency=whole.urgency, split_from=whole,
    )  # fmt: skip


@transaction.atomic
def join_matter(
    matter_id: int,
    *,
    actor: Actor,
    person_id: int | None = None,
    name: str = "",
    phone: str = "",
    text: str = "",
) -> Matter:
    """One more resident has the same trouble and wants to hear how it ends.

    The desk joins anybody; residents join themselves, to what `open_matters_near` shows them.
    Raises AlreadyJoined.
    """
    desk = may(actor, Permission.TAKE_CALLS)
    matter = lock_row(matter_id, actor=actor) if desk else _lock_near_by(matter_id, actor)
    if desk:
        require_ability(matter, Ability.JOIN, actor=actor)
    elif matter.state not in OPEN_STATES:
        raise NotNow(state=STATES[matter.state])
    person = register.find_reporter(person_id if desk else actor.person_id)
    party_name = texts.short_text(name, 60, field="name")
    words = texts.clean_text(text)
    if person.person_id is None and not party_name:
        raise Invalid(translatable("请写明是谁一起反映。"), field="name")
    if person.person_id is not None and person.person_id == matter.reporter_id:
        raise AlreadyJoined
    party = _add_joined(matter, person.person_id, party_name, phone)
    save_matter(matter)
    # the words of one resident are not for the other
    write_entry(
        matter, EntryKind.JOINED, actor=actor, visibility=INTERNAL, text=words, party=party.pk
    )
    tell_everybody(matter, "joined", actor=actor, party=party.pk)
    return matter


def _add_joined(matter: Matter, person_id: int | None, name: str, phone: str) -> MatterParty:
    try:
        with transaction.atomic():
            party: MatterParty = MatterParty.objects.create(
                matter=matter, role=PartyRole.JOINED.value, person_id=person_id, name=name,
                phone=texts.short_text(phone, 20, field="phone"), joined_at=now(),
            )  # fmt: skip
    except IntegrityError as error:
        if constraint_of(error) == "matter_party_person_once":
            raise AlreadyJoined from error
        raise
    return party


def _lock_near_by(matter_id: int, actor: Actor) -> Matter:
    if actor.person_id is None:
        raise NotAllowed
    near = _near_own_home(actor)
    rows = Matter.objects.select_for_update(of=("self",)).select_related("kind", "category")
    found: Matter | None = rows.filter(near, pk=matter_id, category__is_sensitive=False).first()
    if found is None:
        raise NotFound
    return found


def _near_own_home(actor: Actor) -> Q:
    """A resident's surroundings: the own building, and what lies in the open."""
    near = Q(place__kind__in=("public_place", "facility"))
    near |= Q(kind__code__in=PLANNED_KINDS)  # a project is for everybody whom it concerns
    home_id = register.home_of(actor.person_id)
    if home_id is not None:
        near |= Q(building=register.find_place(home_id).building_id)
    return near


def open_matters_near(actor: Actor, place_id: int, category: str | None = None) -> list[NearbyLine]:
    """Open matters of the same place or building, latest first, at most ten: join one of them?

    Sensitive ones are never offered. Staff see titles; residents what, where and since when.
    """
    place = register.find_place(place_id)
    rows = Matter.objects.filter(state__in=[s.value for s in OPEN_STATES])
    rows = rows.filter(category__is_sensitive=False, kind__has_parties=False)
    here = Q(place=place.id)
    if place.building_id:
        here |= Q(building=place.building_id)
    rows = rows.filter(here)
    if category:
        rows = rows.filter(category__code=category)
    rows = _narrow(rows, actor)
    found = list(
        rows.select_related("category", "place", "building").order_by("-created_at", "-id")[:10]
    )
    tellers = _tellers_of([row.pk for row in found])
    return [
        _nearby_line(row, with_title=is_staff(actor), tellers=1 + tellers[row.pk]) for row in found
    ]


def _tellers_of(matter_ids: Sequence[int]) -> Counter[int]:
    """How many besides the reporter told of each: who joined, and whose matter was merged in."""
    joined = MatterParty.objects.filter(matter__in=matter_ids, role=PartyRole.JOINED.value)
    merged = Matter.objects.filter(merged_into__in=matter_ids)
    return Counter(joined.values_list("matter_id", flat=True)) + Counter(
        merged.values_list("merged_into_id", flat=True)
    )


def _narrow(rows: Any, actor: Actor) -> Any:
    if is_staff(actor):
        return rows.filter(pk__in=matters_visible_to(actor).values("pk"))
    if actor.person_id is None:
        return rows.none()
    return rows.filter(_near_own_home(actor))


def _nearby_line(row: Matter, *, with_title: bool, tellers: int) -> NearbyLine:
    place = row.place if with_title else (row.building or row.place)
    return NearbyLine(
        row.pk, row.number, row.category.name, place.plate if place else "", row.state,
        row.created_at, row.title if with_title else "", tellers,
    )  # fmt: skip
