"""The stream's answers, asked as an ASGI server asks."""

from __future__ import annotations

import asyncio
import json
from time import time
from typing import Any

import pytest
from django.conf import settings
from django.test import Client

from linli.base.scopes.api import estate_scope
from linli.estate.testing import make_cast
from linli.web.live import streams
from linli.web.live.origins import is_ours
from linli.web.live.tests.loops import run

PAGE = "http://localhost:8000"


class Visit:
    """One request; leaves when `hears` lines of data have come, or at the first other answer."""

    def __init__(self, path: str, query: str = "", **headers: str):
        self.scope = {
            "type": "http", "method": "GET", "path": path, "query_string": query.encode(),
            "headers": [(k.encode(), v.encode()) for k, v in headers.items()],
        }  # fmt: skip
        self.status, self.headers, self.body = 0, {}, b""
        self.came = asyncio.Event()
        self.leave = asyncio.Event()

    async def receive(self) -> dict[str, Any]:
        await self.leave.wait()
        return {"type": "http.disconnect"}

    async def send(self, message: dict[str, Any]) -> None:
        if message["type"] == "http.response.start":
            self.status, self.headers = message["status"], dict(message["headers"])
        self.body += message.get("body", b"")
        if b'"queue"' in self.body or self.status != 200:
            self.came.set()


async def ask(application: streams.Streams, visit: Visit) -> Visit:
    await asyncio.wait_for(application(visit.scope, visit.receive, visit.send), 10)
    return visit


def cookie(client: Client) -> str:
    return f"{settings.SESSION_COOKIE_NAME}={client.cookies[settings.SESSION_COOKIE_NAME].value}"


@pytest.fixture
def signed_in(committed_db: Any, sign_in: Any) -> str:
    cast = make_cast()
    with estate_scope(cast.estate.pk):
        return f"{cast.estate.pk} {cookie(sign_in(cast.agent))}"


def test_a_visitor_is_refused(committed_db: Any) -> None:
    visit = run(ask(streams.Streams(), Visit("/live", "keys=queue", origin=PAGE)))
    assert (visit.status, visit.body) == (401, b"")


def test_a_foreign_page_is_refused(signed_in: str) -> None:
    _estate, own = signed_in.split(" ", 1)
    foreign = Visit("/live", "keys=queue", origin="https://evil.example", cookie=own)
    visit = run(ask(streams.Streams(), foreign))
    assert visit.status == 403
    assert b"access-control-allow-origin" not in visit.headers


def test_a_page_hears_what_is_told_in_the_database(signed_in: str) -> None:
    from django.db import connection

    estate, own = signed_in.split(" ", 1)
    news = json.dumps({"estate": int(estate), "keys": ["queue", "matter:5"]})
    connection.ensure_connection()

    async def listen() -> Visit:
        application = streams.Streams()
        listening = asyncio.create_task(application.listener.run())
        visit = Visit("/live", "keys=queue,matter:5,wall", origin=PAGE, cookie=own)
        answering = asyncio.create_task(ask(application, visit))
        while not (application.listener.is_connected and application.hub._pages):
            await asyncio.sleep(0.01)
        await asyncio.to_thread(_tell, news)
        await asyncio.wait_for(visit.came.wait(), 10)
        visit.leave.set()
        await answering
        listening.cancel()
        return visit

    visit = run(listen())
    assert visit.headers[b"access-control-allow-origin"] == PAGE.encode()
    assert b'data: {"keys": ["queue"]}' in visit.body  # matter 5 is not there for the agent


def test_news_between_the_page_and_its_stream_are_not_lost(signed_in: str) -> None:
    from django.db import connection

    estate, own = signed_in.split(" ", 1)
    connection.ensure_connection()

    async def come_late(as_of: str) -> bytes:
        application = streams.Streams()
        application.hub.tell_all()  # the line to the database is good
        await asyncio.sleep(0.002)
        asked = str(int(time() * 1000))
        application.hub.tell(int(estate), ["queue"])
        query = f"keys=queue,wall&as_of={as_of or asked}"
        visit = Visit("/live", query, origin=PAGE, cookie=own)
        answering = asyncio.create_task(ask(application, visit))
        while not visit.body:
            await asyncio.sleep(0.01)
        visit.leave.set()
        await answering
        return visit.body

    assert b'data: {"keys": ["queue"]}' in run(come_late(""))
    for strange in ("9" * 15, "-1", "now", "9" * 400, "\u0663"):
        assert b'data: {"keys": []}' in run(come_late(strange)), strange


def _tell(news: str) -> None:
    from django.db import connection

    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_notify('linli_live', %s)", [news])
    connection.close()


@pytest.mark.parametrize(
    ("origin", "ours"),
    [
        (PAGE, True),
        ("http://127.0.0.1:8000", True),
        ("http://localhost:8001", False),
        ("http://localhost", False),
        ("http://localhost.evil.example:8000", False),
        ("null", False),
        ("http://[::bad", False),
        ("file://localhost:8000", False),
    ],
)
def test_whose_page(origin: str, ours: bool) -> None:
    assert is_ours(origin) is ours


def test_the_policy_lets_a_page_reach_its_stream(client: Client) -> None:
    policy = client.get("/health/live", headers={"host": "localhost:8000"}).headers[
        "Content-Security-Policy"
    ]
    assert "connect-src 'self' http://localhost:8001" in policy
