"""The indexes of `matter`: open ones by who asks for them, ended ones by when and whose."""

from __future__ import annotations

from django.db import models
from django.db.models import Q

from linli.matters.handling.models.columns import OPEN

INDEXES: list[models.Index] = [
    models.Index(fields=["estate", "due_at", "id"], condition=OPEN, name="matter_queue"),
    models.Index(
        fields=["estate", "state", "due_at", "id"],
        condition=OPEN,
        name="matter_queue_state",
    ),
    models.Index(
        fields=["estate", "organisation", "due_at", "id"],
        condition=OPEN,
        name="matter_queue_organisation",
    ),
    models.Index(
        fields=["estate", "category", "due_at", "id"],
        condition=OPEN,
        name="matter_queue_category",
    ),
    models.Index(
        fields=["estate", "grid", "due_at", "id"], condition=OPEN, name="matter_queue_grid"
    ),
    models.Index(
        fields=["estate", "building", "due_at", "id"],
        condition=OPEN,
        name="matter_queue_building",
    ),
    models.Index(fields=["holder", "due_at"], condition=OPEN, name="matter_queue_holder"),
    models.Index(
        fields=["offered_to_organisation", "due_at"],
        condition=OPEN & Q(offered_to_organisation__isnull=False),
        name="matter_queue_offered",
    ),
    models.Index(
        fields=["estate", "due_at", "id"],
        condition=OPEN & Q(is_overdue=True),
        name="matter_queue_overdue",
    ),
    models.Index(
        fields=["estate", "due_at", "id"],
        condition=OPEN & Q(urgency="emergency"),
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
