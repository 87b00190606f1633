"""Entries of the service guide, their versions, how often they were used, and who lacked what."""

from __future__ import annotations

from typing import Any, ClassVar

from django.db import models
from django.db.models import F, Q

from linli.base.scopes.models import ScopedModel
from linli.matters.guides.data import Use, VersionState

_ACCOUNT: dict[str, Any] = {"to": "base.User", "on_delete": models.RESTRICT, "related_name": "+"}


class GuideEntry(ScopedModel):
    """One thing that people come for; what it says lies in its versions."""

    personal_data: ClassVar[dict[str, str]] = {}

    category = models.ForeignKey("matters.Category", models.RESTRICT, null=True, related_name="+")
    organisation = models.ForeignKey("estate.Organisation", models.RESTRICT, related_name="+")
    account = models.ForeignKey(null=True, **_ACCOUNT)  # who keeps it right
    is_demo = models.BooleanField(default=False)
    retired_at = models.DateTimeField(null=True)
    retired_reason = models.CharField(max_length=200, blank=True)
    created_at = models.DateTimeField()

    class Meta:
        db_table = "guide_entry"
        constraints = [
            models.CheckConstraint(
                condition=Q(retired_at__isnull=True) | ~Q(retired_reason=""),
                name="guide_entry_retired_with_reason",
            ),
        ]

    def __str__(self) -> str:
        return f"entry {self.pk}"


class GuideVersion(ScopedModel):
    """What an entry says, as somebody wrote and another checked it; published ones stay."""

    personal_data: ClassVar[dict[str, str]] = {}

    entry = models.ForeignKey(GuideEntry, models.RESTRICT, related_name="versions")
    number = models.PositiveIntegerField()
    state = models.CharField(max_length=10, default=VersionState.DRAFT.value)
    title_zh = models.CharField(max_length=60)
    title_en = models.CharField(max_length=120, blank=True)
    parts_zh = models.JSONField(default=dict)  # part → text
    parts_en = models.JSONField(default=dict)
    keywords = models.CharField(max_length=300, blank=True)
    valid_until = models.DateField(null=True)
    returned_reason = models.CharField(max_length=200, blank=True)
    author = models.ForeignKey(**_ACCOUNT)
    checked_by = models.ForeignKey(null=True, **_ACCOUNT)
    written_at = models.DateTimeField()
    published_at = models.DateTimeField(null=True)

    class Meta:
        db_table = "guide_version"
        constraints = [
            models.UniqueConstraint(fields=["entry", "number"], name="guide_version_number_once"),
            # readers find one version
            models.UniqueConstraint(
                fields=["entry"], condition=Q(state="published"), name="guide_version_one_published"
            ),
            # two unfinished ones would overwrite each other
            models.UniqueConstraint(
                fields=["entry"], condition=Q(state__in=["draft", "waiting"]),
                name="guide_version_one_unfinished",
            ),
            models.CheckConstraint(
                condition=Q(state__in=[s.value for s in VersionState]),
                name="guide_version_state_known",
            ),
            models.CheckConstraint(
                condition=~Q(checked_by=F("author")), name="guide_version_four_eyes"
            ),
            models.CheckConstraint(
                condition=Q(state__in=["draft", "waiting"])
                | Q(checked_by__isnull=False, published_at__isnull=False),
                name="guide_version_published_by_somebody",
            ),
        ]  # fmt: skip

    def __str__(self) -> str:
        return f"{self.title_zh} v{self.number}"


class GuideTally(ScopedModel):
    """How often an entry was used on a day, in one way. Nobody's name."""

    personal_data: ClassVar[dict[str, str]] = {}

    entry = models.ForeignKey(GuideEntry, models.RESTRICT, related_name="tallies")
    day = models.DateField()
    use = models.CharField(max_length=8)
    n = models.PositiveIntegerField(default=0)

    class Meta:
        db_table = "guide_tally"
        constraints = [
            models.UniqueConstraint(fields=["entry", "day", "use"], name="guide_tally_once"),
            models.CheckConstraint(
                condition=Q(use__in=[u.value for u in Use]), name="guide_tally_use_known"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.use} of {self.entry_id} on {self.day}: {self.n}"


class GuideFeedback(ScopedModel):
    """What a reader lacked became this matter; the words are there, not here."""

    personal_data: ClassVar[dict[str, str]] = {}

    version = models.ForeignKey(GuideVersion, models.RESTRICT, related_name="+")
    matter = models.OneToOneField("matters.Matter", models.RESTRICT, related_name="+")
    at = models.DateTimeField()

    class Meta:
        db_table = "guide_feedback"

    def __str__(self) -> str:
        return f"matter {self.matter_id} on version {self.version_id}"
