"""What a PBX tells of its calls, and what comes of them.

A call is one row however often its PBX tells of it: messages come twice, late and out of order,
so a call only ever goes forward (ringing, missed, answered). A missed call becomes a matter with
a short clock; while that is open, the same number's next missed calls count with it.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from datetime import timedelta
from urllib.parse import urlsplit

from django.db import transaction
from django.db.models import Q

from linli.base.accounts.api import Actor, system_actor
from linli.base.audit.api import record, refused
from linli.base.calendars.api import SHANGHAI, now
from linli.base.errors import DomainError, NotAllowed, NotFound
from linli.base.live.api import notify
from linli.base.scopes.api import current_estate_id
from linli.estate.people.api import Person, find_by_phone, tidy_phone
from linli.matters.handling.api import (
    Matter,
    abilities_of,
    accept_matter,
    finish_matter,
    matter_for,
    open_matter,
)
from linli.matters.handling.data import OPEN_STATES, Ability, Channel, Urgency
from linli.matters.intake.data import CallLine, CallNews, CallReport, CallState, RingingLine
from linli.matters.intake.models import PhoneCall, PhoneExtension, PhoneLine
from linli.matters.intake.queries import require_calls

CALLBACK = "callback"
_RINGS_FOR = timedelta(minutes=3)  # a PBX that dies in mid-call never says that it ended
_TALKS_FOR = timedelta(hours=2)
_MOST_RINGING = 5
_RANK = {CallState.RINGING: 0, CallState.MISSED: 1, CallState.ANSWERED: 2}


def number_of(text: str) -> str:
    """A caller's number as the register keeps it: no trunk prefix, no country code, no signs."""
    digits = re.sub(r"[^\d+]", "", text)
    return re.sub(r"^0(?=1[3-9]\d{9}$)", "", tidy_phone(digits))[:20]


@transaction.atomic
def take_report(line: PhoneLine, report: CallReport) -> PhoneCall:
    """Keep what a PBX tells of a call; the same message again changes nothing.

    A message that is older than what is known adds what it knows and takes nothing back.
    """
    PhoneLine.objects.select_for_update().get(pk=line.pk)  # a line's calls one after the other
    call, is_new = PhoneCall.objects.get_or_create(
        line=line, call_key=report.call_key,
        defaults={"first_heard_at": now(), "phone": "", "is_outgoing": report.is_outgoing},
    )  # fmt: skip
    before = (call.state, call.ended_at, call.extension)
    _add_facts(call, report)
    _step(call, report.news)
    call.save()
    if call.state == CallState.MISSED and call.matter_id is None and not call.is_outgoing:
        _ask_for_callback(call)
    if is_new or before != (call.state, call.ended_at, call.extension):
        notify({"calls"})
    return call


def _add_facts(call: PhoneCall, report: CallReport) -> None:
    call.phone = call.phone or number_of(report.phone)
    if report.extension and call.state != CallState.ANSWERED:
        call.extension = report.extension[:20]  # the last one that rang, then the one that spoke
    if report.recording and is_web_address(report.recording):
        call.recording = report.recording
    if call.agent_id is None and call.extension:
        seat = PhoneExtension.objects.filter(number=call.extension).first()
        call.agent_id = seat.account_id if seat else None


def _step(call: PhoneCall, news: CallNews) -> None:
    ended = news in (CallNews.ENDED, CallNews.MISSED)
    to = {CallNews.ANSWERED: CallState.ANSWERED, CallNews.MISSED: CallState.MISSED}.get(news)
    if news == CallNews.ENDED and call.state == CallState.RINGING:
        to = CallState.MISSED
    if to is not None and _RANK[to] > _RANK[CallState(call.state)]:
        call.state = to.value
    if call.state == CallState.ANSWERED and call.answered_at is None:
        call.answered_at = now()
    if ended and call.ended_at is None:
        call.ended_at = now()


def is_web_address(text: str) -> bool:
    """Whether a recording's link can be followed safely: http or https, with a host."""
    try:
        parts = urlsplit(text)
    except ValueError:
        return False
    return len(text) <= 1000 and parts.scheme in ("http", "https") and bool(parts.hostname)


def _ask_for_callback(call: PhoneCall) -> None:
    """The matter in which this call is called back (T3): the open one of the number, or new."""
    known = _open_callback(call.phone)
    if known is None:
        known = _open_new(call)
    call.matter = known
    call.save(update_fields=["matter"])


def _open_callback(phone: str) -> Matter | None:
    if not phone:
        return None
    rows = Matter.objects.filter(kind__code=CALLBACK, reporter_phone=phone)
    found: Matter | None = rows.filter(state__in=[s.value for s in OPEN_STATES]).first()
    return found


