"""The platform's connections: each sends a message, and the same again until it is answered."""

from __future__ import annotations

import asyncio
import random
import re
import time
import uuid
from dataclasses import dataclass, field

from bench.intake_clients import UNANSWERED, read_answer
from linli.gateways.wechat.tests.platform import Account, make_xml

PATIENCE = 5.0  # seconds: then the platform hangs up and sends the message again
THINKS = (0.2, 1.2)  # seconds between two messages of a connection
HANGS_UP = 0.04  # share of messages whose first answer goes unheard
TWO_STEPS = 0.2  # share of stories without a place: Linli asks, the place comes after
PLACES = ("1号楼1单元", "1号楼2单元", "2号楼1单元", "2号楼2单元", "3号楼1单元", "3号楼2单元")
NUMBER = re.compile(r"\d{6}-\d{3,7}")

Connection = tuple[asyncio.StreamReader, asyncio.StreamWriter]


@dataclass
class Traffic:
    """What was sent and what was said.

    `numbers`: key of a story → matter's number; `answers`: MsgId's XML → the words said;
    `timings`: (sent at, seconds) of every post, PATIENCE for those that were not answered.
    """

    port: int
    path: str
    account: Account
    openids: list[str]
    numbers: dict[str, str] = field(default_factory=dict)
    answers: dict[str, str] = field(default_factory=dict)
    timings: list[tuple[float, float]] = field(default_factory=list)
    unanswered: list[str] = field(default_factory=list)
    mute: int = 0  # 200 without a number where one was due
    changed: int = 0  # repeats that were told something else
    repeats: int = 0
    seconds: float = 0.0


async def talk_until(traffic: Traffic, ends: float, gives_up: float) -> None:
    """One connection: story after story, each until it has a number."""
    line = _Line(traffic, gives_up)
    while time.monotonic() < ends:
        await asyncio.sleep(random.uniform(*THINKS))
        await _tell_story(line)
    line.close()


async def _tell_story(line: _Line) -> None:
    traffic, key = line.traffic, uuid.uuid4().hex
    openid = traffic.openids.pop(0) if traffic.openids else f"oBench{key}"
    place = random.choice(PLACES)
    in_two = random.random() < TWO_STEPS
    story = f"楼道灯不亮，已经三天了，请来看看，编号{key}"
    words = await line.say(openid, story if in_two else place + story)
    if in_two and words is not None and not NUMBER.search(words):
        words = await line.say(openid, place)
    traffic.openids.append(openid)
    if words is None:
        traffic.unanswered.append(key)
        return
    found = NUMBER.search(words)
    if found:
        traffic.numbers[key] = found[0]
    else:
        traffic.mute += 1


class _Line:
    """A connection that is opened anew when it breaks."""

    def __init__(self, traffic: Traffic, gives_up: float):
        self.traffic, self._gives_up = traffic, gives_up
        self._connection: Connection | None = None

    def close(self) -> None:
        if self._connection:
            self._connection[1].close()
        self._connection = None

    async def say(self, openid: str, text: str) -> str | None:
        """The words of the answer; None when nobody answered in time."""
        xml = make_xml("text", openid, self.traffic.account.original_id, content=text)
        while time.monotonic() < self._gives_up:
            words = await self.post(xml, may_hang_up=True)
            if words is not None:
                self._keep(xml, words)
                return words
            self.traffic.repeats += 1
            await asyncio.sleep(random.uniform(0.05, 0.5))
        return None

    def _keep(self, xml: str, words: str) -> None:
        self.traffic.answers[xml] = words

    async def post(self, xml: str, *, may_hang_up: bool = False) -> str | None:
        """Sign, send, read; None without a 200."""
        traffic = self.traffic
        query, body = traffic.account.post(xml)
        head = (
            f"POST {traffic.path}?{query} HTTP/1.1\r\nHost: 127.0.0.1:{traffic.port}\r\n"
            f"Content-Type: text/xml\r\nContent-Length: {len(body)}\r\n\r\n"
        ).encode()
        at = time.monotonic()
        try:
            if self._connection is None:
                self._connection = await asyncio.open_connection("127.0.0.1", traffic.port)
            self._connection[1].write(head + body)
            await self._connection[1].drain()
            if may_hang_up and random.random() < HANGS_UP:
                await asyncio.sleep(random.uniform(0, 0.1))
                self.close()
                return None
            async with asyncio.timeout(PATIENCE):
                status, answer = await read_answer(self._connection[0])
        except UNANSWERED:
            self.close()
            traffic.timings.append((at, PATIENCE))
            return None
        took = time.monotonic() - at
        if 400 <= status < 500:
            raise RuntimeError(f"{status} {answer.decode()[:300]}")
        traffic.timings.append((at, took if status == 200 else PATIENCE))
        return traffic.account.read(answer).get("Content", "") if status == 200 else None


async def ask_again(traffic: Traffic, count: int) -> None:
    """Send some answered messages once more: another answer than the first is counted."""
    line = _Line(traffic, time.monotonic() + 60)
    some = list(traffic.answers.items())
    for xml, words in random.sample(some, min(count, len(some))):
        for _ in range(20):
            again = await line.post(xml)
            if again is not None:
                break
            await asyncio.sleep(0.3)
        traffic.changed += again != words
    line.close()
