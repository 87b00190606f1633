from __future__ import annotations

from datetime import date, datetime, timedelta

import pytest
from django.urls import reverse

from linli.base.calendars.api import SHANGHAI, clock_at, today
from linli.base.errors import NotAllowed, NotFound
from linli.base.events.api import handles
from linli.estate.testing import addresses_of
from linli.resources.crew.api import MemberLeft, add_member, crew_of, leave_crew
from linli.resources.crew.errors import AlreadyCrew, AlreadyLeft, BadDay, HeirElsewhere, HeirMissing
from linli.resources.rosters.api import (
    Duty,
    ShiftPlan,
    cancel_absence,
    copy_week,
    is_absent,
    plan_of_week,
    plan_shifts,
    record_absence,
    shifts_of,
    stand_in_of,
    week_of,
    who_is_on_duty,
)
from linli.resources.rosters.errors import (
    AbsenceOverlaps,
    BadAbsence,
    BadShift,
    MemberAway,
    ShiftOverlaps,
    StandInAway,
)

MONDAY = date(2026, 11, 23)


def _at(day, hour):
    return datetime(day.year, day.month, day.day, hour, tzinfo=SHANGHAI)


@pytest.fixture
def crew(cast):
    lead = cast.actor("property_manager")
    organisation = cast.organisations["property"].pk
    return {
        name: add_member(
            getattr(cast, name).pk, actor=lead, organisation_id=organisation,
            job_title="维修", skills=["水电", " "], joined_on=date(2025, 1, 1),
        )
        for name in ("worker", "worker2", "guard")
    }  # fmt: skip


@pytest.fixture
def heard():
    """The events that reach a handler; jobs themselves are tried where handlers live."""
    from procrastinate.contrib.django.models import ProcrastinateJob

    @handles(MemberLeft)
    def listen(event: MemberLeft) -> None:
        raise AssertionError("runs in a worker, not here")

    yield lambda: [
        job.args["payload"]
        for job in ProcrastinateJob.objects.filter(task_name="linli.handle_event")
        if job.args["handler"].endswith("listen")
    ]
    from linli.base.events.actions import _handlers

    _handlers["MemberLeft"].pop(f"{listen.__module__}.{listen.__qualname__}")


def test_who_works_where(cast, crew):
    organisation = cast.organisations["property"].pk
    assert [card.name for card in crew_of(organisation)] == ["李师傅", "王师傅", "秦保安"]
    assert crew_of(organisation)[0].skills == ("水电",)
    lead = cast.actor("property_manager")
    with pytest.raises(AlreadyCrew):
        add_member(cast.worker.pk, actor=lead, organisation_id=organisation)
    for who in ("worker", "outsider", "clerk"):
        with pytest.raises(NotAllowed):
            add_member(cast.volunteer.pk, actor=cast.actor(who), organisation_id=organisation)


def test_nobody_leaves_without_an_heir(cast, crew, heard):
    lead = cast.actor("property_manager")
    worker, heir = crew["worker"], crew["worker2"]
    tomorrow = today() + timedelta(days=1)
    plan_shifts(
        [ShiftPlan(worker.pk, Duty.REPAIR, _at(tomorrow, 8), _at(tomorrow, 12))], actor=lead
    )
    with pytest.raises(HeirMissing):
        leave_crew(worker.pk, actor=lead, heir_id=None)
    foreign = add_member(
        cast.carer.pk, actor=cast.actor("lead"), organisation_id=cast.organisations["care"].pk
    )
    for wrong in (foreign.pk, worker.pk, 0):
        with pytest.raises(HeirElsewhere):
            leave_crew(worker.pk, actor=lead, heir_id=wrong)
    for day in (tomorrow, date(2024, 1, 1)):
        with pytest.raises(BadDay):
            leave_crew(worker.pk, actor=lead, heir_id=heir.pk, left_on=day)
    leave_crew(worker.pk, actor=lead, heir_id=heir.pk)
    assert [card.name for card in crew_of(worker.organisation_id)] == ["王师傅", "秦保安"]
    assert heard() == [
        {
            "member_id": worker.pk, "account_id": cast.worker.pk,
            "organisation_id": worker.organisation_id, "heir_account_id": cast.worker2.pk,
            "left_on": today().isoformat(),
        }
    ]  # fmt: skip
    assert not shifts_of(cast.worker.pk, _at(tomorrow, 0), _at(tomorrow, 23)).exists()
    with pytest.raises((AlreadyLeft, NotFound, HeirElsewhere)):
        leave_crew(worker.pk, actor=lead, heir_id=heir.pk)


