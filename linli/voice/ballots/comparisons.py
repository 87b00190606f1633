"""Lists of owners from the housing bureau, held against the register; nothing is written to it.

They bear names: opened by who edits the register of the whole estate, each look logged, kept sealed
and let go after a month.
"""

from __future__ import annotations

import hashlib
import json
from collections import Counter
from dataclasses import asdict
from datetime import timedelta
from typing import Any
from uuid import UUID

from django.db import transaction

from linli.base.accounts.api import Actor, system_actor
from linli.base.audit.api import record, refused
from linli.base.calendars.api import now
from linli.base.crypto.api import open_bytes, seal_bytes
from linli.base.errors import NotAllowed, NotFound
from linli.base.scopes.api import all_estates
from linli.estate.imports.api import read_sheets
from linli.estate.organisations.api import ESTATE_WIDE, Organisation, Permission, may
from linli.estate.people.api import Person
from linli.estate.places.api import Place
from linli.matters.handling.api import Matter, open_matter
from linli.voice.ballots.actions import account_of
from linli.voice.ballots.comparing import Difference, Kind, Line, compare, read_list
from linli.voice.ballots.errors import ListUnreadable
from linli.voice.ballots.models import RollComparison
from linli.voice.ballots.queries import latest_rules
from linli.voice.ballots.rolls import register_units

FOUND = "roll_comparison.found"
KEEP = timedelta(days=30)


def may_compare(actor: Actor) -> bool:
    """Who may see and mend the whole register; a grid's own worker sees a part of it."""
    return may(actor, Permission.EDIT_REGISTER) and bool(actor.roles & ESTATE_WIDE)


def require_comparer(actor: Actor) -> None:
    """Raises NotAllowed, and keeps that somebody tried: the list names all owners."""
    if not may_compare(actor):
        raise refused(NotAllowed(), "roll.compare", "roll_comparison", None, actor=actor)


@transaction.atomic
def compare_list(data: bytes, name: str, *, actor: Actor) -> RollComparison:
    """Read a .xlsx or .csv and keep what differs. The file itself is not kept.

    Raises NotAllowed, ListUnreadable, ListRowWrong (row, column), and the refusals of files:
    too large, macros, passwords, unknown encodings.
    """
    require_comparer(actor)
    sheets = [sheet for sheet in read_sheets(data, name) if sheet.rows and not sheet.hidden]
    if not sheets:
        raise ListUnreadable(field="file")
    lines = read_list(sheets[0].rows)
    register = register_lines()
    found = compare(lines, register)
    totals = Counter(one.kind.value for one in found)
    comparison: RollComparison = RollComparison.objects.create(
        file_name=name[-200:], sha256=hashlib.sha256(data).digest(), found=_seal(found),
        totals={**totals, "list": len(lines), "register": len(register), "all": len(found)},
        created_by_id=account_of(actor), created_at=now(),
    )  # fmt: skip
    record("roll.compared", "roll_comparison", comparison.pk, actor=actor, **comparison.totals)
    return comparison


def register_lines() -> list[Line]:
    """Every home of the register with the names of its owners of today, in order."""
    units = register_units(latest_rules())
    plates = dict(Place.objects.filter(kind="home").values_list("pk", "plate"))
    keys = {key for unit in units for key in unit.owners}
    names = {f"p{pk}": name for pk, name in _names(Person, keys, "p")}
    names |= {f"o{pk}": name for pk, name in _names(Organisation, keys, "o")}
    return [
        Line(
            plates[unit.home_id], tuple(sorted(names[key] for key in unit.owners)),
            unit.area_cm2, unit.area_source, home_id=unit.home_id,
        )
        for unit in units
    ]  # fmt: skip


def _names(model: Any, keys: set[str], letter: str) -> Any:
    wanted = [int(key[1:]) for key in keys if key[0] == letter]
    return model.objects.filter(pk__in=wanted).values_list("pk", "name")


