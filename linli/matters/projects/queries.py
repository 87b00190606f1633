"""Reads of topics as people named them, and of projects as staff and residents see them."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from django.db.models import Count, QuerySet
from django.db.models.functions import Coalesce

from linli.base.accounts.api import Actor
from linli.base.calendars.api import today
from linli.base.errors import DomainError, NotAllowed, NotFound
from linli.estate.organisations.api import Permission, may
from linli.matters.handling.api import Matter, MatterEntry, matter_for
from linli.matters.projects.data import (
    DecisionKind,
    ProjectState,
    PublicProject,
    StepLine,
    TellingLine,
)
from linli.matters.projects.models import Project, ProjectStep, TopicDecision
from linli.matters.topics.api import TopicMember, hot_topics, matters_of_topic, topic_for
from linli.matters.topics.data import HotTopic

HOT_AGAIN = 3  # matters after a dismissal that bring a topic back into sight


@dataclass(frozen=True)
class TopicLine:
    """A topic with what people made of it; `name` replaces the found label's first part."""

    topic: HotTopic
    name: str
    is_dismissed: bool
    project_id: int | None
    project_state: str


@dataclass(frozen=True)
class SaidLine:
    """One matter of a topic; `text` is empty when it is not the reader's to see."""

    id: int
    number: str
    text: str
    place: str
    at: datetime
    state: str
    is_masked: bool


def require_lead(actor: Actor) -> None:
    """Who makes projects: sees every matter and the figures. Raises NotAllowed."""
    if not is_lead(actor):
        raise NotAllowed


def is_lead(actor: Actor) -> bool:
    return may(actor, Permission.SEE_ALL_MATTERS) and may(actor, Permission.SEE_FIGURES)


def list_topics(actor: Actor, *, with_dismissed: bool = False) -> list[TopicLine]:
    """Hot topics, most spoken of first; dismissed ones only when asked for."""
    topics = hot_topics(actor)
    return [line for line in _lines(topics) if with_dismissed or not line.is_dismissed]


def topic_line(actor: Actor, topic_id: int) -> TopicLine:
    """Raises NotFound."""
    return _lines([topic_for(actor, topic_id)])[0]


def _lines(topics: Sequence[HotTopic]) -> list[TopicLine]:
    ids = [topic.id for topic in topics]
    names: dict[int, str] = {}
    dismissed: dict[int, datetime | None] = {}
    for row in TopicDecision.objects.filter(topic__in=ids).order_by("id"):
        if row.kind == DecisionKind.RENAME:
            names[row.topic_id] = row.name
        elif row.kind in (DecisionKind.DISMISS, DecisionKind.RESTORE):
            dismissed[row.topic_id] = row.at if row.kind == DecisionKind.DISMISS else None
    projects = dict(Project.objects.filter(topic__in=ids).values_list("topic_id", "pk"))
    states = dict(Project.objects.filter(topic__in=ids).values_list("topic_id", "state"))
    return [
        TopicLine(t, names.get(t.id, ""), _is_out_of_sight(t.id, dismissed.get(t.id)),
                  projects.get(t.id), states.get(t.id, ""))
        for t in topics
    ]  # fmt: skip


def _is_out_of_sight(topic_id: int, at: datetime | None) -> bool:
    if at is None:
        return False
    return TopicMember.objects.filter(topic=topic_id, at__gt=at).count() < HOT_AGAIN


def decisions_of(topic_id: int) -> QuerySet[TopicDecision]:
    """What was made of a topic, the latest first."""
    return TopicDecision.objects.filter(topic=topic_id).select_related("by").order_by("-id")


def said_lines(actor: Actor, matters: Sequence[Matter]) -> list[SaidLine]:
    """What was said, each as the reader may see it."""
    opened = MatterEntry.objects.filter(matter__in=matters, kind="opened").select_related("text")
    texts = {entry.matter_id: entry.text.body if entry.text else "" for entry in opened}
    lines = []
    for matter in matters:
        seen = not matter.category.is_sensitive or _may_read(actor, matter)
        place = matter.place.plate if matter.place and seen else ""
        text = texts.get(matter.pk, matter.title) if seen else ""
        lines.append(
            SaidLine(
                id=matter.pk,
                number=matter.number,
                text=text,
                place=place,
                at=matter.created_at,
                state=matter.state,
                is_masked=not seen,
            )
        )
    return lines


