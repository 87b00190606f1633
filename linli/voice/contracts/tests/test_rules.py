"""Notices, recurrences, articles, seals: decisions that need no database."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from linli.voice.contracts.articles import compare_articles, read_number, split_articles
from linli.voice.contracts.data import Article, DueState, Holiday, Schedule, Term, Unit
from linli.voice.contracts.errors import ArticlesOutOfOrder, NoArticles
from linli.voice.contracts.recurring import list_slots, slot_before_expiry
from linli.voice.contracts.rules import (
    add_months,
    days_of_quarter,
    is_dismissal_in_time,
    is_no_renewal_in_time,
    list_duties,
    mean_tenths,
    quarter_before,
    quarter_of,
    rated_quarter,
    read_quarter,
    state_when_done,
)
from linli.voice.contracts.sealing import seal_of

# a busy machine says nothing about these rules
AT_EASE = settings(deadline=None, suppress_health_check=[HealthCheck.too_slow])
DAYS = st.dates(date(2020, 1, 1), date(2060, 12, 31))


@pytest.mark.rule("FEE-09")
@pytest.mark.parametrize(("days", "good"), [(59, False), (60, True), (61, True)])
def test_owners_dismiss_sixty_days_before(days: int, good: bool) -> None:
    given_on = date(2026, 11, 30)
    assert is_dismissal_in_time(given_on, given_on + timedelta(days=days)) is good


@pytest.mark.rule("FEE-09")
@pytest.mark.parametrize(("days", "good"), [(89, False), (90, True), (91, True)])
def test_the_company_says_ninety_days_before_that_it_goes(days: int, good: bool) -> None:
    ends_on = date(2027, 12, 31)
    assert is_no_renewal_in_time(ends_on - timedelta(days=days), ends_on) is good


@pytest.mark.rule("FEE-09")
def test_what_rings_before_a_contract_ends() -> None:
    term = Term(date(2025, 1, 1), date(2027, 12, 31))
    duties = {d.code: (d.ring_on, d.last_on) for d in list_duties(term)}
    last = date(2027, 10, 2)  # ninety days before
    assert duties["renewal"] == (date(2027, 7, 4), last)
    assert duties["company_notice"] == (date(2027, 9, 2), last)
    assert duties["hand_over"] == (date(2027, 12, 1), date(2027, 12, 31))
    dismissed = Term(date(2025, 1, 1), date(2027, 12, 31), date(2026, 6, 30))
    assert [(d.code, d.last_on) for d in list_duties(dismissed)] == [
        ("hand_over", date(2026, 6, 30))
    ]
    gone = Term(date(2025, 1, 1), date(2027, 12, 31), None, True)
    assert "company_notice" not in {d.code for d in list_duties(gone)}


@pytest.mark.rule("DEV-05")
@pytest.mark.parametrize(
    ("ends", "due"),
    [
        (date(2027, 1, 15), date(2026, 12, 15)),
        (date(2027, 3, 31), date(2027, 2, 28)),
        (date(2028, 3, 31), date(2028, 2, 29)),
    ],
)
def test_a_lift_is_reported_one_month_before_its_certificate_ends(ends: date, due: date) -> None:
    assert slot_before_expiry(ends, 1).due_on == due


def test_months_come_back_to_their_day_after_february() -> None:
    schedule = Schedule(1, Unit.MONTH, date(2026, 1, 31))
    days = [slot.slot_on for slot in list_slots(schedule, None, date(2026, 4, 30))]
    assert days == [date(2026, 1, 31), date(2026, 2, 28), date(2026, 3, 31), date(2026, 4, 30)]


def test_holidays_keep_shift_or_skip() -> None:
    start, until = date(2026, 10, 1), date(2026, 10, 8)  # National Day, offices closed to the 7th
    due = {
        holiday: [s.due_on for s in list_slots(Schedule(1, Unit.DAY, start, holiday), None, until)]
        for holiday in Holiday
    }
    assert len(due[Holiday.KEEP]) == 8
    assert due[Holiday.SKIP] == [date(2026, 10, 8)]
    assert set(due[Holiday.SHIFT]) == {date(2026, 10, 8)}
    own = {date(2026, 10, 3): True}
    kept = list_slots(Schedule(1, Unit.DAY, start, Holiday.SKIP), None, until, own)
    assert [s.due_on for s in kept] == [date(2026, 10, 3), date(2026, 10, 8)]


@AT_EASE
@given(
    start=DAYS, every=st.integers(1, 60), unit=st.sampled_from([Unit.DAY, Unit.WEEK, Unit.MONTH]),
    first=st.integers(0, 900), more=st.integers(0, 400),
)  # fmt: skip
def test_in_two_steps_the_same_as_in_one(
    start: date, every: int, unit: Unit, first: int, more: int
) -> None:
    """Whenever the clock stops and goes on, no slot is lost or doubled."""
    schedule = Schedule(every, unit, start)
    middle, end = start + timedelta(days=first), start + timedelta(days=first + more)
    whole = list_slots(schedule, None, end)
    before = list_slots(schedule, None, middle)
    after = list_slots(schedule, before[-1].slot_on if before else None, end)
    assert before + after == whole
    assert len({slot.slot_on for slot in whole}) == len(whole)


@AT_EASE
@given(day=DAYS, months=st.integers(-30, 30))
def test_months_are_counted_on_the_calendar(day: date, months: int) -> None:
    there = add_months(day, months)
    assert (there.year * 12 + there.month) - (day.year * 12 + day.month) == months
    assert there.day == day.day or (there.day < day.day and (there + timedelta(days=1)).day == 1)


@AT_EASE
@given(day=DAYS)
def test_a_day_lies_in_its_quarter(day: date) -> None:
    first, last = days_of_quarter(quarter_of(day))
    assert first <= day <= last
    assert quarter_of(first - timedelta(days=1)) == quarter_before(quarter_of(day))
    assert read_quarter(quarter_of(day)) == quarter_of(day)


@pytest.mark.parametrize(
    "text", ["", "2026", "2026Q5", "2026Q0", "20Q1", "abcdQ1", "1000Q1", "2026Q11"]
)
def test_no_quarter(text: str) -> None:
    assert read_quarter(text) is None


def test_people_rate_the_quarter_that_ended_last() -> None:
    assert rated_quarter(date(2027, 1, 1)) == "2026Q4"
    assert rated_quarter(date(2026, 12, 31)) == "2026Q3"


def test_on_the_last_day_it_is_in_time() -> None:
    day = date(2026, 11, 30)
    assert state_when_done(day, day) == DueState.DONE
    assert state_when_done(day + timedelta(days=1), day) == DueState.LATE


def test_a_mean_is_cut_not_rounded() -> None:
    assert mean_tenths([5, 5, 4]) == 46
    assert mean_tenths([]) is None


@pytest.mark.parametrize(
    ("text", "number"),
    [("十二", 12), ("12", 12), ("一百零三", 103), ("二十", 20), ("两", 2), ("甲", 0)],
)
def test_numbers_of_articles(text: str, number: int) -> None:
    assert read_number(text) == number


def test_a_text_becomes_articles() -> None:
    text = (
        "总则在前。\n第一条 保洁\n每天一次。\n第二条 物业公司每月公布一次。\n3、【电梯】每 15 天。"
    )
    assert split_articles(text) == (
        Article(0, "", "总则在前。"),
        Article(1, "保洁", "每天一次。"),
        Article(2, "", "物业公司每月公布一次。"),
        Article(3, "电梯", "每 15 天。"),
    )


def test_a_text_without_articles_or_with_one_twice() -> None:
    with pytest.raises(NoArticles):
        split_articles("只有一段话。")
    with pytest.raises(ArticlesOutOfOrder):
        split_articles("第一条 甲\n第一条 乙")


def test_versions_are_compared_article_by_article() -> None:
    old = split_articles("第一条 每天扫。\n第二条 每月修。\n第三条 不养鸡。")
    new = split_articles("第一条 每天扫两遍。\n第二条 登记养犬。\n第三条 每月修。\n第四条 不养鸡。")
    changes = {(c.kind, (c.after or c.before).number) for c in compare_articles(old, new)}
    assert changes == {("changed", 1), ("added", 2), ("moved", 3), ("moved", 4)}
    assert {c.kind for c in compare_articles(old, old)} == {"same"}
    gone = compare_articles(old, old[:2])
    assert [c.kind for c in gone] == ["same", "same", "removed"]
    marked = next(c for c in compare_articles(old, new) if c.kind == "changed")
    assert ("add", "两遍") in marked.pieces


def test_a_seal_covers_every_word_and_the_version_before() -> None:
    articles = split_articles("第一条 每天扫。")
    seal = seal_of({"number": 1}, articles, b"")
    assert seal == seal_of({"number": 1}, articles, b"")
    others = [
        seal_of({"number": 2}, articles, b""),
        seal_of({"number": 1}, split_articles("第一条 每天扫!"), b""),
        seal_of({"number": 1}, articles, seal),
    ]
    assert seal not in others
