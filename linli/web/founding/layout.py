"""A plain plan for a new estate: buildings in rows, until somebody draws the real one."""

from __future__ import annotations

from collections.abc import Sequence

PER_ROW = 4
_WIDTH, _DEPTH, _GAP_X, _GAP_Y, _MARGIN = 7_800, 1_500, 2_200, 4_500, 2_000  # cm


def place_boxes(names: Sequence[str]) -> dict[str, dict[str, int]]:
    """For each building its `plan_*` fields in cm, in reading order."""
    return {
        name: {
            "plan_x": _MARGIN + n % PER_ROW * (_WIDTH + _GAP_X),
            "plan_y": _MARGIN + n // PER_ROW * (_DEPTH + _GAP_Y),
            "plan_width": _WIDTH,
            "plan_height": _DEPTH,
        }
        for n, name in enumerate(names)
    }
