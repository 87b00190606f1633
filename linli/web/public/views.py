"""Pages for anyone: what the estate publishes, and where one letter's matter stands."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.cache import patch_cache_control

from linli.base.errors import DomainError, NotFound
from linli.base.scopes.api import Estate, current_estate_id, estate_scope
from linli.estate.places.api import list_grid_cards
from linli.matters.handling.api import Matter, read_follow_token
from linli.web.errors import error_text
from linli.web.public import queries
from linli.web.public.actions import may_reply, reply_by_slip
from linli.web.resident.api import (
    Facts,
    new_key,
    say_desk_hours,
    share_gone,
    standing_of,
)

LONGEST_REPLY = 2000


def index(request: HttpRequest) -> HttpResponse:
    """The only estate's page, the own estate's page, or the list of estates."""
    own: Estate | None = getattr(request, "estate", None)
    estates = [own] if own else list(Estate.objects.order_by("name")[:100])
    if len(estates) == 1:
        return redirect("public:estate", estates[0].code)
    return render(request, "public/index.jinja", {"estates": estates})


def show_estate(request: HttpRequest, code: str) -> HttpResponse:
    estate = Estate.objects.filter(code=code).first()
    if estate is None or _is_elsewhere(request, estate.pk):
        raise NotFound
    request.estate = estate  # type: ignore[attr-defined]  # the shell's name and number
    with estate_scope(estate.pk):
        response = render(request, "public/estate.jinja", _published())
    if getattr(request, "actor", None) is None:
        patch_cache_control(response, max_age=60)
    return response


def _is_elsewhere(request: HttpRequest, estate_id: int) -> bool:
    """Whether somebody of another estate is signed in: one request is one estate."""
    own: Estate | None = getattr(request, "estate", None)
    return own is not None and own.pk != estate_id


def _published() -> dict[str, Any]:
    return {
        "rates": queries.rates_lately(),
        "days": queries.DAYS,
        "fixes": queries.being_fixed(),
        "done": queries.done_lately(),
        "honours": queries.honours_of_month(),
        "grids": list_grid_cards(),
        "promises": queries.promises(),
        "desk_words": say_desk_hours(),
        "boxes": queries.letter_boxes(),
    }


def follow(request: HttpRequest, token: str) -> HttpResponse:
    """State and next step of one matter, for whoever holds its slip; not what it is about."""
    estate_id, matter_id = read_follow_token(token)
    if _is_elsewhere(request, estate_id):
        raise NotFound
    with estate_scope(estate_id):
        matter = _matter(matter_id)
        if request.method == "POST":
            return _reply(request, matter, token)
        return _show(request, matter, token)


def _matter(matter_id: int) -> Matter:
    rows = Matter.objects.select_related("category", "kind")
    matter: Matter | None = rows.filter(pk=matter_id).first()
    if matter is None:
        raise NotFound
    return matter


def _reply(request: HttpRequest, matter: Matter, token: str) -> HttpResponse:
    text = request.POST.get("text", "")
    try:
        reply_by_slip(matter, text[:LONGEST_REPLY], request.POST.get("form_key", "")[:60])
    except DomainError as error:
        status = 422 if error.status == 400 else error.status
        return _show(request, matter, token, error_text(error), text, status)
    return redirect(reverse("public:follow", args=[token]) + "?said=1")


def _show(
    request: HttpRequest,
    matter: Matter,
    token: str,
    error: str = "",
    text: str = "",
    status: int = 200,
) -> HttpResponse:
    request.estate = Estate.objects.get(pk=current_estate_id())  # type: ignore[attr-defined]
    context = {
        "number": matter.number,
        "standing": standing_of(facts_without_names(matter)),
        "share": share_gone(matter.created_at, matter.due_at),
        "created_at": matter.created_at,
        "may_reply": may_reply(matter),
        "said": request.GET.get("said") == "1",
        "error": error,
        "text": text,
        "form_key": request.POST.get("form_key") or new_key(),
        "desk_words": say_desk_hours(),
        "longest": LONGEST_REPLY,
    }
    response = render(request, "public/follow.jinja", context, status=status)
    patch_cache_control(response, private=True, no_store=True)
    response["X-Robots-Tag"] = "noindex"
    return response


def facts_without_names(matter: Matter) -> Facts:
    return Facts(
        state=matter.state,
        worker="",
        respond_by=matter.respond_by,
        due_at=matter.due_at,
        is_answered=matter.responded_at is not None,
        is_waiting_for_reporter=matter.is_waiting_for_reporter,
        appointment_from=matter.appointment_from,
        appointment_until=matter.appointment_until,
        result=matter.result,
        decline_reason=matter.decline_reason,
    )
