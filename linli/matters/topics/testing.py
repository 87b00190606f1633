"""Builders of topics without a reader, and the shipped reader for tests that need one."""

from __future__ import annotations

from collections.abc import Sequence
from functools import lru_cache
from pathlib import Path

from linli.matters.handling.api import Matter
from linli.matters.topics.models import Topic, TopicMember
from linli.matters.topics.placing import refresh_topics
from linli.matters.topics.readers.making import Trained, shipped

_KEPT = Path(__file__).resolve().parents[3] / "var" / "readers"


@lru_cache(maxsize=1)
def shipped_reader() -> Trained:
    """What the shipped corpus teaches, made once and kept for all runs."""
    return shipped(_KEPT)


def make_topic(matters: Sequence[Matter]) -> Topic:
    """The matters as one topic, as if a reader had found it."""
    at = [matter.created_at for matter in matters]
    topic: Topic = Topic.objects.create(
        category=matters[0].category, first_at=min(at), last_at=max(at)
    )
    for matter in matters:
        add_to_topic(topic, matter)
    topic.refresh_from_db()
    return topic


def add_to_topic(topic: Topic, matter: Matter) -> None:
    TopicMember.objects.update_or_create(
        matter=matter, defaults={"topic": topic, "chance": 1.0, "at": matter.created_at}
    )
    refresh_topics([topic.pk])
