"""Pages of people: the list, one person, corrections, what is masked."""

from __future__ import annotations

import re
from datetime import date
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from linli.base.accounts.api import Actor
from linli.base.accounts.requests import actor_of
from linli.base.calendars.api import today
from linli.base.errors import NotAllowed, NotFound
from linli.base.paging import cut_page
from linli.base.submissions import submit
from linli.estate.organisations.api import Permission, may, require
from linli.estate.pages import form_page
from linli.estate.people.api import (
    HEALTH_KINDS,
    Person,
    PersonStatus,
    SecretField,
    add_category,
    change_status,
    check_kind,
    check_unmask,
    end_category,
    list_expiring,
    list_people,
    make_cards,
    mask_phone,
    may_edit,
    may_see_health,
    person_for,
    picture_of,
    unmask,
    update_person,
    verify_category,
)
from linli.estate.people.forms import CategoryForm, PersonForm, PurposeForm, StatusForm
from linli.estate.people.labels import CATEGORY, RELATION, SECRET, STATUS, WARNING, category_word
from linli.estate.people.pickers import WORDS, picks_context

_FIELD = re.compile(r"[a-z][a-z0-9_]{0,19}")


def index(request: HttpRequest) -> HttpResponse:
    """People in reach, by pinyin; `?q=` words, `?kind=` a category."""
    actor = actor_of(request)
    require(actor, Permission.SEE_REGISTER)
    text, kind = request.GET.get("q", "")[:60], request.GET.get("kind", "")
    kinds = _kinds_for(actor)
    if kind and kind not in kinds:
        check_kind(actor, kind)
        raise NotFound
    page = cut_page(request, list_people(actor, text, kind))
    lines = [(card, mask_phone(card.phone)) for card in make_cards(page.rows)]
    context = {
        "page": page, "lines": lines, "text": text, "kind": kind, "kinds": kinds,
        "relations": RELATION, "statuses": STATUS,
        "may_edit": may(actor, Permission.EDIT_REGISTER),
        "may_export": may(actor, Permission.EXPORT_REGISTER),
    }  # fmt: skip
    return render(request, "people/index.jinja", context)


@require_GET
def pick_person(request: HttpRequest) -> HttpResponse:
    """People found while somebody types into a picker; `?into=` names its field."""
    actor = actor_of(request)
    require(actor, Permission.SEE_REGISTER)
    into = request.GET.get("into", "person")
    if not _FIELD.fullmatch(into):
        raise NotFound
    words = request.GET.get(into + WORDS, "")[:60]
    return render(request, "people/_picks.jinja", picks_context(actor, into, words))


def _kinds_for(actor: Actor) -> dict[str, Any]:
    health = may(actor, Permission.SEE_HEALTH)
    return {k: word for k, word in CATEGORY.items() if health or k not in HEALTH_KINDS}


def show_person(request: HttpRequest, person_id: int) -> HttpResponse:
    """The register's part of a person; a merged record leads to the one that was kept."""
    actor = actor_of(request)
    person = person_for(actor, person_id)
    if person.pk != person_id:
        return redirect("people:person", person.pk)
    return render(request, "people/person.jinja", {"picture": picture_of(actor, person)})


def _editable(request: HttpRequest, person_id: int) -> tuple[Actor, Person]:
    actor = actor_of(request)
    person = person_for(actor, person_id)
    if not may_edit(actor, person):
        raise NotAllowed
    return actor, person


def _back(person_id: int) -> str:
    return reverse("people:person", args=[person_id])


def edit_person(request: HttpRequest, person_id: int) -> HttpResponse:
    actor, person = _editable(request, person_id)
    names = ("name", "sex", "birth_date", "phone", "second_phone", "version")
    form = PersonForm(
        request.POST or None, initial={name: getattr(person, name) for name in names}
    ).narrow(may(actor, Permission.SEE_IDENTITY), may(actor, Permission.SEE_HEALTH))

    def work(data: dict[str, Any]) -> None:
        version = data.pop("version")
        # masked fields that were left empty stay as they are
        changed = {k: v for k, v in data.items() if v or k not in ("id_number", "health_note")}
        update_person(person_id, actor=actor, version=version, **changed)

    if request.method == "POST" and submit(form, work):
        messages.success(request, _("改好了。"))
        return redirect("people:person", person_id)
    return form_page(
        request, form, title=_("更正档案"), button=_("保存"), back=_back(person_id),
        plate=person.name,
    )  # fmt: skip


