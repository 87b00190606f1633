"""Where a matter stands and how to reach a person, in the words for those who wait."""

from linli.web.resident.data import Facts, Standing
from linli.web.resident.keys import new_key
from linli.web.resident.reach import say_desk_hours
from linli.web.resident.standings import share_gone, standing_of
from linli.web.resident.times import say_instant, say_span

__all__ = [
    "Facts",
    "Standing",
    "new_key",
    "say_desk_hours",
    "say_instant",
    "say_span",
    "share_gone",
    "standing_of",
]
