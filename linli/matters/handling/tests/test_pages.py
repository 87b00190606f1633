"""The queue's pages through HTTP: everybody of the cast, and what is typed wrong."""

from __future__ import annotations

import pytest

from linli.matters import testing


@pytest.fixture
def house(cast):
    testing.load_rules(cast.estate)
    return cast


def test_the_queue_shows_what_came_in(house, sign_in):
    matter = testing.make_matter(house)
    page = sign_in(house.agent).get("/queue/")
    assert page.status_code == 200
    assert matter.number in page.content.decode()


def test_a_matter_has_its_own_page(house, sign_in):
    matter = testing.make_matter(house)
    page = sign_in(house.agent).get(f"/queue/{matter.number}")
    assert page.status_code == 200
    assert "厨房水管漏水。请来看看。" in page.content.decode()
