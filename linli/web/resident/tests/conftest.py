from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

from linli.matters.handling.api import Matter, accept_matter, finish_matter, open_matter
from linli.matters.routing.api import load_catalogue
from linli.matters.topics.testing import shipped_reader


@pytest.fixture
def estate(cast: Any) -> Any:
    """The cast's estate with its code list and rules."""
    load_catalogue(cast.estate)
    return cast


@pytest.fixture
def reads(monkeypatch: pytest.MonkeyPatch) -> None:
    """This process holds the shipped reader."""
    monkeypatch.setattr("linli.matters.topics.holding._shipped", shipped_reader())


@pytest.fixture
def tell(estate: Any) -> Callable[..., Matter]:
    """Open a matter as a resident does: `tell("resident", text=…)`."""

    def open_as(who: str = "resident", **over: Any) -> Matter:
        fields = {
            "kind": "request", "category": "lift", "channel": "resident",
            "text": "电梯门关不上", "place_id": home_of(estate, who),
        }  # fmt: skip
        return open_matter(actor=estate.actor(who), **{**fields, **over})

    return open_as


@pytest.fixture
def finish(estate: Any) -> Callable[[Matter], Matter]:
    """Let the worker take it and say that it is done."""

    def work(matter: Matter) -> Matter:
        worker = estate.actor("worker")
        accept_matter(matter.pk, actor=worker)
        return finish_matter(matter.pk, actor=worker, text="换了门机皮带")

    return work


def home_of(cast: Any, who: str) -> int:
    return next(iter(cast.actor(who).home_ids))
