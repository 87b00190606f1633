from __future__ import annotations

from typing import ClassVar

from django.db import models
from django.db.models import Q

from linli.base.personal import Grade


class Message(models.Model):
    """One text to one address, from queued to delivered. Sign-in codes have no estate yet."""

    personal_data: ClassVar[dict[str, str]] = {"address": Grade.PERSONAL, "body": Grade.PERSONAL}

    estate = models.ForeignKey("base.Estate", models.RESTRICT, null=True, related_name="+")
    channel = models.CharField(max_length=12, default="sms")
    address = models.CharField(max_length=60)
    body = models.CharField(max_length=500)
    purpose = models.CharField(max_length=40)
    key = models.CharField(max_length=80, unique=True)  # one message a key, however often asked
    state = models.CharField(max_length=8, default="queued")
    queued_at = models.DateTimeField()
    sent_at = models.DateTimeField(null=True)
    error = models.CharField(max_length=200, blank=True)

    class Meta:
        db_table = "message"
        constraints = [
            models.CheckConstraint(
                condition=Q(state__in=["queued", "sent", "failed"]), name="message_state_known"
            ),
            models.CheckConstraint(
                condition=~Q(state="sent") | Q(sent_at__isnull=False), name="message_sent_when"
            ),
        ]
        indexes = [models.Index(fields=["-queued_at"], name="message_recent")]

    def __str__(self) -> str:
        return f"{self.channel} {self.purpose} {self.state}"
