"""Rounds, their doors, what devices reported, and what came of it."""

from __future__ import annotations

from typing import Any, ClassVar

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Q

from linli.base.crypto.api import EncryptedTextField
from linli.base.personal import Grade
from linli.base.scopes.models import ScopedModel
from linli.matters.rounds.data import ClaimState, Consent, DayPart, Kind, Outcome, Result

_ACCOUNT: dict[str, Any] = {"to": "base.User", "on_delete": models.RESTRICT, "related_name": "+"}
_PLACE: dict[str, Any] = {"to": "estate.Place", "on_delete": models.RESTRICT, "related_name": "+"}
_PERSON: dict[str, Any] = {"to": "estate.Person", "on_delete": models.RESTRICT, "related_name": "+"}


def _known(name: str, field: str, values: type) -> models.CheckConstraint:
    return models.CheckConstraint(
        condition=Q(**{f"{field}__in": [value.value for value in values]}),  # type: ignore[attr-defined]
        name=name,
    )


class Round(ScopedModel):
    """One walk of one worker: the doors of a day, or those that mend a clear."""

    personal_data: ClassVar[dict[str, str]] = {}

    worker = models.ForeignKey(**_ACCOUNT)
    made_by = models.ForeignKey(**_ACCOUNT)
    day = models.DateField()
    purpose = models.CharField(max_length=80, blank=True)
    start = models.ForeignKey(null=True, **_PLACE)
    created_at = models.DateTimeField()
    closed_at = models.DateTimeField(null=True)

    class Meta:
        db_table = "round"
        indexes = [models.Index(fields=["worker", "-day"], name="round_of_worker")]

    def __str__(self) -> str:
        return f"round {self.pk} of {self.worker_id} on {self.day}"


class RoundDoor(ScopedModel):
    """One stop of a round: a home, an entrance or a public place, with what is to be asked."""

    personal_data: ClassVar[dict[str, str]] = {}

    round = models.ForeignKey(Round, models.RESTRICT, related_name="doors")
    place = models.ForeignKey(**_PLACE)
    position = models.PositiveSmallIntegerField()
    missing = ArrayField(models.CharField(max_length=12), default=list)
    stale = ArrayField(models.CharField(max_length=12), default=list)
    household = models.ForeignKey("estate.Household", models.RESTRICT, null=True, related_name="+")

    class Meta:
        db_table = "round_door"
        constraints = [
            models.UniqueConstraint(fields=["round", "place"], name="round_door_once"),
        ]
        indexes = [models.Index(fields=["place"], name="round_door_of_place")]

    def __str__(self) -> str:
        return f"{self.place_id} in {self.round_id}"


class RoundShare(ScopedModel):
    """Somebody who walks along: a colleague, a captain, a volunteer, a resident."""

    personal_data: ClassVar[dict[str, str]] = {}

    round = models.ForeignKey(Round, models.RESTRICT, related_name="shares")
    account = models.ForeignKey(**_ACCOUNT)
    shared_by = models.ForeignKey(**_ACCOUNT)
    shared_at = models.DateTimeField()
    ended_at = models.DateTimeField(null=True)

    class Meta:
        db_table = "round_share"
        constraints = [
            models.UniqueConstraint(fields=["round", "account"], name="round_share_once"),
        ]
        indexes = [models.Index(fields=["account"], name="round_share_of_account")]

    def __str__(self) -> str:
        return f"{self.round_id} with {self.account_id}"


class RoundOperation(ScopedModel):
    """What a device reported, as it came, with the answer it got: the log of each door.

    `device_ms` is the device's own clock, kept and never trusted; `at` is the server's time.
    """

    personal_data: ClassVar[dict[str, str]] = {
        "payload": Grade.SENSITIVE,
        "answer": Grade.PERSONAL,
    }

    key = models.CharField(max_length=80)
    account = models.ForeignKey(**_ACCOUNT)
    device = models.CharField(max_length=40)
    seq = models.BigIntegerField()
    kind = models.CharField(max_length=8)
    round = models.ForeignKey(Round, models.RESTRICT, null=True, related_name="+")
    place = models.ForeignKey(null=True, **_PLACE)
    payload = EncryptedTextField(null=True)
    device_ms = models.BigIntegerField()
    at = models.DateTimeField()
    is_clock_off = models.BooleanField(default=False)
    received_at = models.DateTimeField()
    result = models.CharField(max_length=8)
    answer = models.CharField(max_length=300, blank=True)
    matter = models.ForeignKey("matters.Matter", models.RESTRICT, null=True, related_name="+")

    class Meta:
        db_table = "round_operation"
        constraints = [
            # a batch that comes twice is answered twice and done once
            models.UniqueConstraint(
                fields=["estate", "account", "key"], name="round_operation_once"
            ),
            _known("round_operation_kind_known", "kind", Kind),
            _known("round_operation_result_known", "result", Result),
        ]
        indexes = [
            models.Index(fields=["place", "-received_at"], name="round_operation_of_place"),
            models.Index(fields=["round"], name="round_operation_of_round"),
        ]

    def __str__(self) -> str:
        return f"{self.kind} {self.key}"


