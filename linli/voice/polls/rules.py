"""What counts as an answer, and when a poll is open. Pure."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from datetime import date, datetime
from typing import Any

from linli.voice.polls.data import (
    Answers,
    Phase,
    Question,
    QuestionDraft,
    QuestionKind,
    QuestionResult,
)
from linli.voice.polls.errors import (
    AnswerMissing,
    ChoiceUnknown,
    ChoiceWrong,
    NothingSaid,
    QuestionsWrong,
    WordsTooLong,
)

GROWN_UP = 18  # years; the law's age for a voice of one's own
LONGEST_WORDS = 1000
MOST_QUESTIONS = 10
MOST_OPTIONS = 12
MIX = 10  # sheets of an anonymous poll that are written anew together


def phase_of(opens_at: datetime, closes_at: datetime, instant: datetime) -> Phase:
    """Open from the first instant on, over at the last."""
    if instant < opens_at:
        return Phase.COMING
    return Phase.OPEN if instant < closes_at else Phase.OVER


def is_grown_up(birth_date: date | None, day: date) -> bool:
    """Whether somebody is of age on that day; an unknown day of birth is grown up."""
    if birth_date is None:
        return True
    years = day.year - birth_date.year - ((day.month, day.day) < (birth_date.month, birth_date.day))
    return years >= GROWN_UP


def check_questions(drafts: Sequence[QuestionDraft]) -> None:
    """Raises QuestionsWrong."""
    if not 1 <= len(drafts) <= MOST_QUESTIONS:
        raise QuestionsWrong(field="questions")
    for draft in drafts:
        if not draft.text.strip() or draft.kind not in set(QuestionKind):
            raise QuestionsWrong(field="questions")
        if draft.kind == QuestionKind.WORDS:
            continue
        options = [text.strip() for text in draft.options]
        if not 2 <= len(options) <= MOST_OPTIONS or len(set(options)) < len(options):
            raise QuestionsWrong(field="questions")
        if not all(options) or not 1 <= draft.most <= len(options):
            raise QuestionsWrong(field="questions")


def check_answers(questions: Sequence[Question], given: Mapping[str, Any]) -> Answers:
    """What a person said, in its one form. Unknown questions are dropped.

    Raises ChoiceWrong, ChoiceUnknown, AnswerMissing, WordsTooLong, NothingSaid.
    """
    answers: Answers = {}
    for question in questions:
        said = given.get(str(question.id))
        checked = (
            _check_words(question, said)
            if question.kind == QuestionKind.WORDS
            else _check_choice(question, said)
        )
        if checked:
            answers[str(question.id)] = checked
        elif question.required:
            raise AnswerMissing(field=f"q{question.id}", question=question.text)
    if not answers:
        raise NothingSaid
    return answers


def _check_words(question: Question, said: Any) -> str:
    words = said.strip() if isinstance(said, str) else ""
    if len(words) > LONGEST_WORDS:
        raise WordsTooLong(field=f"q{question.id}", count=len(words), most=LONGEST_WORDS)
    return words


def _check_choice(question: Question, said: Any) -> list[int]:
    raw = said if isinstance(said, list | tuple) else [] if said in (None, "") else [said]
    known = {option.id for option in question.options}
    try:
        chosen = sorted({int(value) for value in raw})
    except (TypeError, ValueError):
        raise ChoiceUnknown(field=f"q{question.id}", question=question.text) from None
    if set(chosen) - known:
        raise ChoiceUnknown(field=f"q{question.id}", question=question.text)
    most = 1 if question.kind == QuestionKind.SINGLE else question.most
    if len(chosen) > most:
        raise ChoiceWrong(field=f"q{question.id}", question=question.text, most=most)
    return chosen


def count_sheets(
    questions: Sequence[Question], sheets: Iterable[Answers]
) -> tuple[QuestionResult, ...]:
    """The counts of each question; free words are sorted, so that their order tells nothing."""
    choices: dict[int, Counter[int]] = {q.id: Counter() for q in questions}
    words: dict[int, list[str]] = {q.id: [] for q in questions}
    answered: Counter[int] = Counter()
    for sheet in sheets:
        for question in questions:
            said = sheet.get(str(question.id))
            if not said:
                continue
            answered[question.id] += 1
            if isinstance(said, str):
                words[question.id].append(said)
            else:
                choices[question.id].update(said)
    return tuple(
        QuestionResult(
            q.id, q.kind.value, q.text, answered[q.id],
            tuple((o.text, choices[q.id][o.id]) for o in q.options), tuple(sorted(words[q.id])),
        )
        for q in questions
    )  # fmt: skip
