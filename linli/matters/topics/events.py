"""News of topics. Ids and values only."""

from __future__ import annotations

from dataclasses import dataclass

from linli.base.events.api import Event


@dataclass(frozen=True)
class TopicEvent(Event):
    topic_id: int

    @property
    def aggregate(self) -> str:
        return f"topic:{self.topic_id}"


@dataclass(frozen=True)
class TopicCameBack(TopicEvent):
    """It was settled, and `matter_id` speaks of it anew."""

    matter_id: int


@dataclass(frozen=True)
class TopicMerged(TopicEvent):
    """Regrouping found that it is the same problem as `into_id`."""

    into_id: int
