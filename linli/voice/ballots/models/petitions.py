"""Owners who ask for an assembly (OWN-10)."""

from __future__ import annotations

from typing import ClassVar

from django.db import models

from linli.base.personal import Grade
from linli.base.scopes.models import ScopedModel
from linli.voice.ballots.models.columns import ACCOUNT, FILE


class Petition(ScopedModel):
    """Owners ask for a temporary assembly; 20 % of the heads are enough (OWN-10)."""

    personal_data: ClassVar[dict[str, str]] = {"text": Grade.PERSONAL}

    title = models.CharField(max_length=80)
    text = models.CharField(max_length=1000)
    begun_by = models.ForeignKey(**ACCOUNT)
    begun_at = models.DateTimeField()
    reached_at = models.DateTimeField(null=True)
    reached_heads = models.PositiveIntegerField(null=True)  # of those signed, when it was enough
    reached_of = models.PositiveIntegerField(null=True)
    matter = models.ForeignKey("matters.Matter", models.RESTRICT, null=True, related_name="+")
    withdrawn_at = models.DateTimeField(null=True)

    class Meta:
        db_table = "petition"
        indexes = [models.Index(fields=["estate", "-begun_at"], name="petition_recent")]

    def __str__(self) -> str:
        return f"petition {self.pk}"


class PetitionSignature(ScopedModel):
    """One owner's name under a petition: by id, once; `on_paper` where the desk entered it."""

    personal_data: ClassVar[dict[str, str]] = {}

    petition = models.ForeignKey(Petition, models.RESTRICT, related_name="signatures")
    person = models.ForeignKey("estate.Person", models.RESTRICT, related_name="+")
    signed_at = models.DateTimeField()
    entered_by = models.ForeignKey(**ACCOUNT)
    file = models.ForeignKey(**FILE, null=True)  # the signed sheet

    class Meta:
        db_table = "petition_signature"
        constraints = [
            models.UniqueConstraint(
                fields=["petition", "person"], name="petition_signature_person_once"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.person_id} under {self.petition_id}"
