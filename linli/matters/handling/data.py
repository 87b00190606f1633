"""The words of the one queue."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from enum import StrEnum
from typing import Any


class State(StrEnum):
    """received → accepted → done → closed; declined, merged and withdrawn end it, too."""

    RECEIVED = "received"  # held by the first receiver until somebody accepts it
    ACCEPTED = "accepted"  # somebody works on it
    DONE = "done"  # proof is there, the return visit is not
    CLOSED = "closed"
    DECLINED = "declined"  # not ours to handle, with the reason (REQ-02)
    MERGED = "merged"  # answered together with another
    WITHDRAWN = "withdrawn"  # taken back by its reporter before anybody finished it


OPEN_STATES = (State.RECEIVED, State.ACCEPTED, State.DONE)


class Channel(StrEnum):
    HOTLINE = "hotline"
    WALK_IN = "walk_in"
    LETTER = "letter"
    RESIDENT = "resident"  # the resident shell
    GRID_ROUND = "grid_round"
    WECHAT = "wechat"
    API = "api"
    SYSTEM = "system"


class Urgency(StrEnum):
    NONE = "none"
    HIGH = "high"
    EMERGENCY = "emergency"


class EntryKind(StrEnum):
    OPENED = "opened"
    OFFERED = "offered"
    ACCEPTED = "accepted"
    RETURNED = "returned"  # an offer was refused, with the reason
    ASSIGNED = "assigned"
    ASKED = "asked"  # a question to the resident
    ANSWERED = "answered"
    NOTED = "noted"  # internal
    TOLD = "told"  # a message that the resident sees
    APPOINTED = "appointed"
    EXTENDED = "extended"
    ESCALATED = "escalated"
    CHANGED = "changed"
    STEP = "step"  # a step of mediation
    DONE = "done"
    VISITED = "visited"  # return visit
    CLOSED = "closed"
    REOPENED = "reopened"
    DECLINED = "declined"
    MERGED = "merged"
    UNMERGED = "unmerged"
    WITHDRAWN = "withdrawn"
    JOINED = "joined"  # one more resident reports the same
    SPLIT = "split"
    THANKED = "thanked"
    RATED = "rated"


class Visibility(StrEnum):
    INTERNAL = "internal"
    REPORTER = "reporter"


class VisitResult(StrEnum):
    SOLVED = "solved"
    PARTLY = "partly"
    UNSOLVED = "unsolved"
    UNREACHABLE = "unreachable"


class Satisfaction(StrEnum):
    SATISFIED = "satisfied"
    FAIR = "fair"
    DISSATISFIED = "dissatisfied"


class DeclineReason(StrEnum):
    """REQ-02: what the centre does not handle, each with where to turn instead."""

    EMERGENCY_SERVICE = "emergency_service"
    COURT = "court"
    PETITION = "petition"
    REPEAT = "repeat"
    SECRET = "secret"  # noqa: S105
    INDECENT = "indecent"
    NOT_OURS = "not_ours"


class Ability(StrEnum):
    """What somebody may do with one matter now; the page offers nothing else."""

    ACCEPT = "accept"
    RETURN_OFFER = "return_offer"
    OFFER = "offer"
    ASSIGN = "assign"
    ASK = "ask"
    ANSWER = "answer"
    NOTE = "note"
    TELL = "tell"
    APPOINT = "appoint"
    EXTEND = "extend"
    CHANGE = "change"
    FINISH = "finish"
    VISIT = "visit"
    CONFIRM = "confirm"
    REPLY = "reply"
    DECLINE = "decline"
    WITHDRAW = "withdraw"
    REOPEN = "reopen"
    MERGE = "merge"
    UNMERGE = "unmerge"
    SPLIT = "split"
    JOIN = "join"
    ADD_PARTY = "add_party"
    STEP = "step"
    THANK = "thank"
    SEE_PARTIES = "see_parties"  # names and phones of a dispute's parties


class View(StrEnum):
    """Saved views of the queue."""

    MINE = "mine"  # held by me
    TO_ACCEPT = "to_accept"  # offered to me or to my organisation
    RECEIVED = "received"
    WORKING = "working"
    TO_VISIT = "to_visit"  # done, waiting for the return visit
    OVERDUE = "overdue"
    EMERGENCIES = "emergencies"
    OPEN = "open"
    CLOSED = "closed"  # ended in whatever way, latest first
    ALL = "all"  # by the time they came in, latest first


class Reckoning(StrEnum):
    """Which matters of a rate a list shows (REQ-05); see `linli.matters.rates`."""

    VALID = "valid"
    ANSWERED_IN_TIME = "answered_in_time"
    ANSWERED_LATE = "answered_late"
    VISITED = "visited"
    CONFIRMED = "confirmed"  # of the visited: by the residents themselves, nobody asked
    SOLVED = "solved"
    NOT_SOLVED = "not_solved"
    RATED = "rated"
    SATISFIED = "satisfied"
    NOT_SATISFIED = "not_satisfied"


@dataclass(frozen=True, slots=True)
class QueueFilters:
    """What a list of matters shows. Codes and ids; days are of the estate, both included."""

    view: str = View.OPEN.value
    category: str = ""
    kind: str = ""
    urgency: str = ""
    channel: str = ""
    state: str = ""
    organisation_id: int | None = None
    grid_id: int | None = None
    building_id: int | None = None
    number: str = ""
    since: date | None = None
    until: date | None = None
    reckoning: str = ""


@dataclass(frozen=True, slots=True)
class QueueRow:
    """One matter in a list. Title and place are empty when `is_masked` (need-to-know)."""

    id: int
    number: str
    title: str
    state: str
    urgency: str
    channel: str
    category_id: int
    category: str
    category_icon: str
    kind: str
    place: str
    building_id: int | None
    grid: str
    organisation: str
    offered_to: str
    holder: str
    due_at: datetime
    respond_by: datetime
    responded_at: datetime | None
    created_at: datetime
    closed_at: datetime | None
    appointment_from: datetime | None
    is_overdue: bool
    is_waiting_for_reporter: bool
    is_masked: bool
    reopened: int
    escalation: int
    version: int


@dataclass(frozen=True, slots=True)
class QueuePage:
    """Up to 50 rows, the numbers beside the views, and where the list goes on.

    `counts` maps views to numbers. "mine" and "to_accept" stop at COUNT_LIMIT (show "99+"); for
    those who do not see the whole estate the others stop at MOST_COUNTED, and `at_least` names
    the views that have more (show "2000+").
    """

    rows: tuple[QueueRow, ...]
    counts: Mapping[str, int]
    at_least: frozenset[str]
    next_cursor: str | None
    previous_cursor: str | None


COUNT_LIMIT = 100
MOST_COUNTED = 2000
PAGE_SIZE = 50


@dataclass(frozen=True, slots=True)
class FileLine:
    id: int
    token: str
    content_type: str
    width: int | None
    height: int | None


@dataclass(frozen=True, slots=True)
class TimelineLine:
    """One entry as its reader may see it; `data` holds ids and values that explain it."""

    id: int
    at: datetime
    kind: str
    visibility: str
    actor_id: int | None
    actor: str
    text: str
    is_redacted: bool
    data: Mapping[str, Any] = field(default_factory=dict)
    files: tuple[FileLine, ...] = ()
    number: str = ""  # of the other matter, when the line comes from one that answers this, too


@dataclass(frozen=True, slots=True)
class PartyLine:
    """Somebody besides the reporter; name and phone are empty when not the reader's to see."""

    id: int
    role: str
    person_id: int | None
    account_id: int | None
    name: str
    phone: str
    is_masked: bool


@dataclass(frozen=True, slots=True)
class NearbyLine:
    """An open matter near a place, as anybody may see it: what, where, since when."""

    id: int
    number: str
    category: str
    place: str
    state: str
    created_at: datetime
    title: str  # empty for residents: another's words
    tellers: int = 1  # people who told of it: its reporter, who joined, who was merged in


@dataclass(frozen=True, slots=True)
class ReporterLine:
    """One of a resident's own matters."""

    id: int
    number: str
    title: str
    category: str
    category_icon: str
    state: str
    due_at: datetime
    created_at: datetime
    closed_at: datetime | None
    appointment_from: datetime | None
    appointment_until: datetime | None
    is_waiting_for_reporter: bool
    result: str


@dataclass(frozen=True, slots=True)
class Part:
    """One part into which a matter is split."""

    text: str
    category: str
    kind: str = ""  # "" keeps the kind of the whole
    title: str = ""
    place_id: int | None = None


class Way(StrEnum):
    """How a return visit was made."""

    PHONE = "phone"
    DOOR = "door"
    APP = "app"
    SLIP = "slip"


class PartyRole(StrEnum):
    JOINED = "joined"
    PARTY = "party"
    MEDIATOR = "mediator"


UNREACHABLE = "unreachable"
