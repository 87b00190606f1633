"""The ledger: append-only, with what the tables keep by themselves in `_ledger`."""

import datetime

import django.contrib.postgres.fields
import django.db.models.deletion
from django.db import migrations, models

from linli.base.append_only import AppendOnly
from linli.money.migrations import _ledger


class Migration(migrations.Migration):
    initial = True

    dependencies = [
        ("base", "0004_quiet_news"),
        ("estate", "0004_committee_offices"),
    ]

    operations = [
        migrations.CreateModel(
            name="Entry",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("key", models.CharField(max_length=120)),
                ("kind", models.CharField(max_length=24)),
                ("occurred_on", models.DateField()),
                ("posted_at", models.DateTimeField()),
                ("user_id", models.BigIntegerField(null=True)),
                ("source", models.CharField(blank=True, max_length=60)),
                ("memo", models.CharField(blank=True, max_length=80)),
                (
                    "voucher_ids",
                    django.contrib.postgres.fields.ArrayField(
                        base_field=models.BigIntegerField(), default=list, size=None
                    ),
                ),
                ("line_count", models.SmallIntegerField()),
                ("digest", models.BinaryField(max_length=32)),
            ],
            options={
                "db_table": "ledger_entry",
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("line_count__gte", 2)), name="ledger_entry_two_lines"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("occurred_on__gte", datetime.date(1990, 1, 1)),
                            ("occurred_on__lt", "2200-01-01"),
                        ),
                        name="ledger_entry_day_sane",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Book",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("code", models.SlugField(max_length=40)),
                ("unit", models.CharField(default="CNY", max_length=16)),
                (
                    "salt",
                    models.BinaryField(max_length=32),
                ),
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
                "db_table": "ledger_book",
                "constraints": [
                    models.UniqueConstraint(fields=("estate", "code"), name="ledger_book_code_once")
                ],
            },
        ),
        migrations.CreateModel(
            name="Account",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("code", models.CharField(max_length=60)),
                ("label", models.CharField(max_length=62)),
                ("kind", models.CharField(max_length=9)),
                ("is_money", models.BooleanField(default=False)),
                ("may_go_negative", models.BooleanField(default=True)),
                ("keeps_balance", models.BooleanField(default=False)),
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
                    "home",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.RESTRICT,
                        related_name="+",
                        to="estate.place",
                    ),
                ),
                (
                    "organisation",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.RESTRICT,
                        related_name="+",
                        to="estate.organisation",
                    ),
                ),
                (
                    "person",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.RESTRICT,
                        related_name="+",
                        to="estate.person",
                    ),
                ),
                (
                    "book",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.RESTRICT,
                        related_name="accounts",
                        to="money.book",
                    ),
                ),
            ],
            options={
                "db_table": "ledger_account",
                "constraints": [
                    models.UniqueConstraint(
                        fields=("book", "code"), name="ledger_account_code_once"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("kind__in", ["asset", "liability", "equity", "income", "expense"])
                        ),
                        name="ledger_account_kind_known",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("may_go_negative", True), ("keeps_balance", True), _connector="OR"
                        ),
                        name="ledger_account_bound_is_kept",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("is_money", False), ("kind", "asset"), _connector="OR"),
                        name="ledger_account_money_is_asset",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="DaySum",
            fields=[
                (
                    "pk",
                    models.CompositePrimaryKey(
                        "book_id",
                        "label",
                        "day",
                        blank=True,
                        editable=False,
                        primary_key=True,
                        serialize=False,
                    ),
                ),
                ("label", models.CharField(max_length=62)),
                ("day", models.DateField()),
                ("debit", models.BigIntegerField()),
                ("credit", models.BigIntegerField()),
                (
                    "book",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.RESTRICT,
                        related_name="+",
                        to="money.book",
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
                "db_table": "ledger_day_sum",
                "indexes": [models.Index(fields=["book", "day"], name="ledger_day_sum_by_day")],
            },
        ),
        migrations.CreateModel(
            name="Leaf",
            fields=[
                (
                    "entry",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.RESTRICT,
                        primary_key=True,
                        related_name="leaf",
                        serialize=False,
                        to="money.entry",
                    ),
                ),
                ("position", models.IntegerField()),
                ("hash", models.BinaryField(max_length=32)),
            ],
            options={
                "db_table": "ledger_leaf",
            },
        ),
        migrations.CreateModel(
            name="Unsealed",
            fields=[
                (
                    "entry",
                    models.OneToOneField(
                        db_constraint=False,
                        on_delete=django.db.models.deletion.RESTRICT,
                        primary_key=True,
                        related_name="+",
                        serialize=False,
                        to="money.entry",
                    ),
                ),
            ],
            options={
                "db_table": "ledger_unsealed",
            },
        ),
        migrations.AddField(
            model_name="entry",
            name="book",
            field=models.ForeignKey(
                db_constraint=False,
                db_index=False,
                on_delete=django.db.models.deletion.RESTRICT,
                related_name="+",
                to="money.book",
            ),
        ),
        migrations.AddField(
            model_name="entry",
            name="estate",
            field=models.ForeignKey(
                db_constraint=False,
                db_index=False,
                on_delete=django.db.models.deletion.RESTRICT,
                related_name="+",
                to="base.estate",
            ),
        ),
        migrations.AddField(
            model_name="entry",
            name="reverses",
            field=models.ForeignKey(
                db_index=False,
                null=True,
                on_delete=django.db.models.deletion.RESTRICT,
                related_name="reversals",
                to="money.entry",
            ),
        ),
        migrations.CreateModel(
            name="Line",
            fields=[
                (
                    "pk",
                    models.CompositePrimaryKey(
                        "entry_id",
                        "number",
                        blank=True,
                        editable=False,
                        primary_key=True,
                        serialize=False,
                    ),
                ),
                ("number", models.SmallIntegerField()),
                ("occurred_on", models.DateField()),
                ("amount", models.BigIntegerField()),
                (
                    "account",
                    models.ForeignKey(
                        db_constraint=False,
                        db_index=False,
                        on_delete=django.db.models.deletion.RESTRICT,
                        related_name="+",
                        to="money.account",
                    ),
                ),
                (
                    "entry",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.RESTRICT,
                        related_name="lines",
                        to="money.entry",
                    ),
                ),
                (
                    "estate",
                    models.ForeignKey(
                        db_constraint=False,
                        db_index=False,
                        on_delete=django.db.models.deletion.RESTRICT,
                        related_name="+",
                        to="base.estate",
                    ),
                ),
            ],
            options={
                "db_table": "ledger_line",
                "indexes": [
                    models.Index(
                        fields=["account", "occurred_on", "entry"], name="ledger_line_account"
                    )
                ],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("amount", 0), _negated=True),
                            ("amount__gte", -10000000000000),
                            ("amount__lte", 10000000000000),
                        ),
                        name="ledger_line_amount_sane",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("number__gte", 1)), name="ledger_line_from_one"
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Seal",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("number", models.IntegerField()),
                ("entries", models.IntegerField()),
                ("total", models.BigIntegerField()),
                ("tree", models.BinaryField(max_length=32)),
                ("root", models.BinaryField(max_length=32)),
                ("sealed_at", models.DateTimeField()),
                (
                    "book",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.RESTRICT,
                        related_name="seals",
                        to="money.book",
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
                "db_table": "ledger_seal",
                "constraints": [
                    models.UniqueConstraint(
                        fields=("book", "number"), name="ledger_seal_number_once"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("entries__gte", 1), ("number__gte", 1)),
                        name="ledger_seal_holds_something",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Voucher",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "entry",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.RESTRICT,
                        related_name="vouchers",
                        to="money.entry",
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
                    "file",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.RESTRICT,
                        related_name="+",
                        to="base.storedfile",
                    ),
                ),
            ],
            options={
                "db_table": "ledger_voucher",
                "constraints": [
                    models.UniqueConstraint(fields=("entry", "file"), name="ledger_voucher_once")
                ],
            },
        ),
        migrations.CreateModel(
            name="Balance",
            fields=[
                (
                    "account",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.RESTRICT,
                        primary_key=True,
                        related_name="balance",
                        serialize=False,
                        to="money.account",
                    ),
                ),
                ("amount", models.BigIntegerField(default=0)),
                ("side", models.SmallIntegerField()),
                ("may_go_negative", models.BooleanField()),
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
                "db_table": "ledger_balance",
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            ("may_go_negative", True),
                            models.Q(("amount__gte", 0), ("side", 1)),
                            models.Q(("amount__lte", 0), ("side", -1)),
                            _connector="OR",
                        ),
                        name="ledger_balance_not_below_zero",
                    )
                ],
            },
        ),
        migrations.AddField(
            model_name="leaf",
            name="estate",
            field=models.ForeignKey(
                db_index=False,
                on_delete=django.db.models.deletion.RESTRICT,
                related_name="+",
                to="base.estate",
            ),
        ),
        migrations.AddField(
            model_name="leaf",
            name="seal",
            field=models.ForeignKey(
                db_index=False,
                on_delete=django.db.models.deletion.RESTRICT,
                related_name="leaves",
                to="money.seal",
            ),
        ),
        migrations.AddField(
            model_name="unsealed",
            name="book",
            field=models.ForeignKey(
                db_constraint=False,
                db_index=False,
                on_delete=django.db.models.deletion.RESTRICT,
                related_name="+",
                to="money.book",
            ),
        ),
        migrations.AddField(
            model_name="unsealed",
            name="estate",
            field=models.ForeignKey(
                db_constraint=False,
                db_index=False,
                on_delete=django.db.models.deletion.RESTRICT,
                related_name="+",
                to="base.estate",
            ),
        ),
        migrations.AddIndex(
            model_name="entry",
            index=models.Index(fields=["book", "occurred_on", "id"], name="ledger_entry_by_day"),
        ),
        migrations.AddIndex(
            model_name="entry",
            index=models.Index(
                condition=models.Q(("source", ""), _negated=True),
                fields=["book", "source"],
                name="ledger_entry_source",
            ),
        ),
        migrations.AddConstraint(
            model_name="entry",
            constraint=models.UniqueConstraint(
                fields=("book", "key"), name="ledger_entry_key_once"
            ),
        ),
        migrations.AddConstraint(
            model_name="entry",
            constraint=models.UniqueConstraint(
                condition=models.Q(("reverses__isnull", False)),
                fields=("reverses",),
                name="ledger_entry_reversed_once",
            ),
        ),
        migrations.AddConstraint(
            model_name="leaf",
            constraint=models.UniqueConstraint(
                fields=("seal", "position"), name="ledger_leaf_place_once"
            ),
        ),
        *[
            AppendOnly(f"ledger_{table}")
            for table in ("book", "account", "entry", "line", "voucher", "seal", "leaf")
        ],
        migrations.RunSQL(_ledger.SOUND + _ledger.KEPT + _ledger.POST, _ledger.UNDO),
    ]
