"""The shipped reader, made once for all runs of these tests."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from linli.matters.topics import holding
from linli.matters.topics.readers.making import Trained
from linli.matters.topics.testing import shipped_reader


@pytest.fixture(scope="session")
def trained() -> Trained:
    return shipped_reader()


@pytest.fixture
def reads(trained: Trained, monkeypatch: pytest.MonkeyPatch) -> Iterator[Trained]:
    """This process holds the shipped reader."""
    monkeypatch.setattr(holding, "_shipped", trained)
    yield trained
