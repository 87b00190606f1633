"""Pages of places: the estate, a grid, a building, public places and their stickers."""

from __future__ import annotations

import uuid
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from linli.base.accounts.api import Actor
from linli.base.accounts.requests import actor_of
from linli.base.errors import NotAllowed, NotFound
from linli.base.submissions import submit
from linli.estate.organisations.api import Permission, is_staff, may, register_reach
from linli.estate.pages import form_page
from linli.estate.places.api import (
    Clear,
    Place,
    PlaceKind,
    building_for,
    buildings_for,
    count_homes,
    create_public_place,
    estate_plan,
    grid_card,
    issue_stickers,
    last_verifications,
    list_grid_cards,
    list_grids,
    list_lease_alarms,
    list_public_places,
    place_by_qr,
    place_for,
    plan_of_building,
    update_public_place,
    verify_place,
)
from linli.estate.places.facilities import type_words
from linli.estate.places.forms import PublicPlaceForm
from linli.estate.places.labels import ALARM, CLEAR, KIND, LOAD, STATE, TENURE
from linli.estate.places.scanning import work_at
from linli.estate.places.stickers import print_stickers

MOST_STICKERS = 300


def index(request: HttpRequest) -> HttpResponse:
    """The estate as it stands, its grids, and what the reader may open."""
    actor = actor_of(request)
    buildings = buildings_for(actor)
    if not buildings and not may(actor, Permission.SEE_REGISTER):
        raise NotAllowed
    open_ids = {building.pk for building in buildings}
    homes = count_homes(open_ids)
    context = {
        "plan": estate_plan(href=lambda pk: _building_href(pk, open_ids)),
        "buildings": [(building, *homes.get(building.pk, (0, 0))) for building in buildings],
        "grids": list_grids() if may(actor, Permission.SEE_REGISTER) else [],
        "may_see_register": may(actor, Permission.SEE_REGISTER),
    }
    return render(request, "places/index.jinja", context)


def _building_href(building_id: int, open_ids: set[int]) -> str:
    known = building_id in open_ids
    return reverse("places:building", args=[building_id]) if known else reverse("places:grids")


def show_building(request: HttpRequest, building_id: int) -> HttpResponse:
    """The doors of a building by entrance and floor."""
    actor = actor_of(request)
    building = building_for(actor, building_id)
    opens = may(actor, Permission.SEE_REGISTER) and not register_reach(actor).is_empty
    context = {
        "building": building, "entrances": plan_of_building(actor, building),
        "states": STATE, "tenures": TENURE, "opens_homes": opens,
        "may_edit": may(actor, Permission.EDIT_REGISTER),
    }  # fmt: skip
    return render(request, "places/building.jinja", context)


def show_grids(request: HttpRequest) -> HttpResponse:
    """Grid cards: name, area, worker, phones, load; no resident's data (GRID-02)."""
    actor_of(request)
    return render(request, "places/grids.jinja", {"cards": list_grid_cards(), "loads": LOAD})


def show_grid(request: HttpRequest, grid_id: int) -> HttpResponse:
    """One grid's card, and its buildings for those who may open them."""
    actor = actor_of(request)
    card = grid_card(grid_id)
    buildings = [b for b in buildings_for(actor) if b.grid_id == grid_id]
    context = {"card": card, "loads": LOAD, "buildings": buildings}
    return render(request, "places/grid.jinja", context)


def show_public_places(request: HttpRequest) -> HttpResponse:
    """Gates, squares, pump rooms: for staff."""
    actor = actor_of(request)
    if not is_staff(actor):
        raise NotFound
    context = {
        "places": list_public_places(), "kinds": KIND,
        "may_edit": may(actor, Permission.EDIT_REGISTER),
    }  # fmt: skip
    return render(request, "places/public_places.jinja", context)


def show_public_place(request: HttpRequest, place_id: int) -> HttpResponse:
    """One public place: what it is, and who last looked at it."""
    actor = actor_of(request)
    place = place_for(actor, place_id)
    if place.kind not in (PlaceKind.PUBLIC_PLACE, PlaceKind.FACILITY) or not is_staff(actor):
        raise NotFound
    context = {
        "place": place, "kinds": KIND, "clears": CLEAR, "type": type_words(place.facility_type),
        "verifications": last_verifications(place.pk),
        "may_edit": may(actor, Permission.EDIT_REGISTER),
    }  # fmt: skip
    return render(request, "places/public_place.jinja", context)


