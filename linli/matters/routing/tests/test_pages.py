"""Rules as data through HTTP."""

from __future__ import annotations

import re

import pytest

from linli.matters import testing
from linli.matters.routing.api import Category, RoutingRule

PAGES = ["/routing/", "/routing/rules/new", "/routing/categories", "/routing/categories/new",
         "/routing/deadlines", "/routing/calendar"]  # fmt: skip


@pytest.fixture
def house(cast):
    testing.load_rules(cast.estate)
    return cast


@pytest.mark.parametrize("page", PAGES)
def test_only_who_sets_rules_opens_them(house, sign_in, page):
    for name in ("outsider", "resident", "agent", "worker"):
        assert sign_in(getattr(house, name)).get(page).status_code == 403, name
    assert sign_in(house.lead).get(page).status_code == 200


def test_try_it_says_where_and_why(house, sign_in):
    query = {"try": 1, "text": "水管漏水了", "category": "other", "kind": "request",
             "urgency": "none", "channel": "hotline", "hour": 9, "place": "1-1-101"}  # fmt: skip
    page = sign_in(house.lead).get("/routing/", query).content.decode()
    assert "会转给物业公司" in page and "供水管道：物业公司" in page


def test_a_rule_is_added_changed_and_moved(house, sign_in):
    client = sign_in(house.lead)
    fields = {"name": "东门的事", "place": "东门", "organisation": house.organisations["police"].pk,
              "is_active": "on"}  # fmt: skip
    assert client.post("/routing/rules/new", fields).status_code == 302
    rule = RoutingRule.objects.get(name="东门的事")
    address = f"/routing/rules/{rule.pk}"
    sent = fields | {"version": rule.version, "name": "东门"}
    assert client.post(address, sent).status_code == 302
    assert client.post(address, sent).status_code == 409
    order = re.search(r'name="order" value="([^"]+)"', client.get("/routing/").content.decode())
    assert order is not None
    move = {"order": order[1], "way": "up"}
    assert client.post(f"{address}/move", move).status_code == 302
    assert client.post(f"{address}/move", move).status_code == 302
    assert client.post(f"{address}/move", {"order": "1,x"}).status_code == 422


def test_a_category_and_a_deadline_change(house, sign_in):
    client = sign_in(house.lead)
    row = Category.objects.get(code="lift")
    fields = {"name": "电梯", "name_en": "Lifts", "profile_id": row.profile_id, "words": "电梯 困人",
              "is_active": "on"}  # fmt: skip
    assert client.post(f"/routing/categories/{row.pk}", fields).status_code == 302
    assert Category.objects.get(pk=row.pk).words == ["电梯", "困人"]
    profile = {"name": "急", "name_en": "Now", "respond_hours": 0, "solve_amount": 2,
               "solve_unit": "hours", "extension_days": 1}  # fmt: skip
    address = f"/routing/deadlines/{row.profile_id}"
    assert client.post(address, profile).status_code == 422
    assert client.post(address, profile | {"respond_hours": 1}).status_code == 302


def test_the_calendar_takes_a_day_and_forgets_it(house, sign_in):
    client = sign_in(house.lead)
    day = {"day": "2026-12-05", "is_working": "1", "note": "年底盘点"}
    assert client.post("/routing/calendar", day).status_code == 302
    assert client.post("/routing/calendar", {"forget": "2026-12-05"}).status_code == 302
    assert client.post("/routing/calendar", {"forget": "never"}).status_code == 422
    assert client.post("/routing/calendar", {"day": "x"}).status_code == 422


@pytest.mark.parametrize("kind", ["rules", "categories", "deadlines"])
def test_ids_that_do_not_exist(house, sign_in, kind):
    client = sign_in(house.lead)
    for number in ("999999", "99999999999999999999"):
        assert client.get(f"/routing/{kind}/{number}").status_code == 404
