"""Making the reader and the judges from the shipped corpus, and keeping them by its content."""

from __future__ import annotations

import hashlib
import os
import tempfile
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from linli.matters.topics.readers import features, pairs
from linli.matters.topics.readers.clusters import Judges
from linli.matters.topics.readers.features import LEXICON
from linli.matters.topics.readers.pairs import Net, PairJudge
from linli.matters.topics.readers.reader import TextReader, load_reader
from linli.matters.topics.readers.records import (
    Record,
    corpus_digest,
    corpus_files,
    is_stream,
    load_corpus,
)

_FORM = 6  # of the files; another form, another name


@dataclass(frozen=True, slots=True)
class Trained:
    """All that is learned."""

    reader: TextReader
    judges: Judges


def version_of(own: Sequence[Record] = ()) -> str:
    """The name of what would be trained now: corpus, lexicons, form of the vectors, own texts."""
    digest = hashlib.sha256(corpus_digest().encode())
    for path in sorted(LEXICON.iterdir()):
        digest.update(path.read_bytes())
    digest.update(f"{_FORM} {features.BITS} {features.WEIGHTS} {pairs.FEATURES}".encode())
    for record in own:
        digest.update(f"{record.category}\0{record.text}\0".encode())
    return digest.hexdigest()[:12]


def train_all(records: Sequence[Record] | None = None, *, own: Sequence[Record] = (),
              version: str = "") -> Trained:  # fmt: skip
    """Train on labelled texts (the shipped corpus when none are given) and the estate's own."""
    from linli.matters.topics.readers.judging import train_judges
    from linli.matters.topics.readers.training import train_readers

    texts = list(load_corpus() if records is None else records)
    streams = {
        name: [r for r in texts if r.source == name]
        for name in sorted({r.source for r in texts if r.source.startswith("stream_")})
    }
    reader, apart = train_readers(
        [*texts, *own], version=version, own=len(own), streams=list(streams)
    )
    return Trained(reader, train_judges(streams, apart))


def save_trained(trained: Trained, path: Path) -> None:
    """Write both beside each other, each whole or not at all."""
    path.parent.mkdir(parents=True, exist_ok=True)
    _replace(path.with_suffix(".judges.npz"), lambda file: _save_judges(trained.judges, file))
    _replace(path, trained.reader.save)


def load_trained(path: Path) -> Trained:
    """What `save_trained` wrote; raises OSError, ValueError, KeyError when it is not that."""
    return Trained(load_reader(path), _load_judges(path.with_suffix(".judges.npz")))


def shipped(folder: Path) -> Trained:
    """What the shipped corpus teaches: from `folder` when it was made before, else made now."""
    version = version_of()
    path = folder / f"shipped-{version}.npz"
    try:
        return load_trained(path)
    except (OSError, ValueError, KeyError):
        trained = train_all(version=version)
        save_trained(trained, path)
        return trained


def shipped_if_made(folder: Path) -> Trained | None:
    """The same, but never trained now: None when nobody has made it yet."""
    path = folder / f"shipped-{version_of()}.npz"
    return load_trained(path) if path.exists() else None


def _replace(path: Path, write: Callable[[Path], None]) -> None:
    handle, name = tempfile.mkstemp(dir=path.parent, prefix=f".{path.name}.")
    os.close(handle)
    try:
        write(Path(name))
        Path(name).replace(path)
    except BaseException:
        Path(name).unlink(missing_ok=True)
        raise


def _save_judges(judges: Judges, path: Path) -> None:
    arrays: dict[str, np.ndarray] = {}
    for name, judge in (("topic", judges.topic), ("same", judges.same)):
        arrays[f"{name}_threshold"] = np.array(judge.threshold)
        for n, net in enumerate(judge.nets):
            arrays[f"{name}_{n}_out"] = net.out
            arrays[f"{name}_{n}_bias"] = np.array(net.out_bias)
            if net.hidden is not None and net.hidden_bias is not None:
                arrays[f"{name}_{n}_hidden"] = net.hidden
                arrays[f"{name}_{n}_hidden_bias"] = net.hidden_bias
    with path.open("wb") as file:
        np.savez(file, **arrays)  # type: ignore[arg-type]


def _load_judges(path: Path) -> Judges:
    with np.load(path, allow_pickle=False) as arrays:
        return Judges(_judge(arrays, "topic"), _judge(arrays, "same"))


def _judge(arrays: Mapping[str, np.ndarray], name: str) -> PairJudge:
    nets: list[Net] = []
    while (key := f"{name}_{len(nets)}_out") in arrays:
        stem = key.removesuffix("_out")
        bent = f"{stem}_hidden" in arrays
        hidden = arrays[f"{stem}_hidden"] if bent else None
        bias = arrays[f"{stem}_hidden_bias"] if bent else None
        nets.append(Net(hidden, bias, arrays[key], float(arrays[f"{stem}_bias"])))
    if not nets or nets[0].out.shape != (len(pairs.FEATURES),):
        raise ValueError("judges of another version")
    return PairJudge(tuple(nets), float(arrays[f"{name}_threshold"]))


__all__ = ["Trained", "corpus_files", "is_stream", "load_trained", "save_trained", "shipped",
           "train_all", "version_of"]  # fmt: skip
