import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("base", "0003_sign_in"),
        ("matters", "0002_timeline_and_tally"),
    ]

    operations = [
        migrations.CreateModel(
            name="PersonMove",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("merge_id", models.BigIntegerField()),
                ("row_kind", models.CharField(max_length=12)),
                ("row_id", models.BigIntegerField()),
                (
                    "estate",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.RESTRICT,
                        related_name="+",
                        to="base.estate",
                    ),
                ),
            ],
            options={
                "db_table": "person_move",
                "constraints": [
                    models.UniqueConstraint(
                        fields=("merge_id", "row_kind", "row_id"), name="person_move_once"
                    )
                ],
            },
        ),
    ]
