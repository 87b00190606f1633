"""Calls and letters through HTTP."""

from __future__ import annotations

import io
import re

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from PIL import Image

from linli.estate.testing import make_place
from linli.matters import testing
from linli.matters.handling.api import Matter, read_follow_token
from linli.matters.intake.api import ContactLog, Letter


@pytest.fixture
def house(cast):
    testing.load_rules(cast.estate)
    return cast


def hidden(client: Client, address: str) -> dict[str, str]:
    html = client.get(address).content.decode()
    return dict(re.findall(r'<input type="hidden" name="(form_key)" value="([^"]*)"', html))


CALL = {"way": "hotline", "text": "厨房水管漏水。", "category": "water_pipe", "kind": "request",
        "urgency": "none"}  # fmt: skip


def call(house, **over):
    person = house.people["resident"]
    known = {"reporter_id": person.pk, "phone": person.phone, "place": "1-1-101"}
    return {**CALL, **known, **over}


@pytest.mark.parametrize("address", [
    "/intake/call", "/intake/call/callers?q=张", "/intake/call/caller/1", "/intake/letters",
    "/intake/letters/1", "/intake/saved/991231-001", "/intake/slip/991231-001",
])  # fmt: skip
@pytest.mark.parametrize("name", ["outsider", "resident", "worker", "captain"])
def test_only_the_desk_takes_calls(house, sign_in, address, name):
    assert sign_in(getattr(house, name)).get(address).status_code == 403


def test_a_call_becomes_a_matter_once(house, sign_in):
    client = sign_in(house.agent)
    sent = call(house) | hidden(client, "/intake/call")
    first, again = client.post("/intake/call", sent), client.post("/intake/call", sent)
    assert first["Location"] == again["Location"]
    matter = Matter.objects.get()
    assert matter.number in client.get(first["Location"]).content.decode()
    assert (matter.reporter_id, matter.place.plate) == (house.people["resident"].pk, "1-1-101")
    assert ContactLog.objects.get().matter_id == matter.pk


@pytest.mark.parametrize("query", ["张秀", "zxl", "1-1-101"])
def test_a_caller_is_found_while_typing(house, sign_in, query):
    page = sign_in(house.agent).get("/intake/call/callers", {"q": query}).content.decode()
    assert "张秀兰" in page


@pytest.mark.rule("REQ-02")
def test_danger_stands_before_the_form(house, sign_in):
    client = sign_in(house.agent)
    sent = call(house, text="家里煤气味很大，头晕。") | hidden(client, "/intake/call")
    page = client.post("/intake/call", sent)
    html = page.content.decode()
    assert page.status_code == 422 and not Matter.objects.exists()
    assert html.index("燃气抢修") < html.index('name="text"')
    hints = client.post("/intake/call/hints", sent).content.decode()
    assert "燃气抢修" in hints
    client.post("/intake/call/transferred", {**sent, "transferred_to": "gas"})
    assert ContactLog.objects.get().transferred_to == "gas"
    assert client.post("/intake/call", {**sent, "banner_seen": "gas"}).status_code == 302


def test_a_neighbour_joins(house, sign_in):
    client = sign_in(house.agent)
    client.post("/intake/call", call(house) | hidden(client, "/intake/call"))
    matter = Matter.objects.get()
    elder = house.people["elder"]
    sent = call(house, reporter_id=elder.pk, place="1-1-201", join=matter.pk)
    hints = client.post("/intake/call/hints", sent).content.decode()
    assert matter.number in hints
    answer = client.post("/intake/call", sent | hidden(client, "/intake/call"))
    assert answer["Location"].endswith(f"{matter.number}?how=joined")
    assert Matter.objects.count() == 1


def test_a_contact_without_a_matter(house, sign_in):
    client = sign_in(house.agent)
    sent = {"way": "walk_in", "text": "问几点下班。", "only": "contact", "name": "过路人"}
    assert client.post("/intake/call", sent | hidden(client, "/intake/call")).status_code == 302
    assert not Matter.objects.exists()
    assert ContactLog.objects.get().note == "问几点下班。"


