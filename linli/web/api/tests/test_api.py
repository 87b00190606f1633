"""The API from outside: sign-in by key and by session, keys of writes, pages, refusals."""

from __future__ import annotations

import json
from datetime import timedelta
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from linli.base.accounts.api import issue_token, revoke_token
from linli.base.calendars.api import clock_at, now
from linli.base.files.tests import specimens
from linli.matters.handling.api import open_matter
from linli.matters.routing.api import load_catalogue
from linli.web.accounts.testing import OutsideClient


@pytest.fixture
def estate(cast: Any, tmp_path: Any, settings: Any) -> Any:
    settings.LINLI = settings.LINLI.model_copy(update={"var": tmp_path})
    load_catalogue(cast.estate)
    return cast


def client_of(estate: Any, who: str, scopes: tuple[str, ...] = ("read", "write")) -> Client:
    _token, text = issue_token("试验", scopes, actor=estate.actor(who))
    return OutsideClient(headers={"Authorization": f"Bearer {text}"})


def file_one(client: Client, key: str | None = "k1", **over: Any) -> Any:
    body = {"kind": "request", "category": CATEGORY, "text": "楼道灯不亮", **over}
    headers = {"Idempotency-Key": key} if key is not None else {}
    return client.post("/api/v1/matters", body, content_type="application/json", headers=headers)


CATEGORY = "water"


@pytest.fixture(autouse=True)
def known_codes(estate: Any) -> None:
    from linli.matters.routing.api import list_categories

    global CATEGORY
    CATEGORY = next(c.code for c in list_categories() if not c.is_sensitive)


def refused(answer: Any, status: int, code: str) -> None:
    assert answer.status_code == status, answer.content.decode()
    body = json.loads(answer.content)
    assert set(body) == {"code", "message", "field"}
    assert body["code"] == code
    assert body["message"]


def test_a_matter_is_filed_once_a_key(estate: Any) -> None:
    client = client_of(estate, "resident")
    first, again = file_one(client), file_one(client)
    assert (first.status_code, again.status_code) == (201, 200)
    assert first.json() == again.json()
    refused(file_one(client, text="别的事"), 409, "key_reused")
    assert len(client.get("/api/v1/matters").json()["items"]) == 1


def test_the_same_key_of_somebody_else_is_another(estate: Any) -> None:
    one, other = file_one(client_of(estate, "resident")), file_one(client_of(estate, "elder"))
    assert one.json()["number"] != other.json()["number"]


@pytest.mark.parametrize("key", [None, "", "x" * 65, "ключ", "a b"])
def test_a_write_needs_a_proper_key(estate: Any, key: str | None) -> None:
    answer = file_one(client_of(estate, "resident"), key=key)
    assert answer.status_code == 422
    assert answer.json()["field"] == "Idempotency-Key"


@pytest.mark.parametrize(
    ("over", "field"),
    [
        ({"surprise": 1}, "surprise"),
        ({"text": ""}, "text"),
        ({"text": "x" * 10_001}, "text"),
        ({"text": "a\u0000b"}, "text"),
        ({"place_id": 0}, "place_id"),
        ({"place_id": 2**63}, "place_id"),
        ({"place_id": 2**62}, "place"),
        ({"kind": "no-such"}, "kind"),
        ({"category": "no-such"}, "category"),
        ({"urgency": "panic"}, "urgency"),
        ({"files": ["00000000-0000-0000-0000-000000000000"]}, "files"),
    ],
)
def test_bad_fields_are_named(estate: Any, over: dict[str, Any], field: str) -> None:
    answer = file_one(client_of(estate, "resident"), **over)
    assert answer.status_code in (404, 422), answer.content.decode()
    assert answer.json()["field"] == field


def test_a_lone_surrogate_is_refused(estate: Any) -> None:
    client = client_of(estate, "resident")
    answer = client.post(
        "/api/v1/matters",
        '{"kind": "request", "category": "x", "text": "\\ud800"}',
        content_type="application/json",
        headers={"Idempotency-Key": "k"},
    )
    assert answer.status_code == 422


def test_broken_json_is_refused(estate: Any) -> None:
    client = client_of(estate, "resident")
    answer = client.post(
        "/api/v1/matters",
        b"\xff{",
        content_type="application/json",
        headers={"Idempotency-Key": "k"},
    )
    refused(answer, 400, "malformed")


def test_pages_follow_each_other_without_gap(estate: Any) -> None:
    client = client_of(estate, "resident")
    numbers = [file_one(client, key=f"k{n}", text=f"第{n}件").json()["number"] for n in range(5)]
    seen, cursor = [], ""
    while True:
        page = client.get("/api/v1/matters", {"limit": 2, "cursor": cursor}).json()
        seen += [item["number"] for item in page["items"]]
        cursor = page["next"]
        if not cursor:
            break
    assert seen == numbers[::-1]


@pytest.mark.parametrize("cursor", ["x", "????", "eHw=", "MjAyNi0wMS0wMXwx"])
def test_a_foreign_cursor_is_refused(estate: Any, cursor: str) -> None:
    refused(client_of(estate, "agent").get("/api/v1/matters", {"cursor": cursor}), 422, "invalid")


def test_a_resident_reads_the_own_matter_and_replies(estate: Any) -> None:
    client = client_of(estate, "resident")
    number = file_one(client).json()["number"]
    body = {"text": "还是不亮"}
    answers = [
        client.post(
            f"/api/v1/matters/{number}/replies",
            body,
            content_type="application/json",
            headers={"Idempotency-Key": "r1"},
        ).status_code
        for _time in range(2)
    ]
    assert answers == [201, 200]
    texts = [e["text"] for e in client.get(f"/api/v1/matters/{number}").json()["entries"]]
    assert texts.count("还是不亮") == 1
    assert "楼道灯不亮" in texts


