"""Telling people something on their phone. See `Sender` for adding a channel."""

from linli.contact.messages.actions import (
    queue_message,
    record_delivery,
    send_message,
    send_text,
    set_preference,
    set_quiet_hours,
    tell_person,
)
from linli.contact.messages.data import (
    BY_HAND,
    AddressBook,
    Channel,
    MessageState,
    OutgoingText,
    PerhapsSent,
    Remembers,
    Sender,
    SendingFailed,
    TooFast,
)
from linli.contact.messages.links import site_address
from linli.contact.messages.models import ContactPreference, Message, TellingSetting
from linli.contact.messages.queries import (
    hours_of_quiet,
    preference_of,
    recent_messages,
    ways_to,
)
from linli.contact.messages.rules import end_of_quiet, is_mobile
from linli.contact.messages.senders import register_channel
from linli.contact.messages.sending import send_due, settle_abandoned

__all__ = [
    "BY_HAND",
    "AddressBook",
    "Channel",
    "ContactPreference",
    "Message",
    "MessageState",
    "OutgoingText",
    "PerhapsSent",
    "Remembers",
    "Sender",
    "SendingFailed",
    "TellingSetting",
    "TooFast",
    "end_of_quiet",
    "hours_of_quiet",
    "is_mobile",
    "preference_of",
    "queue_message",
    "recent_messages",
    "record_delivery",
    "register_channel",
    "send_due",
    "send_message",
    "send_text",
    "set_preference",
    "set_quiet_hours",
    "settle_abandoned",
    "site_address",
    "tell_person",
    "ways_to",
]
