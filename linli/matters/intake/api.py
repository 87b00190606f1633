"""Calls, visits to the desk and letters."""

from linli.matters.intake.actions import log_contact, scan_letter, set_letter_aside, type_letter
from linli.matters.intake.emergencies import SAY, WHO, find_emergency
from linli.matters.intake.errors import LetterDone, LetterEmpty
from linli.matters.intake.models import ContactLog, Letter, LetterPage
from linli.matters.intake.queries import (
    find_callers,
    last_contacts_of,
    letter_for,
    list_letters,
    make_caller_cards,
)

__all__ = [
    "SAY",
    "WHO",
    "ContactLog",
    "Letter",
    "LetterDone",
    "LetterEmpty",
    "LetterPage",
    "find_callers",
    "find_emergency",
    "last_contacts_of",
    "letter_for",
    "list_letters",
    "log_contact",
    "make_caller_cards",
    "scan_letter",
    "set_letter_aside",
    "type_letter",
]
