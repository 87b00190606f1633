"""Words of arrears (欠费): what is owed too long, and the lawful ways to ask for it.

Nothing here reaches a door, a lift, a charger or a meter: no event is told, nothing above or
beside money reads it (FEE-01; a test holds it).
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from enum import StrEnum


class DebtState(StrEnum):
    """How far asking for one bill has gone (FEE-01)."""

    DUE = "due"
    OVERDUE = "overdue"
    DEMANDED = "demanded"
    LITIGATION = "litigation"


class ServiceWay(StrEnum):
    """How a demand reached its reader: proof of service (FEE-02)."""

    HANDED = "handed"
    POSTED = "posted"
    REFUSED = "refused"  # in front of a witness


class PlanState(StrEnum):
    RUNNING = "running"
    KEPT = "kept"
    BROKEN = "broken"  # a matter, no punishment: somebody talks with them
    ENDED = "ended"


class Confirmation(StrEnum):
    """How a person's word on an agreement was taken."""

    SIGNED = "signed"  # on paper, kept as a picture
    SAID = "said"  # at the desk or to the captain at the door, in the person's presence
    OWN_PHONE = "own_phone"


class RentDecision(StrEnum):
    """What the housing office decides of a home with long rent arrears (HSG-01)."""

    WAIT = "wait"
    HELP = "help"
    VACATE = "vacate"


@dataclass(frozen=True, slots=True)
class Payer:
    """Who owes: a person or an organisation. `key`: "p17" or "o3"."""

    person_id: int | None = None
    organisation_id: int | None = None

    @property
    def key(self) -> str:
        return f"p{self.person_id}" if self.person_id else f"o{self.organisation_id or 0}"


@dataclass(frozen=True, slots=True)
class Part:
    """One part of an agreement: so many fen by that day."""

    due_on: date
    amount: int


@dataclass(frozen=True, slots=True)
class Terms:
    """The estate's own numbers; law gives none but the three years (FEE-02, 民法典 188)."""

    demand_days: int = 15
    urge_days: int = 7
    grace_days: int = 7
    limitation_years: int = 3
    rent_months: int = 6
