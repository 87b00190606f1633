"""What a project has beyond its matter: the topic, steps, words that were told, the watch."""

from __future__ import annotations

from typing import Any, ClassVar

from django.db import models
from django.db.models import Q

from linli.base.scopes.models import ScopedModel
from linli.matters.projects.data import DecisionKind, ProjectState, TellingKind, ToldWay

_ACCOUNT: dict[str, Any] = {"to": "base.User", "on_delete": models.RESTRICT, "related_name": "+"}


class Project(ScopedModel):
    """Work on a hot topic. Owner, clock and end are its matter's (kind `project`)."""

    personal_data: ClassVar[dict[str, str]] = {}

    topic = models.OneToOneField("matters.Topic", models.RESTRICT, related_name="+")
    matter = models.OneToOneField("matters.Matter", models.RESTRICT, related_name="+")
    title = models.CharField(max_length=80)
    goal = models.CharField(max_length=300)
    state = models.CharField(max_length=8, default=ProjectState.RUNNING.value)
    ends_on = models.DateField()
    watch_weeks = models.PositiveSmallIntegerField(default=4)
    threshold = models.PositiveSmallIntegerField(default=3)
    result = models.CharField(max_length=500, blank=True)
    closed_at = models.DateTimeField(null=True)
    watch_until = models.DateField(null=True)
    comebacks = models.PositiveSmallIntegerField(default=0)
    created_by = models.ForeignKey(**_ACCOUNT)
    created_at = models.DateTimeField()
    updated_at = models.DateTimeField()

    class Meta:
        db_table = "project"
        constraints = [
            models.CheckConstraint(
                condition=Q(state__in=[s.value for s in ProjectState]), name="project_state_known"
            ),
            # the watch begins with a result and has an end
            models.CheckConstraint(
                condition=Q(state="running", closed_at__isnull=True)
                | (~Q(state="running") & Q(closed_at__isnull=False, watch_until__isnull=False)),
                name="project_closed_when",
            ),
            models.CheckConstraint(
                condition=Q(watch_weeks__gte=1, watch_weeks__lte=26), name="project_watch_sane"
            ),
            models.CheckConstraint(
                condition=Q(threshold__gte=1, threshold__lte=50), name="project_threshold_sane"
            ),
        ]
        indexes = [models.Index(fields=["estate", "state"], name="project_by_state")]

    def __str__(self) -> str:
        return self.title


class ProjectStep(ScopedModel):
    """One step with its day."""

    personal_data: ClassVar[dict[str, str]] = {}

    project = models.ForeignKey(Project, models.RESTRICT, related_name="steps")
    position = models.PositiveSmallIntegerField()
    title = models.CharField(max_length=120)
    due_on = models.DateField()
    done_on = models.DateField(null=True)

    class Meta:
        db_table = "project_step"
        constraints = [
            models.UniqueConstraint(fields=["project", "position"], name="project_step_in_order"),
        ]

    def __str__(self) -> str:
        return self.title


class ProjectTelling(ScopedModel):
    """Words that all who reported were told, and everybody may read. Append-only."""

    personal_data: ClassVar[dict[str, str]] = {}

    project = models.ForeignKey(Project, models.RESTRICT, related_name="tellings")
    kind = models.CharField(max_length=8)
    body = models.CharField(max_length=500)
    by = models.ForeignKey(**_ACCOUNT)
    at = models.DateTimeField()

    class Meta:
        db_table = "project_telling"
        constraints = [
            models.CheckConstraint(
                condition=Q(kind__in=[k.value for k in TellingKind]),
                name="project_telling_kind_known",
            ),
            # the same words again reach only those who came since
            models.UniqueConstraint(
                fields=["project", "kind", "body"], name="project_telling_words_once"
            ),
        ]

    def __str__(self) -> str:
        return f"telling {self.pk}"


class ProjectTold(ScopedModel):
    """That a telling reached a matter: once, however often it is sent."""

    personal_data: ClassVar[dict[str, str]] = {}

    telling = models.ForeignKey(ProjectTelling, models.RESTRICT, related_name="told")
    matter = models.ForeignKey("matters.Matter", models.RESTRICT, related_name="+")
    way = models.CharField(max_length=8)

    class Meta:
        db_table = "project_told"
        constraints = [
            models.UniqueConstraint(fields=["telling", "matter"], name="project_told_once"),
            models.CheckConstraint(
                condition=Q(way__in=[w.value for w in ToldWay]), name="project_told_way_known"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.matter_id} {self.way}"


class TopicDecision(ScopedModel):
    """What somebody made of a topic, and why. Append-only; the latest word holds."""

    personal_data: ClassVar[dict[str, str]] = {}

    topic = models.ForeignKey("matters.Topic", models.RESTRICT, related_name="+")
    kind = models.CharField(max_length=8)
    name = models.CharField(max_length=40, blank=True)
    reason = models.CharField(max_length=200)
    other = models.ForeignKey("matters.Topic", models.RESTRICT, null=True, related_name="+")
    by = models.ForeignKey(**_ACCOUNT)
    at = models.DateTimeField()

    class Meta:
        db_table = "topic_decision"
        constraints = [
            models.CheckConstraint(
                condition=Q(kind__in=[k.value for k in DecisionKind]),
                name="topic_decision_kind_known",
            ),
            models.CheckConstraint(condition=~Q(reason=""), name="topic_decision_with_reason"),
        ]
        indexes = [models.Index(fields=["topic", "-id"], name="topic_decision_latest")]

    def __str__(self) -> str:
        return f"{self.kind} {self.topic_id}"
