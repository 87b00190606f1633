"""All tables of this group, for Django's migrations."""

from linli.contact.messages.models import Message

__all__ = ["Message"]
