from typing import ClassVar

from django.db import migrations


class Migration(migrations.Migration):
    initial = True
    dependencies: ClassVar = [("base", "0003_sign_in")]

    operations: ClassVar = []
