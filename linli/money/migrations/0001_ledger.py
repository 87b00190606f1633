from typing import ClassVar

from django.db import migrations


class Migration(migrations.Migration):
    dependencies: ClassVar = [("estate", "0004_committee_offices")]

    operations: ClassVar = []
