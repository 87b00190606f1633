"""How far a run's job has come, told while its transaction is open, and whether to go on."""

from __future__ import annotations

import json
import time
from types import TracebackType
from typing import Self

from django.db import connection
from django.db.backends.base.base import BaseDatabaseWrapper

from linli.base.live.api import CHANNEL

TELL = "UPDATE billing_run SET progress = %s WHERE id = %s AND attempt = %s AND state = %s"
PAUSE = 0.3  # seconds between two words; also how soon a stop is noticed
KEYS = ["billing"]


class Stopped(Exception):
    """The run is no longer this job's: stopped, begun anew, or already done."""


class Reporter:
    """Writes the progress of one job on a connection of its own, so that it is seen at once."""

    def __init__(self, run_id: int, attempt: int, state: str, estate_id: int) -> None:
        self.run_id, self.attempt, self.state, self.estate_id = run_id, attempt, state, estate_id
        self._line: BaseDatabaseWrapper = connection.copy()
        self._next = 0.0

    def __enter__(self) -> Self:
        with self._line.cursor() as cursor:
            cursor.execute("SELECT set_config('linli.estate', %s, false)", [str(self.estate_id)])
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        at: TracebackType | None,
    ) -> None:
        self._line.close()

    def __call__(self, done: int, total: int) -> None:
        """Say how far it is, at most every PAUSE seconds. Raises Stopped."""
        if time.monotonic() < self._next:
            return
        self._next = time.monotonic() + PAUSE
        with self._line.cursor() as cursor:
            percent = 99 * done // max(total, 1)
            cursor.execute(TELL, [percent, self.run_id, self.attempt, self.state])
            if cursor.rowcount == 0:
                raise Stopped
            news = json.dumps({"estate": self.estate_id, "keys": KEYS})
            cursor.execute("SELECT pg_notify(%s, %s)", [CHANNEL, news])
