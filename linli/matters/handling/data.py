"""The words of the one queue."""

from __future__ import annotations

from enum import StrEnum


class State(StrEnum):
    """received → accepted → done → closed; declined and merged end it, too."""

    RECEIVED = "received"  # held by the first receiver until somebody accepts it
    ACCEPTED = "accepted"  # somebody works on it
    DONE = "done"  # proof is there, the return visit is not
    CLOSED = "closed"
    DECLINED = "declined"  # not ours to handle, with the reason (REQ-02)
    MERGED = "merged"  # answered together with another


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
    SECRET = "secret"
    INDECENT = "indecent"
    NOT_OURS = "not_ours"
