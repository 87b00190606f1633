"""What the demo estate is made of: sizes, accounts and the report of a load."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field

ESTATE_CODE = "xianghecheng"
ESTATE_NAME = "祥和城小区"
PASSWORD = "xianghe-demo-2026"  # noqa: S105  published: a demo has no secrets

# told while loading: what is being made, how many are ready, how many there will be
Progress = Callable[[str, int, int], None]


@dataclass(frozen=True)
class DemoScale:
    """How much of the estate is made. Two homes a floor; every home is lived in.

    `disabled_households` and `low_income_households` are exact; `matters` is a rough number,
    spread over `days` days that end today.
    """

    buildings: int
    entrances: int
    floors: int
    disabled_households: int
    low_income_households: int
    matters: int
    days: int

    @property
    def homes(self) -> int:
        return self.buildings * self.entrances * self.floors * 2


FULL = DemoScale(17, 6, 17, 348, 2169, matters=600, days=91)
SMALL = DemoScale(3, 2, 17, 21, 128, matters=30, days=21)


@dataclass(frozen=True)
class DemoAccount:
    """An account with a published password; `shell` is where it lands (resident, staff, …)."""

    role_label: str
    username: str
    password: str
    shell: str


@dataclass(frozen=True)
class DemoReport:
    """What a load made: rows by name, and how many seconds each part took."""

    estate_id: int
    counts: dict[str, int] = field(default_factory=dict)
    seconds: dict[str, float] = field(default_factory=dict)
