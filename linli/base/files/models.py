from __future__ import annotations

import uuid
from typing import ClassVar

from django.db import models

from linli.base.personal import Grade
from linli.base.scopes.models import ScopedModel


class StoredFile(ScopedModel):
    """A picture or PDF after re-encoding; the bytes lie outside the web root under `token`."""

    personal_data: ClassVar[dict[str, str]] = {
        "original_name": Grade.PERSONAL,
        "token": Grade.PERSONAL,
    }

    token = models.UUIDField(default=uuid.uuid4, unique=True)
    content_type = models.CharField(max_length=40)
    original_name = models.CharField(max_length=200, blank=True)
    byte_count = models.PositiveIntegerField()
    sha256 = models.BinaryField(max_length=32)
    width = models.PositiveIntegerField(null=True)
    height = models.PositiveIntegerField(null=True)
    page_count = models.PositiveIntegerField(null=True)
    uploaded_by_id = models.BigIntegerField(null=True)
    uploaded_at = models.DateTimeField()

    class Meta:
        db_table = "stored_file"
        constraints = [
            models.CheckConstraint(
                condition=models.Q(content_type__in=["image/webp", "application/pdf"]),
                name="stored_file_known_type",  # only what our own re-encoder writes
            ),
        ]

    def __str__(self) -> str:
        return str(self.token)
