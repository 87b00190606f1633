"""What the company must do: items of a contract, and the catalogue of a new estate."""

from __future__ import annotations

from datetime import date
from typing import Any

from django.db import IntegrityError, transaction

from linli.base.accounts.api import Actor
from linli.base.audit.api import record
from linli.base.calendars.api import today
from linli.base.errors import Invalid, translatable
from linli.estate.organisations.api import Permission, require
from linli.matters.routing.api import list_categories
from linli.voice.contracts.data import Area, Holiday, Mode, Unit
from linli.voice.contracts.errors import ScheduleWrong
from linli.voice.contracts.models import ServiceItem
from linli.voice.contracts.queries import contract_for, item_for
from linli.voice.contracts.shipped import ITEMS

FIELDS = ("area", "title_zh", "title_en", "standard_zh", "standard_en", "places", "every", "unit",
          "starts_on", "lead_days", "grace_days", "holiday", "mode", "needs_photo", "category",
          "is_active")  # fmt: skip


@transaction.atomic
def save_item(
    contract_id: int, code: str, *, actor: Actor, item_id: int | None = None, **fields: Any
) -> ServiceItem:
    """Write an item anew, or change it; what was due before stays as it was.

    Raises ScheduleWrong, Invalid.
    """
    require(actor, Permission.MANAGE_CONTRACTS)
    contract = contract_for(actor, contract_id)
    _check(fields)
    if item_id is None:
        item = ServiceItem(contract=contract, code=code)
    else:
        item_for(actor, item_id)
        item = ServiceItem.objects.select_for_update().get(pk=item_id, contract=contract)
        item.version += 1
    for name in FIELDS:
        if name in fields:
            setattr(item, name, fields[name])
    try:
        with transaction.atomic():
            item.save()
    except IntegrityError as error:
        words = translatable("这个编号已经有了，或“有效期前”没有选一种设施。请改一改。")
        raise Invalid(words, field="code") from error
    record("service.item_saved", "service_item", item.pk, actor=actor, version=item.version)
    return item


def _check(fields: dict[str, Any]) -> None:
    every = fields.get("every", 1)
    if not isinstance(every, int) or not 1 <= every <= 366:
        raise ScheduleWrong(field="every")
    for name, known in (("unit", Unit), ("area", Area), ("mode", Mode), ("holiday", Holiday)):
        if name in fields and fields[name] not in set(known):
            raise Invalid(field=name)
    if fields.get("mode") == Mode.CHECK_LIST and fields.get("unit") == Unit.BEFORE_EXPIRY:
        raise Invalid(translatable("有效期要有人去办，请选“开成事项”。"), field="mode")
    if "category" in fields and fields["category"] not in {c.code for c in list_categories()}:
        raise Invalid(translatable("没有这个类别。请从列表中选。"), field="category")


@transaction.atomic
def load_items(contract_id: int, *, actor: Actor, starts_on: date | None = None) -> int:
    """Put the shipped items into a contract that has not got them. Again: nothing changes.

    Returns how many are new; what the estate changed or switched off stays as it is.
    """
    require(actor, Permission.MANAGE_CONTRACTS)
    contract = contract_for(actor, contract_id)
    known = set(contract.items.values_list("code", flat=True))
    start = starts_on or max(contract.starts_on, today())
    rows = [
        ServiceItem(contract=contract, starts_on=start, **row._asdict())
        for row in ITEMS
        if row.code not in known
    ]
    ServiceItem.objects.bulk_create(rows)
    record("service.items_loaded", "service_contract", contract.pk, actor=actor, new=len(rows))
    return len(rows)