def test_offices_end_with_the_work(cast, crew):
    lead = cast.actor("property_manager")
    assert cast.actor("worker").roles
    leave_crew(
        crew["worker"].pk, actor=lead, heir_id=crew["worker2"].pk,
        left_on=today() - timedelta(days=1),
    )  # fmt: skip
    assert not cast.actor("worker").roles


def test_a_chain_of_leavers_ends_with_somebody_in_service(cast, crew):
    lead = cast.actor("property_manager")
    leave_crew(crew["worker"].pk, actor=lead, heir_id=crew["worker2"].pk)
    leave_crew(crew["worker2"].pk, actor=lead, heir_id=crew["guard"].pk)
    crew["worker"].refresh_from_db()
    assert crew["worker"].heir_id == crew["guard"].pk


def test_who_is_on_duty_and_who_stands_in(cast, crew):
    lead = cast.actor("property_manager")
    night = ShiftPlan(
        crew["worker"].pk, Duty.REPAIR, _at(MONDAY, 20), _at(MONDAY + timedelta(1), 8)
    )
    plan_shifts([night], actor=lead)
    assert [e.name for e in who_is_on_duty(Duty.REPAIR, _at(MONDAY, 23))] == ["李师傅"]
    assert who_is_on_duty(Duty.REPAIR, _at(MONDAY, 12)) == []
    assert who_is_on_duty(Duty.DESK, _at(MONDAY, 23)) == []
    with clock_at(_at(MONDAY, 21)):
        assert [e.name for e in who_is_on_duty(Duty.REPAIR)] == ["李师傅"]
    absence = record_absence(
        crew["worker"].pk, actor=cast.actor("worker"), starts_on=MONDAY, ends_on=MONDAY,
        stand_in_id=crew["worker2"].pk, reason="看病",
    )  # fmt: skip
    entry = who_is_on_duty(Duty.REPAIR, _at(MONDAY, 23))[0]
    assert (entry.name, entry.stands_in_for) == ("王师傅", cast.worker.pk)
    assert is_absent(cast.worker.pk, MONDAY)
    assert not is_absent(cast.worker.pk, MONDAY + timedelta(1))
    assert stand_in_of(cast.worker.pk, MONDAY) == cast.worker2.pk
    assert stand_in_of(cast.worker2.pk, MONDAY) is None
    record_absence(
        crew["worker2"].pk, actor=lead, starts_on=MONDAY, ends_on=MONDAY,
        stand_in_id=crew["guard"].pk,
    )  # fmt: skip
    assert stand_in_of(cast.worker.pk, MONDAY) == cast.guard.pk
    cancel_absence(absence.pk, actor=cast.actor("worker"))
    assert stand_in_of(cast.worker.pk, MONDAY) is None


def test_plans_do_not_overlap_and_are_all_or_none(cast, crew):
    lead, worker = cast.actor("property_manager"), crew["worker"].pk
    plan_shifts([ShiftPlan(worker, Duty.REPAIR, _at(MONDAY, 8), _at(MONDAY, 12))], actor=lead)
    free = ShiftPlan(worker, Duty.REPAIR, _at(MONDAY, 14), _at(MONDAY, 18))
    taken = ShiftPlan(worker, Duty.DESK, _at(MONDAY, 11), _at(MONDAY, 13))
    with pytest.raises(ShiftOverlaps):
        plan_shifts([free, taken], actor=lead)
    assert shifts_of(cast.worker.pk, _at(MONDAY, 0), _at(MONDAY, 23)).count() == 1
    long = ShiftPlan(worker, Duty.DESK, _at(MONDAY, 12), _at(MONDAY + timedelta(2), 13))
    backwards = ShiftPlan(worker, Duty.DESK, _at(MONDAY, 15), _at(MONDAY, 15))
    for bad in (long, backwards):
        with pytest.raises(BadShift):
            plan_shifts([bad], actor=lead)
    next_week = MONDAY + timedelta(7)
    record_absence(worker, actor=lead, starts_on=next_week, ends_on=next_week)
    assert (
        copy_week(crew["worker"].organisation_id, actor=lead, monday=next_week, source=MONDAY) == []
    )
    with pytest.raises(MemberAway):
        plan_shifts(
            [ShiftPlan(worker, Duty.DESK, _at(next_week, 8), _at(next_week, 9))], actor=lead
        )
    with pytest.raises(NotAllowed):
        plan_shifts([free], actor=cast.actor("worker"))
    with pytest.raises(NotFound):
        plan_shifts([free], actor=cast.actor("outsider"))


