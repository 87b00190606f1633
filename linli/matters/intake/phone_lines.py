"""The hotline's lines and seats: whose PBX may announce calls, and who sits at which extension."""

from __future__ import annotations

import secrets
from dataclasses import dataclass

from django.db import IntegrityError, transaction

from linli.base.accounts.api import Actor, User, token_digest
from linli.base.audit.api import record
from linli.base.calendars.api import now
from linli.base.errors import Invalid, NotFound, translatable
from linli.base.scopes.api import all_estates
from linli.estate.organisations.api import Permission, load_actor, may, require
from linli.matters.intake.models import PhoneExtension, PhoneLine


@dataclass(frozen=True, slots=True)
class NewLine:
    """A line with its key, which is told once."""

    line: PhoneLine
    key: str


def line_with_key(key: str) -> PhoneLine | None:
    """The line in force that a PBX names by its key, whatever estate it belongs to."""
    with all_estates():
        found: PhoneLine | None = PhoneLine.objects.filter(
            key_digest=token_digest(key), ended_at__isnull=True
        ).first()
    return found


def list_lines(actor: Actor) -> list[PhoneLine]:
    require(actor, Permission.SET_RULES)
    return list(PhoneLine.objects.filter(ended_at__isnull=True).order_by("name"))


def list_extensions(actor: Actor) -> list[PhoneExtension]:
    require(actor, Permission.SET_RULES)
    return list(PhoneExtension.objects.select_related("account").order_by("number"))


@transaction.atomic
def add_line(*, actor: Actor, name: str) -> NewLine:
    """A line and the key with which its PBX announces calls. Raises NotAllowed, Invalid."""
    require(actor, Permission.SET_RULES)
    title = " ".join(name.split())[:60]
    if not title:
        raise Invalid(translatable("请给这条线路起个名字，比如“民生热线”。"), field="name")
    key = secrets.token_urlsafe(32)
    try:
        with transaction.atomic():
            line = PhoneLine.objects.create(
                name=title, key_digest=token_digest(key), created_by_id=actor.user_id,
                created_at=now(),
            )  # fmt: skip
    except IntegrityError as error:
        raise Invalid(translatable("已经有叫这个名字的线路。请换个名字。"), field="name") from error
    record("intake.line_added", "phone_line", line.pk, actor=actor)
    return NewLine(line, key)


@transaction.atomic
def end_line(line_id: int, *, actor: Actor) -> None:
    """Its key opens nothing from now on; its calls stay."""
    require(actor, Permission.SET_RULES)
    changed = PhoneLine.objects.filter(pk=line_id, ended_at__isnull=True).update(ended_at=now())
    if not changed:
        raise NotFound
    record("intake.line_ended", "phone_line", line_id, actor=actor)


@transaction.atomic
def seat_agent(account_id: int, number: str, *, actor: Actor) -> None:
    """Say at which extension somebody sits; an empty number: at none. Nobody else sits there."""
    require(actor, Permission.SET_RULES)
    account = User.objects.filter(pk=account_id, estate=actor.estate_id, is_active=True).first()
    if account is None or not may(load_actor(account), Permission.TAKE_CALLS):
        raise Invalid(translatable("请选一位接热线的工作人员。"), field="account")
    seat = number.strip()
    if seat and not (seat.isascii() and seat.isalnum() and len(seat) <= 20):
        raise Invalid(translatable("分机号只用数字或字母，最多 20 位。"), field="number")
    PhoneExtension.objects.filter(account_id=account_id).delete()
    PhoneExtension.objects.filter(number=seat).delete()
    if seat:
        PhoneExtension.objects.create(account_id=account_id, number=seat)
    record("intake.agent_seated", "user", account_id, actor=actor, extension=seat)
