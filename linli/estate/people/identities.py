"""The check digit of an identity number. Free of Django: files are read without it, too."""

from __future__ import annotations

_WEIGHTS = (7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2)
_CHECK_DIGITS = "10X98765432"


def check_digit(first17: str) -> str:
    """The 18th character of an identity number (GB 11643-1999, ISO 7064 MOD 11-2)."""
    total = sum(w * int(d) for w, d in zip(_WEIGHTS, first17, strict=True))
    return _CHECK_DIGITS[total % 11]
