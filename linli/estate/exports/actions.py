"""Taking the register out of the house: by permission, for a purpose, on the record (SEC-06)."""

from __future__ import annotations

import uuid
from collections.abc import Iterator

from django.db import transaction

from linli.base.accounts.api import Actor
from linli.base.audit.api import record
from linli.base.calendars.api import today
from linli.base.scopes.api import Estate, current_estate_id
from linli.estate.exports.data import ExportedFile, FileFormat, RegisterRow
from linli.estate.exports.files import write_csv, write_workbook
from linli.estate.exports.queries import register_rows
from linli.estate.exports.rules import columns
from linli.estate.organisations.api import Permission, require
from linli.estate.people.api import PurposeMissing
from linli.estate.places.api import building_for

CONTENT_TYPES = {
    FileFormat.XLSX: "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    FileFormat.CSV: "text/csv; charset=utf-8",
}
SHORTEST_PURPOSE = 4


def export_register(
    *,
    actor: Actor,
    purpose: str,
    file_format: FileFormat,
    identity: bool = False,
    health: bool = False,
    building_id: int | None = None,
) -> ExportedFile:
    """The register, or one building of it, as a file that imports again unchanged.

    Needs EXPORT_REGISTER; identity numbers need SEE_IDENTITY, disability and allowance SEE_HEALTH,
    and both must be asked for. The file names who took it, when and for what; the same, with the
    file's mark and the number of people, is written to the audit trail. Raises PurposeMissing,
    NotFound, NotAllowed.
    """
    _check(actor, identity, health)
    if len(purpose.strip()) < SHORTEST_PURPOSE:
        raise PurposeMissing(field="purpose")
    building = building_for(actor, building_id) if building_id else None
    mark = uuid.uuid4().hex[:8]
    counted = _Counted(
        register_rows(actor, identity=identity, health=health, building_id=building_id)
    )
    write = write_workbook if file_format == FileFormat.XLSX else write_csv
    content = write(columns(identity, health), counted, _mark(actor, purpose.strip(), mark))
    with transaction.atomic():
        record(
            "export_register", "register", building_id, actor=actor, purpose=purpose.strip()[:200],
            mark=mark, rows=counted.count, identity=identity, health=health,
            format=file_format.value,
        )  # fmt: skip
    name = (
        f"{building.plate if building else '居民登记'}-{today():%Y%m%d}-{mark}.{file_format.value}"
    )
    return ExportedFile(name, CONTENT_TYPES[file_format], content, counted.count)


def _check(actor: Actor, identity: bool, health: bool) -> None:
    require(actor, Permission.EXPORT_REGISTER)
    if identity:
        require(actor, Permission.SEE_IDENTITY)
    if health:
        require(actor, Permission.SEE_HEALTH)


def _mark(actor: Actor, purpose: str, mark: str) -> str:
    estate = Estate.objects.get(pk=current_estate_id())
    words = purpose.replace("\n", " ")[:80]
    taken = f"导出：{actor.name} {today()} · 用途：{words} · 编号 {mark}"
    return f"{estate.name} 内部资料 请勿外传 · {taken}"


class _Counted:
    """An iterable that knows how many rows went through."""

    def __init__(self, rows: Iterator[RegisterRow]) -> None:
        self.rows, self.count = rows, 0

    def __iter__(self) -> Iterator[RegisterRow]:
        for row in self.rows:
            self.count += 1
            yield row
