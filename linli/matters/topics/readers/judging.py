"""Training of the judges of pairs, from streams of whole estates.

The categories that the judges see are those of a reader that has not seen the stream, as it will
be with a new estate.
"""

from __future__ import annotations

import warnings
from collections.abc import Mapping, Sequence

import numpy as np

from linli.matters.topics.readers.clusters import PER_BLOCK, WINDOW, Judges
from linli.matters.topics.readers.pairs import (
    Item,
    ItemTable,
    Net,
    PairJudge,
    make_item,
    pair_features,
)
from linli.matters.topics.readers.plates import Spot
from linli.matters.topics.readers.reader import TextReader
from linli.matters.topics.readers.records import Record, in_day_order

TOPIC_THRESHOLD = 0.55
SAME_THRESHOLD = 0.5
HIDDEN = 12
VOTERS = 2
EPOCHS = 25
KEPT_STRANGERS = 0.35  # of the pairs that have nothing to do with each other
_SEED = 11


def item_of(record: Record, reader: TextReader) -> Item:
    """A record as pairs see it; its place is the one it bears, else the one its text names."""
    reading = reader.read(record.text, record.channel)
    labels = reader.heads["category"].labels
    chances = dict(reading.categories)
    return make_item(
        record.text, Spot(record.building, record.entrance, record.home), day=record.day,
        categories=np.array([chances[label] for label in labels]), idf=reader.idf,
        channel=record.channel, danger=reading.danger,
    )  # fmt: skip


def train_judges(
    streams: Mapping[str, Sequence[Record]], readers: Mapping[str, TextReader]
) -> Judges:
    """Judges from streams, each read by the reader that has not seen it."""
    features, topics, incidents = [], [], []
    for name, records in streams.items():
        records = list(in_day_order(records))
        items = [item_of(record, readers[name]) for record in records]
        f, t, d = _pairs(records, items)
        features.append(f)
        topics.append(t)
        incidents.append(d)
    rows = np.concatenate(features)
    return Judges(
        _fit(rows, np.concatenate(topics), TOPIC_THRESHOLD),
        _fit(rows, np.concatenate(incidents), SAME_THRESHOLD),
    )


def incident_of(records: Sequence[Record]) -> dict[str, str]:
    """Each text's incident, named by its first text."""
    first: dict[str, str] = {}
    for record in records:
        first[record.id] = first.get(record.duplicate_of, record.duplicate_of) or record.id
    return first


def _pairs(
    records: Sequence[Record], items: Sequence[Item]
) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    table, rng = ItemTable(), np.random.default_rng(_SEED)
    first = incident_of(records)
    incident = np.array([first[r.id] for r in records])
    topic = np.array([r.topic or r.id for r in records])
    features, topics, incidents = [], [], []
    for n, item in enumerate(items):
        rows = np.arange(n)
        if n:
            same = topic[:n] == topic[n]
            near = item.day - table.numbers[:n, 0] <= WINDOW
            rows = rows[near & (same | (rng.random(n) < KEPT_STRANGERS))]
        if len(rows):
            features.append(pair_features(item, table, rows))
            topics.append(topic[rows] == topic[n])
            incidents.append(incident[rows] == incident[n])
        table.add(item)
    return np.concatenate(features), np.concatenate(topics), np.concatenate(incidents)


def _fit(rows: np.ndarray, yes: np.ndarray, threshold: float) -> PairJudge:
    """A straight net and a few bent ones, on standardised columns folded into their weights."""
    from sklearn.linear_model import LogisticRegression
    from sklearn.neural_network import MLPClassifier

    mean, spread = rows.mean(axis=0), rows.std(axis=0) + 1e-3
    scaled = (rows - mean) / spread
    line = LogisticRegression(max_iter=300).fit(scaled, yes)
    nets = [_net(None, None, line.coef_[0], float(line.intercept_[0]), mean, spread)]
    for n in range(VOTERS):
        bent = MLPClassifier((HIDDEN,), activation="tanh", alpha=0.05, max_iter=EPOCHS,
                             batch_size=400, learning_rate_init=3e-3, tol=0.0,
                             n_iter_no_change=EPOCHS, random_state=_SEED + n)  # fmt: skip
        with warnings.catch_warnings():  # a fixed number of rounds is meant
            warnings.simplefilter("ignore")
            bent.fit(scaled, yes)
        nets.append(
            _net(bent.coefs_[0], bent.intercepts_[0], bent.coefs_[1][:, 0],
                 float(bent.intercepts_[1][0]), mean, spread)
        )  # fmt: skip
    return PairJudge(tuple(nets), threshold)


def _net(hidden: np.ndarray | None, hidden_bias: np.ndarray | None, out: np.ndarray,
         out_bias: float, mean: np.ndarray, spread: np.ndarray) -> Net:  # fmt: skip
    if hidden is None or hidden_bias is None:
        folded = out / spread
        return Net(None, None, folded.astype(np.float32), out_bias - float(mean @ folded))
    folded = hidden / spread[:, None]
    return Net(folded.astype(np.float32), (hidden_bias - mean @ folded).astype(np.float32),
               out.astype(np.float32), out_bias)  # fmt: skip


__all__ = ["PER_BLOCK", "incident_of", "item_of", "train_judges"]
