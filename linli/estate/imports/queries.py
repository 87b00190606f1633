"""The register as the import needs it: which homes exist, and who is known."""

from __future__ import annotations

import json
import zlib
from collections import defaultdict
from typing import Any

from django.db.models import QuerySet

from linli.base.accounts.api import Actor
from linli.base.crypto.api import open_bytes, seal_bytes
from linli.base.errors import NotFound
from linli.estate.organisations.api import Permission, require
from linli.estate.people.api import (
    CategoryKind,
    Household,
    Membership,
    Person,
    PersonCategory,
    PersonStatus,
)
from linli.estate.places.api import Home as HomeRow
from linli.estate.places.api import Lease

from .comparison import Known, KnownHome, Register
from .data import ColumnMap, EstateShape, Home, Key
from .models import ImportRun, RememberedColumns

PLAN, SOURCE = "import_run.plan", "import_run.source"


def _key(number: str) -> Key:
    return int(number) if number.isdecimal() else number


def load_homes() -> dict[Home, KnownHome]:
    """Every home of the estate by building, entrance and number on the door."""
    rows = HomeRow.objects.values_list(
        "place_id", "place__plate", "place__building__number", "place__entrance__number",
        "place__number", "area_cm2", "tenure_type", "is_vacant",
    )  # fmt: skip
    homes = {}
    for place_id, plate, building, entrance, number, area, tenure, vacant in rows:
        key = Home(_key(building), _key(entrance), _key(number.upper()))
        homes[key] = KnownHome(place_id, plate, area, tenure, vacant)
    return homes


def make_shape(homes: dict[Home, KnownHome]) -> EstateShape:
    """The shape by which a file's homes are judged."""
    buildings: dict[Key, dict[Key, set[Key]]] = defaultdict(lambda: defaultdict(set))
    for home in homes:
        buildings[home.building][home.entrance].add(home.number)
    named = {str(key): key for key in buildings if isinstance(key, str)}
    return EstateShape(
        {b: {e: frozenset(n) for e, n in es.items()} for b, es in buildings.items()}, named
    )


def load_register(homes: dict[Home, KnownHome]) -> Register:
    """A snapshot of everybody; a handful of reads however large the estate is."""
    by_id = {home.id: home for home in homes.values()}
    _fill_households(by_id)
    people = {known.id: known for known in _people()}
    _fill_memberships(people)
    _fill_categories(people)
    return Register(list(people.values()), homes, by_id)


def _people() -> list[Known]:
    rows = Person.objects.exclude(status=PersonStatus.MERGED.value).only(
        "id", "name", "sex", "birth_date", "birth_text", "phone", "second_phone", "id_last4",
        "id_index", "other_document", "status",
    )  # fmt: skip
    return [
        Known(
            row.pk, row.name, row.sex,
            row.birth_date.isoformat() if row.birth_date else row.birth_text,
            row.phone, row.second_phone, row.id_last4,
            bytes(row.id_index) if row.id_index else None, row.other_document or "", row.status,
        )
        for row in rows.order_by("id").iterator(chunk_size=5000)
    ]  # fmt: skip


def _fill_households(homes: dict[int, KnownHome]) -> None:
    rows = Household.objects.filter(until__isnull=True).values_list("id", "home_id", "low_income")
    for household_id, home_id, low_income in rows:
        if home_id in homes:
            homes[home_id].household_id, homes[home_id].low_income = household_id, low_income
    leases = Lease.objects.filter(ended_on__isnull=True)
    for lease_id, home_id, start, end in leases.values_list(
        "id", "home_id", "starts_on", "ends_on"
    ):
        if home_id in homes:
            homes[home_id].lease = (lease_id, start, end)


def _fill_memberships(people: dict[int, Known]) -> None:
    """The current membership wins; without one, the last."""
    rows = Membership.objects.order_by("until", "id").values_list(
        "id", "person_id", "household_id", "household__home_id", "relation", "relation_text",
        "until",
    )  # fmt: skip
    for membership_id, person_id, household_id, home_id, relation, text, until in rows:
        known = people.get(person_id)
        if known is None or known.lives_there:
            continue
        known.membership_id, known.household_id, known.home_id = (
            membership_id,
            household_id,
            home_id,
        )
        known.relation, known.relation_text, known.lives_there = relation, text, until is None


def _fill_categories(people: dict[int, Known]) -> None:
    rows = PersonCategory.objects.filter(ended_on__isnull=True).values_list(
        "person_id", "kind", "code", "grade", "certificate_index"
    )
    for person_id, kind, code, grade, certificate in rows:
        known = people.get(person_id)
        if known is None:
            continue
        if kind == CategoryKind.DISABILITY:
            known.disabilities[code] = grade
            known.certified = known.certified or certificate is not None
        elif kind == CategoryKind.RESETTLED:
            known.resettled = True


def load_column_maps() -> dict[str, ColumnMap]:
    """Mappings that a clerk confirmed, by the header's fingerprint."""
    rows = RememberedColumns.objects.values_list("fingerprint", "mapping")
    return {name: ColumnMap.from_json(json.dumps(mapping)) for name, mapping in rows}


def list_runs(actor: Actor) -> QuerySet[ImportRun]:
    """The estate's imports, newest first."""
    require(actor, Permission.IMPORT_REGISTER)
    return ImportRun.objects.defer("plan", "source").order_by("-created_at", "-id")


def run_for(actor: Actor, token: Any) -> ImportRun:
    """One import. Raises NotFound for who may not import, as for what is not there."""
    require(actor, Permission.IMPORT_REGISTER)
    run: ImportRun | None = ImportRun.objects.filter(token=token).first()
    if run is None:
        raise NotFound
    return run


def seal_plan(plan: Any) -> bytes:
    """The preview's rows, packed and encrypted: they hold people's data."""
    text = json.dumps(plan, ensure_ascii=False, separators=(",", ":"))
    return seal_bytes(zlib.compress(text.encode(), 1), PLAN)


def open_plan(run: ImportRun) -> list[dict[str, Any]]:
    """The preview's rows: see `preview.describe_plan`."""
    if run.plan is None:
        return []
    rows: list[dict[str, Any]] = json.loads(zlib.decompress(open_bytes(run.plan, PLAN)))
    return rows


def seal_source(content: bytes) -> bytes:
    return seal_bytes(content, SOURCE)


def open_source(run: ImportRun) -> bytes:
    return open_bytes(run.source or b"", SOURCE)
