"""An owners' assembly elects the owners' committee: each candidate a question of matter ③."""

from __future__ import annotations

from collections.abc import Sequence

from django.db import transaction

from linli.base.accounts.api import Actor
from linli.base.audit.api import record
from linli.base.calendars.api import now
from linli.base.errors import NotFound
from linli.base.events.api import publish
from linli.estate.organisations.api import Permission, require
from linli.voice.ballots.api import (
    Assembly,
    AssemblyResult,
    DecisionMatter,
    ItemResult,
    Verdict,
    begin_assembly,
    put_item,
    results_from_json,
)
from linli.voice.elections import errors
from linli.voice.elections.data import ElectionMode, ElectionState
from linli.voice.elections.events import ElectionCounted
from linli.voice.elections.models import Election, ElectionTally
from linli.voice.elections.queries import candidates_of, election_for
from linli.voice.elections.rules import box_digest


@transaction.atomic
def put_to_assembly(election_id: int, *, actor: Actor) -> Assembly:
    """A draft of the assembly with one question a candidate, for who runs assemblies to notice.

    Whoever the joint majority of the owners wants is elected (OWN-03). Raises ElectionNotNow and
    what an assembly raises.
    """
    require(actor, Permission.RUN_ASSEMBLY)
    election_for(actor, election_id)
    election: Election = Election.objects.select_for_update().get(pk=election_id)
    is_ready = election.mode == ElectionMode.ASSEMBLY and election.state == ElectionState.POSTED
    if not is_ready or election.assembly_id is not None:
        raise errors.ElectionNotNow
    assembly = begin_assembly(
        actor=actor, title=election.title, opens_at=election.opens_at,
        closes_at=election.closes_at,
    )  # fmt: skip
    for candidate in candidates_of(election):
        put_item(
            assembly.pk, actor=actor, matter=int(DecisionMatter.COMMITTEE),
            title=f"选举{candidate.person.name}为业委会委员", text=candidate.statement,
        )  # fmt: skip
    election.assembly_id = assembly.pk
    election.save(update_fields=["assembly_id"])
    record("election.to_assembly", "election", election.pk, actor=actor, assembly=assembly.pk)
    return assembly


@transaction.atomic
def settle_assembly(assembly_id: int) -> ElectionTally | None:
    """The assembly's result is published: what it says of each candidate is the count.

    None for an assembly that elects nobody; a second time gives the same tally.
    """
    rows = Election.objects.select_for_update().filter(assembly_id=assembly_id)
    election: Election | None = rows.exclude(state=ElectionState.CANCELLED.value).first()
    if election is None:
        return None
    known: ElectionTally | None = ElectionTally.objects.filter(election=election.pk).first()
    if known is not None:
        return known
    result = AssemblyResult.objects.filter(assembly=assembly_id).first()
    if result is None:
        raise NotFound
    tally = _tally(election, results_from_json(result.figures))
    election.state = ElectionState.COUNTED.value
    election.save(update_fields=["state"])
    record("election.counted", "election", election.pk, actor=None, valid=tally.is_valid)
    publish(ElectionCounted(election.pk, tally.is_valid, tuple(tally.winners)))
    return tally


def _tally(election: Election, results: Sequence[ItemResult]) -> ElectionTally:
    """Elected is whose question was adopted; more than there are seats: most heads, level ones
    run off."""
    candidates = candidates_of(election)
    votes = {c.pk: r.yes.heads for c, r in zip(candidates, results, strict=False)}
    wanted = [
        c.pk for c, r in zip(candidates, results, strict=False) if r.verdict == Verdict.ADOPTED
    ]
    winners, tied = choose_adopted(wanted, votes, election.seats)
    tally: ElectionTally = ElectionTally.objects.create(
        election=election, is_valid=all(r.verdict != Verdict.QUORUM_NOT_MET for r in results),
        roll=max((r.total.heads for r in results), default=0),
        cast=max((r.participating.heads for r in results), default=0), invalid=0,
        votes={str(pk): number for pk, number in votes.items()}, winners=winners, tied=tied,
        vacant=election.seats - len(winners), digest=box_digest([]), counted_at=now(),
    )  # fmt: skip
    return tally


def choose_adopted(
    wanted: Sequence[int], votes: dict[int, int], seats: int
) -> tuple[list[int], list[int]]:
    """(elected, level for the last seats) of those whom the owners want."""
    ranked = sorted(wanted, key=lambda pk: (-votes[pk], pk))
    if len(ranked) <= seats:
        return ranked, []
    border = votes[ranked[seats - 1]]
    sure = [pk for pk in ranked if votes[pk] > border]
    level = [pk for pk in ranked if votes[pk] == border]
    return (sure + level, []) if len(sure) + len(level) == seats else (sure, level)
