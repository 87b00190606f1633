"""The timeline only grows; open matters are counted where they change."""

from django.db import migrations

from linli.base.append_only import AppendOnly

COUNT = """
CREATE FUNCTION matter_count_{event}() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  INSERT INTO matter_tally (estate_id, organisation_id, state, is_overdue, is_emergency, n)
  SELECT estate_id, organisation_id, state, is_overdue, is_emergency, sum(step)
  FROM ({rows}) AS changed (estate_id, organisation_id, state, is_overdue, is_emergency, step)
  GROUP BY 1, 2, 3, 4, 5 HAVING sum(step) <> 0;
  RETURN NULL;
END $$;
CREATE TRIGGER matter_count_{event} AFTER {event} ON matter
  REFERENCING {tables} FOR EACH STATEMENT EXECUTE FUNCTION matter_count_{event}();
"""
ROWS = """
SELECT estate_id, organisation_id, state, is_overdue, urgency = 'emergency', {step}
FROM {table} WHERE state IN ('received', 'accepted', 'done')
"""
ADDED = ROWS.format(step=1, table="new_rows")
REMOVED = ROWS.format(step=-1, table="old_rows")
NEW, OLD = "NEW TABLE AS new_rows", "OLD TABLE AS old_rows"

TRIGGERS = (
    COUNT.format(event="insert", rows=ADDED, tables=NEW)
    + COUNT.format(event="update", rows=f"{ADDED} UNION ALL {REMOVED}", tables=f"{OLD} {NEW}")
    + COUNT.format(event="delete", rows=REMOVED, tables=OLD)
)
UNDO = "".join(
    f"DROP TRIGGER matter_count_{event} ON matter; DROP FUNCTION matter_count_{event}();"
    for event in ("insert", "update", "delete")
)


class Migration(migrations.Migration):
    dependencies = [("matters", "0001_initial")]

    operations = [AppendOnly("matter_entry"), migrations.RunSQL(TRIGGERS, UNDO)]
