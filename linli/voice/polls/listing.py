"""Polls on the page of votes: beside the assemblies, never among them (OWN-07)."""

from __future__ import annotations

from django.urls import reverse
from django.utils.translation import gettext as _

from linli.base.accounts.api import Actor
from linli.voice.ballots.api import VoteList
from linli.voice.ballots.data import VoteListing
from linli.voice.polls.data import PollState
from linli.voice.polls.labels import PHASES, STATES
from linli.voice.polls.models import Poll
from linli.voice.polls.queries import open_polls_for, phase, polls_for

SHOWN = 10


def list_polls(actor: Actor) -> list[VoteListing]:
    """Those that wait for this person first, then the latest."""
    mine = open_polls_for(actor)
    known = {poll.pk for poll in mine}
    shown = [PollState.APPROVED.value, PollState.COUNTED.value, PollState.ARCHIVED.value]
    rows = polls_for(actor).filter(state__in=shown).order_by("-opens_at", "-pk")
    rest = [poll for poll in rows[:SHOWN] if poll.pk not in known]
    return [_line(poll, True) for poll in mine] + [_line(poll, False) for poll in rest]


def _line(poll: Poll, waits: bool) -> VoteListing:
    word = PHASES[phase(poll)] if poll.state == PollState.APPROVED else STATES[poll.state]
    hint = _("等您说一句") if waits else ""
    tone = "amber" if waits else "jade" if poll.state == PollState.ARCHIVED else ""
    href = reverse("polls:poll", args=[poll.pk])
    return VoteListing(poll.title, href, str(word), hint, tone, waits)


def polls_section() -> VoteList:
    return VoteList(
        "polls", lambda: _("居民投票"), list_polls,
        lambda: _("住在这里的人都可以说话，租房的也一样；和业主的票从不合在一起。"),
    )  # fmt: skip
