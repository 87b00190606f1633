"""GeoReport's refusals, and what a client may not see."""

from __future__ import annotations

from typing import Any
from xml.etree import ElementTree as Tree

import pytest
from django.test import Client

from linli.base.accounts.api import issue_token
from linli.matters.handling.api import Matter
from linli.matters.testing import load_rules, make_matter

ROOT = "/open311/v2"


@pytest.fixture
def house(cast: Any) -> Any:
    load_rules(cast.estate)
    return cast


@pytest.fixture
def key(house: Any) -> str:
    return issue_token("系统", actor=house.actor("agent"))[1]


def post(house: Any, key: str, form: str = "json", **over: str) -> Any:
    sent = {
        "api_key": key, "jurisdiction_id": house.estate.code, "service_code": "dog",
        "description": "有人遛狗不拴绳", "address_string": "2号楼门口",
    }  # fmt: skip
    return Client().post(f"{ROOT}/requests.{form}", {**sent, **over})


def get(house: Any, path: str, **params: str) -> Any:
    return Client().get(f"{ROOT}/{path}", {"jurisdiction_id": house.estate.code, **params})


def test_the_same_words_twice_are_one_matter(house: Any, key: str) -> None:
    first, again = post(house, key), post(house, key)
    assert first.status_code == again.status_code == 201
    assert first.json() == again.json()
    assert Matter.objects.count() == 1


@pytest.mark.parametrize(
    ("over", "code"),
    [
        ({"api_key": ""}, 403), ({"api_key": "linli_wrong"}, 403), ({"service_code": ""}, 400),
        ({"service_code": "dragons"}, 400), ({"address_string": ""}, 400),
        ({"address_string": "", "lat": "95", "long": "0"}, 400),
        ({"address_string": "", "lat": "nan", "long": "0"}, 400),
        ({"jurisdiction_id": "nowhere"}, 404), ({"jurisdiction_id": ""}, 201),
        ({"attribute[kind]": "nonsense"}, 400), ({"description": "字" * 10_001}, 400),
    ],
)  # fmt: skip
def test_refusals_have_georeports_form(
    house: Any, key: str, over: dict[str, str], code: int
) -> None:
    answer = post(house, key, **over)
    assert answer.status_code == code
    if code != 201:
        assert answer.json()[0]["code"] == code
        assert answer.json()[0]["description"]
        assert not Matter.objects.exists()


def test_refusals_come_as_xml_too(house: Any, key: str) -> None:
    answer = post(house, key, form="xml", service_code="")
    error = Tree.fromstring(answer.content)
    assert (error.tag, error.findtext("error/code")) == ("errors", "400")


def test_a_key_for_reading_files_nothing(house: Any) -> None:
    reader = issue_token("只读", ["read"], actor=house.actor("agent"))[1]
    assert post(house, reader).status_code == 403


def test_coordinates_alone_are_a_place_in_words(house: Any, key: str) -> None:
    assert post(house, key, address_string="", lat="37.07", long="114.5").status_code == 201
    assert Matter.objects.get().place_text == "37.070000, 114.500000"


def test_foreign_media_are_named_and_never_fetched(house: Any, key: str) -> None:
    post(house, key, media_url="http://127.0.0.1:1/x.jpg")
    post(house, key, description="", media_url="file:///etc/passwd")
    assert Matter.objects.count() == 2


@pytest.mark.parametrize(
    ("params", "field"),
    [({"status": "odd"}, "status"), ({"start_date": "yesterday"}, "start_date"),
     ({"end_date": "2026-11-05"}, "end_date"), ({"page": "-1"}, "page"), ({"page": "²"}, "page")],
)  # fmt: skip
def test_wrong_filters_are_named(house: Any, params: dict[str, str], field: str) -> None:
    answer = get(house, "requests.json", **params)
    assert answer.status_code == 400
    assert field in answer.json()[0]["description"]


def test_filters_narrow(house: Any, key: str) -> None:
    post(house, key)
    for params, count in (
        ({"service_code": "dog"}, 1), ({"service_code": "lift,gas"}, 0), ({"status": "open"}, 1),
        ({"status": "closed"}, 0), ({"end_date": "2020-01-01T00:00:00Z"}, 0),
        ({"start_date": "2020-01-01T00:00:00+08:00"}, 1), ({"page": "2"}, 0),
    ):  # fmt: skip
        found = get(house, "requests.json", api_key=key, **params).json()
        assert len(found) == count, params


def test_the_outsiders_key_sees_nothing_of_others(house: Any) -> None:
    matter = make_matter(house)
    outside = issue_token("外人", actor=house.actor("outsider"))[1]
    assert get(house, "requests.json", api_key=outside).json() == []
    assert get(house, f"requests/{matter.number}.json", api_key=outside).status_code == 404
    assert get(house, f"tokens/{matter.number}.json", api_key=outside).status_code == 404
    assert get(house, f"requests/{matter.number}.json").status_code == 404


def test_sensitive_matters_keep_their_words(house: Any, key: str) -> None:
    matter = make_matter(house, category="neighbour_dispute", text="楼上天天骂人")
    shown = get(house, f"requests/{matter.number}.json", api_key=key).json()
    assert shown[0]["description"] == ""


def test_signs_that_xml_cannot_hold_are_left_out(house: Any, key: str) -> None:
    post(house, key, description="龙头\x0b坏了 \U00020bb7", address_string="1号楼")
    answer = get(house, "requests.xml", api_key=key)
    assert "\U00020bb7" in Tree.fromstring(answer.content).findtext("request/description")


def test_discovery_names_the_endpoint(house: Any) -> None:
    found = Client().get(f"{ROOT}/discovery.json").json()
    assert found["endpoints"][0]["url"].endswith(ROOT)
    assert Tree.fromstring(Client().get(f"{ROOT}/discovery.xml").content).tag == "discovery"
    assert get(house, "services/dragons.json").status_code == 404
