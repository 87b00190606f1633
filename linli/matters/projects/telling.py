"""All who reported a topic are answered together: looked at first, each once, never twice."""

from __future__ import annotations

from collections.abc import Iterable

from django.db import transaction
from django.utils.translation import gettext as _

from linli.base.accounts.api import Actor
from linli.base.audit.api import record
from linli.base.calendars.api import now
from linli.base.errors import Invalid, translatable
from linli.matters.handling.api import (
    Matter,
    abilities_of,
    add_note,
    finish_matter,
    listeners_of,
    note_contact,
    tell_reporter,
)
from linli.matters.handling.data import OPEN_STATES, Ability
from linli.matters.projects import rules
from linli.matters.projects.data import TellingKind, TellingPlan, ToldWay
from linli.matters.projects.errors import NobodyToTell, PrivateWords
from linli.matters.projects.models import Project, ProjectTelling, ProjectTold
from linli.matters.projects.queries import project_for, require_lead
from linli.matters.topics.api import TopicMember, matters_of_topic

LONGEST = 500
_OPEN = frozenset(state.value for state in OPEN_STATES)


def check_words(text: str, topic_id: int, *, field: str) -> str:
    """A text that everybody may read. Raises Invalid, PrivateWords naming what to take out."""
    words = text.strip()
    if not words or len(words) > LONGEST:
        raise Invalid(translatable("请写几句明白话，最多 500 个字。"), field=field)
    private = rules.find_private(words, _names_of(topic_id))
    if private:
        raise PrivateWords(field=field, what=private)
    return words


def _names_of(topic_id: int) -> Iterable[str]:
    rows = TopicMember.objects.filter(topic=topic_id)
    found = rows.values_list("matter__reporter__name", "matter__reporter_name")
    return {name for pair in found for name in pair if name}


def plan_telling(project_id: int, *, actor: Actor, kind: str, body: str,
                 finish: bool = False) -> TellingPlan:  # fmt: skip
    """Whom these words would reach now; nothing is written."""
    require_lead(actor)
    project = project_for(actor, project_id)
    words = check_words(body, project.topic_id, field="body")
    return _plan(project, actor, _kind(kind), words, finish=finish)


def _kind(kind: str) -> TellingKind:
    if kind not in set(TellingKind):
        raise Invalid(field="kind")
    return TellingKind(kind)


def _plan(project: Project, actor: Actor, kind: TellingKind, body: str, *,
          finish: bool) -> TellingPlan:  # fmt: skip
    done = set(
        ProjectTold.objects.filter(
            telling__project=project, telling__kind=kind.value, telling__body=body
        ).values_list("matter_id", flat=True)
    )
    listeners: dict[int, list[int]] = {}
    finished, closed, hidden = [], 0, 0
    matters = list(matters_of_topic(actor, project.topic_id))
    own = [] if kind == TellingKind.RESULT else [project.matter]
    for matter in [*matters, *own]:
        if matter.pk in done:
            continue
        if matter.state not in _OPEN:
            closed += 1
            continue
        abilities = abilities_of(actor, matter)
        if Ability.TELL not in abilities:
            hidden += 1
        elif finish and Ability.FINISH in abilities and matter.pk != project.matter_id:
            finished.append(matter.pk)
        else:
            listeners[matter.pk] = listeners_of(matter)
    told, noted = rules.choose_told(listeners)
    people = {p for m in told for p in listeners[m]}
    return TellingPlan(
        told=tuple(told), noted=tuple(noted), finished=tuple(sorted(finished)), before=len(done),
        closed=closed, hidden=hidden, people=len(people) + len(finished),
        reporters_unknown=sum(not listeners[m] for m in told if m != project.matter_id),
    )  # fmt: skip


@transaction.atomic
def tell_all(project_id: int, *, actor: Actor, kind: str, body: str,
             finish: bool = False) -> TellingPlan:  # fmt: skip
    """Tell everybody who reported, and write it where everybody can read it.

    The same words again reach only those who came since; raises NobodyToTell when there are none.
    `finish` ends with these words the matters that can be ended now.
    """
    require_lead(actor)
    Project.objects.select_for_update().filter(pk=project_id).first()
    project = project_for(actor, project_id)
    words = check_words(body, project.topic_id, field="body")
    plan = _plan(project, actor, _kind(kind), words, finish=finish)
    telling, is_new = ProjectTelling.objects.get_or_create(
        project=project, kind=kind, body=words,
        defaults={"by_id": actor.user_id, "at": now()},
    )  # fmt: skip
    if not is_new and not (plan.told or plan.noted or plan.finished):
        raise NobodyToTell
    _carry_out(plan, telling, actor)
    Project.objects.filter(pk=project.pk).update(updated_at=now())
    record("projects.all_told", "project", project.pk, actor=actor, kind=kind,
           told=len(plan.told), finished=len(plan.finished))  # fmt: skip
    return plan


def _carry_out(plan: TellingPlan, telling: ProjectTelling, actor: Actor) -> None:
    """In the order of ids, as all locks are taken."""
    ways = dict.fromkeys(plan.told, ToldWay.TOLD)
    ways |= dict.fromkeys(plan.noted, ToldWay.NOTED)
    ways |= dict.fromkeys(plan.finished, ToldWay.FINISHED)
    note = _("在同一位居民的另一件事里一起答复了：%(words)s") % {"words": telling.body}
    for matter_id in sorted(ways):
        if ways[matter_id] == ToldWay.TOLD:
            tell_reporter(matter_id, actor=actor, text=telling.body)
        elif ways[matter_id] == ToldWay.FINISHED:
            finish_matter(matter_id, actor=actor, text=telling.body)
        else:
            add_note(matter_id, actor=actor, text=note)
            note_contact(matter_id, actor=actor)
    ProjectTold.objects.bulk_create(
        ProjectTold(telling=telling, matter_id=matter_id, way=way.value)
        for matter_id, way in sorted(ways.items())
    )


def numbers_of(matter_ids: Iterable[int]) -> list[str]:
    """The numbers of matters, for the preview."""
    rows = Matter.objects.filter(pk__in=list(matter_ids)).order_by("id")
    return list(rows.values_list("number", flat=True))
