"""A matter can be withdrawn by its reporter."""

from typing import ClassVar

from django.db import migrations, models

STATES = ["received", "accepted", "done", "closed", "declined", "merged", "withdrawn"]


class Migration(migrations.Migration):
    dependencies: ClassVar = [("matters", "0004_letter_state")]

    operations: ClassVar = [
        migrations.RemoveConstraint(model_name="matter", name="matter_state_known"),
        migrations.AddConstraint(
            model_name="matter",
            constraint=models.CheckConstraint(
                condition=models.Q(("state__in", STATES)), name="matter_state_known"
            ),
        ),
    ]
