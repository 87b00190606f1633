"""The guide for those who keep it: list, write, have it checked, publish, take down."""

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
from linli.base.submissions import error_text, submit
from linli.matters.guides.api import (
    PARTS,
    STATES,
    GuideVersion,
    card_of,
    first_words,
    latest_version,
    list_rows,
    may_write,
    publish_entry,
    require_writer,
    retire_entry,
    return_entry,
    rewrite_entry,
    submit_entry,
    suggest_entries,
    version_for,
    versions_of,
    write_entry,
)
from linli.matters.guides.data import VersionState
from linli.matters.guides.forms import EntryForm, own_values, values_of


@require_GET
def index(request: HttpRequest) -> HttpResponse:
    """Every entry: what is to be checked first, then the most asked for."""
    actor = actor_of(request)
    rows = list_rows(actor)
    waiting = [row for row in rows if row.state == VersionState.WAITING]
    context = {
        "rows": rows, "waiting": waiting, "states": STATES, "may_write": may_write(actor),
        "expired": [row for row in rows if row.is_expired and not row.is_retired],
    }  # fmt: skip
    return render(request, "guides/index.jinja", context)


def write(request: HttpRequest) -> HttpResponse:
    """A new entry, prefilled from matters whose answers are given (`?matter=`)."""
    actor = actor_of(request)
    require_writer(actor)
    matter_ids = _ids(request.GET.getlist("matter"))
    first = own_values(actor) | first_words(actor, matter_ids)
    form = EntryForm(request.POST or None, initial=first)
    found: dict[str, GuideVersion] = {}

    def work(_data: dict[str, Any]) -> None:
        found["version"] = write_entry(form.words(), actor=actor, matter_ids=tuple(matter_ids))

    if request.method == "POST" and submit(form, work):
        return redirect("guides:version", found["version"].pk)
    near = suggest_entries(str(first.get("title_zh", "")))
    context = {"form": form, "entry": None, "from_matters": len(matter_ids), "near": near}
    return render(request, "guides/write.jinja", context, status=422 if form.errors else 200)


def _ids(texts: list[str]) -> list[int]:
    return [
        int(text) for text in texts[:20] if text.isascii() and text.isdigit() and len(text) < 19
    ]


def rewrite(request: HttpRequest, entry_id: int) -> HttpResponse:
    """Change the draft, or begin the next version."""
    actor = actor_of(request)
    latest = latest_version(actor, entry_id)
    form = EntryForm(request.POST or None, initial=values_of(latest))
    found: dict[str, GuideVersion] = {}

    def work(_data: dict[str, Any]) -> None:
        found["version"] = rewrite_entry(entry_id, form.words(), actor=actor)

    if request.method == "POST" and submit(form, work):
        return redirect("guides:version", found["version"].pk)
    context = {"form": form, "entry": latest, "from_matters": 0, "near": []}
    return render(request, "guides/write.jinja", context, status=422 if form.errors else 200)


@require_GET
def show_version(request: HttpRequest, version_id: int) -> HttpResponse:
    """One version as readers would see it, and what can be done with it now."""
    actor = actor_of(request)
    version = version_for(actor, version_id)
    return render(request, "guides/version.jinja", _version_context(actor, version))


def _version_context(actor: Actor, version: GuideVersion) -> dict[str, Any]:
    return {
        "version": version, "card": card_of(version), "states": STATES,
        "versions": versions_of(actor, version.entry_id),
        "is_own": version.author_id == actor.user_id, "part_words": PARTS,
    }  # fmt: skip


@require_POST
def act(request: HttpRequest, version_id: int) -> HttpResponse:
    """Submit, return, publish or take down; a refusal is said above the version."""
    actor = actor_of(request)
    version = version_for(actor, version_id)
    deed, reason = request.POST.get("deed", ""), request.POST.get("reason", "")
    try:
        said = _act(version, deed, reason, actor)
    except DomainError as error:
        if isinstance(error, NotFound):
            raise
        keep_refusal(error)
        context = _version_context(actor, version) | {"error": error_text(error)}
        return render(request, "guides/version.jinja", context, status=error.status)
    messages.success(request, said)
    return redirect("guides:version", version_id)


def _act(version: GuideVersion, deed: str, reason: str, actor: Actor) -> str:
    match deed:
        case "submit":
            submit_entry(version.pk, actor=actor)
            return _("交给同事核对了。")
        case "return":
            return_entry(version.pk, actor=actor, reason=reason)
            return _("退回去改了。")
        case "publish":
            publish_entry(version.pk, actor=actor)
            return _("发布了，居民和接线员现在就能查到。")
        case "retire":
            retire_entry(version.entry_id, actor=actor, reason=reason)
            return _("撤下了，内容和旧版都留着。")
    raise NotFound
