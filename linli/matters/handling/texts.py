"""What people write, made safe to keep. Pure."""

from __future__ import annotations

import re
import unicodedata

from linli.matters.handling.errors import ReasonMissing, TextMissing, TextTooLong

MAX_TEXT = 10_000
MAX_TITLE = 120
MAX_REASON = 500
_TITLE_LENGTH = 40
_SENTENCE_END = re.compile(r"[。\uff01!\uff1f?\uff1b;\n]")
_KEPT = "\n\t"


def clean_text(text: str, *, limit: int = MAX_TEXT, field: str = "text") -> str:
    """The text without NUL and control characters, with plain line ends, not longer than `limit`.

    Emoji and rare characters stay as they are; half a surrogate pair is dropped.
    Raises TextTooLong.
    """
    plain = text.replace("\r\n", "\n").replace("\r", "\n")
    kept = "".join(c for c in plain if c in _KEPT or unicodedata.category(c) not in ("Cc", "Cs"))
    kept = kept.strip()
    if len(kept) > limit:
        raise TextTooLong(length=len(kept), limit=limit, field=field)
    return kept


def require_text(text: str, *, field: str = "text") -> str:
    """A clean text that says something; raises TextMissing."""
    kept = clean_text(text, field=field)
    if not kept:
        raise TextMissing(field=field)
    return kept


def require_reason(text: str, *, field: str = "reason") -> str:
    """A clean reason; raises ReasonMissing."""
    kept = clean_text(text, limit=MAX_REASON, field=field)
    if not kept:
        raise ReasonMissing(field=field)
    return kept


def title_of(text: str, title: str = "") -> str:
    """The given title, or the first sentence of the text, on one line."""
    given = " ".join(clean_text(title, limit=MAX_TITLE, field="title").split())
    if given:
        return given
    first = next((part for part in _SENTENCE_END.split(text) if part.strip()), text)
    line = " ".join(first.split())
    return line if len(line) <= _TITLE_LENGTH else line[: _TITLE_LENGTH - 1] + "…"


def short_text(text: str, limit: int, *, field: str) -> str:
    """One line of at most `limit` characters, e.g. a name or a phone."""
    return " ".join(clean_text(text, limit=limit, field=field).split())
