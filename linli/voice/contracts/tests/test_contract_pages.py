"""The pages: contract, papers, calendar, check list, rating, consents, and the public one."""

from __future__ import annotations

import io
from datetime import timedelta
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from PIL import Image

from linli.base.audit.api import AuditRow
from linli.base.calendars.api import today
from linli.estate.models import Home, Ownership
from linli.estate.places.api import issue_stickers
from linli.estate.testing import addresses_of
from linli.matters.testing import load_rules
from linli.voice.contracts.api import run_schedules
from linli.voice.contracts.models import (
    FacilityCertificate,
    Paper,
    PaperVersion,
    ServiceCheck,
    ServiceContract,
    ServiceDue,
    ServiceItem,
    ServiceRating,
)
from linli.voice.contracts.testing import (
    TEXT,
    make_daily,
    make_item,
    make_lift,
    make_service_contract,
    make_use,
    make_version,
)


def picture() -> SimpleUploadedFile:
    data = io.BytesIO()
    Image.new("RGB", (300, 400), "white").save(data, "PNG")
    return SimpleUploadedFile("signed.png", data.getvalue(), "image/png")


def test_a_contract_is_made_written_and_published(cast: Any, sign_in: Any) -> None:
    load_rules(cast.estate)
    secretary, lead = sign_in(cast.secretary), sign_in(cast.lead)
    form = {
        "title": "物业服务合同", "company": cast.organisations["property"].pk,
        "client": cast.organisations["owners"].pk, "starts_on": today(),
        "ends_on": today() + timedelta(days=700), "basis": "package",
    }  # fmt: skip
    assert secretary.post("/contracts/new", form).status_code == 302
    contract = ServiceContract.objects.get()
    secretary.post(f"/contracts/{contract.pk}/load")
    assert ServiceItem.objects.count() > 10
    paper = f"/contracts/papers/{contract.paper_id}"
    words = {"text": TEXT, "valid_from": today(), "ground_note": "2025 年大会", "scan": picture()}
    assert secretary.post(f"{paper}/write", words).status_code == 302
    assert secretary.post(f"{paper}/act", {"action": "publish"}).status_code == 403
    assert lead.post(f"{paper}/act", {"action": "publish"}).status_code == 302
    page = sign_in(cast.tenant).get(paper).content.decode()
    assert "楼道每天扫一遍" in page
    assert "看签字的原件" not in page
    run_schedules()
    assert "电梯维保" in sign_in(cast.owner).get("/contracts/calendar").content.decode()
    assert "绿化养护" in lead.get(f"/contracts/{contract.pk}").content.decode()
    for name in ("", "performance", "uses"):
        assert lead.get(f"/contracts/{name}").status_code == 200


@pytest.mark.rule("OWN-15")
def test_owners_see_the_signed_paper_and_the_look_is_recorded(cast: Any, sign_in: Any) -> None:
    version = make_version(cast)
    page = f"/contracts/versions/{version.pk}/scan"
    assert sign_in(cast.tenant).get(page).status_code == 404
    answer = sign_in(cast.owner).get(page)
    assert answer.status_code == 200
    assert b"".join(answer)[:4] == b"RIFF"
    row = AuditRow.objects.get(action="paper.scan_seen", outcome="done")
    assert row.user_id == cast.owner.pk


def test_two_versions_are_compared(cast: Any, sign_in: Any) -> None:
    old = make_version(cast)
    new = make_version(cast, old.paper, text=TEXT.replace("一遍", "两遍") + "\n第四条 养犬\n牵绳。")
    page = sign_in(cast.owner).get(f"/contracts/versions/{new.pk}/to/{old.pk}").content.decode()
    assert "<ins>两</ins>" in page
    assert "牵绳" in page
    other = make_version(cast, Paper.objects.create(
        kind="assembly_rules", title="议事规则", created_at=old.published_at))  # fmt: skip
    answer = sign_in(cast.owner).get(f"/contracts/versions/{new.pk}/to/{other.pk}")
    assert answer.status_code == 404
    assert PaperVersion.objects.count() == 3


@pytest.mark.rule("FEE-09")
def test_a_late_notice_is_refused_with_the_day_that_would_do(cast: Any, sign_in: Any) -> None:
    contract = make_service_contract(cast)
    page = f"/contracts/{contract.pk}/notice"
    form = {"kind": "dismissal", "given_on": today(), "effective_on": today() + timedelta(days=59)}
    answer = sign_in(cast.owners_chair).post(page, form)
    assert answer.status_code == 422
    assert str(today() + timedelta(days=60)) in answer.content.decode()
    good = form | {"effective_on": today() + timedelta(days=60)}
    assert sign_in(cast.owners_chair).post(page, good).status_code == 302
    assert sign_in(cast.property_manager).post(page, good).status_code == 403


