"""What the calendar of the contract does when a matter is done."""

from __future__ import annotations

from linli.base.events.api import handles
from linli.matters.handling.api import MatterDone
from linli.voice.contracts.scheduling import settle_done


@handles(MatterDone)
def settle_due(event: MatterDone) -> None:
    """Done in time or late, as soon as it is known."""
    settle_done(event.matter_id)
