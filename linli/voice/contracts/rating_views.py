"""Rating on the phone, at the desk, at the door."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _

from linli.base.accounts.api import Actor
from linli.base.accounts.requests import actor_of
from linli.base.calendars.api import today
from linli.base.errors import NotFound
from linli.base.submissions import submit
from linli.estate.organisations.api import Permission, require
from linli.estate.people.api import Membership
from linli.estate.places.api import Ownership, Place
from linli.voice.contracts.api import Seat, may_take_rating, open_seats, rate_service
from linli.voice.contracts.forms import HelpedRatingForm, RatingForm
from linli.voice.contracts.rules import rated_quarter
from linli.voice.contracts.views import words


def seat_key(seat: Seat) -> str:
    """The home and the side that a sent form is about."""
    return f"{seat.home_id}:{seat.side.value}"


def rate(request: HttpRequest) -> HttpResponse:
    """My home's word on the quarter that ended last."""
    actor = actor_of(request)
    if actor.person_id is None:
        raise NotFound
    seats = open_seats(actor.person_id)
    # whoever owns two homes and sends twice must not rate the second by accident
    asked = request.POST.get("seat", "")
    seat = next((s for s in seats if asked in ("", seat_key(s))), None)
    if seat is None:
        return render(
            request, "contracts/rated.jinja", {**words(), "rated": rated_quarter(today())}
        )
    form = RatingForm(request.POST or None)

    def work(data: dict[str, Any]) -> None:
        rate_service(seat.home_id, seat.side, form.scores(), actor=actor,
                     comment=data["comment"], wants_answer=data["wants_answer"])  # fmt: skip

    if request.method == "POST" and submit(form, work):
        messages.success(request, _("谢谢您。结果按季度公布，只有数字。"))
        return redirect("contracts:index")
    return _page(request, form, seat, None)


def rate_for(request: HttpRequest) -> HttpResponse:
    """The desk or a captain with somebody: which home, who, then the questions."""
    actor = actor_of(request)
    require(actor, Permission.TAKE_BALLOTS)
    data = request.POST if request.method == "POST" else request.GET
    plate, chosen = data.get("plate", "")[:40].strip(), data.get("person", "")[:12]
    people = _people(actor, plate) if plate else []
    found = next((row for row in people if str(row[0]) == chosen), None)
    if found is None:
        context = {**words(), "plate": plate, "people": people}
        status = 422 if request.method == "POST" else 200
        return render(request, "contracts/rate_for.jinja", context, status=status)
    person_id, name, seat = found
    form = HelpedRatingForm(request.POST or None)

    def work(cleaned: dict[str, Any]) -> None:
        rate_service(
            seat.home_id, seat.side, form.scores(), actor=actor, comment=cleaned["comment"],
            wants_answer=cleaned["wants_answer"], person_id=person_id,
            confirmation=cleaned["confirmation"],
        )  # fmt: skip

    if request.method == "POST" and submit(form, work):
        messages.success(request, _("记下了，谢谢您跑这一趟。"))
        return redirect("contracts:rate_for")
    return _page(request, form, seat, name)


def _page(request: HttpRequest, form: Any, seat: Any, name: str | None) -> HttpResponse:
    back = reverse("contracts:rate_for" if name else "contracts:index")
    context = {**words(), "form": form, "seat": seat, "name": name, "back": back,
               "seat_key": seat_key(seat), "rated": rated_quarter(today())}  # fmt: skip
    return render(request, "contracts/rate.jinja", context, status=422 if form.errors else 200)


def _people(actor: Actor, plate: str) -> list[tuple[int, str, Any]]:
    """Who of a home may rate and has not: its people and its owners, in the actor's reach."""
    home = Place.objects.filter(plate=plate, kind="home").first()
    if home is None or not may_take_rating(actor, home.building_id):
        return []
    lives = Membership.objects.filter(
        household__home=home.pk, until__isnull=True, household__until__isnull=True
    )
    owns = Ownership.objects.filter(home=home.pk, until__isnull=True, person__isnull=False)
    people = dict(lives.values_list("person_id", "person__name"))
    people |= dict(owns.values_list("person_id", "person__name"))
    found = []
    for person_id, name in people.items():
        seats = [seat for seat in open_seats(person_id) if seat.home_id == home.pk]
        found += [(person_id, name, seat) for seat in seats[:1]]
    return found
