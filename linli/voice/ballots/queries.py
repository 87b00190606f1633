"""Who may see which assembly, which ballot is whose, and how far it is."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django.db import connection
from django.db.models import Exists, OuterRef, Q, QuerySet

from linli.base.accounts.api import Actor
from linli.base.errors import NotFound
from linli.base.scopes.api import current_estate_id
from linli.estate.organisations.api import Permission, Role, is_staff, may
from linli.estate.people.api import Person
from linli.estate.places.api import Ownership
from linli.voice.ballots.data import AssemblyState, Participation, Sum, VoterCard
from linli.voice.ballots.models import (
    Assembly,
    Ballot,
    BallotSeal,
    PaperBallot,
    Petition,
    Proxy,
    RollVoter,
    VotingRules,
)

_SHOWN = [
    AssemblyState.NOTICED.value, AssemblyState.OPEN.value, AssemblyState.CLOSED.value,
    AssemblyState.PUBLISHED.value,
]  # fmt: skip
VOTES_FOR = (Role.HOUSING_OFFICER, Role.ORGANISATION_LEAD)  # who casts an organisation's ballot
_CAST = """
SELECT count(*), coalesce(sum(area_cm2), 0)::bigint FROM roll_voter v
WHERE assembly_id = %s AND EXISTS (SELECT FROM ballot b WHERE b.voter_id = v.id)
"""
_BY_BUILDING = """
SELECT p.plate, p.sort_key,
  count(DISTINCT l.voter_id) FILTER (WHERE c.voter_id IS NOT NULL),
  coalesce(sum(l.area_cm2) FILTER (WHERE c.voter_id IS NOT NULL), 0),
  count(DISTINCT l.voter_id), sum(l.area_cm2)
FROM roll_line l LEFT JOIN place p ON p.id = l.building_id
LEFT JOIN (SELECT DISTINCT voter_id FROM ballot WHERE assembly_id = %s) c
  ON c.voter_id = l.voter_id
WHERE l.assembly_id = %s AND l.estate_id = %s GROUP BY 1, 2 ORDER BY 2
"""


def assemblies_for(actor: Actor) -> QuerySet[Assembly]:
    """Who runs assemblies sees all, everybody of the estate those that were noticed."""
    rows: QuerySet[Assembly] = Assembly.objects.select_related("rules", "notice")
    if actor.user_id is None or may_run(actor):
        return rows
    if not is_staff(actor) and not actor.home_ids and not owns_anything(actor):
        return rows.none()
    return rows.filter(state__in=_SHOWN)


def may_run(actor: Actor) -> bool:
    """Whether the actor prepares or lets out assemblies."""
    return may(actor, Permission.RUN_ASSEMBLY) or may(actor, Permission.APPROVE_TELLING)


def assembly_for(actor: Actor, assembly_id: int) -> Assembly:
    """The only door to an assembly that somebody asks for. Raises NotFound."""
    found = assemblies_for(actor).filter(pk=assembly_id).first()
    if found is None:
        raise NotFound
    return found


def public_assemblies() -> QuerySet[Assembly]:
    """What anybody may read: published results."""
    rows: QuerySet[Assembly] = Assembly.objects.select_related("rules", "result")
    return rows.filter(state=AssemblyState.PUBLISHED.value)


def own_person_ids(actor: Actor) -> list[int]:
    """The actor's record and those that were merged into it: a frozen roll may name either."""
    if actor.person_id is None:
        return []
    found, fresh = {actor.person_id}, {actor.person_id}
    while fresh:
        absorbed = Person.objects.filter(merged_into__in=fresh).values_list("pk", flat=True)
        fresh = set(absorbed) - found
        found |= fresh
    return sorted(found)


def own_organisations(actor: Actor) -> list[int]:
    """Organisations whose ballot the actor casts by office (the public holder's, OWN-07)."""
    return sorted({one for role in VOTES_FOR for one in actor.organisations_as(role)})


def owns_anything(actor: Actor) -> bool:
    """Whether the actor is an owner by the register of today, lives here or not."""
    people = own_person_ids(actor)
    return bool(people and Ownership.objects.filter(person__in=people, until__isnull=True).exists())


def own_voters(actor: Actor, assembly: Assembly) -> QuerySet[RollVoter]:
    """Lines of the frozen roll for which the actor may cast: own, co-owned, by office, by proxy."""
    people = own_person_ids(actor)
    proxies = Proxy.objects.filter(holder__in=people, revoked_at__isnull=True).values("voter")
    voters: QuerySet[RollVoter] = RollVoter.objects.filter(assembly=assembly)
    mine = Q(owners__person__in=people) | Q(owners__organisation__in=own_organisations(actor))
    return voters.filter(mine | Q(pk__in=proxies)).distinct().order_by("pk")


def voter_for(actor: Actor, assembly: Assembly, voter_id: int) -> RollVoter:
    """A line of the roll for which the actor may cast. Raises NotFound."""
    found = own_voters(actor, assembly).filter(pk=voter_id).first()
    if found is None:
        raise NotFound
    return found


