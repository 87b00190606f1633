"""Ballots into the box, whatever way they come: one a head, sealed, with a receipt (OWN-18)."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db import IntegrityError, transaction
from django.db.models import Max
from django.utils.translation import gettext

from linli.base.accounts.api import Actor
from linli.base.audit.api import record, refused
from linli.base.calendars.api import SHANGHAI, now
from linli.base.errors import NotFound
from linli.base.requests.api import KeyReused
from linli.estate.organisations.api import is_staff
from linli.voice.ballots.actions import account_of, constraint_of, tell_pages
from linli.voice.ballots.data import AssemblyState, Receipt, Repeat, Way
from linli.voice.ballots.errors import (
    AlreadyVoted,
    AnswerMissing,
    BoxClosed,
    NoBallotHere,
    NotYetOpen,
    TwoChoices,
    UnknownItem,
)
from linli.voice.ballots.labels import way_word
from linli.voice.ballots.models import Assembly, Ballot, RollVoter
from linli.voice.ballots.queries import (
    assembly_for,
    own_ballots,
    own_person_ids,
    own_voters,
    voter_for,
)
from linli.voice.ballots.rules import is_ballot
from linli.voice.ballots.seals import ballot_leaf, new_receipt

_CLOSED = (AssemblyState.CLOSED.value, AssemblyState.PUBLISHED.value)


@dataclass(frozen=True)
class Paperwork:
    """What stands behind a ballot that did not come from the voter's own phone."""

    way: Way = Way.PHONE
    person_id: int | None = None
    proxy_id: int | None = None
    paper_id: int | None = None
    confirmation_id: int | None = None
    door_code_id: int | None = None
    receipt: str = ""


def cast_ballot(
    assembly_id: int, voter_id: int, choices: str, *, actor: Actor, key: str
) -> Receipt:
    """The voter's own ballot, by phone: one character an item ("yna").

    The same `key` with the same answers gives the first receipt again. Raises NoBallotHere (a
    tenant, or an owner of another home), NotYetOpen, BoxClosed, AnswerMissing, UnknownItem,
    AlreadyVoted, KeyReused, NotFound.
    """
    assembly = assembly_for(actor, assembly_id)
    voter = _own_voter(actor, assembly, voter_id)
    people = own_person_ids(actor)
    owners = set(voter.owners.values_list("person_id", flat=True))
    person = next((one for one in people if one in owners), actor.person_id)
    proxy = voter.proxies.filter(holder__in=people, revoked_at__isnull=True).first()
    paperwork = Paperwork(
        person_id=person, proxy_id=proxy.pk if proxy and person not in owners else None
    )
    return put_ballot(assembly, voter, choices, paperwork, actor=actor, key=key)


def _own_voter(actor: Actor, assembly: Assembly, voter_id: int) -> RollVoter:
    """Raises NoBallotHere to whoever lives here but is on no line of the roll."""
    try:
        return voter_for(actor, assembly, voter_id)
    except NotFound as error:
        if is_staff(actor) or own_voters(actor, assembly).exists():
            raise
        raise refused(
            NoBallotHere(), "ballot.cast", "assembly", assembly.pk, actor=actor
        ) from error


def require_open(assembly: Assembly, at: datetime) -> None:
    """Raises NotYetOpen or BoxClosed. The database says the same, whatever the clock here."""
    if assembly.state in _CLOSED or at >= assembly.closes_at:
        raise BoxClosed
    if assembly.state != AssemblyState.OPEN or at < assembly.opens_at:
        opens = assembly.opens_at.astimezone(SHANGHAI)
        raise NotYetOpen(opens=f"{opens:%Y-%m-%d %H:%M}")


@transaction.atomic
def put_ballot(
    assembly: Assembly,
    voter: RollVoter,
    choices: str,
    paperwork: Paperwork,
    *,
    actor: Actor,
    key: str,
) -> Receipt:
    """Seal one ballot; rights were checked by the caller. Raises as `cast_ballot` does."""
    known = _find_by_key(assembly, actor, key)
    if known is not None:
        return _answer_again(known, voter, choices)
    require_open(assembly, now())
    items = assembly.items.count()
    if not is_ballot(choices, items, on_paper=paperwork.way is not Way.PHONE):
        raise UnknownItem if len(choices) > items else AnswerMissing
    ballot = _fill(assembly, voter, choices, paperwork, actor, key)
    try:
        with transaction.atomic():
            ballot.save()
    except IntegrityError as error:
        return _settle(error, assembly, voter, choices, actor, key)
    record(
        "ballot.cast", "assembly", assembly.pk, actor=actor, voter=voter.pk, way=ballot.way
    )  # what was chosen stands in the box alone
    tell_pages(assembly)
    return _receipt(ballot, voter)


