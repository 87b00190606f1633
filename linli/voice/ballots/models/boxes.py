"""The sealed box, and the ways into it: paper and door."""

from __future__ import annotations

from typing import ClassVar

from django.db import models
from django.db.models import Q

from linli.base.personal import Grade
from linli.base.scopes.models import ScopedModel
from linli.voice.ballots.data import Way
from linli.voice.ballots.models.assemblies import Assembly
from linli.voice.ballots.models.columns import ACCOUNT, FILE
from linli.voice.ballots.models.rolls import Proxy, RollVoter


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
    scan = models.ForeignKey(**FILE)
    choices = models.CharField(max_length=20)
    entered_by = models.ForeignKey(**ACCOUNT)
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
    cast_by = models.ForeignKey(**ACCOUNT)  # whose hand: the voter's own, a clerk's, a captain's
    cast_at = models.DateTimeField()
    proxy = models.ForeignKey(Proxy, models.RESTRICT, null=True, related_name="+")
    paper = models.ForeignKey(PaperBallot, models.RESTRICT, null=True, related_name="+")
    confirmation = models.ForeignKey(**FILE, null=True)  # signature, scan of the paper
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
