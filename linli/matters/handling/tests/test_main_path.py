from __future__ import annotations

from typing import Any

import pytest

from linli.matters.handling import api
from linli.matters.handling.data import QueueFilters
from linli.matters.testing import load_rules, make_matter


@pytest.fixture
def queue(cast: Any) -> Any:
    load_rules(cast.estate)
    return cast


def test_call_to_closed(queue: Any) -> None:
    matter = make_matter(queue)
    agent = queue.actor("agent")
    assert matter.holder_id == agent.user_id
    assert matter.offered_to_organisation_id == queue.organisations["property"].pk
    worker = queue.actor("worker")
    api.accept_matter(matter.pk, actor=worker, version=matter.version)
    api.finish_matter(matter.pk, actor=worker, text="好了")
    matter = api.record_return_visit(
        matter.pk, actor=queue.actor("agent2"), result="solved", satisfaction="satisfied",
        way="phone",
    )
    assert (matter.state, matter.result) == ("closed", "solved")
    page = api.find_queue_page(queue.actor("lead"), QueueFilters(view="all"))
    assert [row.number for row in page.rows] == [matter.number]
    assert page.counts["open"] == 0
    lines = api.timeline_for(agent, api.matter_for(agent, matter.pk))
    assert [line.kind for line in lines] == [
        "opened", "offered", "accepted", "done", "visited", "closed",
    ]
