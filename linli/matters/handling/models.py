"""The one queue: a matter, its append-only timeline, and what hangs on it."""

from __future__ import annotations

from typing import Any, ClassVar

from django.db import models
from django.db.models import F, Q
from django.db.models.functions import Length
from django.db.models.lookups import LessThanOrEqual

from linli.base.personal import Grade
from linli.base.scopes.models import ScopedModel
from linli.matters.handling.data import OPEN_STATES, State, Urgency

_OPEN = Q(state__in=[s.value for s in OPEN_STATES])
# no index of their own: accounts are never deleted, and a million matters pay for each index
_ACCOUNT: dict[str, Any] = {
    "to": "base.User",
    "on_delete": models.RESTRICT,
    "related_name": "+",
    "db_index": False,
}


class Matter(ScopedModel):
    """Anything that needs somebody (事项): a place, an owner, a clock and an end."""

    personal_data: ClassVar[dict[str, str]] = {
        "title": Grade.PERSONAL,
        "place_text": Grade.PERSONAL,
        "reporter_name": Grade.PERSONAL,
        "reporter_phone": Grade.PERSONAL,
    }

    number = models.CharField(max_length=16)  # "261123-047": speakable on the phone
    kind = models.ForeignKey(
        "matters.MatterKind", models.RESTRICT, related_name="+", db_index=False
    )
    category = models.ForeignKey(
        "matters.Category", models.RESTRICT, related_name="+", db_index=False
    )
    channel = models.CharField(max_length=16)
    urgency = models.CharField(max_length=12, default=Urgency.NONE.value)
    title = models.CharField(max_length=120)
    state = models.CharField(max_length=12, default=State.RECEIVED.value)

    place = models.ForeignKey(
        "estate.Place", models.RESTRICT, null=True, related_name="+", db_index=False
    )
    grid = models.ForeignKey(
        "estate.Place", models.RESTRICT, null=True, related_name="+", db_index=False
    )
    building = models.ForeignKey(
        "estate.Place", models.RESTRICT, null=True, related_name="+", db_index=False
    )
    place_text = models.CharField(max_length=120, blank=True)

    reporter = models.ForeignKey(
        "estate.Person", models.RESTRICT, null=True, related_name="+", db_index=False
    )
    household = models.ForeignKey(
        "estate.Household", models.RESTRICT, null=True, related_name="+", db_index=False
    )
    reporter_name = models.CharField(max_length=60, blank=True)
    reporter_phone = models.CharField(max_length=20, blank=True)
    reported_by = models.ForeignKey(null=True, **_ACCOUNT)

    taken_by = models.ForeignKey(null=True, **_ACCOUNT)  # first receiver (REQ-03)
    holder = models.ForeignKey(null=True, **_ACCOUNT)
    organisation = models.ForeignKey(
        "estate.Organisation", models.RESTRICT, null=True, related_name="+", db_index=False
    )
    offered_to_organisation = models.ForeignKey(
        "estate.Organisation", models.RESTRICT, null=True, related_name="+", db_index=False
    )
    offered_to = models.ForeignKey(null=True, **_ACCOUNT)
    offered_at = models.DateTimeField(null=True)
    routing_rule = models.ForeignKey(
        "matters.RoutingRule", models.RESTRICT, null=True, related_name="+", db_index=False
    )

    respond_by = models.DateTimeField()
    due_at = models.DateTimeField()
    responded_at = models.DateTimeField(null=True)
    accepted_at = models.DateTimeField(null=True)
    appointment_from = models.DateTimeField(null=True)
    appointment_until = models.DateTimeField(null=True)
    done_at = models.DateTimeField(null=True)
    done_by = models.ForeignKey(null=True, **_ACCOUNT)
    closed_at = models.DateTimeField(null=True)
    is_waiting_for_reporter = models.BooleanField(default=False)
    is_overdue = models.BooleanField(default=False)
    extended_days = models.PositiveSmallIntegerField(default=0)
    hand_overs = models.PositiveSmallIntegerField(default=0)
    reopened = models.PositiveSmallIntegerField(default=0)
    escalation = models.PositiveSmallIntegerField(default=0)
    mediation_step = models.CharField(max_length=24, blank=True)

    result = models.CharField(max_length=12, blank=True)
    decline_reason = models.CharField(max_length=24, blank=True)
    merged_into = models.ForeignKey(
        "self", models.RESTRICT, null=True, related_name="merged", db_index=False
    )
    split_from = models.ForeignKey(
        "self", models.RESTRICT, null=True, related_name="splits", db_index=False
    )
    client_key = models.CharField(max_length=80, null=True)
    created_at = models.DateTimeField()
    updated_at = models.DateTimeField()
    version = models.PositiveIntegerField(default=1)

    class Meta:
        db_table = "matter"
        constraints = [
            models.UniqueConstraint(fields=["estate", "number"], name="matter_number_once"),
            models.UniqueConstraint(
                fields=["estate", "client_key"],
                condition=Q(client_key__isnull=False),
                name="matter_client_key_once",
            ),
            models.CheckConstraint(
                condition=Q(state__in=[s.value for s in State]), name="matter_state_known"
            ),
            # nobody can drop it: what is open has a holder and an organisation
            models.CheckConstraint(
                condition=~_OPEN | Q(holder__isnull=False, organisation__isnull=False),
                name="matter_open_has_holder",
            ),
            models.CheckConstraint(
                condition=(_OPEN & Q(closed_at__isnull=True))
                | (~_OPEN & Q(closed_at__isnull=False)),
                name="matter_end_has_time",
            ),
            models.CheckConstraint(
                condition=~Q(state__in=["done"]) | Q(done_at__isnull=False, done_by__isnull=False),
                name="matter_done_by_somebody",
            ),
            models.CheckConstraint(
                condition=Q(state="merged", merged_into__isnull=False)
                | (~Q(state="merged") & Q(merged_into__isnull=True)),
                name="matter_merged_names_the_other",
            ),
            models.CheckConstraint(
                condition=Q(merged_into__isnull=True) | ~Q(merged_into=F("id")),
                name="matter_merged_into_another",
            ),
            models.CheckConstraint(
                condition=Q(state="declined") ^ Q(decline_reason=""),
                name="matter_declined_with_reason",
            ),
            models.CheckConstraint(
                condition=Q(appointment_from__isnull=True)
                | Q(appointment_until__gt=F("appointment_from")),
                name="matter_appointment_in_order",
            ),
        ]
        indexes = [
            models.Index(fields=["estate", "due_at", "id"], condition=_OPEN, name="matter_queue"),
            models.Index(
                fields=["estate", "state", "due_at", "id"],
                condition=_OPEN,
                name="matter_queue_state",
            ),
            models.Index(
                fields=["estate", "organisation", "due_at", "id"],
                condition=_OPEN,
                name="matter_queue_organisation",
            ),
            models.Index(
                fields=["estate", "category", "due_at", "id"],
                condition=_OPEN,
                name="matter_queue_category",
            ),
            models.Index(
                fields=["estate", "grid", "due_at", "id"], condition=_OPEN, name="matter_queue_grid"
            ),
            models.Index(
                fields=["estate", "building", "due_at", "id"],
                condition=_OPEN,
                name="matter_queue_building",
            ),
            models.Index(fields=["holder", "due_at"], condition=_OPEN, name="matter_queue_holder"),
            models.Index(
                fields=["offered_to_organisation", "due_at"],
                condition=_OPEN & Q(offered_to_organisation__isnull=False),
                name="matter_queue_offered",
            ),
            models.Index(
                fields=["estate", "due_at", "id"],
                condition=_OPEN & Q(is_overdue=True),
                name="matter_queue_overdue",
            ),
            models.Index(
                fields=["estate", "due_at", "id"],
                condition=_OPEN & Q(urgency="emergency"),
                name="matter_queue_emergency",
            ),
            models.Index(fields=["estate", "-created_at", "-id"], name="matter_recent"),
            models.Index(fields=["building", "category", "-created_at"], name="matter_near"),
            models.Index(fields=["place", "-created_at"], name="matter_of_place"),
            models.Index(fields=["reporter", "-created_at"], name="matter_of_reporter"),
            models.Index(fields=["household", "-created_at"], name="matter_of_household"),
            models.Index(fields=["merged_into"], name="matter_merged"),
            models.Index(
                fields=["done_by", "-closed_at"],
                condition=Q(state="closed"),
                name="matter_solved_by",
            ),
        ]

    def __str__(self) -> str:
        return self.number


