"""Writes organisations, accounts, offices, crews, shifts and absences."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta

from django.contrib.auth.hashers import make_password

from linli.base.accounts.api import User
from linli.base.calendars.api import SHANGHAI
from linli.base.scopes.api import Estate
from linli.estate.organisations.api import Office, Organisation
from linli.resources.crew.api import CrewMember
from linli.resources.rosters.api import Absence, Shift
from linli.web.demo.cast import MORE_OFFICES, ORGANISATIONS, OUTSIDER, RESIDENTS, STAFF
from linli.web.demo.data import PASSWORD
from linli.web.demo.papers import PHONE_PREFIX
from linli.web.demo.places import DemoPlaces

# duty: who has it, the hours of its shifts; a night shift ends the day after
DAYS_BACK = 95
_DUTIES: tuple[tuple[str, tuple[str, ...], tuple[tuple[int, int], ...]], ...] = (
    ("desk", ("agent", "agent2", "agent3"), ((8, 14), (14, 20))),
    ("duty_lead", ("lead", "lead2"), ((8, 20),)),
    ("repair", ("worker1", "worker2", "worker3", "worker4"), ((8, 20), (20, 32))),
    ("guard", ("guard", "guard2", "guard3"), ((7, 15), (15, 23), (23, 31))),
    ("care", ("carer", "carer2"), ((8, 18),)),
    ("round", ("grid1", "grid", "grid3", "grid4"), ((9, 12),)),
)
# who, from and to in days from today, who stands in, why
_ABSENCES = (
    ("worker3", -1, 3, "worker1", "家中老人住院"),
    ("agent2", -18, -14, "agent3", "年假"),
    ("grid4", -9, -7, "grid3", "培训"),
    ("carer2", 6, 9, "carer", "调休"),
    ("guard3", 12, 16, "guard2", "探亲"),
)


@dataclass
class DemoStaff:
    """Written accounts and organisations by their keys."""

    organisations: dict[str, Organisation] = field(default_factory=dict)
    accounts: dict[str, User] = field(default_factory=dict)  # residents and captains, too
    members: dict[str, CrewMember] = field(default_factory=dict)


def write_staff(estate: Estate, places: DemoPlaces, today: date) -> DemoStaff:
    """Organisations, everybody's account, the staff's offices, crews and rosters."""
    staff = DemoStaff()
    _write_organisations(staff)
    _write_accounts(staff, estate)
    starts_on = today - timedelta(days=700)
    _write_offices(staff, places, starts_on)
    _write_crew(staff, starts_on)
    _write_shifts(staff, today)
    _write_absences(staff, today)
    return staff


def make_accounts(people: list[tuple[str, str, str | None, bool]], estate: Estate) -> list[User]:
    """Accounts of (username, name, phone, elder mode), all with the published password."""
    hashed = make_password(PASSWORD)  # once: hashing is slow by design
    rows = [
        User(
            username=username,
            name=name,
            phone=phone,
            phone_verified=bool(phone),
            elder_mode=elder_mode,
            estate=estate,
            password=hashed,
        )
        for username, name, phone, elder_mode in people
    ]
    return User.objects.bulk_create(rows)


def _write_organisations(staff: DemoStaff) -> None:
    rows = [
        Organisation(kind=kind.value, name=name, short_name=short, phone=phone)
        for kind, name, short, phone in ORGANISATIONS.values()
    ]
    written = Organisation.objects.bulk_create(rows)
    staff.organisations = dict(zip(ORGANISATIONS, written, strict=True))


def _write_accounts(staff: DemoStaff, estate: Estate) -> None:
    people: list[tuple[str, str, str | None, bool]] = [
        (r.username, r.called, PHONE_PREFIX + r.phone_end, r.elder_mode) for r in RESIDENTS
    ]
    people += [
        (s.username, s.name, f"{PHONE_PREFIX}{n:04}", False) for n, s in enumerate(STAFF, start=20)
    ]
    people.append((OUTSIDER, "过路人", None, False))
    for account in make_accounts(people, estate):
        staff.accounts[account.username] = account


def _write_offices(staff: DemoStaff, places: DemoPlaces, starts_on: date) -> None:
    rows = []
    for member in STAFF:
        if member.grid is None or member.grid in places.grids:
            office = Office(
                role=member.role.value,
                account=staff.accounts[member.username],
                organisation=staff.organisations[member.organisation],
                grid=places.grids[member.grid] if member.grid else None,
                starts_on=starts_on,
            )
            rows.append(office)
    for username, role in MORE_OFFICES:
        first = next(row for row in rows if row.account == staff.accounts[username])
        rows.append(
            Office(
                role=role.value, account=first.account, organisation=first.organisation,
                starts_on=starts_on,
            )
        )  # fmt: skip
    Office.objects.bulk_create(rows)


def _write_crew(staff: DemoStaff, joined_on: date) -> None:
    rows = [
        CrewMember(
            account=staff.accounts[m.username],
            organisation=staff.organisations[m.organisation],
            job_title=m.job_title,
            skills=list(m.skills),
            joined_on=joined_on,
        )
        for m in STAFF
    ]
    written = CrewMember.objects.bulk_create(rows)
    staff.members = {m.username: row for m, row in zip(STAFF, written, strict=True)}


def _write_shifts(staff: DemoStaff, today: date) -> None:
    rows = []
    for offset in range(-DAYS_BACK, 15):
        day = today + timedelta(days=offset)
        for duty, names, hours in _DUTIES:
            for n, (start, end) in enumerate(hours):
                turns = names if duty == "round" else (names[(offset + n) % len(names)],)
                rows += [_shift(staff.members[name], duty, day, start, end) for name in turns]
    Shift.objects.bulk_create(rows)


def _shift(member: CrewMember, duty: str, day: date, start: int, end: int) -> Shift:
    midnight = datetime.combine(day, time(), SHANGHAI)
    return Shift(
        member=member,
        duty=duty,
        starts_at=midnight + timedelta(hours=start),
        ends_at=midnight + timedelta(hours=end),
    )


def _write_absences(staff: DemoStaff, today: date) -> None:
    rows = [
        Absence(
            member=staff.members[who],
            starts_on=today + timedelta(days=first),
            ends_on=today + timedelta(days=last),
            stand_in=staff.members[stand_in],
            reason=reason,
        )
        for who, first, last, stand_in, reason in _ABSENCES
    ]
    Absence.objects.bulk_create(rows)


def is_away(username: str, day: date, today: date) -> bool:
    """Whether the roster has somebody away on a day."""
    return any(
        who == username and first <= (day - today).days <= last
        for who, first, last, _, _ in _ABSENCES
    )
