"""Homes by pattern: `1-17 × 1-6 × 1-17 × 01,02`."""

from __future__ import annotations

import re
from itertools import product
from math import prod

from linli.web.founding.data import HomePlan
from linli.web.founding.errors import PatternUnclear

MOST = 200_000  # homes of one estate; more is a slip of the keyboard
_PART = re.compile(r"[0-9]{1,3}(?:-[0-9]{1,3})?|[0-9A-Za-z一-鿿]{1,8}")


def expand_pattern(text: str) -> list[HomePlan]:
    """All homes of `buildings × entrances × floors × doors`, in order; `;` joins patterns.

    Parts are lists of numbers and ranges (buildings and entrances may have names). A door keeps
    its zeros: floor 3, door 02 is home 302. Raises PatternUnclear.
    """
    homes = [home for part in re.split(r"[;;\n]", text) if part.strip() for home in _expand(part)]
    if not homes or len(homes) > MOST:
        raise PatternUnclear(text=text.strip())
    return homes


def _expand(text: str) -> list[HomePlan]:
    lists = [_read_list(part, text) for part in re.split(r"[×xX*]", text)]
    if len(lists) != 4:
        raise PatternUnclear(text=text.strip())
    buildings, entrances, floors, doors = lists
    too_many = prod(map(len, lists)) > MOST
    if too_many or not all(part.isdigit() for part in [*floors, *doors]):
        raise PatternUnclear(text=text.strip())
    return [
        HomePlan(building, entrance, f"{int(floor)}{door:0>2}", int(floor))
        for building, entrance, floor, door in product(buildings, entrances, floors, doors)
    ]


def _read_list(text: str, whole: str) -> list[str]:
    found: list[str] = []
    for item in re.split(r"[,,、]", text):
        part = item.strip()
        if not _PART.fullmatch(part):
            raise PatternUnclear(text=whole.strip())
        first, dash, last = part.partition("-")
        if dash and int(first) > int(last):
            raise PatternUnclear(text=whole.strip())
        found += [str(n) for n in range(int(first), int(last) + 1)] if dash else [part]
    return found
