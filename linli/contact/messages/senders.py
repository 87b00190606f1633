from __future__ import annotations

from django.conf import settings
from django.utils.module_loading import import_string

from linli.contact.messages.data import OutgoingText, Sender


class ShownSender:
    """Sends nothing: the message stands on the page `/messages/shown/` (demo and development)."""

    def send(self, message: OutgoingText) -> None:
        return None


def sender_for(channel: str) -> Sender:
    """The configured sender of a channel; there is one for texts, others may join."""
    del channel
    made: Sender = import_string(settings.LINLI.sms_sender)()
    return made


def shows_messages() -> bool:
    """Whether messages may be read on a page: only where accounts are published anyway."""
    return bool(settings.LINLI.demo or settings.DEBUG)
