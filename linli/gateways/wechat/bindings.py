"""The tie between a WeChat and an account, made once with a phone code, undone by a word."""

from __future__ import annotations

from django.db import transaction
from django.utils import translation

from linli.base.accounts.api import Actor, User, set_language, system_actor
from linli.base.audit.api import record
from linli.base.calendars.api import now
from linli.base.errors import NotFound
from linli.base.scopes.api import current_estate_id
from linli.estate.organisations.api import load_actor
from linli.gateways.wechat import answers
from linli.gateways.wechat.errors import OpenidBound, WrongEstate
from linli.gateways.wechat.models import WechatContact, WechatMessage
from linli.matters.handling.api import Matter, complete_matter


def meet_contact(openid: str) -> WechatContact:
    """The contact with this openid, locked until the caller's transaction ends; met when new."""
    found = _lock(openid)
    if found is None:
        at = now()
        row = WechatContact(openid=openid, first_seen_at=at, last_seen_at=at)
        WechatContact.objects.bulk_create([row], ignore_conflicts=True)
        found = _lock(openid)
    assert found is not None
    return found


def _lock(openid: str) -> WechatContact | None:
    rows = WechatContact.objects.select_for_update(of=("self",)).select_related("account")
    found: WechatContact | None = rows.filter(openid=openid).first()
    return found


@transaction.atomic
def bind_contact(openid: str, user: User) -> WechatContact:
    """Let this WeChat speak for the account from now on; what it told before becomes the person's.

    One openid belongs to one account; an account may have several (family write for an elder).
    Raises OpenidBound, WrongEstate.
    """
    if user.estate_id != current_estate_id():
        raise WrongEstate
    contact = meet_contact(openid)
    if contact.account_id == user.pk:
        return contact
    if contact.account_id is not None:
        raise OpenidBound
    WechatContact.objects.filter(pk=contact.pk).update(
        account=user, bound_at=now(), language=user.language
    )
    actor = load_actor(user)
    record("bind_wechat", "wechat_contact", contact.pk, actor=actor, account=user.pk)
    _name_matters(contact, actor)
    contact.refresh_from_db()
    return contact


def _name_matters(contact: WechatContact, actor: Actor) -> None:
    """The stranger's matters are the person's now, so that answers reach every channel."""
    if actor.person_id is None:
        return
    said = WechatMessage.objects.filter(contact=contact.pk, matter__isnull=False)
    rows = Matter.objects.filter(
        pk__in=said.values("matter"), reporter__isnull=True, reported_by__isnull=True
    )
    for matter_id in rows.order_by("id").values_list("id", flat=True):
        complete_matter(
            matter_id, actor=system_actor(current_estate_id()), reporter_id=actor.person_id
        )


@transaction.atomic
def unbind_contact(contact_id: int, *, actor: Actor) -> None:
    """This WeChat is a stranger's again. Raises NotFound when it is not the actor's."""
    changed = WechatContact.objects.filter(pk=contact_id, account=actor.user_id).update(
        account=None, bound_at=None
    )
    if actor.user_id is None or not changed:
        raise NotFound
    record("unbind_wechat", "wechat_contact", contact_id, actor=actor, account=actor.user_id)


def set_contact_language(contact: WechatContact, language: str) -> str:
    """The language of the answers, kept with the account where there is one; says so in it."""
    WechatContact.objects.filter(pk=contact.pk).update(language=language)
    if contact.account is not None:
        set_language(contact.account, language)
    with translation.override(language):
        return answers.language_set()


@transaction.atomic
def set_subscribed(contact: WechatContact, is_subscribed: bool) -> None:
    """Whoever left the account is not written to; the tie stays for the return."""
    WechatContact.objects.filter(pk=contact.pk).update(is_subscribed=is_subscribed)
