"""From hand to hand: accept, return, hand on, assign. Nobody can drop a matter (REQ-03)."""

from __future__ import annotations

from typing import Any

from django.db import transaction
from django.db.models import Q

from linli.base.accounts.api import Actor
from linli.base.calendars.api import now
from linli.base.errors import NotAllowed
from linli.estate.organisations.api import Role
from linli.matters.handling import duty, register, texts
from linli.matters.handling.data import OPEN_STATES, Ability, EntryKind, State
from linli.matters.handling.entries import (
    REPORTER,
    lock_matter,
    save_matter,
    tell_everybody,
    write_entry,
)
from linli.matters.handling.events import MatterAccepted, MatterHandedOn, MatterOffered
from linli.matters.handling.models import Matter
from linli.matters.handling.visibility import standing_for

MAX_HAND_OVERS = 2  # without an acceptance; then the duty lead has it
_NO_OFFER: dict[str, Any] = {
    "offered_to_organisation_id": None,
    "offered_to_id": None,
    "offered_at": None,
}


@transaction.atomic
def accept_matter(matter_id: int, *, actor: Actor, version: int | None = None) -> Matter:
    """Take over what was offered, or settle oneself what one took in."""
    matter = lock_matter(matter_id, Ability.ACCEPT, actor=actor, version=version)
    standing = standing_for(actor, matter)
    organisation_id = matter.organisation_id
    if standing.is_offered:
        organisation_id = matter.offered_to_organisation_id or organisation_id
    assert actor.user_id is not None and organisation_id is not None
    _take(matter, actor.user_id, organisation_id)
    write_entry(
        matter, EntryKind.ACCEPTED, actor=actor, visibility=REPORTER, organisation=organisation_id
    )
    event = MatterAccepted(matter.pk, actor.user_id, organisation_id)
    tell_everybody(matter, "accepted", event, actor=actor, organisation=organisation_id)
    return matter


def _take(matter: Matter, account_id: int, organisation_id: int) -> None:
    save_matter(
        matter, state=State.ACCEPTED.value, holder_id=account_id, organisation_id=organisation_id,
        accepted_at=matter.accepted_at or now(), hand_overs=0, **_NO_OFFER,
    )  # fmt: skip


@transaction.atomic
def return_offer(matter_id: int, *, actor: Actor, reason: str) -> Matter:
    """Say no to an offer, with the reason; the holder keeps the matter and finds another way."""
    why = texts.require_reason(reason)
    matter = lock_matter(matter_id, Ability.RETURN_OFFER, actor=actor)
    refused: dict[str, Any] = {
        "organisation": matter.offered_to_organisation_id, "account": matter.offered_to_id,
    }  # fmt: skip
    save_matter(matter, **_NO_OFFER)
    write_entry(matter, EntryKind.RETURNED, actor=actor, text=why, **refused)
    tell_everybody(matter, "offer_returned", actor=actor, **refused)
    return matter


@transaction.atomic
def offer_matter(
    matter_id: int,
    *,
    actor: Actor,
    organisation_id: int,
    account_id: int | None = None,
    reason: str,
    version: int | None = None,
) -> Matter:
    """Hand on, with the reason; until somebody accepts, the holder keeps it.

    The second hand-over without an acceptance goes to the duty lead instead, who holds it from
    then on; the lead's own hand-overs are not bounced back.
    """
    why = texts.require_reason(reason)
    matter = lock_matter(matter_id, Ability.OFFER, actor=actor, version=version)
    register.check_organisation(organisation_id)
    if account_id is not None:
        register.check_account(account_id, [organisation_id])
    lead_id = duty.duty_lead()
    hand_overs = matter.hand_overs + 1
    is_top = actor.user_id == lead_id or Role.CENTRE_LEAD in actor.roles
    if hand_overs >= MAX_HAND_OVERS and lead_id is not None and not is_top:
        return _hand_to_lead(matter, lead_id, why, organisation_id, actor)
    save_matter(
        matter, offered_to_organisation_id=organisation_id, offered_to_id=account_id,
        offered_at=now(), hand_overs=min(hand_overs, MAX_HAND_OVERS),
    )  # fmt: skip
    write_entry(
        matter, EntryKind.OFFERED, actor=actor, text=why, organisation=organisation_id,
        account=account_id, hand_over=hand_overs,
    )  # fmt: skip
    event = MatterOffered(matter.pk, organisation_id, account_id)
    tell_everybody(matter, "offered", event, actor=actor, organisation=organisation_id)
    return matter


