from __future__ import annotations

from dataclasses import dataclass

from linli.base.events.api import Event


@dataclass(frozen=True)
class NoticePosted(Event):
    """A notice is sealed; it hangs from `post_from` to `post_until` (ISO dates), both included."""

    notice_id: int
    post_from: str
    post_until: str

    @property
    def aggregate(self) -> str:
        return f"notice:{self.notice_id}"
