"""Words of the owners' assembly (业主大会): what is decided, by whom, and what was counted."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import IntEnum, StrEnum

from linli.base.events.data import Event


class DecisionMatter(IntEnum):
    """What owners decide jointly (OWN-01; 民法典 278, items 1 to 9)."""

    ASSEMBLY_RULES = 1
    COVENANT = 2
    COMMITTEE = 3
    MANAGER = 4
    USE_FUND = 5
    RAISE_FUND = 6
    REBUILD = 7
    COMMON_PARTS = 8
    OTHER = 9


class Threshold(StrEnum):
    """How much of the participating area and heads must say yes (OWN-03)."""

    MORE_THAN_HALF = "more_than_half"  # 过半数: the half itself is not enough
    THREE_QUARTERS = "three_quarters"  # 四分之三以上: the number itself is enough


class Choice(StrEnum):
    """One answer on a ballot, one character in the box."""

    YES = "y"
    NO = "n"
    ABSTAIN = "a"
    INVALID = "x"  # paper alone: two marks, none, or unreadable


class AssemblyKind(StrEnum):
    REGULAR = "regular"
    TEMPORARY = "temporary"  # asked for by 20 % of the owners (OWN-10)


class AssemblyState(StrEnum):
    DRAFT = "draft"
    PREPARED = "prepared"  # the first of two people is done: agenda and roll are checked
    NOTICED = "noticed"  # roll and agenda are frozen from here on
    OPEN = "open"
    CLOSED = "closed"  # counted, the box is sealed
    PUBLISHED = "published"
    CANCELLED = "cancelled"


class Silence(StrEnum):
    """What a ballot that does not come back means (OWN-06)."""

    NOT_PARTICIPATING = "not_participating"
    FOLLOWS_MAJORITY = "follows_majority"  # only where the owners' own rules say so


class Repeat(StrEnum):
    """Which of several ballots of one owner counts (OWN-18)."""

    FIRST = "first"
    LAST = "last"


class Way(StrEnum):
    PHONE = "phone"
    PAPER = "paper"
    DOOR = "door"  # with a captain, the owner's own confirmation recorded
    IMPORTED = "imported"  # from a government e-voting system


class Lack(StrEnum):
    """Why a home cannot stand on the roll yet (OWN-04, OWN-05)."""

    AREA = "area"
    SOURCE = "source"  # nobody knows where the area comes from
    OWNER = "owner"
    TENURE = "tenure"  # public rental with a private owner: one of the two is wrong


class Verdict(StrEnum):
    ADOPTED = "adopted"
    NOT_ADOPTED = "not_adopted"
    QUORUM_NOT_MET = "quorum_not_met"


@dataclass(frozen=True, slots=True)
class UnitFacts:
    """An exclusive unit as the register has it. `owners` are identities: "p17", "o3"."""

    home_id: int
    area_cm2: int | None
    area_source: str
    tenure: str
    building_id: int | None
    owners: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True)
class RollHead:
    """One person in the sense of OWN-05: one ballot, the area of all its units."""

    owners: frozenset[str]
    units: tuple[UnitFacts, ...]

    @property
    def area_cm2(self) -> int:
        return sum(unit.area_cm2 or 0 for unit in self.units)


@dataclass(frozen=True, slots=True)
class RollDraft:
    """The roll as it would be frozen now, and what must be mended first."""

    heads: tuple[RollHead, ...]
    lacking: tuple[tuple[UnitFacts, tuple[Lack, ...]], ...]

    @property
    def unit_count(self) -> int:
        return sum(len(head.units) for head in self.heads)

    @property
    def area_cm2(self) -> int:
        return sum(head.area_cm2 for head in self.heads)


@dataclass(frozen=True, slots=True)
class Sum:
    """Heads and area (integer cm²) that go together."""

    heads: int = 0
    area: int = 0

    def __add__(self, other: Sum) -> Sum:
        return Sum(self.heads + other.heads, self.area + other.area)


@dataclass(frozen=True, slots=True)
class Gate:
    """One comparison with everything that goes into it: `left_times * left` against
    `right_times * right`. `strict` asks for more, else as much is enough."""

    name: str  # "quorum_area", "quorum_heads", "yes_area", "yes_heads"
    left: int
    right: int
    left_times: int
    right_times: int
    strict: bool
    passed: bool


@dataclass(frozen=True, slots=True)
class ItemResult:
    """One agenda item counted. `silent` were added to the majority by an explicit rule."""

    position: int
    matter: int
    threshold: Threshold
    total: Sum
    yes: Sum
    no: Sum
    abstain: Sum
    invalid: Sum
    participating: Sum
    silent: Sum
    silent_choice: str
    gates: tuple[Gate, ...]
    verdict: Verdict


@dataclass(frozen=True, slots=True)
class ItemRules:
    """What an item is counted by; the threshold follows from the matter (OWN-01)."""

    position: int
    matter: int


@dataclass(frozen=True, slots=True)
class Participation:
    """How far it is, before anybody may know how it stands: heads and area, by building."""

    total: Sum
    cast: Sum
    by_building: tuple[tuple[str, Sum, Sum], ...] = ()  # label, cast, total; area of units


@dataclass(frozen=True, slots=True)
class VoterCard:
    """What one may vote for: a line of the roll, and whether it has voted."""

    voter_id: int
    code: str
    plates: tuple[str, ...]
    area_cm2: int
    has_voted: bool
    by_proxy: bool = False
    is_shared: bool = False
    receipts: tuple[str, ...] = field(default=())


@dataclass(frozen=True, slots=True)
class Receipt:
    """What the voter takes along: the code to find the own ballot in the published file."""

    code: str
    voter_code: str
    choices: str
    way: str
    is_repeat: bool = False


@dataclass(frozen=True, slots=True)
class VoteListing:
    """A line of the page of votes: assemblies, and what other packages put there.

    `waits`: there is something for the reader to do, which the first page says, too.
    """

    title: str
    href: str
    state: str
    hint: str
    tone: str = ""
    waits: bool = False


@dataclass(frozen=True)
class AssemblyNoticed(Event):
    assembly_id: int
    opens_at: str

    @property
    def aggregate(self) -> str:
        return f"assembly:{self.assembly_id}"


@dataclass(frozen=True)
class AssemblyPublished(Event):
    """`verdicts` maps positions of the agenda to verdicts."""

    assembly_id: int
    verdicts: Mapping[str, str]

    @property
    def aggregate(self) -> str:
        return f"assembly:{self.assembly_id}"