def _hand_to_lead(matter: Matter, lead_id: int, why: str, wished: int, actor: Actor) -> Matter:
    organisation_id = register.check_account(lead_id)
    save_matter(
        matter, state=State.RECEIVED.value, holder_id=lead_id, organisation_id=organisation_id,
        hand_overs=MAX_HAND_OVERS, **_NO_OFFER,
    )  # fmt: skip
    write_entry(
        matter, EntryKind.OFFERED, actor=actor, text=why, organisation=organisation_id,
        account=lead_id, wished=wished, to_duty_lead=True,
    )  # fmt: skip
    event = MatterHandedOn(matter.pk, lead_id)
    tell_everybody(matter, "handed_to_lead", event, actor=actor, holder=lead_id)
    return matter


@transaction.atomic
def assign_matter(matter_id: int, *, actor: Actor, account_id: int | None = None) -> Matter:
    """Give it to one's own people; without a name to whoever has the fewest and is on shift.

    A lead's word binds: the matter is accepted with it. Whoever is away is stood in for.
    """
    matter = lock_matter(matter_id, Ability.ASSIGN, actor=actor)
    organisation_id = _own_organisation(matter, actor)
    if account_id is None:
        account_id = duty.pick_worker(organisation_id) or actor.user_id
        assert account_id is not None
    else:
        within = None if Role.CENTRE_LEAD in actor.roles else [organisation_id]
        organisation_id = register.check_account(account_id, within)
        account_id = duty.present(account_id)
    _take(matter, account_id, organisation_id)
    write_entry(
        matter, EntryKind.ASSIGNED, actor=actor, organisation=organisation_id, account=account_id
    )
    event = MatterAccepted(matter.pk, account_id, organisation_id)
    tell_everybody(matter, "assigned", event, actor=actor, account=account_id)
    return matter


def _own_organisation(matter: Matter, actor: Actor) -> int:
    """The organisation for which a lead assigns: the one offered to, else the one that has it."""
    leads = actor.organisations_as(Role.ORGANISATION_LEAD)
    leads |= actor.organisations_as(Role.COMMITTEE_SECRETARY)
    for organisation_id in (matter.offered_to_organisation_id, matter.organisation_id):
        if organisation_id and (organisation_id in leads or Role.CENTRE_LEAD in actor.roles):
            return organisation_id
    raise NotAllowed


@transaction.atomic
def pass_on_matters(account_id: int, heir_id: int, *, actor: Actor, organisation_id: int) -> int:
    """Give every open matter of somebody who leaves an organisation to the heir; how many.

    Offers to the person go to the heir, too. The clocks run on.
    """
    mine = Q(holder=account_id, organisation=organisation_id)
    mine |= Q(offered_to=account_id, offered_to_organisation=organisation_id)
    rows = Matter.objects.filter(mine, state__in=[s.value for s in OPEN_STATES])
    count = 0
    for matter in rows.select_for_update(of=("self",)).order_by("id"):
        changes: dict[str, Any] = {}
        if matter.holder_id == account_id:
            changes["holder_id"] = heir_id
        if matter.offered_to_id == account_id:
            changes["offered_to_id"] = heir_id
        save_matter(matter, **changes)
        write_entry(
            matter, EntryKind.ASSIGNED, actor=actor, account=heir_id, heir_of=account_id,
            organisation=organisation_id,
        )  # fmt: skip
        tell_everybody(matter, "passed_on", actor=actor, account=heir_id, heir_of=account_id)
        count += 1
    return count