@pytest.mark.parametrize("who", ["outsider", "elder", "administrator", "foreign_lead"])
def test_outsiders_get_nothing(estate: Any, who: str) -> None:
    number = file_one(client_of(estate, "resident")).json()["number"]
    client = client_of(estate, who) if who != "foreign_lead" else _foreign(estate)
    assert client.get("/api/v1/matters").json()["items"] == []
    refused(client.get(f"/api/v1/matters/{number}"), 404, "not_found")


def _foreign(estate: Any) -> Client:
    from linli.base.accounts.api import Actor

    lead = estate.foreign_lead
    actor = Actor(user_id=lead.pk, estate_id=lead.estate_id)
    _token, text = issue_token("试验", actor=actor)
    return OutsideClient(headers={"Authorization": f"Bearer {text}"})


def test_visitors_are_asked_to_sign_in(estate: Any) -> None:
    for page in ("matters", "categories", "kinds", "places?query=1"):
        refused(OutsideClient().get(f"/api/v1/{page}"), 401, "sign_in_needed")


def test_a_key_ends_by_word_and_by_day(estate: Any) -> None:
    actor = estate.actor("agent")
    token, text = issue_token("试验", actor=actor, days=1)
    client = OutsideClient(headers={"Authorization": f"Bearer {text}"})
    assert client.get("/api/v1/kinds").status_code == 200
    with clock_at(now() + timedelta(days=2)):
        refused(client.get("/api/v1/kinds"), 401, "key_unknown")
    revoke_token(token.pk, actor=actor)
    refused(client.get("/api/v1/kinds"), 401, "key_unknown")


def test_a_reading_key_cannot_write(estate: Any) -> None:
    client = client_of(estate, "resident", ("read",))
    assert client.get("/api/v1/kinds").status_code == 200
    refused(file_one(client), 403, "key_scope")


def test_a_key_opens_no_pages(estate: Any) -> None:
    assert client_of(estate, "lead").get("/accounts/own/").status_code == 302


def test_a_session_writes_only_with_its_csrf_token(estate: Any) -> None:
    client = OutsideClient(enforce_csrf_checks=True)
    client.force_login(estate.resident)
    refused(file_one(client), 403, "csrf")
    client.get("/accounts/own/password/first/")
    page = client.get("/accounts/own/")
    token = page.cookies["linli_csrf"].value
    answer = client.post(
        "/api/v1/matters",
        {"kind": "request", "category": CATEGORY, "text": "灯"},
        content_type="application/json",
        headers={"Idempotency-Key": "k", "X-CSRFToken": token},
    )
    assert answer.status_code == 201, answer.content.decode()


def test_a_picture_is_sent_first_and_then_named(estate: Any) -> None:
    client = client_of(estate, "resident")
    sent = SimpleUploadedFile("a.jpg", specimens.photo_with_place(), "image/jpeg")
    answer = client.post("/api/v1/files", {"file": sent})
    assert answer.status_code == 201, answer.content.decode()
    token = answer.json()["token"]
    refused(file_one(client_of(estate, "elder"), files=[token]), 422, "invalid")
    number = file_one(client, files=[token]).json()["number"]
    entries = client.get(f"/api/v1/matters/{number}").json()["entries"]
    assert [f["token"] for e in entries for f in e["files"]] == [token]


def test_a_file_that_is_none_is_refused_in_the_same_form(estate: Any) -> None:
    sent = SimpleUploadedFile("a.jpg", b"MZ evil", "image/jpeg")
    refused(client_of(estate, "resident").post("/api/v1/files", {"file": sent}), 422, "file_type")


def test_lists(estate: Any) -> None:
    client = client_of(estate, "agent")
    assert len(client.get("/api/v1/categories").json()) >= 28
    assert len(client.get("/api/v1/kinds").json()) >= 7
    plates = [p["plate"] for p in client.get("/api/v1/places", {"query": "1-1-1"}).json()]
    assert "1-1-101" in plates


def test_the_description_is_openapi_3_1_and_for_staff(estate: Any, sign_in: Any) -> None:
    answer = sign_in(estate.agent).get("/api/v1/openapi.json")
    assert answer.json()["openapi"].startswith("3.1")
    page = sign_in(estate.agent).get("/api/docs/")
    assert "POST /api/v1/matters" in page.content.decode()
    for who in ("resident", "outsider"):
        assert sign_in(getattr(estate, who)).get("/api/docs/").status_code == 403
    assert OutsideClient().get("/api/docs/").status_code in (302, 401)


def test_an_unknown_address_answers_in_the_same_form(estate: Any) -> None:
    refused(client_of(estate, "agent").get("/api/v2/x"), 404, "not_found")


def test_the_title_of_a_sensitive_matter_is_in_no_list(estate: Any) -> None:
    from linli.matters.routing.api import list_categories

    sensitive = next((c.code for c in list_categories() if c.is_sensitive), None)
    assert sensitive, "the published code list has one"
    open_matter(
        actor=estate.actor("agent"), kind="request", category=sensitive, channel="hotline",
        text="家里的难处", reporter_id=estate.people["elder"].pk,
    )  # fmt: skip
    body = client_of(estate, "secretary").get("/api/v1/matters").content.decode()
    assert "家里的难处" not in body
