from __future__ import annotations

from collections import defaultdict
from datetime import date, datetime, time, timedelta

from django.db.models import QuerySet

from linli.base.accounts.api import Actor
from linli.base.calendars.api import SHANGHAI, now
from linli.resources.crew.api import CrewMember, members_for
from linli.resources.rosters.data import Duty, OnDuty, WeekCell, WeekRow
from linli.resources.rosters.models import Absence, Shift


def who_is_on_duty(
    duty: str, at: datetime | None = None, *, organisation_id: int | None = None
) -> list[OnDuty]:
    """Who has this duty at the instant (now), stand-ins in the place of those who are away.

    Somebody away without a stand-in is left out. Order: by start of the shift, then by member.
    """
    instant = at or now()
    rows = Shift.objects.filter(duty=duty, starts_at__lte=instant, ends_at__gt=instant)
    if organisation_id:
        rows = rows.filter(member__organisation=organisation_id)
    rows = rows.select_related("member__account").order_by("starts_at", "member")
    day = instant.astimezone(SHANGHAI).date()
    found = [_on_duty(shift, day) for shift in rows]
    return [entry for entry in found if entry]


def _on_duty(shift: Shift, day: date) -> OnDuty | None:
    member, stands_in_for = shift.member, None
    absence = absence_of(member, day)
    if absence:
        if absence.stand_in is None:
            return None
        member, stands_in_for = absence.stand_in, shift.member.account_id
    return OnDuty(
        account_id=member.account_id,
        member_id=member.pk,
        organisation_id=member.organisation_id,
        name=member.account.name,
        phone=member.account.phone or "",
        duty=Duty(shift.duty),
        until=shift.ends_at,
        stands_in_for=stands_in_for,
    )


def absence_of(member: CrewMember, day: date) -> Absence | None:
    rows = Absence.objects.filter(member=member, starts_on__lte=day, ends_on__gte=day)
    return rows.select_related("stand_in__account").order_by("-id").first()


def is_absent(account_id: int, day: date) -> bool:
    """Whether the account is away that day from any work that it has."""
    return bool(_absences(account_id, day))


def stand_in_of(account_id: int, day: date) -> int | None:
    """The account that stands in that day; None when nobody is named or nobody is away.

    A stand-in who is away, too, passes it on to his or her own; a circle ends with None.
    """
    seen = {account_id}
    while True:
        rows = _absences(account_id, day)
        named = next((row.stand_in.account_id for row in rows if row.stand_in), None)
        if named is None or named in seen:
            return None
        seen.add(named)
        if not is_absent(named, day):
            return named
        account_id = named


def _absences(account_id: int, day: date) -> list[Absence]:
    rows = Absence.objects.filter(
        member__account=account_id, member__left_on__isnull=True,
        starts_on__lte=day, ends_on__gte=day,
    )  # fmt: skip
    return list(rows.select_related("stand_in").order_by("-id"))


def shifts_of(account_id: int, start: datetime, until: datetime) -> QuerySet[Shift]:
    """The account's shifts that touch the span."""
    rows: QuerySet[Shift] = Shift.objects.filter(
        member__account=account_id, starts_at__lt=until, ends_at__gt=start
    )
    return rows.order_by("starts_at")


def week_of(day: date) -> date:
    """The Monday of the day's week."""
    return day - timedelta(days=day.weekday())


def plan_of_week(actor: Actor, organisation_id: int, monday: date) -> list[WeekRow]:
    """Seven days of an organisation's crew, one row a member; empty for outsiders."""
    members = list(
        members_for(actor)
        .filter(organisation=organisation_id, left_on__isnull=True)
        .order_by("joined_on", "id")
    )
    start = datetime.combine(monday, time(), SHANGHAI)
    shifts = Shift.objects.filter(
        member__in=members, starts_at__gte=start, starts_at__lt=start + timedelta(days=7)
    ).order_by("starts_at")
    by_day = defaultdict(list)
    for shift in shifts:
        local = shift.starts_at.astimezone(SHANGHAI)
        by_day[shift.member_id, local.date()].append(
            (shift.pk, Duty(shift.duty), local, shift.ends_at.astimezone(SHANGHAI))
        )
    away = _absences_in_week(members, monday)
    return [_week_row(member, monday, by_day, away) for member in members]


def _absences_in_week(members: list[CrewMember], monday: date) -> dict[int, list[Absence]]:
    rows = Absence.objects.filter(
        member__in=members, starts_on__lte=monday + timedelta(days=6), ends_on__gte=monday
    ).select_related("stand_in__account")
    found = defaultdict(list)
    for row in rows:
        found[row.member_id].append(row)
    return found


def _week_row(
    member: CrewMember,
    monday: date,
    shifts: dict[tuple[int, date], list[tuple[int, Duty, datetime, datetime]]],
    away: dict[int, list[Absence]],
) -> WeekRow:
    cells = []
    for offset in range(7):
        day = monday + timedelta(days=offset)
        absence = next(
            (a for a in away.get(member.pk, ()) if a.starts_on <= day <= a.ends_on), None
        )
        stand_in = absence.stand_in.account.name if absence and absence.stand_in else ""
        cells.append(
            WeekCell(
                day=day,
                shifts=tuple(shifts.get((member.pk, day), ())),
                away="away" if absence else "",
                stand_in=stand_in,
            )
        )
    return WeekRow(member.pk, member.account.name, member.job_title, tuple(cells))


def absences_in(actor: Actor, organisation_id: int, monday: date) -> list[Absence]:
    """Absences of colleagues that touch the week."""
    rows = Absence.objects.filter(
        member__in=members_for(actor).filter(organisation=organisation_id, left_on__isnull=True),
        starts_on__lte=monday + timedelta(days=6),
        ends_on__gte=monday,
    )
    return list(rows.select_related("member__account", "stand_in__account").order_by("starts_on"))
