"""Search and the whole picture, need-to-know."""

from __future__ import annotations

import re

import pytest

from linli.base.calendars.api import today
from linli.contact.notices.api import post_notice, submit_draft, write_draft
from linli.matters import testing


@pytest.fixture
def house(cast):
    testing.load_rules(cast.estate)
    return cast


def test_outsiders_find_nothing(house, sign_in):
    person = house.people["resident"].pk
    for name in ("outsider", "resident"):
        client = sign_in(getattr(house, name))
        assert client.get("/staff/search?q=张").status_code == 403
        assert client.get(f"/staff/person/{person}").status_code == 403
    assert sign_in(house.foreign_lead).get(f"/staff/person/{person}").status_code == 404
    assert "张秀兰" not in sign_in(house.foreign_lead).get("/staff/search?q=张").content.decode()


@pytest.mark.parametrize("query", ["张秀", "1-1-101", "zxl"])
def test_the_desk_finds_people(house, sign_in, query):
    page = sign_in(house.agent).get("/staff/search", {"q": query}).content.decode()
    assert "张秀兰" in page
    assert house.people["resident"].phone not in page


def test_reach_bounds_what_is_found(house, sign_in):
    assert "张秀兰" in sign_in(house.grid_worker).get("/staff/search?q=张秀").content.decode()
    assert "张秀兰" not in sign_in(house.grid_worker2).get("/staff/search?q=张秀").content.decode()
    assert "张秀兰" not in sign_in(house.worker).get("/staff/search?q=张秀").content.decode()


def test_a_number_opens_its_matter(house, sign_in):
    matter = testing.make_matter(house)
    answer = sign_in(house.agent).get("/staff/search", {"q": matter.number})
    assert answer["Location"] == f"/queue/{matter.number}"
    page = sign_in(house.volunteer).get("/staff/search", {"q": matter.number})
    assert f"/queue/{matter.number}" not in page.content.decode()


def test_one_person_on_one_page(house, sign_in):
    matter = testing.make_matter(house)
    page = sign_in(house.agent).get(f"/staff/person/{house.people['resident'].pk}")
    html = page.content.decode()
    assert page.status_code == 200
    assert matter.number in html and "1-1-101" in html
    assert sign_in(house.grid_worker2).get(page.request["PATH_INFO"]).status_code == 404


@pytest.mark.parametrize("query", ["%00", "<script>", "9" * 99, "' OR 1=1 --", "𠮷"])
def test_garbage_is_searched_for_in_peace(house, sign_in, query):
    page = sign_in(house.agent).get("/staff/search", {"q": query})
    assert page.status_code == 200 and "<script>&" not in page.content.decode()


def test_two_signs_find_their_matter_with_the_words_marked(house, sign_in):
    matter = testing.make_matter(house, text="楼前有青苔 <b>很滑</b>")
    html = sign_in(house.agent).get("/staff/search?q=青苔").content.decode()
    assert matter.number in html
    assert "<mark>青苔</mark> &lt;b&gt;" in html


def test_a_building_finds_what_happened_in_it(house, sign_in):
    matter = testing.make_matter(house, place_id=house.places["building1"].pk)
    html = sign_in(house.agent).get("/staff/search?q=1号楼").content.decode()
    assert matter.number in html


def test_older_finds_are_a_page_away(house, sign_in):
    numbers = [testing.make_matter(house, text=f"第{i}次青苔").number for i in range(22)]
    agent = sign_in(house.agent)
    first = agent.get("/staff/search?q=青苔").content.decode()
    before = re.search(r"before=(\d+)", first)
    assert before and numbers[0] not in first
    assert numbers[0] in agent.get(f"/staff/search?q=青苔&before={before[1]}").content.decode()
    for odd in ("-1", "²", "9" * 30, "x"):
        assert agent.get("/staff/search", {"q": "青苔", "before": odd}).status_code == 200


def test_a_notice_is_found_by_its_words(house, sign_in):
    day = today()
    draft = write_draft(
        actor=house.actor("clerk"), kind="outage", title_zh="清洗水箱停水", body_zh="周三停水半天。",
        post_from=day, post_until=day,
    )  # fmt: skip
    submit_draft(draft.pk, actor=house.actor("clerk"))
    post_notice(draft.pk, actor=house.actor("lead"))
    assert "清洗水箱停水" in sign_in(house.agent).get("/staff/search?q=水箱").content.decode()
    assert "清洗水箱停水" not in sign_in(house.agent).get("/staff/search?q=暖气").content.decode()


def test_the_first_few_appear_while_somebody_types(house, sign_in):
    for i in range(6):
        testing.make_matter(house, text=f"第{i}次青苔")
    html = sign_in(house.agent).get("/staff/search/quick?q=青苔").content.decode()
    assert html.count("<mark>") == 4
    assert "张秀兰" in sign_in(house.agent).get("/staff/search/quick?q=张秀").content.decode()
    assert sign_in(house.agent).get("/staff/search/quick?q=青").content.strip() == b""
    assert sign_in(house.resident).get("/staff/search/quick?q=青苔").status_code == 403
