"""How a matter goes, step by step: the arcs of the demo's stories. Pure but for the clock zone."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from random import Random
from typing import Any

from linli.base.calendars.api import SHANGHAI
from linli.web.demo.texts import answers

UTILITIES = frozenset({"water_pipe", "drainage", "electricity", "gas", "heating", "lift"})
QUICK = frozenset({"fees", "enquiry"})
COMPLEX = frozenset({"neighbour_dispute", "housing_eligibility"})
AT_CENTRE = frozenset({"enquiry", "other", "thanks"})  # stay where they came in
SENSITIVE = frozenset(
    {"neighbour_dispute", "elder_care", "child_care", "disability_aid", "housing_eligibility"}
)
# how many hours the work takes, and how many when it runs late
_HOURS = {"utilities": (1, 18), "quick": (0.3, 9), "general": (4, 100), "complex": (40, 230)}
_LATE = {"utilities": (27, 60), "quick": (110, 150), "general": (250, 330), "complex": (520, 640)}


@dataclass(frozen=True, slots=True)
class Step:
    at: datetime
    deed: str
    args: dict[str, Any] = field(default_factory=dict)


def pace_of(category: str) -> str:
    for pace, members in (("utilities", UTILITIES), ("quick", QUICK), ("complex", COMPLEX)):
        if category in members:
            return pace
    return "general"


def in_office_hours(at: datetime) -> datetime:
    """The same instant, or the next one between 8:00 and 18:30 of Shanghai."""
    local = at.astimezone(SHANGHAI)
    opening = local.replace(hour=8, minute=local.minute % 50, second=0, microsecond=0)
    if local.hour < 8:
        return opening
    if (local.hour, local.minute) > (18, 30):
        return opening + timedelta(days=1)
    return local


class Script:
    """Steps one after another; `at` is the time of the last one."""

    def __init__(self, rng: Random, at: datetime, category: str, urgency: str) -> None:
        self.rng = rng
        self.at = at
        self.category = category
        self.is_urgent = urgency != "none"
        self.steps: list[Step] = []
        self.finished_at = at

    def add(self, minutes: float, deed: str, **args: Any) -> None:
        self.at += timedelta(minutes=minutes)
        if not self.is_urgent:
            self.at = in_office_hours(self.at)
        self.steps.append(Step(self.at, deed, args))

    def soon(self, low: float, high: float, deed: str, **args: Any) -> None:
        self.add(self.rng.uniform(low, high), deed, **args)

    def accept(self) -> None:
        low, high = (2, 12) if self.is_urgent else (6, 150)
        lead_assigns = self.rng.random() < 0.4 and self.category not in AT_CENTRE
        self.soon(low, high, "assign" if lead_assigns else "accept")

    def talk(self) -> None:
        """A word to the resident or a note among ourselves, now and then."""
        chance = self.rng.random()
        if chance < 0.16:
            self.soon(4, 60, "tell", text=self.rng.choice(answers.TOLD))
        elif chance < 0.34:
            self.soon(4, 90, "note", text=self.rng.choice(answers.NOTES))

    def work(self, *, late: bool = False, at_home: bool = False) -> None:
        pace = pace_of(self.category)
        low, high = (_LATE if late else _HOURS)[pace]
        hours = self.rng.uniform(low, high) if late else self.rng.triangular(low, high, low * 2)
        if self.is_urgent and not late:
            hours = self.rng.uniform(0.3, 1.4)
        if at_home and hours > 3 and self.rng.random() < 0.6:
            self.add(hours * 15, "appoint", after=hours * 45)
            self.add(hours * 45, "finish", text=self._done())
        else:
            self.add(hours * 60, "finish", text=self._done())
        self.finished_at = self.at

    def _done(self) -> str:
        return self.rng.choice(answers.done_text(self.category))

    def end(self, *, by_resident: bool = False) -> None:
        """The return visit; sometimes nobody answers the phone at first."""
        rng = self.rng
        satisfaction = rng.choices(("satisfied", "fair", "dissatisfied"), (80, 16, 4))[0]
        if by_resident:
            self.soon(20, 1400, "confirm", solved=True, satisfaction=satisfaction)
        else:
            if rng.random() < 0.07:
                self.soon(200, 1500, "visit", result="unreachable",
                          text=rng.choice(answers.UNREACHED))  # fmt: skip
                self.at += timedelta(days=1)
            self.soon(120, 2600, "visit", result="solved", satisfaction=satisfaction,
                      text=rng.choice(answers.SOLVED))  # fmt: skip
        if satisfaction == "satisfied" and rng.random() < 0.17:
            self.soon(5, 900, "thank", text=rng.choice(answers.THANKS))


# --- arcs: each writes its steps into a script -------------------------------------------------


def _plain(s: Script, at_home: bool, by_resident: bool) -> None:
    s.accept()
    s.talk()
    s.work(at_home=at_home)
    s.end(by_resident=by_resident)


def _handed_on(s: Script, at_home: bool, by_resident: bool) -> None:
    s.accept()
    s.soon(30, 400, "hand_on", text=s.rng.choice(answers.HAND_ONS))
    s.soon(20, 300, "accept")
    s.work()
    s.end(by_resident=by_resident)


def _returned(s: Script, at_home: bool, by_resident: bool) -> None:
    s.soon(20, 200, "return_offer", text=s.rng.choice(answers.RETURNS))
    s.soon(10, 120, "offer_again", text=s.rng.choice(answers.AGAIN))
    s.accept()
    s.work()
    s.end(by_resident=by_resident)


def _asked(s: Script, at_home: bool, by_resident: bool) -> None:
    s.accept()
    s.soon(5, 90, "ask", text=s.rng.choice(answers.QUESTIONS))
    s.soon(15, 900, "answer", text=s.rng.choice(answers.ANSWERS))
    s.work(at_home=at_home)
    s.end(by_resident=by_resident)


def _extended(s: Script, at_home: bool, by_resident: bool) -> None:
    s.accept()
    s.talk()
    s.soon(100, 700, "extend", text=s.rng.choice(answers.EXTENSIONS))
    s.work()
    s.end(by_resident=by_resident)


def _late(s: Script, at_home: bool, by_resident: bool) -> None:
    s.accept()
    s.work(late=True)
    s.end()


def _unsolved(s: Script, at_home: bool, by_resident: bool) -> None:
    s.accept()
    s.work()
    s.soon(300, 1500, "visit", result=s.rng.choice(("unsolved", "unsolved", "partly")),
           satisfaction=s.rng.choice(("dissatisfied", "dissatisfied", "fair")),
           text=s.rng.choice(answers.UNSOLVED))  # fmt: skip
    s.work()
    s.end()


def _came_back(s: Script, at_home: bool, by_resident: bool) -> None:
    _plain(s, at_home, by_resident)
    if s.steps[-1].deed == "thank":
        s.steps.pop()
    s.soon(600, 5000, "reply", text=s.rng.choice(answers.REPLIES))
    s.work()
    s.end()


def _declined(s: Script, at_home: bool, by_resident: bool) -> None:
    reason = s.rng.choice(list(answers.REFUSALS))
    s.soon(20, 200, "decline", reason=reason, text=answers.REFUSALS[reason])


def write_dispute(s: Script) -> None:
    """Mediation in its four steps."""
    s.soon(20, 200, "accept")
    s.soon(10, 60, "add_party")
    for step, text in answers.STEPS.items():
        s.soon(600, 2800, "mediate", step=step, text=text)
    s.soon(5, 60, "finish", text=s.rng.choice(answers.done_text("neighbour_dispute")))
    s.finished_at = s.at
    s.end()


def write_thanks(s: Script) -> None:
    """Thanks go on to whoever earned them."""
    s.soon(10, 120, "accept")
    if s.rng.random() < 0.7:
        s.soon(5, 60, "pass_thanks", text="这是夸您的，请看看。")
        s.soon(30, 600, "accept")
    s.soon(5, 60, "finish", text=s.rng.choice(answers.done_text("thanks")))
    s.soon(1, 30, "thank", text=s.rng.choice(answers.THANKS))


Arc = Callable[[Script, bool, bool], None]
_ARCS: tuple[tuple[Arc, int], ...] = (
    (_plain, 600), (_handed_on, 70), (_returned, 45), (_asked, 75), (_extended, 50), (_late, 60),
    (_unsolved, 55), (_came_back, 35), (_declined, 10),
)  # fmt: skip


def choose_arc(rng: Random, category: str, urgency: str) -> Arc:
    """An arc that is possible here: what stays at the centre is not handed round."""
    arcs = list(_ARCS)
    if urgency != "none":
        return rng.choices((_plain, _unsolved), (92, 8))[0]
    if category in AT_CENTRE:
        kept = {_plain, _asked, _late, _came_back, _declined}
        arcs = [(arc, share) for arc, share in arcs if arc in kept]
    if category in SENSITIVE:
        arcs = [(arc, share) for arc, share in arcs if arc is not _declined]
    return rng.choices([arc for arc, _ in arcs], [share for _, share in arcs])[0]
