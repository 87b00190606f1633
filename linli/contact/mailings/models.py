from __future__ import annotations

from typing import ClassVar

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import F, Q

from linli.base.personal import Grade
from linli.base.scopes.models import ScopedModel
from linli.contact.mailings.data import MailingState, RecipientState

LONGEST_BODY = 400  # characters before the fields are filled in


class MessageTemplate(ScopedModel):
    """Words that are used again, in both languages, with fields in braces."""

    personal_data: ClassVar[dict[str, str]] = {}

    code = models.CharField(max_length=40)
    title = models.CharField(max_length=80)
    body_zh = models.CharField(max_length=LONGEST_BODY)
    body_en = models.CharField(max_length=LONGEST_BODY, blank=True)
    is_active = models.BooleanField(default=True)

    class Meta:
        db_table = "message_template"
        constraints = [
            models.UniqueConstraint(fields=["estate", "code"], name="message_template_code_once"),
        ]

    def __str__(self) -> str:
        return self.title


class Mailing(ScopedModel):
    """One message to an audience: written, looked at, approved, sent, and what came of it."""

    personal_data: ClassVar[dict[str, str]] = {
        "title": Grade.PERSONAL,
        "body_zh": Grade.PERSONAL,
        "body_en": Grade.PERSONAL,
        "audience": Grade.PERSONAL,
        "audience_values": Grade.PERSONAL,
    }

    title = models.CharField(max_length=80)
    body_zh = models.CharField(max_length=LONGEST_BODY)
    body_en = models.CharField(max_length=LONGEST_BODY, blank=True)
    link = models.CharField(max_length=300, blank=True)
    audience = models.CharField(max_length=20)
    audience_values = ArrayField(models.CharField(max_length=40), default=list)
    once_a_home = models.BooleanField(default=False)
    is_urgent = models.BooleanField(default=False)
    urgent_reason = models.CharField(max_length=200, blank=True)
    is_mass = models.BooleanField(default=True)
    is_sensitive = models.BooleanField(default=False)
    state = models.CharField(max_length=10, default=MailingState.DRAFT.value)
    author = models.ForeignKey("base.User", models.RESTRICT, related_name="+")
    created_at = models.DateTimeField()
    submitted_at = models.DateTimeField(null=True)
    returned_reason = models.CharField(max_length=200, blank=True)
    approved_by = models.ForeignKey("base.User", models.RESTRICT, null=True, related_name="+")
    approved_at = models.DateTimeField(null=True)
    stopped_by = models.ForeignKey("base.User", models.RESTRICT, null=True, related_name="+")
    stopped_at = models.DateTimeField(null=True)
    finished_at = models.DateTimeField(null=True)
    recipient_count = models.PositiveIntegerField(default=0)
    version = models.PositiveIntegerField(default=1)

    class Meta:
        db_table = "mailing"
        constraints = [
            models.CheckConstraint(
                condition=Q(state__in=[s.value for s in MailingState]), name="mailing_state_known"
            ),
            # four eyes: who wrote it never lets it out to many
            models.CheckConstraint(
                condition=Q(is_mass=False)
                | Q(approved_by__isnull=True)
                | ~Q(approved_by=F("author")),
                name="mailing_four_eyes",
            ),
            models.CheckConstraint(
                condition=Q(state__in=["draft", "waiting"])
                | Q(approved_by__isnull=False, approved_at__isnull=False),
                name="mailing_goes_out_approved",
            ),
            # waking people at night needs a reason that can be read later
            models.CheckConstraint(
                condition=Q(is_urgent=False) | ~Q(urgent_reason=""),
                name="mailing_urgent_says_why",
            ),
        ]
        indexes = [
            models.Index(fields=["estate", "-created_at"], name="mailing_recent"),
            models.Index(fields=["state"], condition=Q(state="sending"), name="mailing_going_out"),
        ]

    def __str__(self) -> str:
        return f"mailing {self.pk}"

    @property
    def batch(self) -> str:
        return f"mailing:{self.pk}"


class MailingRecipient(ScopedModel):
    """One person of one mailing: the ways to try in order, and how it stands.

    While `state` is auto, the state of `message` tells; `step` is the way that is being tried.
    """

    personal_data: ClassVar[dict[str, str]] = {
        "person": Grade.PERSONAL,
        "home": Grade.PERSONAL,
        "ways": Grade.PERSONAL,
        "told_note": Grade.PERSONAL,
    }

    mailing = models.ForeignKey(Mailing, models.RESTRICT, related_name="recipients")
    person = models.ForeignKey("estate.Person", models.RESTRICT, related_name="+")
    home = models.ForeignKey("estate.Place", models.RESTRICT, null=True, related_name="+")
    building = models.ForeignKey("estate.Place", models.RESTRICT, null=True, related_name="+")
    grid = models.ForeignKey("estate.Place", models.RESTRICT, null=True, related_name="+")
    language = models.CharField(max_length=10, default="zh-hans")
    ways = ArrayField(models.CharField(max_length=80), default=list)  # "sms 139…", "captain"
    step = models.PositiveSmallIntegerField(default=0)
    message = models.ForeignKey("contact.Message", models.RESTRICT, null=True, related_name="+")
    state = models.CharField(max_length=8, default=RecipientState.AUTO.value)
    told_by = models.ForeignKey("base.User", models.RESTRICT, null=True, related_name="+")
    told_at = models.DateTimeField(null=True)
    told_note = models.CharField(max_length=120, blank=True)
    seen_at = models.DateTimeField(null=True)

    class Meta:
        db_table = "mailing_recipient"
        constraints = [
            # never twice, whoever presses what how often
            models.UniqueConstraint(fields=["mailing", "person"], name="mailing_recipient_once"),
            models.CheckConstraint(
                condition=Q(state__in=[s.value for s in RecipientState]),
                name="mailing_recipient_state_known",
            ),
            models.CheckConstraint(
                condition=~Q(state="told") | Q(told_by__isnull=False, told_at__isnull=False),
                name="mailing_recipient_told_by_whom",
            ),
        ]
        indexes = [
            models.Index(fields=["mailing", "state"], name="mailing_recipient_by_state"),
            models.Index(fields=["person"], name="mailing_recipient_person"),
            models.Index(
                fields=["building", "mailing"],
                condition=Q(state="by_hand"),
                name="mailing_recipient_by_hand",
            ),
            models.Index(fields=["message"], name="mailing_recipient_message"),
        ]

    def __str__(self) -> str:
        return f"{self.person_id} of {self.mailing_id}"
