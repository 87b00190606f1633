"""News without a wake-up, and the trail and the outbox for actions that are one database function.

`linli_record` and `linli_tell` write the same rows as `audit.record` and `events.publish`, for a
function that does its whole work in one round trip.
"""

import uuid

from django.db import migrations, models
from django.db.models.functions import Now

FUNCTIONS = """
CREATE FUNCTION linli_record(
  p_estate bigint, p_at timestamptz, p_user bigint, p_action text, p_subject text,
  p_subject_id bigint, p_address inet
) RETURNS void LANGUAGE plpgsql AS $$
BEGIN
  INSERT INTO audit_row
    (estate_id, at, user_id, action, subject, subject_id, outcome, purpose, address, data)
  VALUES (p_estate, p_at, p_user, p_action, p_subject, p_subject_id, 'done', '', p_address, '{}');
END $$;

CREATE FUNCTION linli_tell(p_estate bigint, p_at timestamptz, p_event text, p_payload jsonb)
RETURNS void LANGUAGE plpgsql AS $$
BEGIN
  INSERT INTO quiet_news (event_id, event_type, payload, estate_id, at)
  VALUES (gen_random_uuid(), p_event, p_payload, p_estate, p_at);
END $$;
"""
UNDO = "DROP FUNCTION linli_tell; DROP FUNCTION linli_record;"


class Migration(migrations.Migration):
    dependencies = [("base", "0003_sign_in")]

    operations = [
        migrations.CreateModel(
            name="QuietNews",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("event_id", models.UUIDField(default=uuid.uuid4)),
                ("event_type", models.CharField(max_length=60)),
                ("payload", models.JSONField()),
                ("estate_id", models.BigIntegerField(null=True)),
                ("at", models.DateTimeField()),
                ("written_at", models.DateTimeField(db_default=Now())),
            ],
            options={"db_table": "quiet_news"},
        ),
        migrations.RunSQL(FUNCTIONS, UNDO),
    ]
