"""The tie between a person of the register and the account that signs in as that person.

Callers are sign-in pages, where nobody and no estate is in scope yet.
"""

from __future__ import annotations

from dataclasses import dataclass

from django.db import transaction
from django.db.models import Q

from linli.base.accounts.api import User
from linli.base.audit.api import record
from linli.base.errors import DomainError, translatable
from linli.base.scopes.api import all_estates, estate_scope
from linli.estate.people.data import PersonStatus
from linli.estate.people.models import Person


class PersonBound(DomainError):
    code = "person_bound"
    message = translatable("这位居民已经有账号了。请打服务热线，我们帮您看一下。")
    status = 409


@dataclass(frozen=True)
class PhoneHolder:
    """A living person of the register at whose record a phone number stands."""

    person_id: int
    estate_id: int
    name: str
    account_id: int | None


def find_phone_holders(phone: str) -> list[PhoneHolder]:
    """Everybody in the registers of all estates who gave this mobile number (11 digits)."""
    with all_estates():
        rows = Person.objects.filter(
            Q(phone=phone) | Q(second_phone=phone), status=PersonStatus.ACTIVE.value
        ).order_by("id")
        return [
            PhoneHolder(*row) for row in rows.values_list("id", "estate_id", "name", "account_id")
        ]


def bind_person(holder: PhoneHolder, account: User) -> None:
    """Let `account` act as this person from now on; both must be free."""
    with estate_scope(holder.estate_id), transaction.atomic():
        if Person.objects.filter(account=account.pk).exists():
            raise PersonBound
        changed = Person.objects.filter(pk=holder.person_id, account__isnull=True).update(
            account=account.pk
        )
        if not changed:
            raise PersonBound
        User.objects.filter(pk=account.pk).update(
            estate_id=holder.estate_id, name=holder.name or account.name
        )
        record("bind_account", "person", holder.person_id, actor=None, account=account.pk)
    account.estate_id, account.name = holder.estate_id, holder.name or account.name
