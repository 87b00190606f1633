from __future__ import annotations

import uuid
from typing import Any, ClassVar

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import F, Q

from linli.base.personal import Grade
from linli.base.scopes.models import ScopedModel
from linli.voice.elections.data import ElectionKind, ElectionMode, ElectionState, RoundKind, Way

_ACCOUNT: dict[str, Any] = {"to": "base.User", "on_delete": models.RESTRICT, "related_name": "+"}


class Election(ScopedModel):
    """One round of one election."""

    personal_data: ClassVar[dict[str, str]] = {}

    kind = models.CharField(max_length=24)
    mode = models.CharField(max_length=16)
    round_kind = models.CharField(max_length=8, default=RoundKind.FIRST.value)
    before = models.ForeignKey("self", models.RESTRICT, null=True, related_name="following")
    area = models.ForeignKey("estate.Place", models.RESTRICT, null=True, related_name="+")
    title = models.CharField(max_length=80)
    rules_text = models.TextField(blank=True)
    seats = models.PositiveSmallIntegerField()
    opens_at = models.DateTimeField()
    closes_at = models.DateTimeField()
    opens_on = models.DateField()  # the day of opens_at in the estate
    notice_days = models.PositiveSmallIntegerField()
    posted_on = models.DateField(null=True)
    term_starts_on = models.DateField()
    state = models.CharField(max_length=10, default=ElectionState.DRAFT.value)
    assembly_id = models.BigIntegerField(null=True)  # the owners' assembly that votes on it
    term = models.ForeignKey("BodyTerm", models.RESTRICT, null=True, related_name="+")
    created_by = models.ForeignKey(**_ACCOUNT)
    created_at = models.DateTimeField()

    class Meta:
        db_table = "election"
        constraints = [
            models.CheckConstraint(
                condition=Q(kind__in=[k.value for k in ElectionKind])
                & Q(mode__in=[m.value for m in ElectionMode])
                & Q(state__in=[s.value for s in ElectionState])
                & Q(round_kind__in=[r.value for r in RoundKind]),
                name="election_words_known",
            ),
            models.CheckConstraint(
                condition=Q(closes_at__gt=F("opens_at")), name="election_in_order"
            ),
            models.CheckConstraint(condition=Q(seats__gte=1), name="election_has_seats"),
            models.CheckConstraint(
                condition=Q(state__in=["draft", "cancelled"]) | Q(posted_on__isnull=False),
                name="election_posted_openly",
            ),
        ]
        indexes = [models.Index(fields=["estate", "-opens_on"], name="election_recent")]

    def __str__(self) -> str:
        return self.title


class ElectionVoter(ScopedModel):
    """A line of the roll: a voter, or who votes for a household. Frozen while people vote."""

    personal_data: ClassVar[dict[str, str]] = {
        "person": Grade.PERSONAL,
        "household": Grade.PERSONAL,
    }

    election = models.ForeignKey(Election, models.RESTRICT, related_name="voters")
    number = models.PositiveIntegerField()
    person = models.ForeignKey("estate.Person", models.RESTRICT, related_name="+")
    household = models.ForeignKey("estate.Household", models.RESTRICT, null=True, related_name="+")
    building = models.ForeignKey("estate.Place", models.RESTRICT, null=True, related_name="+")

    class Meta:
        db_table = "election_voter"
        constraints = [
            models.UniqueConstraint(fields=["election", "person"], name="election_voter_once"),
            models.UniqueConstraint(
                fields=["election", "number"], name="election_voter_number_once"
            ),
            models.UniqueConstraint(
                fields=["election", "household"],
                condition=Q(household__isnull=False),
                name="election_voter_household_once",
            ),
        ]

    def __str__(self) -> str:
        return f"voter {self.number} of {self.election_id}"


class ElectionObjection(ScopedModel):
    """Somebody says that the roll is wrong; answered within three days, and kept."""

    personal_data: ClassVar[dict[str, str]] = {
        "text": Grade.PERSONAL,
        "answer": Grade.PERSONAL,
    }

    election = models.ForeignKey(Election, models.RESTRICT, related_name="objections")
    text = models.CharField(max_length=500)
    filed_by = models.ForeignKey(**_ACCOUNT)
    filed_at = models.DateTimeField()
    due_on = models.DateField()
    matter = models.ForeignKey("matters.Matter", models.RESTRICT, null=True, related_name="+")
    is_upheld = models.BooleanField(null=True)
    answer = models.CharField(max_length=500, blank=True)
    answered_by = models.ForeignKey(**_ACCOUNT, null=True)
    answered_at = models.DateTimeField(null=True)

    class Meta:
        db_table = "election_objection"
        constraints = [
            models.CheckConstraint(
                condition=Q(answered_at__isnull=True)
                | (Q(is_upheld__isnull=False, answered_by__isnull=False) & ~Q(answer="")),
                name="election_objection_answered_with_words",
            ),
        ]

    def __str__(self) -> str:
        return f"objection {self.pk}"


class ElectionCandidate(ScopedModel):
    """Who stands: posted with the roll; may withdraw before the vote."""

    personal_data: ClassVar[dict[str, str]] = {"statement": Grade.PERSONAL}

    election = models.ForeignKey(Election, models.RESTRICT, related_name="candidates")
    number = models.PositiveSmallIntegerField()
    person = models.ForeignKey("estate.Person", models.RESTRICT, related_name="+")
    statement = models.CharField(max_length=500, blank=True)
    withdrawn_at = models.DateTimeField(null=True)

    class Meta:
        db_table = "election_candidate"
        constraints = [
            models.UniqueConstraint(fields=["election", "person"], name="election_candidate_once"),
            models.UniqueConstraint(
                fields=["election", "number"], name="election_candidate_number_once"
            ),
        ]

    def __str__(self) -> str:
        return f"candidate {self.number} of {self.election_id}"


