"""What is published bears a hash over all it says and over the version before it. Pure."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable
from typing import Any

from linli.voice.contracts.data import Article


def seal_of(facts: dict[str, Any], articles: Iterable[Article], before: bytes) -> bytes:
    """SHA-256 over the previous seal and the canonical JSON of facts and articles."""
    body = {"facts": facts, "articles": [[a.number, a.title, a.text] for a in articles]}
    return hashlib.sha256(before + canonical(body)).digest()


def canonical(body: Any) -> bytes:
    """The one way to write it: sorted keys, no blanks, UTF-8; days as ISO."""
    text = json.dumps(body, sort_keys=True, ensure_ascii=False, separators=(",", ":"), default=str)
    return text.encode()
