"""Signatures and sealing as the platform documents them (消息加解密). Pure.

The SHA-1 of the sorted parts is the platform's choice; it is compared in constant time.
"""

from __future__ import annotations

import base64
import binascii
import hashlib
import hmac
import secrets
import struct

from cryptography.hazmat.primitives.ciphers import Cipher, algorithms, modes

from linli.gateways.wechat.errors import SignatureWrong

_BLOCK = 32  # PKCS#7 of the platform pads to the key's length, not to AES's 16 bytes
_RANDOM = 16
KEY_LENGTH = 43


def sign(*parts: str) -> str:
    """The signature of token, timestamp, nonce and, when sealed, the sealed text."""
    return hashlib.sha1("".join(sorted(parts)).encode()).hexdigest()  # noqa: S324


def check_signature(given: str, *parts: str) -> None:
    """Raises SignatureWrong."""
    if not hmac.compare_digest(sign(*parts).encode(), given.lower().encode()):
        raise SignatureWrong


def read_key(encoding_aes_key: str) -> bytes:
    """The 32 bytes of an EncodingAESKey (43 characters). Raises ValueError."""
    if len(encoding_aes_key) != KEY_LENGTH:
        raise ValueError("EncodingAESKey has 43 characters")
    try:
        return base64.b64decode(encoding_aes_key + "=", validate=True)
    except binascii.Error as error:
        raise ValueError("EncodingAESKey holds letters and digits only") from error


def open_sealed(sealed: str, encoding_aes_key: str, app_id: str) -> bytes:
    """The XML inside `sealed`. Check its signature first. Raises SignatureWrong."""
    try:
        plain = _decrypt(base64.b64decode(sealed, validate=True), read_key(encoding_aes_key))
        (length,) = struct.unpack(">I", plain[_RANDOM : _RANDOM + 4])
    except (ValueError, struct.error) as error:
        raise SignatureWrong from error
    start = _RANDOM + 4
    message, owner = plain[start : start + length], plain[start + length :]
    if len(message) != length or not hmac.compare_digest(owner, app_id.encode()):
        raise SignatureWrong
    return message


def seal(message: bytes, encoding_aes_key: str, app_id: str) -> str:
    """Random 16 bytes, length, message and app id, encrypted, in base64."""
    plain = secrets.token_bytes(_RANDOM) + struct.pack(">I", len(message)) + message
    plain += app_id.encode()
    padding = _BLOCK - len(plain) % _BLOCK
    encryptor = _cipher(read_key(encoding_aes_key)).encryptor()
    raw = encryptor.update(plain + bytes([padding]) * padding) + encryptor.finalize()
    return base64.b64encode(raw).decode()


def _decrypt(raw: bytes, key: bytes) -> bytes:
    if not raw or len(raw) % 16:
        raise ValueError("not whole blocks")
    decryptor = _cipher(key).decryptor()
    plain = decryptor.update(raw) + decryptor.finalize()
    padding = plain[-1]
    if not 1 <= padding <= _BLOCK or plain[-padding:] != bytes([padding]) * padding:
        raise ValueError("wrong padding")
    return plain[:-padding]


def _cipher(key: bytes) -> Cipher[modes.CBC]:
    return Cipher(algorithms.AES(key), modes.CBC(key[:16]))  # the IV is the platform's choice
