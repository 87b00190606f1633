"""What the pages of this package show of an election."""

from __future__ import annotations

from typing import Any

from linli.base.accounts.api import Actor
from linli.base.calendars.api import now
from linli.estate.organisations.api import Permission, may
from linli.voice.elections.api import (
    Election,
    ElectionTally,
    candidates_of,
    election_for,
    helped_voters,
    is_open,
    is_recount_equal,
    last_objection_day,
    may_object,
    may_run,
    objections_of,
    own_voters,
    papers_out,
)
from linli.voice.elections.labels import KINDS, MODES, ROUNDS, STATES, WAYS

WORDS = {"kinds": KINDS, "modes": MODES, "rounds": ROUNDS, "states": STATES, "ways": WAYS}


def result_of(election: Election) -> dict[str, Any] | None:
    """The published count with the candidates' names, most votes first."""
    tally: ElectionTally | None = ElectionTally.objects.filter(election=election.pk).first()
    if tally is None:
        return None
    rows = {c.pk: c for c in election.candidates.select_related("person")}
    ranked = sorted(tally.votes.items(), key=lambda pair: (-pair[1], int(pair[0])))
    return {
        "tally": tally,
        "lines": [
            (rows[int(pk)].person.name, number, _standing(tally, int(pk))) for pk, number in ranked
        ],
        "is_whole": election.mode == "assembly" or is_recount_equal(election),
        "digest": tally.digest.hex()[:12],
    }


def _standing(tally: ElectionTally, candidate_id: int) -> str:
    if candidate_id in tally.winners:
        return "elected"
    return "tied" if candidate_id in tally.tied else ""


def public_context(election: Election) -> dict[str, Any]:
    """What anybody may know: candidates, days, how many may vote and have voted, the result."""
    return WORDS | {
        "election": election,
        "candidates": candidates_of(election),
        "roll": election.voters.count(),
        "voted": election.turnout.count(),
        "result": result_of(election),
        "objection_until": last_objection_day(election.posted_on) if election.posted_on else None,
    }


def _waits(election: Election) -> dict[str, int]:
    """Why the clock does not go on by itself: {reason: how many}, with what a person can do."""
    at = now()
    if election.mode == "assembly" or at < election.opens_at:
        return {}
    if election.state == "posted":
        if at >= election.closes_at:
            return {"missed": 1}
        unanswered = election.objections.filter(answered_at=None).count()
        return {"objections": unanswered} if unanswered else {}
    out = papers_out(election) if election.state == "open" and at >= election.closes_at else 0
    return {"papers": out} if out else {}


def own_context(actor: Actor, election_id: int) -> dict[str, Any]:
    """The election for somebody signed in, with what they may do now."""
    election = election_for(actor, election_id)
    own = own_voters(actor, election)
    runs = may_run(actor)
    return public_context(election) | {
        "own": own,
        "to_vote": [v for v in own if not hasattr(v, "turnout")] if is_open(election) else [],
        "is_open": is_open(election),
        "is_over": election.state == "open" and now() >= election.closes_at,
        "may_run": runs,
        "waits": _waits(election) if runs else {},
        "may_type": election.state == "open" and may(actor, Permission.TAKE_BALLOTS),
        "may_help": is_open(election) and helped_voters(actor, election).exists(),
        "may_object": election.state == "posted"
        and election.mode != "assembly"
        and may_object(actor, election),
        "objections": list(objections_of(actor, election)),
        "following": election.following.exclude(state="cancelled").first(),
    }
