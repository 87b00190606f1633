"""Days, seals and standings of notices. Pure."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping
from datetime import date, timedelta
from typing import Any

from linli.contact.notices.data import DISCLOSURE_DAYS, NoticeKind


def days_posted(post_from: date, post_until: date) -> int:
    """How many days it hangs, the first and the last included."""
    return (post_until - post_from).days + 1


def fewest_days(kind: str) -> int:
    """The least number of days for a kind (RC-04: disclosure at least 15)."""
    return DISCLOSURE_DAYS if kind == NoticeKind.DISCLOSURE else 1


def earliest_end(kind: str, post_from: date) -> date:
    return post_from + timedelta(days=fewest_days(kind) - 1)


def standing(post_from: date, post_until: date, day: date) -> str:
    """upcoming, posted or archived, as the day says."""
    if day < post_from:
        return "upcoming"
    return "posted" if day <= post_until else "archived"


def seal(before: bytes, content: Mapping[str, Any]) -> bytes:
    """SHA-256 over the seal of the notice before it and the whole content, in a fixed form."""
    text = json.dumps(content, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
    return hashlib.sha256(before + text.encode()).digest()
