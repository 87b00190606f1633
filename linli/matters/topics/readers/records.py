"""One text as the readers see it, and the files of labelled texts."""

from __future__ import annotations

import csv
import hashlib
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path

CORPUS = Path(__file__).resolve().parent.parent / "corpus"
LONGEST = 2_000  # characters that are read of a text: what matters is said by then


@dataclass(slots=True)
class Record:
    """A text with its place and day, and, where known, its labels.

    `building`, `entrance`, `home` are numbers as said ("7", "3", "502") or empty. `day` counts
    days (a fraction is the time of day). Unknown labels are empty.
    """

    id: str
    channel: str
    text: str
    category: str = ""
    kind: str = ""
    urgent: str = ""
    emergency_to: str = ""
    topic: str = ""
    duplicate_of: str = ""
    building: str = ""
    entrance: str = ""
    home: str = ""
    day: float = 0.0
    source: str = ""


class CorpusError(ValueError):
    """A file of labelled texts that cannot be read; says which row and why."""


def read_records(path: Path) -> list[Record]:
    """All rows of a file with the columns of a labelled text.

    Raises CorpusError naming the row (the first is 2) when a column lacks or is no number.
    """
    with path.open(encoding="utf-8-sig", newline="") as file:
        rows = csv.DictReader(file)
        lacking = {"text"} - set(rows.fieldnames or ())
        if lacking:
            raise CorpusError(f"{path.name}: no column {', '.join(sorted(lacking))}")
        return [_record(row, n, path) for n, row in enumerate(rows, start=2)]


def _record(row: dict[str, str | None], number: int, path: Path) -> Record:
    values = {key: (row.get(key) or "").strip() for key in _COLUMNS}
    try:
        day = float(values.pop("day") or 0)
    except ValueError as error:
        raise CorpusError(f"{path.name}, row {number}: day is not a number") from error
    values["id"] = values["id"] or f"{path.stem}:{number}"
    return Record(**values, day=day, source=path.stem)


_COLUMNS = (
    "id", "channel", "text", "category", "kind", "urgent", "emergency_to", "topic",
    "duplicate_of", "building", "entrance", "home", "day",
)  # fmt: skip


def corpus_files(folder: Path = CORPUS) -> list[Path]:
    return sorted(folder.glob("*.csv"))


def is_stream(path: Path) -> bool:
    """Whether a file tells of one estate over time, so that its topics and incidents count."""
    return path.stem.startswith("stream_")


def load_corpus(files: Iterable[Path] | None = None) -> list[Record]:
    """The labelled texts that the project ships."""
    return [r for path in (corpus_files() if files is None else files) for r in read_records(path)]


def corpus_digest(files: Iterable[Path] | None = None) -> str:
    """A name for the corpus' content: other texts, another model."""
    digest = hashlib.sha256()
    for path in corpus_files() if files is None else files:
        digest.update(path.name.encode() + b"\0" + path.read_bytes() + b"\0")
    return digest.hexdigest()[:16]


def in_day_order(records: Iterable[Record]) -> Iterator[Record]:
    """As they came in; texts of one day in the order of the file."""
    yield from sorted(records, key=lambda record: record.day)
