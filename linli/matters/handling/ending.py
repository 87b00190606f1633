"""The end: return visit by somebody else, closed or open again; declined; thanked."""

from __future__ import annotations

from typing import Any

from django.db import IntegrityError, transaction

from linli.base.accounts.api import Actor, User
from linli.base.calendars.api import SHANGHAI, now, today
from linli.base.errors import Invalid, translatable
from linli.matters.handling import duty, register, rules, texts
from linli.matters.handling.data import (
    UNREACHABLE,
    Ability,
    DeclineReason,
    EntryKind,
    Satisfaction,
    State,
    VisitResult,
    Way,
)
from linli.matters.handling.entries import (
    REPORTER,
    constraint_of,
    first_contact,
    lock_matter,
    lock_row,
    require_ability,
    save_matter,
    tell_everybody,
    told,
    write_entry,
)
from linli.matters.handling.errors import AlreadyThanked, VisitByDoer
from linli.matters.handling.events import (
    MatterClosed,
    MatterDeclined,
    MatterReopened,
    WorkerThanked,
)
from linli.matters.handling.models import Matter, MatterEntry, ReturnVisit, Thanks
from linli.matters.routing.api import deadlines_for


@transaction.atomic
def record_return_visit(
    matter_id: int,
    *,
    actor: Actor,
    result: str,
    satisfaction: str = "",
    way: str,
    text: str = "",
) -> Matter:
    """Somebody who did not do the work asks whether it is solved (REQ-03).

    solved: closed. partly, unsolved: open again with the same worker. unreachable: the matter
    waits; after the third day on which nobody was reached it is closed with the result
    "unreachable", which the resolution rate leaves out (REQ-05). Raises VisitByDoer.
    """
    matter = lock_row(matter_id, actor=actor)
    if matter.state == State.DONE and matter.done_by_id == actor.user_id:
        raise VisitByDoer
    require_ability(matter, Ability.VISIT, actor=actor)
    _check_visit(result, satisfaction, way)
    words = texts.clean_text(text)
    given_up = result == VisitResult.UNREACHABLE and rules.is_given_up(
        _missed_days(matter), today()
    )
    _write_visit(matter, actor, result, satisfaction, way)
    write_entry(
        matter, EntryKind.VISITED, actor=actor, text=words, result=result,
        satisfaction=satisfaction, way=way,
    )  # fmt: skip
    _settle(matter, result, actor=actor, given_up=given_up)
    return matter


@transaction.atomic
def confirm_result(
    matter_id: int, *, actor: Actor, solved: bool, satisfaction: str = "", text: str = ""
) -> Matter:
    """The resident says without being asked whether it is solved.

    That is the return visit (REQ-03), and the best there is: the word of whoever had the trouble,
    with nobody between. So `visited_by` stays empty, and no staff visit is asked for any more.
    Whoever did the work never speaks here, not even for the own household; who joined does not,
    either. The rates count it among the revisited and say how many were of this kind (REQ-05).
    """
    matter = lock_matter(matter_id, Ability.CONFIRM, actor=actor)
    result = VisitResult.SOLVED if solved else VisitResult.UNSOLVED
    _check_visit(result, satisfaction, Way.APP)
    words = texts.clean_text(text)
    _write_visit(matter, None, result, satisfaction, Way.APP)
    write_entry(
        matter, EntryKind.RATED, actor=actor, visibility=REPORTER, text=words, result=result,
        satisfaction=satisfaction,
    )  # fmt: skip
    _settle(matter, result, actor=actor, given_up=False)
    return matter


def _check_visit(result: str, satisfaction: str, way: str) -> None:
    for value, known, field in (
        (result, set(VisitResult), "result"),
        (satisfaction, {"", *Satisfaction}, "satisfaction"),
        (way, set(Way), "way"),
    ):
        if value not in known:
            raise Invalid(translatable("请从列表中选一项。"), field=field)


def _write_visit(
    matter: Matter, visitor: Actor | None, result: str, satisfaction: str, way: str
) -> None:
    try:
        with transaction.atomic():
            ReturnVisit.objects.create(
                matter=matter, visited_by_id=visitor.user_id if visitor else None,
                done_by_id=matter.done_by_id, at=now(), way=way, result=result,
                satisfaction=satisfaction, round=matter.reopened,
            )  # fmt: skip
    except IntegrityError as error:
        if constraint_of(error) == "return_visit_by_another":
            raise VisitByDoer from error
        raise


def _missed_days(matter: Matter) -> list[Any]:
    rows = ReturnVisit.objects.filter(
        matter=matter.pk, round=matter.reopened, result=VisitResult.UNREACHABLE.value
    )
    return [at.astimezone(SHANGHAI).date() for at in rows.values_list("at", flat=True)]


def _settle(matter: Matter, result: str, *, actor: Actor, given_up: bool) -> None:
    if result == VisitResult.SOLVED:
        close_row(matter, actor=actor, result=result)
    elif given_up:
        close_row(matter, actor=actor, result=UNREACHABLE)
    elif result == VisitResult.UNREACHABLE:
        save_matter(matter)
        tell_everybody(matter, "visited", actor=actor, result=result)
    else:
        reopen_row(matter, actor=actor, why=result)


