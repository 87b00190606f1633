"""Rules, categories, deadlines and the calendar as data, with a way to try them."""

from __future__ import annotations

from datetime import date
from typing import Any

from django import forms as django_forms
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from linli.base.accounts.api import Actor, User
from linli.base.accounts.requests import actor_of
from linli.base.calendars.api import SHANGHAI, CalendarDay, is_announced, now, today
from linli.base.errors import DomainError, Invalid, NotFound, translatable
from linli.estate.organisations.api import Organisation, Permission, require
from linli.matters.routing import api, forms
from linli.matters.routing.data import Facts
from linli.matters.routing.models import Category, DeadlineProfile, RoutingRule


def _ruler(request: HttpRequest) -> Actor:
    actor = actor_of(request)
    require(actor, Permission.SET_RULES)
    return actor


@require_GET
def show_rules(request: HttpRequest) -> HttpResponse:
    """The rules in the order in which they are read; `?try` answers "what would happen to …"."""
    _ruler(request)
    rules = RoutingRule.objects.select_related("category", "kind", "place", "organisation")
    rows = list(rules.order_by("position"))
    tried = forms.TryForm(request.GET) if "try" in request.GET else None
    context = {
        "rules": [(row, _conditions(row)) for row in rows],
        "order": ",".join(str(row.pk) for row in rows),
        "form": tried or forms.TryForm(initial={"hour": now().astimezone(SHANGHAI).hour}),
        "answer": _try(tried) if tried and tried.is_valid() else None,
        "roles": forms.ROLES,
    }
    return render(request, "routing/rules.jinja", context)


def _conditions(rule: RoutingRule) -> list[str]:
    """When the rule fits, in words."""
    found = [str(row) for row in (rule.kind and rule.kind.name, rule.category and
             rule.category.name, rule.place and rule.place.plate) if row]  # fmt: skip
    found += [str(forms.URGENCIES[rule.urgency])] if rule.urgency in forms.URGENCIES else []
    found += [str(forms.CHANNELS[rule.channel])] if rule.channel in forms.CHANNELS else []
    if rule.from_hour is not None:
        found.append(_("%(a)s 点到 %(b)s 点") % {"a": rule.from_hour, "b": rule.to_hour})
    return found or [_("什么都行")]


def _try(form: forms.TryForm) -> dict[str, Any]:
    data = form.cleaned_data
    guessed = api.suggest_category(data["text"]) if data["text"] else []
    code = guessed[0][0] if guessed else data["category"]
    category = api.category_of(code)
    route = api.find_route(_facts(data, code))
    deadlines = api.deadlines_for(category, data["urgency"], now())
    person = User.objects.filter(pk=route.account_id).first() if route.account_id else None
    organisation = Organisation.objects.filter(pk=route.organisation_id).first()
    return {
        "category": category,
        "guessed": bool(guessed),
        "route": route,
        "rule": next((r.name for r in route.readings if r.rule_id == route.rule_id), ""),
        "organisation": organisation,
        "person": person,
        "deadlines": deadlines,
    }


def _facts(data: dict[str, Any], category: str) -> Facts:
    place = data["place"]
    grid = building = None
    around: frozenset[int] = frozenset()
    if place:
        grid = place.pk if place.kind == "grid" else place.grid_id
        building = place.pk if place.kind == "building" else place.building_id
        around = frozenset(i for i in (place.pk, grid, building, place.entrance_id) if i)
    return Facts(
        category=category, kind=data["kind"], channel=data["channel"], urgency=data["urgency"],
        hour=data["hour"], place_ids=around, grid_id=grid, building_id=building,
    )  # fmt: skip


@require_http_methods(["GET", "POST"])
def edit_rule(request: HttpRequest, rule_id: int | None = None) -> HttpResponse:
    """A new rule, or one of those in force."""
    actor = _ruler(request)
    rule = _rule(rule_id) if rule_id else None
    first = forms.rule_values(rule) if rule else {}
    form = forms.RuleForm(request.POST or None, initial=first)

    def keep() -> None:
        if rule is None:
            api.add_rule(actor=actor, **form.values())
        else:
            version = _version(request)
            api.change_rule(rule.pk, actor=actor, version=version, **form.values())

    title = rule.name if rule else _("新规则")
    return _edit(request, form, keep, title, "routing:index", rule.version if rule else None)


def _rule(rule_id: int) -> RoutingRule:
    rows = RoutingRule.objects.select_related("category", "kind", "place")
    found: RoutingRule | None = rows.filter(pk=rule_id).first()
    if found is None:
        raise NotFound
    return found


def _version(request: HttpRequest) -> int:
    text = request.POST.get("version", "")
    return int(text) if text.isascii() and text.isdigit() and len(text) < 10 else 0


