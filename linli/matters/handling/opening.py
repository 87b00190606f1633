"""Something comes in: it gets a number, a holder, a clock and a way to go."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from django.db import IntegrityError, connection, transaction

from linli.base.accounts.api import Actor
from linli.base.calendars.api import SHANGHAI, now, today
from linli.base.errors import Invalid, NotAllowed, translatable
from linli.base.scopes.api import current_estate_id
from linli.estate.organisations.api import Permission, is_staff, may
from linli.matters.handling import duty, register, texts
from linli.matters.handling.data import Channel, EntryKind, State, Urgency
from linli.matters.handling.entries import (
    REPORTER,
    constraint_of,
    files_of,
    tell_everybody,
    write_entry,
)
from linli.matters.handling.errors import KeyTaken, NobodyOnDuty
from linli.matters.handling.events import MatterOffered, MatterOpened
from linli.matters.handling.models import Matter
from linli.matters.routing.api import (
    category_of,
    deadlines_for,
    find_route,
    kind_of,
    service_centre_id,
)
from linli.matters.routing.data import Facts

# nobody of ours stands at the other end when these come in
_UNATTENDED = frozenset({Channel.RESIDENT, Channel.WECHAT, Channel.API, Channel.SYSTEM})


@transaction.atomic
def open_matter(
    *,
    actor: Actor,
    kind: str,
    category: str,
    channel: str,
    text: str,
    title: str = "",
    place_id: int | None = None,
    place_text: str = "",
    reporter_id: int | None = None,
    reporter_name: str = "",
    reporter_phone: str = "",
    urgency: str = "none",
    files: Sequence[int] = (),
    client_key: str | None = None,
    organisation_id: int | None = None,
    account_id: int | None = None,
    split_from: Matter | None = None,
) -> Matter:
    """Take something in, route it and offer it; the first receiver holds it (REQ-03).

    The same `client_key` from the same account gives the same matter again. `organisation_id`
    and `account_id` (staff only) send it elsewhere than the rules would. Times start now.
    Raises Invalid (naming the field), NotAllowed, NobodyOnDuty, KeyTaken.
    """
    if split_from is None:  # who may split may open the parts, whatever channel brought the whole
        _require_right(actor, channel)
    known = _find_by_key(client_key, actor)
    if known is not None:
        return known
    body = texts.require_text(text)
    draft = _Draft(
        actor=actor, kind=kind_of(kind), category=category_of(category), channel=channel,
        urgency=_check_urgency(urgency), text=body, title=texts.title_of(body, title),
        place=register.find_place(place_id),
        place_text=texts.short_text(place_text, 120, field="place"),
        reporter=register.find_reporter(_reporter_of(actor, channel, reporter_id)),
        reporter_name=texts.short_text(reporter_name, 60, field="reporter_name"),
        reporter_phone=texts.short_text(reporter_phone, 20, field="reporter_phone"),
        files=files_of(files, actor=actor), client_key=client_key or None,
        split_from=split_from,
    )  # fmt: skip
    wished = _wished(actor, organisation_id, account_id)
    try:
        with transaction.atomic():
            return _create(draft, wished)
    except IntegrityError as error:
        if constraint_of(error) != "matter_client_key_once":
            raise
        found = _find_by_key(client_key, actor)
        if found is None:
            raise KeyTaken from error
        return found


@dataclass(frozen=True, slots=True)
class _Draft:
    actor: Actor
    kind: Any
    category: Any
    channel: str
    urgency: str
    text: str
    title: str
    place: register.PlaceFacts
    place_text: str
    reporter: register.ReporterFacts
    reporter_name: str
    reporter_phone: str
    files: list[int]
    client_key: str | None
    split_from: Matter | None


@dataclass(frozen=True, slots=True)
class _Offer:
    organisation_id: int | None
    account_id: int | None
    rule_id: int | None


def _require_right(actor: Actor, channel: str) -> None:
    if channel not in set(Channel):
        raise Invalid(translatable("没有这种来源。请从列表中选。"), field="channel")
    if actor.estate_id != current_estate_id():
        raise NotAllowed
    if actor.user_id is None:  # the software itself, or a gateway
        return
    if channel in _UNATTENDED:
        allowed = actor.person_id is not None or may(actor, Permission.WORK_QUEUE)
    elif channel == Channel.GRID_ROUND:
        allowed = may(actor, Permission.WORK_QUEUE)
    else:
        allowed = may(actor, Permission.TAKE_CALLS)
    if not allowed:
        raise NotAllowed


def _find_by_key(client_key: str | None, actor: Actor) -> Matter | None:
    if not client_key:
        return None
    if len(client_key) > 80 or not client_key.isprintable():
        raise Invalid(translatable("表单编号不对。请重新打开表单再填。"), field="client_key")
    found = Matter.objects.filter(client_key=client_key).select_related("kind", "category").first()
    if found is not None and found.reported_by_id != actor.user_id:
        raise KeyTaken
    return found


def _check_urgency(urgency: str) -> str:
    if urgency not in set(Urgency):
        raise Invalid(translatable("没有这种紧急程度。请从列表中选。"), field="urgency")
    return urgency


def _reporter_of(actor: Actor, channel: str, reporter_id: int | None) -> int | None:
    """Residents speak for themselves; staff enter what others say."""
    if actor.user_id is not None and not is_staff(actor):
        return actor.person_id
    if reporter_id is None and channel == Channel.RESIDENT:
        return actor.person_id
    return reporter_id


def _wished(actor: Actor, organisation_id: int | None, account_id: int | None) -> _Offer | None:
    if organisation_id is None and account_id is None:
        return None
    if not is_staff(actor) and actor.user_id is not None:
        raise NotAllowed
    if organisation_id is not None:
        register.check_organisation(organisation_id)
    if account_id is not None:
        own = [organisation_id] if organisation_id else None
        organisation_id = register.check_account(account_id, own)
    return _Offer(organisation_id, account_id, None)


def _create(draft: _Draft, wished: _Offer | None) -> Matter:
    at = now()
    taken_by, holder_id, holder_organisation = _receiver(draft)
    offer = wished or _route(draft)
    deadlines = deadlines_for(draft.category, draft.urgency, at)
    matter: Matter = Matter.objects.create(
        number=_next_number(), kind=draft.kind, category=draft.category, channel=draft.channel,
        urgency=draft.urgency, title=draft.title, state=State.RECEIVED.value,
        place_id=draft.place.id, grid_id=draft.place.grid_id, building_id=draft.place.building_id,
        place_text=draft.place_text, reporter_id=draft.reporter.person_id,
        household_id=draft.reporter.household_id, reporter_name=draft.reporter_name,
        reporter_phone=draft.reporter_phone, reported_by_id=draft.actor.user_id,
        taken_by_id=taken_by, holder_id=holder_id, organisation_id=holder_organisation,
        offered_to_organisation_id=offer.organisation_id, offered_to_id=offer.account_id,
        offered_at=at, routing_rule_id=offer.rule_id, respond_by=deadlines.respond_by,
        due_at=deadlines.due_at, client_key=draft.client_key, split_from=draft.split_from,
        created_at=at, updated_at=at,
    )  # fmt: skip
    _write_opening(matter, draft)
    return matter


def _receiver(draft: _Draft) -> tuple[int | None, int, int]:
    """Who took it in, who holds it, and for which organisation."""
    actor = draft.actor
    attended = actor.user_id is not None and (
        draft.channel not in _UNATTENDED or draft.split_from is not None
    )
    holder_id = actor.user_id if attended else duty.first_receiver()
    if holder_id is None:
        raise NobodyOnDuty
    organisation_id = duty.actor_organisation(actor) if attended else service_centre_id()
    organisation_id = organisation_id or register.check_account(holder_id)
    return holder_id, holder_id, organisation_id


def _route(draft: _Draft) -> _Offer:
    facts = Facts(
        category=draft.category.code, kind=draft.kind.code, channel=draft.channel,
        urgency=draft.urgency, hour=now().astimezone(SHANGHAI).hour,
        place_ids=draft.place.around, grid_id=draft.place.grid_id,
        building_id=draft.place.building_id,
    )  # fmt: skip
    route = find_route(facts)
    return _Offer(route.organisation_id, route.account_id, route.rule_id)


def _write_opening(matter: Matter, draft: _Draft) -> None:
    actor = draft.actor
    write_entry(
        matter, EntryKind.OPENED, actor=actor, visibility=REPORTER, text=draft.text,
        files=draft.files, channel=draft.channel, holder=matter.holder_id,
    )  # fmt: skip
    write_entry(
        matter, EntryKind.OFFERED, actor=actor, organisation=matter.offered_to_organisation_id,
        account=matter.offered_to_id, rule=matter.routing_rule_id,
    )  # fmt: skip
    opened = MatterOpened(
        matter.pk, draft.category.code, draft.kind.code, draft.urgency, draft.channel,
        matter.holder_id or 0, matter.offered_to_organisation_id, matter.offered_to_id,
    )  # fmt: skip
    offered = MatterOffered(matter.pk, matter.offered_to_organisation_id or 0, matter.offered_to_id)
    tell_everybody(matter, "opened", opened, offered, actor=actor, channel=draft.channel)


_NUMBER_SQL = """
INSERT INTO matter_number (estate_id, day, last) VALUES (%s, %s, 1)
ON CONFLICT (estate_id, day) DO UPDATE SET last = matter_number.last + 1 RETURNING last
"""


def _next_number() -> str:
    """The day's next number; taken as late as possible, since the row stays locked till the end."""
    day = today()
    with connection.cursor() as cursor:
        cursor.execute(_NUMBER_SQL, [current_estate_id(), day])
        (last,) = cursor.fetchone()
    return f"{day:%y%m%d}-{last:03}"
