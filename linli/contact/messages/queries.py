from __future__ import annotations

from collections.abc import Collection
from datetime import time
from typing import Any

from django.db.models import QuerySet

from linli.contact.messages.data import Channel
from linli.contact.messages.models import ContactPreference, Message, TellingSetting
from linli.contact.messages.rules import is_mobile, order_ways
from linli.contact.messages.senders import addresses_in, channels_at_hand
from linli.estate.people.api import Person, PersonStatus

Ways = list[tuple[str, str]]
_MANY = 500


def recent_messages(limit: int = 50) -> QuerySet[Message]:
    """The newest messages of all estates; for the page of the demo only."""
    return Message.objects.order_by("-queued_at", "-id")[:limit]


def hours_of_quiet() -> tuple[time, time]:
    """From and until when the estate leaves people alone (22:00 to 8:00 unless it says else)."""
    row = TellingSetting.objects.first()
    return (row.quiet_from, row.quiet_until) if row else (time(22), time(8))


def preference_of(person_id: int) -> ContactPreference | None:
    row: ContactPreference | None = ContactPreference.objects.filter(person=person_id).first()
    return row


def _of(rows: QuerySet[Any], field: str, ids: Collection[int]) -> QuerySet[Any]:
    """Rows of these people; of most of the estate all, since a list of thousands of parameters
    costs more than the rows that nobody asked for."""
    return rows if len(ids) > _MANY else rows.filter(**{f"{field}__in": ids})


def ways_to(person_ids: Collection[int]) -> dict[int, tuple[str, Ways]]:
    """For each person the language and the ways in order: (channel, what it dials; "" by hand).

    A fixed number of reads however many people. The account's language holds where the person
    has said nothing.
    """
    wished = {
        person: (channel, language)
        for person, channel, language in _of(
            ContactPreference.objects.all(), "person", person_ids
        ).values_list("person", "channel", "language")
    }
    people = _of(Person.objects.exclude(status=PersonStatus.DECEASED.value), "pk", person_ids)
    rows = people.values_list("pk", "phone", "second_phone", "account", "account__language")
    books = {channel: addresses_in(channel, person_ids) for channel in channels_at_hand()}
    found = {}
    wanted = frozenset(person_ids)
    for person, phone, second, account, account_language in rows:
        if person not in wanted:
            continue
        channel, language = wished.get(person, ("", ""))
        addresses = {name: book[person] for name, book in books.items() if person in book}
        addresses.setdefault("sms", next((n for n in (phone, second) if is_mobile(n)), ""))
        if account:
            addresses[Channel.APP.value] = str(account)
        spoken = language or account_language or "zh-hans"
        found[person] = (spoken, order_ways(channel, addresses))
    return found
