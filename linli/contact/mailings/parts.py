"""Writing down each person's part of a mailing."""

from __future__ import annotations

from collections.abc import Sequence

from linli.base.calendars.api import now
from linli.base.scopes.api import copy_rows, current_estate_id
from linli.contact.mailings.data import RecipientState
from linli.contact.mailings.models import Mailing, MailingRecipient
from linli.contact.mailings.plans import Planned
from linli.contact.messages.api import Message


def write_parts(mailing: Mailing, planned: Sequence[Planned]) -> None:
    """One message and one recipient a person, by COPY: thousands in a moment."""
    auto = [one for one in planned if one.state == RecipientState.AUTO]
    messages = [first_message(mailing, one.person_id, one.ways[0], one.text, one.language)
                for one in auto]  # fmt: skip
    copy_rows(messages)
    by_person = {m.person_id: m.pk for m in messages}
    copy_rows([_recipient(mailing, one, by_person.get(one.person_id)) for one in planned])


def first_message(
    mailing: Mailing, person_id: int, way: tuple[str, str], text: str, language: str
) -> Message:
    """An unsaved message of a mailing. What stands on the own page has arrived at once."""
    channel, address = way
    at = now()
    is_page = channel == "app"
    return Message(
        key=f"{mailing.batch}:{person_id}:{channel}", batch=mailing.batch, channel=channel,
        address=address, title=mailing.title, body=text, link=mailing.link, language=language,
        person_id=person_id, estate_id=current_estate_id(), purpose="mailing", queued_at=at,
        state="delivered" if is_page else "queued", delivered_at=at if is_page else None,
        sent_at=at if is_page else None,
    )  # fmt: skip


def _recipient(mailing: Mailing, one: Planned, message_id: int | None) -> MailingRecipient:
    return MailingRecipient(
        mailing_id=mailing.pk, person_id=one.person_id, home_id=one.home_id,
        building_id=one.building_id, grid_id=one.grid_id, language=one.language,
        ways=[f"{channel} {address}".strip() for channel, address in one.ways],
        message_id=message_id, state=one.state,
    )  # fmt: skip
