"""Rows that name a person follow when two records of that person become one, and go back."""

from __future__ import annotations

from typing import Any

from django.db import transaction
from django.db.models import Exists, OuterRef, QuerySet

from linli.matters.handling.models import Matter, MatterParty, PersonMove, Thanks


@transaction.atomic
def move_rows(
    rows: QuerySet[Any], kind: str, field: str, *, merge_id: int, absorbed_id: int, kept_id: int
) -> None:
    """Let rows that name `absorbed_id` name `kept_id`; remember which, under the merge."""
    ids = list(rows.filter(**{field: absorbed_id}).order_by("id").values_list("id", flat=True))
    rows.filter(pk__in=ids).update(**{field: kept_id})
    PersonMove.objects.bulk_create(
        (PersonMove(merge_id=merge_id, row_kind=kind, row_id=i) for i in ids),
        ignore_conflicts=True,
    )


@transaction.atomic
def move_rows_back(
    rows: QuerySet[Any], kind: str, field: str, *, merge_id: int, absorbed_id: int, kept_id: int
) -> None:
    """Undo `move_rows` of the same merge; rows that came later stay with the kept record."""
    moves = PersonMove.objects.filter(merge_id=merge_id, row_kind=kind)
    ids = list(moves.values_list("row_id", flat=True))
    rows.filter(pk__in=ids, **{field: kept_id}).update(**{field: absorbed_id})
    moves.delete()


def tables_of_people(kept_id: int) -> list[tuple[QuerySet[Any], str, str]]:
    """The queue's rows that name persons: (rows, kind, field).

    Somebody who joined or thanked under both names keeps the row of each: it may stand once only.
    """
    party = MatterParty.objects.filter(
        matter=OuterRef("matter"), role=OuterRef("role"), person=kept_id
    )
    thanked = Thanks.objects.filter(
        matter=OuterRef("matter"), account=OuterRef("account"), person=kept_id
    )
    return [
        (Matter.objects.all(), "matter", "reporter"),
        (MatterParty.objects.filter(~Exists(party)), "party", "person"),
        (Thanks.objects.filter(~Exists(thanked)), "thanks", "person"),
    ]
