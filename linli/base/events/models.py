from __future__ import annotations

import uuid
from typing import ClassVar

from django.db import models
from django.db.models.functions import Now


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


class QuietNews(models.Model):
    """An event that waits for `relay_news` to make its jobs; written with what it tells of."""

    personal_data: ClassVar[dict[str, str]] = {}

    event_id = models.UUIDField(default=uuid.uuid4)
    event_type = models.CharField(max_length=60)
    payload = models.JSONField()
    estate_id = models.BigIntegerField(null=True)
    at = models.DateTimeField()  # by the program's clock
    written_at = models.DateTimeField(db_default=Now())  # by the world's

    class Meta:
        db_table = "quiet_news"

    def __str__(self) -> str:
        return f"{self.event_type} {self.event_id}"
