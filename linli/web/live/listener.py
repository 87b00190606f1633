"""The one connection that listens to PostgreSQL."""

from __future__ import annotations

import asyncio
import json
import logging
from typing import Any

import psycopg

from linli.base.live.api import CHANNEL
from linli.web.live.hub import Hub

log = logging.getLogger(__name__)
_LONGEST_PAUSE = 5.0


class Listener:
    """Hands what is told on the channel to the hub; comes back when the server was away."""

    def __init__(self, hub: Hub, parameters: dict[str, Any]) -> None:
        self.hub, self.parameters = hub, parameters
        self.is_connected = False

    async def run(self) -> None:
        """Listen until cancelled."""
        pause = 0.2
        while True:
            try:
                async with await self._connect() as connection:
                    self.hub.tell_all()
                    self.is_connected, pause = True, 0.2
                    async for notice in connection.notifies():
                        self._pass_on(notice.payload)
            except psycopg.Error as error:
                log.warning("listening: %s", error)
            self.is_connected = False
            await asyncio.sleep(pause)
            pause = min(pause * 2, _LONGEST_PAUSE)

    async def _connect(self) -> psycopg.AsyncConnection[Any]:
        connection = await psycopg.AsyncConnection.connect(
            **self.parameters, autocommit=True, application_name="linli-live"
        )
        await connection.execute(f"LISTEN {CHANNEL}")
        return connection

    def _pass_on(self, payload: str) -> None:
        try:
            news = json.loads(payload)
            self.hub.tell(int(news["estate"]), [str(key) for key in news["keys"]])
        except (ValueError, KeyError, TypeError):
            log.warning("not understood on %s: %.200s", CHANNEL, payload)
