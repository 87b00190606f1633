"""News to pages, in memory: who listens to what."""

from __future__ import annotations

import asyncio
from collections import Counter, defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field

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
        if self.closed:
            return None
        self.woken.clear()
        news, self.news = sorted(self.news), set()
        return news


class Hub:
    """All pages of this process, found by estate."""

    def __init__(self) -> None:
        self._pages: dict[int, set[Page]] = defaultdict(set)
        self._each: Counter[int] = Counter()

    def has_room(self, user_id: int) -> bool:
        return self._each.total() < MOST_PAGES and self._each[user_id] < MOST_PAGES_EACH

    def enter(self, page: Page) -> None:
        self._pages[page.estate_id].add(page)
        self._each[page.user_id] += 1

    def leave(self, page: Page) -> None:
        self._pages[page.estate_id].discard(page)
        self._each[page.user_id] -= 1
        if self._each[page.user_id] <= 0:
            del self._each[page.user_id]

    def tell(self, estate_id: int, keys: Iterable[str]) -> None:
        told = list(keys)
        for page in self._pages.get(estate_id, ()):
            page.tell(told)

    def tell_all(self) -> None:
        """Let every page look again: the line to the database was down, and news may be lost."""
        for pages in self._pages.values():
            for page in pages:
                page.tell(page.keys)

    def close_all(self) -> None:
        for pages in self._pages.values():
            for page in pages:
                page.close()
