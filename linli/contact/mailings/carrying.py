"""Telling by hand: the captains' lists, on the screen and on paper; and a person's own messages."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from linli.base.accounts.requests import actor_of
from linli.base.errors import NotAllowed, NotFound
from linli.base.paging import cut_page
from linli.base.submissions import submit
from linli.contact.mailings.api import (
    MailingRecipient,
    mark_seen,
    mark_told,
    open_lists,
    own_messages,
    people_to_carry,
    title_for,
    words_for,
)
from linli.contact.mailings.forms import PreferenceForm
from linli.contact.mailings.sheets import draw_list, draw_slips
from linli.contact.mailings.views import form_page
from linli.contact.messages.api import preference_of, set_preference
from linli.estate.organisations.api import is_staff
from linli.estate.people.api import may_edit, person_for


def show_lists(request: HttpRequest) -> HttpResponse:
    """The messages that somebody must carry to people's doors."""
    actor = actor_of(request)
    if not is_staff(actor):
        raise NotFound
    lists = [(m, title_for(m), to_tell, told) for m, to_tell, told in open_lists(actor)]
    return render(request, "mailings/lists.jinja", {"lists": lists})


def show_list(request: HttpRequest, mailing_id: int) -> HttpResponse:
    mailing, rows = people_to_carry(actor_of(request), mailing_id)
    context = {
        "mailing": mailing,
        "title": title_for(mailing),
        "rows": [(row, words_for(row)) for row in rows],
    }
    return render(request, "mailings/list.jinja", context)


def print_list(request: HttpRequest, mailing_id: int) -> HttpResponse:
    """The list on paper, in large type, with a box to tick; `?slips=1` what goes into the slot."""
    mailing, rows = people_to_carry(actor_of(request), mailing_id)
    waiting = [(row, words_for(row)) for row in rows if row.state == "by_hand"]
    draw = draw_slips if request.GET.get("slips") == "1" else draw_list
    response = HttpResponse(
        draw(title_for(mailing), waiting, getattr(request, "estate", None)),
        content_type="application/pdf",
    )
    response["Content-Disposition"] = f'inline; filename="list-{mailing.pk}.pdf"'
    return response


@require_POST
def tick(request: HttpRequest, recipient_id: int) -> HttpResponse:
    row = mark_told(recipient_id, actor=actor_of(request), note=request.POST.get("note", ""))
    messages.success(request, _("记下了，谢谢您跑这一趟。"))
    return redirect("mailings:list", row.mailing_id)


def show_own(request: HttpRequest) -> HttpResponse:
    """What the estate has told me; looking at it says that I have seen it."""
    actor = actor_of(request)
    if actor.person_id is None:
        raise NotFound
    page = cut_page(request, own_messages(actor), size=20)
    shown = _with_words(page.rows)
    if request.method == "GET":
        mark_seen(actor=actor)
    return render(request, "mailings/own.jinja", {"page": page, "rows": shown})


def _with_words(rows: Sequence[MailingRecipient]) -> list[tuple[MailingRecipient, str]]:
    return [(row, words_for(row, in_full=True)) for row in rows]


def set_own_preference(request: HttpRequest) -> HttpResponse:
    actor = actor_of(request)
    if actor.person_id is None:
        raise NotFound
    return _preference_page(request, actor.person_id, reverse("accounts:own"))


def set_persons_preference(request: HttpRequest, person_id: int) -> HttpResponse:
    """The desk writes down how somebody wants to be told."""
    actor = actor_of(request)
    person = person_for(actor, person_id)
    if not is_staff(actor) or not may_edit(actor, person):
        raise NotAllowed
    return _preference_page(request, person.pk, reverse("staff:person", args=[person.pk]))


def _preference_page(request: HttpRequest, person_id: int, back: str) -> HttpResponse:
    actor, kept = actor_of(request), preference_of(person_id)
    start = {"channel": kept.channel, "language": kept.language} if kept else {}
    form = PreferenceForm(request.POST or None, initial={"channel": "", "language": "", **start})

    def work(data: dict[str, Any]) -> None:
        set_preference(person_id, actor=actor, **data)

    if request.method == "POST" and submit(form, work):
        messages.success(request, _("记下了，以后这样通知。"))
        return redirect(back)
    return form_page(
        request, form, _("怎么通知我"), _("存好"), back, _("急事会用能找到您的任何办法。")
    )
