"""What several tables say in the same way."""

from __future__ import annotations

from enum import StrEnum

from django.db import models
from django.db.models import Q

LONGEST_PAPER = 60_000  # characters of a whole text
LONGEST_WORDS = 500


def known(field: str, values: type[StrEnum], name: str) -> models.CheckConstraint:
    """The column holds one of the codes."""
    codes = [member.value for member in values]
    return models.CheckConstraint(condition=Q(**{f"{field}__in": codes}), name=name)