def _seal(found: list[Difference]) -> bytes:
    rows = [asdict(one) for one in found]
    return seal_bytes(json.dumps(rows, ensure_ascii=False).encode(), FOUND)


def comparisons_for(actor: Actor) -> list[RollComparison]:
    """The last ones of the estate. Raises NotAllowed."""
    require_comparer(actor)
    rows = RollComparison.objects.select_related("created_by").defer("found")
    return list(rows.order_by("-created_at", "-pk")[:20])


def comparison_for(actor: Actor, token: UUID | str) -> RollComparison:
    """Raises NotFound, to those for whom it is not as for one that there is not."""
    found: RollComparison | None = RollComparison.objects.filter(token=token).first()
    if found is None or not may_compare(actor):
        raise refused(NotFound(), "roll.compared_seen", "roll_comparison", None, actor=actor)
    return found


def differences_of(comparison: RollComparison, *, actor: Actor, purpose: str) -> list[Difference]:
    """All of them, in order: a logged look. `purpose`: "page" or "export"."""
    record("roll.compared_seen", "roll_comparison", comparison.pk, actor=actor, purpose=purpose)
    return _open(comparison)


def _open(comparison: RollComparison) -> list[Difference]:
    rows = json.loads(open_bytes(comparison.found, FOUND))
    return [Difference(**{**row, "kind": Kind(row["kind"])}) for row in rows]


def matters_of(comparison: RollComparison) -> dict[int, Matter]:
    """Matters that were opened from it, by the number of the difference (from 1)."""
    start = _key(comparison, "")
    rows = Matter.objects.filter(client_key__startswith=start)
    return {int(matter.client_key.removeprefix(start)): matter for matter in rows}


def _key(comparison: RollComparison, number: int | str) -> str:
    return f"roll-comparison:{comparison.pk}:{number}"


@transaction.atomic
def open_difference(token: UUID | str, number: int, *, actor: Actor) -> Matter:
    """Make the n-th difference (from 1) a matter: somebody looks it up. Twice gives the first.

    Its text names home and fact, no owner: who works on it sees the register. Raises NotFound.
    """
    comparison = comparison_for(actor, token)
    found = _open(comparison)
    if not 1 <= number <= len(found):
        raise NotFound
    one = found[number - 1]
    matter = open_matter(
        actor=system_actor(comparison.estate_id), kind="duty", category="assembly",
        channel="system", title=f"核对业主名册：{one.plate}", text=_words(one),
        place_id=one.home_id, client_key=_key(comparison, number),
    )  # fmt: skip
    record(
        "roll.difference_opened", "roll_comparison", comparison.pk, actor=actor, number=number,
        matter=matter.pk,
    )  # fmt: skip
    return matter


def _words(one: Difference) -> str:
    what = {
        Kind.UNKNOWN: "房管部门的名单上有，登记里没有这套房",
        Kind.MISSING: "登记里有，房管部门的名单上没有这套房",
        Kind.OWNER: "业主和登记的不一样",
        Kind.AREA: f"面积和登记的不一样：登记 {one.ours or '空'}，名单 {one.theirs}（平方厘米）",
        Kind.SOURCE: "面积的来源和登记的不一样",
    }[one.kind]
    return f"{one.plate}：{what}。请核对证件，在房屋登记里更正。"


@transaction.atomic
def drop_comparison(token: UUID | str, *, actor: Actor) -> None:
    """Let go of it; matters that were opened stay."""
    comparison = comparison_for(actor, token)
    record("roll.comparison_dropped", "roll_comparison", comparison.pk, actor=actor)
    comparison.delete()


def drop_old_comparisons() -> int:
    """Names of owners lie here a month at most. How many went."""
    with all_estates():
        gone, _kinds = RollComparison.objects.filter(created_at__lt=now() - KEEP).delete()
    return int(gone)


__all__ = [
    "compare_list",
    "comparison_for",
    "comparisons_for",
    "differences_of",
    "drop_comparison",
    "drop_old_comparisons",
    "matters_of",
    "may_compare",
    "open_difference",
    "register_lines",
]
