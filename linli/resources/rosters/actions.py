from __future__ import annotations

from collections.abc import Sequence
from datetime import date, timedelta

from django.db import transaction
from django.db.models import QuerySet

from linli.base.accounts.api import Actor
from linli.base.audit.api import record
from linli.base.calendars.api import SHANGHAI
from linli.base.errors import NotFound
from linli.resources.crew.api import CrewMember, member_for, require_colleague, require_plan
from linli.resources.rosters.data import ShiftPlan
from linli.resources.rosters.errors import (
    AbsenceOverlaps,
    BadAbsence,
    BadShift,
    MemberAway,
    ShiftOverlaps,
    StandInAway,
)
from linli.resources.rosters.models import Absence, Shift
from linli.resources.rosters.queries import absence_of

LONGEST_SHIFT = timedelta(hours=24)


def plan_shifts(shifts: Sequence[ShiftPlan], *, actor: Actor) -> list[Shift]:
    """Plan shifts, all or none.

    Raises BadShift, ShiftOverlaps, MemberAway, NotFound, NotAllowed.
    """
    with transaction.atomic():
        members = _lock_members(sorted({plan.member_id for plan in shifts}), actor)
        rows = [_plan(members[plan.member_id], plan) for plan in shifts]
        record("plan_shifts", "shift", None, actor=actor, shifts=[row.pk for row in rows])
    return rows


def _lock_members(member_ids: list[int], actor: Actor) -> dict[int, CrewMember]:
    """Lock in id order, so that two planners cannot both find the same hours free."""
    members = {m.pk: m for m in (member_for(actor, i) for i in member_ids)}
    for member in members.values():
        require_plan(actor, member.organisation_id)
        if member.left_on is not None:
            raise NotFound
    list(CrewMember.objects.select_for_update().filter(pk__in=member_ids).order_by("pk"))
    return members


def _plan(member: CrewMember, plan: ShiftPlan) -> Shift:
    if not timedelta() < plan.ends_at - plan.starts_at <= LONGEST_SHIFT:
        raise BadShift(field="ends_at")
    taken = Shift.objects.filter(
        member=member, starts_at__lt=plan.ends_at, ends_at__gt=plan.starts_at
    )
    if taken.exists():
        raise ShiftOverlaps(name=member.account.name)
    if absence_of(member, plan.starts_at.astimezone(SHANGHAI).date()):
        raise MemberAway(name=member.account.name)
    shift: Shift = Shift.objects.create(
        member=member, duty=plan.duty, starts_at=plan.starts_at, ends_at=plan.ends_at
    )
    return shift


def cancel_shift(shift_id: int, *, actor: Actor) -> None:
    """Take a shift out of the plan. Raises NotFound, NotAllowed."""
    shift = Shift.objects.filter(pk=shift_id).first()
    if shift is None:
        raise NotFound
    member = member_for(actor, shift.member_id)
    require_plan(actor, member.organisation_id)
    with transaction.atomic():
        shift.delete()
        record("cancel_shift", "shift", shift_id, actor=actor, member=member.pk)


def copy_week(organisation_id: int, *, actor: Actor, monday: date, source: date) -> list[Shift]:
    """Plan the week of `monday` as the week of `source` was; days of absence are left out.

    Raises ShiftOverlaps where the week is planned already.
    """
    require_plan(actor, organisation_id)
    span = timedelta(days=(monday - source).days)
    rows = Shift.objects.filter(
        member__organisation=organisation_id, member__left_on__isnull=True,
        starts_at__date__gte=source, starts_at__date__lt=source + timedelta(days=7),
    ).select_related("member")  # fmt: skip
    plans = [
        ShiftPlan(row.member_id, row.duty, row.starts_at + span, row.ends_at + span)
        for row in rows.order_by("starts_at", "pk")
        if not absence_of(row.member, (row.starts_at + span).astimezone(SHANGHAI).date())
    ]
    return plan_shifts(plans, actor=actor)


def record_absence(
    member_id: int,
    *,
    actor: Actor,
    starts_on: date,
    ends_on: date,
    stand_in_id: int | None = None,
    reason: str = "",
) -> Absence:
    """Somebody is away from one day to another, both counted; the stand-in takes the shifts.

    Members record their own, leads anybody's of their crew. Raises BadAbsence, AbsenceOverlaps,
    StandInAway, NotFound, NotAllowed.
    """
    member = member_for(actor, member_id)
    require_colleague(actor, member)
    if ends_on < starts_on:
        raise BadAbsence(field="ends_on")
    with transaction.atomic():
        list(CrewMember.objects.select_for_update().filter(pk=member.pk))
        if _touching(member.pk, starts_on, ends_on).exists():
            raise AbsenceOverlaps(field="starts_on")
        stand_in = _stand_in(member, stand_in_id, starts_on, ends_on)
        row: Absence = Absence.objects.create(
            member=member, starts_on=starts_on, ends_on=ends_on, stand_in=stand_in,
            reason=reason.strip()[:80],
        )  # fmt: skip
        record("record_absence", "absence", row.pk, actor=actor, member=member.pk)
    return row


def _touching(member_id: int, starts_on: date, ends_on: date) -> QuerySet[Absence]:
    return Absence.objects.filter(member=member_id, starts_on__lte=ends_on, ends_on__gte=starts_on)


def _stand_in(
    member: CrewMember, stand_in_id: int | None, starts_on: date, ends_on: date
) -> CrewMember | None:
    if stand_in_id is None:
        return None
    stand_in: CrewMember | None = CrewMember.objects.filter(
        pk=stand_in_id, organisation=member.organisation_id, left_on__isnull=True
    ).first()
    if stand_in is None or stand_in.pk == member.pk:
        raise StandInAway(field="stand_in")
    if _touching(stand_in.pk, starts_on, ends_on).exists():
        raise StandInAway(field="stand_in")
    return stand_in


def cancel_absence(absence_id: int, *, actor: Actor) -> None:
    """The absence does not take place. Raises NotFound, NotAllowed."""
    row = Absence.objects.filter(pk=absence_id).first()
    if row is None:
        raise NotFound
    require_colleague(actor, member_for(actor, row.member_id))
    with transaction.atomic():
        row.delete()
        record("cancel_absence", "absence", absence_id, actor=actor, member=row.member_id)
