from __future__ import annotations

import uuid
from typing import ClassVar

from django.db import models
from django.db.models import Q

from linli.base.personal import Grade
from linli.base.scopes.models import ScopedModel


class ImportRun(ScopedModel):
    """One workbook on its way in: read, previewed, then confirmed as a whole or dropped.

    `plan` is the sealed preview; `basis` fingerprints the register that it was made against.
    While it is being read or written, `attempt` names the job that may; a stop names none.
    `fault` says why it came to nothing: {"code", "message", "params"}, words as msgid.
    """

    personal_data: ClassVar[dict[str, str]] = {
        "file_name": Grade.INTERNAL,
        "plan": Grade.SENSITIVE,
        "source": Grade.SENSITIVE,
    }

    token = models.UUIDField(default=uuid.uuid4, unique=True)
    kind = models.CharField(max_length=12, default="register")
    file_name = models.CharField(max_length=200)
    sha256 = models.BinaryField(max_length=32)
    source = models.BinaryField(null=True)  # the workbook, encrypted, until confirmed or dropped
    plan = models.BinaryField(null=True)
    totals = models.JSONField(default=dict)
    column_maps = models.JSONField(default=dict)
    basis = models.CharField(max_length=64, blank=True)
    as_of = models.DateField()
    state = models.CharField(max_length=12, default="previewed")
    progress = models.PositiveSmallIntegerField(default=0)
    attempt = models.PositiveIntegerField(default=0)
    fault = models.JSONField(default=dict)
    created_by_id = models.BigIntegerField(null=True)
    created_at = models.DateTimeField()
    confirmed_at = models.DateTimeField(null=True)

    class Meta:
        db_table = "import_run"
        constraints = [
            models.CheckConstraint(
                condition=Q(
                    state__in=[
                        "reading",
                        "previewed",
                        "writing",
                        "confirmed",
                        "dropped",
                        "failed",
                    ]
                ),
                name="import_run_state_known",
            ),
        ]
        indexes = [models.Index(fields=["estate", "-created_at"], name="import_run_recent")]

    def __str__(self) -> str:
        return self.file_name


class RememberedColumns(ScopedModel):
    """A column mapping that a clerk confirmed, found again by the header's fingerprint."""

    personal_data: ClassVar[dict[str, str]] = {}

    fingerprint = models.CharField(max_length=64)
    mapping = models.JSONField()
    updated_by_id = models.BigIntegerField(null=True)
    updated_at = models.DateTimeField()

    class Meta:
        db_table = "remembered_columns"
        constraints = [
            models.UniqueConstraint(
                fields=["estate", "fingerprint"], name="remembered_columns_once"
            ),
        ]

    def __str__(self) -> str:
        return self.fingerprint
