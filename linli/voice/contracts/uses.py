"""A home that shall become a business: every other owner of the building is asked (OWN-17).

All must agree; it is no majority vote. The list is made once, from the register of that day.
"""

from __future__ import annotations

from django.db import IntegrityError, transaction
from django.db.models import Q, QuerySet

from linli.base.accounts.api import Actor
from linli.base.audit.api import record
from linli.base.calendars.api import now
from linli.base.errors import Invalid, NotAllowed, NotFound, translatable
from linli.estate.organisations.api import Permission, Role, may, register_reach, require
from linli.estate.places.api import Home, Ownership
from linli.voice.contracts.data import UseState, Way
from linli.voice.contracts.errors import (
    AnsweredAlready,
    ConfirmationMissing,
    NotAsked,
    UseClosed,
    UseOpenAlready,
)
from linli.voice.contracts.models import UseConsent, UseRequest

COLLECTING = UseState.COLLECTING.value


def uses_for(actor: Actor) -> QuerySet[UseRequest]:
    """Lists that the actor may see: who manages contracts or takes papers all (a captain those of
    the own building), an owner those that ask him or her and the own one."""
    rows: QuerySet[UseRequest] = UseRequest.objects.select_related("home__place", "building")
    if may(actor, Permission.MANAGE_CONTRACTS) or (
        may(actor, Permission.TAKE_BALLOTS) and register_reach(actor).whole_estate
    ):
        return rows
    wanted = Q(building__in=actor.buildings_as(Role.BUILDING_CAPTAIN))
    if actor.person_id is not None:
        owned = Ownership.objects.filter(person=actor.person_id, until__isnull=True)
        wanted |= Q(consents__person=actor.person_id) | Q(home__in=owned.values("home"))
    return rows.filter(wanted).distinct()


def use_for(actor: Actor, use_id: int) -> UseRequest:
    """Raises NotFound."""
    use = uses_for(actor).filter(pk=use_id).first()
    if use is None:
        raise NotFound
    return use


@transaction.atomic
def ask_neighbours(home_id: int, business: str, *, actor: Actor) -> UseRequest:
    """Make the list of all other owners in the building. Raises UseOpenAlready, Invalid."""
    require(actor, Permission.MANAGE_CONTRACTS)
    if actor.user_id is None:
        raise NotAllowed
    home = Home.objects.select_related("place").filter(pk=home_id).first()
    if home is None or home.place.building_id is None:
        raise Invalid(translatable("没有找到这套房子。请写门牌。"), field="plate")
    if not business.strip():
        raise Invalid(translatable("请写打算做什么。"), field="business")
    try:
        with transaction.atomic():
            use: UseRequest = UseRequest.objects.create(
                home=home, building_id=home.place.building_id, business=business.strip()[:200],
                opened_by_id=actor.user_id, opened_at=now(),
            )  # fmt: skip
    except IntegrityError as error:
        raise UseOpenAlready from error
    UseConsent.objects.bulk_create(_consents(use, home))
    record("use.asked", "use_request", use.pk, actor=actor, home=home.pk)
    return use


def _consents(use: UseRequest, home: Home) -> list[UseConsent]:
    """Each owner once, whatever he or she owns there; a home without a known owner stands alone."""
    others = Home.objects.filter(place__building=home.place.building_id).exclude(pk=home.pk)
    rows = Ownership.objects.filter(home__in=others, until__isnull=True).order_by("home", "pk")
    own = set(
        Ownership.objects.filter(home=home, until__isnull=True).values_list("person", flat=True)
    )
    people: dict[int, UseConsent] = {}
    bodies: dict[int, UseConsent] = {}
    owned = set()
    for row in rows:
        owned.add(row.home_id)
        if row.person_id is not None and row.person_id not in own:
            people.setdefault(
                row.person_id, UseConsent(request=use, home_id=row.home_id, person_id=row.person_id)
            )
        elif row.organisation_id is not None:
            bodies.setdefault(
                row.organisation_id,
                UseConsent(request=use, home_id=row.home_id, organisation_id=row.organisation_id),
            )
    unknown = others.exclude(pk__in=owned).order_by("place__sort_key")
    return [*people.values(), *bodies.values(), *(UseConsent(request=use, home=h) for h in unknown)]


