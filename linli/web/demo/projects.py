"""A project that came to its end: weak water in building 3, and what was done about it."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime, timedelta

from linli.base.accounts.api import Actor
from linli.base.calendars.api import SHANGHAI, clock_at
from linli.estate.organisations.data import OrganisationKind
from linli.matters.handling.api import Matter
from linli.matters.projects.api import Project, close_project, start_project, steps_of, tick_step
from linli.matters.projects.data import Plan, Step
from linli.matters.topics.api import Topic, TopicMember, refresh_topics
from linli.web.demo.lives import Life
from linli.web.demo.stories import Story

TOLD_OF = "water_b3"
_BEGUN_AFTER = 3  # matters
_LENGTH = timedelta(days=28)
_RESULT = (
    "3号楼的增压泵换了新的，管道冲洗过，顶层早晚量过三次，水压够了。\n"
    "物业每周看一次泵。水再小，请告诉我们。"
)  # fmt: skip


def write_project(life: Life, stories: Iterable[Story], now: datetime) -> int:
    """One finished project, its answer told to all who reported; 0 when nobody did."""
    matters = [
        life.rows[story.number] for story in stories
        if story.line.topic == TOLD_OF and story.number in life.rows
    ]  # fmt: skip
    if not matters:
        return 0
    lead = life.actor("lead")
    topic, begun = _topic_of([matter.pk for matter in matters], now)
    with clock_at(begun):
        project = _start(topic, lead, life, begun)
    # the answer comes now: what the queue has written of these matters lies before it
    with clock_at(now):
        for step in steps_of(project):
            tick_step(project.pk, step.id, actor=lead)
        close_project(project.pk, actor=lead, result=_RESULT)
    return 1


def _topic_of(matter_ids: list[int], now: datetime) -> tuple[Topic, datetime]:
    """As the nightly grouping would find it (the demo is loaded without a reader), and the day
    on which somebody saw that it was one."""
    matters = list(Matter.objects.filter(pk__in=matter_ids).order_by("created_at", "id"))
    topic: Topic = Topic.objects.create(
        category=matters[0].category, first_at=matters[0].created_at,
        last_at=matters[-1].created_at,
    )  # fmt: skip
    for matter in matters:
        TopicMember.objects.update_or_create(
            matter=matter, defaults={"topic": topic, "chance": 1.0, "at": matter.created_at}
        )
    refresh_topics([topic.pk])
    seen = matters[:_BEGUN_AFTER][-1].created_at + timedelta(days=1)
    return topic, min(seen, now - timedelta(days=2))


def _start(topic: Topic, lead: Actor, life: Life, at: datetime) -> Project:
    day = at.astimezone(SHANGHAI).date()
    steps = [
        Step("早晚各量一次各层水压", day + timedelta(days=2)),
        Step("换增压泵", day + timedelta(days=10)),
        Step("冲洗管道，再量三天", day + timedelta(days=16)),
    ]
    plan = Plan(
        title="3号楼水压", goal="六楼以上早晚也有水，能洗澡能做饭。", ends_on=day + _LENGTH,
        steps=steps, watch_weeks=4, threshold=3,
    )  # fmt: skip
    centre = next(
        row for row in life.register.staff.organisations.values()
        if row.kind == OrganisationKind.SERVICE_CENTER.value
    )  # fmt: skip
    return start_project(
        topic.pk, plan, actor=lead, organisation_id=centre.pk, account_id=lead.user_id
    )
