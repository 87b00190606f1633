"""Residents' polls and consultations: what other packages may use."""

from linli.voice.polls.actions import (
    approve_poll,
    archive_poll,
    count_closed_poll,
    return_poll,
    submit_poll,
    withdraw_poll,
    write_poll,
)
from linli.voice.polls.answering import answer_for, answer_poll, words_of_audience
from linli.voice.polls.audiences import (
    Invited,
    count_invited,
    has_spoken,
    invited_person,
    may_help,
    people_to_help,
)
from linli.voice.polls.data import (
    Audience,
    Phase,
    PollDraft,
    PollState,
    Question,
    QuestionDraft,
    QuestionKind,
    Result,
    TalkState,
    Voice,
)
from linli.voice.polls.events import PollArchived, PollOpened
from linli.voice.polls.listing import polls_section
from linli.voice.polls.models import Poll, Talk
from linli.voice.polls.queries import (
    may_read_minutes,
    open_polls_for,
    phase,
    poll_for,
    polls_for,
    questions_of,
    result_of,
    talk_for,
    talks_for,
)
from linli.voice.polls.talks import cancel_talk, invite_to_talk, post_result, write_minutes

__all__ = [
    "Audience",
    "Invited",
    "Phase",
    "Poll",
    "PollArchived",
    "PollDraft",
    "PollOpened",
    "PollState",
    "Question",
    "QuestionDraft",
    "QuestionKind",
    "Result",
    "Talk",
    "TalkState",
    "Voice",
    "answer_for",
    "answer_poll",
    "approve_poll",
    "archive_poll",
    "cancel_talk",
    "count_closed_poll",
    "count_invited",
    "has_spoken",
    "invite_to_talk",
    "invited_person",
    "may_help",
    "may_read_minutes",
    "open_polls_for",
    "people_to_help",
    "phase",
    "poll_for",
    "polls_for",
    "polls_section",
    "post_result",
    "questions_of",
    "result_of",
    "return_poll",
    "submit_poll",
    "talk_for",
    "talks_for",
    "withdraw_poll",
    "words_of_audience",
    "write_minutes",
    "write_poll",
]
