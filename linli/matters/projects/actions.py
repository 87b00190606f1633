"""A topic becomes a project, goes its steps, ends with a result, is watched, comes back."""

from __future__ import annotations

from datetime import date, datetime, time, timedelta
from typing import Any

from django.db import transaction

from linli.base.accounts.api import Actor, system_actor
from linli.base.audit.api import record
from linli.base.calendars.api import SHANGHAI, now, today
from linli.base.errors import Invalid, NotAllowed, translatable
from linli.base.scopes.api import current_estate_id
from linli.matters.handling.api import (
    Matter,
    accept_matter,
    finish_matter,
    join_matter,
    open_matter,
    reopen_by_itself,
    set_end,
)
from linli.matters.handling.data import Channel, State
from linli.matters.projects import rules
from linli.matters.projects.data import Plan, ProjectState, TellingKind
from linli.matters.projects.errors import DayOutOfPlan, HasProject, ProjectNotNow
from linli.matters.projects.models import Project, ProjectStep
from linli.matters.projects.queries import (
    new_since,
    project_for,
    public_project,
    require_lead,
)
from linli.matters.projects.telling import check_words, tell_all
from linli.matters.topics.api import Topic, mark_topic, topic_for
from linli.matters.topics.data import HotTopic, TopicStatus

_EVENING = time(18)  # a project's last day ends with the desk's


@transaction.atomic
def start_project(topic_id: int, plan: Plan, *, actor: Actor, organisation_id: int,
                  account_id: int | None = None) -> Project:  # fmt: skip
    """Make a project of a topic; its matter is offered to the owner, at once theirs if the actor.

    Raises NotAllowed, NotFound, HasProject, DayOutOfPlan, PrivateWords, Invalid.
    """
    require_lead(actor)
    topic = topic_for(actor, topic_id)
    Topic.objects.select_for_update().get(pk=topic.id)
    if Project.objects.filter(topic=topic.id).exists():
        raise HasProject
    _check(plan, topic.id)
    matter = _open(topic, plan, actor, organisation_id, account_id)
    project = Project.objects.create(
        topic_id=topic.id, matter=matter, title=plan.title, goal=plan.goal, ends_on=plan.ends_on,
        watch_weeks=plan.watch_weeks, threshold=plan.threshold, created_by_id=actor.user_id,
        created_at=now(), updated_at=now(),
    )  # fmt: skip
    _write_steps(project, plan)
    mark_topic(topic.id, actor=actor, status=TopicStatus.HANDLED.value)
    record("projects.started", "project", project.pk, actor=actor, topic=topic.id)
    return project


def _check(plan: Plan, topic_id: int) -> None:
    check_words(plan.title, topic_id, field="title")
    check_words(plan.goal, topic_id, field="goal")
    for n, step in enumerate(plan.steps):
        check_words(step.title, topic_id, field=f"step{n + 1}")
    if not rules.is_plan_in_time(today(), plan.ends_on, plan.steps):
        raise DayOutOfPlan(field="ends_on")
    if not 1 <= plan.watch_weeks <= 26 or not 1 <= plan.threshold <= 50:
        raise Invalid(translatable("看着 1 到 26 周；1 到 50 件算又来了。"), field="watch_weeks")


def _open(topic: HotTopic, plan: Plan, actor: Actor, organisation_id: int,
          account_id: int | None) -> Matter:  # fmt: skip
    matter = open_matter(
        actor=actor, kind="project", category=topic.category, channel=Channel.SYSTEM.value,
        text=plan.goal, title=plan.title, client_key=f"project-{topic.id}",
        place_id=topic.buildings[0] if len(topic.buildings) == 1 else None,
        organisation_id=organisation_id, account_id=account_id,
    )  # fmt: skip
    set_end(matter.pk, actor=actor, due_at=_end_of(plan.ends_on), reason=plan.title)
    if account_id is not None and account_id == actor.user_id:
        accept_matter(matter.pk, actor=actor)
    return matter


def _end_of(day: date) -> datetime:
    return datetime.combine(day, _EVENING, SHANGHAI)


def _write_steps(project: Project, plan: Plan) -> None:
    ProjectStep.objects.bulk_create(
        ProjectStep(project=project, position=n, title=step.title, due_on=step.due_on)
        for n, step in enumerate(sorted(plan.steps, key=lambda one: one.due_on), start=1)
    )


@transaction.atomic
def tick_step(project_id: int, step_id: int, *, actor: Actor) -> None:
    """A step is done: said by a lead or whoever holds the project. Raises ProjectNotNow."""
    project = _lock(project_id, actor)
    rows = ProjectStep.objects.filter(project=project, pk=step_id, done_on__isnull=True)
    if not rows.update(done_on=today()):
        raise ProjectNotNow
    _touch(project)
    record("projects.step_done", "project", project.pk, actor=actor, step=step_id)


