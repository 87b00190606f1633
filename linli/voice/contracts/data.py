"""Words of the service contract: papers in versions, what is due, what was done, ratings."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from enum import StrEnum


class PaperKind(StrEnum):
    """What owners and company have agreed on in writing (T5)."""

    CONTRACT = "contract"  # 物业服务合同
    COVENANT = "covenant"  # 管理规约
    ASSEMBLY_RULES = "assembly_rules"  # 业主大会议事规则


class FeeBasis(StrEnum):
    """How the company is paid (物业服务收费管理办法, Art. 9)."""

    PACKAGE = "package"  # 包干制: a fixed price, gain and loss are the company's
    COMMISSION = "commission"  # 酬金制: costs out of the owners' money, and a fee for the company


class PriceUnit(StrEnum):
    """What a price of the contract is for."""

    AREA_MONTH = "area_month"  # square metre and month
    HOME_MONTH = "home_month"
    YEAR = "year"


class NoticeKind(StrEnum):
    """How a contract is ended in writing (FEE-09)."""

    DISMISSAL = "dismissal"  # by the owners, 60 days before
    NO_RENEWAL = "no_renewal"  # by the company, 90 days before the term ends


class Unit(StrEnum):
    DAY = "day"
    WEEK = "week"
    MONTH = "month"
    BEFORE_EXPIRY = "before_expiry"  # months before a facility's certificate ends (DEV-05)


class Holiday(StrEnum):
    """What becomes of a slot on a day on which offices are closed."""

    KEEP = "keep"
    SHIFT = "shift"  # to the next working day
    SKIP = "skip"


class Mode(StrEnum):
    """How somebody hears of it: as a matter of its own, or as a line of the day's check list."""

    MATTER = "matter"
    CHECK_LIST = "check_list"


class DueState(StrEnum):
    WAITING = "waiting"
    DONE = "done"  # in time, with proof
    LATE = "late"
    FAILED = "failed"  # somebody looked, and it was not in order
    MISSED = "missed"


class Area(StrEnum):
    CLEANING = "cleaning"
    GREENERY = "greenery"
    EQUIPMENT = "equipment"
    FIRE = "fire"
    LIFT = "lift"
    SECURITY = "security"
    SERVICE = "service"


class Side(StrEnum):
    """Owners and tenants rate the same service; their figures are never added up (OWN-07)."""

    OWNER = "owner"
    TENANT = "tenant"


class Way(StrEnum):
    """How somebody's word reached us."""

    PHONE = "phone"  # the own phone
    DESK = "desk"
    CAPTAIN = "captain"  # at the door


class UseState(StrEnum):
    """A home that is to become a business (OWN-17)."""

    COLLECTING = "collecting"
    AGREED = "agreed"
    REFUSED = "refused"
    WITHDRAWN = "withdrawn"


@dataclass(frozen=True)
class Article:
    """One article of a paper; number 0 is what stands before the first."""

    number: int
    title: str
    text: str


@dataclass(frozen=True)
class PriceLine:
    """One price of a contract: whole fen a unit; `charge` is the code of a fee that rests on it."""

    what: str
    price_fen: int
    unit: str
    note: str = ""
    charge: str = ""


@dataclass(frozen=True)
class Slot:
    """One time that something is due: the schedule's own day, and the last day for doing it."""

    slot_on: date
    due_on: date


@dataclass(frozen=True)
class Schedule:
    """Every `every` units from `starts_on` on."""

    every: int
    unit: Unit
    starts_on: date
    holiday: Holiday = Holiday.KEEP


@dataclass(frozen=True)
class Tally:
    """What became of the dues of an item in a quarter. `open` is not due yet and counts nowhere."""

    done: int = 0
    late: int = 0
    failed: int = 0
    missed: int = 0
    open: int = 0

    @property
    def due(self) -> int:
        return self.done + self.late + self.failed + self.missed


@dataclass(frozen=True)
class Term:
    """When a contract runs, and what was said about its end."""

    starts_on: date
    ends_on: date
    dismissal_effective_on: date | None = None
    no_renewal_given: bool = False


@dataclass(frozen=True)
class Duty:
    """Something lawful that must be thought of: rings on a day, has a last day."""

    code: str
    ring_on: date
    last_on: date
