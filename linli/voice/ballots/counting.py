"""Opening and closing the box, sealing it, counting it, publishing what came out."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import asdict
from typing import Any

from django.db import IntegrityError, connection, transaction
from django.db.models import Max

from linli.base.accounts.api import Actor, system_actor
from linli.base.audit.api import record
from linli.base.calendars.api import now, today
from linli.base.errors import NotAllowed
from linli.base.events.api import publish
from linli.base.scopes.api import all_estates, estate_scope
from linli.estate.organisations.api import Permission, require
from linli.voice.ballots.actions import lock_assembly, tell_pages
from linli.voice.ballots.data import (
    AssemblyPublished,
    AssemblyState,
    Gate,
    ItemResult,
    ItemRules,
    Silence,
    Sum,
    Threshold,
    Verdict,
)
from linli.voice.ballots.errors import NotNow, NotPublished, NotYetOpen, SealBroken
from linli.voice.ballots.models import Assembly, AssemblyResult, Ballot, BallotSeal
from linli.voice.ballots.published import write_file
from linli.voice.ballots.queries import assembly_for, may_run, own_voters
from linli.voice.ballots.rules import KEEP_YEARS, OBJECTION_YEARS, years_after
from linli.voice.ballots.seals import tree_root
from linli.voice.ballots.tally import count_box

NOTICED, OPEN = AssemblyState.NOTICED.value, AssemblyState.OPEN.value
CLOSED, PUBLISHED = AssemblyState.CLOSED.value, AssemblyState.PUBLISHED.value
# the ballots that count: the last turn of each voter; where the first counts there is no other
_COUNTING = """
SELECT DISTINCT ON (b.voter_id) v.area_cm2, b.choices, b.receipt, v.code, b.leaf
FROM ballot b JOIN roll_voter v ON v.id = b.voter_id
WHERE b.assembly_id = %s AND b.estate_id = %s ORDER BY b.voter_id, b.turn DESC
"""


@transaction.atomic
def open_assembly(assembly_id: int, *, actor: Actor) -> Assembly:
    """The day has come. The clock does the same by itself. Raises NotYetOpen, NotNow."""
    _require_runner(actor)
    assembly = lock_assembly(assembly_id, actor, NOTICED)
    if now() < assembly.opens_at:
        raise NotYetOpen(opens=f"{assembly.opens_at:%Y-%m-%d %H:%M} UTC")
    assembly.state = OPEN
    assembly.save()
    record("assembly.opened", "assembly", assembly.pk, actor=actor)
    tell_pages(assembly)
    return assembly


def _require_runner(actor: Actor) -> None:
    if actor.user_id is not None:
        require(actor, Permission.RUN_ASSEMBLY)


@transaction.atomic
def seal_box(assembly: Assembly) -> BallotSeal:
    """The root over everything in the box, while nothing is on its way into it."""
    Assembly.objects.select_for_update().get(pk=assembly.pk)
    rows = Ballot.objects.filter(assembly=assembly).values_list("pk", "leaf")
    ballots = list(rows)
    last = max((pk for pk, _leaf in ballots), default=0)
    root = tree_root(bytes(leaf) for _pk, leaf in ballots).hex()
    seal, _made = BallotSeal.objects.get_or_create(
        assembly=assembly, last_ballot_id=last,
        defaults={"ballot_count": len(ballots), "root": root, "sealed_at": now()},
    )  # fmt: skip
    found: BallotSeal = seal
    return found


def broken_seals(assembly: Assembly) -> list[BallotSeal]:
    """Seals that the box no longer fits: somebody changed, added or took a ballot by force."""
    rows = [(pk, bytes(leaf)) for pk, leaf in assembly.ballots.values_list("pk", "leaf")]
    broken = []
    for seal in assembly.seals.order_by("pk"):
        leaves = [leaf for pk, leaf in rows if pk <= seal.last_ballot_id]
        if len(leaves) != seal.ballot_count or tree_root(leaves).hex() != seal.root:
            broken.append(seal)
    return broken


@transaction.atomic
def close_assembly(assembly_id: int, *, actor: Actor) -> AssemblyResult:
    """Seal the box and count it; ballots on their way are waited for, later ones refused.

    Raises NotNow, BoxClosed before its hour: nobody ends a vote early.
    """
    _require_runner(actor)
    assembly = lock_assembly(assembly_id, actor, OPEN)
    if now() < assembly.closes_at:
        raise NotNow
    seal_box(assembly)
    assembly.state, assembly.closed_at = CLOSED, now()
    assembly.save()
    result = _count(assembly)
    record(
        "assembly.closed", "assembly", assembly.pk, actor=actor, ballots=result.ballot_count,
        root=result.box_root,
    )  # fmt: skip
    tell_pages(assembly)
    return result


def _count(assembly: Assembly) -> AssemblyResult:
    rows = list(counting_ballots(assembly))
    results = count_box(
        item_rules(assembly), total_of(assembly), ((area, given) for area, given, *_ in rows),
        Silence(assembly.rules.silence),
    )  # fmt: skip
    day = today()
    result: AssemblyResult = AssemblyResult.objects.create(
        assembly=assembly, figures=[result_to_json(one) for one in results],
        box_root=tree_root(leaf for *_, leaf in rows).hex(), ballot_count=len(rows),
        counted_at=now(), keep_until=years_after(day, KEEP_YEARS),
        object_until=years_after(day, OBJECTION_YEARS),
    )  # fmt: skip
    return result


def counting_ballots(assembly: Assembly) -> Iterator[tuple[int, str, str, str, bytes]]:
    """(area in cm², choices, receipt, voter's code, leaf) of the ballots that count."""
    with connection.cursor() as cursor:
        cursor.execute(_COUNTING, [assembly.pk, assembly.estate_id])
        for area, choices, receipt, code, leaf in cursor.fetchall():
            yield area, choices, receipt, code, bytes(leaf)


def item_rules(assembly: Assembly) -> list[ItemRules]:
    rows = assembly.items.order_by("position").values_list("position", "matter")
    return [ItemRules(position, matter) for position, matter in rows]


def total_of(assembly: Assembly) -> Sum:
    return Sum(assembly.total_heads or 0, assembly.total_area_cm2 or 0)


def count_assembly(assembly: Assembly) -> list[ItemResult]:
    """Counted afresh from the box, once it is closed. Raises NotPublished before."""
    if assembly.state not in (CLOSED, PUBLISHED):
        raise NotPublished
    cast = ((area, choices) for area, choices, *_ in counting_ballots(assembly))
    silence = Silence(assembly.rules.silence)
    return count_box(item_rules(assembly), total_of(assembly), cast, silence)


@transaction.atomic
def publish_result(assembly_id: int, *, actor: Actor) -> Assembly:
    """Let everybody see it. The box is counted once more and its seals are tried first."""
    require(actor, Permission.RUN_ASSEMBLY)
    assembly = lock_assembly(assembly_id, actor, CLOSED)
    fresh = [result_to_json(one) for one in count_assembly(assembly)]
    if broken_seals(assembly) or fresh != assembly.result.figures:
        raise SealBroken
    assembly.state, assembly.published_at = PUBLISHED, now()
    assembly.save()
    verdicts = {str(one["position"]): one["verdict"] for one in fresh}
    record("assembly.published", "assembly", assembly.pk, actor=actor, verdicts=verdicts)
    publish(AssemblyPublished(assembly.pk, verdicts))
    tell_pages(assembly)
    return assembly


def result_to_json(result: ItemResult) -> dict[str, Any]:
    return {**asdict(result), "gates": [asdict(gate) for gate in result.gates]}


def results_from_json(figures: Sequence[Mapping[str, Any]]) -> list[ItemResult]:
    """What was counted when the box closed, as it was written down."""
    sums = ("total", "yes", "no", "abstain", "invalid", "participating", "silent")
    found = []
    for row in figures:
        fields = {**row, **{name: Sum(**row[name]) for name in sums}}
        fields["gates"] = tuple(Gate(**gate) for gate in row["gates"])
        fields["threshold"], fields["verdict"] = (
            Threshold(row["threshold"]),
            Verdict(row["verdict"]),
        )
        found.append(ItemResult(**fields))
    return found


@transaction.atomic
def write_owners_file(assembly_id: int, *, actor: Actor) -> str:
    """The file by which an owner recounts: receipt, area and choice of each ballot. Logged.

    Raises NotPublished, NotAllowed for whoever stands on no line of the roll.
    """
    assembly = assembly_for(actor, assembly_id)
    if assembly.state != PUBLISHED:
        raise NotPublished
    if not may_run(actor) and not own_voters(actor, assembly).exists():
        raise NotAllowed
    record("ballots.downloaded", "assembly", assembly.pk, actor=actor, purpose="recount")
    return draw_file(assembly)


def draw_file(assembly: Assembly) -> str:
    """See `published` for its form."""
    rules = assembly.rules
    lines = assembly.lines.values_list("code", "area_cm2", "voter__code")
    titles = assembly.items.order_by("position").values_list("title", flat=True)
    return write_file(
        assembly.code,
        [("silence", rules.silence), ("repeat", rules.repeat), ("version", str(rules.version))],
        list(zip(item_rules(assembly), titles, strict=True)),
        lines,
        ((receipt, code, choices) for _a, choices, receipt, code, _l in counting_ballots(assembly)),
        results_from_json(assembly.result.figures),
    )


def _has_unsealed(assembly: Assembly) -> bool:
    """Whether anything came into the box since the last seal: a look, no lock."""
    last = assembly.seals.aggregate(last=Max("last_ballot_id"))["last"] or 0
    return bool(assembly.ballots.filter(pk__gt=last).exists())


def run_clocks() -> int:
    """Open and close what is due, in all estates; seal what is open. How many changed."""
    with all_estates():
        due = list(
            Assembly.objects.filter(state__in=[NOTICED, OPEN]).values_list("pk", "estate_id")
        )
    return sum(_run_clock(pk, estate_id) for pk, estate_id in due)


def _run_clock(assembly_id: int, estate_id: int) -> bool:
    with estate_scope(estate_id):
        actor, at = system_actor(estate_id), now()
        assembly: Assembly = Assembly.objects.get(pk=assembly_id)
        try:
            if assembly.state == NOTICED and at >= assembly.opens_at:
                open_assembly(assembly_id, actor=actor)
            elif assembly.state == OPEN and at >= assembly.closes_at:
                close_assembly(assembly_id, actor=actor)
            else:
                if assembly.state == OPEN and _has_unsealed(assembly):
                    seal_box(assembly)
                return False
        except (NotNow, IntegrityError):  # somebody pressed the button in this moment
            return False
    return True