def edit_status(request: HttpRequest, person_id: int) -> HttpResponse:
    actor, person = _editable(request, person_id)
    initial = {"status": person.status, "since": today(), "version": person.version}
    form = StatusForm(request.POST or None, initial=initial)

    def work(data: dict[str, Any]) -> None:
        change_status(
            person_id, actor=actor, status=PersonStatus(data["status"]), since=data["since"],
            version=data["version"],
        )  # fmt: skip

    if request.method == "POST" and submit(form, work):
        messages.success(request, _("记下了。住过哪里都还在。"))
        return redirect("people:person", person_id)
    return form_page(
        request, form, title=_("在住、搬走、去世"), button=_("记下"), back=_back(person_id),
        plate=person.name, hint=_("搬走和去世的人会离开现在的一户，住过哪里会留着。"),
    )  # fmt: skip


def add_one_category(request: HttpRequest, person_id: int) -> HttpResponse:
    actor, person = _editable(request, person_id)
    form = CategoryForm(request.POST or None).narrow(may_see_health(actor, person))
    warnings: list[str] = []

    def work(data: dict[str, Any]) -> None:
        warnings.extend(add_category(person_id, actor=actor, **data)[1])

    if request.method == "POST" and submit(form, work):
        messages.success(request, _("记下了。"))
        for warning in warnings:
            messages.warning(request, WARNING[warning])
        return redirect("people:person", person_id)
    return form_page(
        request, form, title=_("添加类别"), button=_("添加"), back=_back(person_id),
        plate=person.name,
    )  # fmt: skip


@require_POST
def end_one_category(request: HttpRequest, person_id: int, category_id: int) -> HttpResponse:
    end_category(category_id, actor=actor_of(request), on=today())
    messages.success(request, _("已结束，记录还在。"))
    return redirect("people:person", person_id)


@require_POST
def verify_one_category(request: HttpRequest, person_id: int, category_id: int) -> HttpResponse:
    verify_category(category_id, actor=actor_of(request))
    messages.success(request, _("记下了：今天看过，没有变化。"))
    return redirect("people:person", person_id)


def show_secret(request: HttpRequest, person_id: int, field: str) -> HttpResponse:
    """Ask why, then show one masked value once; `?category=` names a certificate's category."""
    actor = actor_of(request)
    person = person_for(actor, person_id)
    if field not in SECRET:
        raise NotFound
    secret = SecretField(field)
    check_unmask(actor, person, secret, request.POST.get("purpose", ""))
    shown: list[str] = []
    form = PurposeForm(request.POST or None)
    category = request.GET.get("category", "")

    def work(data: dict[str, Any]) -> None:
        shown.append(
            unmask(
                person_id, actor=actor, field=secret, purpose=data["purpose"],
                category_id=int(category) if category.isdigit() else None,
            )
        )  # fmt: skip

    if request.method == "POST" and submit(form, work):
        context = {"person": person, "label": SECRET[field], "value": shown[0]}
        return render(request, "people/secret.jinja", context)
    return form_page(
        request, form, title=_("查看%(what)s") % {"what": SECRET[field]}, button=_("查看"),
        back=_back(person_id), plate=person.name,
        hint=_("只在办事用得上时看。谁看的、为什么看，都会留下记录。"),
    )  # fmt: skip


def show_expiring(request: HttpRequest) -> HttpResponse:
    """Certificates and categories that end soon or have ended (DIS-02)."""
    page = cut_page(request, list_expiring(actor_of(request)))
    lines = [
        (row, category_word(row.kind, row.code, row.grade), _ended(row.valid_until))
        for row in page.rows
    ]
    return render(request, "people/expiring.jinja", {"page": page, "lines": lines})


def _ended(day: date | None) -> bool:
    return day is not None and day < today()
