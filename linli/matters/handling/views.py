"""Pages of the queue: the three panes, one matter, and every deed on it."""

from __future__ import annotations

from http import HTTPStatus
from typing import Any, cast
from urllib.parse import parse_qsl

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, QueryDict
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from linli.base.accounts.api import Actor
from linli.base.accounts.requests import actor_of
from linli.base.audit.api import keep_refusal
from linli.base.errors import DomainError, NotAllowed, NotFound
from linli.base.requests.api import do_once
from linli.estate.organisations.api import Permission, may, require
from linli.matters.handling.addresses import query_of, read_filters
from linli.matters.handling.api import abilities_of
from linli.matters.handling.data import Ability
from linli.matters.handling.day_lists import list_return_visits, list_today
from linli.matters.handling.deeds import DEEDS, Deed, Work
from linli.matters.handling.desk import queue_context
from linli.matters.handling.errors import UnknownFilter
from linli.matters.handling.forms import DeedForm
from linli.matters.handling.models import Matter
from linli.matters.handling.pages import (
    deed_context,
    matter_context,
    matter_numbered,
    new_key,
)
from linli.matters.handling.phrases import QUICK_ANSWERS, WHY_NOT
from linli.matters.handling.pickers import WORDS, candidates_context
from linli.matters.handling.pictures import keep_pictures, picture_marks
from linli.matters.routing.api import explain_route


def staff_of(request: HttpRequest) -> Actor:
    """The actor, who works the queue; raises SignInNeeded, NotAllowed."""
    actor = actor_of(request)
    require(actor, Permission.WORK_QUEUE)
    return actor


@require_GET
def show_queue(request: HttpRequest) -> HttpResponse:
    """The three panes, without a matter; parts of it for htmx."""
    actor = staff_of(request)
    part = _part(request)
    here = request.GET.get("here", "")[:16]
    context = queue_context(actor, read_filters(request.GET), _cursor(request.GET), here)
    if part in ("queue-list", "views"):
        template = "handling/list.jinja" if part == "queue-list" else "handling/views.jinja"
        return render(request, template, context)
    return render(request, "handling/queue.jinja", {**context, "matter": None, "matter_title": ""})


@require_GET
def show_matter(request: HttpRequest, number: str) -> HttpResponse:
    """One matter: alone for htmx, within the three panes otherwise."""
    actor = staff_of(request)
    matter = matter_numbered(actor, number)
    return _answer_matter(request, actor, matter, {"deed": None})


@require_http_methods(["GET", "POST"])
def act(request: HttpRequest, number: str, name: str) -> HttpResponse:
    """The form of one deed, and the deed."""
    actor = staff_of(request)
    deed = DEEDS.get(name)
    if deed is None:
        raise NotFound
    matter = matter_numbered(actor, number)
    if request.method == "POST":
        return _carry_out(request, actor, matter, deed)
    if deed.ability not in abilities_of(actor, matter):
        raise NotAllowed
    form = deed.form(matter=matter, actor=actor)
    return _show_form(request, actor, matter, deed_context(deed, form, matter))


def _show_form(
    request: HttpRequest, actor: Actor, matter: Matter, context: dict[str, Any], status: int = 200
) -> HttpResponse:
    context["tail"] = _tail(request)
    if _part(request) == "deed":
        return render(request, "handling/deed.jinja", context)
    return _answer_matter(request, actor, matter, context, status)


def _carry_out(
    request: HttpRequest, actor: Actor, matter: Matter, deed: Deed, sent: QueryDict | None = None
) -> HttpResponse:
    form = deed.form(sent or request.POST, matter=matter, actor=actor)
    if not form.is_valid():
        return _show_again(request, actor, matter, deed, form, 422)
    try:
        _do(request, actor, matter, deed, form)
    except DomainError as error:
        keep_refusal(error)
        field = error.field if error.field in form.fields else None
        form.add_error(field, _(error.message) % error.params if error.params else _(error.message))
        return _show_again(request, actor, matter_numbered(actor, matter.number), deed, form,
                           error.status)  # fmt: skip
    messages.success(request, str(deed.done))
    return redirect(_way_back(request, actor, matter))


def _do(request: HttpRequest, actor: Actor, matter: Matter, deed: Deed, form: DeedForm) -> None:
    """Once for each form that was shown, however often it is sent."""

    def work() -> dict[str, str]:
        files = keep_pictures(request, actor=actor) if form.takes_pictures else []
        version = request.POST.get("version", "")
        deed.run(Work(matter, actor, form.cleaned_data, files, _whole(version), form))
        return {"number": matter.number}

    sent = {k: v for k, v in request.POST.lists() if k not in ("csrfmiddlewaretoken", "form_key")}
    content = [matter.pk, sent, picture_marks(request)]
    key = request.POST.get("form_key", "")[:60]
    do_once(f"{deed.ability.value}:{key}", f"matter.{deed.ability.value}", content, actor=actor,
            work=work)  # fmt: skip


