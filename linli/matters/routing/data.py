"""What others may hold of kinds, categories, deadlines and routes."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
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


@dataclass(frozen=True, slots=True)
class Facts:
    """What routing looks at. `place_ids` holds the place and every place around it."""

    category: str
    kind: str
    channel: str
    urgency: str
    hour: int  # 0 to 23, of the estate's day
    place_ids: frozenset[int] = frozenset()
    grid_id: int | None = None
    building_id: int | None = None


@dataclass(frozen=True, slots=True)
class Rule:
    """One routing rule as the reader sees it; an empty condition fits everything."""

    id: int
    name: str
    organisation_id: int
    category: str = ""
    kind: str = ""
    place_id: int | None = None
    urgency: str = ""
    channel: str = ""
    from_hour: int | None = None
    to_hour: int | None = None
    role: str = ""
    account_id: int | None = None


@dataclass(frozen=True)
class RuleReading:
    """One rule held against one matter: whether it fits, and if not, what did not."""

    rule_id: int
    name: str
    fits: bool
    why_not: str = ""  # "category" | "kind" | "place" | "urgency" | "channel" | "hour" | ""


@dataclass(frozen=True)
class Route:
    """Where a matter should go, and every rule that was read on the way.

    `role` is the office at the place that the rule asks for (e.g. its grid worker);
    `organisation_id` is None only when no rule fits.
    """

    organisation_id: int | None
    account_id: int | None
    rule_id: int | None
    readings: tuple[RuleReading, ...]
    role: str = ""


@dataclass(frozen=True)
class RouteExplanation:
    """Why a matter went where it went, with names, for the page."""

    route: Route
    organisation_name: str
    account_name: str
    rule_name: str
    chosen_rule_id: int | None  # the rule of the day it came in; rules may have changed since


@dataclass(frozen=True, slots=True)
class Profile:
    """A deadline profile (REQ-04)."""

    code: str
    respond_hours: int
    solve_amount: int
    solve_unit: str
    extension_days: int


@dataclass(frozen=True, slots=True)
class Deadlines:
    """Both instants bear a time zone."""

    respond_by: datetime
    due_at: datetime


@dataclass(frozen=True, slots=True)
class CategoryLine:
    id: int
    code: str
    name: str
    name_en: str
    icon: str
    is_sensitive: bool
    is_shown_to_public: bool


@dataclass(frozen=True, slots=True)
class KindLine:
    id: int
    code: str
    name: str
    name_en: str
    request_type: str
    needs_return_visit: bool
    needs_proof: bool
    has_parties: bool
    steps: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Names:
    """The estate's names by id, for lists: each value is (Chinese, English, extra).

    extra: a category's icon, an organisation's kind, a place's number, else "".
    """

    categories: Mapping[int, tuple[str, str, str]] = field(default_factory=dict)
    kinds: Mapping[int, tuple[str, str, str]] = field(default_factory=dict)
    organisations: Mapping[int, tuple[str, str, str]] = field(default_factory=dict)
    grids: Mapping[int, tuple[str, str, str]] = field(default_factory=dict)
    buildings: Mapping[int, tuple[str, str, str]] = field(default_factory=dict)
    category_ids: Mapping[str, int] = field(default_factory=dict)
    kind_ids: Mapping[str, int] = field(default_factory=dict)
    sensitive: frozenset[int] = frozenset()  # category ids
