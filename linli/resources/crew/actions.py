from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from django.db import IntegrityError, transaction
from django.db.models import Q

from linli.base.accounts.api import Actor
from linli.base.audit.api import record
from linli.base.calendars.api import today
from linli.base.errors import NotAllowed, NotFound
from linli.base.events.api import publish
from linli.estate.organisations.api import end_offices_of, list_organisations
from linli.resources.crew.data import MemberLeft
from linli.resources.crew.errors import AlreadyCrew, AlreadyLeft, BadDay, HeirElsewhere, HeirMissing
from linli.resources.crew.models import CrewMember
from linli.resources.crew.queries import member_for, require_plan


def add_member(
    account_id: int,
    *,
    actor: Actor,
    organisation_id: int,
    job_title: str = "",
    skills: Sequence[str] = (),
    joined_on: date | None = None,
) -> CrewMember:
    """An account joins the crew of an organisation. Raises AlreadyCrew, NotFound, NotAllowed."""
    require_plan(actor, organisation_id)
    if not list_organisations().filter(pk=organisation_id).exists():
        raise NotFound
    with transaction.atomic():
        try:
            with transaction.atomic():
                member: CrewMember = CrewMember.objects.create(
                    account_id=account_id,
                    organisation_id=organisation_id,
                    job_title=job_title.strip(),
                    skills=[skill.strip() for skill in skills if skill.strip()],
                    joined_on=joined_on or today(),
                )
        except IntegrityError as error:
            raise AlreadyCrew from error
        record("add_member", "crew_member", member.pk, actor=actor, account=account_id)
    return member


def update_member(
    member_id: int, *, actor: Actor, job_title: str, skills: Sequence[str]
) -> CrewMember:
    """Change what a member is called and can do. Raises NotFound, NotAllowed."""
    member = _planned(member_id, actor)
    member.job_title = job_title.strip()
    member.skills = [skill.strip() for skill in skills if skill.strip()]
    with transaction.atomic():
        member.save(update_fields=["job_title", "skills"])
        record("update_member", "crew_member", member.pk, actor=actor)
    return member


def _planned(member_id: int, actor: Actor) -> CrewMember:
    member = member_for(actor, member_id)
    require_plan(actor, member.organisation_id)
    return member


def leave_crew(
    member_id: int, *, actor: Actor, heir_id: int | None, left_on: date | None = None
) -> CrewMember:
    """Somebody leaves; the heir, a colleague in service, takes over what is open.

    Future shifts of the leaver go, offices in this organisation end, and MemberLeft tells the queue
    to hand the open matters on. Raises HeirMissing, HeirElsewhere, AlreadyLeft, BadDay, NotFound,
    NotAllowed.
    """
    if heir_id is None:
        raise HeirMissing(field="heir")
    member, day = _planned(member_id, actor), left_on or today()
    heir = CrewMember.objects.filter(pk=heir_id, left_on__isnull=True).first()
    if heir is None or heir.pk == member.pk or heir.organisation_id != member.organisation_id:
        raise HeirElsewhere(field="heir")
    if day > today() or day < member.joined_on:
        raise BadDay(field="left_on")
    with transaction.atomic():
        _end(member, heir, day)
        _inherit_older(member, heir)
        end_offices_of(member.account_id, organisation_id=member.organisation_id, on=day)
        record("leave_crew", "crew_member", member.pk, actor=actor, heir=heir.pk)
        publish(
            MemberLeft(
                member_id=member.pk,
                account_id=member.account_id,
                organisation_id=member.organisation_id,
                heir_account_id=heir.account_id,
                left_on=day.isoformat(),
            )
        )
    return member


def _end(member: CrewMember, heir: CrewMember, day: date) -> None:
    rows = CrewMember.objects.filter(pk=member.pk, left_on__isnull=True)
    if not rows.update(left_on=day, heir=heir):
        raise AlreadyLeft
    member.left_on, member.heir = day, heir
    member.shifts.filter(starts_at__date__gt=day).delete()


def _inherit_older(member: CrewMember, heir: CrewMember) -> None:
    """Who left earlier to this member now leaves to the member's heir, so that chains end."""
    CrewMember.objects.filter(~Q(pk=heir.pk), heir=member).update(heir=heir)


def require_colleague(actor: Actor, member: CrewMember) -> None:
    """Raise NotAllowed unless the actor is this member or keeps the crew."""
    if actor.user_id != member.account_id:
        require_plan(actor, member.organisation_id)
        return
    if member.left_on is not None:
        raise NotAllowed
