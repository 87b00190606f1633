from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta
from typing import Any

import pytest

from linli.base.calendars.api import clock_at, now, today
from linli.base.errors import Invalid, NotAllowed
from linli.matters.handling import api as handling
from linli.matters.rates import api
from linli.matters.rates.data import Period, Rate, RateFilters
from linli.matters.testing import make_accepted, make_closed, make_done, make_matter


@pytest.fixture
def month(queue: Any) -> Any:
    """Eight matters, each with another fate."""
    agent, worker = queue.actor("agent"), queue.actor("worker")
    make_closed(queue)  # in time, solved, satisfied
    make_closed(queue, satisfaction="dissatisfied", category="heating")
    make_closed(queue, satisfaction="")  # not asked
    unsolved = make_done(queue, category="dog", organisation_id=queue.organisations["property"].pk)
    handling.record_return_visit(
        unsolved.pk, actor=agent, result="unsolved", satisfaction="dissatisfied", way="door"
    )
    with clock_at(now() - timedelta(hours=5)):
        late = make_accepted(queue)
    handling.tell_reporter(late.pk, actor=worker, text="才轮到")  # after two hours
    make_matter(queue)  # not yet due
    declined = make_matter(queue)
    handling.decline_matter(declined.pk, actor=agent, reason="court", text="请去法院")
    thanks = make_matter(queue, kind="thanks", category="thanks")
    handling.accept_matter(thanks.pk, actor=agent)
    handling.finish_matter(thanks.pk, actor=agent, text="")
    return queue


def this_week() -> Period:
    return Period(today() - timedelta(days=3), today())


def excluded(rate: Rate) -> dict[str, int]:
    return {e.why: e.count for e in rate.exclusions}


@pytest.mark.rule("REQ-05")
def test_three_rates_with_all_that_they_stand_on(month: Any) -> None:
    total = api.compute_rates(month.actor("lead"), this_week()).total
    assert total.matters == 8
    response, resolution, satisfaction = total.response, total.resolution, total.satisfaction
    assert (response.numerator, response.denominator) == (4, 5)
    assert excluded(response) == {"declined": 1, "asks_nothing": 1, "not_yet_due": 1}
    assert (resolution.numerator, resolution.denominator) == (3, 4)
    assert excluded(resolution) == {"declined": 1, "asks_nothing": 1, "not_visited": 2}
    assert (satisfaction.numerator, satisfaction.denominator) == (1, 3)
    assert excluded(satisfaction)["not_asked"] == 1
    assert (response.per_mille, resolution.per_mille) == (800, 750)


@pytest.mark.rule("REQ-05")
@pytest.mark.parametrize(
    "group_by", ["none", "grid", "building", "category", "organisation", "month"]
)
def test_every_number_opens_as_a_list(month: Any, group_by: str) -> None:
    lead = month.actor("lead")
    table = api.compute_rates(lead, this_week(), group_by)
    for row in (table.total, *table.rows):
        for rate in (row.response, row.resolution, row.satisfaction):
            for filters, count in (
                (rate.numerator_list, rate.numerator),
                (rate.rest_list, rate.denominator - rate.numerator),
            ):
                if row.key or row is table.total:
                    assert len(handling.find_queue_page(lead, filters).rows) == count
            accounted = rate.denominator + sum(e.count for e in rate.exclusions)
            assert accounted == row.matters
    assert sum(row.matters for row in table.rows) in (0, table.total.matters)


def test_nobody_reached_is_left_out(queue: Any) -> None:
    matter = make_done(queue)
    for day in range(3):
        with clock_at(now() + timedelta(days=day)):
            handling.record_return_visit(
                matter.pk, actor=queue.actor("agent"), result="unreachable", way="phone"
            )
    total = api.compute_rates(queue.actor("lead"), this_week()).total
    assert (total.resolution.denominator, total.resolution.per_mille) == (0, None)
    assert excluded(total.resolution) == {"not_visited": 1}


def test_solved_counts_no_longer_once_it_is_open_again(queue: Any) -> None:
    matter = make_closed(queue)
    handling.reply_to_matter(matter.pk, actor=queue.actor("resident"), text="又漏")
    total = api.compute_rates(queue.actor("lead"), this_week()).total
    assert total.resolution.denominator == 0


