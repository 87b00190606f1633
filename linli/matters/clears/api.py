"""What is known, what is missing, how fresh it is (GRID-03)."""

from linli.matters.clears.actions import set_freshness, take_snapshot
from linli.matters.clears.figures import (
    count_clears,
    group_by_grid,
    list_lacks,
    list_trend,
    places_in_reach,
    total_of,
)
from linli.matters.clears.labels import CLEARS, FACTS, STATES
from linli.matters.clears.models import ClearSnapshot
from linli.matters.clears.readings import read_limits, read_places, units_of
from linli.matters.clears.rules import DEFAULTS, facts_of, lacks_of, states_of

__all__ = [
    "CLEARS",
    "DEFAULTS",
    "FACTS",
    "STATES",
    "ClearSnapshot",
    "count_clears",
    "facts_of",
    "group_by_grid",
    "lacks_of",
    "list_lacks",
    "list_trend",
    "places_in_reach",
    "read_limits",
    "read_places",
    "set_freshness",
    "states_of",
    "take_snapshot",
    "total_of",
    "units_of",
]
