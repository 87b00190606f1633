"""Who holds a home: area and its source, owners with shares, leases and their ends (HSG-01)."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from django.db import IntegrityError, transaction

from linli.base.accounts.api import Actor
from linli.base.audit.api import record
from linli.base.calendars.api import today
from linli.base.errors import NotAllowed
from linli.estate.organisations.api import Permission, may_within, require
from linli.estate.people.api import person_for
from linli.estate.places.data import AreaSource, LeaseAlarm, Share, TenureType
from linli.estate.places.errors import BadArea, BadLease, BadShares, LeaseRunning, LeaseTooLong
from linli.estate.places.models import Home, Lease, Ownership
from linli.estate.places.queries import home_for, homes_for
from linli.estate.places.rules import (
    LEASE_ALARM_MONTHS,
    add_months,
    is_lease_too_long,
    is_whole,
    lease_alarm,
)

LARGEST_AREA = 2000 * 10_000


def _editable(home_id: int, actor: Actor) -> Home:
    home = home_for(actor, home_id)
    if not may_within(actor, Permission.EDIT_REGISTER, home.place.grid_id):
        raise NotAllowed
    return home


def set_home(
    home_id: int,
    *,
    actor: Actor,
    area_cm2: int | None,
    area_source: AreaSource,
    tenure_type: TenureType,
    is_vacant: bool,
) -> Home:
    """Correct area (integer cm²) with its source (OWN-04), tenure and vacancy.

    Raises BadArea, NotFound, NotAllowed.
    """
    home = _editable(home_id, actor)
    if area_cm2 is not None and not 0 < area_cm2 < LARGEST_AREA:
        raise BadArea(field="area")
    home.area_cm2, home.area_source = area_cm2, area_source.value
    home.tenure_type, home.is_vacant = tenure_type.value, is_vacant
    with transaction.atomic():
        home.save()
        record("set_home", "home", home.pk, actor=actor)
    return home


def set_owners(home_id: int, *, actor: Actor, shares: Sequence[Share]) -> list[Ownership]:
    """Replace the owners of a home from today; former shares stay in the history.

    Raises BadShares where they exceed the whole, NotFound, NotAllowed.
    """
    home = _editable(home_id, actor)
    fractions = [(share.part, share.whole) for share in shares]
    if any(part < 1 or whole < part for part, whole in fractions) or not is_whole(fractions):
        raise BadShares(field="shares")
    owned = Ownership.objects.filter(home=home, until__isnull=True)
    present = set(owned.values_list("person_id", flat=True))
    for share in shares:
        # whoever owns it already may live out of this actor's reach
        if share.person_id is not None and share.person_id not in present:
            person_for(actor, share.person_id)
    with transaction.atomic():
        Ownership.objects.filter(home=home, until__isnull=True).update(until=today())
        rows = [_own(home, share) for share in shares]
        record("set_owners", "home", home.pk, actor=actor, owners=[row.pk for row in rows])
    return rows


def _own(home: Home, share: Share) -> Ownership:
    row: Ownership = Ownership.objects.create(
        home=home, person_id=share.person_id, organisation_id=share.organisation_id,
        share_part=share.part, share_whole=share.whole, since=share.since or today(),
    )  # fmt: skip
    return row


def begin_lease(
    home_id: int,
    *,
    actor: Actor,
    tenant_id: int,
    starts_on: date,
    ends_on: date,
    landlord_id: int | None = None,
) -> Lease:
    """Record a lease; public rental lasts five years at most (HSG-01).

    Raises BadLease, LeaseTooLong, LeaseRunning, NotFound, NotAllowed.
    """
    home = _editable(home_id, actor)
    tenant = person_for(actor, tenant_id)
    if ends_on <= starts_on:
        raise BadLease(field="ends_on")
    if is_lease_too_long(starts_on, ends_on, home.tenure_type):
        raise LeaseTooLong(field="ends_on")
    with transaction.atomic():
        try:
            with transaction.atomic():
                lease: Lease = Lease.objects.create(
                    home=home, tenant=tenant, landlord_id=landlord_id,
                    starts_on=starts_on, ends_on=ends_on,
                )  # fmt: skip
        except IntegrityError as error:
            raise LeaseRunning(field="home") from error
        record("begin_lease", "home", home.pk, actor=actor, lease=lease.pk)
    return lease


def end_lease(home_id: int, *, actor: Actor, on: date) -> None:
    """The running lease of the home ends with that day. Raises NotFound, NotAllowed."""
    home = _editable(home_id, actor)
    with transaction.atomic():
        Lease.objects.filter(home=home, ended_on__isnull=True).update(ended_on=on)
        record("end_lease", "home", home.pk, actor=actor)


def list_lease_alarms(actor: Actor) -> list[tuple[Lease, LeaseAlarm]]:
    """Running leases in reach that end within four months or have ended, soonest first (HSG-01).

    A person decides what follows; nothing here ends a tenancy.
    """
    require(actor, Permission.SEE_REGISTER)
    day = today()
    rows = Lease.objects.filter(
        ended_on__isnull=True, ends_on__lte=add_months(day, LEASE_ALARM_MONTHS),
        home__in=homes_for(actor).values("pk"),
    ).select_related("home__place", "tenant")  # fmt: skip
    found = [(row, lease_alarm(row.ends_on, day)) for row in rows.order_by("ends_on", "id")]
    return [(row, alarm) for row, alarm in found if alarm]
