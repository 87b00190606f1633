"""The one queue: a matter, its append-only timeline, and what hangs on it."""

from linli.matters.handling.models.counts import MatterTally
from linli.matters.handling.models.matters import Matter, MatterNumber
from linli.matters.handling.models.people import MatterParty, PersonMove, ReturnVisit, Thanks
from linli.matters.handling.models.timeline import MatterEntry, MatterFile, MatterText

__all__ = [
    "Matter",
    "MatterEntry",
    "MatterFile",
    "MatterNumber",
    "MatterParty",
    "MatterTally",
    "MatterText",
    "PersonMove",
    "ReturnVisit",
    "Thanks",
]
