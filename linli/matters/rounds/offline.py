"""What a device fetches and sends: list, batch, worker script, and whether it may stay."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Callable
from dataclasses import asdict
from functools import lru_cache, wraps
from pathlib import Path
from typing import Any

from django.contrib.staticfiles import finders
from django.core import signing
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import render
from django.templatetags.static import static
from django.urls import reverse
from django.views.decorators.http import require_GET, require_POST

from linli.base.accounts.api import User
from linli.base.accounts.requests import actor_of
from linli.base.calendars.api import now, today
from linli.base.errors import DomainError, Invalid
from linli.base.submissions import error_text
from linli.estate.organisations.api import is_staff
from linli.matters.rounds.api import (
    apply_batch,
    device_list,
    keep_round_picture,
    read_batch,
    round_for,
    rounds_for,
)
from linli.matters.rounds.lists import TICKET_SALT
from linli.matters.rounds.wording import page_words

TICKET_AGE = 7 * 86_400  # seconds
_MODULES = ("walk", "door", "parts", "pictures", "store", "sync")
_STATIC = (
    "vendor/bootstrap/css/bootstrap.min.css", "vendor/htmx/htmx.min.js", "linli/icons.svg",
    "linli/favicon.svg", "linli/css/rounds.css",
    *(f"linli/css/{name}.css" for name in ("tokens", "base", "parts", "forms", "shells", "print")),
    *(f"linli/js/rounds/{name}.js" for name in (*_MODULES, "leaving")),
    *(f"linli/js/{name}.js" for name in (
        "app", "aloud", "charts", "clocks", "dialogs", "draft-store", "drafts", "keys", "live",
        "menus", "once", "panes", "photos", "phrases", "plan", "refusals", "resend", "steps",
        "textsize", "voice",
    )),
)  # fmt: skip
View = Callable[..., HttpResponse]


def answer_json(view: View) -> View:
    """A refusal as JSON, for a device instead of a reader."""

    @wraps(view)
    def answer(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        try:
            return view(request, *args, **kwargs)
        except DomainError as error:
            body = {"code": error.code, "message": error_text(error), "field": error.field}
            return JsonResponse(body, status=error.status)

    return answer


@require_GET
def walk(request: HttpRequest) -> HttpResponse:
    """The page that works without network. It holds no list: the device brings its own."""
    actor = actor_of(request)
    rounds = rounds_for(actor).filter(day=today(), closed_at__isnull=True)
    mine = rounds.filter(worker=actor.user_id) | rounds.filter(
        shares__account=actor.user_id, shares__ended_at__isnull=True
    )
    context = {
        "lists": [reverse("rounds:list", args=[one.pk]) for one in mine.order_by("id").distinct()],
        "words": page_words(), "is_staff": is_staff(actor), "account": actor.user_id,
        "modules": [f"linli/js/rounds/{name}.js" for name in _MODULES],
    }  # fmt: skip
    return render(request, "rounds/walk.jinja", context)


@require_GET
@answer_json
def give_list(request: HttpRequest, round_id: int) -> HttpResponse:
    actor = actor_of(request)
    return JsonResponse(device_list(actor, round_for(actor, round_id)))


@require_POST
@answer_json
def take_batch(request: HttpRequest) -> HttpResponse:
    """Acknowledge each operation of a batch, repeated ones with their first answer."""
    actor = actor_of(request)
    answers = apply_batch(read_batch(request.body), actor=actor)
    body = {"now": int(now().timestamp() * 1000), "results": [asdict(one) for one in answers]}
    return JsonResponse(body)


@require_POST
@answer_json
def take_picture(request: HttpRequest) -> HttpResponse:
    """Keep a picture before the need that it belongs to is sent; the same key, the same file."""
    actor = actor_of(request)
    picture = request.FILES.get("picture")
    if picture is None:
        raise Invalid(field="picture")
    file_id = keep_round_picture(
        request.POST.get("key", ""), request.POST.get("account", ""), picture, actor=actor
    )
    return JsonResponse({"file": file_id})


@require_GET
def tell_standing(request: HttpRequest) -> HttpResponse:
    """Whether a signed-out device may keep its unsent notes: not when the account has ended.

    Asked with the ticket of a list, which names no more than the account.
    """
    try:
        account_id = signing.loads(
            request.GET.get("ticket", ""), salt=TICKET_SALT, max_age=TICKET_AGE
        )
    except signing.BadSignature:
        return JsonResponse({"keep": True})  # an unknown ticket takes nothing away
    keep = User.objects.filter(pk=account_id, is_active=True).exists()
    return JsonResponse({"keep": keep})


@require_GET
def serve_worker(request: HttpRequest) -> HttpResponse:
    """The service worker with the names of what it keeps; a new version when any of it changes."""
    files = [static(name) for name in _STATIC]
    script = _script().replace(
        "__KEPT__", json.dumps({"name": _version(), "page": reverse("rounds:walk"), "files": files})
    )
    response = HttpResponse(script, content_type="text/javascript; charset=utf-8")
    response["Cache-Control"] = "no-cache"
    return response


def _script() -> str:
    return Path(str(finders.find("linli/js/rounds/worker.js"))).read_text(encoding="utf-8")


@lru_cache(maxsize=1)
def _version() -> str:
    found = hashlib.sha256()
    for name in (*_STATIC, "linli/js/rounds/worker.js"):
        path = finders.find(name)
        if path:
            found.update(Path(str(path)).read_bytes())
    return f"linli-rounds-{found.hexdigest()[:12]}"
