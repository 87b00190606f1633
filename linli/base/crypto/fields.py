from __future__ import annotations

import hashlib
import hmac
from typing import Any

from django.conf import settings
from django.db import models

from linli.base.crypto.ciphers import CIPHERS
from linli.base.crypto.keys import key_ring


def seal_bytes(plain: bytes, context: str) -> bytes:
    """Encrypt bytes for one column; `context` ("table.column") is authenticated with it."""
    cipher = CIPHERS[settings.LINLI_FIELD_CIPHER]
    ring = key_ring()
    sealed = cipher.seal(ring.fields[ring.newest], plain, context.encode())
    return cipher.tag + bytes([ring.newest]) + sealed


def open_bytes(sealed: bytes | memoryview, context: str) -> bytes:
    """Decrypt what `seal_bytes` made, with whichever cipher and key it names.

    Raises cryptography's InvalidTag when the bytes were moved to another column or changed.
    """
    raw = bytes(sealed)
    cipher = next(c for c in CIPHERS.values() if c.tag == raw[:1])
    return cipher.open(key_ring().fields[raw[1]], raw[2:], context.encode())


def seal_text(plain: str, context: str) -> bytes:
    """`seal_bytes` of a text in UTF-8."""
    return seal_bytes(plain.encode(), context)


def open_text(sealed: bytes | memoryview, context: str) -> str:
    """`open_bytes` of a text in UTF-8."""
    return open_bytes(sealed, context).decode()


def blind_index(value: str, context: str) -> bytes:
    """A keyed HMAC-SHA-256 (16 bytes) by which an encrypted value can be looked up."""
    message = f"{context}\0{value}".encode()
    return hmac.new(key_ring().index, message, hashlib.sha256).digest()[:16]


class EncryptedTextField(models.BinaryField):  # type: ignore[type-arg]
    """A text encrypted per field; None and "" are stored as NULL."""

    def _context(self) -> str:
        return f"{self.model._meta.db_table}.{self.column}"

    def get_prep_value(self, value: Any) -> bytes | None:
        return seal_text(value, self._context()) if value else None

    def from_db_value(self, value: Any, expression: Any, connection: Any) -> str:
        return open_text(value, self._context()) if value is not None else ""
