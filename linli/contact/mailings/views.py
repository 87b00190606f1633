"""Pages of a message to many: write, look, approve, watch, stop."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from linli.base.accounts.api import Actor
from linli.base.accounts.requests import actor_of
from linli.base.calendars.api import now
from linli.base.errors import DomainError, Invalid, NotFound
from linli.base.paging import cut_page
from linli.base.submissions import error_text, submit
from linli.contact.mailings.api import (
    Mailing,
    MailingState,
    approve_mailing,
    count_mailing,
    find_audience,
    find_template,
    list_templates,
    mailing_for,
    mailings_for,
    preview_mailing,
    return_mailing,
    save_template,
    stop_mailing,
    submit_mailing,
    write_mailing,
)
from linli.contact.mailings.forms import MailingForm, QuietForm, TemplateForm
from linli.contact.messages.api import end_of_quiet, hours_of_quiet, set_quiet_hours
from linli.estate.organisations.api import Permission, may, require
from linli.estate.people.api import Person


def index(request: HttpRequest) -> HttpResponse:
    """Mailings in reach, the newest first; those that wait for approval on top."""
    actor = actor_of(request)
    require(actor, Permission.TELL_PEOPLE)
    rows = mailings_for(actor)
    waiting = rows.filter(state=MailingState.WAITING.value).order_by("submitted_at")[:20]
    context = {
        "page": cut_page(request, rows.order_by("-created_at", "-pk"), size=20),
        "waiting": list(waiting),
        "may_approve": may(actor, Permission.APPROVE_TELLING),
        "may_set": may(actor, Permission.SET_RULES),
    }
    return render(request, "mailings/index.jinja", context)


def write(request: HttpRequest, mailing_id: int | None = None) -> HttpResponse:
    """Write a new message, or change one's own draft."""
    actor = actor_of(request)
    require(actor, Permission.TELL_PEOPLE)
    mailing = mailing_for(actor, mailing_id) if mailing_id else None
    form = MailingForm(request.POST or None, initial=_initial(request, mailing)).offer(actor)
    written: list[Mailing] = []

    def work(data: dict[str, Any]) -> None:
        written.append(write_mailing(actor=actor, mailing_id=mailing_id, **form.values()))

    if request.method == "POST" and submit(form, work):
        return redirect("mailings:mailing", written[0].pk)
    context = {"form": form, "mailing": mailing, "templates": list_templates()}
    status = 422 if form.is_bound else 200
    return render(request, "mailings/write.jinja", context, status=status)


def _initial(request: HttpRequest, mailing: Mailing | None) -> dict[str, Any]:
    if mailing is not None:
        ids = mailing.audience_values if mailing.audience == "people" else []
        people = Person.objects.filter(pk__in=[int(value) for value in ids])
        return MailingForm.initial_of(mailing, "\n".join(people.values_list("name", flat=True)))
    start: dict[str, Any] = {"audience": "building"}
    template = find_template(request.GET.get("template", "")[:40])
    if template is not None:
        start |= {"title": template.title, "body_zh": template.body_zh, "body_en": template.body_en}
    if request.GET.get("who"):
        start |= {"audience": "people", "people": request.GET["who"][:80]}
    return start


def show_mailing(request: HttpRequest, mailing_id: int) -> HttpResponse:
    """Before it goes out the preview, afterwards the figures; live."""
    actor = actor_of(request)
    mailing = mailing_for(actor, mailing_id)
    context: dict[str, Any] = {
        "mailing": mailing,
        "audience_words": _audience_words(actor, mailing),
        "quiet_until": None if mailing.is_urgent else end_of_quiet(now(), *hours_of_quiet()),
        **_abilities(actor, mailing),
    }
    if mailing.state in (MailingState.DRAFT, MailingState.WAITING):
        context |= _preview(mailing)
    else:
        context["figures"] = count_mailing(mailing)
    return render(request, "mailings/mailing.jinja", context)


