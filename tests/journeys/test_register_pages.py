"""The register's pages in a real browser: accessible on a desk, a phone and in elder mode."""

from __future__ import annotations

import re
from datetime import timedelta

import pytest

from tests.journeys.pages import DESK, PHONE


def _furnish(cast):
    """Something on every page: a certificate that ends, a lease, a round, a week with shifts."""
    from linli.base.calendars.api import SHANGHAI, now, today
    from linli.estate.captains.api import open_round, recommend
    from linli.estate.people.api import CategoryKind, add_category, fill_identity
    from linli.estate.places.api import begin_lease, find_place_by_plate
    from linli.estate.testing import make_person
    from linli.resources.crew.api import add_member
    from linli.resources.rosters.api import Duty, ShiftPlan, plan_shifts, record_absence

    lead, elder = cast.actor("lead"), cast.people["elder"]
    fill_identity(elder, "130502195003050014")
    elder.health_note = "听力差"
    elder.save()
    add_category(
        elder.pk, actor=lead, kind=CategoryKind.DISABILITY, source="残疾人证",
        certificate="13050219500305001442", valid_until=today() + timedelta(days=20),
    )  # fmt: skip
    add_category(elder.pk, actor=lead, kind=CategoryKind.ELDER_ALONE, source="走访")
    double = make_person("王德三", phone=elder.phone)
    home = find_place_by_plate("2-1-201")
    begin_lease(
        home.pk, actor=lead, tenant_id=cast.people["tenant"].pk,
        starts_on=today() - timedelta(days=1000), ends_on=today() + timedelta(days=30),
    )  # fmt: skip
    row = open_round(
        cast.places["building1"].pk, actor=lead, opens_on=today(),
        closes_on=today() + timedelta(days=9),
    )  # fmt: skip
    recommend(
        row.pk, actor=lead, household_id=elder.memberships.get().household_id,
        candidate_id=elder.pk,
    )  # fmt: skip
    organisation = cast.organisations["property"].pk
    members = [
        add_member(
            getattr(cast, name).pk, actor=lead, organisation_id=organisation, skills=["水电"]
        )
        for name in ("worker", "worker2")
    ]
    start = now().astimezone(SHANGHAI).replace(hour=8, minute=0)
    plan_shifts(
        [ShiftPlan(members[0].pk, Duty.REPAIR, start, start + timedelta(hours=8))], actor=lead
    )
    record_absence(
        members[1].pk, actor=lead, starts_on=today(), ends_on=today(), stand_in_id=members[0].pk
    )
    return {
        "elder": elder.pk, "double": double.pk, "home": home.pk, "round": row.pk,
        "building": cast.places["building1"].pk, "grid": cast.places["grid1"].pk,
        "gate": cast.places["gate"].pk, "organisation": organisation, "member": members[0].pk,
    }  # fmt: skip


PAGES = [
    "/people/", "/people/?q=wds", "/people/?q=nobody", "/people/expiring/", "/people/duplicates/",
    "/people/{elder}/", "/people/{elder}/edit/", "/people/{elder}/status/",
    "/people/{elder}/categories/new/", "/people/{elder}/open/id_number/",
    "/people/{elder}/merge/{double}/", "/people/homes/{home}/new/", "/places/",
    "/places/grids/", "/places/grids/{grid}/", "/places/buildings/{building}/",
    "/places/homes/{home}/", "/places/homes/{home}/edit/", "/places/homes/{home}/owners/",
    "/places/leases/", "/places/public/", "/places/public/new/", "/places/public/{gate}/",
    "/organisations/", "/organisations/{organisation}/", "/organisations/{organisation}/appoint/",
    "/captains/", "/captains/new/", "/captains/{round}/", "/captains/{round}/recommend/",
    "/exports/register/", "/crew/", "/crew/organisations/{organisation}/",
    "/crew/members/{member}/leave/", "/rosters/{organisation}/",
    "/rosters/{organisation}/shifts/new/", "/rosters/{organisation}/absences/new/",
]  # fmt: skip


@pytest.mark.slow
@pytest.mark.rule("A11-03")
@pytest.mark.parametrize(
    ("viewport", "elder", "language"),
    [(DESK, False, "zh-hans"), (PHONE, False, "en"), (PHONE, True, "zh-hans")],
    ids=["desk", "phone", "elder"],
)
def test_pages_of_the_register_are_accessible(
    live, browser_page, assert_accessible, viewport, elder, language
):
    with live.scope():
        ids = _furnish(live.cast)
    page = browser_page(live.cast.lead, viewport=viewport, elder=elder, language=language)
    for address in PAGES:
        answer = page.goto(address.format(**ids))
        assert answer.status == 200, address
        assert_accessible(page)


@pytest.mark.rule("A11-03")
def test_a_resident_reads_the_own_pages(live, browser_page, assert_accessible):
    with live.scope():
        ids = _furnish(live.cast)
        own = live.cast.people["resident"]
        home = own.memberships.get().household.home_id
    page = browser_page(live.cast.resident, viewport=PHONE, elder=True)
    for address in (f"/people/{own.pk}/", f"/places/homes/{home}/", "/captains/",
                    f"/captains/{ids['round']}/", "/places/grids/"):  # fmt: skip
        assert page.goto(address).status == 200
        assert_accessible(page)


def test_somebody_is_unmasked_with_a_purpose(live, browser_page):
    with live.scope():
        ids = _furnish(live.cast)
    page = browser_page(live.cast.clerk)
    page.goto(f"/people/{ids['elder']}/")
    assert "130502195003050014" not in page.content()
    page.get_by_role("link", name=re.compile("身份证号")).click()
    page.get_by_label("为什么要看").fill("核对高龄补贴")
    page.get_by_role("button", name="查看").click()
    page.get_by_text("130502195003050014").wait_for()
