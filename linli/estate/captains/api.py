from linli.estate.captains.actions import appoint_captain, close_round, open_round, recommend
from linli.estate.captains.data import RoundResult, Standing
from linli.estate.captains.queries import (
    captains_of,
    count_round,
    households_of,
    may_appoint,
    may_run,
    round_for,
    rounds_for,
)

__all__ = [
    "RoundResult",
    "Standing",
    "appoint_captain",
    "captains_of",
    "close_round",
    "count_round",
    "households_of",
    "may_appoint",
    "may_run",
    "open_round",
    "recommend",
    "round_for",
    "rounds_for",
]
