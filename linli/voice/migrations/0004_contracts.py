from typing import ClassVar

from django.db import migrations


class Migration(migrations.Migration):
    dependencies: ClassVar = [("voice", "0003_elections")]

    operations: ClassVar = []
