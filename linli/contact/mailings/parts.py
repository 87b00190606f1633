"""Writing down each person's part of a mailing."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django.db import connection

from linli.base.calendars.api import now
from linli.base.scopes.api import current_estate_id
from linli.contact.mailings.data import RecipientState
from linli.contact.mailings.models import Mailing
from linli.contact.mailings.plans import Planned
from linli.contact.messages.api import Channel, Message

# two statements for thousands of people: columns travel as arrays, rows are made over there
_MESSAGES = """
INSERT INTO message (estate_id, person_id, channel, address, title, body, link, language, purpose,
  key, batch, others, state, attempts, queued_at, delivered_at, sent_at, error)
SELECT %(estate)s, person, channel, address, %(title)s, body, %(link)s, language, 'mailing',
  %(batch)s || ':' || person || ':' || channel, %(batch)s, '[]',
  CASE WHEN channel = 'app' THEN 'delivered' ELSE 'queued' END, 0, %(now)s,
  CASE WHEN channel = 'app' THEN %(now)s END, CASE WHEN channel = 'app' THEN %(now)s END, ''
FROM unnest(%(people)s::bigint[], %(channels)s::text[], %(addresses)s::text[], %(bodies)s::text[],
  %(languages)s::text[]) AS v (person, channel, address, body, language)
"""
_RECIPIENTS = """
INSERT INTO mailing_recipient (estate_id, mailing_id, person_id, home_id, building_id, grid_id,
  language, ways, step, message_id, state, told_note)
SELECT %(estate)s, %(mailing)s, v.person, v.home, v.building, v.grid, v.language,
  string_to_array(v.ways, E'\\n'), 0, m.id, v.state, ''
FROM unnest(%(people)s::bigint[], %(homes)s::bigint[], %(buildings)s::bigint[],
  %(grids)s::bigint[], %(languages)s::text[], %(ways)s::text[], %(states)s::text[],
  %(channels)s::text[]) AS v (person, home, building, grid, language, ways, state, channel)
LEFT JOIN message m ON v.state = 'auto' AND m.key = %(batch)s || ':' || v.person || ':' || v.channel
"""


def write_parts(mailing: Mailing, planned: Sequence[Planned]) -> None:
    """One message and one recipient a person. What stands on the own page has arrived at once."""
    common: dict[str, Any] = {
        "estate": current_estate_id(), "mailing": mailing.pk, "title": mailing.title,
        "link": mailing.link, "batch": mailing.batch, "now": now(),
    }  # fmt: skip
    auto = [one for one in planned if one.state == RecipientState.AUTO]
    with connection.cursor() as cursor:
        cursor.execute(_MESSAGES, common | _columns(auto))
        cursor.execute(_RECIPIENTS, common | _columns(planned))


def _columns(planned: Sequence[Planned]) -> dict[str, list[Any]]:
    return {
        "people": [one.person_id for one in planned],
        "channels": [one.channel for one in planned],
        "addresses": [one.ways[0][1] for one in planned],
        "bodies": [one.text for one in planned],
        "languages": [one.language for one in planned],
        "homes": [one.home_id for one in planned],
        "buildings": [one.building_id for one in planned],
        "grids": [one.grid_id for one in planned],
        "ways": ["\n".join(f"{c} {a}".strip() for c, a in one.ways) for one in planned],
        "states": [one.state for one in planned],
    }


def first_message(
    mailing: Mailing, person_id: int, way: tuple[str, str], text: str, language: str
) -> Message:
    """An unsaved message to one person, the way that is tried next."""
    channel, address = way
    at = now()
    is_page = channel == Channel.APP
    return Message(
        key=f"{mailing.batch}:{person_id}:{channel}", batch=mailing.batch, channel=channel,
        address=address, title=mailing.title, body=text, link=mailing.link, language=language,
        person_id=person_id, estate_id=current_estate_id(), purpose="mailing", queued_at=at,
        state="delivered" if is_page else "queued", delivered_at=at if is_page else None,
        sent_at=at if is_page else None,
    )  # fmt: skip
