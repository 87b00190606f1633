"""What others may hold of calls, letters and emergencies."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum


class EmergencyService(StrEnum):
    """To whom an emergency is transferred at once (REQ-02)."""

    FIRE = "119"
    AMBULANCE = "120"
    POLICE = "110"
    GAS = "gas"
    LIFT = "lift"


@dataclass(frozen=True, slots=True)
class Emergency:
    """Signs of an emergency in what somebody says.

    `sign` is the piece of text that gave it away; `who` and `say` are Chinese msgids (translate
    where shown): whom to transfer to, and what to say to the caller meanwhile.
    """

    to: EmergencyService
    sign: str
    who: str
    say: str


class ContactWay(StrEnum):
    HOTLINE = "hotline"
    WALK_IN = "walk_in"
    OUTGOING = "outgoing"


@dataclass(frozen=True, slots=True)
class FamilyLine:
    id: int
    name: str
    age: int | None
    relation: str


@dataclass(frozen=True, slots=True)
class OpenMatterLine:
    """An open matter of the caller's household; the title is empty when it is not the agent's."""

    id: int
    number: str
    title: str
    category: str
    state: str
    due_at: datetime
    is_overdue: bool


@dataclass(frozen=True, slots=True)
class ContactLine:
    at: datetime
    way: str
    agent: str
    note: str
    matter_id: int | None


@dataclass(frozen=True, slots=True)
class CallerCard:
    """Who may be calling, and what the agent should know while saying hello."""

    person_id: int
    name: str
    phone: str
    age: int | None
    plate: str | None
    home_id: int | None
    household_id: int | None
    family: tuple[FamilyLine, ...] = ()
    open_matters: tuple[OpenMatterLine, ...] = ()
    contacts: tuple[ContactLine, ...] = ()


class LetterState(StrEnum):
    NEW = "new"
    TYPED = "typed"
    SET_ASIDE = "set_aside"


@dataclass(frozen=True, slots=True)
class LetterLine:
    """A letter in the box; `pages` are tokens of its scans in their order."""

    id: int
    received_on: date
    state: str
    box: str
    note: str
    scanned_by: str
    matter_id: int | None
    number: str
    pages: tuple[str, ...]
    content_types: tuple[str, ...]


class CallState(StrEnum):
    """How far a call has come; it never goes back."""

    RINGING = "ringing"
    MISSED = "missed"
    ANSWERED = "answered"


class CallNews(StrEnum):
    """What a PBX tells of a call."""

    RINGING = "ringing"
    ANSWERED = "answered"
    ENDED = "ended"  # missed, when nobody answered
    MISSED = "missed"
    RECORDED = "recorded"


@dataclass(frozen=True, slots=True)
class CallReport:
    """One message of a PBX. `call_key` is its own name for the call, the same in all messages."""

    call_key: str
    news: CallNews
    phone: str = ""
    extension: str = ""
    is_outgoing: bool = False
    recording: str = ""


@dataclass(frozen=True, slots=True)
class RingingLine:
    """A call that waits for an answer or for its words; `is_own`: it rings at the actor's seat."""

    id: int
    phone: str
    line: str
    since: datetime
    is_answered: bool
    is_own: bool
    callers: tuple[tuple[int, str, str], ...]  # person, name, plate


@dataclass(frozen=True, slots=True)
class CallLine:
    """A call of a matter, for the matter's page."""

    id: int
    at: datetime
    state: str
    is_outgoing: bool
    seconds: int | None
    agent: str
    has_recording: bool
