from typing import ClassVar

from django.db import migrations


class Migration(migrations.Migration):
    dependencies: ClassVar = [("matters", "0006_calls")]

    operations: ClassVar = []
