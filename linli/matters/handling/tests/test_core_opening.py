from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from linli.base.calendars.api import clock_at
from linli.base.errors import Invalid, NotAllowed
from linli.base.scopes.api import estate_scope
from linli.estate.organisations.api import Office
from linli.matters.handling import api
from linli.matters.handling.data import QueueFilters
from linli.matters.testing import load_rules, make_matter

MONDAY = datetime(2026, 11, 23, 2, 0, tzinfo=UTC)  # ten in the morning


@pytest.mark.rule("REQ-03")
def test_whoever_takes_a_call_holds_the_matter(queue: Any) -> None:
    matter = make_matter(queue)
    assert matter.holder_id == matter.taken_by_id == queue.agent.pk
    assert matter.organisation_id == queue.organisations["center"].pk
    assert matter.offered_to_organisation_id == queue.organisations["property"].pk
    assert matter.state == "received"


@pytest.mark.rule("REQ-03")
def test_from_the_phone_the_agent_with_the_fewest_matters_holds_it(queue: Any) -> None:
    make_matter(queue, by="agent")
    matter = make_matter(queue, by="resident", channel="resident")
    assert matter.holder_id == queue.agent2.pk
    assert matter.reporter_id == queue.people["resident"].pk
    assert matter.household_id is not None


def test_without_agents_the_lead_holds_it(queue: Any) -> None:
    Office.objects.filter(role="agent").update(ends_on="2020-02-01")
    matter = make_matter(queue, by="resident", channel="resident")
    assert matter.holder_id == queue.lead.pk


def test_without_anybody_the_report_is_refused(queue: Any) -> None:
    Office.objects.filter(role__in=["agent", "centre_lead"]).update(ends_on="2020-02-01")
    with pytest.raises(api.NobodyOnDuty):
        make_matter(queue, by="resident", channel="resident")


@pytest.mark.rule("REQ-04")
def test_deadlines_come_from_the_profile(queue: Any) -> None:
    with clock_at(MONDAY):
        pipe = make_matter(queue)
        dog = make_matter(queue, category="dog")
        fire = make_matter(queue, category="dog", urgency="emergency")
    assert pipe.due_at == MONDAY + timedelta(hours=24)
    assert dog.due_at == datetime(2026, 12, 2, 10, 0, tzinfo=UTC)  # seven working days, 18:00
    assert fire.due_at == MONDAY + timedelta(hours=2)
    assert pipe.respond_by == MONDAY + timedelta(hours=2)


def test_numbers_run_within_a_day(queue: Any) -> None:
    with clock_at(MONDAY):
        numbers = [make_matter(queue).number for _ in range(2)]
    with clock_at(MONDAY + timedelta(days=1)):
        numbers.append(make_matter(queue).number)
    assert numbers == ["261123-001", "261123-002", "261124-001"]


def test_a_key_opens_one_matter(queue: Any) -> None:
    first = make_matter(queue, client_key="k-1")
    again = make_matter(queue, client_key="k-1", text="别的话")
    assert again.pk == first.pk
    with pytest.raises(api.KeyTaken):
        make_matter(queue, by="agent2", client_key="k-1")


@pytest.mark.parametrize(
    ("over", "field"),
    [
        ({"category": "nonsense"}, "category"),
        ({"kind": "nonsense"}, "kind"),
        ({"channel": "pigeon"}, "channel"),
        ({"urgency": "very"}, "urgency"),
        ({"text": "  \x00 "}, "text"),
        ({"text": "长" * 10_001}, "text"),
        ({"place_id": 10**12}, "place"),
        ({"reporter_id": 10**12}, "reporter"),
        ({"files": [10**12]}, "files"),
        ({"organisation_id": 10**12}, "organisation"),
        ({"account_id": 10**12}, "account"),
        ({"client_key": "x" * 81}, "client_key"),
        ({"reporter_name": "名" * 61}, "reporter_name"),
    ],
)
def test_bad_input_names_the_field(queue: Any, over: dict[str, Any], field: str) -> None:
    with pytest.raises(Invalid) as refused:
        make_matter(queue, **over)
    assert refused.value.field == field


def test_ids_of_another_estate_are_unknown(queue: Any) -> None:
    foreign = queue.actor("foreign_lead")
    with pytest.raises(NotAllowed):
        api.open_matter(actor=foreign, kind="request", category="dog", channel="hotline", text="狗")


def test_long_and_rare_texts_are_kept(queue: Any) -> None:
    words = "𠮷㐂·😀" + "水" * 9_990
    matter = make_matter(queue, text=f"{words}\x00\x07")
    lines = api.timeline_for(queue.actor("agent"), matter)
    assert lines[0].text == words
    assert len(matter.title) <= 120


def test_the_title_is_the_first_sentence(queue: Any) -> None:
    assert make_matter(queue, text="水管漏了!快来。\n在厨房").title == "水管漏了"
    assert make_matter(queue, text="水管漏了", title=" 厨房 ").title == "厨房"


@pytest.mark.parametrize("name", ["outsider", "administrator"])
def test_the_outsider_opens_nothing(queue: Any, name: str) -> None:
    for channel in ("resident", "hotline", "grid_round"):
        with pytest.raises(NotAllowed):
            make_matter(queue, by=name, channel=channel)


def test_residents_speak_for_themselves(queue: Any) -> None:
    matter = make_matter(
        queue, by="resident", channel="resident", reporter_id=queue.people["elder"].pk
    )
    assert matter.reporter_id == queue.people["resident"].pk
    with pytest.raises(NotAllowed):
        make_matter(queue, by="resident", channel="hotline")
    with pytest.raises(NotAllowed):
        make_matter(
            queue,
            by="resident",
            channel="resident",
            organisation_id=queue.organisations["police"].pk,
        )


def test_each_estate_counts_for_itself(queue: Any) -> None:
    make_matter(queue)
    other = queue.actor("foreign_lead")
    assert not api.matters_visible_to(other).exists()
    page = api.find_queue_page(other, QueueFilters())
    assert page.rows == ()


def test_an_estate_without_rules_sends_to_its_centre(cast: Any) -> None:
    from linli.matters.routing.api import RoutingRule

    load_rules(cast.estate)
    RoutingRule.objects.all().delete()
    with estate_scope(cast.estate.pk):
        matter = make_matter(cast)
    assert matter.offered_to_organisation_id == cast.organisations["center"].pk
