"""The project's own stream application, an ASGI one, behind a WSGI server's address."""

from __future__ import annotations

import asyncio
import contextlib
import queue
import threading
from collections.abc import Callable, Iterator
from typing import Any

from django.db import connections

from linli.web.live.streams import Streams

_BEAT = 0.5  # seconds between looks at whether the browser is still there


class StreamBridge:
    """Runs `Streams` in a thread of its own and hands single requests to it."""

    def __init__(self) -> None:
        self._loop = asyncio.new_event_loop()
        self._thread = threading.Thread(target=self._loop.run_forever, daemon=True)
        self._thread.start()
        self.streams = Streams()
        self._run(self._begin()).result()

    def answer(self, environ: dict[str, Any], start_response: Callable[..., Any]) -> Any:
        """What the stream answers to this request, as long as somebody reads it."""
        visit = _Visit(environ, self._loop)
        done = self._run(self.streams(visit.scope, visit.receive, visit.send))
        done.add_done_callback(lambda _: visit.parts.put(None))
        start = visit.parts.get()
        if start is None:
            raise RuntimeError(f"no answer from the stream: {done.exception()}")
        headers = [(k.decode(), v.decode()) for k, v in start["headers"]]
        start_response(f"{start['status']} -", headers)
        return visit.read()

    def stop(self) -> None:
        """End all streams and give their database connections back."""
        self._run(self._end()).result()
        for _ in range(self.streams.threads._max_workers):
            self.streams.threads.submit(connections.close_all)
        self.streams.threads.shutdown()
        self._loop.call_soon_threadsafe(self._loop.stop)
        self._thread.join()

    async def _begin(self) -> None:
        self._listening = asyncio.create_task(self.streams.listener.run())

    async def _end(self) -> None:
        self.streams.hub.close_all()
        self._listening.cancel()
        with contextlib.suppress(asyncio.CancelledError):
            await self._listening

    def _run(self, work: Any) -> Any:
        return asyncio.run_coroutine_threadsafe(work, self._loop)


class _Visit:
    def __init__(self, environ: dict[str, Any], loop: asyncio.AbstractEventLoop):
        named = {"cookie": "HTTP_COOKIE", "origin": "HTTP_ORIGIN"}
        self.scope = {
            "type": "http",
            "method": environ["REQUEST_METHOD"],
            "path": environ["PATH_INFO"],
            "query_string": environ["QUERY_STRING"].encode("latin-1"),
            "headers": [
                (name.encode(), environ[key].encode("latin-1"))
                for name, key in named.items()
                if key in environ
            ],
        }
        self.parts: queue.Queue[Any] = queue.Queue()
        self._loop, self._left = loop, asyncio.Event()

    async def receive(self) -> dict[str, Any]:
        await self._left.wait()
        return {"type": "http.disconnect"}

    async def send(self, message: dict[str, Any]) -> None:
        self.parts.put(message)

    def read(self) -> Iterator[bytes]:
        """The body's parts; a comment now and then, which fails once the browser has gone."""
        try:
            while True:
                try:
                    message = self.parts.get(timeout=_BEAT)
                except queue.Empty:
                    yield b": beat\n\n"
                    continue
                if message is None:
                    return
                yield message["body"]
        finally:
            self._loop.call_soon_threadsafe(self._left.set)
