"""Pages of fees through HTTP: the accountant's quarter, the desk, the resident."""

from __future__ import annotations

import pytest
from django.urls import reverse

from linli.base.calendars.api import today
from linli.estate.models import Home, Household
from linli.money.fees.api import Bill, BillingRun, Waiver
from linli.money.fees.testing import bill_of, current_quarter, issue_bills, make_waiver
from linli.money.fees.tests.test_settling import pay


def test_the_accountant_issues_a_quarter(cast, fees, sign_in):
    client = sign_in(cast.accountant)
    answer = client.post(
        "/fees/runs/new",
        {
            "charge": "property_fee",
            "period": "2026Q4",
            "due_on": str(today()),
        },
    )
    run = BillingRun.objects.get()
    assert answer.status_code == 302 and answer.url == reverse("fees:run", args=[run.pk])
    page = client.get(answer.url).content.decode()
    assert "80 m² × 0.80 元 × 3 个月 = 192.00" in page and "没有登记谁来交" in page
    trouble = client.get(answer.url + "?show=trouble").content.decode()
    assert "2-1-101" not in trouble
    client.post(reverse("fees:act", args=[run.pk]), {"action": "confirm"})
    client.post(reverse("fees:act", args=[run.pk]), {"action": "confirm"})
    assert Bill.objects.count() == 4
    assert "已发出" in client.get("/fees/").content.decode()
    again = client.post(
        "/fees/runs/new",
        {
            "charge": "property_fee",
            "period": "2026Q4",
            "due_on": str(today()),
        },
    )
    assert again.status_code == 422 and "已经发过了" in again.content.decode()


@pytest.mark.parametrize("period", ["2026Q9", "soon", "2026-11", ""])
def test_a_bad_period_is_refused_at_its_field(cast, fees, sign_in, period):
    client = sign_in(cast.accountant)
    answer = client.post(
        "/fees/runs/new",
        {
            "charge": "property_fee",
            "period": period,
            "due_on": str(today()),
        },
    )
    assert answer.status_code == 422 and not BillingRun.objects.exists()


def test_what_changed_meanwhile_is_told_on_the_runs_page(cast, fees, sign_in):
    client = sign_in(cast.accountant)
    client.post(
        "/fees/runs/new",
        {
            "charge": "property_fee",
            "period": "2026Q4",
            "due_on": str(today()),
        },
    )
    run = BillingRun.objects.get()
    Home.objects.filter(place__plate="2-1-101").update(area_cm2=700_000)
    answer = client.post(reverse("fees:act", args=[run.pk]), {"action": "confirm"}, follow=True)
    page = answer.content.decode()
    assert "请重新预览" in page and "全部发出" not in page and not Bill.objects.exists()
    client.post(reverse("fees:act", args=[run.pk]), {"action": "preview"})
    client.post(reverse("fees:act", args=[run.pk]), {"action": "confirm"})
    assert bill_of("2-1-101").amount_fen == 16_800


@pytest.mark.parametrize("price", ["-1", "0.123456", "1e3", "abc", "100001", "1,2.3.4"])
def test_a_price_that_is_none(cast, fees, sign_in, price):
    client = sign_in(cast.accountant)
    answer = client.post(
        reverse("fees:tariff_new", args=["property_fee"]),
        {
            "starts_on": "2030-01-01",
            "formula": "area",
            "price": price,
            "ground_kind": "contract",
            "ground": "合同",
        },
    )
    assert answer.status_code == 422


