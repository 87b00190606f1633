"""Training of a reader: linear support vectors on pieces of texts, in seconds.

Besides the labelled texts each known word of a category is a small text of its own, so that a
word which no text has used still counts. Needs scikit-learn.
"""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from scipy import sparse

from linli.matters.topics.readers.dangers import SERVICES
from linli.matters.topics.readers.features import SIZE, idf_of, known_words, vector_of
from linli.matters.topics.readers.reader import Head, TextReader, softmax, with_dangers
from linli.matters.topics.readers.records import Record

WORD_WEIGHT = 0.3
FOLDS = 3
DANGER_WEIGHT = 2.0  # an emergency missed is worse than one too many
_SEED = 7


def train_reader(records: Sequence[Record], *, version: str = "", own: int = 0) -> TextReader:
    """A reader trained on labelled texts; `own` of them are the estate's."""
    return train_readers(records, version=version, own=own)[0]


def train_readers(
    records: Sequence[Record], *, version: str = "", own: int = 0, streams: Sequence[str] = ()
) -> tuple[TextReader, dict[str, TextReader]]:
    """A reader, and for each stream the reader as it would name categories without its texts.

    Probabilities are set on texts held out in turn (3 folds).
    """
    words = [(w, c) for c, own_words in known_words() for w in own_words if len(w) > 1]
    idf = idf_of([record.text for record in records], [word for word, _ in words])
    vectors = [vector_of(record.text, idf, record.channel) for record in records]
    plain = to_matrix(vectors)
    word_rows = to_matrix([vector_of(word, idf) for word, _ in words])
    extra = (word_rows, np.array([category for _, category in words]))
    folds, metrics = _folds(len(records)), {}
    heads: dict[str, Head] = {}
    for name in ("category", "kind", "urgent"):
        labels = np.array([_label(record, name) for record in records])
        known = labels != ""
        more = extra if name == "category" else None
        out = _held_out(plain[known], labels[known], folds[known], more)
        heads[name] = _sharpened(_fit(plain[known], labels[known], extra=more), out, labels[known])
        metrics[f"{name}_held_out"] = _accuracy(heads[name].labels, out, labels[known])
    danger = to_matrix([with_dangers(r.text, *v) for r, v in zip(records, vectors, strict=True)])
    _fit_dangers(heads, records, plain, danger)
    reader = TextReader(version, idf, heads, metrics, len(records), own)
    return reader, _without_each(reader, records, plain, extra, streams)


def _without_each(
    reader: TextReader,
    records: Sequence[Record],
    rows: sparse.csr_matrix,
    extra: tuple[sparse.csr_matrix, np.ndarray],
    streams: Sequence[str],
) -> dict[str, TextReader]:
    found = {}
    labels = np.array([record.category for record in records])
    sources = np.array([record.source for record in records])
    old = reader.heads["category"]
    for name in streams:
        kept = (sources != name) & (labels != "")
        head = _fit(rows[kept], labels[kept], extra=extra)
        sharp = Head(head.labels, head.weights, head.bias, old.sharpness)
        heads = reader.heads | {"category": sharp}
        found[name] = TextReader(reader.version, reader.idf, heads)
    return found


def to_matrix(vectors: Sequence[tuple[np.ndarray, np.ndarray]]) -> sparse.csr_matrix:
    ends = np.cumsum([0] + [len(at) for at, _ in vectors])
    at = np.concatenate([at for at, _ in vectors])
    values = np.concatenate([values for _, values in vectors])
    return sparse.csr_matrix((values, at, ends), shape=(len(vectors), SIZE))


def _label(record: Record, name: str) -> str:
    return {"category": record.category, "kind": record.kind, "urgent": record.urgent}[name]


def _folds(count: int) -> np.ndarray:
    return np.random.default_rng(_SEED).integers(0, FOLDS, count)


def _fit(rows: sparse.csr_matrix, labels: np.ndarray, *, strength: float = 1.0,
         extra: tuple[sparse.csr_matrix, np.ndarray] | None = None,
         weights: np.ndarray | None = None) -> Head:  # fmt: skip
    from sklearn.svm import LinearSVC

    weights = np.ones(len(labels)) if weights is None else weights
    if extra is not None:
        rows = sparse.vstack([rows, extra[0]])
        weights = np.concatenate([weights, np.full(len(extra[1]), WORD_WEIGHT)])
        labels = np.concatenate([labels, extra[1]])
    found = LinearSVC(C=strength, random_state=_SEED).fit(rows, labels, sample_weight=weights)
    coefficients, bias = found.coef_, found.intercept_
    if len(found.classes_) == 2:
        coefficients = np.vstack([-coefficients, coefficients]) / 2
        bias = np.concatenate([-bias, bias]) / 2
    return Head(tuple(map(str, found.classes_)), coefficients.T.astype(np.float32),
                bias.astype(np.float32))  # fmt: skip


def _scores(head: Head, rows: sparse.csr_matrix) -> np.ndarray:
    return np.asarray(rows @ head.weights + head.bias)


def _held_out(rows: sparse.csr_matrix, labels: np.ndarray, folds: np.ndarray,
              extra: tuple[sparse.csr_matrix, np.ndarray] | None = None,
              weights: np.ndarray | None = None) -> np.ndarray:  # fmt: skip
    """Scores of each row from a fit that has not seen its fold, in the order of all labels."""
    names = sorted(set(labels) | (set(extra[1]) if extra else set()))
    out = np.full((len(labels), len(names)), -3.0)
    for fold in range(FOLDS):
        left = folds != fold
        head = _fit(rows[left], labels[left], extra=extra,
                    weights=None if weights is None else weights[left])  # fmt: skip
        where = [names.index(label) for label in head.labels]
        out[np.ix_(~left, where)] = _scores(head, rows[~left])
    return out


def _sharpened(head: Head, out: np.ndarray, labels: np.ndarray) -> Head:
    """The head with the sharpness at which held-out texts are the least surprising."""
    at = np.array([head.labels.index(label) for label in labels])
    grid = (1.0, 1.5, 2.0, 2.5, 3.0, 4.0, 5.0, 6.5)
    surprise = [-np.log(softmax(out * s)[np.arange(len(at)), at] + 1e-9).mean() for s in grid]
    return Head(head.labels, head.weights, head.bias, grid[int(np.argmin(surprise))])


def _accuracy(names: Sequence[str], out: np.ndarray, labels: np.ndarray) -> float:
    return float(np.mean(np.array(names)[out.argmax(axis=1)] == labels))


def _fit_dangers(
    heads: dict[str, Head],
    records: Sequence[Record],
    plain: sparse.csr_matrix,
    signed: sparse.csr_matrix,
) -> None:
    """Two heads of danger, with and without the list's signs, and one of services.

    Those with signs know what the list knows, those without hear what no list holds.
    """
    labels = np.array(["yes" if r.urgent == "emergency" else "no" for r in records])
    weights = np.where(labels == "yes", DANGER_WEIGHT, 1.0)
    heads["danger"] = _fit(signed, labels, weights=weights)
    heads["danger_text"] = _fit(plain, labels, weights=weights)
    services = np.array([r.emergency_to for r in records])
    is_known = (labels == "yes") & np.isin(services, SERVICES)
    heads["service"] = _fit(signed[is_known], services[is_known])
