"""Whose account a phone number opens: one that has it, or one made for a person who gave it."""

from __future__ import annotations

import secrets

from django.db import transaction

from linli.base.accounts.api import AccountTaken, User, account_with_phone, create_account
from linli.base.scopes.api import estate_scope
from linli.estate.organisations.api import load_actor
from linli.estate.people.api import PhoneHolder, bind_person, find_phone_holders


def account_for_phone(phone: str) -> User | None:
    """The account to which a code may be sent, made when the register knows the number.

    A number that only the register knows never opens an account that holds an office: whoever
    may edit the register could otherwise sign in as a colleague.
    """
    known = account_with_phone(phone)
    if known or User.objects.filter(phone=phone).exists():
        return known
    holders = find_phone_holders(phone)
    if not holders:
        return None
    if len(holders) == 1 and holders[0].account_id is not None:
        return _account_of(holders[0])
    return _prepare_account(phone, holders)


def _account_of(holder: PhoneHolder) -> User | None:
    if holder.account_id is None:
        return None
    account = User.objects.filter(
        pk=holder.account_id, phone__isnull=True, is_active=True, estate=holder.estate_id
    ).first()
    if account is None:
        return None
    with estate_scope(holder.estate_id):
        return None if load_actor(account).roles else account


def _prepare_account(phone: str, holders: list[PhoneHolder]) -> User | None:
    """An account that can do nothing until the code proves the phone."""
    estates = {holder.estate_id for holder in holders}
    try:
        return create_account(
            f"p{secrets.token_hex(8)}",
            name="居民",
            actor=None,
            phone=phone,
            estate_id=estates.pop() if len(estates) == 1 else None,
        )
    except AccountTaken:  # the same number asked twice at once
        return account_with_phone(phone)


@transaction.atomic
def confirm_phone(account: User, phone: str) -> None:
    """The code was right: the number is the account's; bind the person where it is clear who."""
    User.objects.filter(pk=account.pk).update(phone=phone, phone_verified=True)
    account.phone, account.phone_verified = phone, True
    holders = people_to_choose(account)
    if len(holders) == 1:
        bind_person(holders[0], account)


def people_to_choose(account: User) -> list[PhoneHolder]:
    """Who the holder of the proven number may be; empty when that is settled or unknown."""
    if not account.phone or not account.phone_verified:
        return []
    holders = find_phone_holders(account.phone)
    if any(holder.account_id == account.pk for holder in holders):
        return []
    if account.estate_id:
        with estate_scope(account.estate_id):
            actor = load_actor(account)
        if actor.person_id or actor.roles:
            return []
    return [holder for holder in holders if holder.account_id is None]