def close_row(matter: Matter, *, actor: Actor, result: str) -> None:
    """End a locked matter; everybody who waits for an answer is told."""
    save_matter(
        matter, state=State.CLOSED.value, closed_at=now(), result=result,
        is_waiting_for_reporter=False,
    )  # fmt: skip
    entry = write_entry(matter, EntryKind.CLOSED, actor=actor, visibility=REPORTER, result=result)
    event = MatterClosed(matter.pk, result)
    tell_everybody(matter, "closed", told(matter, entry), event, actor=actor, result=result)


def reopen_row(matter: Matter, *, actor: Actor, why: str) -> None:
    """Open a locked matter again: the same organisation, the same worker, a new clock.

    `why` is "partly", "unsolved", "reply" or "asked". The centre lead hears of it by the event.
    """
    holder_id = _same_worker(matter)
    state = State.ACCEPTED if matter.accepted_at else State.RECEIVED
    deadlines = deadlines_for(matter.category, matter.urgency, now())
    save_matter(
        matter, state=state.value, holder_id=holder_id, closed_at=None, done_at=None,
        done_by_id=None, result="", decline_reason="", reopened=matter.reopened + 1,
        due_at=rules.later(matter.due_at, deadlines.due_at), is_overdue=False, escalation=0,
        extended_days=0, hand_overs=0, appointment_from=None, appointment_until=None,
    )  # fmt: skip
    write_entry(
        matter, EntryKind.REOPENED, actor=actor, visibility=REPORTER, why=why, holder=holder_id,
        round=matter.reopened,
    )  # fmt: skip
    lead = duty.duty_lead()
    event = MatterReopened(matter.pk, holder_id, why)
    tell_everybody(matter, "reopened", event, actor=actor, why=why, lead=lead)


def _same_worker(matter: Matter) -> int:
    """Whoever did it, if still here; else the holder, else the duty lead."""
    for account_id in (matter.done_by_id, matter.holder_id):
        if account_id and User.objects.filter(pk=account_id, is_active=True).exists():
            return account_id
    return duty.duty_lead() or matter.holder_id or 0


@transaction.atomic
def reopen_matter(matter_id: int, *, actor: Actor, reason: str) -> Matter:
    """The desk opens an ended matter again, with the reason."""
    why = texts.require_reason(reason)
    matter = lock_matter(matter_id, Ability.REOPEN, actor=actor)
    write_entry(matter, EntryKind.NOTED, actor=actor, text=why)
    reopen_row(matter, actor=actor, why="asked")
    return matter


@transaction.atomic
def decline_matter(matter_id: int, *, actor: Actor, reason: str, text: str) -> Matter:
    """Not ours to handle (REQ-02): the resident is told where to turn instead."""
    if reason not in set(DeclineReason):
        raise Invalid(translatable("请选不受理的原因。"), field="reason")
    words = texts.require_text(text)
    matter = lock_matter(matter_id, Ability.DECLINE, actor=actor)
    save_matter(
        matter, state=State.DECLINED.value, closed_at=now(), decline_reason=reason,
        is_waiting_for_reporter=False, offered_to_organisation_id=None, offered_to_id=None,
        offered_at=None, **first_contact(matter),
    )  # fmt: skip
    entry = write_entry(
        matter, EntryKind.DECLINED, actor=actor, visibility=REPORTER, text=words, reason=reason
    )
    event = MatterDeclined(matter.pk, reason)
    tell_everybody(matter, "declined", told(matter, entry), event, actor=actor, reason=reason)
    return matter


@transaction.atomic
def thank_worker(
    matter_id: int, *, actor: Actor, account_id: int | None = None, text: str = ""
) -> Matter:
    """A resident thanks somebody who worked on the matter (T7); once for each of them."""
    matter = lock_matter(matter_id, Ability.THANK, actor=actor)
    thanked = account_id or matter.done_by_id
    worked = MatterEntry.objects.filter(matter=matter.pk, actor=thanked)
    if thanked is None or thanked == actor.user_id or not worked.exists():
        raise Invalid(translatable("没有找到要感谢的人。请重新选择。"), field="account")
    register.check_account(thanked)
    body = texts.clean_text(text, limit=300)
    try:
        with transaction.atomic():
            Thanks.objects.create(
                matter=matter, account_id=thanked, person_id=actor.person_id, body=body, at=now()
            )
    except IntegrityError as error:
        if constraint_of(error) == "thanks_once":
            raise AlreadyThanked from error
        raise
    save_matter(matter)
    write_entry(
        matter, EntryKind.THANKED, actor=actor, visibility=REPORTER, text=body, account=thanked
    )
    event = WorkerThanked(matter.pk, thanked)
    tell_everybody(matter, "thanked", event, actor=actor, account=thanked)
    return matter
