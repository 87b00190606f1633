"""Pages of rounds: making, sharing, following, deciding."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from linli.base.accounts.api import Actor
from linli.base.accounts.requests import actor_of
from linli.base.calendars.api import today
from linli.base.errors import NotAllowed, NotFound
from linli.base.paging import cut_page
from linli.base.submissions import submit
from linli.estate.organisations.api import (
    Permission,
    Role,
    is_staff,
    may_within,
    offices_in_force,
)
from linli.estate.places.api import buildings_for
from linli.matters.rounds.api import (
    Round,
    close_round,
    companions_for,
    decide_claim,
    doors_of,
    end_share,
    make_round,
    may_make_rounds,
    mend,
    open_claims,
    round_for,
    rounds_for,
    share_round,
)
from linli.matters.rounds.forms import RoundForm, ShareForm
from linli.matters.rounds.labels import FACTS, OUTCOMES, STATES, field_word
from linli.matters.rounds.models import RoundClaim, RoundOperation, RoundShare
from linli.matters.rounds.queries import last_visits, may_decide
from linli.matters.rounds.values import read_value, shown_value


@require_GET
def index(request: HttpRequest) -> HttpResponse:
    """Rounds of one's own and those shared; what waits to be decided."""
    actor = actor_of(request)
    if not is_staff(actor) and not actor.household_ids:
        raise NotFound
    page = cut_page(request, rounds_for(actor), size=20)
    context = {
        "page": page, "today": today(), "rounds": [_summary(one) for one in page.rows],
        "may_make": may_make_rounds(actor), "form": _round_form(actor, None),
        "questions": open_claims(actor).count(), "is_staff": is_staff(actor),
    }  # fmt: skip
    return render(request, "rounds/index.jinja", context)


def _summary(made: Round) -> dict[str, Any]:
    doors = list(made.doors.values_list("place_id", flat=True))
    seen = RoundOperation.objects.filter(round=made, kind="visit").values("place").distinct()
    return {"round": made, "doors": len(doors), "seen": seen.count()}


def _round_form(actor: Actor, data: Any) -> RoundForm | None:
    if not may_make_rounds(actor):
        return None
    buildings = [(b.pk, b.plate) for b in buildings_for(actor)]
    workers: list[tuple[int, str]] = []
    if may_within(actor, Permission.EDIT_REGISTER, None):
        offices = offices_in_force().filter(
            role=Role.GRID_WORKER.value, account__isnull=False, account__is_active=True
        )
        workers = list(offices.values_list("account", "account__name").order_by("account__name"))
    return RoundForm(data).offer(buildings, workers)


@require_POST
def make(request: HttpRequest) -> HttpResponse:
    """Make the day's list."""
    actor = actor_of(request)
    form = _round_form(actor, request.POST)
    if form is None:
        raise NotAllowed
    made: list[Round] = []

    def work(data: dict[str, Any]) -> None:
        made.append(
            make_round(
                actor=actor, start_id=data["start"], doors=data["doors"],
                worker_id=data.get("worker"),
            )
        )  # fmt: skip

    if submit(form, work):
        messages.success(request, _("走访单做好了。"))
        return redirect("rounds:round", made[0].pk)
    page = cut_page(request, rounds_for(actor), size=20)
    context = {
        "page": page, "today": today(), "rounds": [_summary(one) for one in page.rows],
        "may_make": True, "form": form, "questions": open_claims(actor).count(), "is_staff": True,
    }  # fmt: skip
    return render(request, "rounds/index.jinja", context, status=422)


@require_POST
def mend_places(request: HttpRequest) -> HttpResponse:
    """From a figure of the four clears to the round that mends it."""
    actor = actor_of(request)
    wanted = [int(text) for text in request.POST.getlist("place")[:200] if text.isdecimal()]
    made, added = mend([pk for pk in wanted if pk < 2**63], actor=actor)
    messages.success(request, _("%(n)s 处排进了今天的走访。") % {"n": added})
    return redirect("rounds:round", made.pk)


@require_GET
def show(request: HttpRequest, round_id: int) -> HttpResponse:
    """The doors of a round, how far it is, and who walks along."""
    actor = actor_of(request)
    made = round_for(actor, round_id)
    doors = list(doors_of(made.pk))
    visits = last_visits(door.place_id for door in doors)
    noted = dict.fromkeys(
        RoundOperation.objects.filter(round=made).values_list("place_id", flat=True)
    )
    shares = RoundShare.objects.filter(round=made, ended_at__isnull=True)
    context = {
        "made": made, "is_staff": is_staff(actor), "facts": FACTS, "states": STATES,
        "doors": [
            {"door": d, "visit": visits.get(d.place_id), "noted": d.place_id in noted}
            for d in doors
        ],
        "outcomes": OUTCOMES, "may_make": may_make_rounds(actor),
        "mine": made.worker_id == actor.user_id,
        "shares": shares.select_related("account").order_by("account__name"),
        "share_form": ShareForm().offer(companions_for(actor, made)),
    }  # fmt: skip
    return render(request, "rounds/round.jinja", context)


@require_POST
def share(request: HttpRequest, round_id: int) -> HttpResponse:
    actor = actor_of(request)
    made = round_for(actor, round_id)
    form = ShareForm(request.POST).offer(companions_for(actor, made))
    if submit(form, lambda data: share_round(made.pk, data["account"], actor=actor)):
        messages.success(request, _("分好了。对方打开“走访”就能看到。"))
    else:
        messages.error(request, _("没有分成。请从列表中选一个人。"))
    return redirect("rounds:round", made.pk)


@require_POST
def unshare(request: HttpRequest, round_id: int, account_id: int) -> HttpResponse:
    end_share(round_id, account_id, actor=actor_of(request))
    messages.success(request, _("不再一起走了。已经记下的照常收。"))
    return redirect("rounds:round", round_id)


@require_POST
def close(request: HttpRequest, round_id: int) -> HttpResponse:
    close_round(round_id, actor=actor_of(request))
    messages.success(request, _("这次走访结束了。平板上没送出的，以后送来照样收。"))
    return redirect("rounds:index")


@require_GET
def list_questions(request: HttpRequest) -> HttpResponse:
    """What was found at a door and differs from the register: a person decides."""
    actor = actor_of(request)
    if not is_staff(actor):
        raise NotFound
    page = cut_page(request, open_claims(actor), size=30)
    context = {"page": page, "questions": [_question(actor, one) for one in page.rows]}
    return render(request, "rounds/questions.jinja", context)


def _question(actor: Actor, claim: RoundClaim) -> dict[str, Any]:
    decides = may_decide(actor, claim.place)
    stands = read_value(claim.person, claim.field) if claim.person and decides else ""
    return {
        "claim": claim, "word": field_word(claim.field), "is_told": claim.person is None,
        "name": claim.person.name if claim.person else "",
        "stands": shown_value(claim.field, stands),
        "found": shown_value(claim.field, claim.value or ""),
        "by": claim.operation.account.name, "at": claim.operation.at,
        "may_decide": decides,
    }  # fmt: skip


@require_POST
def decide(request: HttpRequest, claim_id: int) -> HttpResponse:
    actor = actor_of(request)
    take = request.POST.get("take") == "1"
    claim = decide_claim(claim_id, actor=actor, take=take)
    if claim.person_id is None:
        messages.success(request, _("看过了。"))
    else:
        messages.success(request, _("按走访的改好了。") if take else _("登记保持不变。"))
    return redirect("rounds:questions")
