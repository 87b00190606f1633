"""Contacts follow when two records of one person become one."""

from __future__ import annotations

from linli.base.events.api import handles
from linli.estate.people.api import PersonMerged, PersonUnmerged
from linli.matters.handling.api import move_rows, move_rows_back
from linli.matters.intake.models import ContactLog


@handles(PersonMerged)
def follow_merge(event: PersonMerged) -> None:
    move_rows(
        ContactLog.objects.all(), "contact", "person", merge_id=event.merge_id,
        absorbed_id=event.absorbed_id, kept_id=event.kept_id,
    )  # fmt: skip


@handles(PersonUnmerged)
def follow_unmerge(event: PersonUnmerged) -> None:
    move_rows_back(
        ContactLog.objects.all(), "contact", "person", merge_id=event.merge_id,
        absorbed_id=event.absorbed_id, kept_id=event.kept_id,
    )  # fmt: skip
