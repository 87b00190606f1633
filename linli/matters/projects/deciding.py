"""What people make of topics that the software found: another name, one, two, none."""

from __future__ import annotations

from collections.abc import Sequence

from django.db import transaction

from linli.base.accounts.api import Actor
from linli.base.audit.api import record
from linli.base.calendars.api import now
from linli.base.errors import Invalid, translatable
from linli.matters.projects.data import DecisionKind
from linli.matters.projects.errors import HasProject, ReasonMissing
from linli.matters.projects.models import Project, TopicDecision
from linli.matters.projects.queries import require_lead
from linli.matters.topics.api import join_topics, split_topic, topic_for

LONGEST_NAME = 40
LONGEST_REASON = 200


@transaction.atomic
def rename_topic(topic_id: int, *, actor: Actor, name: str, reason: str) -> TopicDecision:
    """Give a topic people's own name. Raises Invalid, ReasonMissing."""
    words = name.strip()
    if not 0 < len(words) <= LONGEST_NAME:
        raise Invalid(translatable("名字要有 1 到 40 个字。"), field="name")
    return _decide(topic_id, DecisionKind.RENAME, actor, reason, name=words)


@transaction.atomic
def dismiss_topic(topic_id: int, *, actor: Actor, reason: str) -> TopicDecision:
    """Not a hot topic: out of sight until several more speak of it. Not while a project is on."""
    if Project.objects.filter(topic=topic_id).exists():
        raise HasProject
    return _decide(topic_id, DecisionKind.DISMISS, actor, reason)


@transaction.atomic
def restore_topic(topic_id: int, *, actor: Actor, reason: str) -> TopicDecision:
    return _decide(topic_id, DecisionKind.RESTORE, actor, reason)


@transaction.atomic
def merge_topics(kept_id: int, other_ids: Sequence[int], *, actor: Actor, reason: str) -> None:
    """Several topics are one problem. Those with projects of their own cannot be merged away."""
    if Project.objects.filter(topic__in=set(other_ids) - {kept_id}).exists():
        raise HasProject
    for other in sorted(set(other_ids) - {kept_id}):
        _decide(kept_id, DecisionKind.MERGE, actor, reason, other_id=other)
    join_topics(kept_id, other_ids, actor=actor)


@transaction.atomic
def split_off(topic_id: int, matter_ids: Sequence[int], *, actor: Actor, reason: str) -> int:
    """Some of the matters are another problem; the id of the new topic."""
    if not reason.strip():
        raise ReasonMissing(field="reason")
    made = split_topic(topic_id, matter_ids, actor=actor)
    _decide(topic_id, DecisionKind.SPLIT, actor, reason, other_id=made.pk)
    return int(made.pk)


def _decide(topic_id: int, kind: DecisionKind, actor: Actor, reason: str, *, name: str = "",
            other_id: int | None = None) -> TopicDecision:  # fmt: skip
    require_lead(actor)
    why = reason.strip()[:LONGEST_REASON]
    if not why:
        raise ReasonMissing(field="reason")
    topic = topic_for(actor, topic_id)
    if other_id is not None:
        topic_for(actor, other_id)
    row: TopicDecision = TopicDecision.objects.create(
        topic_id=topic.id, kind=kind.value, name=name, reason=why, other_id=other_id,
        by_id=actor.user_id, at=now(),
    )  # fmt: skip
    record(f"projects.topic_{kind.value}", "topic", topic.id, actor=actor)
    return row
