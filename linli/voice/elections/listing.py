"""Elections on the page of votes, beside assemblies and polls."""

from __future__ import annotations

from django.urls import reverse
from django.utils.translation import gettext as _

from linli.base.accounts.api import Actor
from linli.voice.ballots.api import VoteListing
from linli.voice.elections.labels import STATES
from linli.voice.elections.queries import elections_for, is_open, own_voters


def find_elections(actor: Actor) -> list[VoteListing]:
    """Posted and open elections first, for whoever lives or works here."""
    if not (actor.household_ids or actor.roles):
        return []
    rows = elections_for(actor).exclude(state__in=["draft", "cancelled"]).order_by("-opens_on")
    found = []
    for election in rows[:10]:
        own = own_voters(actor, election) if is_open(election) else []
        waiting = sum(not hasattr(voter, "turnout") for voter in own)
        hint = _("有 %(count)s 票等您投") % {"count": waiting} if waiting else ""
        if own and not waiting:
            hint = _("您已经投过了")
        href = reverse("elections:election", args=[election.pk])
        tone = "amber" if waiting else ""
        state = str(STATES[election.state])
        found.append(VoteListing(election.title, href, state, hint, tone, bool(waiting)))
    return found
