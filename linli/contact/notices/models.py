from __future__ import annotations

from datetime import timedelta
from typing import Any, ClassVar

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import F, Q

from linli.base.personal import Grade
from linli.base.scopes.models import ScopedModel
from linli.contact.notices.data import DISCLOSURE_DAYS, DraftState, NoticeKind

_KINDS = [kind.value for kind in NoticeKind]
_ACCOUNT: dict[str, Any] = {"to": "base.User", "on_delete": models.RESTRICT, "related_name": "+"}


class NoticeDraft(ScopedModel):
    """A notice while it is written and approved. Once posted it is sealed as a `Notice`."""

    personal_data: ClassVar[dict[str, str]] = {}

    kind = models.CharField(max_length=12, default=NoticeKind.OTHER.value)
    title_zh = models.CharField(max_length=80)
    body_zh = models.TextField()
    title_en = models.CharField(max_length=120, blank=True)
    body_en = models.TextField(blank=True)
    place = models.ForeignKey("estate.Place", models.RESTRICT, null=True, related_name="+")
    is_public = models.BooleanField(default=True)
    post_from = models.DateField()
    post_until = models.DateField()
    corrects = models.ForeignKey("Notice", models.RESTRICT, null=True, related_name="+")
    state = models.CharField(max_length=8, default=DraftState.DRAFT.value)
    returned_reason = models.CharField(max_length=200, blank=True)
    author = models.ForeignKey(**_ACCOUNT)
    created_at = models.DateTimeField()
    submitted_at = models.DateTimeField(null=True)

    class Meta:
        db_table = "notice_draft"
        constraints = [
            models.CheckConstraint(
                condition=Q(state__in=[s.value for s in DraftState]),
                name="notice_draft_state_known",
            ),
            models.CheckConstraint(
                condition=Q(post_until__gte=F("post_from")), name="notice_draft_in_order"
            ),
            models.CheckConstraint(condition=Q(kind__in=_KINDS), name="notice_draft_kind_known"),
        ]
        indexes = [models.Index(fields=["estate", "-created_at"], name="notice_draft_recent")]

    def __str__(self) -> str:
        return self.title_zh


class NoticeFile(ScopedModel):
    """An attachment, in order; it goes into the seal by its hash."""

    personal_data: ClassVar[dict[str, str]] = {}

    draft = models.ForeignKey(NoticeDraft, models.RESTRICT, related_name="files")
    file = models.ForeignKey("base.StoredFile", models.RESTRICT, related_name="+")

    class Meta:
        db_table = "notice_file"
        constraints = [
            models.UniqueConstraint(fields=["draft", "file"], name="notice_file_once"),
        ]

    def __str__(self) -> str:
        return f"file {self.file_id} of {self.draft_id}"


class Notice(ScopedModel):
    """What was posted, from when until when, where: append-only and sealed (RC-04).

    `seal` is SHA-256 over the seal of the estate's notice before and the whole content. A mistake
    is put right by a new notice that refers to this one.
    """

    personal_data: ClassVar[dict[str, str]] = {}

    draft = models.OneToOneField(NoticeDraft, models.RESTRICT, related_name="notice")
    number = models.CharField(max_length=12)  # "2026-014"
    serial = models.PositiveIntegerField()
    kind = models.CharField(max_length=12)
    title_zh = models.CharField(max_length=80)
    body_zh = models.TextField()
    title_en = models.CharField(max_length=120, blank=True)
    body_en = models.TextField(blank=True)
    place = models.ForeignKey("estate.Place", models.RESTRICT, null=True, related_name="+")
    place_words = models.CharField(max_length=80)
    is_public = models.BooleanField(default=True)
    post_from = models.DateField()
    post_until = models.DateField()
    corrects = models.ForeignKey("self", models.RESTRICT, null=True, related_name="corrections")
    file_hashes = ArrayField(models.CharField(max_length=64), default=list)
    author = models.ForeignKey(**_ACCOUNT)
    approved_by = models.ForeignKey(**_ACCOUNT)
    sealed_at = models.DateTimeField()
    seal = models.BinaryField(max_length=32)

    class Meta:
        db_table = "notice"
        constraints = [
            models.UniqueConstraint(fields=["estate", "serial"], name="notice_serial_once"),
            models.CheckConstraint(
                condition=Q(post_until__gte=F("post_from")), name="notice_in_order"
            ),
            models.CheckConstraint(condition=Q(kind__in=_KINDS), name="notice_kind_known"),
            # RC-04: what the committee discloses hangs at least 15 days
            models.CheckConstraint(
                condition=~Q(kind=NoticeKind.DISCLOSURE.value)
                | Q(post_until__gte=F("post_from") + timedelta(days=DISCLOSURE_DAYS - 1)),
                name="notice_disclosed_15_days",
            ),
            models.CheckConstraint(condition=~Q(approved_by=F("author")), name="notice_four_eyes"),
        ]
        indexes = [
            models.Index(fields=["estate", "-post_until"], name="notice_by_end"),
        ]

    def __str__(self) -> str:
        return f"{self.number} {self.title_zh}"


class NoticeSeen(ScopedModel):
    """That somebody has seen a notice: on the own page, or told at the door. Append-only."""

    personal_data: ClassVar[dict[str, str]] = {"person": Grade.PERSONAL}

    notice = models.ForeignKey(Notice, models.RESTRICT, related_name="seen")
    person = models.ForeignKey("estate.Person", models.RESTRICT, related_name="+")
    way = models.CharField(max_length=8)
    told_by = models.ForeignKey("base.User", models.RESTRICT, null=True, related_name="+")
    at = models.DateTimeField()

    class Meta:
        db_table = "notice_seen"
        constraints = [
            models.UniqueConstraint(fields=["notice", "person"], name="notice_seen_once"),
            models.CheckConstraint(
                condition=Q(way="page", told_by__isnull=True)
                | Q(way="told", told_by__isnull=False),
                name="notice_seen_way_known",
            ),
        ]
        indexes = [models.Index(fields=["person"], name="notice_seen_person")]

    def __str__(self) -> str:
        return f"{self.person_id} saw {self.notice_id}"
