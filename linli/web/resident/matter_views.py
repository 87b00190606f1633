"""The own matters: where each stands, and what the resident has to say about it."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from linli.base.accounts.api import Actor
from linli.base.accounts.requests import actor_of
from linli.base.errors import DomainError
from linli.matters.handling.api import STATES, Matter, NotNow, abilities_of
from linli.matters.handling.data import Ability
from linli.web.resident.actions import send_result, send_thanks, send_withdrawal, send_words
from linli.web.resident.forms import ResultForm, ThanksForm, WithdrawForm, WordsForm, put_error
from linli.web.resident.keys import new_key
from linli.web.resident.queries import (
    all_lines,
    facts_of,
    own_matter,
    require_resident,
    title_for,
    worker_names,
)
from linli.web.resident.standings import share_gone, standing_of
from linli.web.resident.stories import open_question, opening_words, story_of
from linli.web.resident.visits import back_to_matter, stay_quiet_when_signed_out


@stay_quiet_when_signed_out
def list_matters(request: HttpRequest) -> HttpResponse:
    actor = require_resident(actor_of(request))
    open_ones, ended = all_lines(actor)
    context = {
        "open": open_ones,
        "ended": ended,
        "draft_done": f"report-{actor.user_id}" if request.GET.get("joined") else "",
    }
    return render(request, "resident/matters.jinja", context)


def show_matter(request: HttpRequest, number: str) -> HttpResponse:
    actor = require_resident(actor_of(request))
    return _show(request, actor, own_matter(actor, number), {})


@stay_quiet_when_signed_out
def show_progress(request: HttpRequest, number: str) -> HttpResponse:
    """The part of the page that moves by itself."""
    actor = require_resident(actor_of(request))
    matter = own_matter(actor, number)
    return render(request, "resident/progress.jinja", _progress(actor, matter))


def _progress(actor: Actor, matter: Matter) -> dict[str, Any]:
    lines = story_of(actor, matter)
    first = opening_words(lines)
    return {
        "matter": matter,
        "standing": standing_of(facts_of(matter)),
        "share": share_gone(matter.created_at, matter.due_at),
        "first": first,
        "lines": [line for line in lines if line is not first],
        "title": title_for(actor, matter),
        "question": open_question(lines) if matter.is_waiting_for_reporter else None,
    }


def _show(
    request: HttpRequest, actor: Actor, matter: Matter, forms: dict[str, Any], status: int = 200
) -> HttpResponse:
    abilities = abilities_of(actor, matter)
    place = matter.place or matter.building
    context = {
        **_progress(actor, matter),
        "plate_text": place.plate if place else "",
        "may_answer": Ability.ANSWER in abilities or Ability.REPLY in abilities,
        "may_confirm": Ability.CONFIRM in abilities,
        "may_withdraw": Ability.WITHDRAW in abilities,
        "may_thank": Ability.THANK in abilities and not _has_thanked(matter, actor),
        "worker": worker_names([matter.done_by_id]).get(matter.done_by_id or 0, ""),
        "words_form": forms.get("words") or WordsForm(),
        "result_form": forms.get("result") or ResultForm(),
        "thanks_form": forms.get("thanks") or ThanksForm(),
        "form_key": new_key(),
        "draft": draft_key(actor, matter),
        "draft_done": draft_key(actor, matter) if request.GET.get("said") else "",
    }
    return render(request, "resident/matter.jinja", context, status=status)


def draft_key(actor: Actor, matter: Matter) -> str:
    return f"words-{actor.user_id}-{matter.pk}"


def _has_thanked(matter: Matter, actor: Actor) -> bool:
    return bool(matter.thanks.filter(person=actor.person_id, account=matter.done_by_id).exists())


@back_to_matter
def say(request: HttpRequest, number: str) -> HttpResponse:
    """An answer, or something to add."""
    actor = require_resident(actor_of(request))
    matter = own_matter(actor, number)
    form = WordsForm(request.POST, request.FILES)
    if form.is_valid():
        values = form.cleaned_data
        try:
            send_words(matter, values["text"], values["pictures"], values["form_key"], actor=actor)
        except DomainError as error:
            put_error(form, error)
        else:
            return _back(matter, said=True)
    return _show(request, actor, matter, {"words": form}, status=422)


@back_to_matter
def confirm(request: HttpRequest, number: str) -> HttpResponse:
    """Whether it is solved: the resident's word closes it, or opens it again."""
    actor = require_resident(actor_of(request))
    matter = own_matter(actor, number)
    form = ResultForm(request.POST)
    if not form.is_valid():
        return _show(request, actor, matter, {"result": form}, status=422)
    values = form.cleaned_data
    solved = values["solved"] == "yes"
    send_result(matter, solved, values["satisfaction"], values["text"], actor=actor)
    told = _("谢谢您，记下了。") if solved else _("知道了，已经让师傅接着办。")
    messages.success(request, told)
    return _back(matter)


@back_to_matter
def thank(request: HttpRequest, number: str) -> HttpResponse:
    actor = require_resident(actor_of(request))
    matter = own_matter(actor, number)
    form = ThanksForm(request.POST)
    if not form.is_valid():
        return _show(request, actor, matter, {"thanks": form}, status=422)
    send_thanks(matter, form.cleaned_data["text"], actor=actor)
    messages.success(request, _("您的谢意，我们一定带到。"))
    return _back(matter)


@require_http_methods(["GET", "POST"])
def withdraw(request: HttpRequest, number: str) -> HttpResponse:
    """Ask once, then take the own matter back; why is the resident's to say or not."""
    actor = require_resident(actor_of(request))
    matter = own_matter(actor, number)
    if Ability.WITHDRAW not in abilities_of(actor, matter):
        raise NotNow(state=STATES[matter.state])
    form = WithdrawForm(request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        try:
            send_withdrawal(matter, form.cleaned_data["reason"], actor=actor)
        except DomainError as error:
            put_error(form, error)
        else:
            messages.success(request, _("撤回了。想法变了，回一句就接着办。"))
            return _back(matter)
    context = {"matter": matter, "title": title_for(actor, matter), "form": form}
    status = 422 if form.errors else 200
    return render(request, "resident/withdraw.jinja", context, status=status)


def _back(matter: Matter, *, said: bool = False) -> HttpResponse:
    response = redirect("resident:matter", matter.number)
    if said:
        response["Location"] += "?said=1"
    return response
