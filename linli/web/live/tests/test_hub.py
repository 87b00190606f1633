from __future__ import annotations

import asyncio

from linli.web.live.hub import MOST_PAGES_EACH, Hub, Page


def page(user_id: int = 1, estate_id: int = 1, keys: tuple[str, ...] = ("queue",)) -> Page:
    return Page(user_id, estate_id, frozenset(keys))


def news_of(page: Page) -> list[str] | None:
    return asyncio.run(page.next_news(0.01))


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
