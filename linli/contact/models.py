"""All tables of this group, for Django's migrations."""

from linli.contact.mailings.models import Mailing, MailingRecipient, MessageTemplate
from linli.contact.messages.models import ContactPreference, Message, TellingSetting

__all__ = [
    "ContactPreference",
    "Mailing",
    "MailingRecipient",
    "Message",
    "MessageTemplate",
    "TellingSetting",
]
