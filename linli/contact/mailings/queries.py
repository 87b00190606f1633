from __future__ import annotations

from collections import Counter
from collections.abc import Iterable

from django.db import connection
from django.db.models import QuerySet

from linli.base.accounts.api import Actor
from linli.base.errors import NotFound
from linli.base.scopes.api import current_estate_id
from linli.contact.mailings.data import Figures, MailingState, RecipientState
from linli.contact.mailings.models import Mailing, MailingRecipient, MessageTemplate
from linli.contact.mailings.shipped import SHIPPED
from linli.estate.organisations.api import Permission, Role, may, register_reach

_COUNTS = """
SELECT CASE WHEN r.state = 'auto' THEN m.state ELSE r.state END, m.channel, count(*),
  count(r.seen_at)
FROM mailing_recipient r LEFT JOIN message m ON m.id = r.message_id
WHERE r.mailing_id = %s AND r.estate_id = %s GROUP BY 1, 2
"""


def mailings_for(actor: Actor) -> QuerySet[Mailing]:
    """Mailings that the actor may look at: own ones, and all for who reaches the whole estate."""
    rows: QuerySet[Mailing] = Mailing.objects.select_related("author", "approved_by")
    if may(actor, Permission.APPROVE_TELLING):
        return rows
    if not may(actor, Permission.TELL_PEOPLE):
        return rows.none()
    if register_reach(actor).whole_estate:
        return rows.filter(is_sensitive=False) | rows.filter(author=actor.user_id)
    return rows.filter(author=actor.user_id)


def mailing_for(actor: Actor, mailing_id: int) -> Mailing:
    """Raises NotFound."""
    mailing = mailings_for(actor).filter(pk=mailing_id).first()
    if mailing is None:
        raise NotFound
    return mailing


def count_mailing(mailing: Mailing) -> Figures:
    """How far it is, each person once, read from the rows themselves."""
    counts: Counter[str] = Counter()
    seen = 0
    with connection.cursor() as cursor:
        cursor.execute(_COUNTS, [mailing.pk, current_estate_id()])
        for state, _channel, number, looked in cursor.fetchall():
            counts[state or "queued"] += number
            seen += looked
    return Figures(sum(counts.values()), dict(counts), seen)


def list_templates() -> list[MessageTemplate]:
    """The estate's templates; those that are shipped stand beside until it writes its own."""
    own = {row.code: row for row in MessageTemplate.objects.order_by("pk")}
    shipped = [
        MessageTemplate(code=code, title=title, body_zh=zh, body_en=en)
        for code, title, zh, en in SHIPPED
        if code not in own
    ]
    return [row for row in own.values() if row.is_active] + shipped


def find_template(code: str) -> MessageTemplate | None:
    return next((row for row in list_templates() if row.code == code), None)


def carried_by(actor: Actor) -> QuerySet[MailingRecipient]:
    """Who is to be told by hand, as far as the actor goes: a captain the own building, a grid
    worker the own grid, who may let messages out all."""
    rows: QuerySet[MailingRecipient] = MailingRecipient.objects.filter(
        mailing__state__in=[MailingState.SENDING.value, MailingState.DONE.value],
        state__in=[RecipientState.BY_HAND.value, RecipientState.TOLD.value],
    )
    if may(actor, Permission.APPROVE_TELLING):
        return rows
    buildings = actor.buildings_as(Role.BUILDING_CAPTAIN)
    grids = actor.grids_as(Role.GRID_WORKER)
    return rows.filter(building__in=buildings) | rows.filter(grid__in=grids)


def open_lists(actor: Actor) -> list[tuple[Mailing, int, int]]:
    """Mailings with somebody to tell by hand within reach: (mailing, to tell, told)."""
    rows = carried_by(actor).values_list("mailing", "state").order_by()
    counts: dict[int, Counter[str]] = {}
    for mailing, state in rows:
        counts.setdefault(mailing, Counter())[state] += 1
    mailings = Mailing.objects.filter(pk__in=counts).order_by("-approved_at")
    return [(m, counts[m.pk]["by_hand"], counts[m.pk]["told"]) for m in mailings]


def people_to_carry(actor: Actor, mailing_id: int) -> tuple[Mailing, list[MailingRecipient]]:
    """One mailing's list, in the order of the homes. Raises NotFound where there is nobody."""
    rows = carried_by(actor).filter(mailing=mailing_id)
    rows = rows.select_related("person", "home", "building", "mailing", "told_by")
    found = list(rows.order_by("home__sort_key", "pk"))
    if not found:
        raise NotFound
    return found[0].mailing, found


def people_to_tell(building_ids: Iterable[int]) -> int:
    """How many people of these buildings still wait for somebody at the door."""
    return MailingRecipient.objects.filter(
        state=RecipientState.BY_HAND.value, building__in=list(building_ids),
        mailing__state__in=[MailingState.SENDING.value, MailingState.DONE.value],
    ).count()  # fmt: skip


def own_messages(actor: Actor) -> QuerySet[MailingRecipient]:
    """What the estate has told this person, newest first; stopped ones only where they arrived."""
    rows: QuerySet[MailingRecipient] = MailingRecipient.objects.select_related(
        "mailing", "message", "home", "building", "person"
    )
    if actor.person_id is None:
        return rows.none()
    rows = rows.filter(person=actor.person_id).exclude(state=RecipientState.STOPPED.value)
    return rows.filter(mailing__approved_at__isnull=False).order_by("-mailing__approved_at")


def count_unread(actor: Actor) -> int:
    return own_messages(actor).filter(seen_at__isnull=True).count()
