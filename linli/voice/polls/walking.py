"""One question at a time, on a phone or with somebody's help; nothing is kept until the end."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.http import HttpRequest, QueryDict

from linli.base.errors import DomainError
from linli.base.submissions import error_text
from linli.voice.polls.data import Question, QuestionKind
from linli.voice.polls.errors import NothingSaid
from linli.voice.polls.rules import check_answers


@dataclass
class Walk:
    """Where somebody is: `step` from 0; after the last question comes the look over all."""

    questions: tuple[Question, ...]
    given: dict[str, Any]
    step: int = 0
    error: str = ""

    @property
    def question(self) -> Question | None:
        return self.questions[self.step] if self.step < len(self.questions) else None

    @property
    def carried(self) -> list[tuple[str, str]]:
        """Hidden fields: what was said to the other questions."""
        shown = self.question.id if self.question else None
        return [
            (f"q{key}", str(value))
            for key, said in self.given.items()
            if key != str(shown)
            for value in (said if isinstance(said, list) else [said])
        ]

    def said(self, question: Question) -> list[str]:
        """What was said, in words."""
        said = self.given.get(str(question.id)) or []
        if isinstance(said, str):
            return [said]
        return [option.text for option in question.options if str(option.id) in said]

    def has(self, question: Question, option_id: int) -> bool:
        said = self.given.get(str(question.id)) or []
        return isinstance(said, list) and str(option_id) in said


def read_given(questions: tuple[Question, ...], data: QueryDict) -> dict[str, Any]:
    """What the form says, as it came."""
    given: dict[str, Any] = {}
    for question in questions:
        name = f"q{question.id}"
        if name in data:
            said = data.getlist(name)
            given[str(question.id)] = said[0] if question.kind == QuestionKind.WORDS else said
    return given


def take_step(request: HttpRequest, questions: tuple[Question, ...]) -> Walk:
    """The walk after this request; `error` says why it did not go on."""
    if request.method != "POST":
        return Walk(questions, {})
    raw = request.POST.get("step", "0")
    at = int(raw) if raw.isascii() and raw.isdigit() and len(raw) < 3 else 0
    walk = Walk(questions, read_given(questions, request.POST), min(at, len(questions)))
    if request.POST.get("go") == "back":
        walk.step = max(0, walk.step - 1)
        return walk
    if walk.question is not None:
        walk.error = complaint_about(walk.question, walk.given)
        walk.step += not walk.error
    return walk


def complaint_about(question: Question, given: dict[str, Any]) -> str:
    try:
        check_answers([question], given)
    except NothingSaid:
        return ""
    except DomainError as error:
        return error_text(error)
    return ""


def go_to_fault(walk: Walk, error: DomainError) -> None:
    """Show the question that the refusal names."""
    walk.error = error_text(error)
    for n, question in enumerate(walk.questions):
        if error.field == f"q{question.id}":
            walk.step = n
