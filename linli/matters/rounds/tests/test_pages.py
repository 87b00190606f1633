"""Rounds through HTTP: made, shared, printed, typed in, refused."""

from __future__ import annotations

import json

import pytest

from linli.estate.models import Person, Place
from linli.matters.handling.api import Matter
from linli.matters.rounds.api import RoundOperation, Watch, share_round
from linli.matters.rounds.errors import CannotShare
from linli.matters.rounds.lists import TICKET_SALT
from linli.matters.rounds.models import RoundClaim
from linli.matters.rounds.testing import device_ms, make_day, send, tap

DOOR = "1-1-101"


def place(plate: str) -> int:
    return Place.objects.get(plate=plate).pk


def batch(cast, made, *operations, account=None):
    return {
        "account": account or cast.grid_worker.pk, "device": "t", "now": device_ms(),
        "operations": [
            {"key": f"k{n}", "seq": n, "round": made.pk, "place": place(DOOR), "at": device_ms(),
             "kind": kind, "data": data} for n, (kind, data) in enumerate(operations, start=1)
        ],
    }  # fmt: skip


def post(client, body):
    text = body if isinstance(body, str | bytes) else json.dumps(body)
    return client.post("/rounds/sync", text, content_type="application/json")


def test_the_days_list_is_made_walked_and_closed(queue, sign_in):
    client = sign_in(queue.grid_worker)
    answer = client.post("/rounds/new", {"doors": "5", "start": ""})
    page = client.get(answer.headers["Location"])
    assert "打印走访单" in page.content.decode()
    assert "去敲门" in client.get("/rounds/").content.decode()
    assert answer.headers["Location"].split("/")[2] in client.get("/rounds/walk").content.decode()
    assert client.post("/rounds/new", {"doors": "0"}).status_code == 422
    assert client.post(answer.headers["Location"] + "close").status_code == 302


def test_the_list_begins_with_what_is_unknown(queue):
    made = make_day(queue, doors=3)
    facts = [row.missing for row in made.doors.order_by("position")]
    assert all(facts)


def test_a_batch_is_acknowledged_again_and_again(queue, sign_in):
    made = make_day(queue, DOOR)
    client = sign_in(queue.grid_worker)
    body = batch(queue, made, ("visit", {"outcome": "met"}), ("need", {"text": "灯不亮"}))
    first = post(client, body).json()["results"]
    assert [one["result"] for one in first] == ["done", "done"]
    assert post(client, body).json()["results"] == first
    assert Matter.objects.count() == 1


@pytest.mark.parametrize(
    "body",
    ["", "[]", "{", "\x00\xff", '{"operations": 1}', '{"operations": [1], "account": 1}',
     '{"account": true, "device": "t", "now": 1, "operations": []}', "[" * 5000],
)  # fmt: skip
def test_garbage_is_refused_with_its_place(queue, sign_in, body):
    answer = post(sign_in(queue.grid_worker), body)
    assert (answer.status_code, answer.json()["code"]) == (400, "batch_unreadable")


def test_too_much_anothers_and_unsigned_batches_do_nothing(queue, sign_in, client):
    made = make_day(queue, DOOR)
    visit = ("visit", {"outcome": "met"})
    worker = sign_in(queue.grid_worker)
    assert post(worker, batch(queue, made, *[visit] * 501)).status_code == 413
    anothers = post(worker, batch(queue, made, visit, account=queue.clerk.pk))
    assert (anothers.status_code, anothers.json()["code"]) == (409, "other_account")
    assert post(client, batch(queue, made, visit)).status_code == 401
    outsider = post(sign_in(queue.outsider), batch(queue, made, visit, account=queue.outsider.pk))
    assert outsider.json()["results"][0]["result"] == "refused"
    assert set(RoundOperation.objects.values_list("result", flat=True)) == {"refused"}


