"""The clock of the contract: what is due appears, becomes a matter, is done or missed.

Nothing is skipped in silence: after a stop every time that fell into it is written down, and
those whose last day is over are missed.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from datetime import date, timedelta

from django.db import transaction
from django.db.models import Max
from django.utils.translation import gettext as _

from linli.base.accounts.api import Actor, system_actor
from linli.base.audit.api import record
from linli.base.calendars.api import SHANGHAI, calendar_overrides, today
from linli.base.errors import DomainError
from linli.base.scopes.api import current_estate_id
from linli.estate.places.api import Place
from linli.matters.handling.api import Matter, open_matter
from linli.matters.handling.data import OPEN_STATES
from linli.voice.contracts.data import DueState, Holiday, Mode, Schedule, Slot, Unit
from linli.voice.contracts.models import ServiceDue, ServiceItem
from linli.voice.contracts.queries import certificates_now, places_of, term_of
from linli.voice.contracts.recurring import list_slots, slot_before_expiry
from linli.voice.contracts.rules import end_of, state_when_done

OPEN = [state.value for state in OPEN_STATES]
NAMED = 12  # places that a matter about a list names


def run_schedules() -> dict[str, int]:
    """One round for the estate in scope; safe to repeat and to run twice at once."""
    actor, day = system_actor(current_estate_id()), today()
    written = _write_dues(day)
    settled = settle_done()
    opened = _open_matters(day, actor)
    missed = _mark_missed(day, actor)
    return {"written": written, "settled": settled, "opened": opened, "missed": missed}


def _write_dues(day: date) -> int:
    overrides, written = calendar_overrides(), 0
    items = ServiceItem.objects.filter(is_active=True, contract__starts_on__lte=day)
    for item in items.select_related("contract").order_by("pk"):
        end = end_of(term_of(item.contract))
        upto = min(day + timedelta(days=item.lead_days), end)
        if item.unit == Unit.BEFORE_EXPIRY:
            written += _write_expiries(item, upto)
        else:
            written += _write_slots(item, upto, overrides)
    return written


def _write_slots(item: ServiceItem, upto: date, overrides: dict[date, bool]) -> int:
    schedule = Schedule(item.every, Unit(item.unit), item.starts_on, Holiday(item.holiday))
    found = item.dues.values_list("place").annotate(last=Max("slot_on"))
    last = dict(found.order_by())
    places: Sequence[int | None] = [p.pk for p in places_of(item)]
    if item.places == "estate":
        places = [None]
    rows = []
    for place_id in places:
        # a facility that is new to the register begins today, not with the contract
        after = last.get(place_id)
        if after is None and last:
            after = today() - timedelta(days=1)
        rows += [
            _due(item, place_id, slot) for slot in list_slots(schedule, after, upto, overrides)
        ]
    return _insert(rows)


def _write_expiries(item: ServiceItem, upto: date) -> int:
    known = certificates_now()
    rows = []
    for place in places_of(item):
        if place.pk in known:
            slot = slot_before_expiry(known[place.pk].valid_until, item.every)
            if slot.due_on <= upto:
                rows.append(_due(item, place.pk, slot))
    return _insert(rows)


def _due(item: ServiceItem, place_id: int | None, slot: Slot) -> ServiceDue:
    return ServiceDue(
        item=item, place_id=place_id, slot_on=slot.slot_on, due_on=slot.due_on,
        opens_on=slot.due_on - timedelta(days=item.lead_days),
        last_on=slot.due_on + timedelta(days=item.grace_days),
    )  # fmt: skip


def _insert(rows: list[ServiceDue]) -> int:
    before = {(r.item_id, r.place_id, r.slot_on) for r in rows}
    if not before:
        return 0
    known = set(
        ServiceDue.objects.filter(
            item__in={r.item_id for r in rows}, slot_on__in={r.slot_on for r in rows}
        ).values_list("item", "place", "slot_on")
    )
    new = [r for r in rows if (r.item_id, r.place_id, r.slot_on) not in known]
    ServiceDue.objects.bulk_create(new, ignore_conflicts=True)
    return len(new)


def _open_matters(day: date, actor: Actor) -> int:
    """A matter for each due whose time has come; one open at a time per item and place."""
    rows = ServiceDue.objects.filter(
        item__mode=Mode.MATTER.value, matter__isnull=True, opens_on__lte=day, last_on__gte=day,
        state=DueState.WAITING.value,
    )  # fmt: skip
    opened = 0
    for due in rows.select_related("item__contract", "place").order_by("due_on", "pk"):
        busy = ServiceDue.objects.filter(
            item=due.item_id, place=due.place_id, matter__state__in=OPEN
        )
        if not busy.exists():
            opened += _open(due, actor)
    return opened


def _open(due: ServiceDue, actor: Actor) -> bool:
    try:
        with transaction.atomic():
            matter = open_matter(
                actor=actor, kind="inspection", category=due.item.category, channel="system",
                text=_words(due), place_id=due.place_id, client_key=key_of(due),
                organisation_id=due.item.contract.company_id,
            )  # fmt: skip
            ServiceDue.objects.filter(pk=due.pk).update(matter=matter)
            record("service.due_opened", "service_due", due.pk, actor=actor, matter=matter.pk)
    except DomainError:  # nobody there to receive it: the next round tries again
        return False
    return True


def key_of(due: ServiceDue) -> str:
    """One due, one matter, however often the clock runs."""
    return f"service-due:{due.item_id}:{due.place_id or 0}:{due.slot_on}"


def _words(due: ServiceDue) -> str:
    where = due.place.name if due.place else _("全小区")
    words = _("%(item)s：%(where)s，%(day)s以前做完。要求：%(standard)s。") % {
        "item": due.item.title_zh, "where": where, "day": f"{due.due_on} ",
        "standard": due.item.standard_zh,
    }  # fmt: skip
    return words + (_("做完请附照片。") if due.item.needs_photo else "")


def settle_done(matter_id: int | None = None) -> int:
    """Dues whose matter was brought to its end become done or late; again: nothing changes."""
    rows = ServiceDue.objects.filter(
        state__in=[DueState.WAITING.value, DueState.MISSED.value], matter__done_at__isnull=False,
        matter__state__in=["done", "closed"], item__mode=Mode.MATTER.value,
    )  # fmt: skip
    if matter_id is not None:
        rows = rows.filter(matter=matter_id)
    settled = 0
    for due in rows.select_related("matter"):
        assert due.matter is not None
        done_on = due.matter.done_at.astimezone(SHANGHAI).date()
        due.state = state_when_done(done_on, due.last_on).value
        due.done_at, due.done_by_id = due.matter.done_at, due.matter.done_by_id
        due.save(update_fields=["state", "done_at", "done_by"])
        settled += 1
    return settled


def _mark_missed(day: date, actor: Actor) -> int:
    """What was not done by its last day is missed; of check lists one matter per item and day."""
    rows = ServiceDue.objects.filter(state=DueState.WAITING.value, last_on__lt=day)
    lists: dict[tuple[int, date], list[ServiceDue]] = defaultdict(list)
    for due in rows.select_related("item__contract", "place").order_by("place__sort_key", "pk"):
        if due.item.mode == Mode.CHECK_LIST:
            lists[due.item_id, due.due_on].append(due)
    missed: int = rows.update(state=DueState.MISSED.value)
    for (_item, due_on), dues in sorted(lists.items()):
        if due_on >= day - timedelta(days=7):  # older ones are in the figures; nobody can mend them
            _tell_of_missing(dues, actor)
    return missed


def _tell_of_missing(dues: list[ServiceDue], actor: Actor) -> None:
    item = dues[0].item
    busy = Matter.objects.filter(
        client_key__startswith=f"service-missing:{item.pk}:", state__in=OPEN
    )
    if busy.exists():  # one open at a time: the company knows already
        return
    plates = [due.place.plate for due in dues if isinstance(due.place, Place)]
    where = "、".join(plates[:NAMED]) + (_(" 等") if len(plates) > NAMED else "")
    text = _("%(item)s %(day)s没有打卡：%(count)s 处（%(where)s）。请补做，说明原因。") % {
        "item": item.title_zh, "day": f"{dues[0].due_on} ", "count": len(dues),
        "where": where or _("全小区"),
    }  # fmt: skip
    try:
        with transaction.atomic():
            matter = open_matter(
                actor=actor, kind="inspection", category=item.category, channel="system",
                text=text, organisation_id=item.contract.company_id,
                client_key=f"service-missing:{item.pk}:{dues[0].due_on}",
            )  # fmt: skip
            ServiceDue.objects.filter(pk__in=[due.pk for due in dues]).update(matter=matter)
    except DomainError:
        return
