"""Words of the bodies that people elect: terms, duties by law, meetings, appraisals."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from enum import StrEnum

APPRAISAL_QUESTIONS = ("open", "diligent", "fair", "results")  # each scored 1 to 5
FULL_SCORE = 5


class BodyKind(StrEnum):
    OWNERS = "owners_committee"
    RESIDENTS = "residents_committee"
    SUPERVISION = "supervision_committee"


class Position(StrEnum):
    CHAIR = "chair"
    VICE_CHAIR = "vice_chair"
    MEMBER = "member"


class DutyCode(StrEnum):
    """What the law asks of a body at a certain time."""

    FIRST_MEETING = "first_meeting"  # OWN-12
    FILING = "filing"  # OWN-11
    REELECTION = "reelection"  # OWN-13, RC-01
    HANDOVER = "handover"  # OWN-13
    REPS_MEETING = "reps_meeting"  # RC-03
    APPRAISAL = "appraisal"  # RC-04


# duties that a paper of somebody else proves; the others are seen or said
PROOF_NEEDED = frozenset({DutyCode.FILING, DutyCode.HANDOVER})


class MeetingKind(StrEnum):
    COMMITTEE = "committee"  # the members of a body
    REPRESENTATIVES = "representatives"  # 居民代表会议
    RESIDENTS = "residents"  # 居民会议


class MeetingState(StrEnum):
    DRAFT = "draft"
    CALLED = "called"  # agenda posted: from now on it is frozen
    HELD = "held"
    CANCELLED = "cancelled"


class MinutesState(StrEnum):
    DRAFT = "draft"
    SIGNED = "signed"
    POSTED = "posted"


class Choice(StrEnum):
    YES = "yes"
    NO = "no"
    ABSTAIN = "abstain"


@dataclass(frozen=True)
class MeetingRule:
    """How a kind of meeting is called and decides.

    `notice_days`: between the posting and the meeting. `quorum`: share of the entitled who must be
    there; `quorum_over`: more than the share, not just the share. `of_all`: a majority of all
    entitled is needed, not of those present.
    """

    rule: str
    notice_days: int
    quorum: tuple[int, int]
    quorum_over: bool
    of_all: bool


@dataclass(frozen=True)
class TermFacts:
    """One term as the calendar of duties sees it; days, the last one included."""

    term_id: int
    kind: str
    starts_on: date
    ends_on: date
    elected_on: date | None = None
    last_reps_meeting: date | None = None
    last_appraisal: date | None = None


@dataclass(frozen=True)
class DutyPlan:
    """Something due: by which rule, from when it rings, and until when."""

    key: str
    code: str
    rule: str
    rings_on: date
    due_on: date


@dataclass(frozen=True)
class Kinship:
    """One person in one household at some time, with the relation to its head."""

    household_id: int
    person_id: int
    relation: str


@dataclass(frozen=True)
class MemberLine:
    """Somebody who holds an office of a body, as anybody may know."""

    seat_id: int
    office_id: int
    name: str
    position: str
    since: date
    until: date | None


@dataclass(frozen=True)
class RepresentativeNorm:
    """RC-03: one representative per 20 to 50 households."""

    households: int
    fewest: int
    most: int
    seated: int

    @property
    def fits(self) -> bool:
        return self.fewest <= self.seated <= self.most
