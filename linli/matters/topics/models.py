"""Topics and their matters, suggestions and what became of them, trained readers."""

from __future__ import annotations

from typing import ClassVar

from django.db import models
from django.db.models import Q

from linli.base.scopes.models import ScopedModel
from linli.matters.topics.data import Decision, Field, TopicStatus


class Topic(ScopedModel):
    """One underlying problem that several matters speak of. Its id stays through regrouping."""

    personal_data: ClassVar[dict[str, str]] = {}

    category = models.ForeignKey("matters.Category", models.RESTRICT, related_name="+")
    status = models.CharField(max_length=8, default=TopicStatus.OPEN.value)
    places = models.CharField(max_length=80, blank=True)  # "7–9号楼", made from its matters
    buildings = models.JSONField(default=list)  # ids of places, in their order
    count = models.PositiveIntegerField(default=0)
    first_at = models.DateTimeField()
    last_at = models.DateTimeField()
    settled_at = models.DateTimeField(null=True)
    merged_into = models.ForeignKey("self", models.RESTRICT, null=True, related_name="+")

    class Meta:
        db_table = "topic"
        constraints = [
            models.CheckConstraint(
                condition=Q(status__in=[s.value for s in TopicStatus]), name="topic_status_known"
            ),
            # what is settled can come back only by what is reported after
            models.CheckConstraint(
                condition=~Q(status="settled") | Q(settled_at__isnull=False),
                name="topic_settled_when",
            ),
        ]
        indexes = [models.Index(fields=["estate", "-last_at"], name="topic_recent")]

    def __str__(self) -> str:
        return f"topic {self.pk}"


class TopicMember(ScopedModel):
    """A matter's place among the topics, one each; without a topic it stands alone so far."""

    personal_data: ClassVar[dict[str, str]] = {}

    topic = models.ForeignKey(Topic, models.RESTRICT, null=True, related_name="members")
    matter = models.OneToOneField("matters.Matter", models.RESTRICT, related_name="+")
    chance = models.FloatField()  # how likely it belongs here, 0 to 1
    at = models.DateTimeField()  # when the matter came in
    same_as = models.ForeignKey(
        "matters.Matter", models.RESTRICT, null=True, related_name="+", db_index=False
    )
    placed_by = models.ForeignKey(
        "base.User", models.RESTRICT, null=True, related_name="+", db_index=False
    )  # somebody who moved it; regrouping leaves it there

    class Meta:
        db_table = "topic_member"
        constraints = [
            models.CheckConstraint(
                condition=Q(chance__gte=0, chance__lte=1), name="topic_member_chance"
            ),
        ]
        indexes = [
            models.Index(fields=["topic", "-at"], name="topic_member_of_topic"),
            models.Index(fields=["estate", "-at"], name="topic_member_recent"),
        ]

    def __str__(self) -> str:
        return f"{self.matter_id} in {self.topic_id}"


class Suggestion(ScopedModel):
    """What the software suggested for a matter, and what a person made of it."""

    personal_data: ClassVar[dict[str, str]] = {}

    matter = models.ForeignKey("matters.Matter", models.RESTRICT, related_name="+")
    field = models.CharField(max_length=10)
    value = models.CharField(max_length=40)  # a code or an id, never words of a resident
    chosen = models.CharField(max_length=40, blank=True)
    decision = models.CharField(max_length=10)
    score = models.FloatField(default=0)
    model = models.CharField(max_length=16)
    channel = models.CharField(max_length=16)
    decided_by = models.ForeignKey(
        "base.User", models.RESTRICT, null=True, related_name="+", db_index=False
    )
    at = models.DateTimeField()

    class Meta:
        db_table = "topic_suggestion"
        constraints = [
            # several people may join one matter, each asked whether theirs is the same
            models.UniqueConstraint(
                fields=["matter", "field"], condition=~Q(field="same"), name="topic_suggestion_once"
            ),
            models.CheckConstraint(
                condition=Q(field__in=[f.value for f in Field]), name="topic_suggestion_field_known"
            ),
            models.CheckConstraint(
                condition=Q(decision__in=[d.value for d in Decision]),
                name="topic_suggestion_decision_known",
            ),
        ]
        indexes = [models.Index(fields=["estate", "-at"], name="topic_suggestion_recent")]

    def __str__(self) -> str:
        return f"{self.field} of {self.matter_id}"


class ReaderVersion(ScopedModel):
    """A reader trained for this estate; `seal` proves that its file is the one we wrote."""

    personal_data: ClassVar[dict[str, str]] = {}

    version = models.CharField(max_length=16)
    trained_at = models.DateTimeField()
    texts = models.PositiveIntegerField()
    own_texts = models.PositiveIntegerField()
    metrics = models.JSONField(default=dict)
    seal = models.CharField(max_length=64)
    is_current = models.BooleanField(default=False)

    class Meta:
        db_table = "reader_version"
        constraints = [
            models.UniqueConstraint(fields=["estate", "version"], name="reader_version_once"),
            models.UniqueConstraint(
                fields=["estate"], condition=Q(is_current=True), name="reader_version_one_current"
            ),
        ]

    def __str__(self) -> str:
        return self.version
