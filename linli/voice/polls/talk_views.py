"""Pages of consultations."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from linli.base.accounts.requests import actor_of
from linli.base.errors import Invalid
from linli.base.files.api import keep_upload
from linli.base.submissions import submit
from linli.estate.organisations.api import Permission, may, require
from linli.voice.polls.api import (
    Talk,
    cancel_talk,
    invite_to_talk,
    may_read_minutes,
    post_result,
    talk_for,
    write_minutes,
)
from linli.voice.polls.forms import MinutesForm, TalkForm
from linli.voice.polls.labels import TALKS
from linli.voice.polls.models import TalkGuest


def new_talk(request: HttpRequest) -> HttpResponse:
    actor = actor_of(request)
    require(actor, Permission.RUN_POLLS)
    form = TalkForm(request.POST or None).offer(actor)
    made: list[Talk] = []

    def work(data: dict[str, Any]) -> None:
        made.append(
            invite_to_talk(
                actor=actor, topic=data["topic"], about=data["about"], venue=data["venue"],
                meets_at=data["meets_at"], people=data["people_ids"],
                organisations=[int(pk) for pk in data["organisations"]],
            )
        )  # fmt: skip

    if request.method == "POST" and submit(form, work):
        messages.success(request, _("请好了。"))
        return redirect("polls:talk", made[0].pk)
    status = 422 if form.is_bound else 200
    context = {"form": form, "title": _("请大家来商量"), "button": _("请他们来"), "back": "index"}
    return render(request, "polls/form.jinja", context, status=status)


@require_GET
def show_talk(request: HttpRequest, talk_id: int) -> HttpResponse:
    """The topic and the result; minutes and guests for those who were there."""
    actor = actor_of(request)
    talk = talk_for(actor, talk_id)
    inside = may_read_minutes(actor, talk)
    guests = talk.guests.select_related("person", "organisation").order_by("pk") if inside else []
    context = {
        "talk": talk, "word": TALKS[talk.state], "inside": inside, "guests": guests,
        "may_run": may(actor, Permission.RUN_POLLS), "count": talk.guests.count(),
        "came": talk.guests.filter(came=True).count(),
    }  # fmt: skip
    return render(request, "polls/talk.jinja", context)


def minutes(request: HttpRequest, talk_id: int) -> HttpResponse:
    actor = actor_of(request)
    require(actor, Permission.RUN_POLLS)
    talk = talk_for(actor, talk_id)
    guests = list(talk.guests.select_related("person", "organisation").order_by("pk"))
    choices = [(str(g.pk), _name(g)) for g in guests]
    start = {"minutes": talk.minutes, "result": talk.result,
             "came": [str(g.pk) for g in guests if g.came]}  # fmt: skip
    form = MinutesForm(request.POST or None, request.FILES or None, initial=start).offer(choices)

    def work(data: dict[str, Any]) -> None:
        paper = keep_upload(data["scan"], actor=actor) if data["scan"] else None
        write_minutes(talk_id, actor=actor, minutes=data["minutes"], result=data["result"],
                      came=[int(pk) for pk in data["came"]],
                      scan_id=paper.pk if paper else None)  # fmt: skip

    if request.method == "POST" and submit(form, work):
        messages.success(request, _("记好了。"))
        return redirect("polls:talk", talk_id)
    status = 422 if form.is_bound else 200
    context = {"form": form, "title": talk.topic, "button": _("存好"), "back": "index"}
    return render(request, "polls/form.jinja", context, status=status)


def _name(guest: TalkGuest) -> str:
    return guest.person.name if guest.person else guest.organisation.name  # type: ignore[union-attr]


@require_POST
def act_on_talk(request: HttpRequest, talk_id: int) -> HttpResponse:
    """Post the result, or call it off."""
    actor, action = actor_of(request), request.POST.get("action", "")
    talk_for(actor, talk_id)
    if action == "post":
        post_result(talk_id, actor=actor)
        messages.success(request, _("公布了，至少挂 15 天，以后也查得到。"))
    elif action == "cancel":
        cancel_talk(talk_id, actor=actor)
        messages.success(request, _("取消了。"))
    else:
        raise Invalid
    return redirect("polls:talk", talk_id)