def _open_new(call: PhoneCall) -> Matter:
    who = (
        Person.objects.filter(Q(phone=call.phone) | Q(second_phone=call.phone))
        if call.phone
        else ()
    )
    people = list(who[:2])
    at = call.first_heard_at.astimezone(SHANGHAI)
    number = call.phone or "没有显示号码"
    return open_matter(
        actor=system_actor(current_estate_id()), kind=CALLBACK, category="enquiry",
        channel=Channel.HOTLINE.value, urgency=Urgency.HIGH.value,
        title=f"未接来电 {number}", text=f"{at:%H:%M} 打来热线，没有接通。请回电：{number}",
        reporter_id=people[0].pk if len(people) == 1 else None, reporter_phone=call.phone,
        client_key=f"missed-call:{call.pk}",
    )  # fmt: skip


@transaction.atomic
def keep_outcome(call_id: int | None, *, actor: Actor, phone: str, matter_id: int | None) -> None:
    """What came of a talk: the call belongs to the matter, and an open callback has its answer."""
    require_calls(actor)
    if call_id is not None:
        rows = PhoneCall.objects.filter(pk=call_id)
        rows.filter(matter__isnull=True).update(matter_id=matter_id)
        rows.update(agent_id=actor.user_id)
        notify({"calls"})
    _settle_callback(number_of(phone), actor)


def _settle_callback(phone: str, actor: Actor) -> None:
    matter = _open_callback(phone)
    if matter is None:
        return
    try:
        with transaction.atomic():
            if Ability.FINISH not in abilities_of(actor, matter):
                accept_matter(matter.pk, actor=actor)
            finish_matter(matter.pk, actor=actor, text="已经和来电人通上话。")
    except DomainError:
        return  # somebody else works on it: theirs to finish, the contact is on record


def ringing_for(actor: Actor) -> list[RingingLine]:
    """Calls that ring or wait for their words: those at the actor's own seat, and unseated ones."""
    require_calls(actor)
    at = now()
    rows = PhoneCall.objects.filter(is_outgoing=False, ended_at__isnull=True, matter__isnull=True)
    rows = rows.filter(
        Q(state=CallState.RINGING, first_heard_at__gt=at - _RINGS_FOR)
        | Q(state=CallState.ANSWERED, agent=actor.user_id, answered_at__gt=at - _TALKS_FOR)
    ).filter(Q(agent=actor.user_id) | Q(agent__isnull=True))
    calls = rows.select_related("line").order_by("first_heard_at", "id")[:_MOST_RINGING]
    return [_ringing_line(actor, call) for call in calls]


def _ringing_line(actor: Actor, call: PhoneCall) -> RingingLine:
    found = find_by_phone(actor, call.phone)[:3] if call.phone else []
    return RingingLine(
        call.pk, call.phone, call.line.name, call.first_heard_at,
        call.state == CallState.ANSWERED, call.agent_id == actor.user_id,
        tuple((card.id, card.name, card.plate or "") for card in found),
    )  # fmt: skip


def call_for(actor: Actor, call_id: int) -> PhoneCall:
    """A call for the agent who opens it. Raises NotAllowed, NotFound."""
    require_calls(actor)
    found: PhoneCall | None = PhoneCall.objects.filter(pk=call_id).first()
    if found is None:
        raise NotFound
    return found


def calls_of(actor: Actor, matter: Matter) -> Sequence[CallLine]:
    """The calls of a matter that the actor may read; for those who take calls."""
    require_calls(actor)
    rows = PhoneCall.objects.filter(matter=matter).select_related("agent").order_by("id")[:20]
    return [
        CallLine(
            c.pk, c.first_heard_at, c.state, c.is_outgoing, _seconds(c),
            c.agent.name if c.agent else "", bool(c.recording),
        )
        for c in rows
    ]  # fmt: skip


def _seconds(call: PhoneCall) -> int | None:
    if call.answered_at is None or call.ended_at is None:
        return None
    return max(0, int((call.ended_at - call.answered_at).total_seconds()))


@transaction.atomic
def recording_of(actor: Actor, call_id: int) -> str:
    """Where a call's recording lies; whoever asks is put on record (SEC-01).

    Only for those who take calls and may read the matter of the call.
    """
    call = call_for(actor, call_id)
    if call.matter_id is None and call.agent_id != actor.user_id:
        raise refused(NotAllowed(), "intake.recording_heard", "phone_call", call_id, actor=actor)
    if call.matter_id is not None:
        matter_for(actor, call.matter_id)
    if not call.recording:
        raise NotFound
    record("intake.recording_heard", "phone_call", call.pk, actor=actor, matter=call.matter_id)
    return str(call.recording)
