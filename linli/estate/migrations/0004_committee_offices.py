from typing import ClassVar

from django.db import migrations, models

ROLES = [
    "administrator",
    "centre_lead",
    "agent",
    "clerk",
    "committee_secretary",
    "housing_officer",
    "accountant",
    "organisation_lead",
    "worker",
    "grid_worker",
    "building_captain",
    "volunteer",
    "carer",
    "guard",
    "owners_committee_member",
    "residents_committee_member",
    "supervision_member",
]


class Migration(migrations.Migration):
    dependencies: ClassVar = [("estate", "0003_clears")]

    operations: ClassVar = [
        # residents_committee_member is longer than what came before
        migrations.AlterField(
            model_name="office", name="role", field=models.CharField(max_length=32)
        ),
        migrations.RemoveConstraint(model_name="office", name="office_role_known"),
        migrations.AddConstraint(
            model_name="office",
            constraint=models.CheckConstraint(
                condition=models.Q(role__in=ROLES), name="office_role_known"
            ),
        ),
    ]
