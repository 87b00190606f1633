"""What becomes of suggestions and topics, and the training of the estate's own reader."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from datetime import datetime, timedelta

from django.db import transaction

from linli.base.accounts.api import Actor
from linli.base.audit.api import record
from linli.base.calendars.api import now
from linli.base.errors import NotFound
from linli.base.scopes.api import current_estate_id
from linli.estate.organisations.api import Permission, require
from linli.matters.handling.api import Matter, matter_for
from linli.matters.topics import holding
from linli.matters.topics.data import Decision, Field, TopicStatus
from linli.matters.topics.errors import UnknownStatus
from linli.matters.topics.items import first_texts
from linli.matters.topics.models import ReaderVersion, Suggestion, Topic, TopicMember
from linli.matters.topics.placing import refresh_topics
from linli.matters.topics.queries import topics_visible_to
from linli.matters.topics.readers.making import save_trained, train_all, version_of
from linli.matters.topics.readers.records import Record
from linli.matters.topics.showing import read_shown

OWN_HISTORY = timedelta(days=730)
MOST_OWN = 4_000
LEAST_OWN = 200  # below, the shipped reader knows better
_PER_CATEGORY = 400


@transaction.atomic
def mark_topic(topic_id: int, *, actor: Actor, status: str) -> Topic:
    """Say that a topic is handled, settled or open again. Raises NotFound, UnknownStatus."""
    require(actor, Permission.SEE_FIGURES)
    if status not in set(TopicStatus):
        raise UnknownStatus(field="status")
    rows = topics_visible_to(actor).select_for_update(of=("self",))
    topic: Topic | None = rows.filter(pk=topic_id).first()
    if topic is None:
        raise NotFound
    if topic.status == status:
        return topic
    topic.status = status
    topic.settled_at = now() if status == TopicStatus.SETTLED else None
    topic.save(update_fields=["status", "settled_at"])
    record("topics.topic_marked", "topic", topic.pk, actor=actor, status=status)
    return topic


@transaction.atomic
def move_matter(matter_id: int, *, actor: Actor, topic_id: int | None) -> None:
    """Put a matter into another topic, or out of all; regrouping leaves it there."""
    require(actor, Permission.SEE_FIGURES)
    matter = matter_for(actor, matter_id)
    if topic_id is not None and not topics_visible_to(actor).filter(pk=topic_id).exists():
        raise NotFound
    member, _made = TopicMember.objects.select_for_update(of=("self",)).get_or_create(
        matter=matter, defaults={"estate_id": current_estate_id(), "chance": 1.0,
                                 "at": matter.created_at},
    )  # fmt: skip
    before = member.topic_id
    member.topic_id, member.placed_by_id, member.chance = topic_id, actor.user_id, 1.0
    member.save()
    refresh_topics([t for t in (before, topic_id) if t])
    record("topics.matter_moved", "matter", matter.pk, actor=actor, topic=topic_id, before=before)


@transaction.atomic
def record_suggestions(
    matter_id: int, shown: str, *, actor: Actor, chosen: Mapping[str, str] | None = None,
    left: Collection[str] = (),
) -> None:  # fmt: skip
    """Keep what was suggested for a new matter and what was decided, once.

    `shown` is what `write_shown` wrote into the form; anything else in it is ignored. What was
    decided is read from the matter; `chosen` adds what it does not hold (the matter joined).
    Without a person (actor without account), and for the fields that the person `left` to us, the
    decision is `default`: it counts neither for nor against.
    """
    model, values = read_shown(shown)
    matter = Matter.objects.select_related("category", "kind").filter(pk=matter_id).first()
    if matter is None or not values:
        return
    final = _decided(matter) | dict(chosen or {})
    rows = [
        Suggestion(
            matter=matter, field=field, value=value, chosen=final.get(field, "")[:40],
            decision=(Decision.DEFAULT if field in left
                      else _decide(value, final.get(field, ""), actor)).value,
            score=score, model=model, channel=matter.channel, decided_by_id=actor.user_id, at=now(),
        )
        for field, (value, score) in values.items()
    ]  # fmt: skip
    Suggestion.objects.bulk_create(rows, ignore_conflicts=True)


@transaction.atomic
def record_join(matter_id: int, shown: str, *, actor: Actor) -> None:
    """Keep what became of "the same as matter N?" when somebody joined a matter instead."""
    model, values = read_shown(shown)
    if Field.SAME.value not in values:
        return
    value, score = values[Field.SAME.value]
    matter = Matter.objects.get(pk=matter_id)
    Suggestion.objects.create(
        matter=matter, field=Field.SAME.value, value=value, chosen=str(matter_id),
        decision=_decide(value, str(matter_id), actor).value, score=score, model=model,
        channel=matter.channel, decided_by_id=actor.user_id, at=now(),
    )  # fmt: skip


def _decided(matter: Matter) -> dict[str, str]:
    return {
        Field.CATEGORY.value: matter.category.code, Field.KIND.value: matter.kind.code,
        Field.URGENCY.value: matter.urgency, Field.PLACE.value: str(matter.place_id or ""),
    }  # fmt: skip


def _decide(value: str, chosen: str, actor: Actor) -> Decision:
    if actor.user_id is None:
        return Decision.DEFAULT
    return Decision.ACCEPTED if value == chosen else Decision.CHANGED


def own_history(*, at: datetime | None = None) -> list[Record]:
    """The estate's handled matters with their final category, the latest of each category."""
    since = (at or now()) - OWN_HISTORY
    rows = Matter.objects.filter(state="closed", created_at__gt=since)
    rows = rows.exclude(category__code="other").select_related("category", "kind")
    counts: dict[str, int] = {}
    kept: list[Matter] = []
    for matter in rows.order_by("-created_at")[: MOST_OWN * 2].iterator():
        code = matter.category.code
        counts[code] = counts.get(code, 0) + 1
        if counts[code] <= _PER_CATEGORY and len(kept) < MOST_OWN:
            kept.append(matter)
    texts = first_texts(m.pk for m in kept)
    return [
        Record(str(m.pk), m.channel, texts[m.pk], category=m.category.code,
               kind=m.kind.code if m.kind.code != "dispute" else "request",
               urgent=m.urgency, source="own")
        for m in kept if texts.get(m.pk)
    ]  # fmt: skip


def train_own_reader(*, actor: Actor) -> ReaderVersion | None:
    """Train on the corpus and the estate's own history; None while that is too short.

    The file is written first and sealed; the row makes it the current one.
    """
    own = own_history()
    if len(own) < LEAST_OWN:
        return None
    version = version_of(own)
    known: ReaderVersion | None = ReaderVersion.objects.filter(version=version).first()
    if known is not None:
        return known
    trained = train_all(own=own, version=version)
    path = holding.path_of(current_estate_id(), version)
    save_trained(trained, path)
    return _make_current(version, len(own), trained.reader.texts, trained.reader.metrics,
                         holding.seal_of(path), actor)  # fmt: skip


@transaction.atomic
def _make_current(version: str, own: int, texts: int, metrics: Mapping[str, float], seal: str,
                  actor: Actor) -> ReaderVersion:  # fmt: skip
    ReaderVersion.objects.filter(is_current=True).update(is_current=False)
    row: ReaderVersion = ReaderVersion.objects.create(
        version=version, trained_at=now(), texts=texts, own_texts=own, metrics=dict(metrics),
        seal=seal, is_current=True,
    )  # fmt: skip
    record("topics.reader_trained", "reader_version", row.pk, actor=actor, texts=texts, own=own)
    return row
