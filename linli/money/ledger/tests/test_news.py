"""Whoever listens hears of each entry once; a batch is one piece of news."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest
from procrastinate.contrib.django.models import ProcrastinateJob

from linli.base.events import actions as events
from linli.base.events.api import handles, relay_news
from linli.money.ledger import api as ledger
from linli.money.ledger.testing import draft_of, make_books, make_entry


@pytest.fixture
def heard(monkeypatch: pytest.MonkeyPatch) -> Iterator[list[Any]]:
    """What two listeners hear, whoever else listens in this program."""
    found: list[Any] = []
    for name in ("EntryPosted", "EntriesPosted"):
        monkeypatch.setitem(events._handlers, name, {})

    @handles(ledger.EntryPosted)
    def hear_one(event: ledger.EntryPosted) -> None:
        found.append(event)

    @handles(ledger.EntriesPosted)
    def hear_many(event: ledger.EntriesPosted) -> None:
        found.append(event)

    return found


def work() -> None:
    relay_news(0)
    for job in ProcrastinateJob.objects.filter(task_name="linli.handle_event").order_by("id"):
        events.handle_event(**job.args)


def test_an_entry_is_heard_of_once(cast: Any, heard: list[Any]) -> None:
    book = make_books()
    draft = draft_of(book, ("bank", 5), ("income:other", -5), kind="interest", source="slip:9")
    actor = cast.actor("accountant")
    entry = ledger.post_entry(draft, actor=actor)
    ledger.post_entry(draft, actor=actor)
    work()
    assert heard == [ledger.EntryPosted(entry.pk, book.pk, "interest", "slip:9")]


def test_a_batch_is_heard_of_as_one(cast: Any, heard: list[Any]) -> None:
    book = make_books()
    make_entry(book, ("bank", 5), ("income:other", -5), key="k1")
    drafts = [draft_of(book, ("bank", 5), ("income:other", -5), key=f"k{n}") for n in range(1, 5)]
    ids = ledger.post_entries(drafts, actor=cast.actor("accountant"))
    work()
    assert ledger.EntriesPosted(book.pk, ids[1], ids[3], 3) in heard
    assert len(heard) == 2
