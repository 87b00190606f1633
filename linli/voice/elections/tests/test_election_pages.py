"""Elections on pages: the resident's vote, the desk, the captain, anybody; and not others."""

from __future__ import annotations

import re
from datetime import timedelta
from typing import Any

import pytest

from linli.base.calendars.api import clock_at, now, today
from linli.estate.testing import addresses_of
from linli.matters.testing import load_rules
from linli.voice.committee.api import BodyKind, current_term, members_of_term
from linli.voice.committee.testing import make_body
from linli.voice.elections.api import (
    Election,
    ElectionSlip,
    ElectionTurnout,
    count_votes,
    post_roll,
)
from linli.voice.elections.testing import make_election, make_neighbours, make_open, voter_of


@pytest.fixture
def people(cast: Any) -> Any:
    load_rules(cast.estate)
    return make_neighbours()


def test_the_secretary_prepares_and_posts(cast: Any, people: Any, sign_in: Any) -> None:
    secretary = sign_in(cast.secretary)
    day = today() + timedelta(days=19)
    fields = {
        "kind": "residents_committee", "mode": "all_voters", "area": "", "title": "换届",
        "seats": 5, "day": str(day), "clock": "08:00", "last_day": str(day),
        "last_clock": "18:00", "term_starts_on": str(day + timedelta(days=3)), "rules_text": "",
    }  # fmt: skip
    assert secretary.post("/elections/new", fields | {"seats": 4}).status_code == 422
    assert secretary.post("/elections/new", fields).status_code == 302
    election = Election.objects.get()
    path = f"/elections/{election.pk}"
    unknown = secretary.post(f"{path}/candidate", {"person": "没有这个人", "statement": ""})
    assert unknown.status_code == 422
    for person in people[:5]:
        post = {"person": person.name, "statement": "愿意做事"}
        assert secretary.post(f"{path}/candidate", post).status_code == 302
    late = secretary.post(f"{path}/act", {"action": "post"})
    assert late.status_code == 422
    assert "至少 20 天" in late.content.decode()
    assert f'action="{path}/act"' in secretary.get(path).content.decode()


def test_a_resident_votes_on_the_phone(cast: Any, people: Any, sign_in: Any) -> None:
    election = make_open(cast, people[:6])
    path, resident = f"/elections/{election.pk}", sign_in(cast.resident)
    assert "您还没投" in resident.get(path).content.decode()
    slip = f"{path}/vote/{voter_of(election, cast.people['resident']).pk}"
    candidates = list(election.candidates.values_list("pk", flat=True))
    many = resident.post(slip, {"choices": candidates})
    assert many.status_code == 422
    assert "最多选 5 位" in many.content.decode()
    done = resident.post(slip, {"choices": candidates[:2]}).content.decode()
    code = re.search(r"data-receipt>([A-Z0-9-]+)<", done)[1]  # type: ignore[index]
    assert "在票箱里" in resident.post(f"{path}/receipt", {"code": code}).content.decode()
    assert "没有找到" in resident.post(f"{path}/receipt", {"code": "X"}).content.decode()
    assert "这一票已经投过了" in resident.get(slip).content.decode()
    assert resident.post(slip, {"choices": candidates[:1]}).status_code == 422
    assert "投过的" in resident.get(path).content.decode()
    neighbour = f"{path}/vote/{voter_of(election, people[0]).pk}"
    assert resident.get(neighbour).status_code == 404
    assert resident.post(neighbour, {"choices": candidates[:1]}).status_code == 404
    roll = resident.get(f"{path}/roll").content.decode()
    assert "您在名单上" in roll
    assert "王德山" not in roll  # neighbours are masked


def test_the_captain_at_the_door_and_the_desk_with_paper(
    cast: Any, people: Any, sign_in: Any
) -> None:
    election = make_open(cast, people[:6])
    path, captain = f"/elections/{election.pk}", sign_in(cast.captain)
    elder = voter_of(election, cast.people["elder"])
    found = captain.post(f"{path}/help", {"number": elder.number, "action": "vote"})
    slip = found.headers["Location"]
    first = election.candidates.first().pk
    assert captain.post(slip, {"choices": [first]}).status_code == 422
    done = captain.post(slip, {"choices": [first], "is_confirmed": "on"})
    assert "您的回执号" in done.content.decode()
    owner = voter_of(election, cast.people["owner"])  # lives in building 2
    lost = captain.post(f"{path}/help", {"number": owner.number, "action": "vote"})
    assert lost.status_code == 422

    desk, other = sign_in(cast.agent), sign_in(cast.clerk)
    given = desk.post(f"{path}/help", {"number": owner.number, "action": "paper"})
    assert given.status_code == 302
    sheet = {"serial": 1, "choices": [first]}
    assert desk.post(f"{path}/paper", sheet).status_code == 302
    assert desk.post(f"{path}/paper", sheet).status_code == 422
    assert other.post(f"{path}/paper", sheet).status_code == 302
    assert ElectionSlip.objects.count() == ElectionTurnout.objects.count() == 2


