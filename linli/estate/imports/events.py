from __future__ import annotations

from dataclasses import dataclass

from linli.base.events.api import Event


@dataclass(frozen=True)
class RegisterImported(Event):
    """A workbook became part of the register."""

    run_id: int
    new: int
    changed: int

    @property
    def aggregate(self) -> str:
        return "register"
