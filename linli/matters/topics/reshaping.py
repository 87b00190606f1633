"""People know better: two topics that are one, one topic that is two."""

from __future__ import annotations

from collections.abc import Sequence

from django.db import transaction

from linli.base.accounts.api import Actor
from linli.base.audit.api import record
from linli.base.errors import Invalid, NotFound, translatable
from linli.estate.organisations.api import Permission, require
from linli.matters.topics.models import Topic, TopicMember
from linli.matters.topics.placing import refresh_topics
from linli.matters.topics.queries import matters_of_topic, topics_visible_to


@transaction.atomic
def join_topics(kept_id: int, other_ids: Sequence[int], *, actor: Actor) -> Topic:
    """Put the matters of the others into `kept`; their addresses lead there from now on.

    Regrouping leaves them. Raises NotFound, Invalid.
    """
    require(actor, Permission.SEE_FIGURES)
    others = sorted(set(other_ids) - {kept_id})
    if not others:
        raise Invalid(translatable("请选要并进来的热点。"), field="others")
    rows = topics_visible_to(actor).select_for_update(of=("self",)).order_by("id")
    topics = {t.pk: t for t in rows.filter(pk__in=[kept_id, *others])}
    if len(topics) != len(others) + 1:
        raise NotFound
    TopicMember.objects.filter(topic__in=others).update(topic=kept_id, placed_by=actor.user_id)
    Topic.objects.filter(merged_into__in=others).update(merged_into=kept_id)
    Topic.objects.filter(pk__in=others).update(merged_into=kept_id)
    refresh_topics([kept_id])
    record("topics.topics_joined", "topic", kept_id, actor=actor, others=others)
    return topics[kept_id]


@transaction.atomic
def split_topic(topic_id: int, matter_ids: Sequence[int], *, actor: Actor) -> Topic:
    """Found a new topic with some of the matters of another; regrouping leaves them there.

    Raises NotFound, Invalid when none or all were chosen.
    """
    require(actor, Permission.SEE_FIGURES)
    matters = list(matters_of_topic(actor, topic_id).filter(pk__in=matter_ids))
    whole = TopicMember.objects.filter(topic=topic_id).count()
    if not 0 < len(matters) < whole:
        raise Invalid(
            translatable("请选要分出去的几件，不能一件不选，也不能全选。"), field="matters"
        )
    at = [matter.created_at for matter in matters]
    topic: Topic = Topic.objects.create(
        category=matters[0].category, first_at=min(at), last_at=max(at)
    )
    members = TopicMember.objects.filter(matter__in=matters, topic=topic_id)
    members.update(topic=topic, placed_by=actor.user_id)
    refresh_topics([topic_id, topic.pk])
    record("topics.topic_split", "topic", topic_id, actor=actor, into=topic.pk)
    topic.refresh_from_db()
    return topic
