from typing import ClassVar

import django.contrib.postgres.fields
import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

import linli.base.crypto.fields
from linli.base.append_only import AppendOnly
from linli.base.kept_columns import KeepColumns
from linli.money.migrations._receipts import NUMBERS, UNDO_NUMBERS


class Migration(migrations.Migration):
    dependencies: ClassVar = [
        ("base", "0003_sign_in"),
        ("estate", "0004_committee_offices"),
        ("money", "0004_arrears"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations: ClassVar = [
        migrations.CreateModel(
            name="PaymentOrder",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("trade_no", models.CharField(max_length=32, unique=True)),
                (
                    "bill_ids",
                    django.contrib.postgres.fields.ArrayField(
                        base_field=models.BigIntegerField(), default=list, size=None
                    ),
                ),
                ("amount", models.BigIntegerField()),
                ("state", models.CharField(default="open", max_length=8)),
                ("key", models.CharField(max_length=80)),
                ("ticket", models.JSONField(default=dict)),
                ("created_at", models.DateTimeField()),
                ("expires_at", models.DateTimeField()),
                ("asked_at", models.DateTimeField(null=True)),
                ("ended_at", models.DateTimeField(null=True)),
                ("transaction_id", models.CharField(max_length=40, null=True)),
                ("confirmed", models.CharField(blank=True, max_length=6)),
                ("confirmed_at", models.DateTimeField(null=True)),
                ("code", linli.base.crypto.fields.EncryptedTextField(null=True)),
                ("code_tries", models.PositiveSmallIntegerField(default=0)),
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
                    "for_person",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.RESTRICT,
                        related_name="+",
                        to="estate.person",
                    ),
                ),
                (
                    "helper",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.RESTRICT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
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
                    "payer",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.RESTRICT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "witness",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.RESTRICT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
            ],
            options={
                "db_table": "payment_order",
                "indexes": [
                    models.Index(fields=["home", "-id"], name="payment_order_of_home"),
                    models.Index(
                        condition=models.Q(("state", "open")),
                        fields=["created_at"],
                        name="payment_order_open",
                    ),
                ],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("amount__gt", 0)), name="payment_order_positive"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("state__in", ["open", "paid", "closed"])),
                        name="payment_order_state_known",
                    ),
                    models.UniqueConstraint(
                        fields=("estate", "payer", "key"), name="payment_order_key_once"
                    ),
                    models.UniqueConstraint(
                        fields=("transaction_id",), name="payment_order_transaction_once"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("confirmed__in", ["", "self", "code", "word"])),
                        name="payment_order_confirmed_known",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("helper__isnull", True),
                            ("ticket", {}),
                            models.Q(
                                ("confirmed__in", ["code", "word"]), ("confirmed_at__isnull", False)
                            ),
                            _connector="OR",
                        ),
                        name="payment_order_help_confirmed",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("confirmed", "word"), _negated=True),
                            models.Q(
                                ("witness__isnull", False),
                                models.Q(("witness", models.F("helper")), _negated=True),
                            ),
                            _connector="OR",
                        ),
                        name="payment_order_word_has_witness",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Payment",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("key", models.CharField(max_length=60)),
                ("method", models.CharField(max_length=8)),
                ("amount", models.BigIntegerField()),
                ("refunded", models.BigIntegerField(default=0)),
                ("received_on", models.DateField()),
                ("booked_at", models.DateTimeField()),
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
                    "line",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.RESTRICT,
                        related_name="+",
                        to="money.bankline",
                    ),
                ),
                (
                    "settlement",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.RESTRICT,
                        related_name="+",
                        to="money.settlement",
                    ),
                ),
                (
                    "taken_by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.RESTRICT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "order",
                    models.OneToOneField(
                        null=True,
                        on_delete=django.db.models.deletion.RESTRICT,
                        related_name="payment",
                        to="money.paymentorder",
                    ),
                ),
            ],
            options={
                "db_table": "payment",
                "indexes": [
                    models.Index(fields=["home", "-id"], name="payment_of_home"),
                    models.Index(fields=["estate", "-received_on", "-id"], name="payment_recent"),
                ],
                "constraints": [
                    models.UniqueConstraint(fields=("estate", "key"), name="payment_key_once"),
                    models.CheckConstraint(
                        condition=models.Q(("amount__gt", 0)), name="payment_positive"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("refunded__gte", 0), ("refunded__lte", models.F("amount"))
                        ),
                        name="payment_refund_not_above",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("method", "wechat"), ("order__isnull", False)),
                            models.Q(("method", "cash"), ("taken_by__isnull", False)),
                            models.Q(("line__isnull", False), ("method", "transfer")),
                            _connector="OR",
                        ),
                        name="payment_has_its_paper",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="PaymentRefund",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("refund_no", models.CharField(max_length=32, unique=True)),
                ("amount", models.BigIntegerField()),
                ("reason", models.CharField(max_length=120)),
                ("is_void", models.BooleanField(default=False)),
                ("state", models.CharField(default="requested", max_length=10)),
                ("key", models.CharField(max_length=80)),
                ("requested_at", models.DateTimeField()),
                ("approved_at", models.DateTimeField(null=True)),
                ("asked_at", models.DateTimeField(null=True)),
                ("done_at", models.DateTimeField(null=True)),
                (
                    "approved_by",
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
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.RESTRICT,
                        related_name="refunds",
                        to="money.payment",
                    ),
                ),
                (
                    "requested_by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.RESTRICT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "undo",
                    models.OneToOneField(
                        null=True,
                        on_delete=django.db.models.deletion.RESTRICT,
                        related_name="+",
                        to="money.settlementundo",
                    ),
                ),
            ],
            options={
                "db_table": "payment_refund",
                "indexes": [
                    models.Index(
                        condition=models.Q(("state__in", ["requested", "approved", "sent"])),
                        fields=["estate", "state"],
                        name="payment_refund_waiting",
                    )
                ],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            ("amount__gt", 0), models.Q(("reason", ""), _negated=True)
                        ),
                        name="payment_refund_says_why",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            (
                                "state__in",
                                ["requested", "approved", "sent", "done", "failed", "refused"],
                            )
                        ),
                        name="payment_refund_state_known",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("approved_by__isnull", True),
                            models.Q(("approved_by", models.F("requested_by")), _negated=True),
                            _connector="OR",
                        ),
                        name="payment_refund_four_eyes",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("state__in", ["requested", "refused"]),
                            models.Q(
                                ("approved_at__isnull", False), ("approved_by__isnull", False)
                            ),
                            _connector="OR",
                        ),
                        name="payment_refund_goes_approved",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("state", "done"), _negated=True),
                            models.Q(("done_at__isnull", False), ("undo__isnull", False)),
                            _connector="OR",
                        ),
                        name="payment_refund_done_is_booked",
                    ),
                    models.UniqueConstraint(
                        fields=("estate", "requested_by", "key"), name="payment_refund_key_once"
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Receipt",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("year", models.PositiveSmallIntegerField()),
                ("number", models.PositiveIntegerField(default=0)),
                ("issued_at", models.DateTimeField()),
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
                    "issued_by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.RESTRICT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "payment",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.RESTRICT,
                        related_name="receipt",
                        to="money.payment",
                    ),
                ),
            ],
            options={
                "db_table": "receipt",
                "constraints": [
                    models.UniqueConstraint(
                        fields=("estate", "year", "number"), name="receipt_number_once"
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="ReceiptCounter",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("year", models.PositiveSmallIntegerField()),
                ("last", models.PositiveIntegerField()),
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
                "db_table": "receipt_counter",
                "constraints": [
                    models.UniqueConstraint(fields=("estate", "year"), name="receipt_counter_once")
                ],
            },
        ),
        migrations.CreateModel(
            name="TillCount",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("day", models.DateField()),
                ("expected", models.BigIntegerField()),
                ("counted", models.BigIntegerField()),
                ("note", models.CharField(blank=True, max_length=120)),
                ("counted_at", models.DateTimeField()),
                (
                    "counted_by",
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
                "db_table": "till_count",
                "constraints": [
                    models.UniqueConstraint(fields=("estate", "day"), name="till_count_once_a_day"),
                    models.CheckConstraint(
                        condition=models.Q(("counted__gte", 0)), name="till_count_not_negative"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("counted", models.F("expected")),
                            models.Q(("note", ""), _negated=True),
                            _connector="OR",
                        ),
                        name="till_count_says_why",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="TillDeposit",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("key", models.CharField(max_length=80)),
                ("amount", models.BigIntegerField()),
                ("deposited_on", models.DateField()),
                ("entry_id", models.BigIntegerField()),
                ("made_at", models.DateTimeField()),
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
                    "line",
                    models.OneToOneField(
                        null=True,
                        on_delete=django.db.models.deletion.RESTRICT,
                        related_name="+",
                        to="money.bankline",
                    ),
                ),
                (
                    "made_by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.RESTRICT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
            ],
            options={
                "db_table": "till_deposit",
                "constraints": [
                    models.UniqueConstraint(
                        fields=("estate", "made_by", "key"), name="till_deposit_key_once"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("amount__gt", 0)), name="till_deposit_positive"
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="KnownPayer",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("account_index", models.BinaryField(max_length=16)),
                ("seen_at", models.DateTimeField()),
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
            ],
            options={
                "db_table": "known_payer",
                "constraints": [
                    models.UniqueConstraint(
                        fields=("estate", "account_index", "home"), name="known_payer_once"
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="LineBooking",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("use", models.CharField(max_length=14)),
                ("entry_id", models.BigIntegerField(null=True)),
                (
                    "reasons",
                    django.contrib.postgres.fields.ArrayField(
                        base_field=models.CharField(max_length=12), default=list, size=None
                    ),
                ),
                ("decided_at", models.DateTimeField()),
                (
                    "decided_by",
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
                    "line",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.RESTRICT,
                        related_name="+",
                        to="money.bankline",
                    ),
                ),
            ],
            options={
                "db_table": "line_booking",
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            (
                                "use__in",
                                [
                                    "homes",
                                    "suspense",
                                    "deposit",
                                    "wechat",
                                    "interest",
                                    "other_income",
                                    "bank_fee",
                                    "returned",
                                    "refund",
                                ],
                            )
                        ),
                        name="line_booking_use_known",
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="PrepaidReturn",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("amount", models.BigIntegerField()),
                ("method", models.CharField(max_length=8)),
                ("reason", models.CharField(max_length=120)),
                ("state", models.CharField(default="requested", max_length=10)),
                ("key", models.CharField(max_length=80)),
                ("requested_at", models.DateTimeField()),
                ("approved_at", models.DateTimeField(null=True)),
                ("entry_id", models.BigIntegerField(null=True)),
                (
                    "approved_by",
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
                    "home",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.RESTRICT,
                        related_name="+",
                        to="estate.home",
                    ),
                ),
                (
                    "requested_by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.RESTRICT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
            ],
            options={
                "db_table": "prepaid_return",
                "indexes": [
                    models.Index(fields=["home", "-id"], name="prepaid_return_of_home"),
                    models.Index(
                        condition=models.Q(("state", "requested")),
                        fields=["estate"],
                        name="prepaid_return_waiting",
                    ),
                ],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            ("amount__gt", 0), models.Q(("reason", ""), _negated=True)
                        ),
                        name="prepaid_return_says_why",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("method__in", ["cash", "transfer"])),
                        name="prepaid_return_method_known",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(
                                ("entry_id__isnull", True), ("state__in", ["requested", "refused"])
                            ),
                            models.Q(
                                ("approved_at__isnull", False),
                                ("approved_by__isnull", False),
                                ("entry_id__isnull", False),
                                ("state", "done"),
                            ),
                            _connector="OR",
                        ),
                        name="prepaid_return_done_is_booked",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("approved_by__isnull", True),
                            models.Q(("approved_by", models.F("requested_by")), _negated=True),
                            _connector="OR",
                        ),
                        name="prepaid_return_four_eyes",
                    ),
                    models.UniqueConstraint(
                        fields=("estate", "requested_by", "key"), name="prepaid_return_key_once"
                    ),
                    models.UniqueConstraint(fields=("entry_id",), name="prepaid_return_entry_once"),
                ],
            },
        ),
        # the database numbers receipts; what was booked stays as it was
        migrations.RunSQL(NUMBERS, UNDO_NUMBERS),
        AppendOnly("receipt"),
        AppendOnly("till_count"),
        KeepColumns("payment", but=("refunded",)),
        KeepColumns(
            "payment_order",
            but=(
                "state",
                "ticket",
                "asked_at",
                "ended_at",
                "transaction_id",
                "confirmed",
                "confirmed_at",
                "witness_id",
                "code",
                "code_tries",
            ),
        ),
        KeepColumns(
            "payment_refund",
            but=("state", "approved_by_id", "approved_at", "asked_at", "done_at", "undo_id"),
        ),
        KeepColumns("prepaid_return", but=("state", "approved_by_id", "approved_at", "entry_id")),
        KeepColumns("till_deposit", but=("line_id",)),
    ]
