from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest

from linli.money.payments import channels
from linli.money.payments.testing import PlayedChannel, make_town, play_channel


@pytest.fixture
def town(cast: Any) -> Any:
    return make_town(cast)


@pytest.fixture
def channel() -> Iterator[PlayedChannel]:
    before = dict(channels._makers)
    yield play_channel()
    channels._makers.clear()
    channels._makers.update(before)
