from __future__ import annotations

from typing import ClassVar

from django.db import models

from linli.base.scopes.models import ScopedModel


class RequestKey(ScopedModel):
    """The answer that was given to a client's key, so that a repeated write is answered again."""

    personal_data: ClassVar[dict[str, str]] = {}

    user_id = models.BigIntegerField()
    key = models.CharField(max_length=80)
    action = models.CharField(max_length=60)
    fingerprint = models.BinaryField(max_length=16)
    result = models.JSONField()
    at = models.DateTimeField()

    class Meta:
        db_table = "request_key"
        constraints = [
            models.UniqueConstraint(fields=["estate", "user_id", "key"], name="request_key_once"),
        ]
        indexes = [models.Index(fields=["at"], name="request_key_age")]

    def __str__(self) -> str:
        return f"{self.action} {self.key}"
