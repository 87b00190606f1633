"""Who sees which matter: the only doors to matters that a person asks for."""

from __future__ import annotations

from django.db.models import Exists, OuterRef, Q, QuerySet

from linli.base.accounts.api import Actor
from linli.base.audit.api import refused
from linli.base.errors import NotFound
from linli.base.scopes.api import current_estate_id
from linli.estate.organisations.api import Role
from linli.matters.handling import duty, rules, standings
from linli.matters.handling.data import Ability, PartyLine, PartyRole
from linli.matters.handling.errors import NeedToKnow
from linli.matters.handling.models import Matter, MatterParty
from linli.matters.handling.standings import Standing


def matters_visible_to(actor: Actor) -> QuerySet[Matter]:
    """The matters that somebody may know of; what of them may be read is `may_read`'s word.

    The desk and the secretary: all; a grid worker: the own grid; a captain: the own building
    without sensitive ones; an organisation: what it has or is offered; whoever holds, took,
    did or is offered it; residents: their own, their household's, those they joined.
    An administrator and an outsider see none.
    """
    if actor.estate_id != current_estate_id():
        return Matter.objects.none()
    if standings.is_desk(actor):
        return Matter.objects.all()
    seen = Q(pk__in=[])
    if actor.user_id is not None:
        seen |= _as_account(actor)
    if actor.person_id is not None:
        seen |= _as_resident(actor)
    return Matter.objects.filter(seen)


def needed_by(actor: Actor) -> Q:
    """The matters that an account has to handle: of the sensitive ones it reads these alone."""
    me = {actor.user_id, *(duty.stands_in_for(actor.user_id) if actor.roles else ())}
    seen = Q(holder__in=me) | Q(offered_to__in=me) | Q(taken_by=actor.user_id)
    seen |= Q(done_by=actor.user_id)
    organisations = standings.organisations_for(actor)
    if organisations:
        seen |= Q(organisation__in=organisations) | Q(offered_to_organisation__in=organisations)
    if actor.roles:
        mediated = MatterParty.objects.filter(matter=OuterRef("pk"), account=actor.user_id)
        seen |= Q(Exists(mediated.filter(role=PartyRole.MEDIATOR.value)))
    return seen


def _as_account(actor: Actor) -> Q:
    seen = needed_by(actor)
    if not actor.roles:
        seen |= Q(reporter__isnull=True, reported_by=actor.user_id)
    grids = actor.grids_as(Role.GRID_WORKER)
    if grids:
        seen |= Q(grid__in=grids)
    buildings = actor.buildings_as(Role.BUILDING_CAPTAIN)
    if buildings:
        seen |= Q(building__in=buildings, category__is_sensitive=False)
    return seen


def _as_resident(actor: Actor) -> Q:
    joined = MatterParty.objects.filter(
        matter=OuterRef("pk"), person=actor.person_id, role=PartyRole.JOINED.value
    )
    seen = Q(reporter=actor.person_id) | Q(Exists(joined))
    if actor.household_ids:
        seen |= Q(household__in=actor.household_ids, category__is_sensitive=False)
    return seen


def matter_for(actor: Actor, matter_id: int) -> Matter:
    """The matter with kind, category and names at hand.

    Raises NotFound for everybody who may not know of it, NeedToKnow for the desk when the
    matter is sensitive and not theirs.
    """
    rows = matters_visible_to(actor).select_related(
        "kind", "category__profile", "place", "grid", "building", "organisation", "holder",
        "taken_by", "offered_to", "offered_to_organisation", "done_by", "reporter", "merged_into",
        "split_from",
    )  # fmt: skip
    matter = rows.filter(pk=matter_id).first() if 0 < matter_id < 2**63 else None
    if matter is None:
        raise matter_not_found(actor, pk=matter_id)
    if not rules.may_read(standing_for(actor, matter), is_sensitive=matter.category.is_sensitive):
        raise need_to_know(actor, matter)
    return matter


def need_to_know(actor: Actor, matter: Matter) -> NeedToKnow:
    """The refusal of a sensitive matter, with its trace (SEC-01)."""
    return refused(NeedToKnow(), "see_matter", "matter", matter.pk, actor=actor)


def matter_not_found(actor: Actor, **which: object) -> NotFound:
    """NotFound for what may or may not be there; a matter that is there leaves a trace."""
    error = NotFound()
    row_id = which.get("pk")
    if isinstance(row_id, int) and not 0 < row_id < 2**63:
        return error
    found = Matter.objects.filter(**which).values_list("id", flat=True).first()
    return refused(error, "see_matter", "matter", found, actor=actor) if found else error


def standing_for(actor: Actor, matter: Matter) -> Standing:
    """How somebody stands to a matter, with the two facts that lie in other tables."""
    me = Q(account=actor.user_id, role=PartyRole.MEDIATOR.value)
    if actor.person_id is not None:
        me |= Q(person=actor.person_id, role=PartyRole.JOINED.value)
    roles = set(MatterParty.objects.filter(me, matter=matter.pk).values_list("role", flat=True))
    return standings.standing_of(
        actor,
        matter,
        stands_in_for=duty.stands_in_for(actor.user_id) if actor.roles else (),
        is_joined=PartyRole.JOINED.value in roles,
        is_mediator=PartyRole.MEDIATOR.value in roles and actor.user_id is not None,
    )


def abilities_of(actor: Actor, matter: Matter) -> frozenset[Ability]:
    """Which actions the page may offer to this person now."""
    return rules.abilities_for(
        standing_for(actor, matter),
        matter,
        is_sensitive=matter.category.is_sensitive,
        has_parties=matter.kind.has_parties,
    )


def parties_of(actor: Actor, matter: Matter) -> list[PartyLine]:
    """Everybody besides the reporter, and the parties of a dispute.

    Names and phones of a dispute's parties are for whoever mediates; those of joined residents
    for whoever handles the matter. A resident sees nobody but themselves.
    """
    standing = standing_for(actor, matter)
    sees_parties = Ability.SEE_PARTIES in abilities_of(actor, matter)
    works = standing.is_desk or standing.is_holder or standing.is_colleague
    rows = MatterParty.objects.filter(matter=matter.pk).select_related("person", "account")
    lines = []
    for row in rows.order_by("id"):
        joined = row.role == PartyRole.JOINED.value
        mine = row.person_id is not None and row.person_id == actor.person_id
        seen = mine or (works if joined else sees_parties)
        if actor.roles or mine:
            lines.append(_party_line(row, seen=seen))
    return lines


def _party_line(row: MatterParty, *, seen: bool) -> PartyLine:
    if not seen:
        return PartyLine(row.pk, row.role, None, None, "", "", True)
    name = row.name or getattr(row.person or row.account, "name", "")
    phone = row.phone or getattr(row.person, "phone", "")
    return PartyLine(row.pk, row.role, row.person_id, row.account_id, name, phone, False)
