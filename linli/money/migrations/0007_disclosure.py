import uuid

import django.db.models.deletion
import django.db.models.expressions
from django.conf import settings
from django.db import migrations, models

import linli.base.crypto.fields
from linli.base.append_only import AppendOnly


class Migration(migrations.Migration):
    dependencies = [
        ("base", "0004_quiet_news"),
        ("matters", "0010_search"),
        ("money", "0006_spending"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name="Fold",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("seal_number", models.IntegerField(default=0)),
                ("rate", models.JSONField(default=dict)),
                ("rate_at", models.DateTimeField(null=True)),
                (
                    "book",
                    models.OneToOneField(
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
                "db_table": "disclosure_fold",
            },
        ),
        migrations.CreateModel(
            name="Statement",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("quarter", models.CharField(max_length=6)),
                ("starts_on", models.DateField()),
                ("ends_on", models.DateField()),
                ("version", models.PositiveSmallIntegerField(default=1)),
                ("reason", models.CharField(blank=True, max_length=300)),
                ("opening", models.BigIntegerField()),
                ("came_in", models.BigIntegerField()),
                ("went_out", models.BigIntegerField()),
                ("closing", models.BigIntegerField()),
                ("rate", models.JSONField(default=dict)),
                ("sources", models.JSONField(default=list)),
                ("uses", models.JSONField(default=list)),
                ("line_count", models.PositiveIntegerField()),
                ("seal_number", models.IntegerField()),
                ("seal_root", models.CharField(max_length=64)),
                ("content_hash", models.CharField(max_length=64)),
                ("published_at", models.DateTimeField()),
                ("shown_until", models.DateField()),
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
                (
                    "published_by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.RESTRICT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "replaces",
                    models.OneToOneField(
                        null=True,
                        on_delete=django.db.models.deletion.RESTRICT,
                        related_name="replaced_by",
                        to="money.statement",
                    ),
                ),
            ],
            options={
                "db_table": "disclosure_statement",
                "constraints": [
                    models.UniqueConstraint(
                        fields=("book", "quarter", "version"),
                        name="disclosure_statement_version_once",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("replaces__isnull", True), ("version", 1)),
                            models.Q(
                                ("replaces__isnull", False),
                                ("version__gt", 1),
                                models.Q(("reason", ""), _negated=True),
                            ),
                            _connector="OR",
                        ),
                        name="disclosure_statement_correction_says_why",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            (
                                "closing",
                                django.db.models.expressions.CombinedExpression(
                                    django.db.models.expressions.CombinedExpression(
                                        models.F("opening"), "+", models.F("came_in")
                                    ),
                                    "-",
                                    models.F("went_out"),
                                ),
                            )
                        ),
                        name="disclosure_statement_adds_up",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="StatementLine",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("number", models.PositiveIntegerField()),
                ("day", models.DateField()),
                ("way", models.CharField(max_length=3)),
                ("label", models.CharField(max_length=62)),
                ("building", models.CharField(blank=True, max_length=40)),
                ("amount", models.BigIntegerField()),
                ("count", models.PositiveIntegerField()),
                ("entry_id", models.BigIntegerField(null=True)),
                ("source", models.CharField(blank=True, max_length=60)),
                ("seal_number", models.IntegerField()),
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
                        db_index=False,
                        on_delete=django.db.models.deletion.RESTRICT,
                        related_name="lines",
                        to="money.statement",
                    ),
                ),
            ],
            options={
                "db_table": "disclosure_line",
                "constraints": [
                    models.UniqueConstraint(
                        fields=("statement", "number"), name="disclosure_line_number_once"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("way__in", ["in", "out"])), name="disclosure_line_way"
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="AccountBundle",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("token", models.UUIDField(default=uuid.uuid4, unique=True)),
                ("kind", models.CharField(max_length=8)),
                ("quarter", models.CharField(blank=True, max_length=6)),
                ("state", models.CharField(default="waiting", max_length=8)),
                ("done", models.PositiveIntegerField(default=0)),
                ("total", models.PositiveIntegerField(default=0)),
                ("trouble", models.CharField(blank=True, max_length=200)),
                ("asked_at", models.DateTimeField()),
                ("finished_at", models.DateTimeField(null=True)),
                (
                    "asked_by",
                    models.ForeignKey(
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
                "db_table": "disclosure_bundle",
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("kind__in", ["pack", "handover"])),
                        name="disclosure_bundle_kind",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("state__in", ["waiting", "running", "done", "stopped", "failed"])
                        ),
                        name="disclosure_bundle_state",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="DisclosureSetting",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("due_months", models.PositiveSmallIntegerField(default=1)),
                ("shown_days", models.PositiveSmallIntegerField(default=30)),
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
                "db_table": "disclosure_setting",
                "constraints": [
                    models.UniqueConstraint(fields=("estate",), name="disclosure_setting_once"),
                    models.CheckConstraint(
                        condition=models.Q(("shown_days__gte", 15)), name="disclosure_setting_days"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("due_months__gte", 1), ("due_months__lte", 6)),
                        name="disclosure_setting_due",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="DueRing",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("quarter", models.CharField(max_length=6)),
                ("at", models.DateTimeField()),
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
                (
                    "matter",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.RESTRICT,
                        related_name="+",
                        to="matters.matter",
                    ),
                ),
            ],
            options={
                "db_table": "disclosure_due",
                "constraints": [
                    models.UniqueConstraint(fields=("book", "quarter"), name="disclosure_due_once")
                ],
            },
        ),
        migrations.CreateModel(
            name="Look",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("what", models.CharField(max_length=60)),
                ("at", models.DateTimeField()),
                (
                    "account",
                    models.ForeignKey(
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
                "db_table": "disclosure_look",
                "indexes": [models.Index(fields=["estate", "-at"], name="disclosure_look_recent")],
            },
        ),
        migrations.CreateModel(
            name="MonthSum",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("month", models.DateField()),
                ("way", models.CharField(max_length=3)),
                ("label", models.CharField(max_length=62)),
                ("building_id", models.BigIntegerField(default=0)),
                ("amount", models.BigIntegerField()),
                ("count", models.IntegerField()),
                ("seal_number", models.IntegerField()),
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
                "db_table": "disclosure_month",
                "constraints": [
                    models.UniqueConstraint(
                        fields=("book", "month", "way", "label", "building_id"),
                        name="disclosure_month_once",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("way__in", ["in", "out"])), name="disclosure_month_way"
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Move",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("entry_id", models.BigIntegerField()),
                ("day", models.DateField()),
                ("way", models.CharField(max_length=3)),
                ("label", models.CharField(max_length=62)),
                ("amount", models.BigIntegerField()),
                ("source", models.CharField(blank=True, max_length=60)),
                ("seal_number", models.IntegerField()),
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
                "db_table": "disclosure_move",
                "indexes": [
                    models.Index(
                        fields=["book", "-day", "way", "label", "entry_id"],
                        name="disclosure_move_in_order",
                    )
                ],
                "constraints": [
                    models.UniqueConstraint(
                        fields=("entry_id", "label"), name="disclosure_move_once"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("way__in", ["in", "out"])), name="disclosure_move_way"
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Objection",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("token", models.UUIDField(default=uuid.uuid4, unique=True)),
                ("quarter", models.CharField(max_length=6)),
                ("entry_id", models.BigIntegerField(null=True)),
                ("line_words", models.CharField(blank=True, max_length=120)),
                ("text", linli.base.crypto.fields.EncryptedTextField()),
                ("contact", linli.base.crypto.fields.EncryptedTextField(null=True)),
                ("address", models.BinaryField(max_length=16, null=True)),
                ("asked_at", models.DateTimeField()),
                ("state", models.CharField(default="open", max_length=8)),
                ("question", models.CharField(blank=True, max_length=200)),
                ("answer", models.CharField(blank=True, max_length=600)),
                ("answered_at", models.DateTimeField(null=True)),
                (
                    "account",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.RESTRICT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "answered_by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.RESTRICT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
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
                (
                    "matter",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.RESTRICT,
                        related_name="+",
                        to="matters.matter",
                    ),
                ),
            ],
            options={
                "db_table": "disclosure_objection",
                "indexes": [
                    models.Index(fields=["book", "quarter"], name="disclosure_objection_period"),
                    models.Index(
                        fields=["address", "asked_at"], name="disclosure_objection_address"
                    ),
                ],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("state__in", ["open", "answered"])),
                        name="disclosure_objection_state_known",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("state", "open"),
                            models.Q(
                                models.Q(("answer", ""), _negated=True),
                                ("answered_at__isnull", False),
                                ("answered_by__isnull", False),
                            ),
                            _connector="OR",
                        ),
                        name="disclosure_objection_answered_by_whom",
                    ),
                ],
            },
        ),
        AppendOnly("disclosure_statement"),
        AppendOnly("disclosure_line"),
        AppendOnly("disclosure_look"),
    ]
