from __future__ import annotations

from typing import ClassVar

from django.db import models


class HandledEvent(models.Model):
    """A handler's receipt: an event is handled once, however often its job runs."""

    personal_data: ClassVar[dict[str, str]] = {}

    event_id = models.UUIDField()
    handler = models.CharField(max_length=120)
    at = models.DateTimeField()

    class Meta:
        db_table = "handled_event"
        constraints = [
            models.UniqueConstraint(fields=["event_id", "handler"], name="handled_event_once"),
        ]
        indexes = [models.Index(fields=["at"], name="handled_event_age")]

    def __str__(self) -> str:
        return f"{self.handler} {self.event_id}"
