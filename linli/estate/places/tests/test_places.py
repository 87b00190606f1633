from __future__ import annotations

import io
from datetime import date

import pikepdf
import pytest
from django.urls import reverse

from linli.base.calendars.api import today
from linli.base.errors import NotAllowed, NotFound
from linli.estate.people.api import CategoryKind, add_category
from linli.estate.places.api import (
    AreaSource,
    Clear,
    Home,
    PlaceKind,
    Share,
    TenureType,
    Verification,
    begin_lease,
    building_for,
    create_public_place,
    end_lease,
    estate_plan,
    find_place_by_plate,
    grid_card,
    home_for,
    issue_stickers,
    last_verifications,
    list_lease_alarms,
    owners_of,
    place_by_qr,
    plan_of_building,
    set_home,
    set_owners,
    update_public_place,
    verify_place,
)
from linli.estate.places.errors import (
    BadArea,
    BadLease,
    BadShares,
    LeaseRunning,
    LeaseTooLong,
    PlateTaken,
)
from linli.estate.places.rules import (
    LeaseAlarm,
    add_months,
    is_lease_too_long,
    lease_alarm,
    rate_load,
    read_plate,
)
from linli.estate.testing import make_household, make_person


@pytest.mark.parametrize(
    ("said", "plate"),
    [
        ("3号楼2单元1502室", "3-2-1502"), ("3-2-1502", "3-2-1502"), ("3栋2单元", "3-2"),
        ("十二号楼", "12号楼"), ("5幢", "5号楼"), ("3-2", "3-2"), ("03-02-0101", "3-2-101"),
        ("3号楼1502", None), ("1502", None), ("东门", None), ("", None), ("13812341234", None),
    ],
)  # fmt: skip
def test_plates_as_people_say_them(said, plate):
    assert read_plate(said) == plate


@pytest.mark.rule("HSG-01")
def test_the_end_of_a_lease_rings_four_months_before():
    end = date(2027, 3, 31)
    assert lease_alarm(end, date(2026, 11, 29)) is None
    assert lease_alarm(end, date(2026, 11, 30)) == LeaseAlarm.TELL_TENANT
    assert lease_alarm(end, date(2026, 12, 31)) == LeaseAlarm.TELL_TENANT
    assert lease_alarm(end, date(2027, 1, 1)) == LeaseAlarm.APPLICATION_OVERDUE
    assert lease_alarm(end, end) == LeaseAlarm.APPLICATION_OVERDUE
    assert lease_alarm(end, date(2027, 4, 1)) == LeaseAlarm.ENDED
    assert add_months(date(2026, 10, 31), 4) == date(2027, 2, 28)
    assert not is_lease_too_long(date(2022, 1, 1), date(2027, 1, 1), TenureType.PUBLIC_RENTAL)
    assert is_lease_too_long(date(2022, 1, 1), date(2027, 1, 2), TenureType.PUBLIC_RENTAL)
    assert not is_lease_too_long(date(2022, 1, 1), date(2032, 1, 1), TenureType.OWNED)


@pytest.mark.rule("HSG-01")
def test_alarms_are_listed_in_reach_and_end_nothing(cast):
    officer, tenant = cast.actor("housing_officer"), cast.people["tenant"]
    home = find_place_by_plate("2-1-201").home
    start = add_months(today(), -57)
    with pytest.raises(BadLease):
        begin_lease(home.pk, actor=officer, tenant_id=tenant.pk, starts_on=today(), ends_on=today())
    with pytest.raises(LeaseTooLong):
        begin_lease(
            home.pk, actor=officer, tenant_id=tenant.pk, starts_on=start,
            ends_on=add_months(start, 61),
        )  # fmt: skip
    lease = begin_lease(
        home.pk, actor=officer, tenant_id=tenant.pk, starts_on=start, ends_on=add_months(start, 60)
    )
    with pytest.raises(LeaseRunning):
        begin_lease(
            home.pk, actor=officer, tenant_id=tenant.pk, starts_on=start,
            ends_on=add_months(start, 60),
        )  # fmt: skip
    found = [(row.pk, alarm) for row, alarm in list_lease_alarms(officer)]
    assert found in (
        [(lease.pk, LeaseAlarm.TELL_TENANT)],
        [(lease.pk, LeaseAlarm.APPLICATION_OVERDUE)],
    )
    assert [row.pk for row, _ in list_lease_alarms(cast.actor("grid_worker"))] == [lease.pk]
    assert list_lease_alarms(cast.actor("grid_worker2")) == []
    with pytest.raises(NotAllowed):
        list_lease_alarms(cast.actor("captain"))
    lease.refresh_from_db()
    assert lease.ended_on is None
    end_lease(home.pk, actor=officer, on=today())
    assert list_lease_alarms(officer) == []


