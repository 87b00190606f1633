"""Ways to go: for every role pages that open, its own day first."""

from __future__ import annotations

import re
from typing import Any

import pytest

STAFF = (
    "administrator", "lead", "agent", "clerk", "secretary", "housing_officer", "accountant",
    "property_manager", "worker", "grid_worker", "captain", "volunteer", "carer", "guard",
)  # fmt: skip
LINK = re.compile(r'<a class="(?:bar-link|menu-item|tab)" href="(/[^"]*)"')


def links_of(page: Any) -> list[str]:
    return list(dict.fromkeys(LINK.findall(page.content.decode())))


@pytest.mark.parametrize("name", [*STAFF, "resident"])
def test_whatever_is_offered_opens(cast: Any, sign_in: Any, name: str) -> None:
    client = sign_in(cast.accounts[name])
    home = client.get("/", follow=True)
    assert home.status_code == 200
    links = links_of(home)
    assert links
    shut = {link: client.get(link).status_code for link in links}
    assert {link for link, status in shut.items() if status >= 400} == set()


@pytest.mark.parametrize(
    ("name", "first"),
    [("lead", "/queue/"), ("worker", "/queue/today"), ("captain", "/rounds/captain")],
)
def test_a_day_begins_where_it_goes_by(cast: Any, sign_in: Any, name: str, first: str) -> None:
    client = sign_in(cast.accounts[name])
    assert client.get("/").headers["Location"] == first
    assert links_of(client.get(first))[0] == first


def test_a_captain_has_a_way_to_the_own_building(cast: Any, sign_in: Any) -> None:
    page = sign_in(cast.captain).get("/rounds/captain")
    assert f"/places/buildings/{cast.places['building1'].pk}/" in links_of(page)


def test_settings_are_one_group_and_not_for_everybody(cast: Any, sign_in: Any) -> None:
    lead, worker = (sign_in(cast.accounts[n]).get("/", follow=True) for n in ("lead", "worker"))
    assert "/routing/" in links_of(lead)
    assert "/organisations/" in links_of(lead)
    assert "/crew/" in links_of(lead)
    assert "/routing/" not in links_of(worker)
