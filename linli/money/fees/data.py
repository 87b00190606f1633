"""Words of fees (收费): charges, tariffs, bills, and what others may hold of them.

Money is integer fen. Prices are thousandths of a fen (`price_mfen`), so that 0.5283 yuan a kWh
is a whole number: 52 830. Areas are integer cm², meter readings thousandths of the meter's unit.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from enum import StrEnum


class Formula(StrEnum):
    AREA = "area"  # price a square metre and month
    HOUSEHOLD = "household"  # price a home and month
    METER = "meter"  # price a unit of the meter


class Cycle(StrEnum):
    MONTH = "month"
    QUARTER = "quarter"
    YEAR = "year"


class PayerKind(StrEnum):
    """Who pays a charge, by the tenure of the home: data of each charge."""

    OWNER = "owner"
    TENANT = "tenant"
    NOBODY = "nobody"


class GroundKind(StrEnum):
    """What a price rests on: nobody sets one by himself (FEE-03)."""

    CONTRACT = "contract"
    DECISION = "decision"
    GOVERNMENT = "government"


class WaiverScope(StrEnum):
    CATEGORY = "category"  # somebody of the household has this category in the register
    LOW_INCOME = "low_income"  # the household is registered as low-income
    HOME = "home"  # one named home
    VACANT = "vacant"  # homes that stand empty: only by a decision of the owners


class RunState(StrEnum):
    DRAFT = "draft"
    RECKONING = "reckoning"  # a job works out the preview
    PREVIEWED = "previewed"
    POSTING = "posting"  # a job writes all of it, or nothing
    POSTED = "posted"
    DROPPED = "dropped"


WORKING = (RunState.RECKONING, RunState.POSTING)


class Trouble(StrEnum):
    """Why a home gets no bill though it should: a list of what to mend."""

    NO_AREA = "no_area"
    NO_PAYER = "no_payer"
    NO_TENURE = "no_tenure"
    NO_READING = "no_reading"


class Change(StrEnum):
    """Why a bill differs from the one of the period before."""

    FIRST = "first"
    TARIFF = "tariff"
    QUANTITY = "quantity"  # the area was corrected, or the meter counted more or less
    DAYS = "days"
    PAYER = "payer"
    WAIVER = "waiver"


@dataclass(frozen=True, slots=True)
class Period:
    """A month, quarter or year; both days belong to it. `code`: 2026-11, 2026Q4, 2026."""

    cycle: Cycle
    start: date
    end: date

    @property
    def code(self) -> str:
        if self.cycle is Cycle.YEAR:
            return f"{self.start:%Y}"
        if self.cycle is Cycle.QUARTER:
            return f"{self.start:%Y}Q{(self.start.month + 2) // 3}"
        return f"{self.start:%Y-%m}"


@dataclass(frozen=True, slots=True)
class Payer:
    kind: PayerKind
    person_id: int | None = None
    organisation_id: int | None = None


@dataclass(frozen=True, slots=True)
class PayerSpan:
    """Who pays from `start` to `end`, both included."""

    start: date
    end: date
    payer: Payer


@dataclass(frozen=True, slots=True)
class Price:
    """A tariff version as reckoning sees it; it holds until the next one begins."""

    tariff_id: int
    starts_on: date
    formula: Formula
    price_mfen: int


@dataclass(frozen=True, slots=True)
class Relief:
    """A waiver as reckoning sees it: `share` in thousandths, or `monthly_fen` off a month."""

    waiver_id: int
    share: int = 0
    monthly_fen: int = 0


@dataclass(frozen=True, slots=True)
class ReliefSpan:
    start: date
    end: date
    relief: Relief


@dataclass(frozen=True, slots=True)
class Reading:
    """What a meter showed; `is_exchange`: the first reading of a new meter."""

    day: date
    amount: int
    is_exchange: bool = False


@dataclass(frozen=True, slots=True)
class HomeFacts:
    """All that a bill of one home rests on."""

    home_id: int
    area_cm2: int | None
    is_vacant: bool
    payer_kind: PayerKind | None  # None: the tenure is unknown
    payers: tuple[PayerSpan, ...] = ()
    reliefs: tuple[ReliefSpan, ...] = ()
    readings: tuple[Reading, ...] = ()


@dataclass(frozen=True, slots=True)
class LineDraft:
    """One line: what for, from when to when, and its amount (a waiver's is negative)."""

    starts_on: date
    ends_on: date
    tariff_id: int
    waiver_id: int | None
    formula: Formula
    quantity: int  # cm², 1, or thousandths of the meter's unit
    price_mfen: int
    share: int
    amount: int

    def row(self) -> list[object]:
        """As JSON keeps it, and as the preview's fingerprint counts it."""
        return [
            self.starts_on.isoformat(), self.ends_on.isoformat(), self.tariff_id, self.waiver_id,
            self.formula.value, self.quantity, self.price_mfen, self.share, self.amount,
        ]  # fmt: skip


@dataclass(frozen=True, slots=True)
class BillDraft:
    """What one payer of one home owes for a span. `amount` is `gross` less `waived`."""

    home_id: int
    payer: Payer
    starts_on: date
    ends_on: date
    lines: tuple[LineDraft, ...]

    @property
    def gross(self) -> int:
        return sum(line.amount for line in self.lines if line.waiver_id is None)

    @property
    def waived(self) -> int:
        return -sum(line.amount for line in self.lines if line.waiver_id is not None)

    @property
    def amount(self) -> int:
        return self.gross - self.waived


@dataclass(frozen=True, slots=True)
class Decision:
    """What the owners or residents decided, for whatever rests on it.

    `matter` is the decision matter's code (OWN-01); `amount_limit_fen` what it allows at most.
    """

    reference: str
    title: str
    decided_on: date
    matter: str
    amount_limit_fen: int | None = None


@dataclass(frozen=True, slots=True)
class Exclusion:
    """What a collection rate leaves out: why, how many bills or homes, how much (fen)."""

    why: str  # waived, disputed, vacant
    count: int
    amount: int = 0


@dataclass(frozen=True, slots=True)
class RateRow:
    """One building, one grid, or all: paid of billed, in fen and in bills."""

    place_id: int | None
    plate: str
    numerator: int
    denominator: int
    paid_bills: int
    bills: int
    exclusions: tuple[Exclusion, ...] = ()


@dataclass(frozen=True, slots=True)
class CollectionRates:
    period: Period
    total: RateRow
    buildings: tuple[RateRow, ...]
    grids: tuple[RateRow, ...]


@dataclass(frozen=True, slots=True)
class Totals:
    """What a preview comes to."""

    homes: int = 0
    bills: int = 0
    gross: int = 0
    waived: int = 0
    amount: int = 0
    changed: int = 0
    troubles: int = 0
