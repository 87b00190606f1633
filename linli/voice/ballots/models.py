"""Tables of the owners' assembly. Roll and box are append-only and hold ids, never names."""

from __future__ import annotations

from datetime import timedelta
from typing import Any, ClassVar

from django.db import models
from django.db.models import F, Q

from linli.base.personal import Grade
from linli.base.scopes.models import ScopedModel
from linli.voice.ballots.data import AssemblyKind, AssemblyState, Repeat, Silence, Way
from linli.voice.ballots.rules import NOTICE_DAYS

_ACCOUNT: dict[str, Any] = {"to": "base.User", "on_delete": models.RESTRICT, "related_name": "+"}
_FILE: dict[str, Any] = {
    "to": "base.StoredFile", "on_delete": models.RESTRICT, "related_name": "+",
}  # fmt: skip
_ORGANISATION: dict[str, Any] = {
    "to": "estate.Organisation", "on_delete": models.RESTRICT, "null": True, "related_name": "+",
}  # fmt: skip
_BEFORE_NOTICE = [AssemblyState.DRAFT.value, AssemblyState.PREPARED.value]


class VotingRules(ScopedModel):
    """The assembly's rules of procedure (议事规则) as far as counting goes: one row a version."""

    personal_data: ClassVar[dict[str, str]] = {}

    version = models.PositiveIntegerField()
    decided_by = models.CharField(max_length=120, blank=True)  # which decision they rest on
    silence = models.CharField(max_length=20, default=Silence.NOT_PARTICIPATING.value)
    repeat = models.CharField(max_length=8, default=Repeat.FIRST.value)
    proxies_each = models.PositiveSmallIntegerField(default=1)
    public_holder = models.ForeignKey(**_ORGANISATION)  # owner of public rental (OWN-07)
    developer = models.ForeignKey(**_ORGANISATION)  # owner of what is not sold yet (OWN-05)
    made_by = models.ForeignKey(**_ACCOUNT)
    made_at = models.DateTimeField()

    class Meta:
        db_table = "voting_rules"
        constraints = [
            models.UniqueConstraint(fields=["estate", "version"], name="voting_rules_version_once"),
            models.CheckConstraint(
                condition=Q(silence__in=[s.value for s in Silence]),
                name="voting_rules_silence_known",
            ),
            models.CheckConstraint(
                condition=Q(repeat__in=[r.value for r in Repeat]), name="voting_rules_repeat_known"
            ),
            # silence is never given a meaning without a decision of the owners (OWN-06)
            models.CheckConstraint(
                condition=Q(silence=Silence.NOT_PARTICIPATING.value) | ~Q(decided_by=""),
                name="voting_rules_silence_says_why",
            ),
        ]

    def __str__(self) -> str:
        return f"voting rules {self.version}"


class Petition(ScopedModel):
    """Owners ask for a temporary assembly; 20 % of the heads are enough (OWN-10)."""

    personal_data: ClassVar[dict[str, str]] = {"text": Grade.PERSONAL}

    title = models.CharField(max_length=80)
    text = models.CharField(max_length=1000)
    begun_by = models.ForeignKey(**_ACCOUNT)
    begun_at = models.DateTimeField()
    reached_at = models.DateTimeField(null=True)
    reached_heads = models.PositiveIntegerField(null=True)  # of those signed, when it was enough
    reached_of = models.PositiveIntegerField(null=True)
    matter = models.ForeignKey("matters.Matter", models.RESTRICT, null=True, related_name="+")
    withdrawn_at = models.DateTimeField(null=True)

    class Meta:
        db_table = "petition"
        indexes = [models.Index(fields=["estate", "-begun_at"], name="petition_recent")]

    def __str__(self) -> str:
        return f"petition {self.pk}"


