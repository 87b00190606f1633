"""How far a job has come, told while its own transaction is still open, and whether to go on."""

from __future__ import annotations

import json
import time
from collections.abc import Callable
from types import TracebackType
from typing import Self

from django.db import connection
from django.db.backends.base.base import BaseDatabaseWrapper

from linli.base.live.api import CHANNEL

TELL = "UPDATE import_run SET progress = %s WHERE id = %s AND attempt = %s AND state = %s"
PAUSE = 0.3  # seconds between two words; also how soon a stop is noticed
KEYS = ["imports"]


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

    def tell(self, percent: int) -> None:
        """Say how far it is, at most every PAUSE seconds. Raises Stopped."""
        if time.monotonic() < self._next:
            return
        self._next = time.monotonic() + PAUSE
        with self._line.cursor() as cursor:
            cursor.execute(TELL, [percent, self.run_id, self.attempt, self.state])
            if cursor.rowcount == 0:
                raise Stopped
            news = json.dumps({"estate": self.estate_id, "keys": KEYS})
            cursor.execute("SELECT pg_notify(%s, %s)", [CHANNEL, news])

    def stage(self, first: int, last: int) -> Callable[[int, int], None]:
        """`progress(done, total)` for the part of the work between two percentages."""
        return lambda done, total: self.tell(first + (last - first) * done // max(total, 1))
