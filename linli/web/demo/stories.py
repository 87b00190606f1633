"""Plans what comes in during three months: who says what, where, when, and how it goes on."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta
from random import Random
from typing import Any

from linli.base.calendars.api import SHANGHAI
from linli.web.demo.data import FULL, DemoScale
from linli.web.demo.register import Register
from linli.web.demo.residents import Dwelling
from linli.web.demo.scripts import (
    AT_CENTRE,
    SENSITIVE,
    Script,
    Step,
    choose_arc,
    write_dispute,
    write_thanks,
)
from linli.web.demo.texts.answers import JOINS, MERGES
from linli.web.demo.texts.bank import TOPICS, Line, lines

# how often a category comes up; heating follows its own season
_WEIGHTS = {
    "water_pipe": 62, "drainage": 52, "electricity": 50, "gas": 16, "heating": 26, "lift": 44,
    "access_door": 46, "public_facility": 42, "dirt_front": 36, "rubbish": 50, "greenery": 22,
    "pests": 18, "parking": 48, "ebike_charging": 44, "dog": 56, "noise_square_dance": 22,
    "noise_neighbour": 40, "neighbour_dispute": 26, "elder_care": 56, "child_care": 16,
    "disability_aid": 24, "housing_eligibility": 36, "fees": 36, "job_training": 18,
    "activity": 24, "enquiry": 44, "thanks": 46, "other": 26,
}  # fmt: skip
# matters of a hot topic at the full scale
_TOPIC_SHARE = {"water_b3": 18, "dance_b7": 34, "dirt_b11": 16}
_WEEK = (1.3, 1.15, 1.0, 1.0, 1.05, 0.62, 0.55)
_ALL_DAY = (0, 0, 0, 0, 0, 1, 3, 6, 9, 10, 9, 7, 5, 5, 7, 8, 8, 7, 7, 8, 7, 4, 2, 1)
_DESK = (0, 0, 0, 0, 0, 0, 0, 0, 9, 12, 11, 8, 3, 3, 7, 9, 9, 7, 4, 3, 0, 0, 0, 0)
CHANNELS = {
    "H": "hotline", "K": "walk_in", "W": "wechat", "R": "resident", "L": "letter",
    "G": "grid_round",
}  # fmt: skip
_CLOCK_WORDS = ("晚上七点", "晚上八点", "傍晚", "晚上九点", "下班后", "夜里十点")


@dataclass
class Story:
    """One matter to come: its opening and the steps after it."""

    number: int
    at: datetime
    line: Line
    channel: str
    words: str
    place_id: int | None
    grid_id: int | None
    building_id: int | None
    dwelling: Dwelling
    person: Any  # the reporter, None when the caller gave no name or staff saw it
    steps: list[Step] = field(default_factory=list)
    finished_at: datetime | None = None
    with_photo: bool = False


class StoryMaker:
    """Plans stories from a seed; the register says who lives where."""

    def __init__(self, register: Register, scale: DemoScale, rng: Random, now: datetime) -> None:
        self.register = register
        self.scale = scale
        self.rng = rng
        self.now = now
        self.today = now.astimezone(SHANGHAI).date()
        self.by_building: dict[int, list[Dwelling]] = {}
        for d in register.dwellings:
            self.by_building.setdefault(int(d.plate.split("-")[0]), []).append(d)
        self._used: dict[str, int] = {}

    def plan(self) -> list[Story]:
        """All stories in the order in which they come in."""
        stories = [self._plan_one(day) for day in self._days()]
        stories += self._plan_topics()
        stories.sort(key=lambda story: story.at)
        stories = [story for story in stories if story.at < self.now]
        for number, story in enumerate(stories):
            story.number = number
        self._add_merges(stories)
        self._add_joins(stories)
        return stories

    def _days(self) -> list[date]:
        days = [self.today - timedelta(days=n) for n in range(self.scale.days)]
        weights = [_WEEK[day.weekday()] for day in days]
        topics = sum(_TOPIC_SHARE[t] for t in self._topics()) * self.scale.matters // FULL.matters
        return self.rng.choices(days, weights, k=max(self.scale.matters - topics, 0))

    def _topics(self) -> list[str]:
        return [k for k, topic in TOPICS.items() if max(topic.buildings) <= self.scale.buildings]

    def _plan_topics(self) -> list[Story]:
        stories = []
        for key in self._topics():
            topic = TOPICS[key]
            part = self.scale.days / len(topic.curve)
            for _ in range(max(_TOPIC_SHARE[key] * self.scale.matters // FULL.matters, 2)):
                n = self.rng.choices(range(len(topic.curve)), topic.curve)[0]
                ago = self.scale.days - (n + self.rng.random()) * part
                category = next(c for c, t in lines() if t == key)
                day = self.today - timedelta(days=int(ago))
                dwelling = self.choose_dwelling(self.rng.choice(topic.buildings))
                stories.append(self._tell(day, self._choose_line(category, key), dwelling))
        return stories

    def _plan_one(self, day: date) -> Story:
        weights = dict(_WEIGHTS)
        # the heating is filled early in November and starts in its middle
        season = (day - date(day.year, 11, 1)).days
        weights["heating"] = 4 if season < 0 else 60 if season < 10 else 150
        category = self.rng.choices(list(weights), list(weights.values()))[0]
        return self._tell(day, self._choose_line(category, ""), self.choose_dwelling(None))

    def _choose_line(self, category: str, topic: str) -> Line:
        """A line used least so far; urgent ones come up less often."""
        rows = lines()[category, topic]
        weights = [
            (0.25 if row.urgency != "none" else 1.0) / (1 + self._used.get(row.words, 0)) ** 1.5
            for row in rows
        ]
        line = self.rng.choices(rows, weights)[0]
        self._used[line.words] = self._used.get(line.words, 0) + 1
        return line

    def choose_dwelling(self, building: int | None) -> Dwelling:
        homes = self.by_building[building] if building else self.register.dwellings
        while True:
            dwelling = self.rng.choice(homes)
            if not dwelling.named:
                return dwelling

    def _tell(self, day: date, line: Line, dwelling: Dwelling) -> Story:
        letter = self.rng.choice(line.channels)
        member, person = self._choose_person(dwelling, letter)
        words = self.fill(line.words, dwelling, member)
        place = self.find_place(line, words, dwelling)
        at = self._choose_time(day, letter)
        anonymous = letter == "G" or (letter in "HW" and self.rng.random() < 0.1)
        story = Story(
            number=0, at=at, line=line, channel=CHANNELS[letter], words=words,
            place_id=place.pk, grid_id=place.grid_id, building_id=place.building_id,
            dwelling=dwelling, person=None if anonymous else person,
            with_photo=letter in "WRG" and self.rng.random() < 0.3,
        )  # fmt: skip
        self.write_steps(story)
        return story

    def write_steps(self, story: Story) -> None:
        script = Script(self.rng, story.at, story.line.category, story.line.urgency)
        if story.line.kind == "dispute":
            write_dispute(script)
        elif story.line.kind == "thanks":
            write_thanks(script)
        else:
            arc = choose_arc(self.rng, story.line.category, story.line.urgency)
            by_resident = story.person is not None and story.channel in ("resident", "wechat")
            at_home = "{home}" in story.line.words and story.line.category not in AT_CENTRE
            arc(script, at_home, by_resident and self.rng.random() < 0.4)
        if story.person is None:
            script.steps = [s for s in script.steps if s.deed not in ("thank", "confirm")]
        story.steps, story.finished_at = script.steps, script.finished_at

    def _choose_person(self, dwelling: Dwelling, letter: str) -> tuple[Any, Any]:
        """Old people call, come and write; younger ones type."""
        pairs = list(zip(dwelling.family.members, dwelling.people, strict=True))
        grown = [pair for pair in pairs if pair[0].age(self.today) >= 18]
        tendency = 1.5 if letter in "HKL" else -1.2
        weights = [max(member.age(self.today), 18) ** tendency for member, _ in grown]
        return self.rng.choices(grown, weights)[0]

    def fill(self, words: str, dwelling: Dwelling, member: Any) -> str:
        building, entrance, number = dwelling.plate.split("-")
        age = member.age(self.today)
        female = member.sex == "female"
        title = ("阿姨" if female else "大爷") if age >= 60 else ("女士" if female else "先生")
        return words.format(
            home=dwelling.plate, b=building, e=entrance, floor=int(number) // 100,
            n=self.rng.randint(2, 6), t=self.rng.choice(_CLOCK_WORDS),
            who=member.name[0] + title,
        )  # fmt: skip

    def find_place(self, line: Line, words: str, dwelling: Dwelling) -> Any:
        """The place of the trouble: named in the words, the lift, the home, entrance, building."""
        places = self.register.places
        topic = TOPICS.get(line.topic)
        if topic is not None:
            number = int(topic.place.split("号")[0])
            return places.spots.get(topic.place) or places.buildings[number]
        for plate, spot in places.spots.items():
            if spot.facility_type != "lift" and plate in words:
                return spot
        building, entrance, _ = (int(part) for part in dwelling.plate.split("-"))
        if line.category == "lift":
            return places.spots[f"{building}-{entrance}电梯"]
        if "{home}" in line.words:
            return dwelling.home.place
        if "{e}" in line.words:
            return places.entrances[building, entrance]
        return places.buildings[building] if "{b}" in line.words else dwelling.home.place

    def _choose_time(self, day: date, letter: str) -> datetime:
        hours = _ALL_DAY if letter in "WR" else _DESK
        hour = self.rng.choices(range(24), hours)[0]
        moment = time(hour, self.rng.randint(0, 59), self.rng.randint(0, 59))
        return datetime.combine(day, moment, SHANGHAI)

    def _add_merges(self, stories: list[Story]) -> None:
        """Who reports a hot topic again within two days is often put with the first."""
        latest: dict[str, Story] = {}
        for story in stories:
            topic = story.line.topic
            if not topic:
                continue
            kept = latest.get(topic)
            at = story.at + timedelta(minutes=self.rng.randint(20, 90))
            is_open = kept is not None and kept.finished_at and kept.finished_at > at
            if kept and is_open and self.rng.random() < 0.45 and _keeps_open(kept, at):
                args = {"into": kept.number, "text": self.rng.choice(MERGES)}
                story.steps = [Step(at, "merge", args)]
            else:
                latest[topic] = story

    def _add_joins(self, stories: list[Story]) -> None:
        """A neighbour has the same trouble and asks to hear how it ends."""
        for story in stories:
            if (
                story.line.category in SENSITIVE | AT_CENTRE
                or story.building_id is None
                or not story.finished_at
                or not any(step.deed == "finish" for step in story.steps)
                or self.rng.random() > (0.35 if story.line.topic else 0.05)
            ):
                continue
            number = int(story.dwelling.plate.split("-")[0])
            neighbour = self.choose_dwelling(number)
            if neighbour is story.dwelling:
                continue
            at = story.at + (story.finished_at - story.at) * self.rng.uniform(0.3, 0.9)
            if not _keeps_open(story, at):
                continue
            args = {"dwelling": neighbour, "text": self.rng.choice(JOINS)}
            story.steps = sorted([*story.steps, Step(at, "join", args)], key=lambda s: s.at)


def _keeps_open(story: Story, at: datetime) -> bool:
    """Whether nothing of the story's own ends it before `at`."""
    ending = ("finish", "decline", "merge")
    return all(step.at > at for step in story.steps if step.deed in ending)
