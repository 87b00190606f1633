"""Hot topics and their projects, for leads and owners."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from linli.base.accounts.api import Actor
from linli.base.accounts.requests import actor_of
from linli.base.audit.api import keep_refusal
from linli.base.errors import DomainError, NotAllowed, NotFound
from linli.base.paging import cut_page
from linli.base.submissions import error_text, submit
from linli.estate.organisations.api import Permission, may
from linli.estate.places.api import PlanBuilding, estate_plan
from linli.matters.handling.api import STATES as MATTER_STATES
from linli.matters.projects import rules
from linli.matters.projects.api import (
    DECISIONS,
    STATES,
    TELLINGS,
    TOPICS,
    Project,
    close_project,
    decisions_of,
    dismiss_topic,
    is_lead,
    list_projects,
    list_topics,
    merge_topics,
    move_end,
    new_since,
    numbers_of,
    place_counts,
    plan_telling,
    project_for,
    rename_topic,
    require_lead,
    restore_topic,
    said_lines,
    split_off,
    start_project,
    steps_of,
    tell_all,
    tellings_of,
    tick_step,
    topic_line,
)
from linli.matters.projects.data import TellingKind
from linli.matters.projects.forms import EndForm, ProjectForm, TellForm
from linli.matters.topics.api import matters_of_topic, weekly_counts

TEXTS = 20
_OFFERED = 10  # matters that a guide entry is prefilled from


@require_GET
def index(request: HttpRequest) -> HttpResponse:
    """Hot topics, most spoken of first, and what became projects."""
    actor = actor_of(request)
    everything = request.GET.get("all") == "1"
    lines = list_topics(actor, with_dismissed=everything)
    context = {
        "lines": lines, "everything": everything, "topics": TOPICS, "states": STATES,
        "projects": list_projects(actor) if is_lead(actor) else [],
    }  # fmt: skip
    return render(request, "projects/index.jinja", context)


@require_GET
def show_topic(request: HttpRequest, topic_id: int) -> HttpResponse:
    """One topic: map, trend, what was said, what can be made of it."""
    return _topic_page(request, actor_of(request), topic_id)


def _topic_page(request: HttpRequest, actor: Actor, topic_id: int, error: str = "",
                status: int = 200) -> HttpResponse:  # fmt: skip
    if not may(actor, Permission.SEE_FIGURES):
        raise NotAllowed
    line = topic_line(actor, topic_id)
    matters = matters_of_topic(actor, line.topic.id)
    page = cut_page(request, matters, TEXTS)
    href = reverse("projects:topic", args=[line.topic.id])
    plan, shades = _map(actor, line.topic.id, href)
    asked = [("matter", pk) for pk in matters.values_list("pk", flat=True)[:_OFFERED]]
    context = {
        "line": line, "topic": line.topic, "page": page, "said": said_lines(actor, page.rows),
        "plan": plan, "shades": shades, "trend": _trend(line.topic.id),
        "decisions": decisions_of(line.topic.id), "decision_words": DECISIONS, "topics": TOPICS,
        "others": [o for o in list_topics(actor) if o.topic.id != line.topic.id],
        "is_lead": is_lead(actor), "error": error, "matter_states": MATTER_STATES,
        "guide_query": "&".join(f"{k}={v}" for k, v in asked), "states": STATES,
    }  # fmt: skip
    return render(request, "projects/topic.jinja", context, status=status)


def _map(actor: Actor, topic_id: int, href: str) -> tuple[Any, list[tuple[int, str]]]:
    """The plan, each building darker the more was told there; other places bear their number."""
    counts = place_counts(actor, topic_id)
    plan = estate_plan(counts=counts, href=lambda _pk: f"{href}#said")
    most = max((building.count for building in plan.buildings), default=0)
    plan = replace(plan, buildings=tuple(_shaded(building, most) for building in plan.buildings))
    steps = rules.shades_of(most) if most else []
    words = [f"{first}–{last}" if first < last else str(first) for first, last in steps]
    return plan, list(enumerate(words, 1))


def _shaded(building: PlanBuilding, most: int) -> PlanBuilding:
    if not building.count:
        return building
    return replace(building, state=f"shade{rules.shade_of(building.count, most)}")


def _trend(topic_id: int) -> dict[str, Any]:
    weeks = weekly_counts(topic_id)[-26:]
    days = [f"{one.week:%m-%d}" for one in weeks]
    return {
        "spec": {
            "xAxis": {"type": "category", "data": days},
            "yAxis": {"type": "value", "minInterval": 1},
            "series": [{"type": "bar", "color": "enamel", "data": [one.count for one in weeks]}],
        },
        "table": {
            "columns": [_("从这天起的一周"), _("件数")],
            "rows": [[day, one.count] for day, one in zip(days, weeks, strict=True)],
        },
    }


@require_POST
def decide(request: HttpRequest, topic_id: int) -> HttpResponse:
    """Rename, merge, split, dismiss, restore: each with its reason."""
    actor = actor_of(request)
    try:
        into = _decide(request, topic_id, actor)
    except DomainError as error:
        if isinstance(error, NotFound | NotAllowed):
            raise
        keep_refusal(error)
        return _topic_page(request, actor, topic_id, error_text(error), error.status)
    messages.success(request, _("改好了，原因记下了。"))
    return redirect("projects:topic", into)


def _decide(request: HttpRequest, topic_id: int, actor: Actor) -> int:
    reason = request.POST.get("reason", "")
    match request.POST.get("deed", ""):
        case "rename":
            rename_topic(topic_id, actor=actor, name=request.POST.get("name", ""), reason=reason)
        case "dismiss":
            dismiss_topic(topic_id, actor=actor, reason=reason)
        case "restore":
            restore_topic(topic_id, actor=actor, reason=reason)
        case "merge":
            merge_topics(topic_id, _ids(request, "others"), actor=actor, reason=reason)
        case "split":
            return split_off(topic_id, _ids(request, "matters"), actor=actor, reason=reason)
        case _:
            require_lead(actor)
            raise NotFound
    return topic_id


def _ids(request: HttpRequest, name: str) -> list[int]:
    texts = request.POST.getlist(name)[:200]
    return [int(t) for t in texts if t.isascii() and t.isdigit() and len(t) < 19]


def start(request: HttpRequest, topic_id: int) -> HttpResponse:
    """Make a project of a topic."""
    actor = actor_of(request)
    require_lead(actor)
    line = topic_line(actor, topic_id)
    if line.project_id:
        return redirect("projects:project", line.project_id)
    title = " · ".join(w for w in (line.name or line.topic.category_name, line.topic.places) if w)
    form = ProjectForm(request.POST or None, initial={"title": title, "account": actor.user_id})
    found: dict[str, Project] = {}

    def work(data: dict[str, Any]) -> None:
        found["project"] = start_project(
            topic_id, form.plan(), actor=actor, organisation_id=int(data["organisation"]),
            account_id=int(data["account"]),
        )  # fmt: skip

    if request.method == "POST" and submit(form, work):
        messages.success(request, _("立项了。下一步：告诉所有说过这件事的人。"))
        return redirect("projects:tell", found["project"].pk, TellingKind.START.value)
    context = {"form": form, "line": line, "topic": line.topic}
    return render(request, "projects/start.jinja", context, status=422 if form.errors else 200)


@require_GET
def show_project(request: HttpRequest, project_id: int) -> HttpResponse:
    """One project: owner, clock, steps, what was told, the watch."""
    actor = actor_of(request)
    return _project_page(request, actor, project_for(actor, project_id))


def _project_page(request: HttpRequest, actor: Actor, project: Project, error: str = "",
                  end_form: Any = None, status: int = 200) -> HttpResponse:  # fmt: skip
    matter = project.matter
    context = {
        "project": project, "matter": matter, "steps": steps_of(project), "states": STATES,
        "tellings": tellings_of(project), "telling_words": TELLINGS, "error": error,
        "new": new_since(project), "is_lead": is_lead(actor),
        "owner": matter.offered_to or matter.holder,
        "unit": matter.offered_to_organisation or matter.organisation,
        "end_form": end_form or EndForm(initial={"ends_on": project.ends_on}),
        "matter_state": MATTER_STATES[matter.state],
    }  # fmt: skip
    return render(request, "projects/project.jinja", context, status=status)


@require_POST
def act(request: HttpRequest, project_id: int) -> HttpResponse:
    """A step is done, or the end moves."""
    actor = actor_of(request)
    project = project_for(actor, project_id)
    end_form = None
    try:
        if request.POST.get("deed") == "step":
            step = request.POST.get("step", "")
            tick_step(project_id, int(step) if step.isascii() and step.isdigit() else 0,
                      actor=actor)  # fmt: skip
        elif request.POST.get("deed") == "end":
            end_form = EndForm(request.POST)
            if not submit(end_form, lambda data: move_end(project_id, actor=actor, **data)):
                return _project_page(request, actor, project, "", end_form, 422)
        else:
            raise NotFound
    except DomainError as error:
        if isinstance(error, NotFound):
            raise
        keep_refusal(error)
        return _project_page(request, actor, project, error_text(error), None, error.status)
    messages.success(request, _("记下了。"))
    return redirect("projects:project", project_id)


def tell(request: HttpRequest, project_id: int, kind: str) -> HttpResponse:
    """Write, look at whom it reaches, send. The result closes the project."""
    actor = actor_of(request)
    require_lead(actor)
    project = project_for(actor, project_id)
    form = TellForm(request.POST or None, initial={"body": _first_words(project, kind)})
    finish = kind == TellingKind.RESULT and request.POST.get("finish") == "on"
    context: dict[str, Any] = {
        "form": form, "project": project, "kind": kind, "word": TELLINGS.get(kind), "reach": None
    }  # fmt: skip
    if kind not in TELLINGS:
        raise NotFound

    def work(data: dict[str, Any]) -> None:
        if request.POST.get("sure") != "yes":
            context["reach"] = plan_telling(
                project_id, actor=actor, kind=kind, body=data["body"], finish=finish
            )
        elif kind == TellingKind.RESULT:
            close_project(project_id, actor=actor, result=data["body"], finish=finish)
        else:
            tell_all(project_id, actor=actor, kind=kind, body=data["body"])

    if request.method == "POST" and submit(form, work) and context["reach"] is None:
        messages.success(request, _("都告诉到了。"))
        return redirect("projects:project", project_id)
    reach = context["reach"]
    context["numbers"] = numbers_of([*reach.told, *reach.finished]) if reach else []
    return render(request, "projects/tell.jinja", context, status=422 if form.errors else 200)


def _first_words(project: Project, kind: str) -> str:
    """A beginning; people write it as they speak."""
    if kind != TellingKind.START:
        return ""
    steps = "".join(f"{s.due_on:%m-%d} {s.title};" for s in steps_of(project))
    words = _(
        "您反映的事，好多邻居都说了，我们一起办。"
        "%(goal)s %(steps)s%(day)s前办完，办到哪一步都告诉您。"
    )
    return words % {"goal": project.goal, "steps": steps, "day": f"{project.ends_on:%m-%d} "}
