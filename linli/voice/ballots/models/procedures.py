"""The rules by which an assembly counts."""

from __future__ import annotations

from typing import ClassVar

from django.db import models
from django.db.models import Q

from linli.base.scopes.models import ScopedModel
from linli.voice.ballots.data import Repeat, Silence
from linli.voice.ballots.models.columns import ACCOUNT, ORGANISATION


class VotingRules(ScopedModel):
    """The assembly's rules of procedure (议事规则) as far as counting goes: one row a version."""

    personal_data: ClassVar[dict[str, str]] = {}

    version = models.PositiveIntegerField()
    decided_by = models.CharField(max_length=120, blank=True)  # which decision they rest on
    silence = models.CharField(max_length=20, default=Silence.NOT_PARTICIPATING.value)
    repeat = models.CharField(max_length=8, default=Repeat.FIRST.value)
    proxies_each = models.PositiveSmallIntegerField(default=1)
    public_holder = models.ForeignKey(**ORGANISATION)  # owner of public rental (OWN-07)
    developer = models.ForeignKey(**ORGANISATION)  # owner of what is not sold yet (OWN-05)
    made_by = models.ForeignKey(**ACCOUNT)
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
