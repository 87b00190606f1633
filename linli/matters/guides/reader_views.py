"""The guide for readers: anybody, on a phone, on paper, and beside an agent's call."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from linli.base.accounts.api import Actor
from linli.base.accounts.requests import actor_of
from linli.base.errors import DomainError, NotFound
from linli.base.requests.api import do_once
from linli.base.scopes.api import Estate, estate_scope
from linli.base.submissions import error_text
from linli.contact.messages.api import site_address
from linli.estate.organisations.api import Permission, is_staff, require
from linli.matters.guides.api import (
    PARTS,
    count_use,
    draw_entry,
    entry_card,
    find_entries,
    say_lacking,
    suggest_entries,
)
from linli.matters.guides.data import Use
from linli.matters.handling.pages import new_key

_LONGEST_QUERY = 60
_FEWEST = 2  # characters before anything is suggested


def _estate(request: HttpRequest, code: str) -> Estate:
    """The estate of an address; its shell, too. Nobody of another estate finds it."""
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
    """To the own estate's guide; a visitor chooses the estate first."""
    own = getattr(request, "estate", None)
    return redirect("guides:find", own.code) if own else redirect("public:index")


@require_GET
def find(request: HttpRequest, code: str) -> HttpResponse:
    """Search, or all entries when nothing is asked."""
    estate = _estate(request, code)
    query = request.GET.get("q", "").replace("\x00", "")[:_LONGEST_QUERY].strip()
    with estate_scope(estate.pk):
        context = {"shell": _shell(request), "cards": find_entries(query), "query": query}
        return render(request, "guides/find.jinja", context)


@require_GET
def show(request: HttpRequest, code: str, entry_id: int) -> HttpResponse:
    estate = _estate(request, code)
    with estate_scope(estate.pk):
        card = entry_card(entry_id)
        count_use(entry_id, Use.SHOWN)
        return _page(request, card)


def _page(request: HttpRequest, card: Any, error: str = "", text: str = "") -> HttpResponse:
    actor = _actor(request)
    context = {
        "shell": _shell(request), "card": card, "parts": PARTS, "error": error, "text": text,
        "may_write": actor is not None, "form_key": request.POST.get("form_key") or new_key(),
        "said": request.GET.get("said") == "1",
    }  # fmt: skip
    return render(request, "guides/entry.jinja", context, status=422 if error else 200)


@require_GET
def paper(request: HttpRequest, code: str, entry_id: int) -> HttpResponse:
    """One page of A4 in large type."""
    estate = _estate(request, code)
    with estate_scope(estate.pk):
        card = entry_card(entry_id)
        href = site_address() + reverse("guides:entry", args=[code, entry_id])
        content = draw_entry(card, href, estate)
        count_use(entry_id, Use.PRINTED)
    response = HttpResponse(content, content_type="application/pdf")
    response["Content-Disposition"] = f'inline; filename="guide-{entry_id}.pdf"'
    return response


@require_POST
def answer(request: HttpRequest, code: str, entry_id: int) -> HttpResponse:
    """Was it helpful, and what is missing; words need somebody whom one can answer."""
    estate = _estate(request, code)
    with estate_scope(estate.pk):
        card = entry_card(entry_id)
        if request.POST.get("helped") == "yes":
            count_use(entry_id, Use.HELPED)
            messages.success(request, _("谢谢，知道了。"))
            return redirect("guides:entry", code, entry_id)
        text = request.POST.get("text", "")[:2000]
        try:
            number = _say_lacking(request, entry_id, text)
        except DomainError as error:
            return _page(request, card, error_text(error), text)
        messages.success(
            request, _("记下了，编号 %(number)s。负责的人会改，也会答复您。") % {"number": number}
        )
        return redirect(reverse("guides:entry", args=[code, entry_id]) + "?said=1")


def _say_lacking(request: HttpRequest, entry_id: int, text: str) -> str:
    actor = actor_of(request)
    key = request.POST.get("form_key", "")[:40] or new_key()

    def work() -> dict[str, str]:
        return {"number": say_lacking(entry_id, actor=actor, text=text, key=key).number}

    action = f"guide-lacking:{entry_id}"
    return str(do_once(f"guide:{key}", action, text, actor=actor, work=work)["number"])


@require_POST
def panel(request: HttpRequest) -> HttpResponse:
    """Entries that may answer the words so far, beside an agent's call."""
    actor = actor_of(request)
    require(actor, Permission.TAKE_CALLS)
    text = request.POST.get("text", "")[:2000].strip()
    cards = suggest_entries(text) if len(text) >= _FEWEST else []
    return render(request, "guides/panel.jinja", {"cards": cards, "parts": PARTS})


@require_POST
def note_use(request: HttpRequest, entry_id: int) -> HttpResponse:
    """The agent answered with this entry."""
    actor = actor_of(request)
    require(actor, Permission.TAKE_CALLS)
    card = entry_card(entry_id)
    count_use(entry_id, Use.USED)
    return render(request, "guides/used.jinja", {"card": card})