@transaction.atomic
def move_end(project_id: int, *, actor: Actor, ends_on: date, reason: str) -> None:
    """Another end, with the reason; the clock goes with it."""
    require_lead(actor)
    project = _lock(project_id, actor)
    if not rules.is_plan_in_time(today(), ends_on, []):
        raise DayOutOfPlan(field="ends_on")
    set_end(project.matter_id, actor=actor, due_at=_end_of(ends_on), reason=reason)
    _touch(project, ends_on=ends_on)
    record("projects.end_moved", "project", project.pk, actor=actor, ends_on=str(ends_on))


@transaction.atomic
def close_project(project_id: int, *, actor: Actor, result: str, finish: bool = True) -> Project:
    """It ends with a result, which all who reported are told; then it is watched.

    Raises ProjectNotNow, PrivateWords, NotNow while nobody has accepted it.
    """
    require_lead(actor)
    project = _lock(project_id, actor)
    words = check_words(result, project.topic_id, field="body")
    tell_all(project.pk, actor=actor, kind=TellingKind.RESULT.value, body=words, finish=finish)
    finish_matter(project.matter_id, actor=actor, text=words)
    _watch(project, words)
    mark_topic(project.topic_id, actor=actor, status=TopicStatus.SETTLED.value)
    record("projects.closed", "project", project.pk, actor=actor)
    return project


def _lock(project_id: int, actor: Actor, state: ProjectState = ProjectState.RUNNING) -> Project:
    Project.objects.select_for_update().filter(pk=project_id).first()
    project = project_for(actor, project_id)
    if project.state != state:
        raise ProjectNotNow
    return project


def _touch(project: Project, **changes: Any) -> None:
    changes["updated_at"] = now()
    for name, value in changes.items():
        setattr(project, name, value)
    project.save(update_fields=list(changes))


def _watch(project: Project, result: str) -> None:
    _touch(
        project, state=ProjectState.WATCHED.value, result=result[:500], closed_at=now(),
        watch_until=today() + timedelta(weeks=project.watch_weeks),
    )  # fmt: skip


@transaction.atomic
def follow_matter(matter_id: int) -> None:
    """Its matter ended or was opened again in the queue: the project goes along."""
    project = Project.objects.select_for_update().filter(matter=matter_id).first()
    if project is None:
        return
    matter = Matter.objects.get(pk=matter_id)
    if matter.state == State.CLOSED and project.state == ProjectState.RUNNING:
        _watch(project, "")
    elif matter.closed_at is None and project.state != ProjectState.RUNNING:
        _run_again(project, matter)


def _run_again(project: Project, matter: Matter) -> None:
    _touch(
        project, state=ProjectState.RUNNING.value, closed_at=None, watch_until=None,
        ends_on=matter.due_at.astimezone(SHANGHAI).date(), comebacks=project.comebacks + 1,
    )  # fmt: skip


@transaction.atomic
def watch_projects() -> int:
    """Look at what is watched: it comes back, is settled, or waits on; how many changed."""
    rows = Project.objects.select_for_update(skip_locked=True)
    watched = rows.filter(state=ProjectState.WATCHED.value).order_by("id")
    return sum(_look_at(project) for project in watched)


def _look_at(project: Project) -> bool:
    count = new_since(project)
    if rules.is_back(count, project.threshold):
        _come_back(project, count)
        return True
    state = rules.state_after(project.state, project.watch_until, today())
    if state != project.state:
        _touch(project, state=state.value)
    return state != ProjectState.WATCHED


def _come_back(project: Project, count: int) -> None:
    actor = system_actor(current_estate_id())
    text = _BACK % {"count": count}
    matter = reopen_by_itself(project.matter_id, actor=actor, text=text)
    _run_again(project, matter)
    record("projects.came_back", "project", project.pk, actor=actor, count=count)


_BACK = translatable("办好以后又有 %(count)s 件，项目自己重新打开。请主任看一下。")


@transaction.atomic
def say_me_too(project_id: int, *, actor: Actor) -> None:
    """A resident has the same trouble and hears from now on what is done. Raises AlreadyJoined."""
    if actor.person_id is None:
        raise NotAllowed
    public_project(project_id)
    project = Project.objects.filter(pk=project_id, state=ProjectState.RUNNING.value).first()
    if project is None:
        raise ProjectNotNow
    join_matter(project.matter_id, actor=actor, person_id=actor.person_id)