class MatterText(ScopedModel):
    """Words of a timeline entry, apart from it: a person can be erased, the entry stays."""

    personal_data: ClassVar[dict[str, str]] = {"body": Grade.PERSONAL}

    matter = models.ForeignKey(Matter, models.RESTRICT, related_name="texts")
    body = models.TextField()
    redacted_at = models.DateTimeField(null=True)

    class Meta:
        db_table = "matter_text"
        constraints = [
            models.CheckConstraint(
                condition=LessThanOrEqual(Length("body"), 20_000), name="matter_text_not_a_book"
            ),
        ]
        indexes = [models.Index(fields=["matter"], name="matter_text_of_matter")]

    def __str__(self) -> str:
        return f"text {self.pk}"


class MatterEntry(ScopedModel):
    """One line of the timeline. Append-only; ids and values, never names."""

    personal_data: ClassVar[dict[str, str]] = {}

    matter = models.ForeignKey(Matter, models.RESTRICT, related_name="entries")
    kind = models.CharField(max_length=12)
    visibility = models.CharField(max_length=10)
    at = models.DateTimeField()
    actor = models.ForeignKey(null=True, **_ACCOUNT)
    text = models.ForeignKey(MatterText, models.RESTRICT, null=True, related_name="+")
    data = models.JSONField(default=dict)

    class Meta:
        db_table = "matter_entry"
        constraints = [
            models.CheckConstraint(
                condition=Q(visibility__in=["internal", "reporter"]),
                name="matter_entry_visibility_known",
            ),
        ]
        indexes = [models.Index(fields=["matter", "id"], name="matter_entry_of_matter")]

    def __str__(self) -> str:
        return f"{self.kind} of {self.matter_id}"


