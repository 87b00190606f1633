"""The cast with the rules of a new estate."""

from __future__ import annotations

from typing import Any

import pytest


@pytest.fixture
def queue(cast: Any) -> Any:
    """The cast, with kinds, categories, deadlines and routes loaded."""
    from linli.matters.testing import load_rules

    load_rules(cast.estate)
    return cast