def test_an_item_is_written_by_hand(cast: Any, sign_in: Any) -> None:
    load_rules(cast.estate)
    contract, lead = make_service_contract(cast), sign_in(cast.lead)
    form = {
        "code": "pool", "area": "equipment", "title_zh": "水池清洗", "standard_zh": "半年一次",
        "places": "estate", "every": 6, "unit": "month", "starts_on": today(), "lead_days": 7,
        "grace_days": 3, "holiday": "shift", "mode": "matter", "category": "water_pipe",
        "is_active": "on",
    }  # fmt: skip
    assert lead.post(f"/contracts/{contract.pk}/items/new", form).status_code == 302
    item = ServiceItem.objects.get()
    edit = f"/contracts/items/{item.pk}/edit"
    assert lead.post(edit, form | {"every": "0"}).status_code == 422
    assert lead.post(edit, form | {"unit": "before_expiry"}).status_code == 422
    assert lead.post(edit, form | {"every": "12"}).status_code == 302
    item.refresh_from_db()
    assert item.every == 12
    assert item.version == 2


def test_the_list_is_ticked_on_the_page_and_at_the_code(cast: Any, sign_in: Any) -> None:
    load_rules(cast.estate)
    from linli.estate.places.api import issue_stickers

    make_daily(cast, make_service_contract(cast))
    run_schedules()
    building = cast.places["building1"]
    issue_stickers([building.pk], actor=cast.actor("lead"))
    building.refresh_from_db()
    worker = sign_in(cast.worker)
    page = worker.get(f"/contracts/at/{building.qr_token}").content.decode()
    assert page.count("data-photos-list") == 1
    dues = list(ServiceDue.objects.order_by("pk"))
    assert worker.post(f"/contracts/checks/{dues[0].pk}", {"result": "good"}).status_code == 302
    bad = {"result": "bad", "note": "门口一堆沙子", "photo": picture()}
    assert worker.post(f"/contracts/checks/{dues[1].pk}", bad).status_code == 302
    assert worker.post(f"/contracts/checks/{dues[2].pk}", {"result": "bad"}).status_code == 422
    assert ServiceCheck.objects.filter(photo__isnull=False).count() == 1
    dues[1].refresh_from_db()
    assert dues[1].matter is not None
    shown = sign_in(cast.owner).get(f"/contracts/items/{dues[0].item_id}").content.decode()
    assert "按时做了" in shown
    assert "不合格" in shown


def test_a_certificate_is_recorded_by_the_company(cast: Any, sign_in: Any) -> None:
    lift = make_lift()
    form = {"place": lift.pk, "inspected_on": today(), "valid_until": today() + timedelta(days=365)}
    manager = sign_in(cast.property_manager)
    assert manager.post("/contracts/certificates/new", form).status_code == 302
    assert FacilityCertificate.objects.get().place_id == lift.pk
    wrong = form | {"valid_until": today()}
    assert manager.post("/contracts/certificates/new", wrong).status_code == 422


SCORES = {"tidy": "4", "safe": "5", "repairs": "3", "manner": "5", "overall": "4"}


def test_rated_on_the_phone_and_with_a_captain(cast: Any, sign_in: Any) -> None:
    tenant, captain = sign_in(cast.tenant), sign_in(cast.captain)
    assert "租住的人" in tenant.get("/contracts/rate").content.decode()
    assert tenant.post("/contracts/rate", {**SCORES, "safe": ""}).status_code == 422
    assert tenant.post("/contracts/rate", SCORES).status_code == 302
    again = tenant.post("/contracts/rate", {**SCORES, "seat": "1:tenant"})
    assert "您已经评过" in again.content.decode()  # a form for another home rates nothing
    assert "您已经评过" in tenant.get("/contracts/rate").content.decode()
    assert "王德山" in captain.get("/contracts/rate/for?plate=1-1-201").content.decode()
    assert "赵业" not in captain.get("/contracts/rate/for?plate=2-1-101").content.decode()
    elder = {"plate": "1-1-201", "person": cast.people["elder"].pk, **SCORES}
    assert captain.post("/contracts/rate/for", elder).status_code == 422
    sure = elder | {"confirmation": "念给他听"}
    assert captain.post("/contracts/rate/for", sure).status_code == 302
    assert ServiceRating.objects.count() == 2