class MatterFile(ScopedModel):
    """A picture, scan or PDF that came with an entry."""

    personal_data: ClassVar[dict[str, str]] = {}

    matter = models.ForeignKey(Matter, models.RESTRICT, related_name="files")
    entry = models.ForeignKey(MatterEntry, models.RESTRICT, related_name="files")
    file = models.ForeignKey("base.StoredFile", models.RESTRICT, related_name="+")

    class Meta:
        db_table = "matter_file"
        constraints = [
            models.UniqueConstraint(fields=["entry", "file"], name="matter_file_once"),
        ]
        indexes = [models.Index(fields=["matter"], name="matter_file_of_matter")]

    def __str__(self) -> str:
        return f"file of {self.matter_id}"


class MatterParty(ScopedModel):
    """Somebody whom a matter concerns besides its reporter: joined, or a party of a dispute."""

    personal_data: ClassVar[dict[str, str]] = {
        "name": Grade.PERSONAL,
        "phone": Grade.PERSONAL,
    }

    matter = models.ForeignKey(Matter, models.RESTRICT, related_name="parties")
    role = models.CharField(max_length=12)  # joined | party | mediator
    person = models.ForeignKey("estate.Person", models.RESTRICT, null=True, related_name="+")
    account = models.ForeignKey(null=True, **_ACCOUNT)
    name = models.CharField(max_length=60, blank=True)
    phone = models.CharField(max_length=20, blank=True)
    wants_answer = models.BooleanField(default=True)
    joined_at = models.DateTimeField()

    class Meta:
        db_table = "matter_party"
        constraints = [
            models.CheckConstraint(
                condition=Q(role__in=["joined", "party", "mediator"]),
                name="matter_party_role_known",
            ),
            models.UniqueConstraint(
                fields=["matter", "role", "person"],
                condition=Q(person__isnull=False),
                name="matter_party_person_once",
            ),
        ]
        indexes = [models.Index(fields=["person"], name="matter_party_of_person")]

    def __str__(self) -> str:
        return f"{self.role} of {self.matter_id}"


