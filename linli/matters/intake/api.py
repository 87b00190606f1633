"""Calls, visits to the desk and letters."""

from linli.matters.intake.actions import log_contact, scan_letter, set_letter_aside, type_letter
from linli.matters.intake.emergencies import SAY, WHO, find_emergency
from linli.matters.intake.errors import LetterDone, LetterEmpty
from linli.matters.intake.models import ContactLog, Letter, LetterPage
from linli.matters.intake.phone_calls import keep_outcome, number_of, take_report
from linli.matters.intake.phone_lines import add_line, end_line, line_with_key, seat_agent
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
    "add_line",
    "end_line",
    "find_callers",
    "find_emergency",
    "keep_outcome",
    "last_contacts_of",
    "letter_for",
    "line_with_key",
    "list_letters",
    "log_contact",
    "make_caller_cards",
    "number_of",
    "scan_letter",
    "seat_agent",
    "set_letter_aside",
    "take_report",
    "type_letter",
]
