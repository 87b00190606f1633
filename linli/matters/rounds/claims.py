"""Claims become values or questions: `rules.settle` decides, this module reads and writes."""

from __future__ import annotations

from dataclasses import dataclass

from django.db import connection, transaction
from django.db.models import QuerySet

from linli.base.accounts.api import Actor
from linli.base.audit.api import record
from linli.base.calendars.api import now
from linli.base.errors import NotAllowed, NotFound
from linli.base.scopes.api import current_estate_id
from linli.estate.people.api import Person
from linli.estate.places.api import Place
from linli.matters.rounds.data import Claim, ClaimState, Lens, Settlement
from linli.matters.rounds.errors import Decided, PersonGone
from linli.matters.rounds.models import RoundClaim, RoundOperation
from linli.matters.rounds.queries import lens_at, may_decide
from linli.matters.rounds.rules import settle
from linli.matters.rounds.values import TOLD, digest_of, read_value, tidy_value, write_value

_UNDECIDED = (ClaimState.STANDS.value, ClaimState.OPEN.value, ClaimState.REPLACED.value)
_DECIDED = (ClaimState.CHOSEN.value, ClaimState.DROPPED.value)


@dataclass(frozen=True, slots=True)
class Word:
    """What one operation says of one person: `base` is a digest, `value` the value itself."""

    person_id: int
    field: str
    base: str
    value: str


def find_person(person_id: object) -> Person:
    """The person, or the record that it was merged into. Raises PersonGone."""
    seen: set[int] = set()
    wanted = person_id if isinstance(person_id, int) and 0 < person_id < 2**63 else 0
    while wanted not in seen:
        seen.add(wanted)
        person: Person | None = Person.objects.filter(pk=wanted).first()
        if person is None:
            raise PersonGone
        if person.merged_into_id is None:
            return person
        wanted = person.merged_into_id
    raise PersonGone


def lock(names: list[str]) -> None:
    """Make everybody wait who works on the same doors and people, in one order for all."""
    with connection.cursor() as cursor:
        for name in sorted(set(names)):
            cursor.execute(
                "SELECT pg_advisory_xact_lock(hashtextextended(%s, 1))",
                [f"round:{current_estate_id()}:{name}"],
            )


def make_claim(word: Word, operation: RoundOperation, place: Place, *, actor: Actor) -> ClaimState:
    """Keep somebody's word and settle it with all others about the same value."""
    person = find_person(word.person_id)
    value = tidy_value(word.field, word.value)
    claim: RoundClaim = RoundClaim.objects.create(
        operation=operation, author=f"{operation.account_id}:{operation.device}"[:64],
        seq=operation.seq, place=place, person=person, field=word.field, base=word.base[:32],
        digest=digest_of(word.field, value), value=value, state=ClaimState.OPEN.value,
        made_at=now(),
    )  # fmt: skip
    _settle(person, claim, actor=actor)
    claim.refresh_from_db(fields=["state"])
    return ClaimState(claim.state)


def _rows(person: Person, claim: RoundClaim) -> QuerySet[RoundClaim]:
    rows: QuerySet[RoundClaim] = RoundClaim.objects.filter(
        person=person, field=claim.field, base=claim.base
    )
    return rows


def _settle(person: Person, claim: RoundClaim, *, actor: Actor) -> None:
    rows = list(_rows(person, claim).filter(state__in=_UNDECIDED).order_by("id"))
    decided = _rows(person, claim).filter(state__in=_DECIDED).exists()
    current = digest_of(claim.field, read_value(person, claim.field))
    words = [Claim(row.author, row.seq, row.pk, row.digest) for row in rows]
    found = settle(claim.base, current, words, decided=decided)
    if found.stands != current and not _write(person, found, rows, actor=actor):
        found = settle(claim.base, current, words, decided=True)
    _mark(rows, found)


def _write(person: Person, found: Settlement, rows: list[RoundClaim], *, actor: Actor) -> bool:
    """Write the value that shall stand; False where the actor's rights end before it."""
    row = next(row for row in rows if row.digest == found.stands)
    if lens_at(actor, row.place.grid_id) != Lens.FULL:
        return False
    try:
        with transaction.atomic():
            write_value(person, row.field, row.value or "", actor=actor, home_id=None)
    except (NotFound, NotAllowed):
        return False
    return True


def _mark(rows: list[RoundClaim], found: Settlement) -> None:
    for row in rows:
        if row.pk in found.replaced:
            state = ClaimState.REPLACED
        elif row.pk in found.rivals:
            state = ClaimState.OPEN
        else:
            state = ClaimState.STANDS
        if row.state != state:
            RoundClaim.objects.filter(pk=row.pk).update(state=state.value)


def tell(operation: RoundOperation, place: Place, text: str) -> None:
    """Words from the door for whoever keeps the register there: an open question until read."""
    RoundClaim.objects.create(
        operation=operation, author=f"{operation.account_id}:{operation.device}"[:64],
        seq=operation.seq, place=place, field=TOLD, value=text.strip()[:500],
        state=ClaimState.OPEN.value, made_at=now(),
    )  # fmt: skip


def decide_claim(claim_id: int, *, actor: Actor, take: bool) -> RoundClaim:
    """A person decides a question: take what was found, or keep what the register holds.

    Taking one answer drops its rivals; keeping drops this answer alone. Raises Decided, NotFound,
    NotAllowed, and what the register refuses (then nothing is decided).
    """
    claim = RoundClaim.objects.select_related("place", "person").filter(pk=claim_id).first()
    if claim is None or not (
        may_decide(actor, claim.place) or claim.operation.account_id == actor.user_id
    ):
        raise NotFound
    if not may_decide(actor, claim.place):
        raise NotAllowed
    with transaction.atomic():
        lock(
            [f"door:{claim.place_id}", *([f"person:{claim.person_id}"] if claim.person_id else [])]
        )
        state = ClaimState.CHOSEN if take else ClaimState.DROPPED
        if not _close(RoundClaim.objects.filter(pk=claim.pk), state, actor):
            raise Decided
        if claim.person is not None and take:
            _take(claim, actor)
        record("decide_claim", "round_claim", claim.pk, actor=actor, take=take)
    return claim


def _close(rows: QuerySet[RoundClaim], state: ClaimState, actor: Actor) -> int:
    return rows.filter(state=ClaimState.OPEN.value).update(
        state=state.value, decided_by_id=actor.user_id, decided_at=now()
    )


def _take(claim: RoundClaim, actor: Actor) -> None:
    person = find_person(claim.person_id)
    home_id = claim.place_id if claim.place.kind == "home" else None
    write_value(person, claim.field, claim.value or "", actor=actor, home_id=home_id)
    same = RoundClaim.objects.filter(person=person, field=claim.field, digest=claim.digest)
    _close(same, ClaimState.CHOSEN, actor)
    rivals = RoundClaim.objects.filter(person=person, field=claim.field, base=claim.base)
    _close(rivals, ClaimState.DROPPED, actor)
