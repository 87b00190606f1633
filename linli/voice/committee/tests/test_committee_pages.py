"""The bodies on pages: for residents, for who runs them, for anybody, and not for others."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from PIL import Image

from linli.base.calendars.api import today
from linli.estate.testing import addresses_of
from linli.matters.testing import load_rules
from linli.voice.committee.api import (
    AppraisalScore,
    BodyKind,
    BodySeat,
    BodyTerm,
    LawfulDuty,
    Meeting,
    ResidentsRepresentative,
    open_appraisal,
    ring_duties,
)
from linli.voice.committee.testing import make_body, make_called, make_members, make_term


def picture() -> SimpleUploadedFile:
    import io

    data = io.BytesIO()
    Image.new("RGB", (60, 40), "white").save(data, "PNG")
    return SimpleUploadedFile("备案回执.png", data.getvalue())


def test_the_secretary_sets_a_body_up(cast: Any, sign_in: Any) -> None:
    secretary = sign_in(cast.secretary)
    owners = cast.organisations["owners"].pk
    fields = {"kind": "owners_committee", "organisation": owners, "phone": "0319-1234567"}
    assert secretary.post("/committee/new", fields).status_code == 302
    body = make_body(cast)
    path = f"/committee/{body.pk}"
    term = {"seats": 6, "starts_on": str(today()), "elected_on": str(today()), "ends_on": ""}
    refused = secretary.post(f"{path}/term", term)
    assert refused.status_code == 422
    assert "业委会的委员人数要是单数" in refused.content.decode()
    assert secretary.post(f"{path}/term", term | {"seats": 5}).status_code == 302
    seat = f"/committee/terms/{BodyTerm.objects.get().pk}/seat"
    named = {"person": "没有这个人", "account": "", "position": "member"}
    assert "没有找到" in secretary.post(seat, named).content.decode()
    assert secretary.post(seat, named | {"person": "张秀兰 1-1-101"}).status_code == 302
    chair = {"person": "", "account": cast.owners_chair.pk, "position": "chair"}
    assert secretary.post(seat, chair).status_code == 302
    page = secretary.get(path).content.decode()
    assert "张秀兰" in page
    row = BodySeat.objects.get(position="member")
    move = secretary.post(f"/committee/seats/{row.pk}/position", {"position": "vice_chair"})
    assert move.status_code == 302
    gone = {"on": str(today()), "reason": "搬走了"}
    assert secretary.post(f"/committee/seats/{row.pk}/leave", gone).status_code == 302


def test_a_meeting_from_the_agenda_to_the_public_page(cast: Any, sign_in: Any) -> None:
    term = make_term(cast, starts_on=today() - timedelta(days=60))
    seats, chair = make_members(cast, term), sign_in(cast.owners_chair)
    fields = {"title": "三季度会", "place_words": "二楼", "day": str(today()), "clock": "10:00"}
    assert chair.post(f"/committee/{term.body_id}/meeting", fields).status_code == 302
    draft = Meeting.objects.get()
    act = f"/committee/meetings/{draft.pk}/act"
    assert chair.post(act, {"action": "add", "title": "修灯"}).status_code == 302
    late = chair.post(act, {"action": "post"})
    assert late.status_code == 422
    assert "至少 7 天" in late.content.decode()
    chair.post(act, {"action": "cancel"})

    meeting = make_called(cast, term)
    path, item = f"/committee/meetings/{meeting.pk}", meeting.items.get()
    public = f"/public/{cast.estate.code}/committees/meetings/{meeting.pk}"
    there = {"action": "attend", "seat": [seat.pk for seat in seats[:3]]}
    assert chair.post(f"{path}/act", there).status_code == 302
    votes = {f"choice_{seat.pk}": "yes" for seat in seats[:3]}
    chair.post(f"{path}/act", {"action": "vote", "item": item.pk, **votes})
    assert f'action="{path}/act"' in chair.get(path).content.decode()
    chair.post(f"{path}/act", {"action": "close"})
    chair.post(f"{path}/minutes", {"text": "同意修东门的灯。"})
    assert "同意修东门的灯" not in sign_in(cast.tenant).get(path).content.decode()
    chair.post(f"{path}/act", {"action": "sign", "seat": seats[0].pk})
    member = sign_in(cast.owners_member)
    assert "我签字" in member.get(path).content.decode()
    member.post(f"{path}/act", {"action": "sign", "seat": seats[1].pk})
    chair.post(f"{path}/act", {"action": "publish"})
    for client, where in ((sign_in(cast.tenant), path), (sign_in(cast.outsider), public)):
        page = client.get(where).content.decode()
        assert "同意修东门的灯。" in page
        assert "和公布时一样" in page
        assert "赞成 3、反对 0、弃权 0" in page


def test_anybody_reads_names_of_offices_and_no_homes(cast: Any, client: Any) -> None:
    term = make_term(cast)
    make_members(cast, term)
    make_term(cast, BodyKind.RESIDENTS)
    base = f"/public/{cast.estate.code}/committees/"
    for path in (base, f"{base}{term.body_id}"):
        page = client.get(path, HTTP_HOST="localhost").content.decode()
        assert "张秀兰" in page
        assert "1-1-101" not in page
    assert client.get("/public/nowhere/committees/", HTTP_HOST="localhost").status_code == 404


@pytest.mark.rule("RC-01", "RC-03")
def test_the_norms_stand_beside_the_figures(cast: Any, sign_in: Any) -> None:
    term = make_term(cast, BodyKind.RESIDENTS)
    page = sign_in(cast.tenant).get(f"/committee/{term.body_id}").content.decode()
    assert "一个社区一般 1" in page
    secretary = sign_in(cast.secretary)
    fields = {
        "person": "王德山 1-1-201", "area": cast.places["building1"].pk,
        "since": str(today()), "until": str(today() + timedelta(days=900)),
    }  # fmt: skip
    assert secretary.post("/committee/representatives/new", fields).status_code == 302
    assert ResidentsRepresentative.objects.count() == 1
    assert "应有 1 到 1 位" in secretary.get("/committee/representatives").content.decode()


@pytest.mark.rule("OWN-11")
def test_a_duty_is_closed_with_its_receipt(cast: Any, sign_in: Any) -> None:
    load_rules(cast.estate)
    make_term(cast)
    ring_duties()
    secretary, duty = sign_in(cast.secretary), LawfulDuty.objects.get(code="filing")
    page = secretary.get("/committee/duties").content.decode()
    assert "向区县住建部门和街道备案" in page
    assert "组织换届选举" in page  # what comes later
    path = f"/committee/duties/{duty.pk}"
    assert secretary.post(path, {}).status_code == 422
    assert secretary.post(path, {"proof": picture()}).status_code == 302
    assert secretary.get(f"{path}/proof").headers["Content-Type"] == "image/webp"
    assert sign_in(cast.supervisor).get(path).status_code == 200


@pytest.mark.rule("RC-04")
def test_a_resident_appraises_and_reads_the_mean(cast: Any, sign_in: Any) -> None:
    term = make_term(cast, BodyKind.RESIDENTS)
    row = open_appraisal(
        term.pk, actor=cast.actor("secretary"), opens_on=today(),
        closes_on=today() + timedelta(days=14),
    )  # fmt: skip
    resident, path = sign_in(cast.resident), f"/committee/appraisals/{row.pk}"
    assert "请您评一评居民委员会" in resident.get("/committee/").content.decode()
    scores = {"open": 5, "diligent": 4, "fair": 4, "results": 3}
    assert resident.post(path, scores | {"fair": ""}).status_code == 422
    assert resident.post(path, scores).status_code == 302
    assert resident.post(path, scores).status_code == 422
    assert "您家评过了" in resident.get(path).content.decode()
    captain, door = sign_in(cast.captain), {"plate": "1-1-201"}
    assert "怎么确认的" in captain.get(path, door).content.decode()
    assert captain.post(path, scores | door).status_code == 422  # nobody said yes
    sure = scores | door | {"confirmation": "念给本人听，本人点头"}
    assert captain.post(path, sure).status_code == 302
    for plate in ("2-1-101", "9-9-999"):  # another captain's building, and no home at all
        assert "没有找到这一户" in captain.get(path, {"plate": plate}).content.decode()
        assert captain.post(path, sure | {"plate": plate}).status_code == 200
    assert AppraisalScore.objects.count() == 2
    secretary = sign_in(cast.secretary)
    assert secretary.post(path, {"action": "close"}).status_code == 302
    assert "5.0 / 5" in resident.get(path).content.decode()


@pytest.mark.rule("RC-04")
def test_open_affairs_are_matched_with_notices_of_fifteen_days(cast: Any, sign_in: Any) -> None:
    from linli.contact.notices.api import post_notice, submit_draft, write_draft

    def notice(kind: str) -> Any:
        draft = write_draft(
            actor=cast.actor("clerk"), kind=kind, title_zh="三季度收支", body_zh="收 10 元。",
            title_en="", body_en="", place_id=None, is_public=True, post_from=today(),
            post_until=today() + timedelta(days=14),
        )  # fmt: skip
        submit_draft(draft.pk, actor=cast.actor("clerk"))
        return post_notice(draft.pk, actor=cast.actor("lead"))

    secretary, good, bad = sign_in(cast.secretary), notice("disclosure"), notice("activity")
    post = {"item": "funds", "notice": bad.pk}
    assert secretary.post("/committee/affairs", post).status_code == 422
    for _again in range(2):
        assert secretary.post("/committee/affairs", post | {"notice": good.pk}).status_code == 302
    page = secretary.get("/committee/affairs").content.decode()
    assert page.count("公开过") == 1


@pytest.mark.parametrize("who", ["outsider", "foreign_lead", "resident", "captain", "agent"])
def test_others_change_nothing(cast: Any, sign_in: Any, who: str) -> None:
    term = make_term(cast, starts_on=today() - timedelta(days=60))
    seats, meeting = make_members(cast, term, names=("elder",)), make_called(cast, term)
    ids = {
        "body_id": term.body_id, "term_id": term.pk, "seat_id": seats[0].pk, "duty_id": 1,
        "meeting_id": meeting.pk, "appraisal_id": 1,
    }  # fmt: skip
    client = sign_in(cast.accounts[who])
    for path in addresses_of("committee", **ids):
        answer = client.post(path, {"action": "cancel"})
        assert answer.status_code >= 400, path
    meeting.refresh_from_db()
    assert meeting.state == "called"
    assert LawfulDuty.objects.count() == 0
    assert BodySeat.objects.filter(until=None).count() == 3