def _preview(mailing: Mailing) -> dict[str, Any]:
    try:
        return {"preview": preview_mailing(mailing), "trouble": ""}
    except DomainError as error:
        return {"preview": None, "trouble": error_text(error)}


def _audience_words(actor: Actor, mailing: Mailing) -> str:
    audience = find_audience(mailing.audience)
    if mailing.audience == "people":
        return _("点名的 %(count)s 人") % {"count": len(mailing.audience_values)}
    labels = dict(audience.choices(actor))
    chosen = [str(labels.get(value, value)) for value in mailing.audience_values]
    return "、".join([str(audience.label()), *chosen])


def _abilities(actor: Actor, mailing: Mailing) -> dict[str, bool]:
    own = mailing.author_id == actor.user_id
    approver = may(actor, Permission.APPROVE_TELLING)
    waiting, sending = mailing.state == MailingState.WAITING, mailing.state == MailingState.SENDING
    return {
        "may_edit": own and mailing.state == MailingState.DRAFT,
        "may_approve": approver and waiting and not own,
        "is_own_waiting": own and waiting,
        "may_stop": (own or approver) and sending,
    }


_DEEDS = {"submit": submit_mailing, "approve": approve_mailing, "stop": stop_mailing}


@require_POST
def act(request: HttpRequest, mailing_id: int) -> HttpResponse:
    """One step: submit, approve, return or stop."""
    actor, action = actor_of(request), request.POST.get("action", "")
    mailing_for(actor, mailing_id)
    if action == "return":
        return_mailing(mailing_id, actor=actor, reason=request.POST.get("reason", ""))
    elif action in _DEEDS:
        _DEEDS[action](mailing_id, actor=actor)
    else:
        raise Invalid
    messages.success(request, _WORDS[action]())
    return redirect("mailings:mailing", mailing_id)


_WORDS = {
    "submit": lambda: _("交上去了。"),
    "approve": lambda: _("批准了，正在发。"),
    "return": lambda: _("退回给写的人了。"),
    "stop": lambda: _("停下了，没发的不再发。"),
}


def show_templates(request: HttpRequest) -> HttpResponse:
    require(actor_of(request), Permission.TELL_PEOPLE)
    return render(request, "mailings/templates.jinja", {"templates": list_templates()})


def edit_template(request: HttpRequest, code: str = "") -> HttpResponse:
    actor = actor_of(request)
    require(actor, Permission.TELL_PEOPLE)
    template = find_template(code) if code else None
    if code and template is None:
        raise NotFound
    start = {n: getattr(template, n) for n in ("title", "body_zh", "body_en")} if template else {}
    form = TemplateForm(request.POST or None, initial=start)

    def work(data: dict[str, Any]) -> None:
        save_template(code, actor=actor, **data)

    if request.method == "POST" and submit(form, work):
        messages.success(request, _("模板存好了。"))
        return redirect("mailings:templates")
    return form_page(request, form, _("消息模板"), _("存好"), reverse("mailings:templates"))


def set_quiet(request: HttpRequest) -> HttpResponse:
    """The hours in which nobody is woken."""
    actor = actor_of(request)
    require(actor, Permission.SET_RULES)
    start = dict(zip(("quiet_from", "quiet_until"), hours_of_quiet(), strict=True))
    form = QuietForm(request.POST or None, initial=start)

    def work(data: dict[str, Any]) -> None:
        set_quiet_hours(actor=actor, **data)

    if request.method == "POST" and submit(form, work):
        messages.success(request, _("时间改好了。"))
        return redirect("mailings:index")
    return form_page(request, form, _("不打扰的时间"), _("存好"), reverse("mailings:index"))


def form_page(
    request: HttpRequest, form: Any, title: str, button: str, back: str, hint: str = ""
) -> HttpResponse:
    """One plain form with the way back; 422 when something is wrong with it."""
    context = {"form": form, "title": title, "button": button, "back": back, "hint": hint}
    status = 422 if form.is_bound and form.errors else 200
    return render(request, "mailings/form.jinja", context, status=status)
