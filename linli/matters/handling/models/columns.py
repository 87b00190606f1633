"""What several tables of the queue say in the same way."""

from __future__ import annotations

from typing import Any

from django.db import models
from django.db.models import Q

from linli.matters.handling.data import OPEN_STATES

OPEN = Q(state__in=[s.value for s in OPEN_STATES])
# no index of their own: accounts are never deleted, and a million matters pay for each index
ACCOUNT: dict[str, Any] = {
    "to": "base.User",
    "on_delete": models.RESTRICT,
    "related_name": "+",
    "db_index": False,
}
