from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum


class DeadlineUnit(StrEnum):
    HOURS = "hours"
    WORKING_DAYS = "working_days"


class RequestType(StrEnum):
    """REQ-01: 咨询, 求助, 投诉, 举报, 建议."""

    ENQUIRY = "enquiry"
    HELP = "help"
    COMPLAINT = "complaint"
    REPORT = "report"
    ADVICE = "advice"


@dataclass(frozen=True)
class RuleReading:
    """One rule held against one matter: whether it fits, and if not, what did not."""

    rule_id: int
    name: str
    fits: bool
    why_not: str = ""  # "category" | "kind" | "place" | "urgency" | "channel" | "hour" | ""


@dataclass(frozen=True)
class Route:
    """Where a matter should go, and every rule that was read on the way."""

    organisation_id: int | None
    account_id: int | None
    rule_id: int | None
    readings: tuple[RuleReading, ...]