def _show_again(
    request: HttpRequest,
    actor: Actor,
    matter: Matter,
    deed: Deed,
    form: DeedForm,
    status: int,
) -> HttpResponse:
    """The form with what was typed and what is wrong; a stale one goes on from the new state."""
    return _show_form(request, actor, matter, deed_context(deed, form, matter), status)


def _way_back(request: HttpRequest, actor: Actor, matter: Matter) -> str:
    """The matter, or the list when it is not this person's any more."""
    try:
        matter_numbered(actor, matter.number)
    except DomainError:
        return reverse("handling:queue") + _tail(request)
    return reverse("handling:matter", args=[matter.number]) + _tail(request)


@require_GET
def show_today(request: HttpRequest) -> HttpResponse:
    """The repair worker's day: agreed visits by time, then by place."""
    actor = staff_of(request)
    return render(request, "handling/today.jinja", {"groups": list_today(actor)})


@require_GET
def show_return_visits(request: HttpRequest) -> HttpResponse:
    """Whom to call and ask, with one key for each answer."""
    actor = staff_of(request)
    lines = [(line, new_key()) for line in list_return_visits(actor)]
    return render(request, "handling/visits.jinja", {"lines": lines, "answers": QUICK_ANSWERS})


@require_POST
def visit_quickly(request: HttpRequest, number: str) -> HttpResponse:
    """A return visit told by one button; everything else goes through the form."""
    actor = staff_of(request)
    answer = QUICK_ANSWERS.get(request.POST.get("quick", ""))
    if answer is None:
        raise UnknownFilter(value=request.POST.get("quick", "")[:20])
    sent = request.POST.copy()
    sent.update({"result": answer.result, "satisfaction": answer.satisfaction, "way": "phone"})
    response = _carry_out(request, actor, matter_numbered(actor, number), DEEDS["visit"], sent)
    is_done = response.status_code == HTTPStatus.FOUND
    return redirect("handling:visits") if is_done else response


@require_GET
def list_candidates(request: HttpRequest, number: str) -> HttpResponse:
    """Matters to merge with this one, found while somebody types; what is ticked stays."""
    actor = staff_of(request)
    matter = matter_numbered(actor, number)
    if Ability.MERGE not in abilities_of(actor, matter):
        raise NotAllowed
    words = request.GET.get("others" + WORDS, "")[:60]
    ticked = request.GET.getlist("others")[:50]
    context = candidates_context(actor, matter, "others", words, ticked)
    return render(request, "handling/_candidates.jinja", context)


@require_GET
def show_why(request: HttpRequest, number: str) -> HttpResponse:
    """Every rule that was read for this matter, and which one decided."""
    actor = staff_of(request)
    matter = matter_numbered(actor, number)
    context = {
        "matter": matter,
        "why": explain_route(actor, matter),
        "why_not": WHY_NOT,
        "may_set_rules": may(actor, Permission.SET_RULES),
        "tail": _tail(request),
    }
    return render(request, "handling/why.jinja", context)


def _answer_matter(
    request: HttpRequest,
    actor: Actor,
    matter: Matter,
    more: dict[str, Any],
    status: int = 200,
) -> HttpResponse:
    context = {**matter_context(actor, matter), "tail": _tail(request), **more}
    part = _part(request)
    if part in ("matter", "done"):
        return render(request, f"handling/{part}_part.jinja", context, status=status)
    queue = _queue_query(request)
    panes = queue_context(actor, read_filters(queue), _cursor(queue), here=matter.number)
    return render(
        request, "handling/queue.jinja", {**panes, **context, "pane": "matter"}, status=status
    )


def _part(request: HttpRequest) -> str:
    """The element that htmx asks for; "" for a whole page."""
    htmx = cast(Any, request).htmx
    if not htmx or htmx.history_restore_request:
        return ""
    return str(htmx.target or "")


def _queue_query(request: HttpRequest) -> QueryDict:
    """The list beside a matter: from the address, or from the form that was sent."""
    if request.method != "POST":
        return request.GET
    query = QueryDict(mutable=True)
    query.update(dict(parse_qsl(request.POST.get("tail", "").lstrip("?")[:600])))
    return query


def _tail(request: HttpRequest) -> str:
    query = _queue_query(request)
    return query_of(read_filters(query), cursor=_cursor(query))


def _cursor(query: QueryDict) -> str | None:
    return query.get("cursor", "")[:200] or None


def _whole(text: str) -> int | None:
    return int(text) if text.isascii() and text.isdigit() and len(text) < 10 else None
