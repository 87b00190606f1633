"""All opening words, parsed: which fit a category, whether they belong to a hot topic."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache

from linli.web.demo.texts import neighbours, outdoors, utilities


@dataclass(frozen=True, slots=True)
class Line:
    """One way to say something; `channels` are the letters explained in `utilities`."""

    category: str
    topic: str  # "" or a key of `TOPICS`
    channels: str
    kind: str
    urgency: str
    words: str


@dataclass(frozen=True, slots=True)
class Topic:
    """Trouble that many report: where, who says so, and how it goes over the days (0 to 1)."""

    buildings: tuple[int, ...]
    place: str
    curve: tuple[float, ...]  # weights over equal parts of the time


TOPICS = {
    "water_b3": Topic((3,), "3号楼", (0.4, 1.2, 2.0, 1.6, 0.8, 0.3)),
    "dance_b7": Topic((7, 8, 9), "7号楼前小广场", (0.3, 0.6, 1.0, 1.8, 3.0, 4.2)),
    "dirt_b11": Topic((11,), "11号楼", (1.4, 1.6, 1.4, 0.8, 0.3, 0.0)),
}
_TEXTS: tuple[tuple[str, str, str], ...] = (
    ("water_pipe", "", utilities.WATER_PIPE),
    ("water_pipe", "water_b3", utilities.WATER_B3),
    ("drainage", "", utilities.DRAINAGE),
    ("electricity", "", utilities.ELECTRICITY),
    ("gas", "", utilities.GAS),
    ("heating", "", utilities.HEATING),
    ("lift", "", utilities.LIFT),
    ("access_door", "", outdoors.ACCESS_DOOR),
    ("public_facility", "", outdoors.PUBLIC_FACILITY),
    ("dirt_front", "", outdoors.DIRT_FRONT),
    ("dirt_front", "dirt_b11", outdoors.DIRT_B11),
    ("rubbish", "", outdoors.RUBBISH),
    ("greenery", "", outdoors.GREENERY),
    ("pests", "", outdoors.PESTS),
    ("parking", "", outdoors.PARKING),
    ("ebike_charging", "", outdoors.EBIKE),
    ("dog", "", outdoors.DOG),
    ("noise_square_dance", "", neighbours.NOISE_DANCE),
    ("noise_square_dance", "dance_b7", neighbours.NOISE_DANCE_B7),
    ("noise_neighbour", "", neighbours.NOISE_NEIGHBOUR),
    ("neighbour_dispute", "", neighbours.NEIGHBOUR_DISPUTE),
    ("elder_care", "", neighbours.ELDER_CARE),
    ("child_care", "", neighbours.CHILD_CARE),
    ("disability_aid", "", neighbours.DISABILITY_AID),
    ("housing_eligibility", "", neighbours.HOUSING),
    ("fees", "", neighbours.FEES),
    ("job_training", "", neighbours.JOB),
    ("activity", "", neighbours.ACTIVITY),
    ("enquiry", "", neighbours.ENQUIRY),
    ("thanks", "", neighbours.THANKS),
    ("other", "", neighbours.OTHER),
)


@cache
def lines() -> dict[tuple[str, str], list[Line]]:
    """(category, topic) -> its lines."""
    return {
        (category, topic): [_parse(category, topic, row) for row in text.strip().splitlines()]
        for category, topic, text in _TEXTS
    }


def _parse(category: str, topic: str, row: str) -> Line:
    channels, kind, urgency, words = row.split("|", 3)
    return Line(category, topic, channels, kind, "none" if urgency == "-" else urgency, words)
