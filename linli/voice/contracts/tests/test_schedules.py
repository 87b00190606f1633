"""The clock of the contract: due, a matter by itself, done, late, failed, missed."""

from __future__ import annotations

from datetime import datetime, time, timedelta
from typing import Any

import pytest
from django.db import DatabaseError, transaction

from linli.base.calendars.api import SHANGHAI, clock_at, today
from linli.base.errors import NotAllowed
from linli.matters.handling.api import accept_matter, finish_matter
from linli.matters.handling.models import Matter
from linli.matters.testing import load_rules
from linli.voice.contracts import errors
from linli.voice.contracts.api import (
    check_list,
    load_items,
    performance_of,
    publish_performance,
    record_certificate,
    report_of,
    run_schedules,
    settle_done,
    tick_due,
)
from linli.voice.contracts.models import ServiceCheck, ServiceDue, ServiceItem
from linli.voice.contracts.rules import days_of_quarter, quarter_before, quarter_of
from linli.voice.contracts.testing import (
    make_daily,
    make_item,
    make_lift,
    make_scan,
    make_service_contract,
)


@pytest.fixture
def contract(cast: Any) -> Any:
    load_rules(cast.estate)
    return make_service_contract(cast)


def at(days: int, hour: int = 9) -> Any:
    """The clock on a day from today on."""
    day = datetime.now(SHANGHAI).date() + timedelta(days=days)
    return clock_at(datetime.combine(day, time(hour), SHANGHAI))


def finish(cast: Any, matter: Matter) -> None:
    accept_matter(matter.pk, actor=cast.actor("worker"))
    finish_matter(matter.pk, actor=cast.actor("worker"), text="做完了,有照片。")


def test_a_matter_opens_by_itself_once_and_not_before_its_time(cast: Any, contract: Any) -> None:
    make_item(cast, contract, starts_on=today() + timedelta(days=10), lead_days=3)
    with at(6):
        assert run_schedules()["opened"] == 0
    with at(7):
        assert run_schedules()["opened"] == 1
        assert run_schedules() == {"written": 0, "settled": 0, "opened": 0, "missed": 0}
    matter = Matter.objects.get()
    assert (matter.kind.code, matter.category.code) == ("inspection", "greenery")
    assert matter.offered_to_organisation_id == cast.organisations["property"].pk


@pytest.mark.parametrize(("days", "state"), [(3, "done"), (4, "late")])
def test_done_on_the_last_day_or_late(cast: Any, contract: Any, days: int, state: str) -> None:
    make_item(cast, contract, grace_days=3)
    run_schedules()
    matter = Matter.objects.get()
    with at(days, 23):
        run_schedules()
        finish(cast, matter)
        settle_done(matter.pk)
    assert ServiceDue.objects.get(matter=matter).state == state


def test_one_open_at_a_time_and_what_nobody_did_is_seen(cast: Any, contract: Any) -> None:
    make_item(cast, contract, every=7, unit="day")
    run_schedules()
    with at(7):
        run_schedules()
        states = list(ServiceDue.objects.order_by("slot_on").values_list("state", flat=True))
        assert states == ["missed", "waiting"]
        assert Matter.objects.count() == 1  # the first is still open
        finish(cast, Matter.objects.get())
        run_schedules()
        assert Matter.objects.count() == 2
    assert ServiceDue.objects.order_by("slot_on").first().state == "late"


def test_after_a_months_silence_nothing_is_skipped(cast: Any, contract: Any) -> None:
    make_daily(cast, contract)
    with at(30):
        run_schedules()
    dues = ServiceDue.objects.all()
    assert dues.count() == 31 * 3
    assert dues.filter(state="missed").count() == 30 * 3
    assert Matter.objects.count() == 1  # no flood: one open at a time


def test_three_buildings_unticked_are_one_matter(cast: Any, contract: Any) -> None:
    make_daily(cast, contract)
    run_schedules()
    assert Matter.objects.count() == 0  # a list is no news
    with at(1):
        run_schedules()
    matter = Matter.objects.get()
    assert "没有打卡：3 处（1号楼、2号楼、3号楼）" in matter.title


def test_ticked_by_the_company_with_who_and_when(cast: Any, contract: Any) -> None:
    make_daily(cast, contract)
    run_schedules()
    lines = check_list(cast.actor("worker"))
    assert len(lines) == 3
    assert check_list(cast.actor("grid_worker")) == []
    first = lines[0].due
    with pytest.raises(errors.NotYourCompany):
        tick_due(first.pk, actor=cast.actor("secretary"))
    tick_due(first.pk, actor=cast.actor("worker"))
    with pytest.raises(errors.NothingDue):
        tick_due(first.pk, actor=cast.actor("worker2"))
    check = ServiceCheck.objects.get()
    assert (check.by_id, check.due.state) == (cast.worker.pk, "done")
    with pytest.raises(DatabaseError), transaction.atomic():
        ServiceCheck.objects.update(is_ok=False)
    assert not Matter.objects.exists()


def test_only_what_is_not_in_order_becomes_a_matter(cast: Any, contract: Any) -> None:
    make_daily(cast, contract)
    run_schedules()
    due = check_list(cast.actor("worker"))[0].due
    with pytest.raises(errors.ReasonNeeded):
        tick_due(due.pk, actor=cast.actor("worker"), is_ok=False, note=" ")
    tick_due(due.pk, actor=cast.actor("worker"), is_ok=False, note="井盖坏了")
    due.refresh_from_db()
    assert due.state == "failed"
    assert due.matter is not None
    assert due.matter.building_id == due.place_id


