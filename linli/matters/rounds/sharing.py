"""Rounds are walked together: grid workers, captains, volunteers, residents (民情联络员)."""

from __future__ import annotations

from django.db import transaction

from linli.base.accounts.api import Actor, User
from linli.base.audit.api import record
from linli.base.calendars.api import now
from linli.base.errors import NotAllowed
from linli.estate.organisations.api import Role, offices_in_force
from linli.estate.people.api import Membership
from linli.matters.rounds.errors import CannotShare
from linli.matters.rounds.models import Round, RoundShare
from linli.matters.rounds.queries import may_make_rounds, round_for

_COMPANIONS = (Role.GRID_WORKER, Role.BUILDING_CAPTAIN, Role.VOLUNTEER, Role.CARER)


def companions_for(actor: Actor, made: Round) -> list[tuple[int, str]]:
    """Accounts with whom a round may be shared: those offices, and residents of its buildings."""
    if not may_make_rounds(actor):
        return []
    offices = offices_in_force().filter(
        role__in=[r.value for r in _COMPANIONS], account__isnull=False, account__is_active=True
    )
    staff = dict(offices.order_by("account__name").values_list("account", "account__name"))
    buildings = made.doors.values_list("place__building", flat=True)
    living = Membership.objects.filter(
        until__isnull=True, household__home__place__building__in=[b for b in buildings if b],
        person__account__isnull=False, person__account__is_active=True,
    ).order_by("household__home__place__sort_key")  # fmt: skip
    rows = living.values_list("person__account", "household__home__place__plate", "person__name")
    residents = {pk: f"{plate} {name}" for pk, plate, name in rows if pk not in staff}
    return [(pk, name) for pk, name in (staff | residents).items() if pk != made.worker_id]


def share_round(round_id: int, account_id: int, *, actor: Actor) -> RoundShare:
    """Somebody walks along; what they see and ask follows from their own rights.

    Raises CannotShare, NotFound, NotAllowed.
    """
    made = round_for(actor, round_id)
    if not may_make_rounds(actor):
        raise NotAllowed
    known = {pk for pk, _name in companions_for(actor, made)}
    if account_id not in known or not User.objects.filter(pk=account_id).exists():
        raise CannotShare(field="account")
    with transaction.atomic():
        share, _new = RoundShare.objects.update_or_create(
            round=made, account_id=account_id,
            defaults={"shared_by_id": actor.user_id, "shared_at": now(), "ended_at": None},
        )  # fmt: skip
        record("share_round", "round", made.pk, actor=actor, account=account_id)
    return share


def end_share(round_id: int, account_id: int, *, actor: Actor) -> None:
    """They no longer walk along; what they noted until now still counts when it arrives."""
    made = round_for(actor, round_id)
    if not may_make_rounds(actor):
        raise NotAllowed
    with transaction.atomic():
        rows = RoundShare.objects.filter(round=made, account=account_id, ended_at__isnull=True)
        rows.update(ended_at=now())
        record("end_share", "round", made.pk, actor=actor, account=account_id)


def close_round(round_id: int, *, actor: Actor) -> None:
    """The walk is over; what a device still holds is taken in later all the same."""
    made = round_for(actor, round_id)
    if made.worker_id != actor.user_id and not may_make_rounds(actor):
        raise NotAllowed
    with transaction.atomic():
        Round.objects.filter(pk=made.pk, closed_at__isnull=True).update(closed_at=now())
        record("close_round", "round", made.pk, actor=actor)
