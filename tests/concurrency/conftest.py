"""The cast's estate in a database that commits."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest
from django.db import connection

from linli.base.scopes.api import estate_scope


@pytest.fixture
def city(committed_db: Any) -> Iterator[Any]:
    """With the rules of routing and deadlines."""
    from linli.estate.testing import make_cast
    from linli.matters.testing import load_rules

    cast = make_cast()
    with estate_scope(cast.estate.pk):
        load_rules(cast.estate)
    yield cast
    connection.close()