class ReturnVisit(ScopedModel):
    """Somebody else asks the resident whether it is solved (REQ-03)."""

    personal_data: ClassVar[dict[str, str]] = {}

    matter = models.ForeignKey(Matter, models.RESTRICT, related_name="visits")
    visited_by = models.ForeignKey(null=True, **_ACCOUNT)  # null: the resident answered alone
    done_by = models.ForeignKey(**_ACCOUNT)
    at = models.DateTimeField()
    way = models.CharField(max_length=12)  # phone | door | app | slip
    result = models.CharField(max_length=12)
    satisfaction = models.CharField(max_length=12, blank=True)
    round = models.PositiveSmallIntegerField()  # = matter.reopened at the time

    class Meta:
        db_table = "return_visit"
        constraints = [
            # whoever did the work does not judge it
            models.CheckConstraint(
                condition=Q(visited_by__isnull=True) | ~Q(visited_by=F("done_by")),
                name="return_visit_by_another",
            ),
            models.CheckConstraint(
                condition=Q(result__in=["solved", "partly", "unsolved", "unreachable"]),
                name="return_visit_result_known",
            ),
            models.CheckConstraint(
                condition=Q(satisfaction__in=["", "satisfied", "fair", "dissatisfied"]),
                name="return_visit_satisfaction_known",
            ),
        ]
        indexes = [models.Index(fields=["matter", "-at"], name="return_visit_of_matter")]

    def __str__(self) -> str:
        return f"{self.result} {self.matter_id}"


class Thanks(ScopedModel):
    """A resident's thanks to somebody who helped; shown on the own and the honours page (T7)."""

    personal_data: ClassVar[dict[str, str]] = {"body": Grade.PERSONAL}

    matter = models.ForeignKey(Matter, models.RESTRICT, related_name="thanks")
    account = models.ForeignKey(**_ACCOUNT)
    person = models.ForeignKey("estate.Person", models.RESTRICT, null=True, related_name="+")
    body = models.CharField(max_length=300, blank=True)
    at = models.DateTimeField()

    class Meta:
        db_table = "thanks"
        constraints = [
            models.UniqueConstraint(
                fields=["matter", "account", "person"],
                name="thanks_once",
                nulls_distinct=False,
            ),
        ]
        indexes = [models.Index(fields=["account", "-at"], name="thanks_to")]

    def __str__(self) -> str:
        return f"thanks to {self.account_id}"


class MatterNumber(ScopedModel):
    """The last number given out on a day."""

    personal_data: ClassVar[dict[str, str]] = {}

    day = models.DateField()
    last = models.PositiveIntegerField()

    class Meta:
        db_table = "matter_number"
        constraints = [
            models.UniqueConstraint(fields=["estate", "day"], name="matter_number_of_day"),
        ]

    def __str__(self) -> str:
        return f"{self.day}: {self.last}"


class MatterTally(models.Model):
    """Counts of open matters, kept by a trigger as signed steps; a job folds the steps up.

    Reading sums a few dozen rows however long the history is, and writers never share a row.
    """

    personal_data: ClassVar[dict[str, str]] = {}

    estate_id = models.BigIntegerField()
    organisation_id = models.BigIntegerField()
    state = models.CharField(max_length=12)
    is_overdue = models.BooleanField()
    is_emergency = models.BooleanField()
    n = models.BigIntegerField()

    class Meta:
        db_table = "matter_tally"
        indexes = [models.Index(fields=["estate_id"], name="matter_tally_of_estate")]

    def __str__(self) -> str:
        return f"{self.state} {self.n}"


class PersonMove(ScopedModel):
    """A row that followed a merge of two records of one person, so that it can go back."""

    personal_data: ClassVar[dict[str, str]] = {}

    merge_id = models.BigIntegerField()
    row_kind = models.CharField(max_length=12)  # matter | party | thanks | contact
    row_id = models.BigIntegerField()

    class Meta:
        db_table = "person_move"
        constraints = [
            # a repeated event moves nothing twice
            models.UniqueConstraint(
                fields=["merge_id", "row_kind", "row_id"], name="person_move_once"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.row_kind} {self.row_id}"
