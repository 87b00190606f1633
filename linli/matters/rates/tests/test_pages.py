"""Figures, own work and honours through HTTP."""

from __future__ import annotations

import re

import pytest

from linli.matters import testing


@pytest.fixture
def house(cast):
    testing.load_rules(cast.estate)
    return cast


@pytest.mark.parametrize(
    ("address", "names"),
    [
        ("/rates/", ["outsider", "resident", "agent", "worker"]),
        ("/rates/work", ["outsider", "resident", "administrator"]),
        ("/rates/honours", ["outsider", "resident", "administrator"]),
    ],
)
def test_who_may_not_look(house, sign_in, address, names):
    for name in names:
        assert sign_in(getattr(house, name)).get(address).status_code == 403, name


@pytest.mark.rule("REQ-05")
def test_every_figure_opens_its_matters(house, sign_in):
    matter = testing.make_closed(house)
    client = sign_in(house.lead)
    page = client.get("/rates/?group_by=category").content.decode()
    links = [link.replace("&amp;", "&") for link in re.findall(r'href="(/queue/\?[^"]+)"', page)]
    solved = [link for link in links if "reckoning=solved" in link]
    assert solved
    assert matter.number in client.get(solved[0]).content.decode()


@pytest.mark.parametrize("group", ["grid", "building", "category", "organisation", "month"])
def test_all_groups_draw(house, sign_in, group):
    testing.make_closed(house)
    page = sign_in(house.lead).get(f"/rates/?group_by={group}")
    assert page.status_code == 200 and 'id="rates-spec"' in page.content.decode()


@pytest.mark.parametrize(
    "query", ["group_by=zodiac", "since=abc", "since=2026-05-01&until=2020-01-01", "grid=-1"]
)
def test_garbage_gets_a_clear_answer(house, sign_in, query):
    assert sign_in(house.lead).get(f"/rates/?{query}").status_code == 422


def test_work_and_honours_show_the_thanks(house, sign_in):
    from linli.matters.handling.api import thank_worker

    matter = testing.make_closed(house)
    thank_worker(
        matter.pk, actor=house.actor("resident"), account_id=house.worker.pk, text="活细，谢谢！"
    )
    client = sign_in(house.worker)
    assert "活细，谢谢！" in client.get("/rates/work").content.decode()
    assert "李师傅" in client.get("/rates/honours").content.decode()
    assert client.get("/rates/honours?month=abc").status_code == 422
    assert client.get("/rates/honours?month=2026-12").status_code == 200
