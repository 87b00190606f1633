"""The words of a round: enter every door, know every family (进百家门)."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum
from typing import Any

from linli.estate.places.data import Fact


class Kind(StrEnum):
    """What a device may report. Each is one operation with a key of its own."""

    VISIT = "visit"  # how it went at the door
    CONFIRM = "confirm"  # these facts hold
    PROPOSE = "propose"  # this value is another one now
    ARRIVE = "arrive"  # somebody lives here whom the register does not know
    GONE = "gone"  # the family that was on the list has moved away
    VACANT = "vacant"  # nobody lives here
    NEED = "need"  # becomes a matter
    TOLD = "told"  # heard at the door, for the grid worker to write down


class Outcome(StrEnum):
    MET = "met"
    NOBODY = "nobody"  # family not at home: another time of day next time
    REFUSED = "refused"  # respected; asked again when some weeks have gone
    LATER = "later"  # asked to come again


class Consent(StrEnum):
    NONE = ""
    ORAL = "oral"
    SIGNED = "signed"
    DECLINED = "declined"


class DayPart(StrEnum):
    MORNING = "morning"
    AFTERNOON = "afternoon"
    EVENING = "evening"
    WEEKEND = "weekend"


class Result(StrEnum):
    """What became of an operation; every one of them is an acknowledgement."""

    DONE = "done"
    CONFLICT = "conflict"  # kept, and on the list of questions that a person decides
    REFUSED = "refused"  # kept in the log, with the reason; nothing else was written


class ClaimState(StrEnum):
    STANDS = "stands"
    OPEN = "open"  # contradicts what stands: a person decides
    REPLACED = "replaced"  # the same device knew better later
    CHOSEN = "chosen"
    DROPPED = "dropped"


class Lens(StrEnum):
    """How much somebody may see and ask at a door."""

    FULL = "full"  # who edits the register there
    NARROW = "narrow"  # liaison people: captains, volunteers, residents


@dataclass(frozen=True, slots=True)
class Claim:
    """One device's word about one value, as far as settling needs it.

    `order` is the server's order of arrival, the only clock that is trusted; `seq` counts up on
    one device. `digest` and the base stand for values without telling them.
    """

    author: str
    seq: int
    order: int
    digest: str


@dataclass(frozen=True, slots=True)
class Settlement:
    """`stands` is what the register shall hold; `rivals` are orders of claims that contradict it;
    `replaced` are orders of claims that their own device took back."""

    stands: str
    rivals: tuple[int, ...]
    replaced: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class Operation:
    """One tap or one line as a device reports it; `data` depends on the kind."""

    key: str
    seq: int
    kind: Kind
    round_id: int | None
    place_id: int | None
    device_at: int  # milliseconds of the device's own clock, right or wrong
    data: Mapping[str, Any] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Batch:
    """What one device sends at once. `device_now` is its clock at the moment of sending."""

    account_id: int
    device: str
    device_now: int
    operations: tuple[Operation, ...]


@dataclass(frozen=True, slots=True)
class Answer:
    """The acknowledgement of one operation; the device may forget it then."""

    key: str
    result: str
    text: str = ""
    number: str = ""  # of the matter that came of it


@dataclass(frozen=True, slots=True)
class Stop:
    """One door of a round as the list shows it."""

    place_id: int
    plate: str
    kind: str
    position: int
    facts: Mapping[Fact, str]  # wanted, and why: missing or stale
    visited_at: datetime | None
    outcome: str


MAX_OPERATIONS = 500
MAX_DATA = 4000  # characters of one operation's JSON
