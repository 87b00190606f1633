"""The page of votes: assemblies, and what polls and others register beside them."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from linli.base.accounts.api import Actor
from linli.voice.ballots.data import VoteListing

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
