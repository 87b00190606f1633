from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

from django.db import connection, transaction
from psycopg import Cursor

from linli.base.scopes.data import ALL_ESTATES, ScopeMissing, current

_SET = "SELECT set_config('linli.estate', %s, true)"


@contextmanager
def estate_scope(estate_id: int) -> Iterator[None]:
    """Work within one estate, in one transaction.

    Sets `linli.estate` for the transaction, so that row-level security can rest on it. A scope
    inside a scope of the same estate changes nothing; another estate inside is refused.
    """
    before = current.get()
    if before == estate_id:
        yield
        return
    if before not in (None, ALL_ESTATES):
        raise ScopeMissing(f"estate {before} is in scope: it cannot be left for {estate_id}")
    token = current.set(estate_id)
    try:
        with transaction.atomic():
            # psycopg's own cursor prepares it: each request and each job passes here
            with connection.wrap_database_errors, Cursor(connection.connection) as cursor:
                cursor.execute(_SET, [str(estate_id)])
            yield
    finally:
        current.reset(token)


@contextmanager
def all_estates() -> Iterator[None]:
    """Work across estates: for platform jobs and sign-in, never for a page of somebody's."""
    token = current.set(ALL_ESTATES)
    try:
        yield
    finally:
        current.reset(token)
