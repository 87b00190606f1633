"""Pages of polls: the list, writing one, answering, helping somebody, what became of it."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from linli.base.accounts.api import Actor
from linli.base.accounts.requests import actor_of
from linli.base.audit.api import keep_refusal, record
from linli.base.errors import DomainError, Invalid, NotAllowed, NotFound
from linli.base.paging import cut_page
from linli.base.submissions import submit
from linli.estate.organisations.api import Permission, is_staff, may, require
from linli.voice.polls.api import (
    Phase,
    Poll,
    PollState,
    answer_for,
    answer_poll,
    approve_poll,
    archive_poll,
    count_invited,
    has_spoken,
    invited_person,
    open_polls_for,
    people_to_help,
    phase,
    poll_for,
    polls_for,
    questions_of,
    result_of,
    return_poll,
    submit_poll,
    talks_for,
    withdraw_poll,
    words_of_audience,
    write_poll,
)
from linli.voice.polls.forms import PollForm
from linli.voice.polls.labels import PHASES, STATES, TALKS
from linli.voice.polls.models import NamedSheet
from linli.voice.polls.pictures import chart_of
from linli.voice.polls.walking import Walk, go_to_fault, take_step


@require_GET
def index(request: HttpRequest) -> HttpResponse:
    """What waits for my voice, what is asked, what came of it; consultations."""
    actor = actor_of(request)
    if not is_staff(actor) and actor.person_id is None:
        raise NotFound
    rows = polls_for(actor)
    page = cut_page(request, rows.order_by("-opens_at", "-pk"), size=20)
    context = {
        "page": page, "rows": [(poll, _word(poll)) for poll in page.rows],
        "mine": open_polls_for(actor), "talks": talks_for(actor).order_by("-meets_at")[:10],
        "talk_words": TALKS, "may_run": may(actor, Permission.RUN_POLLS),
        "waiting": rows.filter(state="waiting") if may(actor, Permission.RUN_POLLS) else [],
        "owed": rows.filter(state="counted") if may(actor, Permission.RUN_POLLS) else [],
    }  # fmt: skip
    return render(request, "polls/index.jinja", context)


def _word(poll: Poll) -> Any:
    return PHASES[phase(poll)] if poll.state == PollState.APPROVED else STATES[poll.state]


def write(request: HttpRequest, poll_id: int | None = None) -> HttpResponse:
    actor = actor_of(request)
    require(actor, Permission.RUN_POLLS)
    poll = poll_for(actor, poll_id) if poll_id else None
    form = PollForm(request.POST or None, initial=PollForm.initial_of(poll))
    written: list[Poll] = []

    def work(data: dict[str, Any]) -> None:
        written.append(write_poll(form.draft(), actor=actor, poll_id=poll_id))

    if request.method == "POST" and submit(form, work):
        return redirect("polls:poll", written[0].pk)
    status = 422 if form.is_bound else 200
    return render(request, "polls/write.jinja", {"form": form, "poll": poll}, status=status)


@require_GET
def show_poll(request: HttpRequest, poll_id: int) -> HttpResponse:
    """The questions, how it stands, the result when there is one, what became of it."""
    actor = actor_of(request)
    poll = poll_for(actor, poll_id)
    invited = invited_person(poll, actor.person_id)
    stands = phase(poll)
    result = result_of(poll)
    is_open = poll.state == PollState.APPROVED and stands == Phase.OPEN
    spoken = has_spoken(poll, invited) if invited else False
    context = {
        "poll": poll, "word": _word(poll), "who": words_of_audience(poll),
        "questions": questions_of(poll), "result": result, "spoken": spoken,
        "charts": [chart_of(question) for question in result.questions] if result else [],
        "invited": count_invited(poll) if is_staff(actor) else None,
        "voices": poll.voices.count(), "may_answer": is_open and invited and not spoken,
        "may_help": is_open and may(actor, Permission.TAKE_BALLOTS), **_abilities(actor, poll),
    }  # fmt: skip
    return render(request, "polls/poll.jinja", context)


def _abilities(actor: Actor, poll: Poll) -> dict[str, bool]:
    runs, own = may(actor, Permission.RUN_POLLS), poll.author_id == actor.user_id
    waiting, draft = poll.state == PollState.WAITING, poll.state == PollState.DRAFT
    return {
        "may_edit": own and runs and draft,
        "may_approve": runs and waiting and not own,
        "is_own_waiting": own and waiting,
        "may_withdraw": runs and poll.state in ("draft", "waiting", "approved")
        and not poll.voices.exists(),
        "may_archive": runs and poll.state == PollState.COUNTED,
        "may_see_sheets": runs and not poll.is_anonymous and poll.state in ("counted", "archived"),
    }  # fmt: skip


_DEEDS = {"submit": submit_poll, "approve": approve_poll, "withdraw": withdraw_poll}


@require_POST
def act(request: HttpRequest, poll_id: int) -> HttpResponse:
    """One step: submit, approve, return, withdraw, archive."""
    actor, action = actor_of(request), request.POST.get("action", "")
    poll_for(actor, poll_id)
    if action == "return":
        return_poll(poll_id, actor=actor, reason=request.POST.get("reason", ""))
    elif action == "archive":
        archive_poll(poll_id, actor=actor, outcome=request.POST.get("outcome", ""))
    elif action in _DEEDS:
        _DEEDS[action](poll_id, actor=actor)
    else:
        raise Invalid
    messages.success(request, _WORDS[action]())
    return redirect("polls:poll", poll_id)


_WORDS = {
    "submit": lambda: _("交上去了。"),
    "approve": lambda: _("批准了，到时间自己开始。"),
    "return": lambda: _("退回给写的人了。"),
    "withdraw": lambda: _("撤回了。"),
    "archive": lambda: _("归档了，大家都看得到后来怎样。"),
}


def answer(request: HttpRequest, poll_id: int) -> HttpResponse:
    """My own voice, one question at a time."""
    actor = actor_of(request)
    poll = poll_for(actor, poll_id)
    invited = invited_person(poll, actor.person_id)
    if invited is None:
        raise NotAllowed
    if has_spoken(poll, invited):
        return redirect("polls:poll", poll_id)

    def send(given: dict[str, Any]) -> None:
        answer_poll(poll_id, given, actor=actor)

    return _walk(request, poll, send, {"person": None})


def help_somebody(request: HttpRequest, poll_id: int) -> HttpResponse:
    """The desk or a captain: which home, which person, then the questions with them."""
    actor = actor_of(request)
    require(actor, Permission.TAKE_BALLOTS)
    poll = poll_for(actor, poll_id)
    data = request.POST if request.method == "POST" else request.GET
    plate, person_id = data.get("plate", "")[:40].strip(), data.get("person", "")[:12]
    people = people_to_help(actor, poll, plate) if plate else []
    person = next((p for p in people if str(p.person_id) == person_id), None)
    if person is None:
        context = {"poll": poll, "plate": plate, "people": people}
        status = 422 if request.method == "POST" else 200
        return render(request, "polls/help.jinja", context, status=status)

    def send(given: dict[str, Any]) -> None:
        words = request.POST.get("confirmation", "")
        answer_for(poll_id, person.person_id, given, actor=actor, confirmation=words)

    return _walk(request, poll, send, {"person": person})


def _walk(request: HttpRequest, poll: Poll, send: Any, context: dict[str, Any]) -> HttpResponse:
    walk = take_step(request, questions_of(poll))
    if request.method == "POST" and request.POST.get("go") == "send":
        try:
            send(walk.given)
        except DomainError as error:
            keep_refusal(error)
            if error.status in (403, 404):
                raise
            go_to_fault(walk, error)
            return _page(request, poll, walk, context, error.status)
        messages.success(request, _("收到了，谢谢。"))
        return redirect("polls:help" if context["person"] else "polls:poll", poll.pk)
    return _page(request, poll, walk, context, 422 if walk.error else 200)


def _page(
    request: HttpRequest, poll: Poll, walk: Walk, context: dict[str, Any], status: int
) -> HttpResponse:
    values = {"poll": poll, "walk": walk, "who": words_of_audience(poll), **context}
    return render(request, "polls/answer.jinja", values, status=status)


@require_GET
def show_sheets(request: HttpRequest, poll_id: int) -> HttpResponse:
    """Of a poll with names: who said what, for its organisers; the look is recorded."""
    actor = actor_of(request)
    require(actor, Permission.RUN_POLLS)
    poll = poll_for(actor, poll_id)
    if poll.is_anonymous or poll.state not in ("counted", "archived"):
        raise NotFound
    rows = NamedSheet.objects.filter(poll=poll).select_related("voice__person")
    page = cut_page(request, rows.order_by("pk"), size=50)
    record("poll.sheets_seen", "poll", poll.pk, actor=actor, page=page.number)
    questions = questions_of(poll)
    found = [(row.voice, [_said(q, row.answers) for q in questions]) for row in page.rows]
    context = {"poll": poll, "page": page, "rows": found, "questions": questions}
    return render(request, "polls/sheets.jinja", context)


def _said(question: Any, answers: Any) -> str:
    said = answers.get(str(question.id), "")
    if isinstance(said, str):
        return said
    return "、".join(option.text for option in question.options if option.id in said)
