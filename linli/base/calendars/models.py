from __future__ import annotations

from typing import ClassVar

from django.db import models

from linli.base.scopes.models import ScopedModel


class CalendarDay(ScopedModel):
    """An estate's own word on one day, above the State Council's calendar."""

    personal_data: ClassVar[dict[str, str]] = {}

    day = models.DateField()
    is_working = models.BooleanField()
    note = models.CharField(max_length=80, blank=True)

    class Meta:
        db_table = "calendar_day"
        constraints = [
            models.UniqueConstraint(fields=["estate", "day"], name="calendar_day_once"),
        ]

    def __str__(self) -> str:
        return f"{self.day}: {'working' if self.is_working else 'off'}"
