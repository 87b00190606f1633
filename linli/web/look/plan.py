"""A made-up plan for the page that shows the parts."""

from __future__ import annotations

from dataclasses import dataclass

COLUMNS = 5
BUILDINGS = 17


@dataclass(frozen=True)
class PlanBuilding:
    """A building on the plan; x, y, width and height in plan units."""

    label: str
    x: int
    y: int
    href: str
    state: str = "calm"
    count: int = 0
    width: int = 140
    height: int = 76


def make_plan() -> list[PlanBuilding]:
    return [_place(number) for number in range(1, BUILDINGS + 1)]


def _place(number: int) -> PlanBuilding:
    row, column = divmod(number - 1, COLUMNS)
    return PlanBuilding(
        label=f"{number}号楼",
        x=60 + column * 185,
        y=50 + row * 140,
        href=f"#building-{number}",
        state={5: "alarm", 10: "watch"}.get(number, "calm"),
        count={3: 3, 5: 1, 10: 2}.get(number, 0),
    )
