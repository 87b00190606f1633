"""Words of an election: who votes, how, and what comes of it."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum


class ElectionKind(StrEnum):
    RESIDENTS = "residents_committee"
    REPRESENTATIVE = "residents_rep"  # of one building or grid (RC-03)
    OWNERS = "owners_committee"  # prepared here, voted on by an owners' assembly (OWN-01 ③)


class ElectionMode(StrEnum):
    """RC-02: who votes."""

    ALL_VOTERS = "all_voters"
    HOUSEHOLDS = "household_reps"
    REPRESENTATIVES = "representatives"
    ASSEMBLY = "assembly"


class RoundKind(StrEnum):
    FIRST = "first"
    RUN_OFF = "run_off"  # of those who were level for the last seats
    SECOND = "second"  # for seats that stayed empty


class ElectionState(StrEnum):
    DRAFT = "draft"
    POSTED = "posted"  # roll, candidates and rules hang
    OPEN = "open"
    COUNTED = "counted"
    CANCELLED = "cancelled"


class Way(StrEnum):
    """How a vote came into the box."""

    PHONE = "phone"
    DESK = "desk"
    DOOR = "door"
    PAPER = "paper"


@dataclass(frozen=True)
class Count:
    """The result of a box. `votes` by candidate id; `cast` counts all slips, `invalid` of them
    chose too many or nobody. `tied` were level for the last seats; `vacant` seats stay empty."""

    is_valid: bool
    roll: int
    cast: int
    invalid: int
    votes: dict[int, int]
    winners: tuple[int, ...]
    tied: tuple[int, ...]
    vacant: int
