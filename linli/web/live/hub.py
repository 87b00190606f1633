"""News to pages, in memory: who listens to what."""

from __future__ import annotations

import asyncio
from collections import Counter, defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field
from time import time

KEPT = 120.0  # seconds that news are remembered for pages that were not listening
MOST_PAGES = 2000  # of one process
MOST_PAGES_EACH = 12  # of one account


@dataclass(eq=False)
class Page:
    """One open page. `news` are keys not yet told, so a slow line costs no more than its keys."""

    user_id: int
    estate_id: int
    keys: frozenset[str]
    news: set[str] = field(default_factory=set)
    woken: asyncio.Event = field(default_factory=asyncio.Event)
    closed: bool = False

    def tell(self, keys: Iterable[str]) -> None:
        self.news.update(self.keys.intersection(keys))
        if self.news:
            self.woken.set()

    def close(self) -> None:
        self.closed = True
        self.woken.set()

    async def next_news(self, patience: float) -> list[str] | None:
        """Keys that changed; an empty list after `patience` seconds; None when closed."""
        try:
            await asyncio.wait_for(self.woken.wait(), patience)
        except TimeoutError:
            return []
        return None if self.closed else self.take_news()

    def take_news(self) -> list[str]:
        """Keys that changed and are not yet told."""
        self.woken.clear()
        news, self.news = sorted(self.news), set()
        return news


class Hub:
    """All pages of this process, found by estate, and what was told lately."""

    def __init__(self) -> None:
        self._pages: dict[int, set[Page]] = defaultdict(set)
        self._each: Counter[int] = Counter()
        self._told: dict[int, dict[str, float]] = defaultdict(dict)  # latest last
        self._complete_since = time()

    def has_room(self, user_id: int) -> bool:
        return self._each.total() < MOST_PAGES and self._each[user_id] < MOST_PAGES_EACH

    def enter(self, page: Page, since: float | None = None) -> None:
        """Let the page listen. It hears what was told from `since` (seconds of the epoch) on."""
        self._pages[page.estate_id].add(page)
        self._each[page.user_id] += 1
        if since is not None:
            page.tell(self._missed(page, since))

    def _missed(self, page: Page, since: float) -> Iterable[str]:
        if since < max(self._complete_since, time() - KEPT):
            return page.keys
        told = self._told.get(page.estate_id, {})
        return [key for key in page.keys if told.get(key, -1.0) >= since]

    def leave(self, page: Page) -> None:
        self._pages[page.estate_id].discard(page)
        self._each[page.user_id] -= 1
        if self._each[page.user_id] <= 0:
            del self._each[page.user_id]

    def tell(self, estate_id: int, keys: Iterable[str]) -> None:
        told = list(keys)
        self._remember(self._told[estate_id], told)
        for page in self._pages.get(estate_id, ()):
            page.tell(told)

    def _remember(self, past: dict[str, float], keys: list[str]) -> None:
        this_moment = time()
        for key in keys:
            past.pop(key, None)
            past[key] = this_moment
        while past and past[oldest := next(iter(past))] < this_moment - KEPT:
            del past[oldest]

    def tell_all(self) -> None:
        """Let every page look again: the line to the database was down, and news may be lost."""
        self._complete_since = time()
        self._told.clear()
        for pages in self._pages.values():
            for page in pages:
                page.tell(page.keys)

    def close_all(self) -> None:
        for pages in self._pages.values():
            for page in pages:
                page.close()
