"""Long work of an assembly: begun, watched, stopped."""

from __future__ import annotations

from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from linli.base.accounts.requests import actor_of
from linli.voice.ballots.api import BallotRun, run_for, start_print, stop_run
from linli.voice.ballots.views import page


@require_POST
def print_all(request: HttpRequest, assembly_id: int) -> HttpResponse:
    """The papers of the whole roll, one file."""
    run = start_print(assembly_id, actor=actor_of(request))
    return redirect("ballots:run", run.token)


@require_GET
def show_run(request: HttpRequest, token: UUID) -> HttpResponse:
    """How far it is, or what came of it."""
    run = run_for(actor_of(request), token)
    return page(request, "run", run=run, fault=_fault_words(run), back=_back(run))


@require_GET
def show_progress(request: HttpRequest, token: UUID) -> HttpResponse:
    """The bar alone; once the work is over the whole page is asked for anew."""
    run = run_for(actor_of(request), token)
    if run.state != "working":
        answer = HttpResponse(status=204)
        answer["HX-Redirect"] = reverse("ballots:run", args=[run.token])
        return answer
    return page(request, "_progress", run=run)


@require_POST
def stop(request: HttpRequest, token: UUID) -> HttpResponse:
    run = stop_run(token, actor=actor_of(request))
    return redirect("ballots:run", run.token)


def _fault_words(run: BallotRun) -> str:
    if not run.fault:
        return ""
    text = run.fault["message"]
    return _(text) % run.fault["params"]


def _back(run: BallotRun) -> str:
    name = "ballots:take" if run.kind == "print" else "ballots:steps"
    return reverse(name, args=[run.assembly_id])