def test_owners_share_no_more_than_the_whole(cast):
    lead, home = cast.actor("lead"), find_place_by_plate("2-1-101").home
    wife = make_person("钱妻")
    halves = [Share(cast.people["owner"].pk, part=1, whole=2), Share(wife.pk, part=1, whole=2)]
    set_owners(home.pk, actor=lead, shares=halves)
    assert [(row.person.name, row.share_part, row.share_whole) for row in owners_of(home)] == [
        ("赵业", 1, 2), ("钱妻", 1, 2),
    ]  # fmt: skip
    with pytest.raises(BadShares):
        set_owners(home.pk, actor=lead, shares=[*halves, Share(cast.people["elder"].pk)])
    assert len(owners_of(home)) == 2
    assert home_for(cast.actor("owner"), home.pk) == home
    with pytest.raises(NotAllowed):
        set_owners(home.pk, actor=cast.actor("owner"), shares=halves)


def test_area_comes_with_its_source(cast):
    lead, home = cast.actor("lead"), find_place_by_plate("1-2-102").home
    fields = {"area_source": AreaSource.REGISTRY, "tenure_type": TenureType.OWNED,
              "is_vacant": True}  # fmt: skip
    set_home(home.pk, actor=lead, area_cm2=598_000, **fields)
    home.refresh_from_db()
    assert (home.area_cm2, home.area_source, home.is_vacant) == (598_000, "registry", True)
    for bad in (0, -1, 2000 * 10_000):
        with pytest.raises(BadArea):
            set_home(home.pk, actor=lead, area_cm2=bad, **fields)


def test_the_captain_sees_doors_and_names_of_the_own_building_and_nothing_else(cast, sign_in):
    elder = cast.people["elder"]
    elder.phone, elder.health_note = "13911112222", "心脏不好"
    elder.save()
    add_category(
        elder.pk, actor=cast.actor("lead"), kind=CategoryKind.AID, source="民政",
        code="minimum_allowance",
    )  # fmt: skip
    captain, building = cast.actor("captain"), cast.places["building1"]
    plan = plan_of_building(captain, building_for(captain, building.pk))
    tiles = {t.plate: t for entrance in plan for _, row in entrance.floors for t in row}
    assert tiles["1-1-201"].head == "王德山"
    assert tiles["1-1-201"].state == "lived_in"
    assert [floor for floor, _ in plan[0].floors] == [3, 2, 1]
    with pytest.raises(NotFound):
        building_for(captain, cast.places["building2"].pk)
    client = sign_in(cast.captain)
    page = client.get(reverse("places:building", args=[building.pk])).content.decode()
    assert "王德山" in page
    for hidden in ("13911112222", "心脏", "低保", "1950"):
        assert hidden not in page
    for address in (
        reverse("people:person", args=[elder.pk]),
        reverse("places:home", args=[find_place_by_plate("1-1-201").pk]),
        reverse("people:index"),
    ):
        assert client.get(address).status_code in (403, 404)


@pytest.mark.rule("GRID-03")
def test_who_saw_what_and_when_is_stored(cast, sign_in):
    worker, home = cast.actor("grid_worker"), find_place_by_plate("1-1-201")
    client = sign_in(cast.grid_worker)
    answer = client.post(reverse("places:verify", args=[home.pk]), {"clear": "household"})
    assert answer.status_code == 302
    row = last_verifications(home.pk)["household"]
    assert (row.verified_by_id, row.clear) == (worker.user_id, "household")
    verify_place(home.pk, actor=cast.actor("captain"), clear=Clear.HOUSEHOLD)
    assert last_verifications(home.pk)["household"].verified_by_id == cast.captain.pk
    for who, clear in (("captain", Clear.CATEGORY), ("worker", Clear.HOUSEHOLD)):
        with pytest.raises(NotAllowed):
            verify_place(home.pk, actor=cast.actor(who), clear=clear)
    for who in ("outsider", "resident"):
        with pytest.raises(NotFound):
            verify_place(home.pk, actor=cast.actor(who), clear=Clear.HOUSEHOLD)
    assert Verification.objects.count() == 2


