"""Migration operations for tables that only ever grow."""

from __future__ import annotations

from typing import Any

from django.db.migrations.operations import RunSQL

FUNCTION = """
CREATE OR REPLACE FUNCTION linli_refuse_change() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  RAISE EXCEPTION '% is append-only', TG_TABLE_NAME
    USING ERRCODE = 'restrict_violation', CONSTRAINT = TG_TABLE_NAME || '_append_only';
END $$;
"""

TRIGGERS = """
CREATE TRIGGER {table}_append_only BEFORE UPDATE OR DELETE ON {table}
  FOR EACH ROW EXECUTE FUNCTION linli_refuse_change();
CREATE TRIGGER {table}_no_truncate BEFORE TRUNCATE ON {table}
  FOR EACH STATEMENT EXECUTE FUNCTION linli_refuse_change();
DO $$ BEGIN
  IF EXISTS (SELECT 1 FROM pg_roles WHERE rolname = 'linli_app') THEN
    REVOKE UPDATE, DELETE, TRUNCATE ON {table} FROM linli_app;
  END IF;
END $$;
"""

UNDO = """
DROP TRIGGER {table}_append_only ON {table};
DROP TRIGGER {table}_no_truncate ON {table};
"""


class AppendOnly(RunSQL):
    """Refuse UPDATE, DELETE and TRUNCATE on `table`, by trigger and by the application's role."""

    def __init__(self, table: str) -> None:
        self.table = table
        super().__init__(FUNCTION + TRIGGERS.format(table=table), UNDO.format(table=table))

    def deconstruct(self) -> tuple[str, list[Any], dict[str, Any]]:
        return (type(self).__name__, [self.table], {})
