from typing import ClassVar

from django.db import migrations, models


class Migration(migrations.Migration):
    """Files are read and written by jobs: who may (`attempt`), and why it failed (`fault`)."""

    dependencies: ClassVar = [("estate", "0001_initial")]

    operations: ClassVar = [
        migrations.RemoveField(model_name="importrun", name="error"),
        migrations.AddField(
            model_name="importrun", name="attempt", field=models.PositiveIntegerField(default=0)
        ),
        migrations.AddField(
            model_name="importrun", name="fault", field=models.JSONField(default=dict)
        ),
        migrations.RemoveConstraint(model_name="importrun", name="import_run_state_known"),
        migrations.AddConstraint(
            model_name="importrun",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    (
                        "state__in",
                        ["reading", "previewed", "writing", "confirmed", "dropped", "failed"],
                    )
                ),
                name="import_run_state_known",
            ),
        ),
    ]
