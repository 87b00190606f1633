"""Field encryption with a blind index (SEC-03)."""

from linli.base.crypto.fields import (
    EncryptedTextField,
    blind_index,
    open_bytes,
    open_text,
    seal_bytes,
    seal_text,
)

__all__ = [
    "EncryptedTextField",
    "blind_index",
    "open_bytes",
    "open_text",
    "seal_bytes",
    "seal_text",
]
