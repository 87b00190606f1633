"""Clients that file matters and repeat each request under its key until it is acknowledged."""

from __future__ import annotations

import asyncio
import json
import random
import time
import uuid
from dataclasses import dataclass, field

PATIENCE = 15.0  # seconds for one answer
HANGS_UP = 0.05  # share of requests whose answer the client does not wait for
CATEGORIES = ("electricity", "drainage", "lift", "public_facility")
UNANSWERED = (OSError, EOFError, asyncio.IncompleteReadError, TimeoutError)

Connection = tuple[asyncio.StreamReader, asyncio.StreamWriter]


@dataclass
class Filing:
    """What was sent and what was said: key → number, and the keys nobody answered."""

    port: int
    acknowledged: dict[str, str] = field(default_factory=dict)
    filers: dict[str, int] = field(default_factory=dict)
    unanswered: list[str] = field(default_factory=list)
    repeats: int = 0
    known: int = 0  # 200: a request before this one had been done, unheard
    seconds: float = 0.0

    async def await_first_answer(self) -> None:
        """Raises TimeoutError when the server is not there in time."""
        async with asyncio.timeout(90):
            while await self.ask("GET /health/ready", "", b"", {}) is None:
                await asyncio.sleep(0.3)

    async def ask(
        self, what: str, token: str, body: bytes, more: dict[str, str]
    ) -> dict[str, str] | None:
        """One request on a connection of its own; None without a 200."""
        try:
            connection = await asyncio.open_connection("127.0.0.1", self.port)
        except OSError:
            return None
        try:
            connection[1].write(_head(self.port, what, token, len(body), more) + body)
            status, answer = await asyncio.wait_for(read_answer(connection[0]), PATIENCE)
            return json.loads(answer) if status == 200 else None
        except UNANSWERED:
            return None
        finally:
            connection[1].close()


async def file_until(filing: Filing, n: int, token: str, ends: float, gives_up: float) -> None:
    """Client `n` files one matter after the other, each until it is acknowledged."""
    connection: Connection | None = None
    while time.monotonic() < ends:
        key = str(uuid.uuid4())
        filing.filers[key] = n
        request = request_of(filing.port, key, token)
        while time.monotonic() < gives_up:
            connection, done = await _try(filing, connection, request, key)
            if done:
                break
            filing.repeats += 1
            await asyncio.sleep(random.uniform(0.05, 0.5))
        else:
            filing.unanswered.append(key)
    if connection:
        connection[1].close()


def request_of(port: int, key: str, token: str) -> bytes:
    """The bytes of a filing; the title is the key, so that a doubled matter can be told."""
    category = CATEGORIES[int(key[0], 16) % len(CATEGORIES)]
    matter = {"kind": "report", "category": category, "title": key, "text": "楼道灯不亮,请来看看"}
    body = json.dumps(matter).encode()
    head = _head(port, "POST /api/v1/matters", token, len(body), {"Idempotency-Key": key})
    return head + body


async def request_again(filing: Filing, key: str, token: str) -> str | None:
    """The number that an acknowledged request gets when it is sent once more."""
    for _ in range(20):
        connection: Connection | None = None
        try:
            connection = await asyncio.open_connection("127.0.0.1", filing.port)
            connection[1].write(request_of(filing.port, key, token))
            status, body = await asyncio.wait_for(read_answer(connection[0]), PATIENCE)
            if status == 200:
                return str(json.loads(body)["number"])
        except UNANSWERED:
            pass
        finally:
            if connection:
                connection[1].close()
        await asyncio.sleep(0.3)
    return None


async def _try(
    filing: Filing, connection: Connection | None, request: bytes, key: str
) -> tuple[Connection | None, bool]:
    """Send once; the connection to go on with, and whether the matter is acknowledged."""
    try:
        if connection is None:
            connection = await asyncio.open_connection("127.0.0.1", filing.port)
        connection[1].write(request)
        await connection[1].drain()
        if random.random() < HANGS_UP:
            await asyncio.sleep(random.uniform(0, 0.1))
            connection[1].close()
            return None, False
        status, body = await asyncio.wait_for(read_answer(connection[0]), PATIENCE)
    except UNANSWERED:
        if connection:
            connection[1].close()
        return None, False
    if status in (200, 201):
        filing.acknowledged[key] = json.loads(body)["number"]
        filing.known += status == 200
        return connection, True
    if status < 500:
        raise RuntimeError(f"{status} {body.decode()[:400]}")
    return connection, False


def _head(port: int, what: str, token: str, length: int, more: dict[str, str]) -> bytes:
    lines = [f"{what} HTTP/1.1", f"Host: 127.0.0.1:{port}", "Content-Type: application/json",
             f"Content-Length: {length}", *(f"{k}: {v}" for k, v in more.items())]  # fmt: skip
    if token:
        lines.append(f"Authorization: Bearer {token}")
    return ("\r\n".join(lines) + "\r\n\r\n").encode()


async def read_answer(reader: asyncio.StreamReader) -> tuple[int, bytes]:
    head = (await reader.readuntil(b"\r\n\r\n")).decode("latin1")
    length = head.lower().partition("content-length:")[2].split("\r\n")[0]
    if not length.strip():
        raise EOFError(head)
    return int(head.split(" ", 2)[1]), await reader.readexactly(int(length))