@transaction.atomic
def answer_use(use_id: int, agrees: bool, *, actor: Actor) -> UseRequest:
    """An owner's own answer on the phone. Raises NotAsked, AnsweredAlready, UseClosed."""
    use = _lock(use_id, actor)
    consent = use.consents.filter(person=actor.person_id).first() if actor.person_id else None
    if consent is None:
        raise NotAsked
    return _answer(use, consent, agrees, Way.PHONE, actor, "", None)


@transaction.atomic
def record_consent(
    consent_id: int,
    agrees: bool,
    *,
    actor: Actor,
    confirmation: str,
    scan_id: int | None = None,
) -> UseRequest:
    """An answer on paper or by a call, taken by the desk or the building's captain.

    Raises NotAllowed, ConfirmationMissing, AnsweredAlready, UseClosed, Invalid.
    """
    consent = UseConsent.objects.select_related("request").filter(pk=consent_id).first()
    if consent is None:
        raise NotFound
    use = _lock(consent.request_id, actor)
    if not may_take_consent(actor, use):
        raise NotAllowed
    if not confirmation.strip():
        raise ConfirmationMissing(field="confirmation")
    if consent.person_id is None and consent.organisation_id is None:
        raise Invalid(translatable("这一户登记里还没有业主。请先核对产权，再重新征求。"))
    at_door = Role.BUILDING_CAPTAIN in actor.roles
    way = Way.CAPTAIN if at_door else Way.DESK
    return _answer(use, consent, agrees, way, actor, confirmation.strip()[:80], scan_id)


def may_take_consent(actor: Actor, use: UseRequest) -> bool:
    if not may(actor, Permission.TAKE_BALLOTS):
        return False
    if register_reach(actor).whole_estate:
        return True
    return use.building_id in actor.buildings_as(Role.BUILDING_CAPTAIN)


def _lock(use_id: int, actor: Actor) -> UseRequest:
    use_for(actor, use_id)
    use: UseRequest = UseRequest.objects.select_for_update().get(pk=use_id)
    if use.state != COLLECTING:
        raise UseClosed
    return use


def _answer(
    use: UseRequest,
    consent: UseConsent,
    agrees: bool,
    way: Way,
    actor: Actor,
    confirmation: str,
    scan_id: int | None,
) -> UseRequest:
    consent.refresh_from_db()
    if consent.agrees is not None:
        raise AnsweredAlready
    consent.agrees, consent.way, consent.at = agrees, way.value, now()
    consent.taken_by_id = None if way == Way.PHONE else actor.user_id
    consent.confirmation, consent.scan_id = confirmation, scan_id
    consent.save()
    record("use.answered", "use_consent", consent.pk, actor=actor, agrees=agrees, way=way.value)
    return _conclude(use, actor)


def _conclude(use: UseRequest, actor: Actor) -> UseRequest:
    """One no ends it; a yes of all, and nobody unknown, grants it."""
    answers = list(use.consents.values_list("agrees", flat=True))
    if False in answers:
        use.state = UseState.REFUSED.value
    elif answers and all(answers):
        use.state = UseState.AGREED.value
    else:
        return use
    use.ended_at = now()
    use.save(update_fields=["state", "ended_at"])
    record("use.concluded", "use_request", use.pk, actor=actor, state=use.state)
    return use


@transaction.atomic
def withdraw_use(use_id: int, *, actor: Actor) -> UseRequest:
    """The owner does not want it any more, or the list must be made anew."""
    require(actor, Permission.MANAGE_CONTRACTS)
    use = _lock(use_id, actor)
    use.state, use.ended_at = UseState.WITHDRAWN.value, now()
    use.save(update_fields=["state", "ended_at"])
    record("use.withdrawn", "use_request", use.pk, actor=actor)
    return use
