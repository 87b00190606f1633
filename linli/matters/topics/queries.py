"""Reads of topics, suggestions and trained readers."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from datetime import date, datetime, timedelta
from typing import Any

from django.db.models import Count, Q, QuerySet
from django.db.models.functions import TruncWeek
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from linli.base.accounts.api import Actor
from linli.base.calendars.api import SHANGHAI, now
from linli.base.errors import NotFound
from linli.base.scopes.api import current_estate_id
from linli.estate.organisations.api import Permission, may, require
from linli.estate.places.api import Place
from linli.matters.handling.api import Matter, matters_visible_to
from linli.matters.topics import rules
from linli.matters.topics.data import (
    AcceptedShare,
    Decision,
    HotTopic,
    ModelCard,
    TopicStatus,
    Trend,
    WeekCount,
)
from linli.matters.topics.models import ReaderVersion, Suggestion, Topic, TopicMember

MOST_SHOWN = 50
_LOOK_BACK = timedelta(days=180)


def topics_visible_to(actor: Actor) -> QuerySet[Topic]:
    """Topics of the estate for those who see all its matters or its figures.

    Sensitive categories (disputes, aid, health) only for those who see all matters.
    """
    rows: QuerySet[Topic] = Topic.objects.filter(merged_into__isnull=True)
    if actor.estate_id != current_estate_id():
        return rows.none()
    if may(actor, Permission.SEE_ALL_MATTERS):
        return rows
    if may(actor, Permission.SEE_FIGURES):
        return rows.filter(category__is_sensitive=False)
    return rows.none()


def hot_topics(actor: Actor, *, at: datetime | None = None) -> list[HotTopic]:
    """Topics with several matters in the last two weeks, or handled: most spoken of first.

    Raises NotAllowed for those who see neither all matters nor the figures.
    """
    if not may(actor, Permission.SEE_ALL_MATTERS):
        require(actor, Permission.SEE_FIGURES)
    at = at or now()
    since = at - timedelta(days=rules.HOT_DAYS)
    recent = Q(members__at__gt=since, members__at__lte=at)
    rows = topics_visible_to(actor).annotate(recent=Count("members", filter=recent))
    hot = Q(recent__gte=rules.HOT_COUNT) | (
        Q(status__in=[TopicStatus.HANDLED.value, TopicStatus.BACK.value]) & Q(count__gt=1)
    )
    found = rows.filter(hot, first_at__lte=at).select_related("category")
    return _cards(list(found.order_by("-recent", "-last_at", "id")[:MOST_SHOWN]), at)


def topic_for(actor: Actor, topic_id: int, *, at: datetime | None = None) -> HotTopic:
    """The topic; one that became part of another answers with that. Raises NotFound."""
    if not 0 < topic_id < 2**63:
        raise NotFound
    merged = Topic.objects.filter(pk=topic_id).values_list("merged_into", flat=True).first()
    found = topics_visible_to(actor).filter(pk=merged or topic_id).select_related("category")
    topic = found.first()
    if topic is None:
        raise NotFound
    return _cards([topic], at or now())[0]


def matters_of_topic(actor: Actor, topic_id: int) -> QuerySet[Matter]:
    """The matters of a topic that the actor may know of, latest first. Raises NotFound."""
    topic = topic_for(actor, topic_id)
    members = TopicMember.objects.filter(topic=topic.id)
    rows = matters_visible_to(actor).filter(pk__in=members.values("matter"))
    return rows.select_related("category", "kind", "place").order_by("-created_at", "-id")


def topic_of_matter(matter_id: int) -> int | None:
    """The id of the topic to which a matter belongs, when others speak of it, too."""
    rows = TopicMember.objects.filter(matter=matter_id, topic__count__gt=1)
    return rows.values_list("topic_id", flat=True).first()


def weekly_counts(topic_id: int) -> list[WeekCount]:
    """Matters a week from the first to the last, weeks without any as well."""
    rows = TopicMember.objects.filter(topic=topic_id)
    weeks = rows.annotate(week=TruncWeek("at", tzinfo=SHANGHAI)).values_list("week")
    counts = {w.date(): n for w, n in weeks.annotate(n=Count("id")).order_by("week")}
    if not counts:
        return []
    week, last = min(counts), max(counts)
    found = []
    while week <= last:
        found.append(WeekCount(week, counts.get(week, 0)))
        week += timedelta(days=7)
    return found


def _cards(topics: Sequence[Topic], at: datetime) -> list[HotTopic]:
    times: dict[int, list[datetime]] = defaultdict(list)
    members = TopicMember.objects.filter(topic__in=topics, at__gt=at - _LOOK_BACK, at__lte=at)
    for topic_id, time in members.values_list("topic_id", "at"):
        times[topic_id].append(time)
    return [_card(topic, times[topic.pk], at) for topic in topics]


def _card(topic: Topic, times: Sequence[datetime], at: datetime) -> HotTopic:
    days = rules.days_shown(times, at)
    since = at - timedelta(days=rules.HOT_DAYS)
    count = sum(time > since for time in times)
    trend = rules.trend_of(times, at)
    english = (get_language() or "").startswith("en")
    name = topic.category.name_en if english else topic.category.name
    return HotTopic(
        id=topic.pk, label=label_of(name, topic.places, count, days, trend),
        category=topic.category.code, category_name=name, buildings=tuple(topic.buildings),
        places=topic.places, count=count, total=topic.count, days=days, trend=trend,
        first_at=topic.first_at, last_at=topic.last_at, status=TopicStatus(topic.status),
    )  # fmt: skip


def label_of(name: str, places: str, count: int, days: int, trend: Trend) -> str:
    """The topic in a line, in the reader's language."""
    parts = [
        name,
        places,
        _("%(days)d天%(count)d件") % {"days": days, "count": count},
        trend_word(trend),
    ]
    return " · ".join(part for part in parts if part)


def trend_word(trend: Trend) -> str:
    return {Trend.RISING: _("上升"), Trend.STEADY: _("平稳"), Trend.FALLING: _("下降")}[trend]


def accepted_shares(actor: Actor, since: date, until: date) -> list[AcceptedShare]:
    """How often people took what was suggested, by field; both days included.

    What held because nobody was there to choose counts for neither. Raises NotAllowed.
    """
    require(actor, Permission.SEE_FIGURES)
    rows = Suggestion.objects.filter(at__date__gte=since, at__date__lte=until)
    counts: dict[str, dict[str, int]] = defaultdict(dict)
    for field, decision, n in rows.values_list("field", "decision").annotate(n=Count("id")):
        counts[field][decision] = n
    return [
        AcceptedShare(field, own.get(Decision.ACCEPTED, 0),
                      own.get(Decision.ACCEPTED, 0) + own.get(Decision.CHANGED, 0))
        for field, own in sorted(counts.items())
    ]  # fmt: skip


def reader_cards(actor: Actor) -> list[ModelCard]:
    """The estate's trained readers, the current first. Raises NotAllowed."""
    require(actor, Permission.SEE_FIGURES)
    rows = ReaderVersion.objects.order_by("-is_current", "-trained_at")
    return [ModelCard(r.version, r.trained_at, r.texts, r.own_texts, r.metrics) for r in rows[:10]]


def building_plates(ids: Sequence[int]) -> list[str]:
    """Plates of buildings in the order of the house."""
    rows: Any = Place.objects.filter(pk__in=ids).order_by("sort_key", "id")
    return list(rows.values_list("plate", flat=True))
