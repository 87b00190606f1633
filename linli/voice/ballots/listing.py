"""The page of votes: assemblies, and what polls and others register beside them."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _

from linli.base.accounts.api import Actor
from linli.voice.ballots.data import AssemblyState, VoteListing
from linli.voice.ballots.labels import TONES, state_word
from linli.voice.ballots.models import Assembly
from linli.voice.ballots.queries import assemblies_for, own_cards

_ORDER = {"open": 0, "closed": 2, "published": 2, "cancelled": 3}
Finder = Callable[[Actor], list[VoteListing]]


@dataclass(frozen=True)
class VoteList:
    """A section of the page: `title` is called in the reader's language."""

    code: str
    title: Callable[[], Any]
    find: Finder
    hint: Callable[[], Any] | None = None


_lists: dict[str, VoteList] = {}


def register_vote_list(one: VoteList) -> None:
    """Add a section to the page of votes; the same code again replaces it."""
    _lists[one.code] = one


def vote_lists(actor: Actor) -> list[tuple[VoteList, list[VoteListing]]]:
    """All registered sections with what this actor finds there."""
    return [(one, one.find(actor)) for one in _lists.values()]


def find_listings(actor: Actor) -> list[VoteListing]:
    """Assemblies for the page of votes: open ones first, each with what there is to do."""
    rows = assemblies_for(actor).exclude(state__in=["draft", "prepared"])
    ranked = sorted(rows.order_by("-pk")[:30], key=lambda one: _ORDER.get(one.state, 1))
    return [_listing(actor, one) for one in ranked]


def _listing(actor: Actor, assembly: Assembly) -> VoteListing:
    cards = own_cards(actor, assembly) if assembly.state == AssemblyState.OPEN else []
    waiting = sum(not card.has_voted for card in cards)
    hint = _("您已经投过了") if cards else ""
    if waiting:
        hint = _("有 %(count)s 票等您投") % {"count": waiting}
    return VoteListing(
        assembly.title, reverse("ballots:assembly", args=[assembly.pk]),
        state_word(assembly.state), hint, TONES.get(assembly.state, ""), bool(waiting),
    )  # fmt: skip
