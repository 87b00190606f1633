"""Reads of the gateway: accounts, contacts, their matters, the places that they name."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from datetime import timedelta

from django.db.models import F, Q, QuerySet, Value
from django.db.models.functions import Length, StrIndex

from linli.base.accounts.api import Actor, User, system_actor
from linli.base.calendars.api import now
from linli.base.errors import NotFound
from linli.base.scopes.api import Estate, all_estates, current_estate_id
from linli.estate.organisations.api import load_actor
from linli.estate.people.api import Person
from linli.estate.places.api import Place, PlaceKind, find_place_by_plate, read_plate
from linli.gateways.wechat.models import (
    WechatAccount,
    WechatContact,
    WechatConversation,
    WechatMessage,
)
from linli.gateways.wechat.rules import plates_in, wider_plates
from linli.matters.handling.api import Matter
from linli.matters.handling.data import OPEN_STATES, State

MOST_OF_A_STRANGER = 12  # matters an hour; the bound have no limit, danger has none either
_NAMED = (PlaceKind.PUBLIC_PLACE.value, PlaceKind.FACILITY.value)


def estate_with_code(code: str) -> Estate:
    """Raises NotFound."""
    found = Estate.objects.filter(code=code).first()
    if found is None:
        raise NotFound
    return found


def account_in_scope() -> WechatAccount | None:
    """The official account of the estate in scope."""
    found: WechatAccount | None = WechatAccount.objects.select_related("estate").first()
    return found


def active_account() -> WechatAccount:
    """The account that answers. Raises NotFound."""
    found = account_in_scope()
    if found is None or not found.is_active:
        raise NotFound
    return found


def actor_behind(contact: WechatContact) -> Actor:
    """Who speaks: the bound account's actor, or for strangers the software itself."""
    if contact.account_id is None or contact.account is None or not contact.account.is_active:
        return system_actor(current_estate_id())
    return load_actor(contact.account)


def contact_with_openid(openid: str) -> WechatContact | None:
    rows = WechatContact.objects.select_related("account")
    found: WechatContact | None = rows.filter(openid=openid).first()
    return found


def conversation_of(contact: WechatContact) -> WechatConversation | None:
    rows = WechatConversation.objects.select_related("matter__kind", "place")
    found: WechatConversation | None = rows.filter(contact=contact.pk).first()
    return found


def matters_of(contact: WechatContact, actor: Actor) -> QuerySet[Matter]:
    """What this contact may ask about: the bound person's own, else what nobody's name is on."""
    said = WechatMessage.objects.filter(contact=contact.pk, matter__isnull=False)
    own = Q(pk__in=said.values("matter"), reporter__isnull=True)
    own &= Q(reported_by=actor.user_id) if actor.user_id else Q(reported_by__isnull=True)
    if actor.person_id is not None:
        own |= Q(reporter=actor.person_id)
    rows: QuerySet[Matter] = Matter.objects.filter(own).select_related("kind", "category", "place")
    return rows.order_by("-created_at", "-id")


def open_matters_of(contact: WechatContact, actor: Actor) -> list[Matter]:
    states = [s.value for s in OPEN_STATES]
    return list(matters_of(contact, actor).filter(state__in=states)[:3])


def done_matter_of(contact: WechatContact, actor: Actor, number: str = "") -> Matter | None:
    """The latest that waits for the reporter's word, or the one named."""
    rows = matters_of(contact, actor).filter(state=State.DONE.value)
    return (rows.filter(number=number) if number else rows).order_by("-done_at").first()


def contacts_to_tell(matter_id: int, person_ids: Collection[int]) -> list[WechatContact]:
    """Contacts of these people, and a stranger's who wrote the matter and has no name yet."""
    bound = Person.objects.filter(pk__in=list(person_ids), account__isnull=False)
    strangers = WechatMessage.objects.filter(
        matter=matter_id, contact__account__isnull=True, matter__reporter__isnull=True
    )
    wanted = Q(account__in=bound.values("account")) | Q(pk__in=strangers.values("contact"))
    rows = WechatContact.objects.select_related("account").filter(wanted, is_subscribed=True)
    return list(rows.order_by("id"))


def addresses_of(person_ids: Collection[int]) -> Mapping[int, str]:
    """The openid of each bound and subscribed person, the one last heard of."""
    accounts = Person.objects.filter(pk__in=list(person_ids), account__isnull=False)
    people = dict(accounts.values_list("account_id", "id"))
    rows = WechatContact.objects.filter(account__in=people, is_subscribed=True)
    ordered = rows.order_by("last_seen_at").values_list("account_id", "openid")
    return {people[account_id]: openid for account_id, openid in ordered}


def contacts_of_account(user: User) -> QuerySet[WechatContact]:
    """The WeChats that are bound to an account."""
    rows: QuerySet[WechatContact] = WechatContact.objects.filter(account=user.pk)
    return rows.order_by("bound_at")


def contact_anywhere(openid: str) -> tuple[WechatContact, WechatAccount] | None:
    """A contact with its account; for jobs, which know no estate. An openid is one account's."""
    with all_estates():
        contact = WechatContact.objects.select_related("account").filter(openid=openid).first()
        if contact is None:
            return None
        account = WechatAccount.objects.select_related("estate").get(estate=contact.estate_id)
    return contact, account


def place_in(text: str) -> Place | None:
    """The place that a text names: a plate however written, else a public place by its name."""
    for piece in plates_in(text):
        plate = read_plate(piece)
        for wider in wider_plates(plate) if plate else ():
            found = find_place_by_plate(wider)
            if found is not None:
                return found
    return _named_in(text)


def _named_in(text: str) -> Place | None:
    rows = Place.objects.filter(kind__in=_NAMED, is_closed=False)
    said = rows.annotate(at=StrIndex(Value(text[:2000]), F("name")), length=Length("name"))
    found: Place | None = said.filter(at__gt=0, length__gte=2).order_by("-length", "id").first()
    return found


def is_only(place: Place, text: str) -> bool:
    """Whether the text says the place and nothing of it."""
    plain = text.strip().rstrip("。.!！")
    return plain in (place.plate, place.name) or read_plate(plain) is not None


def has_filed_much(contact: WechatContact) -> bool:
    """Whether a stranger has told as much within an hour as an hour can hold."""
    lately = WechatMessage.objects.filter(
        contact=contact.pk, matter__isnull=False, received_at__gt=now() - timedelta(hours=1)
    )
    return lately.values("matter").distinct().count() >= MOST_OF_A_STRANGER


def nameable(place: Place, actor: Actor) -> Place:
    """The place itself; of somebody else's home the entrance, which is no secret."""
    if place.kind != PlaceKind.HOME.value or place.pk in actor.home_ids:
        return place
    found: Place | None = Place.objects.filter(pk=place.entrance_id).first()
    return found or place


def home_of(actor: Actor) -> Place | None:
    """The person's home, where there is just one."""
    if len(actor.home_ids) != 1:
        return None
    found: Place | None = Place.objects.filter(pk=next(iter(actor.home_ids))).first()
    return found