def test_a_photo_where_the_item_asks_for_one(cast: Any, contract: Any) -> None:
    make_daily(cast, contract, needs_photo=True)
    run_schedules()
    due = check_list(cast.actor("worker"))[0].due
    with pytest.raises(errors.ProofNeeded):
        tick_due(due.pk, actor=cast.actor("worker"))
    tick_due(due.pk, actor=cast.actor("worker"), photo_id=make_scan(cast, by="worker").pk)


@pytest.mark.rule("DEV-05")
def test_a_lift_inspection_is_asked_for_a_month_before_the_certificate_ends(
    cast: Any, contract: Any
) -> None:
    lift, lead = make_lift(), cast.actor("property_manager")
    make_item(cast, contract, "lift_inspection", area="lift", places="type:lift", every=1,
              unit="before_expiry", lead_days=7, category="lift")  # fmt: skip
    record_certificate(lift.pk, actor=lead, inspected_on=today() - timedelta(days=300),
                       valid_until=today() + timedelta(days=65))  # fmt: skip
    run_schedules()
    assert not Matter.objects.exists()
    due_on = today() + timedelta(days=65)
    from linli.voice.contracts.rules import add_months

    due_on = add_months(due_on, -1)
    early = (due_on - today()).days - 7
    with at(early - 1):
        run_schedules()
        assert not Matter.objects.exists()
    with at(early):
        run_schedules()
        matter = Matter.objects.get()
        assert (matter.place_id, matter.category.code) == (lift.pk, "lift")
        run_schedules()
        finish(cast, matter)
        record_certificate(lift.pk, actor=lead, inspected_on=today(),
                           valid_until=today() + timedelta(days=365))  # fmt: skip
        run_schedules()
    assert ServiceDue.objects.get().state == "done"
    assert Matter.objects.count() == 1


@pytest.mark.parametrize(
    ("inspected", "valid"), [(1, 30), (-10, -10), (-10, -11)], ids=["future", "same", "before"]
)
def test_bad_certificates(cast: Any, contract: Any, inspected: int, valid: int) -> None:
    days = [today() + timedelta(days=n) for n in (inspected, valid)]
    with pytest.raises(errors.ExpiryWrong):
        record_certificate(make_lift().pk, actor=cast.actor("lead"), inspected_on=days[0],
                           valid_until=days[1])  # fmt: skip
    with pytest.raises(NotAllowed):
        record_certificate(cast.places["gate"].pk, actor=cast.actor("worker"),
                           inspected_on=today(), valid_until=today() + timedelta(days=9))  # fmt: skip


def test_the_shipped_items_load_once_and_keep_what_was_changed(cast: Any, contract: Any) -> None:
    lead = cast.actor("lead")
    count = load_items(contract.pk, actor=lead)
    assert count == ServiceItem.objects.count() > 10
    ServiceItem.objects.filter(code="pump").update(every=2, is_active=False)
    assert load_items(contract.pk, actor=lead) == 0
    assert ServiceItem.objects.get(code="pump").every == 2
    run_schedules()
    assert not ServiceDue.objects.filter(item__code="pump").exists()


@pytest.mark.parametrize("every", [0, 367, -1])
def test_bad_intervals(cast: Any, contract: Any, every: int) -> None:
    with pytest.raises(errors.ScheduleWrong):
        make_item(cast, contract, every=every)


def test_a_new_lift_begins_today_not_with_the_contract(cast: Any, contract: Any) -> None:
    make_lift("旧梯")
    make_item(cast, contract, "lift_upkeep", area="lift", places="type:lift", every=15, unit="day",
              starts_on=today() - timedelta(days=45), category="lift")  # fmt: skip
    run_schedules()
    assert ServiceDue.objects.count() == 4
    new = make_lift("新梯")
    run_schedules()
    assert ServiceDue.objects.filter(place=new).count() == 1


@pytest.mark.rule("FEE-05")
def test_performance_is_counted_and_published_with_its_seal(cast: Any, contract: Any) -> None:
    quarter = quarter_before(quarter_of(today()))
    first, last = days_of_quarter(quarter)
    contract.starts_on = first
    contract.save()
    item = make_daily(cast, contract, starts_on=last - timedelta(days=1))
    late = datetime.combine(last, time(9), SHANGHAI)
    with clock_at(late):
        run_schedules()
        for line in check_list(cast.actor("worker"))[:2]:
            tick_due(line.due.pk, actor=cast.actor("worker"))
        with pytest.raises(errors.QuarterNotOver):
            publish_performance(quarter, actor=cast.actor("lead"))
    ServiceItem.objects.filter(pk=item.pk).update(is_active=False)
    run_schedules()
    total = performance_of(quarter).total
    assert (total.done, total.missed, total.due) == (2, 4, 6)
    report = publish_performance(quarter, actor=cast.actor("lead"))
    assert (report.figures["done"], report.figures["due"]) == (2, 6)
    assert publish_performance(quarter, actor=cast.actor("secretary")).pk == report.pk
    assert report_of(quarter) == report
    with pytest.raises(DatabaseError), transaction.atomic():
        type(report).objects.update(number=7)
    with pytest.raises(NotAllowed):
        publish_performance(quarter, actor=cast.actor("property_manager"))
