"""Server-sent events over ASGI."""

from __future__ import annotations

import asyncio
import contextlib
import json
import random
from collections.abc import Awaitable, Callable, MutableMapping
from concurrent.futures import ThreadPoolExecutor
from time import time
from typing import Any
from urllib.parse import parse_qs

from django.db import DatabaseError, connections

from linli.web.live.admission import admit
from linli.web.live.hub import Hub, Page
from linli.web.live.listener import Listener
from linli.web.live.origins import is_ours

Message = MutableMapping[str, Any]
Receive = Callable[[], Awaitable[Message]]
Send = Callable[[Message], Awaitable[None]]

LONGEST_NUMBER = 16  # digits of milliseconds
HEARTBEAT = 15.0  # seconds; proxies cut a silent line
LIFE = 900.0  # seconds after which a page must show its session again
ADMISSIONS = 4  # at once; each holds a database connection


class Streams:
    """Answers /live with a stream and /live/health with whether it listens."""

    def __init__(self) -> None:
        self.hub = Hub()
        self.threads = ThreadPoolExecutor(ADMISSIONS, thread_name_prefix="admit")
        self.listener = Listener(self.hub, _connection_parameters())
        self._listening: asyncio.Task[None] | None = None

    async def __call__(self, scope: Message, receive: Receive, send: Send) -> None:
        if scope["type"] == "lifespan":
            await self._live(receive, send)
        elif scope["type"] == "http":
            await self._answer(scope, receive, send)

    async def _live(self, receive: Receive, send: Send) -> None:
        while True:
            message = await receive()
            if message["type"] == "lifespan.startup":
                self._listening = asyncio.create_task(self.listener.run())
                await send({"type": "lifespan.startup.complete"})
            else:
                await self._shut()
                await send({"type": "lifespan.shutdown.complete"})
                return

    async def _shut(self) -> None:
        self.hub.close_all()
        if self._listening:
            self._listening.cancel()
            with contextlib.suppress(asyncio.CancelledError):
                await self._listening

    async def _answer(self, scope: Message, receive: Receive, send: Send) -> None:
        headers = {
            name.decode("latin-1"): value.decode("latin-1") for name, value in scope["headers"]
        }
        if scope["path"] == "/live/health":
            await _say(send, 200 if self.listener.is_connected else 503)
        elif scope["path"] != "/live" or scope["method"] != "GET":
            await _say(send, 404)
        else:
            await self._open(scope, headers, receive, send)

    async def _open(
        self, scope: Message, headers: dict[str, str], receive: Receive, send: Send
    ) -> None:
        origin = headers.get("origin", "")
        if origin and not is_ours(origin):
            await _say(send, 403)
            return
        query = parse_qs(scope["query_string"].decode("latin-1"))
        wanted, since = ",".join(query.get("keys", [])), _as_of(query.get("as_of", [""])[0])
        try:
            page = await asyncio.get_running_loop().run_in_executor(
                self.threads, admit, headers.get("cookie", ""), wanted
            )
        except DatabaseError:
            await _say(send, 503, origin)
            return
        if page is None:
            await _say(send, 401, origin)
        elif not self.hub.has_room(page.user_id):
            await _say(send, 503, origin)
        else:
            self.hub.enter(page, since)
            await self._stream(page, origin, receive, send)

    async def _stream(self, page: Page, origin: str, receive: Receive, send: Send) -> None:
        gone = asyncio.create_task(_await_leave(page, receive))
        try:
            await send(_head(200, origin, b"text/event-stream"))
            await send(_news(page.take_news()))
            await _tell(page, send)
            await send(_part(b"", more=False))
        finally:
            gone.cancel()
            self.hub.leave(page)


async def _tell(page: Page, send: Send) -> None:
    """Write news until the page leaves, or has been open for long enough."""
    loop = asyncio.get_running_loop()
    # spread, or all pages of a restart would come back at one moment for ever
    until = loop.time() + LIFE * (1 + random.random() / 3)  # noqa: S311
    while loop.time() < until:
        news = await page.next_news(HEARTBEAT)
        if news is None:
            return
        await send(_news(news))


async def _await_leave(page: Page, receive: Receive) -> None:
    while (await receive())["type"] != "http.disconnect":
        pass
    page.close()


def _as_of(text: str) -> float | None:
    """Seconds of the epoch, out of milliseconds as sent; None for anything else."""
    is_number = text.isascii() and text.isdigit() and len(text) < LONGEST_NUMBER
    return int(text) / 1000 if is_number else None


def _news(keys: list[str]) -> Message:
    """A message whose id is the moment up to which the page now knows everything."""
    return _part(f"id: {int(time() * 1000)}\ndata: {json.dumps({'keys': keys})}\n\n".encode())


def _connection_parameters() -> dict[str, Any]:
    parameters = connections["default"].get_connection_params()
    for name in ("cursor_factory", "context", "prepare_threshold"):
        parameters.pop(name, None)
    return parameters


def _head(status: int, origin: str, content_type: bytes) -> Message:
    headers = [
        (b"content-type", content_type),
        (b"cache-control", b"no-store"),
        (b"x-content-type-options", b"nosniff"),
        (b"x-accel-buffering", b"no"),
        (b"vary", b"origin"),
    ]
    if origin:
        headers += [
            (b"access-control-allow-origin", origin.encode("latin-1")),
            (b"access-control-allow-credentials", b"true"),
        ]
    return {"type": "http.response.start", "status": status, "headers": headers}


def _part(body: bytes, *, more: bool = True) -> Message:
    return {"type": "http.response.body", "body": body, "more_body": more}


async def _say(send: Send, status: int, origin: str = "") -> None:
    """A short answer without content."""
    await send(_head(status, origin, b"text/plain"))
    await send(_part(b"", more=False))
