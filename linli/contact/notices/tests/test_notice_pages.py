"""A notice from the draft to the archive, on pages and paper, and who gets none of it."""

from __future__ import annotations

import io
from datetime import timedelta
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from PIL import Image

from linli.base.calendars.api import clock_at
from linli.contact.notices.api import Notice, NoticeDraft, NoticeSeen
from linli.contact.notices.tests.test_notices import DAY, NOON, draft, post
from linli.web.accounts.testing import OutsideClient


@pytest.fixture(autouse=True)
def at_noon() -> Any:
    with clock_at(NOON):
        yield


def picture() -> SimpleUploadedFile:
    data = io.BytesIO()
    Image.new("RGB", (40, 40), "white").save(data, "PNG")
    return SimpleUploadedFile("账目.png", data.getvalue(), "image/png")


FORM = {
    "kind": "disclosure", "title_zh": "十月收支", "body_zh": "收 10 元,支 8 元。",
    "title_en": "October accounts", "body_en": "In 10, out 8.", "place": "", "is_public": "on",
    "post_from": str(DAY), "post_until": str(DAY + timedelta(days=14)),
}  # fmt: skip


def test_from_the_form_to_the_public_page(cast: Any, sign_in: Any) -> None:
    clerk, lead, resident = sign_in(cast.clerk), sign_in(cast.lead), sign_in(cast.resident)
    answer = clerk.post("/notices/new", {**FORM, "file": picture()}, follow=True)
    assert "收 10 元" in answer.content.decode()
    act = f"/notices/draft/{NoticeDraft.objects.get().pk}/act"
    clerk.post(act, {"action": "submit"})
    assert clerk.post(act, {"action": "post"}).status_code == 403
    assert "十月收支" in lead.get("/notices/desk").content.decode()
    assert lead.post(act, {"action": "post"}).status_code == 302
    assert lead.post(act, {"action": "post"}).status_code == 302  # a double click
    notice = Notice.objects.get()
    assert "十月收支" in resident.get("/notices/").content.decode()
    page = resident.get(f"/notices/{notice.pk}").content.decode()
    assert "和贴出来时一样" in page
    resident.get(f"/notices/{notice.pk}")
    assert NoticeSeen.objects.count() == 1
    assert "1 人在网页上看过" in lead.get(f"/notices/{notice.pk}").content.decode()
    assert "张秀兰" in lead.get(f"/notices/{notice.pk}/readers").content.decode()
    visitor = OutsideClient()
    public = f"/notices/of/{cast.estate.code}/"
    assert "十月收支" in visitor.get(public).content.decode()
    page = visitor.get(f"{public}{notice.pk}").content.decode()
    assert "张秀兰" not in page
    token = notice.draft.files.get().file.token
    answer = visitor.get(f"{public}{notice.pk}/file/{token}")
    assert answer["Content-Type"] == "image/webp"
    assert resident.get(f"/notices/{notice.pk}/paper").content.startswith(b"%PDF")
    with clock_at(NOON + timedelta(days=20)):
        assert "已归档" in visitor.get(f"{public}{notice.pk}").content.decode()


def test_too_few_days_are_said_at_the_field(cast: Any, sign_in: Any) -> None:
    answer = sign_in(cast.clerk).post("/notices/new", {**FORM, "post_until": str(DAY)})
    assert answer.status_code == 422
    assert "至少公示 15 天" in answer.content.decode()


def test_english_readers_read_english(cast: Any, sign_in: Any) -> None:
    notice = post(cast, title_en="October accounts", body_en="In 10, out 8.")
    resident = sign_in(cast.resident)
    resident.cookies["linli_language"] = "en"
    assert "In 10, out 8." in resident.get(f"/notices/{notice.pk}").content.decode()


def test_a_correction_is_shown_at_both_ends(cast: Any, sign_in: Any) -> None:
    wrong = post(cast)
    right = post(cast, title_zh="十月收支更正", corrects_id=wrong.pk)
    resident = sign_in(cast.resident)
    assert "已有更正" in resident.get(f"/notices/{wrong.pk}").content.decode()
    assert wrong.number in resident.get(f"/notices/{right.pk}").content.decode()
    begin = sign_in(cast.clerk).get(f"/notices/new?corrects={wrong.pk}")
    assert "更正" in begin.content.decode()


def test_the_captain_ticks_off_at_the_door(cast: Any, sign_in: Any) -> None:
    elder = cast.people["elder"]
    elder.phone = ""
    elder.save(update_fields=["phone"])
    notice = post(cast)
    captain = sign_in(cast.captain)
    path = f"/notices/{notice.pk}/carry/{cast.places['building1'].pk}"
    assert "王德山" in captain.get(path).content.decode()
    captain.post(path, {"person": [str(elder.pk)]})
    assert "知道了" in captain.get(path).content.decode()


def test_others_get_neither_drafts_nor_readers_nor_lists(cast: Any, sign_in: Any) -> None:
    written, notice = draft(cast), post(cast, is_public=False)
    building = cast.places["building1"].pk
    closed = [
        "/notices/desk", "/notices/new", f"/notices/draft/{written.pk}",
        f"/notices/draft/{written.pk}/edit", f"/notices/draft/{written.pk}/act",
        f"/notices/{notice.pk}/readers", f"/notices/{notice.pk}/carry/{building}",
    ]  # fmt: skip
    for name in ("outsider", "resident", "foreign_lead"):
        client = sign_in(getattr(cast, name))
        for path in closed:
            if name == "foreign_lead" and path in ("/notices/desk", "/notices/new"):
                continue  # the own estate's
            answer = client.get(path)
            assert answer.status_code in (403, 404, 405), (name, path)
            assert client.post(path).status_code in (403, 404), (name, path)
    for name in ("outsider", "foreign_lead"):
        client = sign_in(getattr(cast, name))
        assert client.get(f"/notices/{notice.pk}").status_code == 404
        assert client.get(f"/notices/{notice.pk}/paper").status_code == 404
    public = OutsideClient().get(f"/notices/of/{cast.estate.code}/{notice.pk}")
    assert public.status_code == 404
