from __future__ import annotations

import pytest

from linli.base.errors import NotFound
from linli.estate.people.api import (
    family_of,
    find_by_phone,
    household_of_home,
    person_for,
    search_keys,
    search_people,
)
from linli.estate.people.rules import is_similar_name
from linli.estate.places.api import find_place_by_plate, place_for, search_places
from linli.estate.testing import make_household, make_person


def _names(cards):
    return [card.name for card in cards]


@pytest.mark.parametrize(
    "word", ["张秀兰", "秀兰", "张", "zxl", "zx", "zhangxiu", "xiulan", "1-1-101", "1-1 张"]
)
def test_somebody_is_found_while_the_agent_types(cast, word):
    assert "张秀兰" in _names(search_people(cast.actor("agent"), word))


def test_surnames_are_read_as_surnames():
    assert search_keys("曾小贤")[0] == "zeng xiao xian"
    assert search_keys("单雄信")[0] == "shan xiong xin"
    assert search_keys("𠮷田·A")[1][0] == "𠮷"
    assert search_keys("") == ("", [])


def test_phone_is_found_whole_by_its_beginning_and_by_its_end(cast):
    phone = cast.people["elder"].phone
    agent = cast.actor("agent")
    assert _names(find_by_phone(agent, phone)) == ["王德山"]
    assert _names(search_people(agent, phone[-4:])) == ["王德山"]
    assert "王德山" in _names(search_people(agent, phone[:5]))
    assert _names(find_by_phone(agent, f"+86 {phone}")) == ["王德山"]
    assert find_by_phone(agent, "110") == []


def test_reach_of_each_role(cast):
    far = make_person("远方客")
    make_household("3-1-101", far)
    assert "远方客" in _names(search_people(cast.actor("lead"), "远方"))
    assert "远方客" in _names(search_people(cast.actor("grid_worker2"), "远方"))
    for nobody in ("grid_worker", "captain", "resident", "worker", "outsider", "accountant"):
        assert search_people(cast.actor(nobody), "远方") == []
        with pytest.raises(NotFound):
            person_for(cast.actor(nobody), far.pk)
    own = cast.people["resident"]
    assert person_for(cast.actor("resident"), own.pk) == own
    assert household_of_home(cast.actor("resident"), own.memberships.first().household.home_id)


def test_a_family_is_the_household_of_today(cast):
    child = make_person("张小宝")
    household = cast.people["resident"].memberships.first().household
    household.memberships.create(person=child, relation="grandchild", estate=cast.estate)
    assert _names(family_of(child)) == ["张秀兰", "张小宝"]


def test_places_are_found_as_people_say_them(cast):
    for said in ("1-1-101", "1号楼1单元101", "一号楼1单元101室", "１－１－１０１"):
        assert find_place_by_plate(said).plate == "1-1-101"
    assert find_place_by_plate("1栋").plate == "1号楼"
    assert find_place_by_plate("东门").plate == "东门"
    assert find_place_by_plate("101") is None
    assert [c.plate for c in search_places(cast.actor("agent"), "1-1-2")] == ["1-1-201", "1-1-202"]
    home = find_place_by_plate("2-1-101")
    with pytest.raises(NotFound):
        place_for(cast.actor("resident"), home.pk)
    assert search_places(cast.actor("outsider"), "东门") == []
    assert place_for(cast.actor("resident"), cast.places["gate"].pk)


def test_similar_names():
    assert is_similar_name("王 桂兰", "王桂兰")
    assert is_similar_name("王桂兰", "王桂蓝")
    assert not is_similar_name("王桂兰", "李秀英")
    assert not is_similar_name("", "李秀英")
