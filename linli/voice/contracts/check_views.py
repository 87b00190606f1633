"""The shift's check list, and the same before a place's code."""

from __future__ import annotations

from itertools import groupby
from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from linli.base.accounts.requests import actor_of
from linli.base.errors import NotFound
from linli.base.files.api import keep_upload
from linli.estate.organisations.api import is_staff
from linli.estate.places.api import place_by_qr
from linli.voice.contracts.api import check_list, tick_due
from linli.voice.contracts.views import words


@require_GET
def show_checks(request: HttpRequest) -> HttpResponse:
    """What is to be ticked today, place by place."""
    return _page(request, None, None)


@require_GET
def show_place(request: HttpRequest, token: UUID) -> HttpResponse:
    """The lines of the place whose sticker was read."""
    place = place_by_qr(token) if is_staff(actor_of(request)) else None
    if place is None:
        raise NotFound
    return _page(request, place.pk, place.name, str(token))


def _page(
    request: HttpRequest, place_id: int | None, name: str | None, token: str = ""
) -> HttpResponse:
    actor = actor_of(request)
    if not is_staff(actor):
        raise NotFound
    lines = check_list(actor, place_id)
    grouped = [
        (place, list(rows)) for place, rows in groupby(lines, key=lambda line: line.due.place)
    ]
    context = {**words(), "groups": grouped, "count": len(lines), "place": name,
               "token": token}  # fmt: skip
    return render(request, "contracts/checks.jinja", context)


@require_POST
def tick(request: HttpRequest, due_id: int) -> HttpResponse:
    """In order, or not and why."""
    actor = actor_of(request)
    photo = request.FILES.get("photo")
    is_ok = request.POST.get("result") != "bad"
    tick_due(
        due_id, actor=actor, is_ok=is_ok, note=request.POST.get("note", ""),
        photo_id=keep_upload(photo, actor=actor).pk if photo else None,
    )  # fmt: skip
    messages.success(request, _("打卡了。") if is_ok else _("记下了，已开成事项。"))
    if read := _token(request.POST.get("token", "")):
        return redirect("contracts:at", read)
    return redirect("contracts:checks")


def _token(text: str) -> UUID | None:
    """The sticker before which somebody stands, so that the next line is the same place's."""
    try:
        return UUID(text)
    except ValueError:
        return None
