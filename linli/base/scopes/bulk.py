"""Many rows at once by COPY: several times as fast as INSERT, with the same constraints."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django.db import connection
from django.db.models import Model
from psycopg import sql

from linli.base.scopes.models import fill_estate


def copy_rows(rows: Sequence[Model]) -> None:
    """Write new rows of one model and set their keys; nothing happens for none.

    Raises IntegrityError like any other write. Fields must hold plain values, no expressions.
    """
    if not rows:
        return
    model = type(rows[0])
    fields = [field for field in model._meta.concrete_fields if not field.generated]
    for row, key in zip(rows, _take_keys(model, len(rows)), strict=False):
        row.pk = key
    columns: list[sql.Composable] = [sql.Identifier(str(field.column)) for field in fields]
    statement = sql.SQL("COPY {} ({}) FROM STDIN").format(
        sql.Identifier(model._meta.db_table), sql.SQL(", ").join(columns)
    )
    with (
        connection.cursor() as cursor,
        connection.wrap_database_errors,
        cursor.cursor.copy(statement.as_string(cursor.cursor)) as copy,
    ):
        for row in rows:
            fill_estate(row)
            copy.write_row([_value(field, row) for field in fields])
    for row in rows:
        row._state.adding, row._state.db = False, connection.alias


def _take_keys(model: type[Model], count: int) -> list[int]:
    """Fresh values of the identity column; none where the key is another row's."""
    key = model._meta.pk
    if key is None or not key.get_internal_type().endswith("AutoField"):
        return []
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT nextval(pg_get_serial_sequence(%s, %s)) FROM generate_series(1, %s)",
            [model._meta.db_table, key.column, count],
        )
        return [value for (value,) in cursor.fetchall()]


def _value(field: Any, row: Model) -> Any:
    return field.get_db_prep_save(getattr(row, field.attname), connection)
