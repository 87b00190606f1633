"""Notices as people read them: on the resident's page, in public, on paper, at the door."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import FileResponse, HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.cache import patch_cache_control
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from linli.base.accounts.api import Actor
from linli.base.accounts.requests import actor_of
from linli.base.calendars.api import today
from linli.base.errors import NotFound
from linli.base.files.api import StoredFile, file_path, file_with_token
from linli.base.paging import cut_page
from linli.base.scopes.api import Estate, estate_scope
from linli.contact.notices.api import (
    Notice,
    archived,
    count_seen,
    is_seal_whole,
    list_seen,
    mark_notice_seen,
    may_see_readers,
    notice_for,
    notices_for,
    people_without_phone,
    posted,
    standing,
    tell_at_door,
)
from linli.contact.notices.forms import KINDS
from linli.contact.notices.sheets import draw_notice
from linli.estate.organisations.api import Permission, Role, is_staff, may


def show_board(request: HttpRequest) -> HttpResponse:
    """What hangs today for this reader, and the archive below."""
    actor = actor_of(request)
    rows = notices_for(actor)
    context = {
        "posted": list(posted(rows)[:50]),
        "page": cut_page(request, archived(rows), size=20),
        "kinds": dict(KINDS),
        "english": _english(),
        "may_write": may(actor, Permission.WRITE_NOTICES),
        "href": "notices:notice",
    }
    return render(request, "notices/board.jinja", context)


def show_notice(request: HttpRequest, notice_id: int) -> HttpResponse:
    """One notice; a resident who has it open has seen it."""
    actor = actor_of(request)
    notice = notice_for(actor, notice_id)
    if (
        request.method == "GET"
        and standing(notice.post_from, notice.post_until, today()) == "posted"
    ):
        mark_notice_seen(notice, actor=actor)
    context = _notice_context(notice) | {
        "may_correct": may(actor, Permission.WRITE_NOTICES),
        "seen": count_seen(notice) if is_staff(actor) else None,
        "may_see_readers": _may_list_readers(actor),
        "is_whole": is_seal_whole(notice),
    }
    return render(request, "notices/notice.jinja", context)


def _may_list_readers(actor: Actor) -> bool:
    return may_see_readers(actor) or bool(actor.grids_as(Role.GRID_WORKER))


def _notice_context(notice: Notice) -> dict[str, Any]:
    return {
        "notice": notice,
        "state": standing(notice.post_from, notice.post_until, today()),
        "kind_word": dict(KINDS)[notice.kind],
        "files": _files_of(notice),
        "english": _english() and bool(notice.body_en),
        "corrections": list(notice.corrections.filter(post_from__lte=today()).order_by("pk")),
    }


def _files_of(notice: Notice) -> list[StoredFile]:
    rows = notice.draft.files.select_related("file").order_by("pk")
    return [row.file for row in rows]


def _english() -> bool:
    return (get_language() or "").startswith("en")


def show_readers(request: HttpRequest, notice_id: int) -> HttpResponse:
    """Who has seen it: for those who answer for the telling, a grid worker the own grid."""
    actor = actor_of(request)
    if not _may_list_readers(actor):
        raise NotFound
    notice = notice_for(actor, notice_id)
    context = {"notice": notice, "lines": list_seen(actor, notice), "seen": count_seen(notice)}
    return render(request, "notices/readers.jinja", context)


def show_carry(request: HttpRequest, notice_id: int, building_id: int) -> HttpResponse:
    """Who of a building has no phone and is to be told at the door; ticked off one by one."""
    actor = actor_of(request)
    notice, building, rows = people_without_phone(actor, notice_id, building_id)
    if request.method == "POST":
        ids = [int(v) for v in request.POST.getlist("person") if v.isascii() and v.isdigit()]
        tell_at_door(notice_id, building_id, actor=actor, person_ids=ids)
        messages.success(request, _("记下了，谢谢您跑这一趟。"))
        return redirect("notices:carry", notice_id, building_id)
    context = {"notice": notice, "building": building, "rows": rows}
    return render(request, "notices/carry.jinja", context)


def print_notice(request: HttpRequest, notice_id: int) -> HttpResponse:
    """A4 in large type with a code that opens the page."""
    notice = notice_for(actor_of(request), notice_id)
    estate = Estate.objects.get(pk=notice.estate_id)
    address = request.build_absolute_uri(
        reverse("notices:public_notice", args=[estate.code, notice.pk])
        if notice.is_public
        else reverse("notices:notice", args=[notice.pk])
    )
    sheet = draw_notice(notice, estate, address, english=_english() and bool(notice.body_en))
    response = HttpResponse(sheet, content_type="application/pdf")
    response["Content-Disposition"] = f'inline; filename="notice-{notice.number}.pdf"'
    return response


def show_public_board(request: HttpRequest, code: str) -> HttpResponse:
    """What hangs today, for anyone; no sign-in."""
    estate = _estate(request, code)
    with estate_scope(estate.pk):
        rows = notices_for(None)
        context = {
            "posted": list(posted(rows)[:50]),
            "page": cut_page(request, archived(rows), size=20),
            "kinds": dict(KINDS),
            "english": _english(),
            "code": code,
        }
        response = render(request, "notices/public_board.jinja", context)
    return _cached(request, response)


def show_public_notice(request: HttpRequest, code: str, notice_id: int) -> HttpResponse:
    estate = _estate(request, code)
    with estate_scope(estate.pk):
        notice = notice_for(None, notice_id)
        context = _notice_context(notice) | {"code": code, "is_whole": is_seal_whole(notice)}
        response = render(request, "notices/public_notice.jinja", context)
    return _cached(request, response)


def _estate(request: HttpRequest, code: str) -> Estate:
    """The estate of a public page; somebody signed in elsewhere stays there."""
    estate = Estate.objects.filter(code=code).first()
    own: Estate | None = getattr(request, "estate", None)
    if estate is None or (own is not None and own.pk != estate.pk):
        raise NotFound
    request.estate = estate  # type: ignore[attr-defined]  # the shell's name and number
    return estate


def _cached(request: HttpRequest, response: HttpResponse) -> HttpResponse:
    if getattr(request, "actor", None) is None:
        patch_cache_control(response, max_age=60)
    return response


@require_safe
def show_file(request: HttpRequest, notice_id: int, token: UUID) -> HttpResponseBase:
    return _file(notice_for(actor_of(request), notice_id), token)


@require_safe
def show_public_file(
    request: HttpRequest, code: str, notice_id: int, token: UUID
) -> HttpResponseBase:
    with estate_scope(_estate(request, code).pk):
        return _file(notice_for(None, notice_id), token)


def _file(notice: Notice, token: UUID) -> HttpResponseBase:
    """An attachment as it was sealed; the bytes are ours, yet nothing of them shall run."""
    stored = file_with_token(token)
    if stored.pk not in {file.pk for file in _files_of(notice)}:
        raise NotFound
    response = FileResponse(file_path(stored).open("rb"), content_type=stored.content_type)
    ending = "pdf" if stored.content_type == "application/pdf" else "webp"
    response["Content-Disposition"] = f'inline; filename="{notice.number}-{stored.pk}.{ending}"'
    response["Content-Security-Policy"] = "default-src 'none'; style-src 'unsafe-inline'"
    response["X-Content-Type-Options"] = "nosniff"
    return response
