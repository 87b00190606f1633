import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

import linli.base.crypto.fields
from linli.base.append_only import AppendOnly
from linli.money.migrations._spending import TRIGGERS, UNDO


class Migration(migrations.Migration):
    dependencies = [
        ("base", "0003_sign_in"),
        ("estate", "0004_committee_offices"),
        ("matters", "0010_search"),
        ("money", "0005_payments"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name="SpendingPart",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("step", models.CharField(max_length=20)),
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
            ],
            options={
                "db_table": "spending_part",
            },
        ),
        migrations.CreateModel(
            name="SpendingRequest",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("number", models.CharField(max_length=16)),
                ("book", models.CharField(max_length=20)),
                ("category", models.CharField(max_length=12)),
                ("purpose", models.CharField(max_length=120)),
                ("payee", models.CharField(max_length=80)),
                ("payee_account", linli.base.crypto.fields.EncryptedTextField(null=True)),
                ("amount", models.BigIntegerField()),
                ("paid", models.BigIntegerField(default=0)),
                ("contract", models.CharField(blank=True, max_length=120)),
                ("decision", models.CharField(blank=True, max_length=60)),
                ("is_emergency", models.BooleanField(default=False)),
                ("emergency_reason", models.CharField(blank=True, max_length=200)),
                ("state", models.CharField(default="draft", max_length=10)),
                ("round", models.PositiveSmallIntegerField(default=0)),
                ("owners_from", models.BigIntegerField(default=1000000)),
                ("returned_reason", models.CharField(blank=True, max_length=200)),
                ("waits_since", models.DateTimeField()),
                ("created_at", models.DateTimeField()),
                ("disclosed_at", models.DateTimeField(null=True)),
                ("version", models.PositiveIntegerField(default=1)),
                (
                    "author",
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
                (
                    "organisation",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.RESTRICT,
                        related_name="+",
                        to="estate.organisation",
                    ),
                ),
                (
                    "place",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.RESTRICT,
                        related_name="+",
                        to="estate.place",
                    ),
                ),
            ],
            options={
                "db_table": "spending_request",
                "indexes": [
                    models.Index(
                        fields=["estate", "state", "waits_since"], name="spending_request_desk"
                    ),
                    models.Index(fields=["estate", "-created_at"], name="spending_request_recent"),
                    models.Index(fields=["decision"], name="spending_request_decision"),
                ],
                "constraints": [
                    models.UniqueConstraint(
                        fields=("estate", "number"), name="spending_request_number"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            (
                                "state__in",
                                [
                                    "draft",
                                    "checking",
                                    "releasing",
                                    "paying",
                                    "paid",
                                    "matched",
                                    "cancelled",
                                ],
                            )
                        ),
                        name="spending_request_state_known",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("book__in", ["joint_account", "common_income", "maintenance_fund"])
                        ),
                        name="spending_request_book_known",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            (
                                "category__in",
                                (
                                    "bank",
                                    "cleaning",
                                    "energy",
                                    "fire",
                                    "greenery",
                                    "lift",
                                    "office",
                                    "other",
                                    "pipes",
                                    "repairs",
                                    "roof",
                                    "security",
                                    "staff",
                                    "tax",
                                    "walls",
                                ),
                            )
                        ),
                        name="spending_request_category_known",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("amount__gt", 0), ("amount__lte", 10000000000)),
                        name="spending_request_amount",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("paid__gte", 0), ("paid__lte", models.F("amount"))),
                        name="spending_request_not_over",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("book", "maintenance_fund"), _negated=True),
                            ("state__in", ["draft", "cancelled"]),
                            models.Q(("decision", ""), _negated=True),
                            models.Q(
                                ("is_emergency", True),
                                models.Q(("emergency_reason", ""), _negated=True),
                            ),
                            _connector="OR",
                        ),
                        name="spending_request_fund_says_why",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("state", "cancelled"), _negated=True),
                            ("paid", 0),
                            _connector="OR",
                        ),
                        name="spending_request_cancelled_unpaid",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="SpendingRelease",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("round", models.PositiveSmallIntegerField()),
                ("step", models.CharField(max_length=20)),
                ("at", models.DateTimeField()),
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
                    "part",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.RESTRICT,
                        related_name="+",
                        to="money.spendingpart",
                    ),
                ),
                (
                    "request",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.RESTRICT,
                        related_name="releases",
                        to="money.spendingrequest",
                    ),
                ),
            ],
            options={
                "db_table": "spending_release",
                "constraints": [
                    models.UniqueConstraint(
                        fields=("request", "round", "step"), name="spending_release_body_once"
                    ),
                    models.UniqueConstraint(
                        fields=("request", "round", "part"), name="spending_release_hand_once"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("step__in", ["release_company", "release_committee", "release_owners"])
                        ),
                        name="spending_release_step",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="SpendingPayment",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("amount", models.BigIntegerField()),
                ("paid_on", models.DateField()),
                ("bank_number", models.CharField(max_length=40)),
                ("entry_id", models.BigIntegerField()),
                ("client_key", models.CharField(max_length=80)),
                ("at", models.DateTimeField()),
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
                    "part",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.RESTRICT,
                        related_name="+",
                        to="money.spendingpart",
                    ),
                ),
                (
                    "request",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.RESTRICT,
                        related_name="payments",
                        to="money.spendingrequest",
                    ),
                ),
            ],
            options={
                "db_table": "spending_payment",
                "indexes": [
                    models.Index(fields=["estate", "bank_number"], name="spending_payment_number")
                ],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("amount__gt", 0)), name="spending_payment_amount"
                    ),
                    models.UniqueConstraint(
                        fields=("request", "client_key"), name="spending_payment_once"
                    ),
                    models.UniqueConstraint(
                        fields=("entry_id",), name="spending_payment_entry_once"
                    ),
                ],
            },
        ),
        migrations.AddField(
            model_name="spendingpart",
            name="request",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.RESTRICT,
                related_name="parts",
                to="money.spendingrequest",
            ),
        ),
        migrations.CreateModel(
            name="SpendingFile",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("kind", models.CharField(max_length=10)),
                ("title", models.CharField(blank=True, max_length=60)),
                ("added_at", models.DateTimeField()),
                ("shown_at", models.DateTimeField(null=True)),
                (
                    "added_by",
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
                (
                    "file",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.RESTRICT,
                        related_name="+",
                        to="base.storedfile",
                    ),
                ),
                (
                    "masked",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.RESTRICT,
                        related_name="+",
                        to="base.storedfile",
                    ),
                ),
                (
                    "shown_by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.RESTRICT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "request",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.RESTRICT,
                        related_name="files",
                        to="money.spendingrequest",
                    ),
                ),
            ],
            options={
                "db_table": "spending_file",
                "constraints": [
                    models.UniqueConstraint(fields=("request", "file"), name="spending_file_once"),
                    models.CheckConstraint(
                        condition=models.Q(("kind__in", ["quote", "contract", "voucher"])),
                        name="spending_file_kind_known",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("masked__isnull", True), ("shown_by__isnull", False), _connector="OR"
                        ),
                        name="spending_file_masked_is_shown",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="SpendingEntry",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("at", models.DateTimeField()),
                ("kind", models.CharField(max_length=10)),
                ("step", models.CharField(blank=True, max_length=20)),
                ("note", models.CharField(blank=True, max_length=200)),
                ("data", models.JSONField(default=dict)),
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
                    "estate",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.RESTRICT,
                        related_name="+",
                        to="base.estate",
                    ),
                ),
                (
                    "request",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.RESTRICT,
                        related_name="entries",
                        to="money.spendingrequest",
                    ),
                ),
            ],
            options={
                "db_table": "spending_entry",
                "indexes": [models.Index(fields=["request", "id"], name="spending_entry_in_order")],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            (
                                "kind__in",
                                [
                                    "written",
                                    "changed",
                                    "submitted",
                                    "returned",
                                    "checked",
                                    "released",
                                    "paid",
                                    "reversed",
                                    "matched",
                                    "cancelled",
                                    "filed",
                                    "shown",
                                    "rung",
                                    "disclosed",
                                ],
                            )
                        ),
                        name="spending_entry_kind_known",
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="SpendingDuty",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("reason", models.CharField(max_length=40)),
                ("at", models.DateTimeField()),
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
                (
                    "request",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.RESTRICT,
                        related_name="duties",
                        to="money.spendingrequest",
                    ),
                ),
            ],
            options={
                "db_table": "spending_duty",
                "constraints": [
                    models.UniqueConstraint(fields=("request", "reason"), name="spending_duty_once")
                ],
            },
        ),
        migrations.CreateModel(
            name="SpendingReversal",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("entry_id", models.BigIntegerField()),
                ("reason", models.CharField(max_length=200)),
                ("at", models.DateTimeField()),
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
                    "part",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.RESTRICT,
                        related_name="+",
                        to="money.spendingpart",
                    ),
                ),
                (
                    "payment",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.RESTRICT,
                        related_name="reversal",
                        to="money.spendingpayment",
                    ),
                ),
            ],
            options={
                "db_table": "spending_reversal",
            },
        ),
        migrations.CreateModel(
            name="SpendingSetting",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("owners_from", models.BigIntegerField(default=1000000)),
                ("wait_days", models.PositiveSmallIntegerField(default=3)),
                ("emergency_days", models.PositiveSmallIntegerField(default=15)),
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
                "db_table": "spending_setting",
                "constraints": [
                    models.UniqueConstraint(fields=("estate",), name="spending_setting_once"),
                    models.CheckConstraint(
                        condition=models.Q(("owners_from__gte", 0)),
                        name="spending_setting_threshold",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="SpendingShare",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("area_cm2", models.BigIntegerField()),
                ("amount", models.BigIntegerField()),
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
                        on_delete=django.db.models.deletion.RESTRICT,
                        related_name="+",
                        to="estate.home",
                    ),
                ),
                (
                    "payment",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.RESTRICT,
                        related_name="shares",
                        to="money.spendingpayment",
                    ),
                ),
            ],
            options={
                "db_table": "spending_share",
                "indexes": [models.Index(fields=["home"], name="spending_share_of_home")],
                "constraints": [
                    models.UniqueConstraint(fields=("payment", "home"), name="spending_share_once"),
                    models.CheckConstraint(
                        condition=models.Q(("amount__gte", 0), ("area_cm2__gt", 0)),
                        name="spending_share_amount",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="SpendingNumber",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("year", models.PositiveSmallIntegerField()),
                ("last", models.PositiveIntegerField(default=0)),
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
                "db_table": "spending_number",
                "constraints": [
                    models.UniqueConstraint(
                        fields=("estate", "year"), name="spending_number_of_year"
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="SpendingMatch",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("line_id", models.BigIntegerField()),
                ("at", models.DateTimeField()),
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
                    "estate",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.RESTRICT,
                        related_name="+",
                        to="base.estate",
                    ),
                ),
                (
                    "payment",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.RESTRICT,
                        related_name="match",
                        to="money.spendingpayment",
                    ),
                ),
            ],
            options={
                "db_table": "spending_match",
                "constraints": [
                    models.UniqueConstraint(fields=("line_id",), name="spending_match_line_once")
                ],
            },
        ),
        migrations.AddConstraint(
            model_name="spendingpart",
            constraint=models.UniqueConstraint(
                fields=("request", "account"), name="spending_part_one_step_an_account"
            ),
        ),
        migrations.AddConstraint(
            model_name="spendingpart",
            constraint=models.UniqueConstraint(
                condition=models.Q(("person__isnull", False)),
                fields=("request", "person"),
                name="spending_part_one_step_a_person",
            ),
        ),
        migrations.AddConstraint(
            model_name="spendingpart",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    (
                        "step__in",
                        [
                            "request",
                            "check",
                            "release_company",
                            "release_committee",
                            "release_owners",
                            "pay",
                            "match",
                        ],
                    )
                ),
                name="spending_part_step_known",
            ),
        ),
        migrations.RunSQL(TRIGGERS, UNDO),
        AppendOnly("spending_part"),
        AppendOnly("spending_release"),
        AppendOnly("spending_payment"),
        AppendOnly("spending_reversal"),
        AppendOnly("spending_match"),
        AppendOnly("spending_share"),
        AppendOnly("spending_entry"),
    ]
