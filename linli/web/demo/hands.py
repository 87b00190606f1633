"""Whose hands and on which day: what every step of the demo's money and voice needs."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta
from random import Random

from linli.base.accounts.api import Actor
from linli.base.calendars.api import SHANGHAI, clock_at
from linli.estate.organisations.api import load_actor
from linli.web.demo.register import Register
from linli.web.demo.residents import Dwelling


@dataclass
class Hands:
    """The register, the clock and the people of a load; `now` is the instant at which it ends."""

    register: Register
    now: datetime
    rng: Random
    counts: dict[str, int] = field(default_factory=dict)
    refusal: str = ""  # what a rule said to a step, if one did
    _actors: dict[str, Actor] = field(default_factory=dict)

    @property
    def today(self) -> date:
        return self.now.astimezone(SHANGHAI).date()

    def actor(self, username: str) -> Actor:
        if username not in self._actors:
            self._actors[username] = load_actor(self.register.staff.accounts[username])
        return self._actors[username]

    @contextmanager
    def at(self, day: date, hour: int = 10, minute: int = 0) -> Iterator[None]:
        """Everything inside happens at that hour, or now where it has not come yet."""
        with clock_at(min(datetime.combine(day, time(hour, minute), SHANGHAI), self.now)):
            yield

    def ago(self, days: int) -> date:
        return self.today - timedelta(days=days)

    def named(self, username: str) -> Dwelling:
        """The home of a named resident."""
        return next(d for d in self.register.dwellings if d.named and d.named.username == username)

    def count(self, name: str, more: int = 1) -> None:
        self.counts[name] = self.counts.get(name, 0) + more
