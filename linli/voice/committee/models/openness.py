"""Yearly appraisal by residents, and open affairs (RC-04)."""

from __future__ import annotations

from typing import ClassVar

from django.db import models
from django.db.models import F, Q

from linli.base.personal import Grade
from linli.base.scopes.models import ScopedModel
from linli.voice.committee.models.bodies import BodyTerm
from linli.voice.committee.models.columns import ACCOUNT


class Appraisal(ScopedModel):
    """The yearly word of the residents on their committee (RC-04)."""

    personal_data: ClassVar[dict[str, str]] = {}

    term = models.ForeignKey(BodyTerm, models.RESTRICT, related_name="appraisals")
    year = models.PositiveSmallIntegerField()
    opens_on = models.DateField()
    closes_on = models.DateField()
    closed_at = models.DateTimeField(null=True)
    result = models.JSONField(null=True)  # {"households": n, "tenths": {question: mean}}

    class Meta:
        db_table = "committee_appraisal"
        constraints = [
            models.UniqueConstraint(fields=["term", "year"], name="committee_appraisal_yearly"),
            models.CheckConstraint(
                condition=Q(closes_on__gte=F("opens_on")), name="committee_appraisal_in_order"
            ),
        ]

    def __str__(self) -> str:
        return f"appraisal {self.year} of {self.term_id}"


class AppraisalScore(ScopedModel):
    """One household's scores, once. Shown only as sums. Append-only."""

    personal_data: ClassVar[dict[str, str]] = {
        "household": Grade.PERSONAL, "confirmation": Grade.PERSONAL,
    }  # fmt: skip

    appraisal = models.ForeignKey(Appraisal, models.RESTRICT, related_name="scores")
    household = models.ForeignKey("estate.Household", models.RESTRICT, related_name="+")
    scores = models.JSONField()
    given_by_id = models.BigIntegerField()
    confirmation = models.CharField(max_length=80)  # how the household nodded; own phone: empty
    at = models.DateTimeField()

    class Meta:
        db_table = "committee_appraisal_score"
        constraints = [
            models.UniqueConstraint(
                fields=["appraisal", "household"], name="committee_appraisal_score_once"
            ),
        ]

    def __str__(self) -> str:
        return f"score {self.pk}"


class OpenAffair(ScopedModel):
    """That a notice discloses an item of the open affairs (居务公开, RC-04)."""

    personal_data: ClassVar[dict[str, str]] = {}

    item = models.CharField(max_length=20)
    notice = models.ForeignKey("contact.Notice", models.RESTRICT, related_name="+")
    linked_by = models.ForeignKey(**ACCOUNT)
    linked_at = models.DateTimeField()

    class Meta:
        db_table = "committee_open_affair"
        constraints = [
            models.UniqueConstraint(fields=["item", "notice"], name="committee_open_affair_once"),
        ]

    def __str__(self) -> str:
        return f"{self.item} in {self.notice_id}"
