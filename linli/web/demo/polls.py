"""Residents are asked: one poll that runs, one that is over, with what became of it."""

from __future__ import annotations

from datetime import date, datetime, time

from linli.base.calendars.api import SHANGHAI
from linli.voice.polls.api import (
    Poll,
    PollDraft,
    QuestionDraft,
    answer_for,
    answer_poll,
    approve_poll,
    archive_poll,
    count_closed_poll,
    submit_poll,
    write_poll,
)
from linli.web.demo.hands import Hands

_VOICES = 24
_BENCH = (
    QuestionDraft("single", "广场的长椅放在哪里好？", ("树下", "儿童滑梯旁", "都行")),
    QuestionDraft("words", "还有什么想说的？", required=False),
)
_HOURS = (
    QuestionDraft("single", "广场舞晚上几点结束？", ("八点半", "九点", "九点半")),
    QuestionDraft("words", "还有什么想说的？", required=False),
)
_OUTCOME = (
    "多数人要树下。四张长椅已经装在广场东边的树下，两张带扶手，老人起身方便。\n"
    "钱从公共收益出，凭证在收支公示里。"
)


def ask_residents(hands: Hands) -> None:
    over = _ask(hands, "广场加几张长椅", _BENCH, hands.ago(20), hands.ago(9))
    _answer(hands, over, hands.ago(15))
    with hands.at(hands.ago(9), 21):
        count_closed_poll(over.pk, actor=hands.actor("secretary"))
    with hands.at(hands.ago(2), 16):
        archive_poll(over.pk, actor=hands.actor("secretary"), outcome=_OUTCOME)
    runs = _ask(hands, "广场舞几点结束", _HOURS, hands.ago(4), hands.ago(-6))
    _answer(hands, runs, hands.ago(2))


def _ask(
    hands: Hands, title: str, questions: tuple[QuestionDraft, ...], opens: date, closes: date
) -> Poll:
    secretary = hands.actor("secretary")
    draft = PollDraft(
        title=title, intro="居委会想先听听大家怎么说。一户说一次。", audience="estate",
        place_id=None, voice="household", tenants_only=False, is_anonymous=False,
        results_live=True, opens_at=datetime.combine(opens, time(12), SHANGHAI),
        closes_at=datetime.combine(closes, time(20), SHANGHAI), questions=questions,
    )  # fmt: skip
    with hands.at(opens, 9):
        poll = submit_poll(write_poll(draft, actor=secretary).pk, actor=secretary)
        hands.count("polls")
        return approve_poll(poll.pk, actor=hands.actor("lead"))


def _answer(hands: Hands, poll: Poll, day: date) -> None:
    """Some say it at the desk, one on the own phone."""
    choice, _words = poll.questions.order_by("position")
    options = list(choice.options.order_by("position").values_list("pk", flat=True))
    homes = [d for d in hands.register.dwellings if not d.named]
    with hands.at(day, 14):
        for dwelling in hands.rng.sample(homes, min(_VOICES, len(homes))):
            given = {str(choice.pk): [hands.rng.choice((options[0], *options))]}
            answer_for(
                poll.pk, dwelling.head.pk, given, actor=hands.actor("agent"),
                confirmation="本人在服务台当面说",
            )  # fmt: skip
        answer_poll(poll.pk, {str(choice.pk): [options[0]]}, actor=hands.actor("zhangayi"))
    hands.count("voices", _VOICES + 1)
