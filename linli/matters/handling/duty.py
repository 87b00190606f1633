"""Who is on shift, who is away, and who has the fewest open matters."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from django.db.models import Count

from linli.base.accounts.api import Actor
from linli.base.calendars.api import today
from linli.estate.organisations.api import Role, offices_in_force
from linli.matters.handling.data import OPEN_STATES
from linli.matters.handling.models import Matter
from linli.resources.rosters.api import Absence, is_absent, stand_in_of, who_is_on_duty


def on_shift(*duties: str) -> list[int]:
    """Accounts with one of these duties at this moment, in the order of the duties."""
    found = [entry.account_id for duty in duties for entry in who_is_on_duty(duty)]
    return list(dict.fromkeys(found))


def absent_accounts() -> frozenset[int]:
    """Who is away today."""
    day = today()
    rows = Absence.objects.filter(starts_on__lte=day, ends_on__gte=day)
    return frozenset(rows.values_list("member__account_id", flat=True))


def stands_in_for(account_id: int | None) -> frozenset[int]:
    """The accounts whose stand-in this is today."""
    if account_id is None:
        return frozenset()
    day = today()
    rows = Absence.objects.filter(
        starts_on__lte=day, ends_on__gte=day, stand_in__account=account_id
    )
    return frozenset(rows.values_list("member__account_id", flat=True))


def present(account_id: int) -> int:
    """The account itself, or whoever stands in for it today."""
    if not is_absent(account_id, today()):
        return account_id
    return stand_in_of(account_id, today()) or account_id


def officers(*roles: str, organisation_id: int | None = None) -> list[int]:
    """Active accounts that hold one of the roles, in the order of the roles."""
    rows = offices_in_force().filter(role__in=roles, account__is_active=True)
    if organisation_id is not None:
        rows = rows.filter(organisation_id=organisation_id)
    found = rows.order_by("id").values_list("role", "account_id")
    ordered = sorted(found, key=lambda pair: roles.index(pair[0]))
    return list(dict.fromkeys(account for _, account in ordered))


def open_loads(accounts: Iterable[int]) -> dict[int, int]:
    """How many open matters each account holds."""
    wanted = list(accounts)
    rows = Matter.objects.filter(holder__in=wanted, state__in=OPEN_STATES)
    loads = dict(rows.order_by().values_list("holder").annotate(Count("id")))
    return {account: loads.get(account, 0) for account in wanted}


def least_loaded(accounts: Sequence[int]) -> int | None:
    """Whoever holds the fewest open matters; the first one among equals."""
    loads = open_loads(accounts)
    return min(accounts, key=lambda account: loads[account], default=None)


def first_receiver() -> int | None:
    """Who holds what came in without a human receiver (REQ-03).

    The desk's duty agent on shift, else the least loaded agent who is here, else the centre lead.
    """
    duty = on_shift("desk")
    if duty:
        return least_loaded(duty)
    away = absent_accounts()
    agents = [account for account in officers(Role.AGENT) if account not in away]
    return least_loaded(agents) or duty_lead()


def duty_lead() -> int | None:
    """The lead on duty, else the centre lead (or whoever stands in)."""
    shift = on_shift("duty_lead")
    if shift:
        return shift[0]
    leads = officers(Role.CENTRE_LEAD)
    return present(leads[0]) if leads else None


def pick_worker(organisation_id: int) -> int | None:
    """By load: the organisation's workers who are here, those on shift first (T1)."""
    workers = officers(
        Role.WORKER, Role.HOUSING_OFFICER, Role.CARER, Role.VOLUNTEER, Role.AGENT,
        organisation_id=organisation_id,
    ) or officers(
        Role.ORGANISATION_LEAD, Role.COMMITTEE_SECRETARY, Role.CENTRE_LEAD,
        organisation_id=organisation_id,
    )  # fmt: skip
    away = absent_accounts()
    here = [account for account in workers if account not in away]
    shift = set(on_shift("repair", "desk", "care", "round", "guard"))
    return least_loaded([a for a in here if a in shift] or here)


def watchers(level: int, matter: Matter) -> int | None:
    """Who hears of an overdue matter: 1 its grid worker, 2 the centre lead, 3 the secretary."""
    if level == 1:
        rows = offices_in_force().filter(role=Role.GRID_WORKER, grid_id=matter.grid_id)
        rows = rows.filter(account__is_active=True, grid__isnull=False)
        found = rows.order_by("id").values_list("account_id", flat=True).first()
        return present(found) if found else duty_lead()
    if level == 2:
        return duty_lead()
    secretaries = officers(Role.COMMITTEE_SECRETARY)
    return present(secretaries[0]) if secretaries else duty_lead()


def actor_organisation(actor: Actor) -> int | None:
    """The organisation for which somebody works at the desk; the first by office."""
    for grant in actor.grants:
        if grant.organisation_id and grant.role != Role.ADMINISTRATOR:
            return grant.organisation_id
    return None
