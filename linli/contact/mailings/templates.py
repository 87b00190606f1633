"""Changing the estate's own templates; a changed shipped one becomes the estate's."""

from __future__ import annotations

import uuid

from django.db import transaction

from linli.base.accounts.api import Actor
from linli.base.audit.api import record
from linli.contact.mailings.errors import UnknownField
from linli.contact.mailings.models import MessageTemplate
from linli.contact.mailings.rules import unknown_fields
from linli.estate.organisations.api import Permission, require


@transaction.atomic
def save_template(
    code: str, *, actor: Actor, title: str, body_zh: str, body_en: str = ""
) -> MessageTemplate:
    """Keep a template under its code; "" makes a new one. Raises UnknownField, NotAllowed."""
    require(actor, Permission.TELL_PEOPLE)
    for name, text in (("body_zh", body_zh), ("body_en", body_en)):
        if wrong := unknown_fields(text):
            raise UnknownField(field=name, fields="、".join(wrong))
    row, _made = MessageTemplate.objects.update_or_create(
        code=code or uuid.uuid4().hex[:12],
        defaults={"title": title, "body_zh": body_zh, "body_en": body_en, "is_active": True},
    )
    record("template.saved", "message_template", row.pk, actor=actor)
    kept: MessageTemplate = row
    return kept