@pytest.mark.rule("GRID-02")
def test_a_grid_card_tells_its_load(cast):
    make_household("3-1-101", make_person("一"), make_person("二"))
    card = grid_card(cast.places["grid2"].pk)
    assert (card.worker, card.area) == ("吕网格", ("3号楼",))
    assert (card.households, card.people, card.load) == (1, 2, "under")
    assert [rate_load(n) for n in (299, 300, 500, 501)] == ["under", "within", "within", "over"]


def test_a_sticker_opens_the_report_form_with_its_place(cast, sign_in, client):
    clerk, gate = cast.actor("clerk"), cast.places["gate"]
    place = issue_stickers([gate.pk], actor=clerk)[0]
    token = place.qr_token
    assert place_by_qr(token) == gate
    assert issue_stickers([gate.pk], actor=clerk)[0].qr_token == token
    assert issue_stickers([gate.pk], actor=clerk, anew=True)[0].qr_token != token
    assert place_by_qr(token) is None
    assert place_by_qr("nonsense") is None
    answer = client.get(reverse("places:sticker", args=[token]))
    assert answer["Location"].endswith(f"?place={token}")
    with pytest.raises(NotAllowed):
        issue_stickers([gate.pk], actor=cast.actor("resident"))
    sheet = sign_in(cast.clerk).post(
        reverse("places:stickers"), {"place": [gate.pk, cast.places["building1"].pk]}
    )
    assert sheet["Content-Type"] == "application/pdf"
    with pikepdf.open(io.BytesIO(sheet.content)) as pdf:
        assert len(pdf.pages) == 1


def test_public_places_have_one_name_each(cast):
    clerk = cast.actor("clerk")
    pump = create_public_place(actor=clerk, kind=PlaceKind.FACILITY, name="水泵房")
    with pytest.raises(PlateTaken):
        create_public_place(actor=clerk, kind=PlaceKind.PUBLIC_PLACE, name="东门")
    with pytest.raises(PlateTaken):
        update_public_place(pump.pk, actor=clerk, name="东门")
    update_public_place(pump.pk, actor=clerk, name="北水泵房")
    assert find_place_by_plate("北水泵房") == pump
    with pytest.raises(NotFound):
        update_public_place(cast.places["building1"].pk, actor=clerk, name="别的")
    with pytest.raises(NotAllowed):
        create_public_place(actor=cast.actor("agent"), kind=PlaceKind.FACILITY, name="亭子")


def test_the_plan_draws_buildings_where_they_stand(cast):
    for n, key in enumerate(("building1", "building2", "building3")):
        place = cast.places[key]
        place.plan_x, place.plan_y, place.plan_width, place.plan_height = n * 5000, 0, 3000, 1200
        place.save()
    first = cast.places["building1"].pk
    plan = estate_plan(counts={first: 2}, states={first: "watch"}, href=lambda pk: f"/b/{pk}")
    assert [b.label for b in plan.buildings] == ["1号楼", "2号楼", "3号楼"]
    assert plan.buildings[0].x < plan.buildings[1].x < plan.buildings[2].x
    assert all(b.x + b.width <= plan.width for b in plan.buildings)
    assert (plan.buildings[0].count, plan.buildings[0].state) == (2, "watch")
    assert plan.buildings[1].href.endswith(str(cast.places["building2"].pk))


def test_a_page_number_that_there_is_not_gets_a_clear_answer(cast, sign_in):
    client = sign_in(cast.lead)
    for bad in ("-1", "0", "99", "x", "1e9", "٣"):
        answer = client.get(reverse("people:index"), {"page": bad})
        assert answer.status_code == 422, bad
        assert "共 1 页" in answer.content.decode()


def test_an_owner_elsewhere_sees_the_home_and_not_who_lives_there(cast, sign_in):
    home = find_place_by_plate("1-1-201").home
    set_owners(home.pk, actor=cast.actor("lead"), shares=[Share(cast.people["owner"].pk)])
    page = sign_in(cast.owner).get(reverse("places:home", args=[home.pk])).content.decode()
    assert "赵业" in page
    assert "王德山" not in page
    assert Home.objects.filter(pk=home.pk).exists()
