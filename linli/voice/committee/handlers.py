"""What a body's duties do when their matters end in the queue."""

from __future__ import annotations

from linli.base.events.api import handles
from linli.matters.handling.api import MatterClosed, MatterDeclined, MatterMerged, MatterWithdrawn
from linli.voice.committee.following import follow_matter


@handles(MatterClosed)
def follow_closed(event: MatterClosed) -> None:
    follow_matter(event.matter_id)


@handles(MatterDeclined)
def follow_declined(event: MatterDeclined) -> None:
    follow_matter(event.matter_id)


@handles(MatterWithdrawn)
def follow_withdrawn(event: MatterWithdrawn) -> None:
    follow_matter(event.matter_id)


@handles(MatterMerged)
def follow_merged(event: MatterMerged) -> None:
    follow_matter(event.matter_id)
