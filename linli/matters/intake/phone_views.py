"""Calls that ring, what was said in them, and the lines by which they come."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from linli.base.accounts.api import Actor
from linli.base.accounts.requests import actor_of
from linli.base.submissions import submit
from linli.estate.organisations.api import Permission, require
from linli.matters.handling.pages import matter_numbered
from linli.matters.intake import phone_calls, phone_lines
from linli.matters.intake.forms import LineForm, SeatForm


def _agent(request: HttpRequest) -> Actor:
    actor = actor_of(request)
    require(actor, Permission.TAKE_CALLS)
    return actor


def _ruler(request: HttpRequest) -> Actor:
    actor = actor_of(request)
    require(actor, Permission.SET_RULES)
    return actor


@require_GET
def show_ringing(request: HttpRequest) -> HttpResponse:
    """Who is calling now; the bar above every page of those who take calls."""
    return render(
        request, "intake/ringing.jinja", {"calls": phone_calls.ringing_for(_agent(request))}
    )


@require_GET
def list_calls(request: HttpRequest, number: str) -> HttpResponse:
    """The calls of a matter, with their recordings."""
    actor = _agent(request)
    matter = matter_numbered(actor, number)
    return render(request, "intake/calls.jinja", {"calls": phone_calls.calls_of(actor, matter)})


@require_GET
def open_recording(request: HttpRequest, call_id: int) -> HttpResponse:
    """On to where the PBX keeps the recording; the look is on record."""
    return redirect(phone_calls.recording_of(_agent(request), call_id))


@require_http_methods(["GET", "POST"])
def edit_lines(request: HttpRequest) -> HttpResponse:
    """The lines, their addresses for the PBX (shown once), and who sits where."""
    actor = _ruler(request)
    form = LineForm(request.POST or None)
    added: list[phone_lines.NewLine] = []
    if request.method == "POST" and submit(
        form, lambda data: added.append(phone_lines.add_line(actor=actor, name=data["name"]))
    ):
        form = LineForm()
    status = 422 if request.method == "POST" and not added else 200
    return _show_lines(request, actor, form, SeatForm(), added, status)


def _show_lines(
    request: HttpRequest,
    actor: Actor,
    form: LineForm,
    seat: SeatForm,
    added: list[phone_lines.NewLine],
    status: int,
) -> HttpResponse:
    address = ""
    if added:
        address = request.build_absolute_uri(reverse("pbx:announce", args=[added[0].key]))
    context = {
        "lines": phone_lines.list_lines(actor),
        "extensions": phone_lines.list_extensions(actor),
        "form": form,
        "seat": seat,
        "address": address,
        "added": added[0].line if added else None,
    }
    response = render(request, "intake/lines.jinja", context, status=status)
    response["Cache-Control"] = "no-store"  # the key is told once
    return response


@require_POST
def close_line(request: HttpRequest, line_id: int) -> HttpResponse:
    phone_lines.end_line(line_id, actor=_ruler(request))
    messages.success(request, _("这条线路停用了，它的地址不再有效。"))
    return redirect("intake:lines")


@require_POST
def change_seat(request: HttpRequest) -> HttpResponse:
    """Who sits at which extension."""
    actor = _ruler(request)
    seat = SeatForm(request.POST)
    if not submit(
        seat, lambda d: phone_lines.seat_agent(int(d["account"]), d["number"], actor=actor)
    ):
        return _show_lines(request, actor, LineForm(), seat, [], 422)
    messages.success(request, _("座席改好了。"))
    return redirect("intake:lines")