def test_an_ended_account_takes_its_notes_along(queue, client):
    from django.core import signing

    ticket = signing.dumps(queue.grid_worker.pk, salt=TICKET_SALT)
    assert client.get("/rounds/standing", {"ticket": ticket}).json() == {"keep": True}
    queue.grid_worker.is_active = False
    queue.grid_worker.save()
    assert client.get("/rounds/standing", {"ticket": ticket}).json() == {"keep": False}
    assert client.get("/rounds/standing", {"ticket": "x"}).json() == {"keep": True}


def test_who_walks_along_sees_and_asks_less(queue, sign_in):
    made = make_day(queue, DOOR)
    share_round(made.pk, queue.volunteer.pk, actor=queue.actor("grid_worker"))
    client = sign_in(queue.volunteer)
    text = client.get(f"/rounds/{made.pk}/list").content.decode()
    (door,) = json.loads(text)["doors"]
    assert set(door["facts"]) <= {"household", "facilities", "disputes"}
    assert (
        queue.people["resident"].name not in text
        and "张*兰" in json.loads(text)["doors"][0]["members"][0]["name"]
    )
    person = queue.people["resident"].pk
    answers = send(
        queue,
        [
            tap(made, DOOR, "propose", person=person, field="phone", base="", value="1"),
            tap(made, DOOR, "confirm", facts=["categories"]),
            tap(made, DOOR, "gone", members=[person]),
            tap(made, DOOR, "told", text="女儿换了电话"),
            tap(made, DOOR, "need", text="楼道灯不亮"),
        ],
        by="volunteer",
    )
    assert [a.result for a in answers] == ["refused", "refused", "conflict", "done", "done"]
    assert Person.objects.get(pk=person).phone == queue.people["resident"].phone
    assert RoundClaim.objects.filter(state="open", field="told").count() == 2
    assert "女儿换了电话" in sign_in(queue.grid_worker).get("/rounds/questions").content.decode()


def test_a_resident_walks_along_too(queue, sign_in):
    made = make_day(queue, DOOR, "1-1-201")
    share_round(made.pk, queue.elder.pk, actor=queue.actor("grid_worker"))
    assert sign_in(queue.elder).get("/rounds/walk").status_code == 200
    answers = send(queue, [tap(made, DOOR, "need", text="楼道灯不亮")], by="elder")
    assert answers[0].number == Matter.objects.get().number
    with pytest.raises(CannotShare):
        share_round(made.pk, queue.outsider.pk, actor=queue.actor("grid_worker"))


def test_paper_goes_out_and_is_typed_in_once(queue, sign_in):
    made = make_day(queue, DOOR, "1-1-201")
    client = sign_in(queue.grid_worker)
    pdf = client.get(f"/rounds/{made.pk}/paper")
    assert pdf.content.startswith(b"%PDF")
    address = f"/rounds/{made.pk}/doors/{place(DOOR)}"
    assert "录入走访单" in client.get(address).content.decode()
    form = {
        "day": made.day, "outcome": "met", "consent": "signed", "form_key": "abc",
        "facts": ["household", "disputes"], "need": "想要助浴", "need_category": "elder_care",
        f"phone_{queue.people['resident'].pk}": "13900000007",
    }  # fmt: skip
    first, again = client.post(address, form), client.post(address, form)
    assert first.status_code == again.status_code == 302
    assert first.headers["Location"].endswith(str(place("1-1-201")))
    assert Matter.objects.count() == 1
    assert Person.objects.get(pk=queue.people["resident"].pk).phone == "13900000007"
    assert client.post(address, {}).status_code == 422


def test_the_outsider_gets_nothing(queue, sign_in):
    made = make_day(queue, DOOR)
    client = sign_in(queue.outsider)
    ways = ["", "list", "paper", f"doors/{place(DOOR)}"]
    for address in ["/rounds/", "/rounds/questions", *(f"/rounds/{made.pk}/{w}" for w in ways)]:
        assert client.get(address).status_code == 404, address
    for address in ("share", "close", f"share/{queue.volunteer.pk}/end"):
        assert client.post(f"/rounds/{made.pk}/{address}").status_code == 404
    assert client.post("/rounds/new", {"doors": 3}).status_code == 403
    assert client.post("/rounds/mend", {"place": place(DOOR)}).status_code == 403
    assert not Watch.objects.exists()
