"""A new matter finds its topic; doubled events change nothing."""

from __future__ import annotations

from linli.base.events.api import handles
from linli.matters.handling.api import MatterOpened
from linli.matters.topics.placing import place_matter


@handles(MatterOpened)
def place_opened(event: MatterOpened) -> None:
    place_matter(event.matter_id)