def test_prices_and_waivers_on_pages(cast, fees, sign_in):
    client, lead = sign_in(cast.accountant), sign_in(cast.lead)
    answer = client.post(
        reverse("fees:tariff_new", args=["property_fee"]),
        {
            "starts_on": "2030-01-01",
            "formula": "area",
            "price": "0.385",
            "ground_kind": "contract",
            "ground": "合同 2030",
            "surcharge": "0",
        },
    )
    assert answer.status_code == 302
    assert "0.385" in client.get(reverse("fees:charge", args=["property_fee"])).content.decode()
    answer = client.post(
        reverse("fees:waiver_new", args=["property_fee"]),
        {
            "name": "低保减半",
            "scope": "low_income",
            "percent": "50",
            "ground": "文件",
            "starts_on": "2026-01-01",
        },
    )
    waiver = Waiver.objects.get()
    own = client.post(reverse("fees:waiver_act", args=[waiver.pk]), {"action": "approve"})
    assert own.status_code == 403
    lead.post(reverse("fees:waiver_act", args=[waiver.pk]), {"action": "approve"})
    waiver.refresh_from_db()
    assert waiver.approved_by == cast.lead
    vacant = client.post(
        reverse("fees:waiver_new", args=["property_fee"]),
        {
            "name": "空置",
            "scope": "vacant",
            "percent": "30",
            "ground": "决定",
            "starts_on": "2026-01-01",
        },
    )
    assert vacant.status_code == 422 and "没有找到这个决定" in vacant.content.decode()


def test_the_resident_sees_what_for_which_months_and_how(cast, fees, sign_in):
    Household.objects.filter(home__place__plate="2-1-201").update(low_income=True)
    make_waiver(cast)
    issue_bills(cast, period="2026Q4")
    bill = bill_of("2-1-201")
    client = sign_in(cast.tenant)
    assert "/fees/own" in client.get("/my/").content.decode()
    own = client.get("/fees/own").content.decode()
    assert "物业费" in own and "2026 年第 4 季度" in own
    page = client.get(reverse("fees:bill", args=[bill.pk])).content.decode()
    assert (
        "80 m² × 0.80 元 × 3 个月" in page
        and "区住建〔2020〕5号" in page
        and "低保家庭减半" in page
    )
    paper = client.get(reverse("fees:paper", args=[bill.pk]))
    assert paper.content[:5] == b"%PDF-"
    assert sign_in(cast.resident).get(reverse("fees:bill", args=[bill.pk])).status_code == 404
    assert sign_in(cast.outsider).get("/fees/own").status_code == 200


def test_the_desk_does_not_learn_why_a_bill_is_waived(cast, fees, sign_in):
    Household.objects.filter(home__place__plate="2-1-201").update(low_income=True)
    make_waiver(cast)
    issue_bills(cast, period="2026Q4")
    bill = bill_of("2-1-201")
    page = sign_in(cast.agent).get(reverse("fees:bill", args=[bill.pk])).content.decode()
    assert "减免" in page and "低保" not in page and "区住建" not in page
    home = sign_in(cast.agent).get("/fees/homes?plate=2-1-201", follow=True).content.decode()
    assert "2026 年第 4 季度" in home
    assert sign_in(cast.worker).get(reverse("fees:home", args=[bill.home_id])).status_code in (
        403,
        404,
    )


def test_correcting_on_pages(cast, fees, sign_in):
    issue_bills(cast, period="2026Q4")
    bill = bill_of("2-1-101")
    pay(cast, bill.home_id, 19_200)
    client = sign_in(cast.accountant)
    assert "/refund" in client.get(reverse("fees:bill", args=[bill.pk])).content.decode()
    Home.objects.filter(pk=bill.home_id).update(area_cm2=400_000)
    client.post(reverse("fees:correct", args=[bill.pk]), {"reason": "面积"})
    assert bill_of("2-1-101").amount_fen == 9_600


def test_rates_down_to_the_homes(cast, fees, sign_in):
    issue_bills(cast)
    pay(cast, bill_of("2-1-101").home_id, 19_200)
    client = sign_in(cast.accountant)
    page = client.get(f"/fees/rates?period={current_quarter()}").content.decode()
    assert "25.0" in page and "2号楼" in page
    building = cast.places["building2"]
    homes = client.get(f"/fees/rates/{building.pk}?period={current_quarter()}").content.decode()
    assert "2-1-101" in homes and "1-1-101" not in homes
    assert client.get("/fees/rates?period=x").status_code == 200
    assert sign_in(cast.agent).get(f"/fees/rates/{building.pk}").status_code == 403
