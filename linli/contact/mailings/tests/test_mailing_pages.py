"""The pages: from the draft to the captain's tick, and who gets none of them."""

from __future__ import annotations

from typing import Any

import pytest

from linli.base.calendars.api import clock_at
from linli.contact.mailings.api import Mailing, MailingRecipient, run_once
from linli.contact.mailings.tests.test_mailings import BODY, NOON, let_out, make_unreachable
from linli.contact.messages.api import ContactPreference
from linli.estate.testing import addresses_of

DRAFT = {"title": "停水", "body_zh": BODY, "audience": "everybody"}


@pytest.fixture(autouse=True)
def at_noon() -> Any:
    with clock_at(NOON):
        yield


def run(mailing: Mailing) -> None:
    while run_once(mailing.pk, mailing.estate_id):
        pass


def test_written_approved_by_another_and_watched(cast: Any, sign_in: Any) -> None:
    clerk, lead = sign_in(cast.clerk), sign_in(cast.lead)
    answer = clerk.post("/mailings/new", DRAFT, follow=True)
    page = answer.content.decode()
    assert "会发给 4 人" in page
    assert "张秀兰您好：1号楼明天停水" in page
    mailing = Mailing.objects.get()
    act = f"/mailings/{mailing.pk}/act"
    clerk.post(act, {"action": "submit"})
    assert clerk.post(act, {"action": "approve"}).status_code == 403
    assert "等您看一眼" in lead.get("/mailings/").content.decode()
    assert lead.post(act, {"action": "approve"}).status_code == 302
    assert lead.post(act, {"action": "approve"}).status_code == 302  # a double click
    run(mailing)
    page = lead.get(f"/mailings/{mailing.pk}").content.decode()
    assert "4 人送到 / 共 4 人" in page
    assert lead.post(act, {"action": "stop"}).status_code == 409


def test_a_wrong_field_is_named_at_its_place(cast: Any, sign_in: Any) -> None:
    answer = sign_in(cast.clerk).post("/mailings/new", {**DRAFT, "body_zh": "您好{姓铭}"})
    assert answer.status_code == 422
    assert "{姓铭} 填不进去" in answer.content.decode()
    assert not Mailing.objects.exists()


def test_people_are_named_line_by_line(cast: Any, sign_in: Any) -> None:
    clerk = sign_in(cast.clerk)
    named = {**DRAFT, "audience": "people", "people": "张秀兰 1-1-101\n没有这个人"}
    answer = clerk.post("/mailings/new", named)
    assert "没有找到“没有这个人”" in answer.content.decode()
    clerk.post("/mailings/new", {**named, "people": "张秀兰 1-1-101"})
    mailing = Mailing.objects.get()
    assert mailing.audience_values == [str(cast.people["resident"].pk)]
    assert not mailing.is_mass
    assert clerk.get(f"/mailings/{mailing.pk}/edit").status_code == 200


def test_the_captain_ticks_off_on_screen_and_paper(cast: Any, sign_in: Any) -> None:
    make_unreachable(cast, "elder")
    mailing = let_out(cast)
    run(mailing)
    captain = sign_in(cast.captain)
    assert "还有 1 人" in captain.get("/mailings/carry").content.decode()
    page = captain.get(f"/mailings/carry/{mailing.pk}").content.decode()
    assert "王德山" in page
    assert "张秀兰" not in page
    for query in ("", "?slips=1"):
        paper = captain.get(f"/mailings/carry/{mailing.pk}/paper{query}")
        assert paper.content.startswith(b"%PDF")
    row = MailingRecipient.objects.get(state="by_hand")
    captain.post(f"/mailings/carry/told/{row.pk}")
    assert "都说到了" in captain.get("/mailings/carry").content.decode()


def test_a_resident_reads_the_own_messages_and_says_how_to_be_told(cast: Any, sign_in: Any) -> None:
    mailing = let_out(cast)
    run(mailing)
    resident = sign_in(cast.resident)
    assert "张秀兰您好" in resident.get("/mailings/own").content.decode()
    seen = MailingRecipient.objects.exclude(seen_at=None)
    assert [row.person_id for row in seen] == [cast.people["resident"].pk]
    answer = resident.post("/mailings/preference", {"channel": "slip", "language": "en"})
    assert answer.status_code == 302
    kept = ContactPreference.objects.get()
    assert (kept.channel, kept.language) == ("slip", "en")


def test_templates_are_changed_and_used(cast: Any, sign_in: Any) -> None:
    clerk = sign_in(cast.clerk)
    changed = {"title": "停水", "body_zh": "{姓名},停水", "body_en": ""}
    assert clerk.post("/mailings/templates/water_off", changed).status_code == 302
    assert clerk.post("/mailings/templates/new", {**changed, "body_zh": "{x}"}).status_code == 422
    page = clerk.get("/mailings/new?template=water_off").content.decode()
    assert "{姓名},停水" in page


@pytest.mark.parametrize("who", ["outsider", "foreign_lead", "resident", "worker"])
def test_others_get_nothing(cast: Any, sign_in: Any, who: str) -> None:
    make_unreachable(cast, "elder")
    mailing = let_out(cast)
    run(mailing)
    row = MailingRecipient.objects.get(state="by_hand")
    client = sign_in(getattr(cast, who))
    ids = {
        "mailing_id": mailing.pk, "recipient_id": row.pk, "code": "water_off",
        "person_id": cast.people["elder"].pk,
    }  # fmt: skip
    for path in addresses_of("mailings", **ids):
        for method in (client.get, client.post):
            answer = method(path)
            assert "王德山" not in answer.content.decode(), path
            assert str(mailing.pk) not in path or answer.status_code >= 400, path
