from __future__ import annotations

from collections.abc import Iterable

from django.db.models import QuerySet

from linli.base.accounts.api import Actor
from linli.base.errors import NotAllowed, NotFound
from linli.estate.organisations.api import Permission, Role, is_staff, may
from linli.resources.crew.data import MemberCard
from linli.resources.crew.models import CrewMember


def crew_of(organisation_id: int) -> list[MemberCard]:
    """Who works for the organisation now, in the order of joining."""
    rows = _rows().filter(organisation=organisation_id, left_on__isnull=True)
    return member_cards(rows.order_by("joined_on", "id"))


def memberships_of(account_id: int) -> list[MemberCard]:
    """Where an account works now."""
    return member_cards(_rows().filter(account=account_id, left_on__isnull=True).order_by("id"))


def _rows() -> QuerySet[CrewMember]:
    rows: QuerySet[CrewMember] = CrewMember.objects.select_related("account", "organisation")
    return rows


def member_cards(rows: Iterable[CrewMember]) -> list[MemberCard]:
    return [
        MemberCard(
            id=row.pk,
            account_id=row.account_id,
            organisation_id=row.organisation_id,
            name=row.account.name,
            job_title=row.job_title,
            skills=tuple(row.skills),
            phone=row.account.phone or "",
            left_on=row.left_on,
        )
        for row in rows
    ]


def may_plan(actor: Actor, organisation_id: int) -> bool:
    """Who keeps crew and roster of an organisation: its lead, and the centre's lead for all."""
    if may(actor, Permission.SET_RULES):
        return True
    if Role.COMMITTEE_SECRETARY in actor.roles and organisation_id in actor.organisation_ids:
        return True
    return organisation_id in actor.organisations_as(Role.ORGANISATION_LEAD)


def require_plan(actor: Actor, organisation_id: int) -> None:
    """Raise NotAllowed unless the actor keeps this organisation's crew; the software may."""
    if actor.user_id is not None and not may_plan(actor, organisation_id):
        raise NotAllowed


def members_for(actor: Actor) -> QuerySet[CrewMember]:
    """Members whose shifts and absences the actor may see: colleagues; for planners of all, all."""
    if actor.user_id is None or may(actor, Permission.SET_RULES):
        return _rows()
    if not is_staff(actor):
        return _rows().none()
    return _rows().filter(organisation__in=actor.organisation_ids)


def member_for(actor: Actor, member_id: int) -> CrewMember:
    """The member, if a colleague. Raises NotFound."""
    member = members_for(actor).filter(pk=member_id).first()
    if member is None:
        raise NotFound
    return member
