"""Who are my committees: for residents and staff who read."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from linli.base.accounts.api import Actor
from linli.base.accounts.requests import actor_of
from linli.base.calendars.api import today
from linli.base.paging import cut_page
from linli.voice.committee.api import (
    COMMUNITY_NORM,
    Appraisal,
    Body,
    BodyKind,
    attendance_of,
    body_for,
    current_households,
    current_term,
    holder_name,
    is_whole,
    list_bodies,
    may_answer_for,
    may_run,
    may_set_up,
    meeting_for,
    meetings_for,
    members_of_term,
    own_seats,
    representatives_norm,
    rule_of,
    terms_of,
)
from linli.voice.committee.labels import (
    CHOICES,
    KINDS,
    MEETING_STATES,
    MEETINGS,
    POSITIONS,
    QUESTIONS,
)

WORDS = {
    "kinds": KINDS, "positions": POSITIONS, "meeting_kinds": MEETINGS, "states": MEETING_STATES,
    "choices": CHOICES, "questions": QUESTIONS,
}  # fmt: skip


@require_safe
def index(request: HttpRequest) -> HttpResponse:
    """The bodies with who sits in them; what is called next; the open appraisal."""
    actor = actor_of(request)
    context = WORDS | {
        "bodies": [card_of(body) for body in list_bodies()],
        "meetings": list(meetings_for(actor).filter(state="called").order_by("meets_on")[:10]),
        "appraisals": _open_appraisals(actor),
        "may_set_up": may_set_up(actor),
        "has_duties": any(may_answer_for(actor, kind) for kind in BodyKind),
    }
    return render(request, "committee/index.jinja", context)


def card_of(body: Body) -> dict[str, Any]:
    """A body with its term and members, as anybody may know."""
    term = current_term(body)
    members = members_of_term(term) if term else []
    return {"body": body, "term": term, "members": members}


def _open_appraisals(actor: Actor) -> list[Appraisal]:
    if not (actor.household_ids or actor.roles):
        return []
    day = today()
    rows = Appraisal.objects.filter(closed_at=None, opens_on__lte=day, closes_on__gte=day)
    return list(rows.select_related("term"))


@require_safe
def show_body(request: HttpRequest, body_id: int) -> HttpResponse:
    """One body: members, terms, meetings, and, for who runs it, what can be done."""
    actor = actor_of(request)
    body = body_for(actor, body_id)
    rows = meetings_for(actor).filter(term__body=body.pk)
    context = WORDS | card_of(body) | body_facts(body) | {
        "terms": terms_of(body),
        "page": cut_page(request, rows.order_by("-meets_on", "-pk"), size=20),
        "may_set_up": may_set_up(actor),
        "may_run": may_run(actor, body.kind),
        "appraisals": list(Appraisal.objects.filter(term__body=body.pk).order_by("-opens_on")[:5]),
    }  # fmt: skip
    return render(request, "committee/body.jinja", context)


def body_facts(body: Body) -> dict[str, Any]:
    """RC-01, RC-03: the figures beside the norms, for the residents' committee."""
    if body.kind != BodyKind.RESIDENTS:
        return {"norm": None}
    return {
        "norm": COMMUNITY_NORM, "households": current_households().count(),
        "representatives": representatives_norm(),
    }  # fmt: skip


@require_safe
def show_meeting(request: HttpRequest, meeting_id: int) -> HttpResponse:
    """One meeting, from its agenda to the minutes."""
    actor = actor_of(request)
    meeting = meeting_for(actor, meeting_id)
    runs, own = may_run(actor, meeting.term.kind), own_seats(actor, meeting.term)
    context = WORDS | meeting_context(meeting, with_draft=runs or bool(own))
    if runs:
        context |= _running(meeting)
    context |= {
        "may_run": runs, "own_seats": own,
    }  # fmt: skip
    return render(request, "committee/meeting.jinja", context)


def meeting_context(meeting: Any, *, with_draft: bool = False) -> dict[str, Any]:
    """What anybody may know of a meeting; the minutes once they are posted."""
    minutes = getattr(meeting, "minutes", None)
    if minutes is not None and minutes.state != "posted" and not with_draft:
        minutes = None
    posted = minutes is not None and minutes.state == "posted"
    return {
        "meeting": meeting,
        "items": list(meeting.items.select_related("decision").order_by("position")),
        "rule": rule_of(meeting.kind, meeting.term.kind),
        "minutes": minutes,
        "signers": [holder_name(s.office) for s in _signers(minutes)],
        "is_whole": is_whole(meeting) if posted else None,
        "seal_code": meeting.sealed.seal.hex()[:12] if posted else "",
    }


def _signers(minutes: Any) -> list[Any]:
    both = (minutes.chair_seat, minutes.other_seat) if minutes else ()
    return [seat for seat in both if seat is not None]


def _running(meeting: Any) -> dict[str, Any]:
    """Who may come and who has spoken, for whoever runs the meeting."""
    found = attendance_of(meeting)
    voted = {
        (vote.item_id, vote.seat_id): vote.choice
        for item in meeting.items.all()
        for vote in item.votes.all()
    }
    seats = [(seat, holder_name(seat.office)) for seat in found.get("seats", ())]
    return found | {"seats": seats, "voted": voted, "is_day": meeting.meets_on <= today()}