@require_POST
def move_rule(request: HttpRequest, rule_id: int) -> HttpResponse:
    """One step up or down. `order` is the order that the page showed."""
    actor = _ruler(request)
    try:
        order = [int(part) for part in request.POST.get("order", "").split(",")]
        at = order.index(rule_id)
    except ValueError as error:
        raise Invalid(translatable("规则的顺序看不懂。请刷新再试。")) from error
    to = at + (1 if request.POST.get("way") == "down" else -1)
    if 0 <= to < len(order):
        order[at], order[to] = order[to], order[at]
        api.order_rules(order, actor=actor)
        messages.success(request, _("顺序改好了。"))
    return redirect("routing:index")


@require_GET
def show_categories(request: HttpRequest) -> HttpResponse:
    _ruler(request)
    rows = Category.objects.select_related("profile").order_by("sort", "id")
    return render(request, "routing/categories.jinja", {"categories": rows})


@require_http_methods(["GET", "POST"])
def edit_category(request: HttpRequest, category_id: int | None = None) -> HttpResponse:
    actor = _ruler(request)
    if category_id is None:
        new = forms.NewCategoryForm(request.POST or None)
        return _edit(request, new, lambda: api.add_category(actor=actor, **new.cleaned_data),
                     _("新类别"), "routing:categories")  # fmt: skip
    row = _found(Category, category_id)
    names = ("name", "name_en", "profile_id", "is_sensitive", "is_shown_to_public", "is_active")
    first = {**{n: getattr(row, n) for n in names}, "words": " ".join(row.words)}
    form = forms.CategoryForm(request.POST or None, initial=first)
    return _edit(
        request, form, lambda: api.change_category(row.pk, actor=actor, **form.cleaned_data),
        row.name, "routing:categories",
    )  # fmt: skip


@require_GET
def show_profiles(request: HttpRequest) -> HttpResponse:
    _ruler(request)
    rows = DeadlineProfile.objects.order_by("id")
    return render(request, "routing/profiles.jinja", {"profiles": rows, "units": forms.UNITS})


@require_http_methods(["GET", "POST"])
def edit_profile(request: HttpRequest, profile_id: int) -> HttpResponse:
    actor = _ruler(request)
    row = _found(DeadlineProfile, profile_id)
    first = {name: getattr(row, name) for name in forms.ProfileForm.base_fields}
    form = forms.ProfileForm(request.POST or None, initial=first)
    return _edit(
        request, form, lambda: api.change_profile(row.pk, actor=actor, **form.cleaned_data),
        row.name, "routing:profiles",
    )  # fmt: skip


@require_http_methods(["GET", "POST"])
def edit_calendar(request: HttpRequest) -> HttpResponse:
    """The estate's own days, above the State Council's calendar."""
    actor = _ruler(request)
    if request.method == "POST" and "forget" in request.POST:
        api.set_calendar_day(_day(request.POST["forget"]), actor=actor, is_working=None)
        return redirect("routing:calendar")
    form = forms.DayForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        data = form.cleaned_data
        api.set_calendar_day(
            data["day"], actor=actor, is_working=data["is_working"], note=data["note"]
        )
        messages.success(request, _("记下了，之后的时限按新的日历算。"))
        return redirect("routing:calendar")
    days = CalendarDay.objects.filter(day__gte=today().replace(month=1, day=1)).order_by("day")
    next_year = today().replace(year=today().year + 1, month=1, day=1)
    context = {"form": form, "days": days, "is_announced": is_announced(next_year),
               "next_year": next_year.year}  # fmt: skip
    return render(request, "routing/calendar.jinja", context, status=422 if form.errors else 200)


def _day(text: str) -> date:
    try:
        return date.fromisoformat(text)
    except ValueError as error:
        raise Invalid(translatable("日期看不懂。请从列表中选。"), field="day") from error


def _found(model: Any, pk: int) -> Any:
    if pk >= 2**63:
        raise NotFound
    found = model.objects.filter(pk=pk).first()
    if found is None:
        raise NotFound
    return found


def _edit(
    request: HttpRequest,
    form: django_forms.Form,
    keep: Any,
    title: str,
    back: str,
    version: int | None = None,
) -> HttpResponse:
    """Show a form, keep what it says, and go back to the list."""
    status = 200
    if request.method == "POST":
        status = 422
        if form.is_valid():
            try:
                keep()
            except DomainError as error:
                text = _(error.message)
                field = error.field if error.field in form.fields else None
                form.add_error(field, text % error.params if error.params else text)
                status = error.status
            else:
                messages.success(request, _("保存好了。"))
                return redirect(back)
    context = {"form": form, "title": title, "back": back, "version": version}
    return render(request, "routing/form.jinja", context, status=status)
