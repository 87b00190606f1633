"""Disputes: who is a party, who mediates, and the steps of mediation in their order."""

from __future__ import annotations

from django.db import IntegrityError, transaction

from linli.base.accounts.api import Actor
from linli.base.calendars.api import now
from linli.base.errors import Invalid, translatable
from linli.matters.handling import register, texts
from linli.matters.handling.data import Ability, EntryKind, PartyRole
from linli.matters.handling.entries import (
    constraint_of,
    lock_matter,
    save_matter,
    tell_everybody,
    write_entry,
)
from linli.matters.handling.errors import AlreadyJoined, StepOutOfOrder
from linli.matters.handling.labels import STEPS
from linli.matters.handling.models import Matter, MatterParty


@transaction.atomic
def add_party(
    matter_id: int,
    *,
    actor: Actor,
    role: str = PartyRole.PARTY.value,
    person_id: int | None = None,
    account_id: int | None = None,
    name: str = "",
    phone: str = "",
) -> MatterParty:
    """Name a party of a dispute (a person of the register, or a name), or its mediator.

    A party of the register does not see the matter by this; a mediator does.
    """
    if role not in (PartyRole.PARTY, PartyRole.MEDIATOR):
        raise Invalid(translatable("请选当事人或调解员。"), field="role")
    matter = lock_matter(matter_id, Ability.ADD_PARTY, actor=actor)
    party_name = texts.short_text(name, 60, field="name")
    if role == PartyRole.MEDIATOR:
        person_id = None
        if account_id is None:
            raise Invalid(translatable("请选一位调解员。"), field="account")
        register.check_account(account_id)
    else:
        account_id = None
        person_id = register.find_reporter(person_id).person_id
        if person_id is None and not party_name:
            raise Invalid(translatable("请写明当事人是谁。"), field="name")
    party = _write_party(matter, role, person_id, account_id, party_name, phone)
    save_matter(matter)
    write_entry(matter, EntryKind.CHANGED, actor=actor, party=party.pk, role=role)
    tell_everybody(matter, "party_added", actor=actor, party=party.pk, role=role)
    return party


def _write_party(
    matter: Matter, role: str, person_id: int | None, account_id: int | None, name: str, phone: str
) -> MatterParty:
    try:
        with transaction.atomic():
            party: MatterParty = MatterParty.objects.create(
                matter=matter, role=role, person_id=person_id, account_id=account_id, name=name,
                phone=texts.short_text(phone, 20, field="phone"), joined_at=now(),
                wants_answer=False,
            )  # fmt: skip
    except IntegrityError as error:
        if constraint_of(error) == "matter_party_person_once":
            raise AlreadyJoined(translatable("这位当事人已经登记过。"), field="person") from error
        raise
    return party


@transaction.atomic
def take_mediation_step(matter_id: int, *, actor: Actor, step: str, text: str) -> Matter:
    """Write down the next step of mediation; a step may be repeated, none may be skipped.

    The steps are the kind's data. Raises StepOutOfOrder naming the next one.
    """
    words = texts.require_text(text)
    matter = lock_matter(matter_id, Ability.STEP, actor=actor)
    upcoming = next_step(matter)
    if step not in (upcoming, matter.mediation_step) or not step:
        raise StepOutOfOrder(next=STEPS.get(upcoming, upcoming), field="step")
    save_matter(matter, mediation_step=step)
    write_entry(matter, EntryKind.STEP, actor=actor, text=words, step=step)
    tell_everybody(matter, "step_taken", actor=actor, step=step)
    return matter


def next_step(matter: Matter) -> str:
    """The step that comes next, "" after the last."""
    steps = list(matter.kind.steps)
    done = steps.index(matter.mediation_step) + 1 if matter.mediation_step in steps else 0
    return steps[done] if done < len(steps) else ""