def test_a_proxy_is_written_down_and_votes(cast: Any, people: Any, sign_in: Any) -> None:
    election = make_open(cast, people[:6])
    path, desk = f"/elections/{election.pk}", sign_in(cast.agent)
    numbers = {
        "principal": voter_of(election, people[7]).number,
        "agent": voter_of(election, cast.people["resident"]).number,
    }  # fmt: skip
    assert desk.post(f"{path}/proxy", numbers | {"agent": 999}).status_code == 422
    assert desk.post(f"{path}/proxy", numbers).status_code == 302
    assert f"{people[7].name} 委托您投" in sign_in(cast.resident).get(path).content.decode()


def test_from_the_count_to_the_office_on_pages(cast: Any, people: Any, sign_in: Any) -> None:
    body = make_body(cast, BodyKind.RESIDENTS)
    election = make_open(cast, people[:6])
    path, desk = f"/elections/{election.pk}", sign_in(cast.agent)
    candidates = list(election.candidates.order_by("number").values_list("pk", flat=True))
    for person in people:
        slip = f"{path}/vote/{voter_of(election, person).pk}"
        desk.post(slip, {"choices": candidates[:5], "is_confirmed": "on"})
    with clock_at(now() + timedelta(days=3)):
        secretary = sign_in(cast.secretary)
        assert secretary.post(f"{path}/act", {"action": "count"}).status_code == 302
        public = f"/public/{cast.estate.code}/elections/{election.pk}"
        page = sign_in(cast.outsider).get(public).content.decode()
        assert page.count("当选</span>") == 5
        assert "票箱和计票时一样" in page
        slips = secretary.get(f"{public}/slips.csv").content.decode()
        assert slips.count("1 2 3 4 5") == 8
        assert secretary.post(f"{path}/act", {"action": "install"}).status_code == 302
        term = current_term(body)
        assert term is not None
        assert len(members_of_term(term)) == 5


@pytest.mark.rule("RC-02")
def test_an_objection_is_filed_and_answered(cast: Any, people: Any, sign_in: Any) -> None:
    election = make_election(cast, people[:6])
    post_roll(election.pk, actor=cast.actor("secretary"))
    path, resident = f"/elections/{election.pk}", sign_in(cast.resident)
    assert resident.post(f"{path}/object", {"text": "少了我儿子"}).status_code == 302
    row = election.objections.get()
    secretary = sign_in(cast.secretary)
    answer = {"is_upheld": "no", "answer": "他住在别处。"}
    assert secretary.post(f"/elections/objections/{row.pk}", answer).status_code == 302
    assert "他住在别处。" in resident.get(path).content.decode()
    assert "少了我儿子" not in sign_in(cast.tenant).get(path).content.decode()
    gone = voter_of(election, people[7])
    struck = secretary.post(f"/elections/voters/{gone.pk}/strike", {"reason": "搬走了"})
    assert struck.status_code == 302
    with clock_at(now() + timedelta(days=6)):
        late = sign_in(cast.owner).post(f"{path}/object", {"text": "晚了"})
        assert late.status_code == 422
        assert "已经截止" in late.content.decode()


@pytest.mark.parametrize("who", ["outsider", "foreign_lead", "worker", "owners_chair"])
def test_others_change_nothing(cast: Any, people: Any, sign_in: Any, who: str) -> None:
    election = make_open(cast, people[:6])
    ids = {
        "election_id": election.pk, "objection_id": 1,
        "voter_id": voter_of(election, cast.people["resident"]).pk,
    }  # fmt: skip
    client = sign_in(cast.accounts[who])
    own_pages = ("/elections/", f"/elections/{election.pk}/receipt")
    for path in addresses_of("elections", **ids):
        answer = client.post(path, {"action": "cancel", "number": 1, "choices": [1]})
        assert answer.status_code >= 400 or path in own_pages, path
        assert "张秀兰" not in client.get(path).content.decode()
    assert not ElectionTurnout.objects.exists()
    election.refresh_from_db()
    assert election.state == "open"


def test_the_box_is_not_shown_before_the_count(cast: Any, people: Any, sign_in: Any) -> None:
    election = make_open(cast, people[:6])
    slips = f"/public/{cast.estate.code}/elections/{election.pk}/slips.csv"
    assert sign_in(cast.secretary).get(slips).status_code == 404
    with clock_at(now() + timedelta(days=3)):
        count_votes(election.pk, actor=cast.actor("secretary"))
    assert sign_in(cast.secretary).get(slips).status_code == 200
