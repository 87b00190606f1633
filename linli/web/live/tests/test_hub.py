from __future__ import annotations

from time import time

import pytest

from linli.web.live.hub import KEPT, MOST_PAGES_EACH, Hub, Page
from linli.web.live.tests.loops import run


def page(user_id: int = 1, estate_id: int = 1, keys: tuple[str, ...] = ("queue",)) -> Page:
    return Page(user_id, estate_id, frozenset(keys))


def news_of(page: Page) -> list[str] | None:
    return run(page.next_news(0.01))


def test_news_reach_who_listens() -> None:
    hub, listens, other = Hub(), page(keys=("queue", "matter:1")), page(keys=("matter:2",))
    hub.enter(listens)
    hub.enter(other)
    hub.tell(1, ["queue", "matter:1", "matter:3"])
    assert news_of(listens) == ["matter:1", "queue"]
    assert news_of(other) == []


def test_another_estate_hears_nothing() -> None:
    hub, foreign = Hub(), page(estate_id=2)
    hub.enter(foreign)
    hub.tell(1, ["queue"])
    assert news_of(foreign) == []


def test_news_are_told_once_however_often_they_came() -> None:
    hub, listens = Hub(), page()
    hub.enter(listens)
    for _ in range(1000):
        hub.tell(1, ["queue"])
    assert news_of(listens) == ["queue"]
    assert news_of(listens) == []


def test_a_gap_wakes_every_page_with_all_its_keys() -> None:
    hub, listens = Hub(), page(keys=("queue", "matter:1"))
    hub.enter(listens)
    hub.tell_all()
    assert news_of(listens) == ["matter:1", "queue"]


def test_one_account_has_only_so_many_pages() -> None:
    hub, pages = Hub(), [page() for _ in range(MOST_PAGES_EACH)]
    for one in pages:
        hub.enter(one)
    assert not hub.has_room(1)
    assert hub.has_room(2)
    hub.leave(pages[0])
    assert hub.has_room(1)


def test_the_end_reaches_every_page() -> None:
    hub, listens = Hub(), page()
    hub.enter(listens)
    hub.close_all()
    assert news_of(listens) is None


def test_what_was_told_before_the_page_listened_is_made_up_for() -> None:
    hub, asked = Hub(), time()
    hub.tell(1, ["queue", "matter:3"])
    hub.tell(2, ["matter:1"])
    late, fresh, silent = page(keys=("queue", "matter:1")), page(), page()
    hub.enter(late, asked)
    hub.enter(fresh, time() + 1)
    hub.enter(silent)
    assert news_of(late) == ["queue"]
    assert news_of(fresh) == []
    assert news_of(silent) == []


def test_a_page_older_than_memory_looks_at_everything_again() -> None:
    hub, old, before = Hub(), page(keys=("queue", "matter:1")), page()
    hub.enter(old, time() - KEPT - 1)
    assert news_of(old) == ["matter:1", "queue"]
    asked = time()
    hub.tell_all()
    hub.enter(before, asked - 1)
    assert news_of(before) == ["queue"]


def test_memory_does_not_grow(monkeypatch: pytest.MonkeyPatch) -> None:
    hub, clock = Hub(), iter(range(0, 100_000, 10))
    monkeypatch.setattr("linli.web.live.hub.time", lambda: float(next(clock)))
    for number in range(1000):
        hub.tell(1, [f"matter:{number}"])
    assert len(hub._told[1]) <= KEPT / 10 + 1
