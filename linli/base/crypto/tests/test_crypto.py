"""Encrypted fields: bound to their column, readable after a new key, found by a blind index."""

from __future__ import annotations

import base64
import os
from collections.abc import Callable, Iterator
from typing import Any

import pytest
from cryptography.exceptions import InvalidTag
from django.core.exceptions import ImproperlyConfigured
from django.db import connection
from hypothesis import given
from hypothesis import strategies as st

from linli.base.crypto.api import blind_index, open_text, seal_text
from linli.base.crypto.keys import key_ring
from linli.estate.testing import make_person

KEYS = {n: base64.b64encode(os.urandom(32)).decode() for n in (1, 2)}


@pytest.fixture
def ring(settings: Any) -> Iterator[Callable[..., None]]:
    def use(*numbers: int, cipher: str = "aes-gcm") -> None:
        settings.LINLI_FIELD_KEYS = ",".join(f"{n}:{KEYS[n]}" for n in numbers)
        settings.LINLI_FIELD_CIPHER = cipher
        key_ring.cache_clear()

    yield use
    key_ring.cache_clear()


@pytest.mark.rule("SEC-03")
@pytest.mark.parametrize("cipher", ["aes-gcm", "sm4-gcm"])
def test_what_is_sealed_opens_and_never_twice_the_same(
    ring: Callable[..., None], cipher: str
) -> None:
    ring(1, cipher=cipher)

    @given(st.text(alphabet=st.characters(exclude_categories=("Cs",))))
    def run(text: str) -> None:
        sealed, again = seal_text(text, "person.id_number"), seal_text(text, "person.id_number")
        assert open_text(sealed, "person.id_number") == text
        assert sealed != again

    run()


@pytest.mark.rule("SEC-03")
@pytest.mark.parametrize("cipher", ["aes-gcm", "sm4-gcm"])
def test_a_value_moved_to_another_column_does_not_open(
    ring: Callable[..., None], cipher: str
) -> None:
    ring(1, cipher=cipher)
    sealed = seal_text("130503194903050012", "person.id_number")
    with pytest.raises(InvalidTag):
        open_text(sealed, "person.health_note")


@pytest.mark.parametrize("at", [1, 2, 13, 20, -1])
def test_a_changed_byte_does_not_open(ring: Callable[..., None], at: int) -> None:
    ring(1)
    sealed = bytearray(seal_text("130503194903050012", "a.b"))
    sealed[at] ^= 1
    with pytest.raises((InvalidTag, KeyError)):
        open_text(bytes(sealed), "a.b")


@pytest.mark.rule("SEC-03")
def test_a_new_key_seals_and_the_old_one_still_opens(ring: Callable[..., None]) -> None:
    ring(1)
    old = seal_text("旧", "a.b")
    ring(1, 2)
    new = seal_text("新", "a.b")
    assert (old[1], new[1]) == (1, 2)
    assert (open_text(old, "a.b"), open_text(new, "a.b")) == ("旧", "新")
    ring(2)
    with pytest.raises(KeyError):
        open_text(old, "a.b")


def test_another_cipher_opens_what_the_first_sealed(ring: Callable[..., None]) -> None:
    ring(1, cipher="aes-gcm")
    old = seal_text("旧", "a.b")
    ring(1, cipher="sm4-gcm")
    assert seal_text("新", "a.b")[:1] == b"S"
    assert open_text(old, "a.b") == "旧"


def test_a_blind_index_finds_within_one_column_only() -> None:
    assert blind_index("13050319", "person.id") == blind_index("13050319", "person.id")
    assert blind_index("13050319", "person.id") != blind_index("13050319", "lease.id")
    assert len(blind_index("x", "y")) == 16


@pytest.mark.parametrize("keys", ["1:AAAA", "1:", "1:" + base64.b64encode(b"x" * 16).decode()])
def test_a_wrong_key_fails_at_once(settings: Any, keys: str) -> None:
    settings.LINLI_FIELD_KEYS = keys
    key_ring.cache_clear()
    with pytest.raises(ImproperlyConfigured, match="LINLI_FIELD_KEYS"):
        seal_text("x", "a.b")
    key_ring.cache_clear()


@pytest.mark.rule("SEC-03")
def test_the_database_holds_no_plain_value(cast: Any) -> None:
    person = make_person("周", health_note="听力差 㐂𠮷")
    with connection.cursor() as cursor:
        cursor.execute("SELECT health_note FROM person WHERE id = %s", [person.pk])
        (raw,) = cursor.fetchone()
    assert "听力".encode() not in bytes(raw)
    person.refresh_from_db()
    assert person.health_note == "听力差 㐂𠮷"
