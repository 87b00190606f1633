import uuid
from typing import ClassVar

import django.contrib.postgres.fields
import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

import linli.base.crypto.fields
from linli.base.kept_columns import KeepColumns


class Migration(migrations.Migration):
    initial = True

    dependencies: ClassVar = [
        ("base", "0003_sign_in"),
        ("money", "0001_ledger"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations: ClassVar = [
        migrations.CreateModel(
            name="BankAccount",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("book_code", models.CharField(max_length=40)),
                ("bank", models.CharField(max_length=10)),
                ("title", models.CharField(max_length=60)),
                ("holder", models.CharField(max_length=80)),
                ("number", linli.base.crypto.fields.EncryptedTextField(null=True)),
                ("number_index", models.BinaryField(max_length=16)),
                ("last4", models.CharField(max_length=4)),
                ("expects_totals", models.BooleanField(default=False)),
                ("is_active", models.BooleanField(default=True)),
                ("opened_at", models.DateTimeField()),
                (
                    "estate",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.RESTRICT,
                        related_name="+",
                        to="base.estate",
                    ),
                ),
            ],
            options={
                "db_table": "bank_account",
                "constraints": [
                    models.UniqueConstraint(
                        fields=("estate", "number_index"), name="bank_account_number_once"
                    ),
                    models.UniqueConstraint(
                        condition=models.Q(("is_active", True)),
                        fields=("estate", "book_code"),
                        name="bank_account_one_a_book",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("bank__in", ["icbc", "ccb", "abc", "other"])),
                        name="bank_account_bank_known",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="BankMapping",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "header",
                    django.contrib.postgres.fields.ArrayField(
                        base_field=models.CharField(max_length=120), size=None
                    ),
                ),
                (
                    "columns",
                    django.contrib.postgres.fields.ArrayField(
                        base_field=models.CharField(max_length=16), size=None
                    ),
                ),
                ("changed_at", models.DateTimeField()),
                (
                    "account",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.RESTRICT,
                        related_name="mappings",
                        to="money.bankaccount",
                    ),
                ),
                (
                    "changed_by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.RESTRICT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "estate",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.RESTRICT,
                        related_name="+",
                        to="base.estate",
                    ),
                ),
            ],
            options={
                "db_table": "bank_mapping",
                "constraints": [
                    models.UniqueConstraint(
                        fields=("account", "header"), name="bank_mapping_header_once"
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="BankStatement",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("token", models.UUIDField(default=uuid.uuid4, unique=True)),
                ("file_name", models.CharField(max_length=200)),
                ("sha256", models.BinaryField(max_length=32)),
                ("source", models.BinaryField(null=True)),
                ("state", models.CharField(default="previewed", max_length=10)),
                ("starts_on", models.DateField(null=True)),
                ("ends_on", models.DateField(null=True)),
                ("opening", models.BigIntegerField(null=True)),
                ("closing", models.BigIntegerField(null=True)),
                ("line_count", models.PositiveIntegerField(default=0)),
                ("new_count", models.PositiveIntegerField(default=0)),
                ("came_in", models.BigIntegerField(default=0)),
                ("went_out", models.BigIntegerField(default=0)),
                ("uploaded_at", models.DateTimeField()),
                ("confirmed_at", models.DateTimeField(null=True)),
                (
                    "account",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.RESTRICT,
                        related_name="statements",
                        to="money.bankaccount",
                    ),
                ),
                (
                    "confirmed_by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.RESTRICT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "estate",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.RESTRICT,
                        related_name="+",
                        to="base.estate",
                    ),
                ),
                (
                    "uploaded_by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.RESTRICT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
            ],
            options={
                "db_table": "bank_statement",
                "indexes": [
                    models.Index(fields=["account", "-ends_on"], name="bank_statement_recent")
                ],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            ("state__in", ["unmapped", "previewed", "confirmed", "dropped"])
                        ),
                        name="bank_statement_state_known",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("state", "confirmed"), _negated=True),
                            models.Q(
                                ("confirmed_at__isnull", False), ("confirmed_by__isnull", False)
                            ),
                            _connector="OR",
                        ),
                        name="bank_statement_confirmed_by_whom",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("state__in", ["unmapped", "dropped"]),
                            models.Q(("ends_on__isnull", False), ("starts_on__isnull", False)),
                            _connector="OR",
                        ),
                        name="bank_statement_read_has_days",
                    ),
                    models.UniqueConstraint(
                        condition=models.Q(("state", "confirmed")),
                        fields=("account", "sha256"),
                        name="bank_statement_file_once",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="BankLine",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("row", models.PositiveIntegerField()),
                ("identity", models.BinaryField(max_length=16)),
                ("booked_on", models.DateField()),
                ("booked_at", models.TimeField(null=True)),
                ("direction", models.CharField(max_length=3)),
                ("amount", models.BigIntegerField()),
                ("balance", models.BigIntegerField(null=True)),
                ("name", linli.base.crypto.fields.EncryptedTextField(null=True)),
                ("account_number", linli.base.crypto.fields.EncryptedTextField(null=True)),
                ("account_index", models.BinaryField(max_length=16, null=True)),
                ("account_last4", models.CharField(blank=True, max_length=4)),
                ("purpose", models.CharField(blank=True, max_length=300)),
                ("serial", models.CharField(blank=True, max_length=60)),
                ("claimed_by", models.CharField(blank=True, max_length=40)),
                ("claimed_at", models.DateTimeField(null=True)),
                (
                    "account",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.RESTRICT,
                        related_name="lines",
                        to="money.bankaccount",
                    ),
                ),
                (
                    "estate",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.RESTRICT,
                        related_name="+",
                        to="base.estate",
                    ),
                ),
                (
                    "statement",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.RESTRICT,
                        related_name="lines",
                        to="money.bankstatement",
                    ),
                ),
            ],
            options={
                "db_table": "bank_line",
                "indexes": [
                    models.Index(fields=["account", "booked_on", "id"], name="bank_line_by_day"),
                    models.Index(
                        condition=models.Q(("claimed_by", "")),
                        fields=["estate", "direction", "booked_on"],
                        name="bank_line_open",
                    ),
                    models.Index(
                        condition=models.Q(("claimed_by", ""), _negated=True),
                        fields=["estate", "claimed_by"],
                        name="bank_line_claim",
                    ),
                ],
                "constraints": [
                    models.UniqueConstraint(fields=("account", "identity"), name="bank_line_once"),
                    models.CheckConstraint(
                        condition=models.Q(("amount__gt", 0)), name="bank_line_amount_positive"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("direction__in", ["in", "out"])),
                        name="bank_line_direction_known",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("claimed_at__isnull", True), ("claimed_by", "")),
                            models.Q(
                                models.Q(("claimed_by", ""), _negated=True),
                                ("claimed_at__isnull", False),
                            ),
                            _connector="OR",
                        ),
                        name="bank_line_claimed_when",
                    ),
                ],
            },
        ),
        # what the bank said stays; only what it stands for is ours to say
        KeepColumns("bank_line", but=("claimed_by", "claimed_at")),
    ]
