"""What an owners' assembly decided about candidates is the result of their election."""

from __future__ import annotations

from linli.base.events.api import handles
from linli.voice.ballots.api import AssemblyPublished
from linli.voice.elections.api import settle_assembly


@handles(AssemblyPublished)
def settle_election(event: AssemblyPublished) -> None:
    settle_assembly(event.assembly_id)
