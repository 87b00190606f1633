"""Pages of notices for those who write, approve and keep them."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from linli.base.accounts.api import Actor
from linli.base.accounts.requests import actor_of
from linli.base.calendars.api import today
from linli.base.errors import Invalid
from linli.base.files.api import keep_upload
from linli.base.paging import cut_page
from linli.base.submissions import submit
from linli.contact.notices.api import (
    DraftState,
    Notice,
    NoticeDraft,
    draft_for,
    drafts_for,
    drop_draft,
    notice_for,
    notices_for,
    post_notice,
    return_draft,
    submit_draft,
    write_draft,
)
from linli.contact.notices.data import DISCLOSURE_DAYS
from linli.contact.notices.forms import KINDS, NoticeForm
from linli.estate.organisations.api import Permission, may, require
from linli.estate.places.api import Place


def show_desk(request: HttpRequest) -> HttpResponse:
    """Drafts in work, what waits for approval, and everything that was posted."""
    actor = actor_of(request)
    require(actor, Permission.WRITE_NOTICES)
    drafts = drafts_for(actor)
    open_drafts = drafts.filter(state=DraftState.DRAFT.value, author=actor.user_id)
    context = {
        "drafts": list(open_drafts.order_by("-created_at")[:20]),
        "waiting": list(drafts.filter(state=DraftState.WAITING.value)[:20]),
        "page": cut_page(request, notices_for(actor).order_by("-post_until", "-pk"), size=20),
        "may_approve": may(actor, Permission.APPROVE_TELLING),
        "kinds": dict(KINDS),
        "today": today(),
    }
    return render(request, "notices/desk.jinja", context)


def write(request: HttpRequest, draft_id: int | None = None) -> HttpResponse:
    """Write a notice; `?corrects=` begins one that puts another right."""
    actor = actor_of(request)
    require(actor, Permission.WRITE_NOTICES)
    draft = draft_for(actor, draft_id) if draft_id else None
    corrected = _corrected(request, actor, draft)
    form = NoticeForm(
        request.POST or None, request.FILES or None, initial=_initial(draft, corrected)
    ).offer(_places())
    written: list[NoticeDraft] = []

    def work(data: dict[str, Any]) -> None:
        files = [keep_upload(data["file"], actor=actor).pk] if data.get("file") else []
        written.append(
            write_draft(
                actor=actor, draft_id=draft_id, files=files,
                corrects_id=corrected.pk if corrected else None, **form.values(),
            )
        )  # fmt: skip

    if request.method == "POST" and submit(form, work):
        return redirect("notices:draft", written[0].pk)
    context = {"form": form, "draft": draft, "corrected": corrected}
    status = 422 if form.is_bound else 200
    return render(request, "notices/write.jinja", context, status=status)


def _corrected(request: HttpRequest, actor: Actor, draft: NoticeDraft | None) -> Notice | None:
    if draft is not None:
        return draft.corrects
    number = request.GET.get("corrects", "")
    if number.isascii() and number.isdigit() and len(number) < 19:
        return notice_for(actor, int(number))
    return None


def _initial(draft: NoticeDraft | None, corrected: Notice | None) -> dict[str, Any]:
    day = today()
    if draft is not None:
        return NoticeForm.initial_of(draft)
    days = {"post_from": day, "post_until": day + timedelta(days=DISCLOSURE_DAYS - 1)}
    if corrected is not None:
        return NoticeForm.initial_of(corrected) | days
    return days | {"kind": "service", "is_public": True}


def _places() -> list[tuple[int, str]]:
    places = Place.objects.filter(kind__in=("grid", "building", "entrance"), is_closed=False)
    return list(places.order_by("kind", "sort_key").values_list("pk", "plate"))


def show_draft(request: HttpRequest, draft_id: int) -> HttpResponse:
    """The notice as it will hang, and the next step."""
    actor = actor_of(request)
    draft = draft_for(actor, draft_id)
    notice = Notice.objects.filter(draft=draft.pk).first()
    if notice is not None:
        return redirect("notices:notice", notice.pk)
    own, waiting = draft.author_id == actor.user_id, draft.state == DraftState.WAITING
    context = {
        "draft": draft,
        "files": [row.file for row in draft.files.select_related("file").order_by("pk")],
        "kind_word": dict(KINDS)[draft.kind],
        "may_edit": own and draft.state == DraftState.DRAFT,
        "may_drop": own and draft.state in (DraftState.DRAFT, DraftState.WAITING),
        "may_post": waiting and not own and may(actor, Permission.APPROVE_TELLING),
        "is_own_waiting": own and waiting,
    }
    return render(request, "notices/draft.jinja", context)


@require_POST
def act(request: HttpRequest, draft_id: int) -> HttpResponse:
    """One step: submit, post, return or drop."""
    actor, action = actor_of(request), request.POST.get("action", "")
    draft_for(actor, draft_id)
    if action == "submit":
        submit_draft(draft_id, actor=actor)
        messages.success(request, _("交上去了。"))
    elif action == "post":
        notice = post_notice(draft_id, actor=actor)
        messages.success(request, _("贴出来了，编号 %(number)s。") % {"number": notice.number})
    elif action == "return":
        return_draft(draft_id, actor=actor, reason=request.POST.get("reason", ""))
        messages.success(request, _("退回给写的人了。"))
    elif action == "drop":
        drop_draft(draft_id, actor=actor)
        messages.success(request, _("这份草稿不要了。"))
        return redirect("notices:desk")
    else:
        raise Invalid
    return redirect("notices:draft", draft_id)