@pytest.mark.rule("OWN-17")
def test_a_neighbour_answers_and_sees_no_list_of_names(cast: Any, sign_in: Any) -> None:
    Ownership.objects.create(
        home=Home.objects.get(place__plate="2-1-201"), person=cast.people["tenant"]
    )
    use = make_use(cast)
    page = f"/contracts/uses/{use.pk}"
    tenant = sign_in(cast.tenant)
    shown = tenant.get(page).content.decode()
    assert "您的答复" in shown
    assert "名单</h" not in shown
    assert "<table" not in shown
    assert tenant.post(f"{page}/answer", {"agrees": "perhaps"}).status_code == 422
    assert tenant.post(f"{page}/answer", {"agrees": "no"}).status_code == 302
    assert "有人不同意" in sign_in(cast.owner).get(page).content.decode()
    assert sign_in(cast.resident).get(page).status_code == 404
    consent = use.consents.exclude(person=cast.people["tenant"].pk).first()
    form = {"agrees": "yes", "confirmation": "签字"}
    assert sign_in(cast.agent).post(f"/contracts/consents/{consent.pk}", form).status_code == 422


@pytest.mark.rule("FEE-05")
def test_everybody_reads_the_service_without_an_account(cast: Any, client: Any) -> None:
    load_rules(cast.estate)
    contract = make_service_contract(cast)
    make_item(cast, contract)
    make_daily(cast, contract)
    make_version(cast)
    run_schedules()
    page = client.get(f"/public/{cast.estate.code}/service").content.decode()
    assert "物业公司" in page
    assert "绿化养护" in page
    assert "管理规约" in page
    assert not any(person.name in page for person in cast.people.values())
    assert client.get("/public/nowhere/service").status_code == 404
    wrong = client.get(f"/public/{cast.estate.code}/service?quarter=2026Q9")
    assert wrong.status_code == 422


@pytest.mark.parametrize("who", ["outsider", "foreign_lead"])
def test_strangers_get_nothing(cast: Any, sign_in: Any, who: str) -> None:
    load_rules(cast.estate)
    contract = make_service_contract(cast)
    item, version, use = make_item(cast, contract), make_version(cast), make_use(cast)
    run_schedules()
    client = sign_in(getattr(cast, who))
    ids = {
        "contract_id": contract.pk, "item_id": item.pk, "paper_id": version.paper_id,
        "version_id": version.pk, "other_id": version.pk, "use_id": use.pk,
        "due_id": ServiceDue.objects.first().pk, "consent_id": use.consents.first().pk,
        "token": "00000000-0000-4000-8000-000000000000",
    }  # fmt: skip
    for path in addresses_of("contracts", **ids):
        for method in (client.get, client.post):
            answer = method(path)
            body = answer.content.decode() if not answer.streaming else "streamed"
            assert "理发店" not in body, path
            assert "楼道每天扫一遍" not in body, path
            assert body != "streamed", path


def test_a_sticker_leads_a_worker_to_what_is_due_there(
    cast: Any, sign_in: Any, client: Any
) -> None:
    load_rules(cast.estate)
    item = make_daily(cast, make_service_contract(cast))
    run_schedules()
    building = issue_stickers([cast.places["building1"].pk], actor=cast.actor("clerk"))[0]
    scanned, list_here = f"/places/qr/{building.qr_token}/", f"/contracts/at/{building.qr_token}"
    worker = sign_in(cast.worker)
    assert worker.get(scanned)["Location"] == list_here
    page = worker.get(list_here).content.decode()
    assert page.count("做好了") and f"?place={building.qr_token}" in page
    for who in (cast.resident, cast.agent, cast.outsider, cast.foreign_lead):
        assert "/report" in sign_in(who).get(scanned)["Location"]
    assert "/report" in client.get(scanned)["Location"]
    due = ServiceDue.objects.get(item=item, place=building)
    token = {"result": "good", "token": str(building.qr_token)}
    assert worker.post(f"/contracts/checks/{due.pk}", token)["Location"] == list_here
    assert "都打完了" in worker.get(list_here).content.decode()
    # nothing is due any more: the code is for saying something again
    assert "/report" in worker.get(scanned)["Location"]
    again = ServiceDue.objects.exclude(pk=due.pk).filter(item=item).first()
    odd = {"result": "good", "token": "//elsewhere"}
    assert worker.post(f"/contracts/checks/{again.pk}", odd)["Location"] == "/contracts/checks"
