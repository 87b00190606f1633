"""The four clears: what is complete, what is fresh, what is missing where (GRID-03)."""

from __future__ import annotations

import io
from datetime import timedelta

import openpyxl
import pytest

from linli.base.calendars.api import clock_at, now
from linli.base.errors import Invalid, NotAllowed
from linli.estate.models import Home, Person
from linli.estate.places.api import verify_facts
from linli.estate.places.data import Clear, Fact
from linli.matters.clears.api import (
    count_clears,
    group_by_grid,
    list_lacks,
    list_trend,
    set_freshness,
    take_snapshot,
    total_of,
)
from linli.matters.clears.models import ClearSnapshot

ALL = (Fact.HOUSEHOLD, Fact.PERSONS, Fact.CONTACT, Fact.CATEGORIES, Fact.DISPUTES)


def home(plate: str) -> Home:
    return Home.objects.get(place__plate=plate)


def see(cast, plate, *facts, at=None):
    actor = cast.actor("grid_worker")
    verify_facts(home(plate).pk, facts or ALL, actor=actor, at=at or now())


def lacks_of(cast, plate):
    (found,) = [x for x in list_lacks(cast.actor("lead")) if x.plate == plate] or [None]
    return dict(found.facts) if found else {}


@pytest.mark.rule("GRID-03")
def test_four_scores_of_each_building_with_what_they_stand_on(cast):
    rows = count_clears(cast.actor("lead"))
    first = rows[0]
    assert [row.name for row in rows] == ["1号楼", "2号楼", "3号楼", ""]
    assert first.clears[Clear.HOUSEHOLD].fresh.denominator == 12, "every home counts"
    assert first.clears[Clear.CATEGORY].fresh.denominator == 2, "where somebody lives"
    assert first.clears[Clear.FACILITY].fresh.denominator == 2, "its entrances"
    assert first.clears[Clear.HOUSEHOLD].complete.numerator == 2
    assert first.clears[Clear.HOUSEHOLD].fresh.numerator == 0
    assert rows[-1].clears[Clear.FACILITY].fresh.denominator == 1, "the gate"
    see(cast, "1-1-101")
    first = count_clears(cast.actor("lead"))[0]
    shares = [first.clears[clear].fresh.numerator for clear in Clear]
    assert shares == [1, 1, 0, 1]
    grids = group_by_grid(rows)
    assert [grid.name for grid in grids] == ["第1网格", "第2网格"]
    assert total_of(rows).clears[Clear.HOUSEHOLD].fresh.denominator == 36


@pytest.mark.rule("GRID-03")
def test_what_is_missing_is_told_apart_from_what_is_stale(cast):
    assert lacks_of(cast, "1-1-101") == {
        "household": "stale", "persons": "stale", "contact": "stale", "categories": "missing",
        "disputes": "missing",
    }  # fmt: skip
    see(cast, "1-1-101")
    assert lacks_of(cast, "1-1-101") == {}
    Person.objects.filter(pk=cast.people["resident"].pk).update(phone="", birth_date=None)
    assert lacks_of(cast, "1-1-101") == {"contact": "missing", "persons": "missing"}
    assert lacks_of(cast, "1-1-102") == {"household": "missing"}


@pytest.mark.rule("GRID-03")
def test_freshness_is_a_rule_of_the_estate(cast):
    see(cast, "1-1-101", at=now() - timedelta(days=100))
    assert lacks_of(cast, "1-1-101") == {}
    set_freshness("contact", "all", 30, actor=cast.actor("lead"))
    assert lacks_of(cast, "1-1-101") == {"contact": "stale"}
    with pytest.raises(NotAllowed):
        set_freshness("contact", "all", 30, actor=cast.actor("grid_worker"))
    with pytest.raises(Invalid):
        set_freshness("contact", "all", 0, actor=cast.actor("lead"))


def test_where_somebody_needs_a_second_look_it_is_asked_sooner(cast):
    from linli.estate.people.api import add_category
    from linli.estate.people.data import CategoryKind

    person = cast.people["resident"].pk
    add_category(person, actor=cast.actor("lead"), kind=CategoryKind.ELDER_ALONE, source="本人")
    see(cast, "1-1-101", at=now() - timedelta(days=100))
    assert lacks_of(cast, "1-1-101") == {
        "household": "stale", "contact": "stale", "disputes": "stale",
    }  # fmt: skip


def test_a_worker_sees_the_own_grid(cast):
    assert [row.name for row in count_clears(cast.actor("grid_worker2"))] == ["3号楼"]
    for who in ("captain", "resident", "outsider", "worker"):
        with pytest.raises(NotAllowed):
            count_clears(cast.actor(who))


def test_each_night_is_kept_once_and_makes_a_trend(cast):
    with clock_at(now() - timedelta(days=7)):
        take_snapshot()
    see(cast, "1-1-101")
    assert take_snapshot() == take_snapshot()
    assert ClearSnapshot.objects.values("day").distinct().count() == 2
    before, after = list_trend(cast.actor("lead"))
    assert before.fresh[Clear.DISPUTE] == 0 < after.fresh[Clear.DISPUTE]


def test_the_pages_live_and_the_workbook_opens(cast, sign_in):
    client = sign_in(cast.lead)
    body = client.get("/clears/").content.decode()
    assert "四清" in body and "0/12" in body
    assert client.get("/clears/?grid=nonsense").status_code == 422
    assert "1-1-102" in client.get("/clears/lacks?clear=household").content.decode()
    assert client.get("/clears/limits").status_code == 200
    fields = {f"{f.value}-{g}": 50 for f in Fact for g in ("all", "watched")} | {"seen-all": 3}
    assert client.post("/clears/limits", fields).status_code == 302
    book = openpyxl.load_workbook(io.BytesIO(client.get("/clears/workbook").content))
    assert [sheet.title for sheet in book] == ["四清", "缺和旧的"]
    assert "张秀兰" not in str([row for sheet in book for row in sheet.values])


def test_one_tap_leads_from_a_gap_to_the_round_that_mends_it(cast, sign_in):
    client = sign_in(cast.grid_worker)
    places = [home("1-1-101").pk, home("1-1-102").pk]
    answer = client.post("/rounds/mend", {"place": places})
    assert answer.status_code == 302
    again = client.post("/rounds/mend", {"place": [*places, home("2-1-101").pk]})
    assert again.headers["Location"] == answer.headers["Location"]
    page = client.get(answer.headers["Location"]).content.decode()
    assert all(plate in page for plate in ("1-1-101", "1-1-102", "2-1-101"))
