"""Polls and consultations of residents.

An anonymous poll keeps who took part (`PollVoice`) and what was said (`SecretSheet`) in two tables
without a column in common but the poll; see docs/decisions/0023.
"""

from __future__ import annotations

import uuid
from typing import ClassVar

from django.db import models
from django.db.models import F, Q

from linli.base.personal import Grade
from linli.base.scopes.models import ScopedModel
from linli.voice.polls.data import Audience, PollState, QuestionKind, TalkState, Voice, Way

LONGEST_WORDS = 1000
RC_POSTED_DAYS = 15  # RC-04: what residents decided is posted at least so long


def _known(field: str, values: type, name: str) -> models.CheckConstraint:
    codes = [member.value for member in values]  # type: ignore[attr-defined]
    return models.CheckConstraint(condition=Q(**{f"{field}__in": codes}), name=name)


class Poll(ScopedModel):
    """A question to residents, whoever owns the home they live in."""

    personal_data: ClassVar[dict[str, str]] = {}

    title = models.CharField(max_length=80)
    intro = models.CharField(max_length=600, blank=True)
    audience = models.CharField(max_length=10)
    place = models.ForeignKey("estate.Place", models.RESTRICT, null=True, related_name="+")
    voice = models.CharField(max_length=10)
    tenants_only = models.BooleanField(default=False)
    is_anonymous = models.BooleanField(default=False)
    results_live = models.BooleanField(default=False)
    opens_at = models.DateTimeField()
    closes_at = models.DateTimeField()
    state = models.CharField(max_length=10, default=PollState.DRAFT.value)
    author = models.ForeignKey("base.User", models.RESTRICT, related_name="+")
    created_at = models.DateTimeField()
    approved_by = models.ForeignKey("base.User", models.RESTRICT, null=True, related_name="+")
    approved_at = models.DateTimeField(null=True)
    returned_reason = models.CharField(max_length=200, blank=True)
    outcome = models.CharField(max_length=1000, blank=True)
    outcome_by = models.ForeignKey("base.User", models.RESTRICT, null=True, related_name="+")
    outcome_at = models.DateTimeField(null=True)

    class Meta:
        db_table = "poll"
        constraints = [
            _known("state", PollState, "poll_state_known"),
            _known("audience", Audience, "poll_audience_known"),
            _known("voice", Voice, "poll_voice_known"),
            models.CheckConstraint(
                condition=Q(audience="estate") ^ Q(place__isnull=False), name="poll_audience_place"
            ),
            models.CheckConstraint(
                condition=Q(closes_at__gt=F("opens_at")), name="poll_closes_after_opening"
            ),
            # what goes to everybody was seen by a second person
            models.CheckConstraint(
                condition=~Q(audience="estate")
                | Q(approved_by__isnull=True)
                | ~Q(approved_by=F("author")),
                name="poll_four_eyes",
            ),
            models.CheckConstraint(
                condition=Q(state__in=["draft", "waiting", "withdrawn"])
                | Q(approved_by__isnull=False, approved_at__isnull=False),
                name="poll_asks_approved",
            ),
            # whoever asks people owes them what became of it
            models.CheckConstraint(
                condition=~Q(state="archived") | ~Q(outcome=""), name="poll_archived_with_outcome"
            ),
        ]
        indexes = [models.Index(fields=["estate", "-opens_at"], name="poll_recent")]

    def __str__(self) -> str:
        return self.title


class PollQuestion(ScopedModel):
    personal_data: ClassVar[dict[str, str]] = {}

    poll = models.ForeignKey(Poll, models.RESTRICT, related_name="questions")
    position = models.PositiveSmallIntegerField()
    kind = models.CharField(max_length=10)
    text = models.CharField(max_length=200)
    most = models.PositiveSmallIntegerField(default=1)
    required = models.BooleanField(default=True)

    class Meta:
        db_table = "poll_question"
        constraints = [
            models.UniqueConstraint(fields=["poll", "position"], name="poll_question_in_order"),
            _known("kind", QuestionKind, "poll_question_kind_known"),
        ]

    def __str__(self) -> str:
        return self.text


class PollOption(ScopedModel):
    personal_data: ClassVar[dict[str, str]] = {}

    question = models.ForeignKey(PollQuestion, models.RESTRICT, related_name="options")
    position = models.PositiveSmallIntegerField()
    text = models.CharField(max_length=80)

    class Meta:
        db_table = "poll_option"
        constraints = [
            models.UniqueConstraint(fields=["question", "position"], name="poll_option_in_order"),
        ]

    def __str__(self) -> str:
        return self.text


class PollVoice(ScopedModel):
    """That somebody took part; of an anonymous poll nothing else is kept; append-only."""

    personal_data: ClassVar[dict[str, str]] = {
        "person": Grade.PERSONAL,
        "household": Grade.PERSONAL,
        "confirmation": Grade.PERSONAL,
    }

    poll = models.ForeignKey(Poll, models.RESTRICT, related_name="voices")
    voice = models.CharField(max_length=10)
    household = models.ForeignKey("estate.Household", models.RESTRICT, related_name="+")
    person = models.ForeignKey("estate.Person", models.RESTRICT, related_name="+")
    way = models.CharField(max_length=8)
    taken_by = models.ForeignKey("base.User", models.RESTRICT, null=True, related_name="+")
    confirmation = models.CharField(max_length=80, blank=True)
    day = models.DateField()

    class Meta:
        db_table = "poll_voice"
        constraints = [
            models.UniqueConstraint(fields=["poll", "person"], name="poll_voice_person_once"),
            models.UniqueConstraint(
                fields=["poll", "household"],
                condition=Q(voice="household"),
                name="poll_voice_household_once",
            ),
            _known("way", Way, "poll_voice_way_known"),
            models.CheckConstraint(
                condition=Q(way="phone", taken_by__isnull=True)
                | (Q(taken_by__isnull=False) & ~Q(confirmation="")),
                name="poll_voice_confirmed",
            ),
        ]

    def __str__(self) -> str:
        return f"voice in {self.poll_id}"


