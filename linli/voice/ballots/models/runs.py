"""Long work beside the box: all papers in one print, a sheet of ballots that comes in."""

from __future__ import annotations

import uuid
from typing import ClassVar

from django.db import models
from django.db.models import Q

from linli.base.personal import Grade
from linli.base.scopes.models import ScopedModel
from linli.voice.ballots.models.assemblies import Assembly
from linli.voice.ballots.models.columns import ACCOUNT, FILE


class BallotRun(ScopedModel):
    """One job of an assembly: `print` or `import`.

    While it is `working`, `attempt` names the job that may go on; a stop names none. `fault` says
    why it came to nothing: {"code", "message", "params"}, words as msgid. A print is `gone` once
    the box is closed: it bears receipts, by which a published ballot could be told.
    """

    personal_data: ClassVar[dict[str, str]] = {"source": Grade.SENSITIVE}

    token = models.UUIDField(default=uuid.uuid4, unique=True)
    assembly = models.ForeignKey(Assembly, models.RESTRICT, related_name="runs")
    kind = models.CharField(max_length=8)
    state = models.CharField(max_length=8, default="working")
    attempt = models.PositiveIntegerField(default=1)
    progress = models.PositiveSmallIntegerField(default=0)
    source = models.BinaryField(null=True)  # the sheet, encrypted, until the work is over
    file = models.ForeignKey(**FILE, null=True)  # the print
    totals = models.JSONField(default=dict)
    fault = models.JSONField(default=dict)
    created_by = models.ForeignKey(**ACCOUNT)
    created_at = models.DateTimeField()
    ended_at = models.DateTimeField(null=True)

    class Meta:
        db_table = "ballot_run"
        constraints = [
            models.CheckConstraint(
                condition=Q(kind__in=["print", "import"])
                & Q(state__in=["working", "done", "stopped", "failed", "gone"]),
                name="ballot_run_words_known",
            ),
            # two prints at once would be twice the work for the same papers
            models.UniqueConstraint(
                fields=["assembly", "kind"],
                condition=Q(state="working"),
                name="ballot_run_one_at_a_time",
            ),
            models.CheckConstraint(
                condition=~Q(kind="print", state="done") | Q(file__isnull=False),
                name="ballot_run_print_has_file",
            ),
            # votes of people lie here no longer than the work lasts
            models.CheckConstraint(
                condition=Q(state="working") | Q(source__isnull=True),
                name="ballot_run_source_goes",
            ),
        ]
        indexes = [models.Index(fields=["assembly", "-created_at"], name="ballot_run_recent")]

    def __str__(self) -> str:
        return f"{self.kind} of {self.assembly_id}"


class RollComparison(ScopedModel):
    """A list of owners from outside, held against the register once: the differences, sealed."""

    personal_data: ClassVar[dict[str, str]] = {
        "file_name": Grade.INTERNAL,
        "found": Grade.SENSITIVE,
    }

    token = models.UUIDField(default=uuid.uuid4, unique=True)
    file_name = models.CharField(max_length=200)
    sha256 = models.BinaryField(max_length=32)
    found = models.BinaryField()  # encrypted JSON, see `comparing`
    totals = models.JSONField()
    created_by = models.ForeignKey(**ACCOUNT)
    created_at = models.DateTimeField()

    class Meta:
        db_table = "roll_comparison"
        indexes = [models.Index(fields=["estate", "-created_at"], name="roll_comparison_recent")]

    def __str__(self) -> str:
        return f"comparison {self.pk}"
