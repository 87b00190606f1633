"""Open affairs (居务公开, RC-04): which notice discloses which item, and what is missing."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.db import IntegrityError, transaction

from linli.base.accounts.api import Actor
from linli.base.audit.api import record
from linli.base.calendars.api import now
from linli.base.errors import Invalid, translatable
from linli.contact.notices.api import Notice, NoticeKind, notice_for
from linli.estate.organisations.api import Permission, require
from linli.voice.committee.labels import AFFAIRS
from linli.voice.committee.models import OpenAffair


@dataclass(frozen=True)
class AffairLine:
    """One item with the notices that disclose it, the newest first."""

    code: str
    label: Any
    notices: tuple[Notice, ...]


def list_affairs() -> list[AffairLine]:
    """All items; those without a notice are what is missing."""
    rows = OpenAffair.objects.select_related("notice").order_by("-notice__post_from", "-pk")
    found: dict[str, list[Notice]] = {}
    for row in rows:
        found.setdefault(row.item, []).append(row.notice)
    return [AffairLine(c, label, tuple(found.get(c, ())[:5])) for c, label in AFFAIRS.items()]


@transaction.atomic
def link_affair(item: str, notice_id: int, *, actor: Actor) -> None:
    """This notice discloses that item. Only notices that hang the lawful 15 days count."""
    require(actor, Permission.RUN_ELECTIONS)
    notice = notice_for(actor, notice_id)
    if item not in AFFAIRS or notice.kind != NoticeKind.DISCLOSURE:
        raise Invalid(translatable("请选一份“居务公开”的公告。"), field="notice")
    try:
        with transaction.atomic():
            OpenAffair.objects.create(
                item=item, notice=notice, linked_by_id=actor.user_id, linked_at=now()
            )
    except IntegrityError:
        return
    record("committee.affair_linked", "notice", notice.pk, actor=actor, item=item)
