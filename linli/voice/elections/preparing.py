"""Before anybody votes: the election, its roll, its candidates, proxies, and what is posted."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from typing import Any

from django.db import IntegrityError, transaction
from django.db.models import Max

from linli.base.accounts.api import Actor
from linli.base.audit.api import record
from linli.base.calendars.api import SHANGHAI, now, today
from linli.base.errors import Invalid, NotAllowed, NotFound, translatable
from linli.base.events.api import publish
from linli.base.files.api import StoredFile
from linli.estate.organisations.api import Permission, may, require
from linli.estate.people.api import Membership, Person
from linli.estate.places.api import Place
from linli.voice.committee.api import check_term, last_day
from linli.voice.elections import errors
from linli.voice.elections.data import ElectionKind, ElectionMode, ElectionState, RoundKind
from linli.voice.elections.events import RollPosted
from linli.voice.elections.models import (
    Election,
    ElectionCandidate,
    ElectionProxy,
    ElectionVoter,
)
from linli.voice.elections.queries import (
    election_for,
    is_owner,
    living_here,
    plan_roll,
)
from linli.voice.elections.rules import MOST_PROXIES, is_adult, notice_days


@transaction.atomic
def write_election(
    *,
    actor: Actor,
    kind: str,
    mode: str,
    title: str,
    seats: int,
    opens_at: datetime,
    closes_at: datetime,
    term_starts_on: date,
    area_id: int | None = None,
    rules_text: str = "",
) -> Election:
    """Prepare an election. Raises EvenSeats, SeatsOutOfRange, ClosesFirst, NotFound, NotAllowed."""
    require(actor, Permission.RUN_ELECTIONS)
    if closes_at <= opens_at:
        raise errors.ClosesFirst(field="closes_at")
    _check_kind(kind, mode, seats, term_starts_on, area_id)
    election: Election = Election.objects.create(
        kind=ElectionKind(kind).value, mode=ElectionMode(mode).value, title=title.strip()[:80],
        seats=seats, opens_at=opens_at, closes_at=closes_at,
        opens_on=opens_at.astimezone(SHANGHAI).date(), area_id=area_id,
        notice_days=notice_days(kind, RoundKind.FIRST), rules_text=rules_text.strip(),
        term_starts_on=term_starts_on, created_by_id=_account(actor), created_at=now(),
    )  # fmt: skip
    record("election.written", "election", election.pk, actor=actor, kind=kind, mode=mode)
    return election


def _account(actor: Actor) -> int:
    if actor.user_id is None:
        raise NotAllowed
    return actor.user_id


def _check_kind(kind: str, mode: str, seats: int, starts_on: date, area_id: int | None) -> None:
    if kind == ElectionKind.REPRESENTATIVE:
        if not Place.objects.filter(pk=area_id or 0, kind__in=["building", "grid"]).exists():
            raise Invalid(translatable("居民代表按楼栋或网格选。请选一处。"), field="area")
        if mode not in (ElectionMode.ALL_VOTERS, ElectionMode.HOUSEHOLDS) or seats < 1:
            raise Invalid(translatable("居民代表由这里的居民或各户来选。请换一种。"), field="mode")
        return
    is_assembly = mode == ElectionMode.ASSEMBLY
    if is_assembly != (kind == ElectionKind.OWNERS):
        raise Invalid(translatable("业委会由业主大会选，居委会由居民选。请换一种。"), field="mode")
    check_term(kind, seats, starts_on, last_day(starts_on))


def _lock(election_id: int, actor: Actor, *states: ElectionState) -> Election:
    """The election, locked, for who runs it. Raises NotFound, NotAllowed, ElectionNotNow."""
    election_for(actor, election_id)
    require(actor, Permission.RUN_ELECTIONS)
    election: Election = Election.objects.select_for_update().get(pk=election_id)
    if states and election.state not in states:
        raise errors.ElectionNotNow
    return election


def lock_before_vote(election_id: int, actor: Actor) -> Election:
    """For changes to roll and candidates. Raises RollFrozen once people vote."""
    election = _lock(election_id, actor)
    if election.state not in (ElectionState.DRAFT, ElectionState.POSTED):
        raise errors.RollFrozen
    return election


@transaction.atomic
def add_candidate(
    election_id: int, *, actor: Actor, person_id: int, statement: str = ""
) -> ElectionCandidate:
    """Somebody stands; only before the list is posted (OWN-12, RC-02).

    Raises TooYoung, NotResident, NotAnOwner, CandidateAlready, ElectionNotNow.
    """
    election = _lock(election_id, actor, ElectionState.DRAFT)
    person = Person.objects.filter(pk=person_id, status="active").first()
    if person is None:
        raise NotFound(field="person")
    _check_candidate(election, person)
    last = election.candidates.aggregate(last=Max("number"))["last"] or 0
    try:
        with transaction.atomic():
            row: ElectionCandidate = ElectionCandidate.objects.create(
                election=election, number=last + 1, person=person,
                statement=statement.strip()[:500],
            )  # fmt: skip
    except IntegrityError as error:
        raise errors.CandidateAlready(field="person") from error
    record("election.candidate", "election", election.pk, actor=actor, candidate=row.pk)
    return row


def _check_candidate(election: Election, person: Person) -> None:
    if not is_adult(person.birth_date, election.opens_on):
        raise errors.TooYoung(field="person")
    if election.kind == ElectionKind.OWNERS:
        if not is_owner(person.pk):
            raise errors.NotAnOwner(field="person")
    elif not living_here(election).filter(person=person.pk).exists():
        raise errors.NotResident(field="person")


@transaction.atomic
def withdraw_candidate(candidate_id: int, *, actor: Actor) -> None:
    """Thinks better of it, before the vote begins."""
    row = ElectionCandidate.objects.filter(pk=candidate_id, withdrawn_at=None).first()
    if row is None:
        raise NotFound
    lock_before_vote(row.election_id, actor)
    row.withdrawn_at = now()
    row.save(update_fields=["withdrawn_at"])
    record("election.withdrawn", "election", row.election_id, actor=actor, candidate=row.pk)


@transaction.atomic
def post_roll(election_id: int, *, actor: Actor) -> Election:
    """Roll, candidates and rules hang from today on.

    Raises RollLate (naming the earliest day), TooFewCandidates, NobodyOnRoll, ElectionNotNow.
    """
    election = _lock(election_id, actor, ElectionState.DRAFT)
    earliest = today() + timedelta(days=election.notice_days)
    if election.opens_on < earliest:
        raise errors.RollLate(field="opens_at", days=election.notice_days, earliest=str(earliest))
    standing = election.candidates.filter(withdrawn_at=None).count()
    if standing < election.seats:
        raise errors.TooFewCandidates(count=standing, seats=election.seats)
    if election.mode != ElectionMode.ASSEMBLY:  # an assembly has the owners' own roll
        rows = plan_roll(election)
        if not rows:
            raise errors.NobodyOnRoll
        ElectionVoter.objects.bulk_create(rows, batch_size=1000)
    election.posted_on, election.state = today(), ElectionState.POSTED.value
    election.save()
    record("election.posted", "election", election.pk, actor=actor)
    publish(RollPosted(election.pk, election.kind, str(election.opens_on)))
    return election


@transaction.atomic
def add_voter(election_id: int, *, actor: Actor, person_id: int) -> ElectionVoter:
    """Onto the posted roll, on an objection. Raises TooYoung, NotResident, OnRollAlready,
    RollFrozen."""
    election = lock_before_vote(election_id, actor)
    if election.state != ElectionState.POSTED or election.mode == ElectionMode.ASSEMBLY:
        raise errors.ElectionNotNow
    member = living_here(election).filter(person=person_id).first()
    if member is None or election.mode == ElectionMode.REPRESENTATIVES:
        raise errors.NotResident(field="person")
    if not is_adult(member.person.birth_date, election.opens_on):
        raise errors.TooYoung(field="person")
    by_household = election.mode == ElectionMode.HOUSEHOLDS
    last = election.voters.aggregate(last=Max("number"))["last"] or 0
    try:
        with transaction.atomic():
            row: ElectionVoter = ElectionVoter.objects.create(
                election=election, number=last + 1, person_id=person_id,
                household_id=member.household_id if by_household else None,
                building_id=member.household.home.place.building_id,
            )  # fmt: skip
    except IntegrityError as error:
        raise errors.OnRollAlready(field="person") from error
    record("election.voter_added", "election", election.pk, actor=actor, voter=row.pk)
    return row


@transaction.atomic
def strike_voter(voter_id: int, *, actor: Actor, reason: str) -> None:
    """Off the roll again (moved away, died). Raises RollFrozen, NotFound."""
    if not reason.strip():
        raise Invalid(translatable("请写明为什么从名单上去掉。"), field="reason")
    row = ElectionVoter.objects.filter(pk=voter_id).first()
    if row is None:
        raise NotFound
    election = lock_before_vote(row.election_id, actor)
    ElectionProxy.objects.filter(principal=row.pk).delete()
    ElectionProxy.objects.filter(agent=row.pk).delete()
    row.delete()
    record("election.voter_struck", "election", election.pk, actor=actor, number=row.number)


@transaction.atomic
def name_household_voter(voter_id: int, *, actor: Actor, person_id: int) -> ElectionVoter:
    """A household names another grown-up of its own to vote for it, before the vote."""
    row = ElectionVoter.objects.select_related("election").filter(pk=voter_id).first()
    if row is None or row.household_id is None:
        raise NotFound
    if row.household_id not in actor.household_ids and not may(actor, Permission.TAKE_BALLOTS):
        require(actor, Permission.RUN_ELECTIONS)
    if row.election.state != ElectionState.POSTED:
        raise errors.RollFrozen
    member = Membership.objects.filter(
        household=row.household_id, person=person_id, until__isnull=True
    ).select_related("person").first()  # fmt: skip
    if member is None:
        raise errors.NotResident(field="person")
    if not is_adult(member.person.birth_date, row.election.opens_on):
        raise errors.TooYoung(field="person")
    row.person_id = person_id
    try:
        with transaction.atomic():
            row.save(update_fields=["person"])
    except IntegrityError as error:
        raise errors.OnRollAlready(field="person") from error
    record("election.household_voter", "election", row.election_id, actor=actor, voter=row.pk)
    kept: ElectionVoter = row
    return kept


@transaction.atomic
def record_proxy(
    election_id: int,
    *,
    actor: Actor,
    principal_id: int,
    agent_id: int,
    paper_id: int | None = None,
) -> ElectionProxy:
    """A voter's written word that another votes for them, taken at the desk (RC-02).

    Raises NoProxyHere, ProxyByCandidate, FourthProxy, ProxyTwice, ProxySelf, NotOnRoll.
    """
    if not may(actor, Permission.TAKE_BALLOTS):
        require(actor, Permission.RUN_ELECTIONS)
    election: Election = Election.objects.select_for_update().get(
        pk=election_for(actor, election_id).pk
    )
    if election.state not in (ElectionState.POSTED, ElectionState.OPEN):
        raise errors.ElectionNotNow
    if election.mode == ElectionMode.REPRESENTATIVES:
        raise errors.NoProxyHere
    principal, agent = (_voter(election, pk) for pk in (principal_id, agent_id))
    _check_proxy(election, principal, agent)
    slot = agent.proxies_held.count() + 1
    if slot > MOST_PROXIES:
        raise errors.FourthProxy(field="agent")
    paper = StoredFile.objects.filter(pk=paper_id or 0, uploaded_by_id=actor.user_id).first()
    try:
        with transaction.atomic():
            row: ElectionProxy = ElectionProxy.objects.create(
                election=election, mode=election.mode, principal=principal, agent=agent, slot=slot,
                paper=paper, recorded_by_id=_account(actor), recorded_at=now(),
            )  # fmt: skip
    except IntegrityError as error:
        raise errors.ProxyTwice(field="principal") from error
    record("election.proxy", "election", election.pk, actor=actor, proxy=row.pk)
    return row


def _voter(election: Election, voter_id: int) -> ElectionVoter:
    row: ElectionVoter | None = election.voters.filter(pk=voter_id).first()
    if row is None:
        raise errors.NotOnRoll
    return row


def _check_proxy(election: Election, principal: ElectionVoter, agent: ElectionVoter) -> None:
    if principal.pk == agent.pk:
        raise errors.ProxySelf(field="agent")
    standing = election.candidates.filter(withdrawn_at=None)
    if standing.filter(person=agent.person_id).exists():
        raise errors.ProxyByCandidate(field="agent")
    if hasattr(principal, "turnout"):
        raise errors.ElectionVoteTwice(field="principal")
    if hasattr(principal, "proxy") or hasattr(agent, "proxy"):
        raise errors.ProxyTwice(field="principal")


@transaction.atomic
def cancel_election(election_id: int, *, actor: Actor) -> Election:
    """It does not take place; what was cast before stays in the box, uncounted."""
    election = _lock(
        election_id, actor, ElectionState.DRAFT, ElectionState.POSTED, ElectionState.OPEN
    )
    election.state = ElectionState.CANCELLED.value
    election.save(update_fields=["state"])
    record("election.cancelled", "election", election.pk, actor=actor)
    return election


def copy_round(before: Election, **changes: Any) -> Election:
    """A later round of the same election, with the same roll and its own candidates."""
    kept = ("kind", "mode", "area_id", "rules_text", "term_starts_on")
    fields = {name: getattr(before, name) for name in kept}
    election: Election = Election.objects.create(
        **fields | {"before": before, "notice_days": 0, "created_at": now()} | changes
    )
    voters = [
        ElectionVoter(
            election=election, number=v.number, person_id=v.person_id,
            household_id=v.household_id, building_id=v.building_id,
        )
        for v in before.voters.order_by("number")
    ]  # fmt: skip
    ElectionVoter.objects.bulk_create(voters, batch_size=1000)
    return election
