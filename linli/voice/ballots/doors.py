"""Voting at the door with a captain: the owner's own confirmation, and nothing of others."""

from __future__ import annotations

import hashlib
import hmac
import secrets
from datetime import timedelta

from django.conf import settings
from django.db import transaction

from linli.base.accounts.api import Actor
from linli.base.audit.api import AuditRow, record, refused
from linli.base.calendars.api import now
from linli.base.errors import NotFound
from linli.base.files.api import StoredFile
from linli.contact.messages.api import is_mobile, send_text
from linli.estate.organisations.api import Permission, Role, require
from linli.estate.people.api import Person
from linli.voice.ballots.casting import Paperwork, already_voted, put_ballot, require_open
from linli.voice.ballots.data import Receipt, Repeat, Way
from linli.voice.ballots.errors import ConfirmationMissing, NobodyToText, WrongCode
from linli.voice.ballots.models import Assembly, Ballot, DoorCode, RollVoter
from linli.voice.ballots.queries import assembly_for

CODE_LASTS = timedelta(minutes=15)
MOST_TRIES = 5
_DESK = (Role.AGENT, Role.CLERK, Role.CENTRE_LEAD)  # serve people of every building


def door_voter_for(actor: Actor, assembly: Assembly, plate: str) -> RollVoter:
    """The line of the roll of a home in the captain's own building; the desk's is every building.

    Raises NotFound.
    """
    require(actor, Permission.TAKE_BALLOTS)
    lines = assembly.lines.filter(home__place__plate=plate).select_related("voter")
    if not actor.roles.intersection(_DESK):
        lines = lines.filter(building__in=actor.buildings_as(Role.BUILDING_CAPTAIN))
    line = lines.first()
    if line is None:
        raise NotFound(field="plate")
    voter: RollVoter = line.voter
    return voter


def require_unvoted(assembly: Assembly, voter: RollVoter) -> None:
    """The captain learns that a home has voted, never how. Raises AlreadyVoted."""
    if assembly.rules.repeat == Repeat.FIRST and Ballot.objects.filter(voter=voter).exists():
        raise already_voted(voter)


@transaction.atomic
def send_door_code(assembly_id: int, plate: str, *, actor: Actor) -> None:
    """Six figures to the phone of an owner of this home. Raises NobodyToText, AlreadyVoted."""
    assembly = assembly_for(actor, assembly_id)
    voter = door_voter_for(actor, assembly, plate)
    require_open(assembly, now())
    require_unvoted(assembly, voter)
    owner = _owner_with_phone(voter)
    figures = f"{secrets.randbelow(1_000_000):06}"
    row = DoorCode.objects.create(
        voter=voter, person=owner, digest=_digest(voter, figures), sent_at=now()
    )
    send_text(
        owner.phone, f"业主大会投票验证码 {figures},15 分钟内有效。只在您本人要投票时告诉楼长。",
        purpose="ballot", key=f"door-code:{row.pk}", estate_id=assembly.estate_id,
    )  # fmt: skip
    record("door_code.sent", "assembly", assembly.pk, actor=actor, voter=voter.pk)


def _owner_with_phone(voter: RollVoter) -> Person:
    owners = voter.owners.filter(person__isnull=False).order_by("pk")
    people = [row.person for row in owners.select_related("person")]
    found = next((person for person in people if person and is_mobile(person.phone)), None)
    if found is None:
        raise NobodyToText(field="code")
    return found


def _digest(voter: RollVoter, figures: str) -> bytes:
    key = settings.SECRET_KEY.encode()
    return hmac.new(key, f"{voter.pk}:{figures}".encode(), hashlib.sha256).digest()


def cast_at_door(
    assembly_id: int,
    plate: str,
    choices: str,
    *,
    actor: Actor,
    key: str,
    signature: StoredFile | None = None,
    code: str = "",
) -> Receipt:
    """An owner's ballot on the captain's phone, with the signature's picture or the own code.

    Raises ConfirmationMissing, WrongCode, AlreadyVoted, NotFound for another building's home.
    """
    assembly = assembly_for(actor, assembly_id)
    voter = door_voter_for(actor, assembly, plate)
    if signature is None and not code.strip():
        raise ConfirmationMissing(field="code")
    if Ballot.objects.filter(assembly=assembly, cast_by=actor.user_id, client_key=key).exists():
        return put_ballot(assembly, voter, choices, Paperwork(Way.DOOR), actor=actor, key=key)
    require_unvoted(assembly, voter)
    with transaction.atomic():
        used = _use_code(voter, code.strip(), actor) if code.strip() else None
        if used is not None:
            DoorCode.objects.filter(pk=used.pk).update(used_at=now())
        paperwork = Paperwork(
            Way.DOOR, person_id=used.person_id if used else None,
            confirmation_id=signature.pk if signature else None,
            door_code_id=used.pk if used else None,
        )  # fmt: skip
        return put_ballot(assembly, voter, choices, paperwork, actor=actor, key=key)


def _use_code(voter: RollVoter, code: str, actor: Actor) -> DoorCode:
    """The code that was sent last, when it is right, fresh and unused; five tries.

    Tries are counted by the refusals of the audit trail, which outlive their transactions.
    """
    since = now() - CODE_LASTS
    tries = AuditRow.objects.filter(
        action="door_code.tried", subject="roll_voter", subject_id=voter.pk, at__gte=since
    ).count()
    row: DoorCode | None = (
        DoorCode.objects.select_for_update()
        .filter(voter=voter, used_at__isnull=True, sent_at__gte=since)
        .order_by("-pk")
        .first()
    )
    is_right = row is not None and hmac.compare_digest(bytes(row.digest), _digest(voter, code))
    if row is None or not is_right or tries >= MOST_TRIES:
        raise refused(
            WrongCode(field="code"), "door_code.tried", "roll_voter", voter.pk, actor=actor
        )
    return row