class DoorVisit(ScopedModel):
    """Somebody stood at a door: met, nobody there, refused, come later."""

    personal_data: ClassVar[dict[str, str]] = {
        "outcome": Grade.PERSONAL,
        "consent": Grade.PERSONAL,
    }

    place = models.ForeignKey(**_PLACE)
    household = models.ForeignKey("estate.Household", models.RESTRICT, null=True, related_name="+")
    person = models.ForeignKey(null=True, **_PERSON)  # where somebody was seen, not a family
    account = models.ForeignKey(**_ACCOUNT)
    operation = models.OneToOneField(RoundOperation, models.RESTRICT, null=True, related_name="+")
    at = models.DateTimeField()
    day_part = models.CharField(max_length=10)
    outcome = models.CharField(max_length=8)
    consent = models.CharField(max_length=8, blank=True)

    class Meta:
        db_table = "door_visit"
        constraints = [
            _known("door_visit_outcome_known", "outcome", Outcome),
            _known("door_visit_consent_known", "consent", Consent),
            _known("door_visit_part_known", "day_part", DayPart),
        ]
        indexes = [
            models.Index(fields=["place", "-at"], name="door_visit_of_place"),
            models.Index(fields=["household", "-at"], name="door_visit_of_household"),
        ]

    def __str__(self) -> str:
        return f"{self.outcome} at {self.place_id}"


class RoundClaim(ScopedModel):
    """One device's word about one value; `base` and `digest` stand for values, blindly.

    `field` is a column of a person, "household" (where somebody lives), "watch" (looked after by
    the captain), "category:<kind>:<code>", or "told" (words for the grid worker).
    """

    personal_data: ClassVar[dict[str, str]] = {
        "value": Grade.SENSITIVE,
        "field": Grade.SENSITIVE,
        "digest": Grade.SENSITIVE,
        "base": Grade.SENSITIVE,
    }

    operation = models.ForeignKey(RoundOperation, models.RESTRICT, related_name="claims")
    author = models.CharField(max_length=64)
    seq = models.BigIntegerField()
    place = models.ForeignKey(**_PLACE)
    person = models.ForeignKey(null=True, **_PERSON)
    field = models.CharField(max_length=60)
    base = models.CharField(max_length=32, blank=True)
    digest = models.CharField(max_length=32, blank=True)
    value = EncryptedTextField(null=True)
    state = models.CharField(max_length=8)
    made_at = models.DateTimeField()
    decided_by = models.ForeignKey(null=True, **_ACCOUNT)
    decided_at = models.DateTimeField(null=True)

    class Meta:
        db_table = "round_claim"
        constraints = [
            _known("round_claim_state_known", "state", ClaimState),
            models.CheckConstraint(
                condition=~Q(state__in=[ClaimState.CHOSEN.value, ClaimState.DROPPED.value])
                | Q(decided_at__isnull=False),
                name="round_claim_decided_when",
            ),
        ]
        indexes = [
            models.Index(fields=["person", "field"], name="round_claim_of_person"),
            models.Index(
                fields=["estate", "place"], condition=Q(state="open"), name="round_claim_open"
            ),
        ]

    def __str__(self) -> str:
        return f"claim {self.pk}: {self.state}"


class Watch(ScopedModel):
    """Whether somebody agreed that the captain looks whether they are well."""

    personal_data: ClassVar[dict[str, str]] = {"agreed": Grade.PERSONAL}

    person = models.OneToOneField("estate.Person", models.RESTRICT, related_name="+")
    agreed = models.BooleanField()
    set_by = models.ForeignKey(**_ACCOUNT)
    set_at = models.DateTimeField()

    class Meta:
        db_table = "watch"

    def __str__(self) -> str:
        return f"watch of {self.person_id}"
