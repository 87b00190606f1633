"""Rounds on paper: print the list, type it in afterwards. Also the way without scripts."""

from __future__ import annotations

import secrets
from datetime import date, datetime, time
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_GET

from linli.base.accounts.api import Actor
from linli.base.accounts.requests import actor_of
from linli.base.calendars.api import SHANGHAI, now, today
from linli.base.errors import NotFound
from linli.base.submissions import submit
from linli.matters.rounds.api import Round, apply_batch, device_list, doors_of, round_for
from linli.matters.rounds.data import Answer, Batch, Kind, Operation
from linli.matters.rounds.forms import PaperForm
from linli.matters.rounds.labels import FACTS
from linli.matters.rounds.papers import print_round
from linli.matters.rounds.wording import page_words

PAPER = "paper"  # the device of what is typed in
EVENING = time(18)


@require_GET
def take_paper(request: HttpRequest, round_id: int) -> HttpResponse:
    """The list as a PDF."""
    actor = actor_of(request)
    made = round_for(actor, round_id)
    response = HttpResponse(print_round(actor, made), content_type="application/pdf")
    response["Content-Disposition"] = f'inline; filename="round-{made.pk}.pdf"'
    return response


def type_in(request: HttpRequest, round_id: int, place_id: int) -> HttpResponse:
    """One door of a list that was walked on paper."""
    actor = actor_of(request)
    made = round_for(actor, round_id)
    doors = device_list(actor, made)["doors"]
    door = next((one for one in doors if one["place"] == place_id), None)
    if door is None:
        raise NotFound
    form = _form(request, made, door)
    answers: list[Answer] = []

    def work(data: dict[str, Any]) -> None:
        answers.extend(_send(actor, made, door, data))

    if request.method == "POST" and submit(form, work):
        _tell(request, answers)
        return redirect(*_next(made, place_id))
    context = {"made": made, "door": door, "form": form}
    status = 422 if form.errors else 200
    return render(request, "rounds/door.jinja", context, status=status)


def _form(request: HttpRequest, made: Round, door: dict[str, Any]) -> PaperForm:
    initial = {"form_key": secrets.token_hex(12), "day": min(made.day, today())}
    phones = [
        (one["id"], _("%(name)s 的新电话") % {"name": one["name"]})
        for one in door["members"]
        if any(field["field"] == "phone" for field in one.get("fields", ()))
    ]
    facts = [(fact, FACTS[fact]) for fact in door["facts"]]
    data = request.POST if request.method == "POST" else None
    return PaperForm(data, initial=initial).offer(
        facts, [tuple(pair) for pair in page_words()["needKinds"]], phones
    )


def _send(actor: Actor, made: Round, door: dict[str, Any], data: dict[str, Any]) -> list[Answer]:
    """The form as a batch of a device named "paper": its key makes a second sending harmless."""
    ms = int(now().timestamp() * 1000)
    at = min(ms, _instant(data["day"]))
    operations = [
        Operation(
            f"{PAPER}:{data['form_key']}:{n}"[:64], ms * 100 + n, kind, made.pk, door["place"],
            at, content,
        )
        for n, (kind, content) in enumerate(_noted(door, data))
    ]  # fmt: skip
    batch = Batch(actor.user_id or 0, PAPER, ms, tuple(operations))
    return apply_batch(batch, actor=actor)


def _instant(day: date) -> int:
    moment = now() if day >= today() else datetime.combine(day, EVENING, SHANGHAI)
    return int(moment.timestamp() * 1000)


def _noted(door: dict[str, Any], data: dict[str, Any]) -> list[tuple[Kind, dict[str, Any]]]:
    members = [one["id"] for one in door["members"] if "id" in one]
    visit = {"outcome": data["outcome"], "consent": data["consent"]}
    noted: list[tuple[Kind, dict[str, Any]]] = [(Kind.VISIT, visit)]
    for one in door["members"]:
        value = data.get(f"phone_{one.get('id')}", "")
        field = next((f for f in one.get("fields", ()) if f["field"] == "phone"), None)
        if value and field:
            change = {"person": one["id"], "field": "phone", "base": field["base"], "value": value}
            noted.append((Kind.PROPOSE, change))
    if data["facts"]:
        noted.append((Kind.CONFIRM, {"facts": data["facts"], "members": members}))
    if data["household"]:
        noted.append((Kind(data["household"]), {"members": members}))
    if data["new_name"]:
        noted.append((Kind.ARRIVE, {"name": data["new_name"], "phone": data["new_phone"]}))
    if data["need"]:
        noted.append((Kind.NEED, {"text": data["need"], "category": data["need_category"]}))
    if data["told"]:
        noted.append((Kind.TOLD, {"text": data["told"]}))
    return noted


def _tell(request: HttpRequest, answers: list[Answer]) -> None:
    done = sum(1 for one in answers if one.result == "done")
    text = ngettext("记下了 %(n)s 条。", "记下了 %(n)s 条。", done)
    messages.success(request, text % {"n": done})
    for one in answers:
        if one.result != "done":
            messages.warning(request, one.text)
        elif one.number:
            messages.info(request, _("事项号 %(number)s") % {"number": one.number})


def _next(made: Round, place_id: int) -> tuple[Any, ...]:
    ids = list(doors_of(made.pk).values_list("place_id", flat=True))
    after = ids[ids.index(place_id) + 1 :]
    return ("rounds:door", made.pk, after[0]) if after else ("rounds:round", made.pk)