def _place_form(request: HttpRequest, actor: Actor, initial: dict[str, Any]) -> PublicPlaceForm:
    if not may(actor, Permission.EDIT_REGISTER):
        raise NotAllowed
    grids = [(grid.id, grid.plate) for grid in list_grids()]
    return PublicPlaceForm(request.POST or None, initial=initial).offer(grids)


def add_public_place(request: HttpRequest) -> HttpResponse:
    actor = actor_of(request)
    form = _place_form(request, actor, {})

    def work(data: dict[str, Any]) -> None:
        create_public_place(
            actor=actor, kind=PlaceKind(data["kind"]), name=data["name"],
            facility_type=data["facility_type"], grid_id=data["grid"],
        )  # fmt: skip

    if request.method == "POST" and submit(form, work):
        messages.success(request, _("加好了。"))
        return redirect("places:public_places")
    back = reverse("places:public_places")
    return form_page(request, form, title=_("添加公共场所"), button=_("添加"), back=back)


def edit_public_place(request: HttpRequest, place_id: int) -> HttpResponse:
    actor = actor_of(request)
    place = place_for(actor, place_id)
    if place.kind not in (PlaceKind.PUBLIC_PLACE, PlaceKind.FACILITY):
        raise NotFound
    initial = {"kind": place.kind, "name": place.name, "facility_type": place.facility_type}
    form = _place_form(request, actor, initial)
    for fixed in ("kind", "grid"):
        del form.fields[fixed]

    def work(data: dict[str, Any]) -> None:
        update_public_place(place_id, actor=actor, **data)

    if request.method == "POST" and submit(form, work):
        messages.success(request, _("改好了。"))
        return redirect("places:public_place", place_id)
    back = reverse("places:public_place", args=[place_id])
    return form_page(request, form, title=_("改名"), button=_("保存"), back=back, plate=place.plate)


@require_POST
def verify(request: HttpRequest, place_id: int) -> HttpResponse:
    """「确认无误」: somebody saw with own eyes that it still holds (GRID-03)."""
    actor, clear = actor_of(request), request.POST.get("clear", "")
    if clear not in set(Clear):
        raise NotFound
    row = verify_place(place_id, actor=actor, clear=Clear(clear))
    messages.success(request, _("记下了：今天看过，没有变化。"))
    return redirect(_page_of(row.place))


def _page_of(place: Place) -> str:
    pages = {PlaceKind.HOME: "places:home", PlaceKind.BUILDING: "places:building"}
    return reverse(pages.get(PlaceKind(place.kind), "places:public_place"), args=[place.pk])


def open_sticker(request: HttpRequest, token: uuid.UUID) -> HttpResponse:
    """Somebody scanned a sticker: to the work that waits here for them, else to the report form
    with the place chosen."""
    actor: Actor | None = getattr(request, "actor", None)  # a visitor scans, too
    place = place_by_qr(token) if actor else None
    work = work_at(actor, place) if actor and place else ""
    if work:
        return redirect(work)
    return redirect(f"{reverse('resident:report')}?place={token}")


@require_POST
def print_sheet(request: HttpRequest) -> HttpResponse:
    """Stickers for the chosen places as one PDF; `place` repeats, `anew` withdraws old ones."""
    actor = actor_of(request)
    chosen = [int(pk) for pk in request.POST.getlist("place") if pk.isdigit()][:MOST_STICKERS]
    anew = request.POST.get("anew") == "1"
    places = issue_stickers(chosen, actor=actor, anew=anew)
    if not places:
        raise NotFound
    content = print_stickers(places, lambda place: _sticker_address(request, place))
    response = HttpResponse(content, content_type="application/pdf")
    response["Content-Disposition"] = 'attachment; filename="stickers.pdf"'
    return response


def _sticker_address(request: HttpRequest, place: Place) -> str:
    return request.build_absolute_uri(reverse("places:sticker", args=[place.qr_token]))


def show_lease_alarms(request: HttpRequest) -> HttpResponse:
    """Leases that end within four months or have ended (HSG-01)."""
    lines = [(lease, alarm, ALARM[alarm]) for lease, alarm in list_lease_alarms(actor_of(request))]
    return render(request, "places/leases.jinja", {"lines": lines})
