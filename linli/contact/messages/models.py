from __future__ import annotations

from datetime import time
from typing import ClassVar

from django.db import models
from django.db.models import Q

from linli.base.personal import Grade
from linli.base.scopes.models import ScopedModel
from linli.contact.messages.data import Channel, MessageState

_STATES = [state.value for state in MessageState]
_CHANNELS = [channel.value for channel in Channel]


class Message(models.Model):
    """One text to one address, from queued to delivered. Sign-in codes have no estate yet.

    `batch` names the mailing that it belongs to; `others` are the ways to try after this one.
    """

    personal_data: ClassVar[dict[str, str]] = {
        "address": Grade.PERSONAL,
        "body": Grade.PERSONAL,
        "person": Grade.PERSONAL,
        "link": Grade.PERSONAL,
        "others": Grade.PERSONAL,
    }

    estate = models.ForeignKey("base.Estate", models.RESTRICT, null=True, related_name="+")
    person = models.ForeignKey("estate.Person", models.RESTRICT, null=True, related_name="+")
    channel = models.CharField(max_length=12, default="sms")
    address = models.CharField(max_length=60)
    title = models.CharField(max_length=80, blank=True, default="")
    body = models.CharField(max_length=500)
    link = models.CharField(max_length=300, blank=True, default="")
    language = models.CharField(max_length=10, default="zh-hans")
    purpose = models.CharField(max_length=40)
    key = models.CharField(max_length=80, unique=True)  # one message a key, however often asked
    batch = models.CharField(max_length=40, blank=True, default="")
    others = models.JSONField(default=list)  # [[channel, address], …]
    state = models.CharField(max_length=10, default="queued")
    attempts = models.PositiveSmallIntegerField(default=0)
    queued_at = models.DateTimeField()
    not_before = models.DateTimeField(null=True)
    reserved_at = models.DateTimeField(null=True)
    sent_at = models.DateTimeField(null=True)
    delivered_at = models.DateTimeField(null=True)
    read_at = models.DateTimeField(null=True)
    error = models.CharField(max_length=200, blank=True)

    class Meta:
        db_table = "message"
        constraints = [
            models.CheckConstraint(condition=Q(state__in=_STATES), name="message_state_known"),
            models.CheckConstraint(
                condition=~Q(state="sent") | Q(sent_at__isnull=False), name="message_sent_when"
            ),
            # what a worker holds says since when, or a dead one's would be held for ever
            models.CheckConstraint(
                condition=~Q(state="sending") | Q(reserved_at__isnull=False),
                name="message_reserved_when",
            ),
        ]
        indexes = [
            models.Index(fields=["-queued_at"], name="message_recent"),
            models.Index(
                fields=["batch", "state", "id"], condition=~Q(batch=""), name="message_of_batch"
            ),
            models.Index(fields=["person", "-queued_at"], name="message_of_person"),
        ]

    def __str__(self) -> str:
        return f"{self.channel} {self.purpose} {self.state}"


class ContactPreference(ScopedModel):
    """How a person wants to be told, and in which language; without a row the estate chooses."""

    personal_data: ClassVar[dict[str, str]] = {
        "person": Grade.PERSONAL,
        "channel": Grade.PERSONAL,
        "language": Grade.PERSONAL,
    }

    person = models.OneToOneField(
        "estate.Person", models.RESTRICT, primary_key=True, related_name="+"
    )
    channel = models.CharField(max_length=12, blank=True, default="")
    language = models.CharField(max_length=10, blank=True, default="")
    set_by_id = models.BigIntegerField(null=True)
    set_at = models.DateTimeField()

    class Meta:
        db_table = "contact_preference"
        constraints = [
            models.CheckConstraint(
                condition=Q(channel__in=["", *_CHANNELS]), name="contact_preference_channel_known"
            ),
            models.CheckConstraint(
                condition=Q(language__in=["", "zh-hans", "en"]),
                name="contact_preference_language_known",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.channel} of {self.person_id}"


class TellingSetting(ScopedModel):
    """An estate's hours of quiet, in its own time zone; across midnight when they begin later."""

    personal_data: ClassVar[dict[str, str]] = {}

    quiet_from = models.TimeField(default=time(22))
    quiet_until = models.TimeField(default=time(8))

    class Meta:
        db_table = "telling_setting"
        constraints = [
            models.UniqueConstraint(fields=["estate"], name="telling_setting_once"),
        ]

    def __str__(self) -> str:
        return f"quiet {self.quiet_from}-{self.quiet_until}"
