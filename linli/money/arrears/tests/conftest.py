from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from typing import Any

import pytest

from linli.matters.testing import load_rules
from linli.money.arrears.testing import issue_overdue
from linli.money.fees.testing import make_fees


@pytest.fixture
def owing(cast: Any) -> Iterator[Any]:
    """The cast's estate, the second quarter's fees unpaid since August."""
    load_rules(cast.estate)
    make_fees(cast)
    issue_overdue(cast, period="2026Q2", due_on=date(2026, 8, 1))
    yield cast