def test_a_lead_sees_the_own_organisation(month: Any) -> None:
    manager = month.actor("property_manager")
    table = api.compute_rates(manager, this_week(), "organisation")
    assert [row.name for row in table.rows] == ["物业公司"]
    with pytest.raises(NotAllowed):
        api.compute_rates(
            manager,
            this_week(),
            filters=RateFilters(organisation_id=month.organisations["police"].pk),
        )


def test_filters_narrow(month: Any) -> None:
    total = api.compute_rates(
        month.actor("lead"), this_week(), filters=RateFilters(category="dog")
    ).total
    assert total.matters == 1


@pytest.mark.parametrize("name", ["outsider", "resident", "worker", "agent", "administrator"])
def test_figures_are_for_leads(month: Any, name: str) -> None:
    with pytest.raises(NotAllowed):
        api.compute_rates(month.actor(name), this_week())


def test_bad_periods_are_refused(queue: Any) -> None:
    lead = queue.actor("lead")
    for period in (Period(today(), date(2020, 1, 1)), Period(date(2000, 1, 1), today())):
        with pytest.raises(Invalid):
            api.compute_rates(lead, period)
    with pytest.raises(Invalid):
        api.compute_rates(lead, this_week(), "moon")


def test_honours_and_own_work(month: Any) -> None:
    matter = make_closed(month)
    handling.thank_worker(
        matter.pk, actor=month.actor("resident"), account_id=month.worker.pk, text="手艺好"
    )
    first = api.honours(month.actor("guard"), today())[0]
    assert (first.name, first.organisation, first.solved, first.thanks) == (
        "李师傅", "物业公司", 4, 1,
    )  # fmt: skip
    work = api.work_of(month.actor("worker"))
    assert (work.solved_this_month, work.thanks_in_all, work.open_matters) == (4, 1, 2)
    assert [line.body for line in work.thanks] == ["手艺好"]
    assert work.months[-1] == (f"{today():%Y-%m}", 4, 1)


@pytest.mark.parametrize("name", ["outsider", "resident"])
def test_the_outsider_sees_no_honours(queue: Any, name: str) -> None:
    with pytest.raises(NotAllowed):
        api.honours(queue.actor(name), today())
    with pytest.raises(NotAllowed):
        api.work_of(queue.actor(name))


@pytest.mark.rule("REQ-05")
def test_what_residents_withdrew_is_left_out_and_counted_as_left_out(month: Any) -> None:
    late = make_matter(month)
    handling.withdraw_matter(late.pk, actor=month.actor("resident"))
    total = api.compute_rates(month.actor("lead"), this_week()).total
    assert total.matters == 9
    for rate in (total.response, total.resolution, total.satisfaction):
        assert excluded(rate)["withdrawn"] == 1
    assert (total.response.numerator, total.response.denominator) == (4, 5)


@pytest.mark.rule("REQ-03", "REQ-05")
def test_the_residents_own_word_is_a_return_visit_and_told_apart(queue: Any, sign_in: Any) -> None:
    make_closed(queue)  # visited by the desk
    matter = make_done(queue)
    handling.confirm_result(
        matter.pk, actor=queue.actor("resident"), solved=True, satisfaction="satisfied"
    )
    visit = handling.ReturnVisit.objects.get(matter=matter.pk)
    assert (visit.visited_by_id, visit.way, visit.result) == (None, "app", "solved")
    assert handling.Matter.objects.get(pk=matter.pk).state == "closed"
    total = api.compute_rates(queue.actor("lead"), this_week()).total
    assert (total.resolution.numerator, total.resolution.denominator) == (2, 2)
    assert total.confirmed == 1
    (row,) = handling.find_queue_page(queue.actor("lead"), total.confirmed_list).rows
    assert row.id == matter.pk
    assert "reckoning=confirmed" in sign_in(queue.lead).get("/rates/").content.decode()


@pytest.mark.rule("REQ-03")
def test_the_doer_does_not_confirm_for_the_own_household(queue: Any) -> None:
    worker = queue.actor("worker")
    matter = make_done(queue, reporter_id=queue.people["resident"].pk)
    at_home = replace(worker, household_ids=queue.actor("resident").household_ids)
    with pytest.raises((NotAllowed, handling.NotNow)):
        handling.confirm_result(matter.pk, actor=at_home, solved=True)
