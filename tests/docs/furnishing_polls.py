"""Polls and consultations of the furnished estate."""

from __future__ import annotations

from typing import Any


def furnish_polls(cast: Any) -> dict[Any, Any]:
    from linli.base.calendars.api import clock_at
    from linli.voice.polls.api import answer_poll, count_closed_poll
    from linli.voice.polls.testing import answers_to, make_poll, make_talk, write_draft

    poll, named, draft = make_poll(cast, is_anonymous=True), make_poll(cast), write_draft(cast)
    answer_poll(named.pk, answers_to(named), actor=cast.actor("tenant"))
    with clock_at(named.closes_at):
        count_closed_poll(named.pk, actor=cast.actor("lead"))
    return {
        "poll_id": poll.pk,
        ("polls:edit", "poll_id"): draft.pk,
        ("polls:act", "poll_id"): draft.pk,
        ("polls:sheets", "poll_id"): named.pk,
        ("polls:poll", "poll_id"): named.pk,
        "talk_id": make_talk(cast).pk,
    }
