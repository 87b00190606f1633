"""All tables of this group, for Django's migrations."""

from linli.contact.mailings.models import Mailing, MailingRecipient, MessageTemplate
from linli.contact.messages.models import ContactPreference, Message, TellingSetting
from linli.contact.notices.models import Notice, NoticeDraft, NoticeFile, NoticeSeen

__all__ = [
    "ContactPreference",
    "Mailing",
    "MailingRecipient",
    "Message",
    "MessageTemplate",
    "Notice",
    "NoticeDraft",
    "NoticeFile",
    "NoticeSeen",
    "TellingSetting",
]
