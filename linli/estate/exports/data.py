from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum


class FileFormat(StrEnum):
    XLSX = "xlsx"
    CSV = "csv"


@dataclass(frozen=True)
class ExportedFile:
    """A finished file; `rows` is the number of people in it."""

    name: str
    content_type: str
    content: bytes
    rows: int


@dataclass(frozen=True)
class RegisterRow:
    """One person as one line: `sheet` is the building's plate, `cells` go by the columns."""

    sheet: str
    cells: tuple[str | int | float | None, ...]
