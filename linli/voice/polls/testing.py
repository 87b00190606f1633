"""Builders of polls, through the actions."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from linli.base.calendars.api import now
from linli.voice.polls.api import (
    Poll,
    PollDraft,
    QuestionDraft,
    Talk,
    approve_poll,
    invite_to_talk,
    submit_poll,
    write_poll,
)

QUESTIONS = (
    QuestionDraft("single", "楼前花坛改成停车位吗？", ("改", "不改", "都行")),
    QuestionDraft("multiple", "还想要什么？", ("长椅", "晾衣杆", "路灯"), most=2, required=False),
    QuestionDraft("words", "还有什么想说的？", required=False),
)


def make_draft(**over: Any) -> PollDraft:
    fields: dict[str, Any] = {
        "title": "花坛要不要改成停车位", "intro": "居委会想听听大家的想法。", "audience": "estate",
        "place_id": None, "voice": "person", "tenants_only": False, "is_anonymous": False,
        "results_live": False, "opens_at": now() - timedelta(minutes=1),
        "closes_at": now() + timedelta(days=7), "questions": QUESTIONS,
    }  # fmt: skip
    return PollDraft(**(fields | over))


def write_draft(cast: Any, *, by: str = "secretary", **over: Any) -> Poll:
    return write_poll(make_draft(**over), actor=cast.actor(by))


def make_poll(cast: Any, **over: Any) -> Poll:
    """A poll that is open now: written by the secretary, approved by the lead."""
    poll = write_draft(cast, **over)
    poll = submit_poll(poll.pk, actor=cast.actor("secretary"))
    if poll.state == "waiting":
        poll = approve_poll(poll.pk, actor=cast.actor("lead"))
    return poll


def answers_to(poll: Poll, choice: int = 0, words: str = "") -> dict[str, Any]:
    """Answers by position: the n-th option of each choice, and words."""
    given: dict[str, Any] = {}
    for question in poll.questions.order_by("position"):
        if question.kind == "words":
            given[str(question.pk)] = words
        else:
            options = list(question.options.order_by("position").values_list("pk", flat=True))
            given[str(question.pk)] = [options[choice]]
    return given


def make_talk(cast: Any) -> Talk:
    return invite_to_talk(
        actor=cast.actor("secretary"), topic="花坛怎么改", about="停车难，花坛荒着。",
        venue="党群服务中心", meets_at=now() + timedelta(days=3),
        people=[cast.people["resident"].pk, cast.people["tenant"].pk],
        organisations=[cast.organisations["property"].pk],
    )  # fmt: skip
