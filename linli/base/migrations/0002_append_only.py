from django.db import migrations

from linli.base.append_only import AppendOnly


class Migration(migrations.Migration):
    dependencies = [("base", "0001_initial")]

    operations = [AppendOnly("audit_row")]
