from __future__ import annotations

from typing import ClassVar

from django.db import models


class AuditRow(models.Model):
    """Who did or saw what, when and why (SEC-01, SEC-02). Append-only; ids, never names."""

    personal_data: ClassVar[dict[str, str]] = {"address": "L3", "purpose": "L2"}

    estate_id = models.BigIntegerField(null=True)
    at = models.DateTimeField()
    user_id = models.BigIntegerField(null=True)
    action = models.CharField(max_length=60)
    subject = models.CharField(max_length=40)
    subject_id = models.BigIntegerField(null=True)
    outcome = models.CharField(max_length=12, default="done")
    purpose = models.CharField(max_length=200, blank=True)
    address = models.GenericIPAddressField(null=True)
    data = models.JSONField(default=dict)

    class Meta:
        db_table = "audit_row"
        indexes = [
            models.Index(fields=["estate_id", "-at"], name="audit_row_when"),
            models.Index(fields=["subject", "subject_id", "-at"], name="audit_row_subject"),
            models.Index(fields=["user_id", "-at"], name="audit_row_user"),
        ]

    def __str__(self) -> str:
        return f"{self.at:%F %T} {self.action} {self.subject} {self.subject_id}"
