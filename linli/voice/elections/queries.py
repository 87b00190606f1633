from __future__ import annotations

from datetime import date

from django.db.models import Q, QuerySet

from linli.base.accounts.api import Actor
from linli.base.calendars.api import now
from linli.base.errors import NotFound
from linli.estate.organisations.api import Permission, Role, may
from linli.estate.people.api import Household, Membership
from linli.estate.places.api import Home, Ownership
from linli.voice.committee.api import representatives_on
from linli.voice.elections.data import ElectionKind, ElectionMode, ElectionState
from linli.voice.elections.models import (
    Election,
    ElectionCandidate,
    ElectionObjection,
    ElectionVoter,
)
from linli.voice.elections.rules import is_adult


def may_run(actor: Actor) -> bool:
    return may(actor, Permission.RUN_ELECTIONS)


def elections_for(actor: Actor | None) -> QuerySet[Election]:
    """Elections that somebody may read: all that are posted; drafts for who runs them."""
    rows: QuerySet[Election] = Election.objects.select_related("area", "before")
    if actor is not None and may_run(actor):
        return rows
    return rows.filter(posted_on__isnull=False)


def election_for(actor: Actor | None, election_id: int) -> Election:
    """Raises NotFound."""
    election = elections_for(actor).filter(pk=election_id).first()
    if election is None:
        raise NotFound
    return election


def candidates_of(election: Election) -> list[ElectionCandidate]:
    """Who stands today, in order."""
    rows = ElectionCandidate.objects.filter(election=election.pk, withdrawn_at__isnull=True)
    return list(rows.select_related("person").order_by("number"))


def is_open(election: Election) -> bool:
    return election.state == ElectionState.OPEN and election.opens_at <= now() < election.closes_at


def living_here(election: Election) -> QuerySet[Membership]:
    """Memberships of who lives within reach of the election."""
    rows = Membership.objects.filter(until__isnull=True, person__status="active")
    if election.area_id:
        area = Q(household__home__place__building=election.area_id)
        area |= Q(household__home__place__grid=election.area_id)
        rows = rows.filter(area)
    found: QuerySet[Membership] = rows.select_related("person", "household__home__place")
    return found.order_by("household__home__place__sort_key", "pk")


def plan_roll(election: Election) -> list[ElectionVoter]:
    """The roll as the register has it: who may vote, in the order of the homes."""
    people: list[tuple[int, int | None, int | None]]
    if election.mode == ElectionMode.REPRESENTATIVES:
        people = [(r.person_id, None, None) for r in representatives_on(election.opens_on)]
    elif election.mode == ElectionMode.HOUSEHOLDS:
        people = _household_heads(election)
    else:
        people = [
            (m.person_id, None, m.household.home.place.building_id)
            for m in living_here(election)
            if is_adult(m.person.birth_date, election.opens_on)
        ]
    once = {person_id: (household, building) for person_id, household, building in people}
    return [
        ElectionVoter(
            election=election, number=n, person_id=person_id, household_id=household,
            building_id=building,
        )
        for n, (person_id, (household, building)) in enumerate(once.items(), start=1)
    ]  # fmt: skip


def _household_heads(election: Election) -> list[tuple[int, int | None, int | None]]:
    """Each household with its head, or its first grown-up where the head is none."""
    found: dict[int, Membership] = {}
    for member in living_here(election):
        if not is_adult(member.person.birth_date, election.opens_on):
            continue
        if member.household_id not in found or member.relation == "head":
            found[member.household_id] = member
    return [(m.person_id, pk, m.household.home.place.building_id) for pk, m in found.items()]


def is_owner(person_id: int) -> bool:
    rows = Ownership.objects.filter(person=person_id, until__isnull=True)
    return bool(rows.filter(home__in=Home.objects.all()).exists())


def voters_of(election: Election) -> QuerySet[ElectionVoter]:
    rows: QuerySet[ElectionVoter] = ElectionVoter.objects.filter(election=election.pk)
    return rows.select_related("person", "household__home__place", "turnout").order_by("number")


def own_voters(actor: Actor, election: Election) -> list[ElectionVoter]:
    """The lines for which the actor may vote by phone: the own one, and those as a proxy."""
    if actor.person_id is None:
        return []
    mine = Q(person=actor.person_id, proxy__isnull=True)
    for_others = Q(proxy__agent__person=actor.person_id)
    return list(voters_of(election).filter(mine | for_others))


def helped_voters(actor: Actor, election: Election) -> QuerySet[ElectionVoter]:
    """The lines for which somebody may take a vote in the voter's presence: the desk all, a
    captain those of the own building."""
    rows = voters_of(election)
    if not may(actor, Permission.TAKE_BALLOTS):
        return rows.none()
    if actor.roles <= {Role.BUILDING_CAPTAIN}:
        return rows.filter(building__in=actor.buildings_as(Role.BUILDING_CAPTAIN))
    return rows


def may_object(actor: Actor, election: Election) -> bool:
    """Whoever lives here, and the desk for them."""
    return bool(actor.household_ids) or may(actor, Permission.TAKE_BALLOTS) or may_run(actor)


def objections_of(actor: Actor, election: Election) -> QuerySet[ElectionObjection]:
    """All for who runs the election, own ones for others."""
    rows: QuerySet[ElectionObjection] = ElectionObjection.objects.filter(election=election.pk)
    rows = rows.select_related("filed_by", "matter").order_by("pk")
    return rows if may_run(actor) else rows.filter(filed_by=actor.user_id)


def household_size(election: Election) -> int:
    """How many households live within reach, for the norm of representatives."""
    rows = Household.objects.filter(until__isnull=True)
    if election.area_id:
        rows = rows.filter(
            Q(home__place__building=election.area_id) | Q(home__place__grid=election.area_id)
        )
    return int(rows.count())


def term_start(election: Election) -> date:
    return election.term_starts_on


def has_body(kind: str) -> bool:
    return kind in {ElectionKind.RESIDENTS, ElectionKind.OWNERS}
