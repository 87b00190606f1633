"""Two hands at one voice, one rating, one clock: each counts once."""

from __future__ import annotations

from typing import Any

import pytest

from linli.base.scopes.api import estate_scope
from linli.matters.handling.models import Matter
from linli.voice.contracts.api import open_seats, rate_service, run_schedules
from linli.voice.contracts.models import ServiceDue, ServiceRating
from linli.voice.contracts.testing import make_daily, make_item, make_service_contract
from linli.voice.polls.api import answer_for, answer_poll
from linli.voice.polls.errors import SpokenAlready
from linli.voice.polls.models import PollVoice, SecretSheet
from linli.voice.polls.testing import answers_to, make_poll
from tests.concurrency.races import actor, race, won

pytestmark = pytest.mark.slow
SCORES = {"tidy": 4, "safe": 4, "repairs": 4, "manner": 4, "overall": 4}


def test_the_phone_and_the_captain_at_once_are_one_voice(city: Any) -> None:
    with estate_scope(city.estate.pk):
        poll = make_poll(city, is_anonymous=True)
        given = answers_to(poll)
        elder = city.people["elder"].pk
    own, captain = actor(city, "elder"), actor(city, "captain")
    results = race(
        city,
        lambda: answer_poll(poll.pk, given, actor=own) or "phone",
        lambda: answer_for(poll.pk, elder, given, actor=captain, confirmation="点头") or "door",
    )
    assert len(won(results)) == 1
    assert sum(isinstance(result, SpokenAlready) for result in results) == 1
    with estate_scope(city.estate.pk):
        assert PollVoice.objects.count() == SecretSheet.objects.count() == 1


def test_a_home_rates_once_however_often_it_is_pressed(city: Any) -> None:
    with estate_scope(city.estate.pk):
        seat = open_seats(city.people["resident"].pk)[0]
    own = actor(city, "resident")
    results = race(city, *[lambda: rate_service(seat.home_id, seat.side, SCORES, actor=own)] * 4)
    assert len(won(results)) == 1
    with estate_scope(city.estate.pk):
        assert ServiceRating.objects.count() == 1


def test_the_clock_may_run_three_times_at_once(city: Any) -> None:
    with estate_scope(city.estate.pk):
        contract = make_service_contract(city)
        make_item(city, contract)
        make_daily(city, contract)
    race(city, run_schedules, run_schedules, run_schedules)
    with estate_scope(city.estate.pk):
        assert ServiceDue.objects.count() == 4
        assert Matter.objects.count() == 1
        assert ServiceDue.objects.get(item__code="greenery").matter_id == Matter.objects.get().pk
