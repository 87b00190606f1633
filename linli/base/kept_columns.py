"""Migration operations for rows that may change in some columns only."""

from __future__ import annotations

from typing import Any

from django.db.migrations.operations import RunSQL

FUNCTION = """
CREATE OR REPLACE FUNCTION linli_keep_columns() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF TG_OP = 'DELETE' OR to_jsonb(NEW) - TG_ARGV <> to_jsonb(OLD) - TG_ARGV THEN
    RAISE EXCEPTION '% is kept as it was written', TG_TABLE_NAME
      USING ERRCODE = 'restrict_violation', CONSTRAINT = TG_TABLE_NAME || '_kept';
  END IF;
  RETURN NEW;
END $$;
"""
TRIGGER = """
CREATE TRIGGER {table}_kept BEFORE UPDATE OR DELETE ON {table}
  FOR EACH ROW EXECUTE FUNCTION linli_keep_columns({columns});
"""
UNDO = "DROP TRIGGER {table}_kept ON {table};"


class KeepColumns(RunSQL):
    """Refuse DELETE, and UPDATE of all columns of `table` but those named."""

    def __init__(self, table: str, but: tuple[str, ...]) -> None:
        self.table, self.but = table, tuple(but)
        columns = ", ".join(f"'{name}'" for name in self.but)
        super().__init__(
            FUNCTION + TRIGGER.format(table=table, columns=columns), UNDO.format(table=table)
        )

    def deconstruct(self) -> tuple[str, list[Any], dict[str, Any]]:
        return (type(self).__name__, [self.table, self.but], {})
