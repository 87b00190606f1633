"""Telephone numbers as accounts hold them, names as strangers see them, digests of keys."""

from __future__ import annotations

import hashlib
import re
import unicodedata

_MOBILE = re.compile(r"1[3-9]\d{9}")
_JOINERS = re.compile(r"[\s\-‐‑–—().]")


def read_mobile(text: str) -> str | None:
    """The 11 digits of a mainland mobile number, however it was typed; None when it is none."""
    digits = _JOINERS.sub("", unicodedata.normalize("NFKC", text))
    digits = re.sub(r"^(\+|00)?86(?=1\d{10}$)", "", digits)
    return digits if _MOBILE.fullmatch(digits) else None


def mask_phone(phone: str | None) -> str:
    """`138****5678`; nothing for no number."""
    if not phone:
        return ""
    return f"{phone[:3]}****{phone[-4:]}" if len(phone) >= 8 else f"{phone[:1]}****"


def mask_name(name: str) -> str:
    """The family name only: 张**."""
    return f"{name[:1]}{'*' * max(1, len(name) - 1)}"


def token_digest(text: str) -> bytes:
    """SHA-256 of a key's text: it holds 256 random bits, so a plain hash is enough."""
    return hashlib.sha256(text.encode()).digest()