@pytest.mark.parametrize("over", [
    {"text": ""}, {"text": "水" * 10_001}, {"category": "nothing"}, {"reporter_id": "-3"},
    {"reporter_id": "999999999"}, {"way": "pigeon"}, {"urgency": "soon"},
])  # fmt: skip
def test_wrong_calls_say_what_is_wrong(house, sign_in, over):
    client = sign_in(house.agent)
    answer = client.post("/intake/call", call(house, **over) | hidden(client, "/intake/call"))
    assert 400 <= answer.status_code < 500
    assert not Matter.objects.exists()


def picture() -> SimpleUploadedFile:
    data = io.BytesIO()
    Image.new("RGB", (60, 80), "white").save(data, "PNG")
    return SimpleUploadedFile("letter.png", data.getvalue(), "image/png")


def test_a_letter_from_the_box_to_the_slip(house, sign_in):
    client = sign_in(house.clerk)
    sent = hidden(client, "/intake/letters") | {"received_on": "2026-01-05", "pages": picture()}
    answer = client.post("/intake/letters/scan", sent)
    letter = Letter.objects.get()
    assert answer["Location"] == f"/intake/letters/{letter.pk}"
    typed = call(house) | hidden(client, answer["Location"])
    assert client.post(answer["Location"], typed).status_code == 302
    matter = Matter.objects.get()
    assert matter.channel == "letter"
    slip = client.get(f"/intake/slip/{matter.number}")
    assert slip["Content-Type"] == "application/pdf" and slip.content.startswith(b"%PDF")


def test_the_box_is_chosen_on_scanning_and_offered_again(house, sign_in):
    east = make_place("facility", "东门信箱", facility_type="letter_box")
    closed = make_place("facility", "旧信箱", facility_type="letter_box", is_closed=True)
    client = sign_in(house.clerk)
    page = client.get("/intake/letters").content.decode()
    assert f'value="{east.pk}"' in page and f'value="{closed.pk}"' not in page
    sent = hidden(client, "/intake/letters") | {"received_on": "2026-01-05"}
    for wrong in (house.places["gate"].pk, closed.pk, "x"):
        refused = client.post("/intake/letters/scan", sent | {"box": wrong, "pages": picture()})
        assert refused.status_code == 422
    answer = client.post("/intake/letters/scan", sent | {"box": east.pk, "pages": picture()})
    letter = Letter.objects.get()
    assert letter.box_id == east.pk
    assert "东门信箱" in client.get(answer["Location"]).content.decode()
    again = client.get("/intake/letters").content.decode()
    assert f'value="{east.pk}" selected' in again


def test_a_letter_set_aside_keeps_its_reason(house, sign_in):
    client = sign_in(house.clerk)
    sent = hidden(client, "/intake/letters") | {"received_on": "2026-01-05", "pages": picture()}
    address = client.post("/intake/letters/scan", sent)["Location"]
    assert client.post(f"{address}/aside", {"reason": ""}).status_code == 422
    assert client.post(f"{address}/aside", {"reason": "广告"}).status_code == 302
    assert "广告" in client.get("/intake/letters").content.decode()


def test_a_scan_that_is_no_picture_is_refused(house, sign_in):
    client = sign_in(house.clerk)
    wrong = SimpleUploadedFile("a.png", b"not a picture", "image/png")
    sent = hidden(client, "/intake/letters") | {"received_on": "2026-01-05", "pages": wrong}
    assert 400 <= client.post("/intake/letters/scan", sent).status_code < 500
    assert not Letter.objects.exists()


def test_a_follow_token_is_only_ours(house):
    from linli.base.errors import NotFound
    from linli.matters.handling.api import follow_token

    matter = testing.make_matter(house)
    token = follow_token(matter)
    assert read_follow_token(token) == (house.estate.pk, matter.pk)
    for wrong in ("", "x", token[:-1] + ("a" if token[-1] != "a" else "b"), "a:b" * 99):
        with pytest.raises(NotFound):
            read_follow_token(wrong)
