"""Counts of open matters."""

from __future__ import annotations

from typing import ClassVar

from django.db import models


class MatterTally(models.Model):
    """Counts of open matters, kept by a trigger as signed steps; a job folds the steps up.

    Reading sums a few dozen rows however long the history is, and writers never share a row.
    """

    personal_data: ClassVar[dict[str, str]] = {}

    estate_id = models.BigIntegerField()
    organisation_id = models.BigIntegerField()
    state = models.CharField(max_length=12)
    is_overdue = models.BooleanField()
    is_emergency = models.BooleanField()
    n = models.BigIntegerField()

    class Meta:
        db_table = "matter_tally"
        indexes = [models.Index(fields=["estate_id"], name="matter_tally_of_estate")]

    def __str__(self) -> str:
        return f"{self.state} {self.n}"
