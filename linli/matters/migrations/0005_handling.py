from typing import ClassVar

from django.db import migrations


class Migration(migrations.Migration):
    dependencies: ClassVar = [("matters", "0004_letter_state")]

    operations: ClassVar = []
