"""What anybody sees of an estate, and what nobody learns there."""

from __future__ import annotations

import pytest

from linli.matters.handling.api import follow_token, open_matter
from linli.matters.routing.api import load_catalogue


@pytest.fixture
def estate(cast):
    load_catalogue(cast.estate)
    return cast


@pytest.fixture
def visitor():
    from linli.web.accounts.testing import OutsideClient

    return OutsideClient()


def tell(cast, who="resident", **over):
    fields = {
        "kind": "request", "category": "lift", "channel": "resident",
        "text": "三单元电梯门关不上,我是张秀兰", "place_id": next(iter(cast.actor(who).home_ids)),
    }  # fmt: skip
    return open_matter(actor=cast.actor(who), **{**fields, **over})


def test_an_estate_is_open_to_anybody_without_a_person_in_it(estate, visitor):
    tell(estate)
    page = visitor.get(f"/public/{estate.estate.code}/").content.decode()
    assert "电梯" in page and "1号楼" in page
    for secret in ("张秀兰", "1-1-101", "三单元电梯门关不上", estate.people["resident"].phone):
        assert secret not in page


def test_follow(estate, visitor):
    matter = tell(estate)
    page = visitor.get(f"/public/f/{follow_token(matter)}")
    assert page.status_code == 200
    assert matter.number in page.content.decode()
