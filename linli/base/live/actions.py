"""Live updates: a NOTIFY in the transaction, delivered to open pages when it commits."""

from __future__ import annotations

import json
from collections.abc import Iterable

from django.db import connection

from linli.base.scopes.data import current_estate_id

CHANNEL = "linli_live"


def notify(keys: Iterable[str]) -> None:
    """Tell pages that listen to any of `keys` (e.g. "queue", "matter:17") to look again.

    Carries no content: a page fetches what it may see.
    """
    message = json.dumps({"estate": current_estate_id(), "keys": sorted(set(keys))})
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_notify(%s, %s)", [CHANNEL, message])