def _fill(
    assembly: Assembly,
    voter: RollVoter,
    choices: str,
    paperwork: Paperwork,
    actor: Actor,
    key: str,
) -> Ballot:
    may_replace = assembly.rules.repeat == Repeat.LAST
    last = Ballot.objects.filter(voter=voter).aggregate(last=Max("turn"))["last"] or 0
    receipt = paperwork.receipt or new_receipt()
    return Ballot(
        assembly=assembly, voter=voter, turn=last + 1 if may_replace else 1,
        may_replace=may_replace, choices=choices, way=paperwork.way.value, receipt=receipt,
        leaf=ballot_leaf(assembly.code, receipt, voter.code, choices), client_key=key[:80],
        person_id=paperwork.person_id, cast_by_id=account_of(actor), cast_at=now(),
        proxy_id=paperwork.proxy_id, paper_id=paperwork.paper_id,
        confirmation_id=paperwork.confirmation_id, door_code_id=paperwork.door_code_id,
    )  # fmt: skip


def _settle(
    error: IntegrityError,
    assembly: Assembly,
    voter: RollVoter,
    choices: str,
    actor: Actor,
    key: str,
) -> Receipt:
    """What the database refused, by name: another was faster, or the box was closed meanwhile."""
    name = constraint_of(error)
    if name == "ballot_box_open":
        assembly.refresh_from_db()
        require_open(assembly, now())
        raise BoxClosed from error
    known = _find_by_key(assembly, actor, key)
    if known is not None:
        return _answer_again(known, voter, choices)
    if name in ("ballot_once_a_voter", "ballot_receipt_once"):
        raise already_voted(voter) from error
    raise error


def already_voted(voter: RollVoter) -> AlreadyVoted:
    """The refusal with how and when the ballot that counts came in; never what it says."""
    first = Ballot.objects.filter(voter=voter).order_by("turn").first()
    if first is None:
        return AlreadyVoted(way=gettext("刚才"), when=gettext("刚才"))
    when = first.cast_at.astimezone(SHANGHAI)
    return AlreadyVoted(way=way_word(first.way), when=f"{when:%Y-%m-%d %H:%M}")


def _find_by_key(assembly: Assembly, actor: Actor, key: str) -> Ballot | None:
    found: Ballot | None = Ballot.objects.filter(
        assembly=assembly, cast_by=actor.user_id, client_key=key[:80]
    ).first()
    return found


def _answer_again(ballot: Ballot, voter: RollVoter, choices: str) -> Receipt:
    if ballot.voter_id != voter.pk or ballot.choices != choices:
        raise KeyReused
    return _receipt(ballot, voter, is_repeat=True)


def _receipt(ballot: Ballot, voter: RollVoter, *, is_repeat: bool = False) -> Receipt:
    return Receipt(ballot.receipt, voter.code, ballot.choices, ballot.way, is_repeat)


@transaction.atomic
def look_at_own(assembly_id: int, voter_id: int, *, actor: Actor) -> list[Receipt]:
    """The voter looks at the own ballots again: logged. A co-owner's stay hidden (NotFound)."""
    assembly = assembly_for(actor, assembly_id)
    voter = voter_for(actor, assembly, voter_id)
    ballots = own_ballots(actor, voter)
    if not ballots:
        raise refused(NotFound(), "ballot.seen", "assembly", assembly.pk, actor=actor)
    record("ballot.seen", "assembly", assembly.pk, actor=actor, voter=voter.pk)
    return [_receipt(ballot, voter) for ballot in ballots]


def read_choices(items: int, given: Sequence[tuple[int, Sequence[str]]]) -> str:
    """One character an item from what a form sent: (position, the answers ticked).

    Raises UnknownItem, TwoChoices, AnswerMissing.
    """
    answers: dict[int, str] = {}
    for position, ticked in given:
        if not 1 <= position <= items:
            raise UnknownItem
        if len(ticked) > 1:
            raise TwoChoices(position=position)
        answers[position] = ticked[0] if ticked else ""
    choices = [answers.get(position, "") for position in range(1, items + 1)]
    if not all(choices):
        raise AnswerMissing
    if any(len(choice) != 1 for choice in choices):
        raise UnknownItem
    return "".join(choices)


def given_answers(post: Any) -> list[tuple[int, list[str]]]:
    """The fields "choice_3" of a form; one that names no number counts as an unknown item."""
    found = []
    for name in post:
        if name.startswith("choice_"):
            tail = name.removeprefix("choice_")
            position = int(tail) if tail.isascii() and tail.isdigit() and len(tail) < 4 else 0
            found.append((position, post.getlist(name)))
    return found
