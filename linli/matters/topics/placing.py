"""A matter finds its topic: as it comes in, and again each night together with all others."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence
from datetime import datetime, timedelta

from django.db import connection, transaction

from linli.base.calendars.api import now
from linli.base.events.api import publish
from linli.base.scopes.api import current_estate_id
from linli.matters.handling.api import Matter
from linli.matters.topics import rules
from linli.matters.topics.data import TopicStatus
from linli.matters.topics.events import TopicCameBack, TopicMerged
from linli.matters.topics.holding import trained_now
from linli.matters.topics.items import items_of
from linli.matters.topics.models import Topic, TopicMember
from linli.matters.topics.queries import building_plates
from linli.matters.topics.readers.clusters import PER_BLOCK, WINDOW, TopicFinder

REGROUPED = timedelta(days=120)
_LOCK = 0x70F1C
_NOT_REPORTED = ("project",)  # what is done about a topic is not one more report of it


def _lock_topics() -> None:
    """One at a time per estate, so that two texts do not found the same topic twice."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(%s, %s)", [_LOCK, current_estate_id() % 2**31])


@transaction.atomic
def place_matter(matter_id: int) -> int | None:
    """Place one matter; the id of its topic, None while it stands alone. Placed ones stay."""
    _lock_topics()
    rows = Matter.objects.exclude(kind__code__in=_NOT_REPORTED)
    matter = rows.select_related("category", "place").filter(pk=matter_id).first()
    if matter is None:
        return None
    known = TopicMember.objects.filter(matter=matter_id).first()
    if known is not None:
        return known.topic_id
    trained = trained_now()
    finder = TopicFinder(trained.judges)
    near = _near(matter)
    for member, item in zip(near, items_of([m.matter for m in near], trained), strict=True):
        finder.add(item, topic=_key(member), first=member.same_as_id or member.matter_id)
    placement = finder.place(items_of([matter], trained)[0])
    topic = None if placement.is_new else _topic_of_key(placement.topic, near)
    TopicMember.objects.create(
        topic=topic, matter=matter, chance=0.0 if topic is None else placement.chance,
        at=matter.created_at, same_as_id=placement.same_row,
    )  # fmt: skip
    if topic is None:
        return None
    _note_return(topic, matter)
    refresh_topics([topic.pk])
    return topic.pk


def _near(matter: Matter) -> list[TopicMember]:
    """The latest members of the same building and of the same category, oldest first."""
    since = matter.created_at - timedelta(days=WINDOW)
    rows = TopicMember.objects.filter(at__gt=since, at__lte=matter.created_at)
    rows = rows.select_related("matter__category", "matter__place").order_by("-at", "-id")
    found = {m.pk: m for m in rows.filter(matter__category=matter.category_id)[:PER_BLOCK]}
    if matter.building_id:
        found |= {m.pk: m for m in rows.filter(matter__building=matter.building_id)[:PER_BLOCK]}
    return sorted(found.values(), key=lambda member: (member.at, member.pk))


def _key(member: TopicMember) -> int:
    """The topic; one that stands alone is its own, below zero."""
    return member.topic_id or -member.matter_id


def _topic_of_key(key: int, near: Sequence[TopicMember]) -> Topic:
    if key > 0:
        return Topic.objects.get(pk=key)
    alone = next(member for member in near if member.matter_id == -key)
    topic: Topic = Topic.objects.create(
        category_id=alone.matter.category_id, first_at=alone.at, last_at=alone.at, count=1
    )
    alone.topic = topic
    alone.save(update_fields=["topic"])
    return topic


def _note_return(topic: Topic, matter: Matter) -> None:
    status = rules.status_after(topic.status, topic.settled_at, matter.created_at)
    if status != topic.status:
        Topic.objects.filter(pk=topic.pk, status=topic.status).update(status=status.value)
        publish(TopicCameBack(topic.pk, matter.pk))


def refresh_topics(topic_ids: Iterable[int]) -> None:
    """Count, span, places and category anew from the members."""
    ids = sorted(set(topic_ids))
    members = TopicMember.objects.filter(topic__in=ids).select_related("matter")
    by_topic: dict[int, list[TopicMember]] = defaultdict(list)
    for member in members.order_by("at", "id"):
        by_topic[member.topic_id or 0].append(member)
    for topic in Topic.objects.filter(pk__in=ids):
        own = by_topic.get(topic.pk, [])
        topic.count = len(own)
        if own:
            _describe(topic, [member.matter for member in own])
            topic.first_at, topic.last_at = own[0].at, own[-1].at
        topic.save()


