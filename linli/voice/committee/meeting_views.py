"""Calling and running a meeting, step by step."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from linli.base.accounts.api import Actor
from linli.base.accounts.requests import actor_of
from linli.base.errors import Invalid, NotAllowed
from linli.base.submissions import submit
from linli.voice.committee.api import (
    BodyKind,
    Choice,
    Meeting,
    MeetingKind,
    add_item,
    body_for,
    cancel_meeting,
    close_meeting,
    current_term,
    decide_item,
    drop_item,
    may_run,
    meeting_for,
    own_seats,
    post_agenda,
    post_minutes,
    record_attendance,
    sign_minutes,
    vote_on_item,
    write_meeting,
    write_minutes,
)
from linli.voice.committee.errors import TermOver
from linli.voice.committee.forms import MeetingForm, MinutesForm
from linli.voice.committee.pages import form_page, keep_file


def new_meeting(request: HttpRequest, body_id: int) -> HttpResponse:
    actor = actor_of(request)
    body = body_for(actor, body_id)
    if not may_run(actor, body.kind):
        raise NotAllowed
    term = current_term(body)
    form = MeetingForm(request.POST or None).offer(with_kinds=body.kind == BodyKind.RESIDENTS)
    made: list[Meeting] = []

    def work(data: dict[str, Any]) -> None:
        if term is None:
            raise TermOver
        made.append(write_meeting(actor=actor, term_id=term.pk, **form.values()))

    if request.method == "POST" and submit(form, work):
        return redirect("committee:meeting", made[0].pk)
    back = reverse("committee:body", args=[body_id])
    hint = _("议程要在开会前至少 7 天公告，居民会议至少 10 天。")
    return form_page(request, form, _("准备开会"), _("接着写议程"), back, hint)


def edit_minutes(request: HttpRequest, meeting_id: int) -> HttpResponse:
    actor = actor_of(request)
    meeting = meeting_for(actor, meeting_id)
    if not may_run(actor, meeting.term.kind):
        raise NotAllowed
    known = getattr(meeting, "minutes", None)
    start = {"text": known.text if known else ""}
    form = MinutesForm(request.POST or None, request.FILES or None, initial=start)

    def work(data: dict[str, Any]) -> None:
        scan_id = keep_file(request, "scan", actor)
        write_minutes(meeting_id, actor=actor, text=data["text"], scan_id=scan_id)

    if request.method == "POST" and submit(form, work):
        messages.success(request, _("存好了。请主持人和另一位到会的人签字。"))
        return redirect("committee:meeting", meeting_id)
    back = reverse("committee:meeting", args=[meeting_id])
    return form_page(request, form, _("会议记录"), _("存好"), back)


def _numbers(values: list[str]) -> list[int]:
    return [int(v) for v in values if v.isascii() and v.isdigit() and len(v) < 19]


def _number(request: HttpRequest, name: str) -> int:
    """A whole number of the form; 0 where there is none."""
    found = _numbers([request.POST.get(name, "")])
    return found[0] if found else 0


def _add(request: HttpRequest, meeting_id: int, actor: Actor) -> None:
    add_item(
        meeting_id, actor=actor, title=request.POST.get("title", ""),
        text=request.POST.get("text", "")[:4000],
        needs_decision=request.POST.get("needs_decision") == "on",
    )  # fmt: skip


def _drop(request: HttpRequest, meeting_id: int, actor: Actor) -> None:
    drop_item(_number(request, "item"), actor=actor)


def _attend(request: HttpRequest, meeting_id: int, actor: Actor) -> None:
    record_attendance(
        meeting_id, actor=actor, seat_ids=_numbers(request.POST.getlist("seat")),
        representative_ids=_numbers(request.POST.getlist("representative")),
    )  # fmt: skip


def _vote(request: HttpRequest, meeting_id: int, actor: Actor) -> None:
    """What each member said on one item; whoever said nothing yet is left out."""
    item_id = _number(request, "item")
    for name, choice in request.POST.items():
        if name.startswith("choice_") and choice in set(Choice):
            seat_ids = _numbers([name.removeprefix("choice_")])
            for seat_id in seat_ids:
                vote_on_item(meeting_id, item_id, actor=actor, seat_id=seat_id, choice=str(choice))


def _decide(request: HttpRequest, meeting_id: int, actor: Actor) -> None:
    meeting = meeting_for(actor, meeting_id)
    present = _number(request, "present") if meeting.kind == MeetingKind.RESIDENTS else None
    decide_item(
        meeting_id, _number(request, "item"), actor=actor, yes=_number(request, "yes"),
        no=_number(request, "no"), abstain=_number(request, "abstain"), present=present,
    )  # fmt: skip


def _sign(request: HttpRequest, meeting_id: int, actor: Actor) -> None:
    sign_minutes(meeting_id, actor=actor, seat_id=_number(request, "seat"))


_Step = Callable[[HttpRequest, int, Actor], object]
_STEPS: dict[str, tuple[_Step, Callable[[], str]]] = {
    "add": (_add, lambda: _("议题加上了。")),
    "drop": (_drop, lambda: _("议题去掉了。")),
    "post": (lambda r, pk, a: post_agenda(pk, actor=a), lambda: _("议程公告了，不能再改。")),
    "cancel": (lambda r, pk, a: cancel_meeting(pk, actor=a), lambda: _("这次会取消了。")),
    "attend": (_attend, lambda: _("签到记下了。")),
    "vote": (_vote, lambda: _("表决记下了。")),
    "decide": (_decide, lambda: _("结果记下了。")),
    "close": (lambda r, pk, a: close_meeting(pk, actor=a), lambda: _("会开完了，决定已记。")),
    "sign": (_sign, lambda: _("签好了。")),
    "publish": (lambda r, pk, a: post_minutes(pk, actor=a), lambda: _("会议记录公布了。")),
}


@require_POST
def act(request: HttpRequest, meeting_id: int) -> HttpResponse:
    """One step of a meeting."""
    actor, action = actor_of(request), request.POST.get("action", "")
    meeting = meeting_for(actor, meeting_id)
    if not may_run(actor, meeting.term.kind) and not own_seats(actor, meeting.term):
        raise NotAllowed
    if action not in _STEPS:
        raise Invalid
    step, words = _STEPS[action]
    step(request, meeting_id, actor)
    messages.success(request, words())
    return redirect("committee:meeting", meeting_id)