def own_cards(actor: Actor, assembly: Assembly) -> list[VoterCard]:
    """What the actor may vote for, each with whether it has voted; receipts of the own ballots."""
    voters = own_voters(actor, assembly).annotate(
        voted=Exists(Ballot.objects.filter(voter=OuterRef("pk")))
    )
    people = set(own_person_ids(actor))
    organisations = set(own_organisations(actor))
    return [_card(voter, actor, people, organisations) for voter in voters]


def _card(voter: RollVoter, actor: Actor, people: set[int], organisations: set[int]) -> VoterCard:
    owners = list(voter.owners.values_list("person_id", "organisation_id"))
    own = any(person in people or body in organisations for person, body in owners)
    mine = own_ballots(actor, voter)
    return VoterCard(
        voter.pk, voter.code, plates_of(voter), voter.area_cm2, bool(getattr(voter, "voted", None)),
        by_proxy=not own, is_shared=len(owners) > 1,
        receipts=tuple(ballot.receipt for ballot in mine),
    )  # fmt: skip


def own_ballots(actor: Actor, voter: RollVoter) -> list[Ballot]:
    """Ballots of this voter that are the actor's own will: not a co-owner's, not a clerk's."""
    rows = Ballot.objects.filter(voter=voter).order_by("turn")
    mine = rows.filter(
        Q(person_id__in=own_person_ids(actor))
        | Q(person_id=None, way="phone", cast_by=actor.user_id)
    )
    return list(mine)


def plates_of(voter: RollVoter, most: int = 6) -> tuple[str, ...]:
    """Plates of its units, the first ones where there are many."""
    lines = voter.lines.order_by("home__place__sort_key").values_list(
        "home__place__plate", flat=True
    )
    return tuple(lines[:most])


def voter_of_home(assembly: Assembly, plate: str) -> RollVoter | None:
    """The line of the roll on which this home stands."""
    found: RollVoter | None = RollVoter.objects.filter(
        assembly=assembly, lines__home__place__plate=plate
    ).first()
    return found


def latest_rules() -> VotingRules | None:
    found: VotingRules | None = VotingRules.objects.order_by("-version").first()
    return found


def list_rules() -> list[VotingRules]:
    return list(
        VotingRules.objects.select_related("public_holder", "developer").order_by("-version")
    )


def count_participation(assembly: Assembly, *, by_building: bool = False) -> Participation:
    """How many have cast, by area and heads: all that anybody learns before the box closes."""
    if assembly.total_heads is None or assembly.total_area_cm2 is None:
        return Participation(Sum(), Sum())
    with connection.cursor() as cursor:
        cursor.execute(_CAST, [assembly.pk])
        heads, area = cursor.fetchone()
        rows: list[Any] = []
        if by_building:
            cursor.execute(_BY_BUILDING, [assembly.pk, assembly.pk, current_estate_id()])
            rows = cursor.fetchall()
    buildings = tuple(
        (plate or "", Sum(heads_cast, int(area_cast)), Sum(heads_all, int(area_all)))
        for plate, _key, heads_cast, area_cast, heads_all, area_all in rows
    )
    total = Sum(assembly.total_heads, assembly.total_area_cm2)
    return Participation(total, Sum(heads, area), buildings)


def paper_with(token: object) -> PaperBallot:
    """Raises NotFound."""
    rows = PaperBallot.objects.select_related("assembly", "voter")
    found: PaperBallot | None = rows.filter(token=token).first()
    if found is None:
        raise NotFound
    return found


def petitions_for(actor: Actor) -> QuerySet[Petition]:
    """Owners and who runs assemblies read petitions."""
    rows: QuerySet[Petition] = Petition.objects.filter(withdrawn_at__isnull=True)
    if may_run(actor) or may(actor, Permission.TAKE_BALLOTS) or owns_anything(actor):
        return rows
    return rows.none()


def petition_for(actor: Actor, petition_id: int) -> Petition:
    """Raises NotFound."""
    found = petitions_for(actor).filter(pk=petition_id).first()
    if found is None:
        raise NotFound
    return found


def seals_of(assembly: Assembly) -> list[BallotSeal]:
    return list(assembly.seals.order_by("pk"))


def masked_roll(assembly: Assembly) -> Iterable[tuple[str, int, str, int]]:
    """(masked plate, area in cm², its source, units of that head) as the public roll shows it."""
    rows = assembly.lines.order_by("home__place__sort_key").values_list(
        "home__place__plate", "area_cm2", "area_source", "voter__unit_count"
    )
    return ((mask_plate(plate), area, source, units) for plate, area, source, units in rows)


def mask_plate(plate: str) -> str:
    """Building and entrance stay, the door is hidden but for its floor: "3-2-15**"."""
    head, sep, door = plate.rpartition("-")
    if not sep:
        return plate[:2] + "**"
    return f"{head}-{door[:-2]}**" if len(door) > 2 else f"{head}-**"
