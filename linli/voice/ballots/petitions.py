"""Owners ask for a temporary assembly: 20 % of the heads are enough (OWN-10)."""

from __future__ import annotations

from django.db import IntegrityError, transaction

from linli.base.accounts.api import Actor, system_actor
from linli.base.audit.api import record
from linli.base.calendars.api import now
from linli.base.errors import Invalid, NotFound, translatable
from linli.base.files.api import StoredFile
from linli.estate.organisations.api import Organisation, OrganisationKind, Permission, require
from linli.estate.people.api import Person
from linli.estate.places.api import Ownership
from linli.matters.handling.api import open_matter
from linli.voice.ballots.actions import account_of
from linli.voice.ballots.data import Sum
from linli.voice.ballots.errors import AlreadySigned, NoBallotHere, NotNow
from linli.voice.ballots.models import Petition, PetitionSignature
from linli.voice.ballots.queries import latest_rules, own_person_ids, owns_anything, petition_for
from linli.voice.ballots.rolls import current_roll
from linli.voice.ballots.rules import is_petition_enough, signed_heads


@transaction.atomic
def begin_petition(*, actor: Actor, title: str, text: str) -> Petition:
    """An owner asks for a temporary assembly and signs first. Raises NoBallotHere."""
    if not owns_anything(actor):
        raise NoBallotHere
    if not title.strip() or not text.strip():
        raise Invalid(translatable("请写明想开会决定什么、为什么。"), field="text")
    petition: Petition = Petition.objects.create(
        title=title.strip()[:80], text=text.strip()[:1000], begun_by_id=account_of(actor),
        begun_at=now(),
    )  # fmt: skip
    record("petition.begun", "petition", petition.pk, actor=actor)
    sign_petition(petition.pk, actor=actor)
    return petition


@transaction.atomic
def sign_petition(
    petition_id: int,
    *,
    actor: Actor,
    person_id: int | None = None,
    sheet: StoredFile | None = None,
) -> PetitionSignature:
    """Sign with the own name; or the desk enters an owner's signature from a scanned sheet.

    Raises NoBallotHere, AlreadySigned, NotNow once it has reached its 20 %.
    """
    petition_for(actor, petition_id)
    petition = Petition.objects.select_for_update().get(pk=petition_id)
    if petition.reached_at is not None:
        raise NotNow
    signer = _signer(actor, person_id, sheet)
    try:
        with transaction.atomic():
            row: PetitionSignature = PetitionSignature.objects.create(
                petition=petition, person=signer, signed_at=now(),
                entered_by_id=account_of(actor), file=sheet,
            )  # fmt: skip
    except IntegrityError as error:
        raise AlreadySigned from error
    record("petition.signed", "petition", petition.pk, actor=actor, person=signer.pk)
    _settle(petition)
    return row


def _signer(actor: Actor, person_id: int | None, sheet: StoredFile | None) -> Person:
    if person_id is not None:
        require(actor, Permission.TAKE_BALLOTS)
        if sheet is None:
            raise Invalid(translatable("请附上业主签过字的提议书。"), field="sheet")
    wanted = person_id if person_id is not None else actor.person_id
    person = Person.objects.filter(pk=wanted).first() if wanted else None
    if person is None:
        raise NotFound(field="person")
    if not Ownership.objects.filter(person=person, until__isnull=True).exists():
        raise NoBallotHere
    found: Person = person
    return found


def count_petition(petition: Petition) -> tuple[Sum, Sum]:
    """(signed, all) by heads, and by area beside it; from the register of today."""
    draft = current_roll(latest_rules())
    signers = frozenset(
        f"p{person}" for person in petition.signatures.values_list("person_id", flat=True)
    )
    return signed_heads(draft, signers), Sum(len(draft.heads), draft.area_cm2)


def _settle(petition: Petition) -> None:
    """Enough have signed: the owners' committee gets it as a matter, and must call the owners."""
    signed, total = count_petition(petition)
    if not is_petition_enough(signed.heads, total.heads):
        return
    body = Organisation.objects.filter(
        kind=OrganisationKind.OWNERS_COMMITTEE.value, is_active=True
    ).first()
    petition.reached_at = now()
    petition.reached_heads, petition.reached_of = signed.heads, total.heads
    petition.matter = open_matter(
        actor=system_actor(petition.estate_id), kind="duty", category="assembly",
        channel="system", title=f"召开临时业主大会：{petition.title}"[:80],
        text=f"{signed.heads} 位业主提议（共 {total.heads} 位，已到 20%）。\n{petition.text}",
        organisation_id=body.pk if body else None, client_key=f"petition:{petition.pk}",
    )  # fmt: skip
    petition.save()
    record(
        "petition.reached", "petition", petition.pk, actor=None, signed=signed.heads,
        heads=total.heads,
    )  # fmt: skip


def has_signed(petition: Petition, actor: Actor) -> bool:
    return bool(petition.signatures.filter(person__in=own_person_ids(actor)).exists())
