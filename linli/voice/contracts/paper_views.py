"""Papers: read, compare, write, publish; the signed scan for owners, each look recorded."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import FileResponse, HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from linli.base.accounts.api import Actor
from linli.base.accounts.requests import actor_of
from linli.base.audit.api import record, refused
from linli.base.calendars.api import today
from linli.base.errors import Invalid, NotFound
from linli.base.files.api import file_path, keep_upload
from linli.base.submissions import submit
from linli.estate.organisations.api import Permission, may, require
from linli.voice.contracts.api import (
    Paper,
    PaperVersion,
    articles_of,
    begin_paper,
    check_seals,
    compare_articles,
    drop_draft,
    ground_title,
    may_see_scan,
    paper_for,
    publish_paper,
    split_articles,
    version_for,
    version_on,
    write_paper,
)
from linli.voice.contracts.forms import NewPaperForm, PaperForm, uploaded
from linli.voice.contracts.views import words


@require_GET
def show_paper(request: HttpRequest, paper_id: int) -> HttpResponse:
    """The version that holds, all versions, the draft for who manages them."""
    actor = actor_of(request)
    paper = paper_for(actor, paper_id)
    version = _asked_version(request, paper)
    manages = may(actor, Permission.MANAGE_CONTRACTS)
    draft = getattr(paper, "draft", None) if manages else None
    versions = list(paper.versions.order_by("-number"))
    context = {
        **words(), "paper": paper, "version": version, "versions": versions, "draft": draft,
        "articles": articles_of(version) if version else (), "manages": manages,
        "draft_articles": split_articles(draft.text) if draft else (),
        "is_author": bool(draft and draft.author_id == actor.user_id),
        "broken": check_seals(paper), "ground": ground_title(version.decision) if version else "",
        "may_see_scan": may_see_scan(actor), "today": today(),
    }  # fmt: skip
    return render(request, "contracts/paper.jinja", context)


def _asked_version(request: HttpRequest, paper: Paper) -> PaperVersion | None:
    """The version asked for by its number; else the one that holds; else the newest."""
    asked = request.GET.get("version", "")
    if not asked:
        return version_on(paper, today()) or paper.versions.order_by("-number").first()
    found = (
        paper.versions.filter(number=asked).first()
        if asked.isdecimal() and len(asked) < 7
        else None
    )
    if found is None:
        raise NotFound
    return found


@require_GET
def compare(request: HttpRequest, version_id: int, other_id: int) -> HttpResponse:
    """Two versions of one paper, article by article."""
    actor = actor_of(request)
    old, new = version_for(actor, version_id), version_for(actor, other_id)
    if old.paper_id != new.paper_id:
        raise NotFound
    if old.number > new.number:
        old, new = new, old
    changes = compare_articles(articles_of(old), articles_of(new))
    context = {**words(), "paper": new.paper, "old": old, "new": new, "changes": changes}
    return render(request, "contracts/compare.jinja", context)


@require_GET
def show_scan(request: HttpRequest, version_id: int) -> HttpResponseBase:
    """The signed paper itself (OWN-15); who looked is written down."""
    actor = actor_of(request)
    version = version_for(actor, version_id)
    if version.scan is None or not may_see_scan(actor):
        raise refused(NotFound(), "paper.scan_seen", "paper_version", version.pk, actor=actor)
    record("paper.scan_seen", "paper_version", version.pk, actor=actor)
    response = FileResponse(
        file_path(version.scan).open("rb"), content_type=version.scan.content_type
    )
    response["Cache-Control"] = "private, no-store"
    response["X-Content-Type-Options"] = "nosniff"
    return response


def new_paper(request: HttpRequest) -> HttpResponse:
    actor = actor_of(request)
    require(actor, Permission.MANAGE_CONTRACTS)
    form = NewPaperForm(request.POST or None, initial={"kind": "covenant"})
    made: list[Paper] = []

    def work(data: dict[str, Any]) -> None:
        made.append(begin_paper(data["kind"], data["title"], actor=actor))

    if request.method == "POST" and submit(form, work):
        return redirect("contracts:write", made[0].pk)
    return form_page(request, form, _("新的文本"), _("开始写"), reverse("contracts:index"))


def write(request: HttpRequest, paper_id: int) -> HttpResponse:
    actor = actor_of(request)
    require(actor, Permission.MANAGE_CONTRACTS)
    paper = paper_for(actor, paper_id)
    form = PaperForm(request.POST or None, request.FILES or None, initial=_initial(paper))
    form.offer(paper.kind)

    def work(data: dict[str, Any]) -> None:
        write_paper(
            paper_id, actor=actor, text=data["text"], valid_from=data["valid_from"],
            valid_until=data["valid_until"], decision=data["decision"],
            ground_note=data["ground_note"], scan_id=keep_scan(form, actor),
        )  # fmt: skip

    if request.method == "POST" and submit(form, work):
        messages.success(request, _("草稿存好了，请另一个人看过再公布。"))
        return redirect("contracts:paper", paper_id)
    back = reverse("contracts:paper", args=[paper_id])
    return form_page(request, form, paper.title, _("存草稿"), back)


def keep_scan(form: Any, actor: Actor, name: str = "scan") -> int | None:
    """The id of the file that came with the form, cleaned and kept."""
    upload = uploaded(form, name)
    return keep_upload(upload, actor=actor).pk if upload else None


def _initial(paper: Paper) -> dict[str, Any]:
    draft = getattr(paper, "draft", None)
    if draft is not None:
        names = ("text", "valid_from", "valid_until", "decision", "ground_note")
        return {name: getattr(draft, name) for name in names}
    last = paper.versions.order_by("-number").first()
    if last is None:
        return {"valid_from": today()}
    lines = [
        f"第{a.number}条 {a.title}\n{a.text}" if a.number else a.text for a in articles_of(last)
    ]
    return {"text": "\n".join(lines), "valid_from": today()}


@require_POST
def act(request: HttpRequest, paper_id: int) -> HttpResponse:
    """Publish the draft, or drop it."""
    actor, action = actor_of(request), request.POST.get("action", "")
    paper_for(actor, paper_id)
    if action == "publish":
        version = publish_paper(paper_id, actor=actor)
        messages.success(request, _("第 %(n)s 版公布了，从此不能改。") % {"n": version.number})
    elif action == "drop":
        drop_draft(paper_id, actor=actor)
        messages.success(request, _("草稿删掉了。"))
    else:
        raise Invalid
    return redirect("contracts:paper", paper_id)


def form_page(
    request: HttpRequest, form: Any, title: str, button: str, back: str, hint: str = ""
) -> HttpResponse:
    """One plain form with the way back; 422 when something is wrong with it."""
    context = {"form": form, "title": title, "button": button, "back": back, "hint": hint}
    status = 422 if form.is_bound and form.errors else 200
    return render(request, "contracts/form.jinja", context, status=status)
