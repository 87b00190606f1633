"""What comes back from a provider."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class Report:
    """One line of a delivery report; `state` is delivered, read or failed."""

    key: str
    state: str
    error: str = ""


@dataclass(frozen=True)
class Answer:
    """An HTTP answer: status, body, seconds of Retry-After (None without)."""

    status: int
    body: bytes
    retry_after: float | None = None
