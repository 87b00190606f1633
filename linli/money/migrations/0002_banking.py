from typing import ClassVar

from django.db import migrations


class Migration(migrations.Migration):
    dependencies: ClassVar = [("money", "0001_ledger")]

    operations: ClassVar = []