class NamedSheet(ScopedModel):
    """What was said in a poll that was declared as one with names; append-only."""

    personal_data: ClassVar[dict[str, str]] = {"answers": Grade.PERSONAL}

    voice = models.OneToOneField(PollVoice, models.RESTRICT, related_name="sheet")
    poll = models.ForeignKey(Poll, models.RESTRICT, related_name="+")
    answers = models.JSONField()

    class Meta:
        db_table = "poll_named_sheet"
        indexes = [models.Index(fields=["poll"], name="poll_named_sheet_of_poll")]

    def __str__(self) -> str:
        return f"sheet in {self.poll_id}"


class SecretSheet(ScopedModel):
    """What was said in an anonymous poll: no voice, no account, no time, and a random number.

    `is_mixed`: written anew together with others, so that not even the database's own marks
    (transaction, place in the file) say which voice it came with.
    """

    personal_data: ClassVar[dict[str, str]] = {"answers": Grade.INTERNAL}

    id = models.UUIDField(primary_key=True, default=uuid.uuid4)
    poll = models.ForeignKey(Poll, models.RESTRICT, related_name="+")
    answers = models.JSONField()
    is_mixed = models.BooleanField(default=False)

    class Meta:
        db_table = "poll_secret_sheet"
        indexes = [models.Index(fields=["poll", "is_mixed"], name="poll_secret_sheet_of_poll")]

    def __str__(self) -> str:
        return f"sheet in {self.poll_id}"


class PollResult(ScopedModel):
    """The counts as they stood when the poll had closed; append-only."""

    personal_data: ClassVar[dict[str, str]] = {}

    poll = models.OneToOneField(Poll, models.RESTRICT, related_name="result")
    figures = models.JSONField()
    counted_at = models.DateTimeField()

    class Meta:
        db_table = "poll_result"

    def __str__(self) -> str:
        return f"result of {self.poll_id}"


class Talk(ScopedModel):
    """A consultation (协商): topic, who was invited, minutes, result, posted at least 15 days."""

    personal_data: ClassVar[dict[str, str]] = {"minutes": Grade.PERSONAL}

    topic = models.CharField(max_length=80)
    about = models.CharField(max_length=600)
    venue = models.CharField(max_length=80)
    meets_at = models.DateTimeField()
    state = models.CharField(max_length=10, default=TalkState.INVITED.value)
    minutes = models.TextField(blank=True)
    result = models.CharField(max_length=1000, blank=True)
    scan = models.ForeignKey("base.StoredFile", models.RESTRICT, null=True, related_name="+")
    poll = models.ForeignKey(Poll, models.RESTRICT, null=True, related_name="+")
    author = models.ForeignKey("base.User", models.RESTRICT, related_name="+")
    created_at = models.DateTimeField()
    posted_on = models.DateField(null=True)
    posted_until = models.DateField(null=True)

    class Meta:
        db_table = "consultation"
        constraints = [
            _known("state", TalkState, "consultation_state_known"),
            models.CheckConstraint(
                condition=~Q(state="posted")
                | (~Q(result="") & ~Q(minutes="") & Q(posted_on__isnull=False)),
                name="consultation_posted_complete",
            ),
            # RC-04: at least fifteen days
            models.CheckConstraint(
                condition=Q(posted_on__isnull=True)
                | Q(posted_until__gte=F("posted_on") + models.Value(RC_POSTED_DAYS)),
                name="consultation_posted_long_enough",
            ),
        ]
        indexes = [models.Index(fields=["estate", "-meets_at"], name="consultation_recent")]

    def __str__(self) -> str:
        return self.topic


class TalkGuest(ScopedModel):
    """Somebody who was invited: a resident of the register, or a body."""

    personal_data: ClassVar[dict[str, str]] = {"person": Grade.PERSONAL}

    talk = models.ForeignKey(Talk, models.RESTRICT, related_name="guests")
    person = models.ForeignKey("estate.Person", models.RESTRICT, null=True, related_name="+")
    organisation = models.ForeignKey(
        "estate.Organisation", models.RESTRICT, null=True, related_name="+"
    )
    came = models.BooleanField(null=True)

    class Meta:
        db_table = "consultation_guest"
        constraints = [
            models.CheckConstraint(
                condition=Q(person__isnull=False, organisation__isnull=True)
                | Q(person__isnull=True, organisation__isnull=False),
                name="consultation_guest_one",
            ),
            models.UniqueConstraint(
                fields=["talk", "person"],
                condition=Q(person__isnull=False),
                name="consultation_guest_person_once",
            ),
            models.UniqueConstraint(
                fields=["talk", "organisation"],
                condition=Q(organisation__isnull=False),
                name="consultation_guest_body_once",
            ),
        ]

    def __str__(self) -> str:
        return f"guest of {self.talk_id}"
