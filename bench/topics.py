"""Topics over 100,000 texts from scratch, one more text, and how the cost of a text grows.

An estate's texts over years, made of the shipped corpus' sentences; each is read from its words,
none twice the same. One core. Needs neither server nor database.
"""

from __future__ import annotations

import argparse
import os
import random
import resource
import statistics
import time
from pathlib import Path

import numpy as np

from bench.report import Figure, print_figures
from linli.matters.topics.readers.api import Item, Spot, TopicFinder, Trained, make_item, shipped
from linli.matters.topics.readers.records import Record, load_corpus

SMALL, LARGE, A_DAY, BUILDINGS = 10_000, 100_000, 60, 24
_ASIDE = (
    "麻烦快点", "谢谢", "都好几天了", "昨天就这样", "家里有老人", "邻居也这么说", "请回电",
    "问过物业了", "没人管", "孩子上学要走这儿", "上礼拜也报过", "急", "不急", "问一下",
)  # fmt: skip


def make_texts(count: int, rng: random.Random) -> list[Record]:
    """Texts in the order of their days: problems that flare up for weeks, and single ones."""
    corpus = [r for r in load_corpus() if r.category and 8 < len(r.text) < 120]
    made = []
    for n in range(count):
        one = rng.choice(corpus)
        building = str(1 + rng.randrange(BUILDINGS)) if rng.random() < 0.8 else ""
        entrance = str(1 + rng.randrange(4)) if building and rng.random() < 0.6 else ""
        text = f"{rng.choice(_ASIDE)} {one.text} {rng.choice(_ASIDE)} {rng.randrange(100)}"
        made.append(
            Record(f"{n}", one.channel, text, category=one.category, building=building,
                   entrance=entrance, day=n / A_DAY)
        )  # fmt: skip
    return made


def item_of(record: Record, trained: Trained, known: dict[str, np.ndarray]) -> Item:
    """A matter's item: its category is the one it was given, as when topics are found again."""
    return make_item(
        record.text, Spot(record.building, record.entrance), day=record.day,
        categories=known[record.category], idf=trained.reader.idf, channel=record.channel,
    )  # fmt: skip


def known_categories(trained: Trained) -> dict[str, np.ndarray]:
    labels = trained.reader.heads["category"].labels
    spread = 0.25 / len(labels)
    return {name: np.where(np.arange(len(labels)) == n, 0.75 + spread, spread)
            for n, name in enumerate(labels)}  # fmt: skip


def run(count: int, records: list[Record], trained: Trained) -> tuple[float, TopicFinder]:
    """Seconds of one core for `count` texts from scratch, and what came of it."""
    finder, known = TopicFinder(trained.judges), known_categories(trained)
    start = time.process_time()
    for record in records[:count]:
        finder.place(item_of(record, trained, known))
    return time.process_time() - start, finder


def place_one_more(finder: TopicFinder, records: list[Record], trained: Trained) -> float:
    """The 95th percentile of the milliseconds that one more text takes, read and placed."""
    spent = []
    for record in records:
        start = time.perf_counter()
        reading = trained.reader.read(record.text, record.channel)
        chances = dict(reading.categories)
        labels = trained.reader.heads["category"].labels
        item = make_item(
            record.text, Spot(record.building, record.entrance), day=record.day,
            categories=np.array([chances[label] for label in labels]), idf=trained.reader.idf,
        )  # fmt: skip
        finder.place(item)
        spent.append((time.perf_counter() - start) * 1_000)
    return statistics.quantiles(spent, n=20)[-1]


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--texts", type=int, default=LARGE)
    parser.add_argument("--readers", type=Path, default=Path("var/readers"))
    args = parser.parse_args()
    if hasattr(os, "sched_setaffinity"):
        os.sched_setaffinity(0, {min(os.sched_getaffinity(0))})
    trained = shipped(args.readers)
    small = min(SMALL, max(1, args.texts // 10))
    records = make_texts(args.texts + 200, random.Random(4))
    run(min(500, small), records, trained)  # warm: tables of sounds and words
    few, _ = run(small, records, trained)
    all_of_them, finder = run(args.texts, records, trained)
    groups = np.bincount(finder.topic_of)
    each, first = all_of_them / args.texts * 1e6, few / small * 1e6
    print(f"{args.texts} texts, {int((groups > 1).sum())} topics of two or more")
    print(f"{first:.0f} µs a text among {small}, {each:.0f} µs among {args.texts}")
    more = place_one_more(finder, records[args.texts :], trained)
    memory = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024**2
    print_figures([
        Figure("topics-from-scratch", all_of_them, 60, unit="s"),
        Figure("topics-memory", memory, 2, unit="GiB"),
        Figure("topics-one-more-p95", more, 50, unit="ms"),
        Figure("topics-growth", (all_of_them / args.texts) / (few / small), 2, unit="x"),
    ])  # fmt: skip


if __name__ == "__main__":
    main()
