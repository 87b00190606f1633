"""The hotline and the desk: one screen, worked from the keyboard."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django import forms as django_forms
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from linli.base.accounts.api import Actor
from linli.base.accounts.requests import actor_of
from linli.base.audit.api import keep_refusal
from linli.base.errors import DomainError
from linli.base.requests.api import do_once
from linli.estate.organisations.api import Permission, require
from linli.estate.people.api import card_of, person_for
from linli.matters.handling.links import person_href
from linli.matters.handling.pages import matter_numbered, new_key
from linli.matters.intake import calls
from linli.matters.intake.actions import log_contact
from linli.matters.intake.data import ContactWay
from linli.matters.intake.forms import CallForm, ContactForm
from linli.matters.intake.hints import emergency_context, hints_for
from linli.matters.intake.models import PhoneCall
from linli.matters.intake.phone_calls import call_for
from linli.matters.intake.queries import find_callers, last_contacts_of, make_caller_cards

_LONGEST_KEY = 60
_HINTED = ("near", "same", "chips", "shown", "unknown_places", "suggested", "suggested_urgency")


def agent_of(request: HttpRequest) -> Actor:
    """The actor, who takes calls; raises SignInNeeded, NotAllowed."""
    actor = actor_of(request)
    require(actor, Permission.TAKE_CALLS)
    return actor


@require_http_methods(["GET", "POST"])
def take_call(request: HttpRequest) -> HttpResponse:
    """The call screen, and what it saves: a matter, a joined voice, a contact alone."""
    actor = agent_of(request)
    if request.method == "POST":
        return _save_call(request, actor)
    first = {"way": "walk_in" if request.GET.get("way") == "walk_in" else "hotline"}
    person_id = _positive(request.GET.get("person", ""))
    call_id = _positive(request.GET.get("call", ""))
    call = call_for(actor, call_id) if call_id else None
    first |= {"phone": call.phone} if call else {}
    form = CallForm(initial={**first, "kind": "request", "category": "other", "urgency": "none"})
    context = _call_context(actor, form, person_id) | _calling(actor, call, person_id)
    return render(request, "intake/call.jinja", context)


def _call_context(actor: Actor, form: CallForm, person_id: int | None) -> dict[str, Any]:
    return {
        "form": form,
        "form_key": new_key(),
        "card": _card(actor, person_id) if person_id else None,
        "person_href": person_href(actor, person_id) if person_id else "",
        "emergency": None,
        "call": None,
        "callers": [],
        "contacts": [],
        "near": [],
        "same": (),
        "chips": [],
        "shown": "",
        "unknown_places": (),
        "suggested": "other",
        "suggested_urgency": "none",
    }


def _calling(actor: Actor, call: PhoneCall | None, person_id: int | None) -> dict[str, Any]:
    """The call that rings: its only caller's card, or all who may be calling."""
    if call is None:
        return {}
    found = find_callers(actor, call.phone) if call.phone and not person_id else []
    only = found[0] if len(found) == 1 else None
    known = {"card": only, "person_href": person_href(actor, only.person_id)} if only else {}
    contacts = last_contacts_of(actor, call.phone) if not found else []
    return {"call": call, "callers": [] if only else found, "contacts": contacts, **known}


def _save_call(request: HttpRequest, actor: Actor) -> HttpResponse:
    is_note = request.POST.get("only") == "contact"
    form = (ContactForm if is_note else CallForm)(request.POST)
    if not form.is_valid():
        return _call_again(request, actor, form, 422)
    danger = emergency_context(form.cleaned_data["text"])["emergency"]
    if danger and request.POST.get("banner_seen") != danger["to"]:
        return _call_again(request, actor, form, 422)  # REQ-02: the banner comes before the matter
    try:
        answer = _write_call(request, actor, form, is_note=is_note)
    except DomainError as error:
        add_refusal(form, error)
        return _call_again(request, actor, form, error.status)
    if answer["number"]:
        return redirect(reverse("intake:saved", args=[answer["number"]]) + f"?how={answer['how']}")
    messages.success(request, _("记下了这次来话，没有立事项。"))
    return redirect(reverse("intake:call") + "?done=1")


