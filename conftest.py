"""Fixtures for every test; the kit itself is `linli.base.testing.plugin`."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any

import pytest
from django.test import Client

# here and not only in the plugin: a conftest wins over pytest-django's own fixture
from linli.base.testing.plugin import django_db_setup as django_db_setup


@pytest.fixture
def cast(db: None) -> Iterator[Any]:
    """The small estate with everybody in it, its scope open."""
    from linli.base.scopes.api import estate_scope
    from linli.estate.testing import make_cast

    people = make_cast()
    with estate_scope(people.estate.pk):
        yield people


@pytest.fixture
def sign_in() -> Callable[[Any], Client]:
    """A client that is signed in as the given account, with both factors."""
    from linli.web.accounts.testing import OutsideClient, pass_second_factor

    def signed_in(account: Any) -> Client:
        client = OutsideClient()
        client.force_login(account)
        pass_second_factor(client, account)
        return client

    return signed_in