class ElectionProxy(ScopedModel):
    """A voter lets another voter vote: three for one at most, none in representative mode."""

    personal_data: ClassVar[dict[str, str]] = {}

    election = models.ForeignKey(Election, models.RESTRICT, related_name="proxies")
    mode = models.CharField(max_length=16)
    principal = models.OneToOneField(ElectionVoter, models.RESTRICT, related_name="proxy")
    agent = models.ForeignKey(ElectionVoter, models.RESTRICT, related_name="proxies_held")
    slot = models.PositiveSmallIntegerField()
    paper = models.ForeignKey("base.StoredFile", models.RESTRICT, null=True, related_name="+")
    recorded_by = models.ForeignKey(**_ACCOUNT)
    recorded_at = models.DateTimeField()

    class Meta:
        db_table = "election_proxy"
        constraints = [
            # RC-02: each at most three; the slot makes the database count
            models.CheckConstraint(
                condition=Q(slot__gte=1, slot__lte=3), name="election_proxy_three_at_most"
            ),
            models.UniqueConstraint(fields=["agent", "slot"], name="election_proxy_slot_once"),
            models.CheckConstraint(
                condition=~Q(mode=ElectionMode.REPRESENTATIVES.value),
                name="election_proxy_not_by_representatives",
            ),
            models.CheckConstraint(
                condition=~Q(principal=F("agent")), name="election_proxy_of_another"
            ),
        ]

    def __str__(self) -> str:
        return f"proxy {self.pk}"


class ElectionTurnout(ScopedModel):
    """That a voter has voted, and which way: once, append-only. What was chosen is elsewhere."""

    personal_data: ClassVar[dict[str, str]] = {}

    election = models.ForeignKey(Election, models.RESTRICT, related_name="turnout")
    voter = models.OneToOneField(ElectionVoter, models.RESTRICT, related_name="turnout")
    way = models.CharField(max_length=8)
    by_account_id = models.BigIntegerField()
    by_proxy = models.BooleanField(default=False)
    is_confirmed = models.BooleanField(default=False)  # somebody helped; the voter has confirmed
    at = models.DateTimeField()

    class Meta:
        db_table = "election_turnout"
        constraints = [
            models.CheckConstraint(
                condition=Q(way__in=[w.value for w in Way]), name="election_turnout_way_known"
            ),
            models.CheckConstraint(
                condition=Q(way=Way.PHONE.value) | Q(is_confirmed=True),
                name="election_turnout_help_confirmed",
            ),
        ]

    def __str__(self) -> str:
        return f"turnout {self.pk}"


class ElectionSlip(ScopedModel):
    """A slip in the box: what was chosen, and the digest of a receipt. No voter, no time, no order:
    its key is random. Append-only."""

    personal_data: ClassVar[dict[str, str]] = {}

    id = models.UUIDField(primary_key=True, default=uuid.uuid4)
    election = models.ForeignKey(Election, models.RESTRICT, related_name="slips")
    choices = ArrayField(models.BigIntegerField(), default=list)
    is_paper = models.BooleanField(default=False)
    receipt = models.BinaryField(max_length=32)

    class Meta:
        db_table = "election_slip"
        constraints = [
            models.UniqueConstraint(fields=["receipt"], name="election_slip_receipt_once"),
        ]

    def __str__(self) -> str:
        return f"slip of {self.election_id}"


class ElectionSheet(ScopedModel):
    """A paper slip while two people type it in; in the box once both read the same."""

    personal_data: ClassVar[dict[str, str]] = {}

    election = models.ForeignKey(Election, models.RESTRICT, related_name="sheets")
    serial = models.PositiveIntegerField()  # written on the paper when the urn is opened
    choices = ArrayField(models.BigIntegerField(), default=list)
    first_by = models.ForeignKey(**_ACCOUNT)
    second_by = models.ForeignKey(**_ACCOUNT, null=True)

    class Meta:
        db_table = "election_sheet"
        constraints = [
            models.UniqueConstraint(fields=["election", "serial"], name="election_sheet_once"),
            models.CheckConstraint(
                condition=Q(second_by__isnull=True) | ~Q(second_by=F("first_by")),
                name="election_sheet_four_eyes",
            ),
        ]

    def __str__(self) -> str:
        return f"sheet {self.serial}"


class ElectionTally(ScopedModel):
    """The count, as it was published. Append-only; ids, never names."""

    personal_data: ClassVar[dict[str, str]] = {}

    election = models.OneToOneField(Election, models.RESTRICT, related_name="tally")
    is_valid = models.BooleanField()
    roll = models.PositiveIntegerField()
    cast = models.PositiveIntegerField()
    invalid = models.PositiveIntegerField()
    votes = models.JSONField()  # {candidate id: votes}
    winners = ArrayField(models.BigIntegerField(), default=list)
    tied = ArrayField(models.BigIntegerField(), default=list)
    vacant = models.PositiveIntegerField()
    digest = models.BinaryField(max_length=32)
    counted_by = models.ForeignKey(**_ACCOUNT, null=True)  # None: an assembly counted
    counted_at = models.DateTimeField()

    class Meta:
        db_table = "election_tally"
        constraints = [
            models.CheckConstraint(
                condition=Q(roll__gte=F("cast")) & Q(cast__gte=F("invalid")),
                name="election_tally_adds_up",
            ),
        ]

    def __str__(self) -> str:
        return f"tally of {self.election_id}"