class PetitionSignature(ScopedModel):
    """One owner's name under a petition: by id, once; `on_paper` where the desk entered it."""

    personal_data: ClassVar[dict[str, str]] = {}

    petition = models.ForeignKey(Petition, models.RESTRICT, related_name="signatures")
    person = models.ForeignKey("estate.Person", models.RESTRICT, related_name="+")
    signed_at = models.DateTimeField()
    entered_by = models.ForeignKey(**_ACCOUNT)
    file = models.ForeignKey(**_FILE, null=True)  # the signed sheet

    class Meta:
        db_table = "petition_signature"
        constraints = [
            models.UniqueConstraint(
                fields=["petition", "person"], name="petition_signature_person_once"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.person_id} under {self.petition_id}"


class Assembly(ScopedModel):
    """One owners' assembly, in writing or on the phone, with its agenda, roll and box."""

    personal_data: ClassVar[dict[str, str]] = {}

    code = models.CharField(max_length=12)  # "2026-01", on paper, in files and receipts
    title = models.CharField(max_length=80)
    kind = models.CharField(max_length=12, default=AssemblyKind.REGULAR.value)
    petition = models.ForeignKey(Petition, models.RESTRICT, null=True, related_name="assemblies")
    state = models.CharField(max_length=12, default=AssemblyState.DRAFT.value)
    rules = models.ForeignKey(VotingRules, models.RESTRICT, related_name="+")
    opens_at = models.DateTimeField()
    closes_at = models.DateTimeField()
    created_by = models.ForeignKey(**_ACCOUNT)
    created_at = models.DateTimeField()
    prepared_by = models.ForeignKey(**_ACCOUNT, null=True)
    prepared_at = models.DateTimeField(null=True)
    noticed_by = models.ForeignKey(**_ACCOUNT, null=True)
    noticed_at = models.DateTimeField(null=True)
    notice = models.ForeignKey("contact.Notice", models.RESTRICT, null=True, related_name="+")
    told_matter = models.ForeignKey("matters.Matter", models.RESTRICT, null=True, related_name="+")
    total_units = models.PositiveIntegerField(null=True)
    total_heads = models.PositiveIntegerField(null=True)
    total_area_cm2 = models.BigIntegerField(null=True)
    roll_root = models.CharField(max_length=64, blank=True)
    closed_at = models.DateTimeField(null=True)
    published_at = models.DateTimeField(null=True)
    cancelled_reason = models.CharField(max_length=200, blank=True)

    class Meta:
        db_table = "assembly"
        constraints = [
            models.UniqueConstraint(fields=["estate", "code"], name="assembly_code_once"),
            models.CheckConstraint(
                condition=Q(state__in=[s.value for s in AssemblyState]),
                name="assembly_state_known",
            ),
            models.CheckConstraint(
                condition=Q(closes_at__gt=F("opens_at")), name="assembly_closes_after_opening"
            ),
            # OWN-09: owners hear of it fifteen days before
            models.CheckConstraint(
                condition=Q(noticed_at__isnull=True)
                | Q(opens_at__gte=F("noticed_at") + timedelta(days=NOTICE_DAYS)),
                name="assembly_fifteen_days",
            ),
            # four eyes: who prepared agenda and roll does not let them out
            models.CheckConstraint(
                condition=Q(noticed_by__isnull=True) | ~Q(noticed_by=F("prepared_by")),
                name="assembly_four_eyes",
            ),
            # a vote without a frozen roll could be bent afterwards (OWN-04)
            models.CheckConstraint(
                condition=Q(state__in=[*_BEFORE_NOTICE, AssemblyState.CANCELLED.value])
                | Q(
                    noticed_at__isnull=False, total_heads__gt=0, total_area_cm2__gt=0,
                    notice__isnull=False,
                ),
                name="assembly_noticed_has_roll",
            ),
            # OWN-10: a temporary assembly rests on a petition that reached its 20 %
            models.CheckConstraint(
                condition=Q(kind=AssemblyKind.REGULAR.value) | Q(petition__isnull=False),
                name="assembly_temporary_has_petition",
            ),
        ]  # fmt: skip
        indexes = [models.Index(fields=["estate", "-created_at"], name="assembly_recent")]

    def __str__(self) -> str:
        return self.title


class AgendaItem(ScopedModel):
    """One question with its own matter, from which its threshold follows (OWN-01).

    The database refuses any change once the assembly is noticed (`agenda_frozen`).
    """

    personal_data: ClassVar[dict[str, str]] = {}

    assembly = models.ForeignKey(Assembly, models.RESTRICT, related_name="items")
    position = models.PositiveSmallIntegerField()
    matter = models.PositiveSmallIntegerField()  # DecisionMatter
    title = models.CharField(max_length=120)
    text = models.CharField(max_length=1000, blank=True)
    limit_fen = models.BigIntegerField(null=True)

    class Meta:
        db_table = "agenda_item"
        constraints = [
            models.UniqueConstraint(
                fields=["assembly", "position"], name="agenda_item_position_once"
            ),
            models.CheckConstraint(
                condition=Q(matter__gte=1, matter__lte=9), name="agenda_item_matter_known"
            ),
            models.CheckConstraint(
                condition=Q(limit_fen__isnull=True) | Q(limit_fen__gt=0),
                name="agenda_item_limit_positive",
            ),
            # what may be spent is part of the question: nothing may rest on a sum without end
            models.CheckConstraint(
                condition=~Q(matter__in=[5, 6]) | Q(limit_fen__isnull=False),
                name="agenda_item_fund_has_limit",
            ),
        ]

    def __str__(self) -> str:
        return self.title


class RollVoter(ScopedModel):
    """One head of the frozen roll (OWN-05), known outside by `code` alone. Append-only."""

    personal_data: ClassVar[dict[str, str]] = {}

    assembly = models.ForeignKey(Assembly, models.RESTRICT, related_name="voters")
    code = models.CharField(max_length=8)
    area_cm2 = models.BigIntegerField()
    unit_count = models.PositiveIntegerField()
    owner_count = models.PositiveIntegerField()

    class Meta:
        db_table = "roll_voter"
        constraints = [
            models.UniqueConstraint(fields=["assembly", "code"], name="roll_voter_code_once"),
            models.CheckConstraint(condition=Q(area_cm2__gt=0), name="roll_voter_area_positive"),
        ]

    def __str__(self) -> str:
        return f"voter {self.code}"


class RollLine(ScopedModel):
    """One unit of the frozen roll: its area with its source, and the head it counts with."""

    personal_data: ClassVar[dict[str, str]] = {}

    assembly = models.ForeignKey(Assembly, models.RESTRICT, related_name="lines")
    voter = models.ForeignKey(RollVoter, models.RESTRICT, related_name="lines")
    home = models.ForeignKey("estate.Home", models.RESTRICT, related_name="+")
    building = models.ForeignKey("estate.Place", models.RESTRICT, null=True, related_name="+")
    code = models.CharField(max_length=8)
    area_cm2 = models.BigIntegerField()
    area_source = models.CharField(max_length=12)
    tenure = models.CharField(max_length=16)

    class Meta:
        db_table = "roll_line"
        constraints = [
            models.UniqueConstraint(fields=["assembly", "home"], name="roll_line_home_once"),
            models.UniqueConstraint(fields=["assembly", "code"], name="roll_line_code_once"),
            models.CheckConstraint(condition=Q(area_cm2__gt=0), name="roll_line_area_positive"),
        ]

    def __str__(self) -> str:
        return f"unit {self.code}"


class RollOwner(ScopedModel):
    """Who may cast the ballot of a head: each co-owner, or for an organisation its people."""

    personal_data: ClassVar[dict[str, str]] = {}

    voter = models.ForeignKey(RollVoter, models.RESTRICT, related_name="owners")
    person = models.ForeignKey("estate.Person", models.RESTRICT, null=True, related_name="+")
    organisation = models.ForeignKey(**_ORGANISATION)

    class Meta:
        db_table = "roll_owner"
        constraints = [
            models.CheckConstraint(
                condition=Q(person__isnull=False, organisation__isnull=True)
                | Q(person__isnull=True, organisation__isnull=False),
                name="roll_owner_one_owner",
            ),
        ]
        indexes = [
            models.Index(fields=["person", "voter"], name="roll_owner_of_person"),
            models.Index(fields=["organisation", "voter"], name="roll_owner_of_organisation"),
        ]

    def __str__(self) -> str:
        return f"owner of {self.voter_id}"


class Proxy(ScopedModel):
    """Somebody votes for an owner, by a written power (委托书) that was scanned."""

    personal_data: ClassVar[dict[str, str]] = {}

    assembly = models.ForeignKey(Assembly, models.RESTRICT, related_name="+")
    voter = models.ForeignKey(RollVoter, models.RESTRICT, related_name="proxies")
    holder = models.ForeignKey("estate.Person", models.RESTRICT, related_name="+")
    slot = models.PositiveSmallIntegerField()  # 1 to the rules' number
    file = models.ForeignKey(**_FILE)
    entered_by = models.ForeignKey(**_ACCOUNT)
    entered_at = models.DateTimeField()
    revoked_at = models.DateTimeField(null=True)

    class Meta:
        db_table = "ballot_proxy"
        constraints = [
            models.UniqueConstraint(
                fields=["voter"], condition=Q(revoked_at__isnull=True), name="ballot_proxy_one"
            ),
            # at most as many as the rules say, two clerks at once included
            models.UniqueConstraint(
                fields=["assembly", "holder", "slot"],
                condition=Q(revoked_at__isnull=True),
                name="ballot_proxy_slot_once",
            ),
        ]

    def __str__(self) -> str:
        return f"proxy for {self.voter_id}"


class PaperBallot(ScopedModel):
    """One printed ballot: a number and a code that finds it again, and a stub with the receipt."""

    personal_data: ClassVar[dict[str, str]] = {"receipt": Grade.PERSONAL}

    assembly = models.ForeignKey(Assembly, models.RESTRICT, related_name="papers")
    voter = models.OneToOneField(RollVoter, models.RESTRICT, related_name="paper")
    number = models.PositiveIntegerField()
    token = models.UUIDField(unique=True)
    receipt = models.CharField(max_length=14)  # on the stub that the voter keeps
    printed_at = models.DateTimeField()

    class Meta:
        db_table = "paper_ballot"
        constraints = [
            models.UniqueConstraint(fields=["assembly", "number"], name="paper_ballot_number_once"),
        ]

    def __str__(self) -> str:
        return f"paper {self.number}"


class PaperEntry(ScopedModel):
    """What one clerk read on a paper ballot. Two who read the same make a ballot. Append-only."""

    personal_data: ClassVar[dict[str, str]] = {"choices": Grade.PERSONAL}

    paper = models.ForeignKey(PaperBallot, models.RESTRICT, related_name="entries")
    scan = models.ForeignKey(**_FILE)
    choices = models.CharField(max_length=20)
    entered_by = models.ForeignKey(**_ACCOUNT)
    entered_at = models.DateTimeField()

    class Meta:
        db_table = "paper_entry"
        indexes = [models.Index(fields=["paper", "entered_at"], name="paper_entry_of_paper")]

    def __str__(self) -> str:
        return f"entry of {self.paper_id}"


class DoorCode(ScopedModel):
    """Six figures sent to an owner's own phone: telling them to the captain confirms the ballot."""

    personal_data: ClassVar[dict[str, str]] = {}

    voter = models.ForeignKey(RollVoter, models.RESTRICT, related_name="+")
    person = models.ForeignKey("estate.Person", models.RESTRICT, related_name="+")
    digest = models.BinaryField(max_length=32)
    sent_at = models.DateTimeField()
    used_at = models.DateTimeField(null=True)

    class Meta:
        db_table = "door_code"
        indexes = [models.Index(fields=["voter", "-sent_at"], name="door_code_latest")]

    def __str__(self) -> str:
        return f"code for {self.voter_id}"


class Ballot(ScopedModel):
    """One ballot in the box, from whatever way it came. Append-only; ids, never names.

    `turn` counts the ballots of one voter: 1 alone where the first counts; where the rules let
    the last count, each replaces the one before and all of them stay.
    """

    personal_data: ClassVar[dict[str, str]] = {
        "choices": Grade.SENSITIVE, "receipt": Grade.PERSONAL,
    }  # fmt: skip

    assembly = models.ForeignKey(Assembly, models.RESTRICT, related_name="ballots")
    voter = models.ForeignKey(RollVoter, models.RESTRICT, related_name="ballots")
    turn = models.PositiveSmallIntegerField(default=1)
    may_replace = models.BooleanField(default=False)
    choices = models.CharField(max_length=20)
    way = models.CharField(max_length=8)
    receipt = models.CharField(max_length=14)
    leaf = models.BinaryField(max_length=32)
    client_key = models.CharField(max_length=80)
    person_id = models.BigIntegerField(null=True)  # the owner or proxy whose will it is
    cast_by = models.ForeignKey(**_ACCOUNT)  # whose hand: the voter's own, a clerk's, a captain's
    cast_at = models.DateTimeField()
    proxy = models.ForeignKey(Proxy, models.RESTRICT, null=True, related_name="+")
    paper = models.ForeignKey(PaperBallot, models.RESTRICT, null=True, related_name="+")
    confirmation = models.ForeignKey(**_FILE, null=True)  # signature, scan of the paper
    door_code = models.ForeignKey(DoorCode, models.RESTRICT, null=True, related_name="+")

    class Meta:
        db_table = "ballot"
        constraints = [
            # one ballot a head: phone, paper and door meet here (OWN-18)
            models.UniqueConstraint(fields=["voter", "turn"], name="ballot_once_a_voter"),
            models.CheckConstraint(
                condition=Q(turn=1) | Q(may_replace=True), name="ballot_first_counts"
            ),
            models.UniqueConstraint(fields=["assembly", "receipt"], name="ballot_receipt_once"),
            # a client that repeats itself gets the first receipt
            models.UniqueConstraint(
                fields=["assembly", "cast_by", "client_key"], name="ballot_key_once"
            ),
            models.CheckConstraint(
                condition=Q(way__in=[w.value for w in Way]), name="ballot_way_known"
            ),
            # at the door the owner confirms: nobody votes for somebody who said nothing
            models.CheckConstraint(
                condition=~Q(way=Way.DOOR.value)
                | Q(confirmation__isnull=False)
                | Q(door_code__isnull=False),
                name="ballot_door_confirmed",
            ),
            models.CheckConstraint(
                condition=~Q(way=Way.PAPER.value)
                | Q(confirmation__isnull=False, paper__isnull=False),
                name="ballot_paper_scanned",
            ),
        ]

    def __str__(self) -> str:
        return f"ballot {self.pk}"


class BallotSeal(ScopedModel):
    """Root of the tree over all ballots up to one, made while the box is at rest. Append-only."""

    personal_data: ClassVar[dict[str, str]] = {}

    assembly = models.ForeignKey(Assembly, models.RESTRICT, related_name="seals")
    ballot_count = models.PositiveIntegerField()
    last_ballot_id = models.BigIntegerField()  # 0: an empty box
    root = models.CharField(max_length=64)
    sealed_at = models.DateTimeField()

    class Meta:
        db_table = "ballot_seal"
        constraints = [
            models.UniqueConstraint(
                fields=["assembly", "last_ballot_id"], name="ballot_seal_of_state_once"
            ),
        ]

    def __str__(self) -> str:
        return self.root[:12]


class AssemblyResult(ScopedModel):
    """What was counted when the box closed, sealed with its roots. Append-only."""

    personal_data: ClassVar[dict[str, str]] = {}

    assembly = models.OneToOneField(Assembly, models.RESTRICT, related_name="result")
    figures = models.JSONField()  # one mapping an item, as `results_to_json` writes it
    box_root = models.CharField(max_length=64)  # over the ballots that count
    ballot_count = models.PositiveIntegerField()
    counted_at = models.DateTimeField()
    keep_until = models.DateField()  # OWN-14: evidence is kept at least so long
    object_until = models.DateField()

    class Meta:
        db_table = "assembly_result"

    def __str__(self) -> str:
        return f"result of {self.assembly_id}"


class AssemblyObjection(ScopedModel):
    """An owner objects to the roll or to the result: a matter in the one queue (OWN-14)."""

    personal_data: ClassVar[dict[str, str]] = {}

    assembly = models.ForeignKey(Assembly, models.RESTRICT, related_name="objections")
    matter = models.ForeignKey("matters.Matter", models.RESTRICT, related_name="+")
    about = models.CharField(max_length=8)  # roll, result
    raised_by = models.ForeignKey(**_ACCOUNT)
    raised_at = models.DateTimeField()

    class Meta:
        db_table = "assembly_objection"
        constraints = [
            models.CheckConstraint(
                condition=Q(about__in=["roll", "result"]), name="assembly_objection_about_known"
            ),
            models.UniqueConstraint(fields=["matter"], name="assembly_objection_matter_once"),
        ]

    def __str__(self) -> str:
        return f"objection to {self.assembly_id}"
