from typing import ClassVar

from django.db import migrations


class Migration(migrations.Migration):
    dependencies: ClassVar = [("contact", "0002_messages")]

    operations: ClassVar = []
