"""What homes say of a quarter, what was published of it, and consents of neighbours."""

from __future__ import annotations

from typing import ClassVar

from django.db import models
from django.db.models import Q

from linli.base.personal import Grade
from linli.base.scopes.models import ScopedModel
from linli.voice.contracts.data import Side, UseState, Way
from linli.voice.contracts.models.columns import LONGEST_WORDS, known

_SCORE = Q()
for _name in ("tidy", "safe", "repairs", "manner", "overall"):
    _SCORE &= Q(**{f"{_name}__gte": 1, f"{_name}__lte": 5})


class ServiceRating(ScopedModel):
    """What one home says of a quarter, its owner or its tenant; append-only."""

    personal_data: ClassVar[dict[str, str]] = {
        "person": Grade.PERSONAL,
        "home": Grade.PERSONAL,
        "comment": Grade.PERSONAL,
        "confirmation": Grade.PERSONAL,
    }

    quarter = models.CharField(max_length=6)
    side = models.CharField(max_length=8)
    home = models.ForeignKey("estate.Home", models.RESTRICT, related_name="+")
    person = models.ForeignKey("estate.Person", models.RESTRICT, related_name="+")
    tidy = models.PositiveSmallIntegerField()
    safe = models.PositiveSmallIntegerField()
    repairs = models.PositiveSmallIntegerField()
    manner = models.PositiveSmallIntegerField()
    overall = models.PositiveSmallIntegerField()
    comment = models.CharField(max_length=LONGEST_WORDS, blank=True)
    matter = models.ForeignKey("matters.Matter", models.RESTRICT, null=True, related_name="+")
    way = models.CharField(max_length=8)
    taken_by = models.ForeignKey("base.User", models.RESTRICT, null=True, related_name="+")
    confirmation = models.CharField(max_length=80, blank=True)
    at = models.DateTimeField()

    class Meta:
        db_table = "service_rating"
        constraints = [
            # once per home and quarter; its owner and its tenant are two voices, shown apart
            models.UniqueConstraint(
                fields=["estate", "quarter", "home", "side"], name="service_rating_once"
            ),
            models.CheckConstraint(condition=_SCORE, name="service_rating_one_to_five"),
            known("side", Side, "service_rating_side_known"),
            known("way", Way, "service_rating_way_known"),
            # who does it for somebody else writes down how that person confirmed it
            models.CheckConstraint(
                condition=Q(way="phone", taken_by__isnull=True)
                | (Q(taken_by__isnull=False) & ~Q(confirmation="")),
                name="service_rating_confirmed",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.quarter} {self.side} {self.home_id}"


class ServiceReport(ScopedModel):
    """A quarter's performance as it was published (FEE-05): figures and their seal; append-only."""

    personal_data: ClassVar[dict[str, str]] = {}

    quarter = models.CharField(max_length=6)
    number = models.PositiveIntegerField()  # a correction is a new one
    figures = models.JSONField()
    seal = models.BinaryField(max_length=32)
    published_by = models.ForeignKey("base.User", models.RESTRICT, related_name="+")
    published_at = models.DateTimeField()

    class Meta:
        db_table = "service_report"
        constraints = [
            models.UniqueConstraint(
                fields=["estate", "quarter", "number"], name="service_report_number_once"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.quarter} no. {self.number}"


class UseRequest(ScopedModel):
    """A home that shall become a business: all other owners of the building are asked (OWN-17)."""

    personal_data: ClassVar[dict[str, str]] = {
        "home": Grade.PERSONAL,
        "business": Grade.PERSONAL,
    }

    home = models.ForeignKey("estate.Home", models.RESTRICT, related_name="+")
    building = models.ForeignKey("estate.Place", models.RESTRICT, related_name="+")
    business = models.CharField(max_length=200)
    state = models.CharField(max_length=12, default=UseState.COLLECTING.value)
    opened_by = models.ForeignKey("base.User", models.RESTRICT, related_name="+")
    opened_at = models.DateTimeField()
    ended_at = models.DateTimeField(null=True)

    class Meta:
        db_table = "use_request"
        constraints = [
            known("state", UseState, "use_request_state_known"),
            models.UniqueConstraint(
                fields=["home"], condition=Q(state="collecting"), name="use_request_one_open"
            ),
            models.CheckConstraint(
                condition=Q(state="collecting") ^ Q(ended_at__isnull=False),
                name="use_request_end_has_time",
            ),
        ]

    def __str__(self) -> str:
        return f"use of {self.home_id}"


class UseConsent(ScopedModel):
    """One owner who is asked; a home whose owner is unknown stands here with nobody."""

    personal_data: ClassVar[dict[str, str]] = {
        "home": Grade.PERSONAL,
        "person": Grade.PERSONAL,
        "confirmation": Grade.PERSONAL,
    }

    request = models.ForeignKey(UseRequest, models.RESTRICT, related_name="consents")
    home = models.ForeignKey("estate.Home", models.RESTRICT, related_name="+")
    person = models.ForeignKey("estate.Person", models.RESTRICT, null=True, related_name="+")
    organisation = models.ForeignKey(
        "estate.Organisation", models.RESTRICT, null=True, related_name="+"
    )
    agrees = models.BooleanField(null=True)
    way = models.CharField(max_length=8, blank=True)
    taken_by = models.ForeignKey("base.User", models.RESTRICT, null=True, related_name="+")
    confirmation = models.CharField(max_length=80, blank=True)
    scan = models.ForeignKey("base.StoredFile", models.RESTRICT, null=True, related_name="+")
    at = models.DateTimeField(null=True)

    class Meta:
        db_table = "use_consent"
        constraints = [
            models.UniqueConstraint(
                fields=["request", "person"],
                condition=Q(person__isnull=False),
                name="use_consent_person_once",
            ),
            models.UniqueConstraint(
                fields=["request", "organisation"],
                condition=Q(organisation__isnull=False),
                name="use_consent_organisation_once",
            ),
            models.CheckConstraint(
                condition=Q(agrees__isnull=True) | Q(at__isnull=False) & ~Q(way=""),
                name="use_consent_answered_when",
            ),
            # nobody agrees in place of an owner whom the register does not know
            models.CheckConstraint(
                condition=Q(agrees__isnull=True)
                | Q(person__isnull=False)
                | Q(organisation__isnull=False),
                name="use_consent_by_an_owner",
            ),
            models.CheckConstraint(
                condition=Q(agrees__isnull=True)
                | Q(way="phone")
                | (Q(taken_by__isnull=False) & ~Q(confirmation="")),
                name="use_consent_confirmed",
            ),
        ]

    def __str__(self) -> str:
        return f"consent {self.pk} of {self.request_id}"
