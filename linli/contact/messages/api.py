"""Telling people something on their phone. See `Sender` for adding a channel."""

from linli.contact.messages.actions import queue_message, send_message, send_text
from linli.contact.messages.data import (
    AddressBook,
    Channel,
    MessageState,
    OutgoingText,
    Remembers,
    Sender,
    SendingFailed,
    TooFast,
)
from linli.contact.messages.models import Message
from linli.contact.messages.queries import recent_messages
from linli.contact.messages.senders import register_channel

__all__ = [
    "AddressBook",
    "Channel",
    "Message",
    "MessageState",
    "OutgoingText",
    "Remembers",
    "Sender",
    "SendingFailed",
    "TooFast",
    "queue_message",
    "recent_messages",
    "register_channel",
    "send_message",
    "send_text",
]
