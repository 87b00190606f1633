"""Residents hear of their matter on their own channel; the past is not told again."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from procrastinate.contrib.django.models import ProcrastinateJob

from linli.base.calendars.api import clock_at, now
from linli.base.events.api import Event
from linli.base.scopes.api import Estate
from linli.contact.messages.api import Message, register_channel, set_preference
from linli.matters.handling.api import tell_reporter
from linli.matters.handling.models import MatterEntry
from linli.matters.handling.telling import tell_listeners
from linli.matters.routing.api import load_catalogue
from linli.matters.testing import make_matter

HANDLER = "linli.matters.handling.handlers.tell_reporter_of_news"


@pytest.fixture(autouse=True)
def catalogue(cast: Any) -> None:
    load_catalogue(cast.estate)


def answer(cast: Any) -> MatterEntry:
    matter = make_matter(cast, reporter_id=cast.people["resident"].pk)
    tell_reporter(matter.pk, actor=cast.actor("agent"), text="师傅明天九点来。")
    entry: MatterEntry = MatterEntry.objects.filter(kind="told").latest("pk")
    return entry


def tell(cast: Any, entry: MatterEntry) -> int:
    return tell_listeners(entry.pk, entry.kind, (cast.people["resident"].pk,))


def test_the_reporter_gets_a_text_with_a_link_once(cast: Any) -> None:
    entry = answer(cast)
    assert ProcrastinateJob.objects.filter(args__handler=HANDLER).count() == 1
    assert tell(cast, entry) == tell(cast, entry) == 1
    message = Message.objects.get()
    assert message.address == cast.people["resident"].phone
    assert "师傅明天九点来。" in message.body
    assert "/public/f/" in message.body
    assert message.person_id == cast.people["resident"].pk


def test_in_the_own_language_and_not_at_all_where_a_chat_tells(cast: Any) -> None:
    person = cast.people["resident"]
    set_preference(person.pk, actor=cast.actor("resident"), channel="", language="en")
    entry = answer(cast)
    tell(cast, entry)
    assert Message.objects.get().language == "en"
    Message.objects.all().delete()
    register_channel("wechat", object, lambda ids: {person.pk: "openid"})  # type: ignore[arg-type]
    try:
        assert tell(cast, entry) == 0
    finally:
        register_channel("wechat", object, lambda ids: {})  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("is_demo", "age"), [(False, timedelta(days=2)), (True, timedelta(hours=1))]
)
def test_what_is_old_is_not_told(cast: Any, is_demo: bool, age: timedelta) -> None:
    Estate.objects.filter(pk=cast.estate.pk).update(is_demo=is_demo)
    entry = answer(cast)
    with clock_at(now() + age):
        assert tell(cast, entry) == 0


def test_a_past_that_is_lived_again_makes_no_job(cast: Any) -> None:
    with clock_at(now() - timedelta(days=30)):
        answer(cast)
    assert "ReporterTold" in Event.registry
    assert not ProcrastinateJob.objects.filter(args__handler=HANDLER).exists()