def _describe(topic: Topic, matters: Sequence[Matter]) -> None:
    """Category of most; buildings of at least a fifth of them."""
    topic.category_id = Counter(m.category_id for m in matters).most_common(1)[0][0]
    buildings = Counter(m.building_id for m in matters if m.building_id)
    kept = [b for b, n in buildings.items() if n * 5 >= len(matters)]
    plates = building_plates(kept)
    topic.buildings = sorted(kept)
    topic.places = rules.name_places(plates)[:80]


@transaction.atomic
def regroup_topics(*, at: datetime | None = None) -> int:
    """Place the matters of the last 120 days anew, all together; how many topics there are.

    A group keeps the id of the topic from which most of its matters come; what was moved by hand
    stays; a topic all of whose matters went elsewhere becomes part of where most went.
    """
    _lock_topics()
    at = at or now()
    rows = Matter.objects.filter(created_at__gt=at - REGROUPED, created_at__lte=at)
    rows = rows.exclude(kind__code__in=_NOT_REPORTED)
    matters = list(rows.select_related("category", "place").order_by("created_at", "id"))
    trained = trained_now()
    finder = TopicFinder(trained.judges)
    placements = [finder.place(item) for item in items_of(matters, trained)]
    members = {m.matter_id: m for m in TopicMember.objects.filter(matter__in=matters)}
    _add_members(matters, members)
    groups: dict[int, list[int]] = defaultdict(list)
    for matter, placement in zip(matters, placements, strict=True):
        if members[matter.pk].placed_by_id is None:
            groups[finder.topic_of[placement.row]].append(matter.pk)
        first = matters[finder.first_of[placement.row]].pk
        members[matter.pk].same_as_id = first if first != matter.pk else None
        members[matter.pk].chance = placement.chance
    before = {m.matter_id: m.topic_id for m in members.values() if m.topic_id}
    touched = _assign(list(groups.values()), members)
    TopicMember.objects.bulk_update(members.values(), ["topic", "chance", "same_as"], 1_000)
    _close_empty(before, members)
    refresh_topics(touched)
    return len({m.topic_id for m in members.values() if m.topic_id})


def _add_members(matters: Sequence[Matter], members: dict[int, TopicMember]) -> None:
    lacking = [m for m in matters if m.pk not in members]
    rows = [TopicMember(topic=None, matter=m, chance=0.0, at=m.created_at) for m in lacking]
    for row in TopicMember.objects.bulk_create(rows, 1_000):
        members[row.matter_id] = row


def _assign(groups: Sequence[Sequence[int]], members: dict[int, TopicMember]) -> set[int]:
    """Give each group its topic, the largest overlap first; the topics that were touched."""
    shares = [
        (n, topic_id, g)
        for g, group in enumerate(groups)
        for topic_id, n in Counter(members[m].topic_id for m in group).items()
        if topic_id
    ]
    taken: dict[int, int] = {}
    for _n, known, g in sorted(shares, key=lambda s: (-s[0], s[1])):
        if g not in taken and known not in taken.values():
            taken[g] = known
    touched = {topic_id for _, topic_id, _ in shares}
    for g, group in enumerate(groups):
        topic_id: int | None = taken.get(g)
        if topic_id is None and len(group) > 1:
            topic_id = _found(members[group[0]])
        elif topic_id is not None and len(group) == 1 and not _is_kept(topic_id):
            topic_id = None
        for matter_id in group:
            members[matter_id].topic_id = topic_id
        touched |= {topic_id} if topic_id else set()
    return touched


def _is_kept(topic_id: int) -> bool:
    """Whether somebody works on it: it stays, however few speak of it."""
    return Topic.objects.filter(pk=topic_id).exclude(status=TopicStatus.OPEN.value).exists()


def _found(member: TopicMember) -> int:
    category_id = Matter.objects.values_list("category_id", flat=True).get(pk=member.matter_id)
    topic = Topic.objects.create(category_id=category_id, first_at=member.at, last_at=member.at)
    return int(topic.pk)


def _close_empty(before: dict[int, int], members: dict[int, TopicMember]) -> None:
    """An open topic that lost all its matters becomes part of where most of them went."""
    went: dict[int, Counter[int]] = defaultdict(Counter)
    for matter_id, topic_id in before.items():
        now_in = members[matter_id].topic_id
        if now_in:
            went[topic_id][now_in] += 1
    left = TopicMember.objects.filter(topic__in=set(before.values())).values("topic")
    rows = Topic.objects.filter(pk__in=set(before.values()), merged_into__isnull=True)
    for topic in rows.filter(status=TopicStatus.OPEN.value).exclude(pk__in=left).order_by("id"):
        heirs = went[topic.pk].most_common(1)
        if heirs:
            Topic.objects.filter(pk=topic.pk).update(merged_into=heirs[0][0])
            Topic.objects.filter(merged_into=topic.pk).update(merged_into=heirs[0][0])
            publish(TopicMerged(topic.pk, heirs[0][0]))
