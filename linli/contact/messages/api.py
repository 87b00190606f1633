"""Telling people something on their phone. See `Sender` for adding a channel."""

from linli.contact.messages.actions import queue_message, send_message, send_text
from linli.contact.messages.data import OutgoingText, Sender, SendingFailed
from linli.contact.messages.models import Message
from linli.contact.messages.queries import recent_messages

__all__ = [
    "Message",
    "OutgoingText",
    "Sender",
    "SendingFailed",
    "queue_message",
    "recent_messages",
    "send_message",
    "send_text",
]
