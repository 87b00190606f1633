"""Mixing secret sheets, and freezing a result."""

from __future__ import annotations

import secrets
import uuid
from dataclasses import asdict

from django.db import connection

from linli.base.calendars.api import now
from linli.voice.polls.models import Poll, PollResult, SecretSheet
from linli.voice.polls.queries import count_poll
from linli.voice.polls.rules import MIX

_LOCK = "SELECT pg_advisory_xact_lock(hashtextextended(%s, 0))"


def lock_sheets(poll: Poll) -> None:
    """One at a time among those who write secret sheets of this poll."""
    with connection.cursor() as cursor:
        cursor.execute(_LOCK, [f"poll-sheets:{poll.pk}"])


def mix_sheets(poll: Poll, *, at_least: int = MIX) -> int:
    """Write what is not mixed yet anew, in one transaction, in random order, with new numbers.

    Until then the database's own marks on a row (its transaction, its place in the file) could be
    laid beside those of the voice it came with. Returns how many were mixed.
    """
    rows = list(SecretSheet.objects.filter(poll=poll, is_mixed=False))
    if len(rows) < at_least:
        return 0
    secrets.SystemRandom().shuffle(rows)
    SecretSheet.objects.filter(pk__in=[row.pk for row in rows]).delete()
    SecretSheet.objects.bulk_create(
        SecretSheet(id=uuid.uuid4(), poll=poll, answers=row.answers, is_mixed=True) for row in rows
    )
    return len(rows)


def freeze_result(poll: Poll) -> PollResult:
    """Mix the rest, count, and keep the counts for good."""
    if poll.is_anonymous:
        lock_sheets(poll)
        mix_sheets(poll, at_least=1)
    result = count_poll(poll)
    figures = {
        "invited": result.invited,
        "voices": result.voices,
        "questions": [asdict(question) for question in result.questions],
    }
    kept: PollResult = PollResult.objects.create(poll=poll, figures=figures, counted_at=now())
    return kept
