"""Authenticated ciphers for single fields. Each is bytes in, bytes out, with a name tag.

Another algorithm (SEC-03: SM4 where commercial cryptography is assessed) is one more entry.
"""

from __future__ import annotations

import os
from typing import Protocol

from cryptography.hazmat.primitives.ciphers import Cipher, algorithms, modes
from cryptography.hazmat.primitives.ciphers.aead import AESGCM

NONCE = 12
TAG = 16


class FieldCipher(Protocol):
    tag: bytes
    key_bytes: int

    def seal(self, key: bytes, plain: bytes, context: bytes) -> bytes: ...

    def open(self, key: bytes, sealed: bytes, context: bytes) -> bytes: ...


class AesGcm:
    tag = b"A"
    key_bytes = 32

    def seal(self, key: bytes, plain: bytes, context: bytes) -> bytes:
        nonce = os.urandom(NONCE)
        return nonce + AESGCM(key).encrypt(nonce, plain, context)

    def open(self, key: bytes, sealed: bytes, context: bytes) -> bytes:
        return AESGCM(key).decrypt(sealed[:NONCE], sealed[NONCE:], context)


class Sm4Gcm:
    """SM4 (GB/T 32907-2016) in GCM; uses the first 16 bytes of the key."""

    tag = b"S"
    key_bytes = 32

    def seal(self, key: bytes, plain: bytes, context: bytes) -> bytes:
        nonce = os.urandom(NONCE)
        encryptor = Cipher(algorithms.SM4(key[:16]), modes.GCM(nonce)).encryptor()
        encryptor.authenticate_additional_data(context)
        return nonce + encryptor.update(plain) + encryptor.finalize() + encryptor.tag

    def open(self, key: bytes, sealed: bytes, context: bytes) -> bytes:
        nonce, body, tag = sealed[:NONCE], sealed[NONCE:-TAG], sealed[-TAG:]
        decryptor = Cipher(algorithms.SM4(key[:16]), modes.GCM(nonce, tag)).decryptor()
        decryptor.authenticate_additional_data(context)
        return decryptor.update(body) + decryptor.finalize()


CIPHERS: dict[str, FieldCipher] = {"aes-gcm": AesGcm(), "sm4-gcm": Sm4Gcm()}
