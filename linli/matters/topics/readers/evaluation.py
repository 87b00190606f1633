"""How well texts are read that nobody here has seen: the figures of a labelled file.

The file is judged as the product works: texts come in day by day, each is read, placed with a
topic and held against earlier ones only. Nothing is trained on it.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

import numpy as np

from linli.matters.topics.readers.clusters import Judges, TopicFinder
from linli.matters.topics.readers.judging import incident_of, item_of
from linli.matters.topics.readers.plates import Spot, find_spots
from linli.matters.topics.readers.reader import Reading, TextReader
from linli.matters.topics.readers.records import Record, in_day_order

TARGETS = (
    ("category_accuracy", 0.75), ("category_macro_f1", 0.65), ("category_top3", 0.92),
    ("emergency_recall", 0.93), ("emergency_precision", 0.70), ("same_incident_f1", 0.75),
    ("topic_pairwise_f1", 0.75),
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Scores:
    """True and false yes and no of one question."""

    both: int
    said: int
    true: int

    @property
    def precision(self) -> float:
        return self.both / self.said if self.said else float(not self.true)

    @property
    def recall(self) -> float:
        return self.both / self.true if self.true else 1.0

    @property
    def f1(self) -> float:
        return 2 * self.both / (self.said + self.true) if self.said + self.true else 1.0


@dataclass(slots=True)
class Report:
    """The figures of a file, with what stands behind them."""

    figures: dict[str, float] = field(default_factory=dict)
    categories: list[tuple[str, int, Scores]] = field(default_factory=list)
    confusions: list[tuple[str, str, int]] = field(default_factory=list)
    missed: list[str] = field(default_factory=list)
    alarms: list[str] = field(default_factory=list)
    extra: dict[str, float] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Stream:
    """What the texts of a file give, one after the other: topics, incidents, categories."""

    topics: Scores
    incidents: Scores
    categories: list[list[str]]  # of each text, best first


def evaluate(records: Sequence[Record], reader: TextReader, judges: Judges) -> Report:
    """The figures of labelled texts; topics and incidents are judged in day order."""
    ordered = list(in_day_order(records))
    readings = [reader.read(record.text, record.channel) for record in ordered]
    report = Report()
    stream = _judge_stream(ordered, reader, judges)
    _judge_categories(report, ordered, stream.categories)
    alone = [[name for name, _ in reading.categories] for reading in readings]
    report.extra["category_accuracy_text_alone"] = _right(ordered, alone, 1)
    report.extra["category_top3_text_alone"] = _right(ordered, alone, 3)
    kinds = [[name for name, _ in reading.kinds] for reading in readings]
    report.extra["kind_accuracy"] = _share(
        [r.kind == said[0] for r, said in zip(ordered, kinds, strict=True) if r.kind]
    )
    _judge_dangers(report, ordered, readings)
    _judge_topics(report, stream)
    said = _judge_stream([_with_said_place(record) for record in ordered], reader, judges)
    report.extra["topic_pairwise_f1_places_from_text_only"] = said.topics.f1
    report.extra["same_incident_f1_places_from_text_only"] = said.incidents.f1
    return report


def _right(records: Sequence[Record], said: Sequence[Sequence[str]], among: int) -> float:
    return _share(
        [r.category in names[:among] for r, names in zip(records, said, strict=True) if r.category]
    )


def _judge_categories(
    report: Report, records: Sequence[Record], said: Sequence[Sequence[str]]
) -> None:
    """`said`: the categories of each, best first."""
    first = [(r.category, names[0]) for r, names in zip(records, said, strict=True) if r.category]
    report.figures["category_accuracy"] = _right(records, said, 1)
    names = sorted({true for true, _ in first} | {said for _, said in first})
    for name in names:
        scores = Scores(
            sum(t == s == name for t, s in first), sum(s == name for _, s in first),
            sum(t == name for t, _ in first),
        )  # fmt: skip
        report.categories.append((name, scores.true, scores))
    report.figures["category_macro_f1"] = float(
        np.mean([scores.f1 for _, _, scores in report.categories] or [1.0])
    )
    report.figures["category_top3"] = _right(records, said, 3)
    wrong = Counter((t, s) for t, s in first if t != s)
    report.confusions = [(t, s, n) for (t, s), n in wrong.most_common(12)]


def _share(hits: Sequence[bool]) -> float:
    return float(np.mean(hits)) if len(hits) else 1.0


def _judge_dangers(report: Report, records: Sequence[Record], readings: Sequence[Reading]) -> None:
    both = said = true = served = 0
    for record, reading in zip(records, readings, strict=True):
        is_true, is_said = record.urgent == "emergency", bool(reading.service)
        both, said, true = both + (is_true and is_said), said + is_said, true + is_true
        served += is_true and is_said and reading.service == record.emergency_to
        line = f"{record.id} {reading.danger:.2f} {_short(record.text)}"
        if is_true and not is_said:
            report.missed.append(line)
        elif is_said and not is_true:
            report.alarms.append(line)
    scores = Scores(both, said, true)
    report.figures["emergency_recall"] = scores.recall
    report.figures["emergency_precision"] = scores.precision
    report.extra["emergency_service_right"] = served / both if both else 1.0


def _short(text: str) -> str:
    return " ".join(text.split())[:60]


def _judge_topics(report: Report, stream: Stream) -> None:
    topics, incidents = stream.topics, stream.incidents
    report.figures["same_incident_f1"] = incidents.f1
    report.figures["topic_pairwise_f1"] = topics.f1
    report.extra |= {
        "same_incident_precision": incidents.precision, "same_incident_recall": incidents.recall,
        "topic_pairwise_precision": topics.precision, "topic_pairwise_recall": topics.recall,
    }  # fmt: skip


def _judge_stream(records: Sequence[Record], reader: TextReader, judges: Judges) -> Stream:
    """Topics by pairs; incidents by the earlier text to which each one points.

    A text's category may lean on earlier texts of its problem, as it does in the product.
    """
    finder = TopicFinder(judges)
    labels = reader.heads["category"].labels
    placements, categories = [], []
    for record in records:
        item = item_of(record, reader)
        leaned = finder.lean(item)
        categories.append([labels[n] for n in np.argsort(-leaned, kind="stable")])
        placements.append(finder.place(item))
    said = {(records[p.same_row].id, r.id) for p, r in zip(placements, records, strict=True)
            if p.same_row is not None}  # fmt: skip
    first = incident_of(records)
    true = {(first[r.id], r.id) for r in records if first[r.id] != r.id}
    incidents = Scores(len(said & true), len(said), len(true))
    said_topics = [str(topic) for topic in finder.topic_of]
    true_topics = [r.topic or f"alone:{r.id}" for r in records]
    return Stream(score_pairs(said_topics, true_topics), incidents, categories)


def score_pairs(said: Sequence[str], true: Sequence[str]) -> Scores:
    """Pairs of texts that share a group, as said and as true."""
    return Scores(
        _pairs_in(Counter(zip(said, true, strict=True)).values()),
        _pairs_in(Counter(said).values()), _pairs_in(Counter(true).values()),
    )  # fmt: skip


def _pairs_in(sizes: Iterable[int]) -> int:
    return sum(n * (n - 1) // 2 for n in sizes)


def _with_said_place(record: Record) -> Record:
    spots = find_spots(record.text)
    spot = spots[0] if spots else Spot()
    return Record(
        record.id, record.channel, record.text, record.category, record.kind, record.urgent,
        record.emergency_to, record.topic, record.duplicate_of, spot.building, spot.entrance,
        spot.home, record.day, record.source,
    )  # fmt: skip
