"""The key ring: keys live outside the database, newest first; old ones only open."""

from __future__ import annotations

import base64
from dataclasses import dataclass
from functools import lru_cache

from django.conf import settings
from django.core.exceptions import ImproperlyConfigured


@dataclass(frozen=True)
class KeyRing:
    """`fields` maps a key number (1..255) to 32 bytes; the highest number seals."""

    fields: dict[int, bytes]
    index: bytes

    @property
    def newest(self) -> int:
        return max(self.fields)


@lru_cache(maxsize=1)
def key_ring() -> KeyRing:
    """The ring of settings `LINLI_FIELD_KEYS` ("1:base64,2:base64") and `LINLI_INDEX_KEY`."""
    fields: dict[int, bytes] = {}
    for part in settings.LINLI_FIELD_KEYS.split(","):
        number, _, encoded = part.strip().partition(":")
        fields[int(number)] = _decode(encoded, "LINLI_FIELD_KEYS")
    return KeyRing(fields, _decode(settings.LINLI_INDEX_KEY, "LINLI_INDEX_KEY"))


def _decode(encoded: str, name: str) -> bytes:
    key = base64.b64decode(encoded)
    if len(key) != 32:
        raise ImproperlyConfigured(f"{name}: each key must be 32 bytes in base64")
    return key
