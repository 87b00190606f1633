"""One message to many people: written, previewed, approved by somebody else, sent, counted."""

from linli.contact.mailings.actions import (
    approve_mailing,
    mark_seen,
    mark_told,
    preview_mailing,
    propose_mailing,
    return_mailing,
    stop_mailing,
    submit_mailing,
    write_mailing,
)
from linli.contact.mailings.audiences import (
    Audience,
    audiences_for,
    find_audience,
    register_audience,
)
from linli.contact.mailings.data import Figures, MailingState, Preview, RecipientState, Sample
from linli.contact.mailings.models import Mailing, MailingRecipient, MessageTemplate
from linli.contact.mailings.plans import title_for, words_for
from linli.contact.mailings.queries import (
    carried_by,
    count_mailing,
    count_unread,
    find_template,
    list_templates,
    mailing_for,
    mailings_for,
    open_lists,
    own_messages,
    people_to_carry,
    people_to_tell,
)
from linli.contact.mailings.running import resume_mailings, run_mailing, run_once
from linli.contact.mailings.templates import save_template

__all__ = [
    "Audience",
    "Figures",
    "Mailing",
    "MailingRecipient",
    "MailingState",
    "MessageTemplate",
    "Preview",
    "RecipientState",
    "Sample",
    "approve_mailing",
    "audiences_for",
    "carried_by",
    "count_mailing",
    "count_unread",
    "find_audience",
    "find_template",
    "list_templates",
    "mailing_for",
    "mailings_for",
    "mark_seen",
    "mark_told",
    "open_lists",
    "own_messages",
    "people_to_carry",
    "people_to_tell",
    "preview_mailing",
    "propose_mailing",
    "register_audience",
    "resume_mailings",
    "return_mailing",
    "run_mailing",
    "run_once",
    "save_template",
    "stop_mailing",
    "submit_mailing",
    "title_for",
    "words_for",
    "write_mailing",
]