def _write_call(
    request: HttpRequest, actor: Actor, form: CallForm, *, is_note: bool
) -> dict[str, str]:
    way, values = form.cleaned_data["way"], form.values()
    key = request.POST.get("form_key", "")[:_LONGEST_KEY] or new_key()
    join = _positive(request.POST.get("join", ""))
    call_id = _positive(request.POST.get("call", ""))
    shown = request.POST.get("shown", "")

    def work() -> dict[str, str]:
        if is_note:
            calls.note_call(actor=actor, way=way, values=values, call_id=call_id)
            return {"number": "", "how": "noted"}
        if join:
            number = calls.join_call(
                actor=actor, way=way, values=values, matter_id=join, call_id=call_id, shown=shown
            )
            return {"number": number, "how": "joined"}
        number = calls.file_call(
            actor=actor, way=way, values=values, key=key, call_id=call_id, shown=shown
        )
        return {"number": number, "how": "filed"}

    return sent_once(request, key, "intake.call", actor, work)


def sent_once(
    request: HttpRequest, key: str, action: str, actor: Actor, work: Callable[[], Any]
) -> Any:
    """The answer to a form, the same however often it is sent."""
    skipped = ("csrfmiddlewaretoken", "form_key", "shown")
    sent = {k: request.POST.getlist(k) for k in request.POST if k not in skipped}
    return do_once(f"{action}:{key}", action, sent, actor=actor, work=work)


def add_refusal(form: django_forms.Form, error: DomainError) -> None:
    """Show a refusal at its field, or above the form."""
    keep_refusal(error)
    text = _(error.message) % error.params if error.params else _(error.message)
    form.add_error(error.field if error.field in form.fields else None, text)


def _call_again(request: HttpRequest, actor: Actor, form: CallForm, status: int) -> HttpResponse:
    person_id = _positive(request.POST.get("reporter_id", ""))
    context = _call_context(actor, form, person_id)
    call_id = _positive(request.POST.get("call", ""))
    context |= {"call": call_for(actor, call_id)} if call_id else {}
    context |= emergency_context(request.POST.get("text", "")[:10_000])
    hints = hints_for(actor, request.POST)
    context |= {name: hints[name] for name in _HINTED}
    return render(request, "intake/call.jinja", context, status=status)


@require_GET
def list_callers(request: HttpRequest) -> HttpResponse:
    """Who may be calling, while the agent types."""
    actor = agent_of(request)
    text = request.GET.get("q", "")[:60]
    found = find_callers(actor, text)
    return render(request, "intake/callers.jinja", {"callers": found, "text": text.strip()})


@require_GET
def show_caller(request: HttpRequest, person_id: int) -> HttpResponse:
    """The chosen caller's card with the fields that it fills; 0 is somebody unknown."""
    actor = agent_of(request)
    card = _card(actor, person_id) if person_id else None
    form = CallForm(initial=_first_values(card))
    context = {"card": card, "form": form, "person_href": person_href(actor, person_id or None)}
    return render(request, "intake/caller.jinja", context)


def _card(actor: Actor, person_id: int) -> Any:
    return make_caller_cards(actor, [card_of(person_for(actor, person_id))])[0]


def _first_values(card: Any) -> dict[str, Any]:
    if card is None:
        return {}
    return {"reporter_id": card.person_id, "phone": card.phone, "place": card.plate or ""}


@require_POST
def give_hints(request: HttpRequest) -> HttpResponse:
    """Danger, category and open matters near by for the words so far."""
    actor = agent_of(request)
    context = hints_for(actor, request.POST)
    form = CallForm(initial=context["first"])
    return render(request, "intake/hints.jinja", {**context, "form": form})


@require_POST
def log_transfer(request: HttpRequest) -> HttpResponse:
    """An emergency was transferred: write it down at once, whatever becomes of the form."""
    actor = agent_of(request)
    to = request.POST.get("transferred_to", "")
    way = request.POST.get("way", ContactWay.HOTLINE.value)
    person_id = _positive(request.POST.get("reporter_id", ""))
    if person_id is not None:
        person_for(actor, person_id)
    log_contact(
        actor=actor,
        way=way,
        phone=request.POST.get("phone", "")[:20],
        person_id=person_id,
        transferred_to=to,
        note=request.POST.get("text", "")[:500],
    )
    return render(request, "intake/transferred.jinja", {"to": to})


@require_GET
def show_saved(request: HttpRequest, number: str) -> HttpResponse:
    """The number, large, to read out; and who has it now."""
    actor = agent_of(request)
    matter = matter_numbered(actor, number)
    how = request.GET.get("how", "filed")
    context = {"matter": matter, "how": how, "draft_done": f"call:{actor.user_id}"}
    return render(request, "intake/saved.jinja", context)


def _positive(text: str) -> int | None:
    plain = text.strip()
    if not (plain.isascii() and plain.isdigit() and len(plain) < 19):
        return None
    return int(plain) or None
