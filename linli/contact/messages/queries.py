from __future__ import annotations

from collections.abc import Collection
from datetime import time

from django.db.models import QuerySet

from linli.base.accounts.api import User
from linli.contact.messages.data import Channel
from linli.contact.messages.models import ContactPreference, Message, TellingSetting
from linli.contact.messages.rules import is_mobile, order_ways
from linli.contact.messages.senders import addresses_in, channels_at_hand
from linli.estate.people.api import Person, PersonStatus

Ways = list[tuple[str, str]]


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


def ways_to(person_ids: Collection[int]) -> dict[int, tuple[str, Ways]]:
    """For each person the language and the ways in order: (channel, what it dials; "" by hand).

    A fixed number of reads however many people. The account's language holds where the person
    has said nothing.
    """
    wished = {
        person: (channel, language)
        for person, channel, language in ContactPreference.objects.filter(
            person__in=person_ids
        ).values_list("person", "channel", "language")
    }
    people = Person.objects.filter(pk__in=person_ids).exclude(status=PersonStatus.DECEASED.value)
    rows = list(people.values_list("pk", "phone", "second_phone", "account"))
    languages = dict(
        User.objects.filter(pk__in=[row[3] for row in rows if row[3]]).values_list("pk", "language")
    )
    books = {channel: addresses_in(channel, person_ids) for channel in channels_at_hand()}
    found = {}
    for person, phone, second, account in rows:
        channel, language = wished.get(person, ("", ""))
        addresses = {name: book[person] for name, book in books.items() if person in book}
        addresses.setdefault("sms", next((n for n in (phone, second) if is_mobile(n)), ""))
        if account:
            addresses[Channel.APP.value] = str(account)
        spoken = language or languages.get(account, "zh-hans")
        found[person] = (spoken, order_ways(channel, addresses))
    return found
