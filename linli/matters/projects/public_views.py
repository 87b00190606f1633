"""What is being done about hot topics, for everybody: no names, no homes."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from linli.base.accounts.api import Actor
from linli.base.accounts.requests import actor_of
from linli.base.audit.api import keep_refusal
from linli.base.errors import DomainError, NotFound
from linli.base.scopes.api import Estate, estate_scope
from linli.base.submissions import error_text
from linli.estate.organisations.api import is_staff
from linli.matters.projects.api import (
    STATES,
    TELLINGS,
    has_said,
    public_project,
    public_projects,
    say_me_too,
)


def _estate(request: HttpRequest, code: str) -> Estate:
    """The estate of an address; nobody of another estate finds it."""
    found = Estate.objects.filter(code=code).first()
    own = getattr(request, "estate", None)
    if found is None or (own is not None and own.pk != found.pk):
        raise NotFound
    request.estate = found  # type: ignore[attr-defined]
    return found


def _actor(request: HttpRequest) -> Actor | None:
    return getattr(request, "actor", None)


def _shell(request: HttpRequest) -> str:
    actor = _actor(request)
    return "shells/resident.jinja" if actor and not is_staff(actor) else "shells/public.jinja"


@require_GET
def lead_in(request: HttpRequest) -> HttpResponse:
    """To the own estate's projects; a visitor chooses the estate first."""
    own = getattr(request, "estate", None)
    return redirect("projects:all", own.code) if own else redirect("public:index")


@require_GET
def list_all(request: HttpRequest, code: str) -> HttpResponse:
    estate = _estate(request, code)
    with estate_scope(estate.pk):
        context = {"shell": _shell(request), "projects": public_projects(), "states": STATES}
        return render(request, "projects/all.jinja", context)


@require_GET
def read(request: HttpRequest, code: str, project_id: int) -> HttpResponse:
    estate = _estate(request, code)
    with estate_scope(estate.pk):
        return _page(request, project_id)


def _page(request: HttpRequest, project_id: int, error: str = "",
          status: int = 200) -> HttpResponse:  # fmt: skip
    actor, project = _actor(request), public_project(project_id)
    said = has_said(actor, project) if actor else False
    context: dict[str, Any] = {
        "shell": _shell(request), "project": project, "states": STATES, "tellings": TELLINGS,
        "error": error, "has_said": said,
        "may_join": bool(actor and actor.person_id and project.state == "running" and not said),
    }  # fmt: skip
    return render(request, "projects/read.jinja", context, status=status)


@require_POST
def join(request: HttpRequest, code: str, project_id: int) -> HttpResponse:
    """Me too: a resident hears from now on."""
    estate = _estate(request, code)
    actor = actor_of(request)
    with estate_scope(estate.pk):
        try:
            say_me_too(project_id, actor=actor)
        except DomainError as error:
            if error.status in (403, 404):
                raise
            keep_refusal(error)
            return _page(request, project_id, error_text(error), error.status)
    messages.success(request, _("算您一个。有进展会一起告诉您。"))
    return redirect("projects:read", code, project_id)
