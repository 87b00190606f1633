from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest

from linli.money.fees.testing import forget_decisions, make_fees


@pytest.fixture
def fees(cast: Any) -> Iterator[Any]:
    """The cast's estate with its books, charges and prices; the property fee."""
    yield make_fees(cast)
    forget_decisions()
