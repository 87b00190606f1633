"""GeoReport v2 spoken by two clients that others wrote: `three` files, both read."""

from __future__ import annotations

import itertools
from pathlib import Path
from typing import Any

import pytest
from georeport import GeoReport
from PIL import Image

from linli.base.accounts.api import issue_token
from linli.matters.handling.api import Matter
from linli.matters.testing import load_rules


@pytest.fixture
def three(monkeypatch: pytest.MonkeyPatch) -> Any:
    """`three` was written when filters were lists."""
    monkeypatch.setattr(itertools, "ifilter", filter, raising=False)
    from three import Three

    return Three


@pytest.fixture
def city(live: Any, three: Any) -> Any:
    with live.scope():
        load_rules(live.cast.estate)
        _token, key = issue_token("城市热线", actor=live.cast.actor("agent"))
    return three(
        f"{live.url}/open311/v2/", api_key=key, jurisdiction=live.cast.estate.code, format="json"
    )


def test_another_system_files_and_follows(live: Any, city: Any, tmp_path: Path) -> None:
    services = {row["service_code"] for row in city.services()}
    assert "water_pipe" in services
    assert city.services("water_pipe")["attributes"][0]["code"] == "kind"
    picture = tmp_path / "pipe.png"
    Image.new("RGB", (40, 30), "navy").save(picture)
    with picture.open("rb") as media:
        filed = city.post(
            "water_pipe", description="1号楼1单元水管漏水", address="1-1-101", name="Li Ming",
            phone="13900000000", media=media,
        )  # fmt: skip
    number = filed[0]["service_request_id"]
    with live.scope():
        matter = Matter.objects.get(number=number)
        assert (matter.channel, matter.place.plate) == ("api", "1-1-101")
        assert matter.reporter_phone == "13900000000"
    followed = city.request(number, api_key=city.api_key)[0]
    assert (followed["status"], followed["address"]) == ("open", "1-1-101")
    assert city.token(number, api_key=city.api_key)[0]["service_request_id"] == number


def test_a_reader_without_a_key_learns_nothing_of_a_home(live: Any, city: Any) -> None:
    home = city.post("water_pipe", description="家里漏水", address="1-1-101")
    yard = city.post("public_facility", description="路灯不亮", address="1号楼")
    assert home[0]["service_request_id"] != yard[0]["service_request_id"]
    reader = GeoReport(f"{live.url}/open311/v2", jurisdiction=live.cast.estate.code)
    seen = reader.get_service_requests()
    assert [row["service_request_id"] for row in seen] == [yard[0]["service_request_id"]]
    assert seen[0]["description"] == ""
    assert len(reader.get_service_list()) >= 28


def test_xml_says_the_same(live: Any, city: Any) -> None:
    number = city.post("public_facility", description="路灯不亮", address="1号楼")[0]
    reader = GeoReport(
        f"{live.url}/open311/v2", jurisdiction=live.cast.estate.code, output_format="xml"
    )
    assert number["service_request_id"] in str(reader.get_service_requests())