def test_absences_are_plausible(cast, crew):
    worker, own = cast.actor("worker"), crew["worker"].pk
    record_absence(own, actor=worker, starts_on=MONDAY, ends_on=MONDAY + timedelta(3))
    for over, error in (
        ({"ends_on": MONDAY - timedelta(1)}, BadAbsence),
        ({"starts_on": MONDAY + timedelta(2), "ends_on": MONDAY + timedelta(9)}, AbsenceOverlaps),
    ):
        with pytest.raises(error):
            record_absence(own, actor=worker, **{"starts_on": MONDAY, "ends_on": MONDAY, **over})
    later = MONDAY + timedelta(20)
    for stand_in in (own, 0):
        with pytest.raises(StandInAway):
            record_absence(own, actor=worker, starts_on=later, ends_on=later, stand_in_id=stand_in)
    with pytest.raises(NotAllowed):
        record_absence(crew["guard"].pk, actor=worker, starts_on=later, ends_on=later)


def test_the_week_shows_shifts_and_absences(cast, crew):
    lead, organisation = cast.actor("property_manager"), crew["worker"].organisation_id
    plan_shifts(
        [ShiftPlan(crew["worker"].pk, Duty.REPAIR, _at(MONDAY, 8), _at(MONDAY, 12))], actor=lead
    )
    record_absence(
        crew["guard"].pk, actor=lead, starts_on=MONDAY, ends_on=MONDAY,
        stand_in_id=crew["worker2"].pk,
    )  # fmt: skip
    rows = {row.name: row for row in plan_of_week(lead, organisation, week_of(MONDAY))}
    assert rows["李师傅"].cells[0].shifts[0][1] == Duty.REPAIR
    assert (rows["秦保安"].cells[0].away, rows["秦保安"].cells[0].stand_in) == ("away", "王师傅")
    assert plan_of_week(cast.actor("outsider"), organisation, MONDAY) == []
    assert plan_of_week(cast.actor("volunteer"), organisation, MONDAY) == []


def _ids(cast, crew):
    return {
        "organisation_id": crew["worker"].organisation_id, "member_id": crew["worker"].pk,
        "shift_id": 1, "absence_id": 1,
    }  # fmt: skip


@pytest.mark.parametrize("namespace", ["crew", "rosters"])
@pytest.mark.parametrize("who", ["outsider", "resident", "foreign_lead"])
def test_outsiders_get_nothing(cast, crew, sign_in, namespace, who):
    client = sign_in(getattr(cast, who))
    for address in addresses_of(namespace, **_ids(cast, crew)):
        for answer in (client.get(address), client.post(address, {})):
            assert "李师傅" not in answer.content.decode()
            if who != "foreign_lead":
                assert answer.status_code in (403, 404, 405), address


@pytest.mark.parametrize("namespace", ["crew", "rosters"])
def test_pages_open_for_the_lead(cast, crew, sign_in, namespace):
    client = sign_in(cast.property_manager)
    for address in addresses_of(namespace, **_ids(cast, crew)):
        assert client.get(address).status_code in (200, 302, 405), address


def test_a_week_is_planned_in_the_browser(cast, crew, sign_in):
    client, organisation = sign_in(cast.property_manager), crew["worker"].organisation_id
    sent = {"member": crew["worker"].pk, "duty": "repair", "day": "2026-11-23", "starts": "20:00",
            "ends": "08:00", "days": "3"}  # fmt: skip
    address = reverse("rosters:shift_new", args=[organisation])
    assert client.post(address, sent).status_code == 302
    assert shifts_of(cast.worker.pk, _at(MONDAY, 0), _at(MONDAY + timedelta(7), 0)).count() == 3
    answer = client.post(address, sent)
    assert answer.status_code == 422
    assert "李师傅" in answer.content.decode()
    week = client.get(reverse("rosters:week", args=[organisation]), {"week": "2026-11-23"})
    assert week.content.decode().count("20:00–08:00") == 3
    bad = client.get(reverse("rosters:week", args=[organisation]), {"week": "0001-01-01"})
    assert bad.status_code == 422
