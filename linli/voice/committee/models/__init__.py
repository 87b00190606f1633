"""Bodies that people elect: their terms, duties, meetings, and what they owe the public."""

from linli.voice.committee.models.bodies import (
    Body,
    BodySeat,
    BodyTerm,
    LawfulDuty,
    ResidentsRepresentative,
)
from linli.voice.committee.models.meetings import (
    Meeting,
    MeetingAttendance,
    MeetingDecision,
    MeetingItem,
    MeetingMinutes,
    MemberVote,
    SealedMinutes,
)
from linli.voice.committee.models.openness import Appraisal, AppraisalScore, OpenAffair

__all__ = [
    "Appraisal",
    "AppraisalScore",
    "Body",
    "BodySeat",
    "BodyTerm",
    "LawfulDuty",
    "Meeting",
    "MeetingAttendance",
    "MeetingDecision",
    "MeetingItem",
    "MeetingMinutes",
    "MemberVote",
    "OpenAffair",
    "ResidentsRepresentative",
    "SealedMinutes",
]
