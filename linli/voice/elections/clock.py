"""Elections open and are counted when their hour has come, whether anybody presses or not."""

from __future__ import annotations

from datetime import datetime

from linli.base.accounts.api import Actor, system_actor
from linli.base.calendars.api import now
from linli.base.errors import DomainError
from linli.base.scopes.api import all_estates, estate_scope
from linli.voice.elections.counting import count_votes
from linli.voice.elections.data import ElectionMode, ElectionState, Way
from linli.voice.elections.models import Election
from linli.voice.elections.voting import open_voting

_ALIVE = (ElectionState.POSTED.value, ElectionState.OPEN.value)


def run_clocks() -> int:
    """Do what is due in all estates, each election in its own transaction. How many changed."""
    with all_estates():
        rows = Election.objects.filter(state__in=_ALIVE, opens_at__lte=now())
        due = list(rows.exclude(mode=ElectionMode.ASSEMBLY.value).values_list("pk", "estate_id"))
    return sum(_run_clock(pk, estate_id) for pk, estate_id in due)


def _run_clock(election_id: int, estate_id: int) -> bool:
    with estate_scope(estate_id):
        election: Election = Election.objects.get(pk=election_id)
        try:
            return _do_due(election, now(), system_actor(estate_id))
        except DomainError:  # an objection waits for its answer, or somebody was faster
            return False


def _do_due(election: Election, at: datetime, actor: Actor) -> bool:
    if election.state == ElectionState.POSTED and at < election.closes_at:
        open_voting(election.pk, actor=actor)
        return True
    is_over = election.state == ElectionState.OPEN and at >= election.closes_at
    if is_over and not papers_out(election):
        count_votes(election.pk, actor=actor)
        return True
    return False  # over before anybody could vote: people see to it


def papers_out(election: Election) -> int:
    """Paper slips that were handed out and are not yet in the box: typed by nobody, by one reader,
    or never put into the urn, which people alone can know."""
    given = election.turnout.filter(way=Way.PAPER.value).count()
    return int(given - election.sheets.exclude(second_by=None).count())
