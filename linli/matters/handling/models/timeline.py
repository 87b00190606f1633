"""The append-only timeline: lines, their words, their files."""

from __future__ import annotations

from typing import ClassVar

from django.db import models
from django.db.models import Q
from django.db.models.functions import Length
from django.db.models.lookups import LessThanOrEqual

from linli.base.personal import Grade
from linli.base.scopes.models import ScopedModel
from linli.matters.handling.models.columns import ACCOUNT
from linli.matters.handling.models.matters import Matter


class MatterText(ScopedModel):
    """Words of a timeline entry, apart from it: a person can be erased, the entry stays."""

    personal_data: ClassVar[dict[str, str]] = {"body": Grade.PERSONAL}

    matter = models.ForeignKey(Matter, models.RESTRICT, related_name="texts")
    body = models.TextField()
    redacted_at = models.DateTimeField(null=True)

    class Meta:
        db_table = "matter_text"
        constraints = [
            models.CheckConstraint(
                condition=LessThanOrEqual(Length("body"), 20_000), name="matter_text_not_a_book"
            ),
        ]
        indexes = [models.Index(fields=["matter"], name="matter_text_of_matter")]

    def __str__(self) -> str:
        return f"text {self.pk}"


class MatterEntry(ScopedModel):
    """One line of the timeline. Append-only; ids and values, never names."""

    personal_data: ClassVar[dict[str, str]] = {}

    matter = models.ForeignKey(Matter, models.RESTRICT, related_name="entries")
    kind = models.CharField(max_length=12)
    visibility = models.CharField(max_length=10)
    at = models.DateTimeField()
    actor = models.ForeignKey(null=True, **ACCOUNT)
    text = models.ForeignKey(MatterText, models.RESTRICT, null=True, related_name="+")
    data = models.JSONField(default=dict)

    class Meta:
        db_table = "matter_entry"
        constraints = [
            models.CheckConstraint(
                condition=Q(visibility__in=["internal", "reporter"]),
                name="matter_entry_visibility_known",
            ),
        ]
        indexes = [models.Index(fields=["matter", "id"], name="matter_entry_of_matter")]

    def __str__(self) -> str:
        return f"{self.kind} of {self.matter_id}"


class MatterFile(ScopedModel):
    """A picture, scan or PDF that came with an entry."""

    personal_data: ClassVar[dict[str, str]] = {}

    matter = models.ForeignKey(Matter, models.RESTRICT, related_name="files")
    entry = models.ForeignKey(MatterEntry, models.RESTRICT, related_name="files")
    file = models.ForeignKey("base.StoredFile", models.RESTRICT, related_name="+")

    class Meta:
        db_table = "matter_file"
        constraints = [
            models.UniqueConstraint(fields=["entry", "file"], name="matter_file_once"),
        ]
        indexes = [models.Index(fields=["matter"], name="matter_file_of_matter")]

    def __str__(self) -> str:
        return f"file of {self.matter_id}"
