"""The audit trail only grows: for the application by its role, for the owner by a trigger."""

from __future__ import annotations

from typing import Any

import pytest
from django.db import DatabaseError, connections, transaction

from linli.base.audit.api import AuditRow, client_address, record
from linli.base.scopes.api import all_estates

CHANGES = [
    "UPDATE audit_row SET action = 'x'",
    "DELETE FROM audit_row",
    "TRUNCATE audit_row",
]


@pytest.mark.rule("SEC-01")
@pytest.mark.parametrize("change", CHANGES)
def test_the_application_cannot_change_it(cast: Any, change: str) -> None:
    record("try", "thing", 1, actor=None)
    with (
        pytest.raises(DatabaseError, match="permission denied"),
        transaction.atomic(),
        connections["default"].cursor() as cursor,
    ):
        cursor.execute(change)
    assert AuditRow.objects.filter(action="try").count() == 1


@pytest.mark.rule("SEC-01")
@pytest.mark.parametrize("change", CHANGES)
def test_not_even_the_owner_changes_it_by_an_ordinary_statement(
    committed_db: Any, change: str
) -> None:
    with all_estates():
        record("try", "thing", 1, actor=None)
    with (
        pytest.raises(DatabaseError, match="append-only"),
        connections["owner"].cursor() as cursor,
    ):
        cursor.execute(change)
    assert AuditRow.objects.filter(action="try").count() == 1


@pytest.mark.rule("SEC-01", "SEC-02")
def test_a_row_says_who_what_when_where_and_how_it_ended(cast: Any) -> None:
    token = client_address.set("10.0.0.7")
    try:
        record(
            "unmask", "person", 7, actor=cast.actor("clerk"), purpose="办低保", outcome="refused",
            field="id_number",
        )  # fmt: skip
    finally:
        client_address.reset(token)
    row = AuditRow.objects.get(action="unmask")
    assert (row.user_id, row.estate_id, row.subject, row.subject_id) == (
        cast.clerk.pk, cast.estate.pk, "person", 7,
    )  # fmt: skip
    assert (row.purpose, row.outcome, row.address) == ("办低保", "refused", "10.0.0.7")
    assert row.data == {"field": "id_number"}
    assert row.at is not None


def test_what_is_undone_leaves_no_row(cast: Any) -> None:
    with pytest.raises(RuntimeError), transaction.atomic():
        record("undone", "thing", 1, actor=None)
        raise RuntimeError
    assert not AuditRow.objects.filter(action="undone").exists()