def _may_read(actor: Actor, matter: Matter) -> bool:
    try:
        matter_for(actor, matter.pk)
    except DomainError:
        return False
    return True


def place_counts(actor: Actor, topic_id: int) -> dict[int, int]:
    """How many matters of a topic lie in each building, or at each place outside of one."""
    where = Coalesce("building_id", "place_id")
    rows = matters_of_topic(actor, topic_id).order_by().values_list(where)
    return {place: n for place, n in rows.annotate(n=Count("id")) if place}


def project_for(actor: Actor, project_id: int) -> Project:
    """The project, for leads and for whoever holds its matter. Raises NotFound."""
    rows = Project.objects.select_related(
        "matter__holder", "matter__organisation", "matter__offered_to", "matter__category",
        "matter__offered_to_organisation", "matter__kind", "topic__category",
    )  # fmt: skip
    found = rows.filter(pk=project_id).first() if 0 < project_id < 2**63 else None
    if found is None or not (is_lead(actor) or _works_on(actor, found)):
        raise NotFound
    return found


def _works_on(actor: Actor, project: Project) -> bool:
    matter = project.matter
    return actor.user_id is not None and actor.user_id in (matter.holder_id, matter.offered_to_id)


def list_projects(actor: Actor) -> list[Project]:
    """All projects for leads, running ones by their end first."""
    require_lead(actor)
    rows = Project.objects.select_related("matter__holder", "matter__organisation", "topic")
    order = {ProjectState.RUNNING: 0, ProjectState.WATCHED: 1, ProjectState.SETTLED: 2}
    return sorted(rows, key=lambda p: (order[ProjectState(p.state)], p.ends_on, p.pk))


def steps_of(project: Project) -> list[StepLine]:
    day = today()
    rows = ProjectStep.objects.filter(project=project).order_by("position")
    return [
        StepLine(s.pk, s.title, s.due_on, s.done_on, s.done_on is None and s.due_on < day)
        for s in rows
    ]


def tellings_of(project: Project) -> list[TellingLine]:
    rows = project.tellings.annotate(n=Count("told")).order_by("-id")
    return [TellingLine(row.at, row.kind, row.body, row.n) for row in rows]


def new_since(project: Project) -> int:
    """Matters of the topic since the project was closed."""
    if project.closed_at is None:
        return 0
    return TopicMember.objects.filter(topic=project.topic_id, at__gt=project.closed_at).count()


def public_projects() -> list[PublicProject]:
    """What everybody may read: nothing of sensitive categories."""
    found = [_public(project) for project in _open_to_all()]
    order = Counter({ProjectState.RUNNING.value: 0, "watched": 1, "settled": 2})
    return sorted(found, key=lambda p: (order[p.state], p.ends_on, p.id))


def public_project(project_id: int) -> PublicProject:
    """Raises NotFound."""
    found = _open_to_all().filter(pk=project_id).first() if 0 < project_id < 2**63 else None
    if found is None:
        raise NotFound
    return _public(found)


def _open_to_all() -> QuerySet[Project]:
    rows = Project.objects.filter(matter__category__is_sensitive=False)
    return rows.select_related("topic__category", "matter__organisation", "matter__category",
                               "matter__offered_to_organisation")  # fmt: skip


def _public(project: Project) -> PublicProject:
    steps = steps_of(project)
    matter, category = project.matter, project.topic.category
    unit = matter.offered_to_organisation or matter.organisation
    return PublicProject(
        id=project.pk, title=project.title, places=project.topic.places, icon=category.icon,
        goal=project.goal, state=project.state, steps=tuple(steps),
        next_step=next((s for s in steps if s.done_on is None), None), ends_on=project.ends_on,
        watch_until=project.watch_until, result=project.result, matters=project.topic.count,
        news=tuple(tellings_of(project)), organisation=unit.name if unit else "",
        updated_at=project.updated_at, has_come_back=project.comebacks > 0,
    )  # fmt: skip


def has_said(actor: Actor, project: PublicProject) -> bool:
    """Whether a resident hears of it already: reported it, or joined."""
    if actor.person_id is None:
        return False
    row = Project.objects.get(pk=project.id)
    mine = TopicMember.objects.filter(topic=row.topic_id, matter__reporter=actor.person_id)
    return mine.exists() or row.matter.parties.filter(person=actor.person_id).exists()
