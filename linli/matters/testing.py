"""Builders of matters, through the actions: a test's matter has lived as real ones do."""

from __future__ import annotations

from typing import Any

from linli.base.accounts.api import Actor
from linli.base.scopes.api import Estate
from linli.estate.testing import Cast
from linli.matters.handling.api import (
    Matter,
    accept_matter,
    finish_matter,
    open_matter,
    record_return_visit,
)
from linli.matters.routing.api import load_catalogue


def load_rules(estate: Estate) -> None:
    """Kinds, categories, deadlines and routes of a new estate."""
    load_catalogue(estate)


def make_matter(cast: Cast, *, by: str = "agent", **over: Any) -> Matter:
    """A resident's call about water, taken by the agent and offered to the property company."""
    fields: dict[str, Any] = {
        "kind": "request",
        "category": "water_pipe",
        "channel": "hotline",
        "text": "厨房水管漏水。请来看看。",
        "reporter_id": cast.people["resident"].pk,
    }
    return open_matter(actor=cast.actor(by), **(fields | over))


def make_accepted(cast: Cast, *, worker: str = "worker", **over: Any) -> Matter:
    """A matter that a worker of the property company works on."""
    return accept_matter(make_matter(cast, **over).pk, actor=cast.actor(worker))


def make_done(cast: Cast, *, worker: str = "worker", **over: Any) -> Matter:
    """A matter that waits for its return visit."""
    matter = make_accepted(cast, worker=worker, **over)
    return finish_matter(matter.pk, actor=cast.actor(worker), text="换了密封圈，不漏了。")


def make_closed(cast: Cast, *, satisfaction: str = "satisfied", **over: Any) -> Matter:
    """A matter that was solved and revisited by the desk."""
    matter = make_done(cast, **over)
    return record_return_visit(
        matter.pk, actor=cast.actor("agent2"), result="solved", satisfaction=satisfaction,
        way="phone",
    )  # fmt: skip


def actor_of(cast: Cast, name: str) -> Actor:
    return cast.actor(name)
