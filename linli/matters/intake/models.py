from __future__ import annotations

from typing import Any, ClassVar

from django.db import models
from django.db.models import Q

from linli.base.crypto.api import EncryptedTextField
from linli.base.personal import Grade
from linli.base.scopes.models import ScopedModel
from linli.matters.intake.data import CallState

_ACCOUNT: dict[str, Any] = {"to": "base.User", "on_delete": models.RESTRICT, "related_name": "+"}


class ContactLog(ScopedModel):
    """One contact with a resident, by phone or at the desk, whether or not a matter came of it."""

    personal_data: ClassVar[dict[str, str]] = {
        "phone": Grade.PERSONAL,
        "note": Grade.PERSONAL,
    }

    at = models.DateTimeField()
    way = models.CharField(max_length=12)  # hotline | walk_in | outgoing
    agent = models.ForeignKey(null=True, **_ACCOUNT)
    phone = models.CharField(max_length=20, blank=True)
    person = models.ForeignKey("estate.Person", models.RESTRICT, null=True, related_name="+")
    matter = models.ForeignKey("matters.Matter", models.RESTRICT, null=True, related_name="+")
    transferred_to = models.CharField(max_length=12, blank=True)  # 110 | 119 | 120 | gas | lift
    note = models.CharField(max_length=500, blank=True)

    class Meta:
        db_table = "contact_log"
        indexes = [
            models.Index(fields=["estate", "phone", "-at"], name="contact_log_of_phone"),
            models.Index(fields=["person", "-at"], name="contact_log_of_person"),
            models.Index(fields=["estate", "-at"], name="contact_log_recent"),
        ]

    def __str__(self) -> str:
        return f"{self.way} {self.at:%F %R}"


class Letter(ScopedModel):
    """A letter from the box: scanned, then typed into a matter, or set aside with a reason."""

    personal_data: ClassVar[dict[str, str]] = {"note": Grade.PERSONAL}

    received_on = models.DateField()
    box = models.ForeignKey("estate.Place", models.RESTRICT, null=True, related_name="+")
    state = models.CharField(max_length=12, default="new")
    matter = models.ForeignKey("matters.Matter", models.RESTRICT, null=True, related_name="+")
    note = models.CharField(max_length=300, blank=True)
    scanned_by = models.ForeignKey(**_ACCOUNT)
    scanned_at = models.DateTimeField()

    class Meta:
        db_table = "letter"
        constraints = [
            models.CheckConstraint(
                condition=Q(state__in=["new", "typed", "set_aside"]), name="letter_state_known"
            ),
            models.CheckConstraint(
                condition=~Q(state="typed") | Q(matter__isnull=False),
                name="letter_typed_has_matter",
            ),
            models.CheckConstraint(
                condition=~Q(state="set_aside") | ~Q(note=""), name="letter_set_aside_with_reason"
            ),
        ]
        indexes = [models.Index(fields=["estate", "state", "scanned_at"], name="letter_box")]

    def __str__(self) -> str:
        return f"letter {self.pk}"


class LetterPage(ScopedModel):
    personal_data: ClassVar[dict[str, str]] = {}

    letter = models.ForeignKey(Letter, models.RESTRICT, related_name="pages")
    file = models.ForeignKey("base.StoredFile", models.RESTRICT, related_name="+")
    position = models.PositiveSmallIntegerField()

    class Meta:
        db_table = "letter_page"
        constraints = [
            models.UniqueConstraint(fields=["letter", "position"], name="letter_page_order"),
        ]

    def __str__(self) -> str:
        return f"page {self.position} of {self.letter_id}"


class PhoneLine(ScopedModel):
    """A number of the hotline whose PBX announces its calls; the key is kept as a digest."""

    personal_data: ClassVar[dict[str, str]] = {}

    name = models.CharField(max_length=60)
    key_digest = models.BinaryField(max_length=32, unique=True)
    created_by = models.ForeignKey(**_ACCOUNT)
    created_at = models.DateTimeField()
    ended_at = models.DateTimeField(null=True)

    class Meta:
        db_table = "phone_line"
        constraints = [
            models.UniqueConstraint(
                fields=["estate", "name"], condition=Q(ended_at__isnull=True),
                name="phone_line_name_once",
            ),
        ]  # fmt: skip

    def __str__(self) -> str:
        return self.name


class PhoneExtension(ScopedModel):
    """At which extension an agent sits: their screen alone opens on its calls."""

    personal_data: ClassVar[dict[str, str]] = {}

    account = models.ForeignKey(**_ACCOUNT)
    number = models.CharField(max_length=20)

    class Meta:
        db_table = "phone_extension"
        constraints = [
            models.UniqueConstraint(fields=["estate", "number"], name="phone_extension_once"),
            models.UniqueConstraint(fields=["estate", "account"], name="phone_extension_of_one"),
        ]

    def __str__(self) -> str:
        return self.number


class PhoneCall(ScopedModel):
    """One call as the PBX tells of it, however often and in whatever order it does."""

    personal_data: ClassVar[dict[str, str]] = {
        "phone": Grade.PERSONAL,
        "recording": Grade.SENSITIVE,
    }

    line = models.ForeignKey(PhoneLine, models.RESTRICT, related_name="+")
    call_key = models.CharField(max_length=80)  # the PBX's own name for the call
    phone = models.CharField(max_length=20, blank=True)
    is_outgoing = models.BooleanField(default=False)
    extension = models.CharField(max_length=20, blank=True)
    state = models.CharField(max_length=10, default=CallState.RINGING.value)
    first_heard_at = models.DateTimeField()
    answered_at = models.DateTimeField(null=True)
    ended_at = models.DateTimeField(null=True)
    recording = EncryptedTextField(null=True)  # where the PBX keeps it
    agent = models.ForeignKey(null=True, **_ACCOUNT)
    matter = models.ForeignKey("matters.Matter", models.RESTRICT, null=True, related_name="+")

    class Meta:
        db_table = "phone_call"
        constraints = [
            models.UniqueConstraint(fields=["line", "call_key"], name="phone_call_once"),
            models.CheckConstraint(
                condition=Q(state__in=[s.value for s in CallState]), name="phone_call_state_known"
            ),
            models.CheckConstraint(
                condition=~Q(state="answered") | Q(answered_at__isnull=False),
                name="phone_call_answered_when",
            ),
        ]
        indexes = [
            models.Index(fields=["estate", "-first_heard_at"], name="phone_call_recent"),
            models.Index(fields=["matter"], name="phone_call_of_matter"),
        ]

    def __str__(self) -> str:
        return f"{self.state} {self.first_heard_at:%F %R}"
