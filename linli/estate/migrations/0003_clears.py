from typing import ClassVar

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies: ClassVar = [("estate", "0002_imports")]

    operations: ClassVar = [
        migrations.AddField(
            model_name="verification",
            name="fact",
            field=models.CharField(blank=True, default="", max_length=12),
        ),
        migrations.AddConstraint(
            model_name="verification",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    fact__in=[
                        "",
                        "household",
                        "persons",
                        "contact",
                        "categories",
                        "facilities",
                        "disputes",
                    ]
                ),
                name="verification_fact_known",
            ),
        ),
    ]
