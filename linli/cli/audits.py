"""Forgetting old audit rows: only the owner's role can, and the forgetting is written down."""

from __future__ import annotations

from linli.base.audit.api import record

_OLD = "at < now() - make_interval(days => %s)"


def count_old(days: int) -> int:
    """Audit rows older than `days`."""
    from django.db import connection

    with connection.cursor() as cursor:
        cursor.execute(f"SELECT count(*) FROM audit_row WHERE {_OLD}", [days])  # noqa: S608
        return int(cursor.fetchone()[0])


def purge_old(days: int) -> int:
    """Delete audit rows older than `days` (at least 180, SEC-01); the number of them.

    The trigger that keeps the table append-only is off for this one transaction, which locks the
    table: nobody else can change a row meanwhile.
    """
    if days < 180:
        raise ValueError(days)
    from django.db import connections, transaction

    with transaction.atomic(using="owner"), connections["owner"].cursor() as cursor:
        cursor.execute("ALTER TABLE audit_row DISABLE TRIGGER audit_row_append_only")
        cursor.execute(f"DELETE FROM audit_row WHERE {_OLD}", [days])  # noqa: S608
        deleted = int(cursor.rowcount)
        cursor.execute("ALTER TABLE audit_row ENABLE TRIGGER audit_row_append_only")
    record("purge_audit", "audit_row", None, actor=None, days=days, rows=deleted)
    return deleted
