from __future__ import annotations

import django.contrib.postgres.fields
import django.db.models.deletion
import django.db.models.expressions
from django.db import migrations, models

from linli.base.append_only import AppendOnly
from linli.base.kept_columns import KeepColumns

# what a bill rests on stays as it was (FEE-03)
TARIFF = """
CREATE FUNCTION tariff_in_use() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF EXISTS (SELECT 1 FROM bill_line WHERE tariff_id = OLD.id) THEN
    RAISE EXCEPTION 'a bill rests on tariff %', OLD.id
      USING ERRCODE = 'restrict_violation', CONSTRAINT = 'tariff_under_a_bill';
  END IF;
  RETURN NEW;
END $$;
CREATE TRIGGER tariff_under_a_bill BEFORE UPDATE ON tariff
  FOR EACH ROW EXECUTE FUNCTION tariff_in_use();
"""
UNDO_TARIFF = "DROP TRIGGER tariff_under_a_bill ON tariff; DROP FUNCTION tariff_in_use();"


class Migration(migrations.Migration):
    dependencies = [
        ("base", "0003_sign_in"),
        ("contact", "0003_notices"),
        ("estate", "0004_committee_offices"),
        ("matters", "0010_search"),
        ("money", "0002_banking"),
    ]

    operations = [
        migrations.CreateModel(
            name="Charge",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("code", models.SlugField(max_length=24)),
                ("name", models.CharField(max_length=40)),
                ("name_en", models.CharField(blank=True, max_length=60)),
                ("cycle", models.CharField(default="quarter", max_length=8)),
                ("income_account", models.CharField(max_length=40)),
                ("payers", models.JSONField(default=dict)),
                ("is_collected", models.BooleanField(default=False)),
                ("is_rent", models.BooleanField(default=False)),
                ("due_days", models.PositiveSmallIntegerField(default=30)),
                ("is_active", models.BooleanField(default=True)),
                ("version", models.PositiveIntegerField(default=1)),
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
                "db_table": "charge",
                "constraints": [
                    models.UniqueConstraint(fields=("estate", "code"), name="charge_code_once"),
                    models.CheckConstraint(
                        condition=models.Q(("cycle__in", ["month", "quarter", "year"])),
                        name="charge_cycle_known",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="BillingRun",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("cycle", models.CharField(max_length=8)),
                ("period_start", models.DateField()),
                ("period_end", models.DateField()),
                ("due_on", models.DateField()),
                ("only_missing", models.BooleanField(default=False)),
                ("state", models.CharField(default="draft", max_length=10)),
                ("progress", models.PositiveSmallIntegerField(default=0)),
                ("attempt", models.PositiveIntegerField(default=0)),
                ("fault", models.JSONField(default=dict)),
                ("digest", models.BinaryField(max_length=32, null=True)),
                ("totals", models.JSONField(default=dict)),
                ("created_at", models.DateTimeField()),
                ("previewed_at", models.DateTimeField(null=True)),
                ("posted_at", models.DateTimeField(null=True)),
                (
                    "mailing",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.RESTRICT,
                        related_name="+",
                        to="contact.mailing",
                    ),
                ),
                (
                    "created_by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.RESTRICT,
                        related_name="+",
                        to="base.User",
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
                    "posted_by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.RESTRICT,
                        related_name="+",
                        to="base.User",
                    ),
                ),
                (
                    "charge",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.RESTRICT,
                        related_name="runs",
                        to="money.charge",
                    ),
                ),
            ],
            options={
                "db_table": "billing_run",
                "indexes": [
                    models.Index(fields=["estate", "-created_at"], name="billing_run_recent")
                ],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            (
                                "state__in",
                                ["draft", "reckoning", "previewed", "posting", "posted", "dropped"],
                            )
                        ),
                        name="billing_run_state_known",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("period_end__gte", models.F("period_start"))),
                        name="billing_run_in_order",
                    ),
                    models.UniqueConstraint(
                        condition=models.Q(
                            ("state__in", ["draft", "reckoning", "previewed", "posting"])
                        ),
                        fields=("charge", "period_start"),
                        name="billing_run_one_open",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Bill",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("payer_kind", models.CharField(max_length=8)),
                ("period_start", models.DateField()),
                ("period_end", models.DateField()),
                ("starts_on", models.DateField()),
                ("ends_on", models.DateField()),
                ("issued_on", models.DateField()),
                ("due_on", models.DateField()),
                ("gross_fen", models.BigIntegerField()),
                ("waived_fen", models.BigIntegerField(default=0)),
                ("amount_fen", models.BigIntegerField()),
                ("paid_fen", models.BigIntegerField(default=0)),
                ("account_id", models.BigIntegerField()),
                ("disputed_at", models.DateTimeField(null=True)),
                ("is_reversed", models.BooleanField(default=False)),
                ("reversed_at", models.DateTimeField(null=True)),
                ("reversed_reason", models.CharField(blank=True, max_length=120)),
                ("reversal_entry_id", models.BigIntegerField(null=True)),
                (
                    "corrects",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.RESTRICT,
                        related_name="+",
                        to="money.bill",
                    ),
                ),
                (
                    "dispute_matter",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.RESTRICT,
                        related_name="+",
                        to="matters.matter",
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
                    "payer_organisation",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.RESTRICT,
                        related_name="+",
                        to="estate.organisation",
                    ),
                ),
                (
                    "payer_person",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.RESTRICT,
                        related_name="+",
                        to="estate.person",
                    ),
                ),
                (
                    "reversed_by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.RESTRICT,
                        related_name="+",
                        to="base.User",
                    ),
                ),
                (
                    "run",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.RESTRICT,
                        related_name="bills",
                        to="money.billingrun",
                    ),
                ),
                (
                    "charge",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.RESTRICT,
                        related_name="bills",
                        to="money.charge",
                    ),
                ),
            ],
            options={
                "db_table": "bill",
                "indexes": [
                    models.Index(fields=["home", "due_on"], name="bill_of_home"),
                    models.Index(
                        condition=models.Q(
                            ("is_reversed", False), ("paid_fen__lt", models.F("amount_fen"))
                        ),
                        fields=["estate", "due_on"],
                        name="bill_open",
                    ),
                    models.Index(fields=["run"], name="bill_of_run"),
                    models.Index(fields=["payer_person"], name="bill_of_person"),
                    models.Index(fields=["estate", "period_start"], name="bill_of_period"),
                ],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            ("amount_fen__gte", 0),
                            ("gross_fen__gte", 0),
                            ("waived_fen__gte", 0),
                            (
                                "amount_fen",
                                django.db.models.expressions.CombinedExpression(
                                    models.F("gross_fen"), "-", models.F("waived_fen")
                                ),
                            ),
                        ),
                        name="bill_sums",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("paid_fen__gte", 0), ("paid_fen__lte", models.F("amount_fen"))
                        ),
                        name="bill_paid_within_amount",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("ends_on__gte", models.F("starts_on")),
                            ("ends_on__lte", models.F("period_end")),
                            ("starts_on__gte", models.F("period_start")),
                        ),
                        name="bill_span_in_period",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("payer_kind__in", ["owner", "tenant"])),
                        name="bill_payer_known",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("is_reversed", False),
                            models.Q(
                                ("paid_fen", 0),
                                ("reversed_at__isnull", False),
                                models.Q(("reversed_reason", ""), _negated=True),
                            ),
                            _connector="OR",
                        ),
                        name="bill_reversed_says_why",
                    ),
                    models.UniqueConstraint(
                        condition=models.Q(("is_reversed", False)),
                        fields=("charge", "home", "starts_on"),
                        name="bill_once",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="MeterReading",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("read_on", models.DateField()),
                ("amount", models.BigIntegerField()),
                ("is_exchange", models.BooleanField(default=False)),
                ("recorded_at", models.DateTimeField()),
                (
                    "charge",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.RESTRICT,
                        related_name="readings",
                        to="money.charge",
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
                    "read_by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.RESTRICT,
                        related_name="+",
                        to="base.User",
                    ),
                ),
            ],
            options={
                "db_table": "meter_reading",
                "constraints": [
                    models.UniqueConstraint(
                        fields=("charge", "home", "read_on", "is_exchange"),
                        name="meter_reading_once",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("amount__gte", 0)), name="meter_reading_not_negative"
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Prepayment",
            fields=[
                (
                    "home",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.RESTRICT,
                        primary_key=True,
                        related_name="+",
                        serialize=False,
                        to="estate.home",
                    ),
                ),
                ("account_id", models.BigIntegerField()),
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
                "db_table": "prepayment",
            },
        ),
        migrations.CreateModel(
            name="Settlement",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("key", models.CharField(max_length=80)),
                ("amount_fen", models.BigIntegerField()),
                ("prepaid_fen", models.BigIntegerField(default=0)),
                ("money_account_id", models.BigIntegerField()),
                ("occurred_on", models.DateField()),
                ("source", models.CharField(blank=True, max_length=40)),
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
                    "home",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.RESTRICT,
                        related_name="+",
                        to="estate.home",
                    ),
                ),
                (
                    "made_by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.RESTRICT,
                        related_name="+",
                        to="base.User",
                    ),
                ),
            ],
            options={
                "db_table": "settlement",
                "indexes": [
                    models.Index(fields=["home", "-id"], name="settlement_of_home"),
                    models.Index(fields=["estate", "source"], name="settlement_of_source"),
                ],
                "constraints": [
                    models.UniqueConstraint(fields=("estate", "key"), name="settlement_key_once"),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("amount_fen__gt", 0),
                            ("prepaid_fen__gte", 0),
                            ("prepaid_fen__lte", models.F("amount_fen")),
                        ),
                        name="settlement_positive",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="SettlementPart",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("amount_fen", models.BigIntegerField()),
                (
                    "bill",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.RESTRICT,
                        related_name="parts",
                        to="money.bill",
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
                    "settlement",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.RESTRICT,
                        related_name="parts",
                        to="money.settlement",
                    ),
                ),
            ],
            options={
                "db_table": "settlement_part",
                "constraints": [
                    models.UniqueConstraint(
                        fields=("settlement", "bill"), name="settlement_part_once"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("amount_fen__gt", 0)), name="settlement_part_positive"
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="SettlementUndo",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("key", models.CharField(max_length=80)),
                ("amount_fen", models.BigIntegerField()),
                ("prepaid_fen", models.BigIntegerField(default=0)),
                ("reason", models.CharField(max_length=120)),
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
                    "made_by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.RESTRICT,
                        related_name="+",
                        to="base.User",
                    ),
                ),
                (
                    "settlement",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.RESTRICT,
                        related_name="undos",
                        to="money.settlement",
                    ),
                ),
            ],
            options={
                "db_table": "settlement_undo",
                "constraints": [
                    models.UniqueConstraint(
                        fields=("estate", "key"), name="settlement_undo_key_once"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("amount_fen__gt", 0),
                            ("prepaid_fen__gte", 0),
                            models.Q(("reason", ""), _negated=True),
                        ),
                        name="settlement_undo_says_why",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Tariff",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("starts_on", models.DateField()),
                ("formula", models.CharField(max_length=10)),
                ("price_mfen", models.BigIntegerField()),
                ("surcharge_fen", models.BigIntegerField(default=0)),
                ("is_collected", models.BooleanField(default=False)),
                ("ground_kind", models.CharField(max_length=10)),
                ("ground", models.CharField(max_length=120)),
                ("decision_reference", models.CharField(blank=True, max_length=40)),
                ("created_at", models.DateTimeField()),
                ("withdrawn_at", models.DateTimeField(null=True)),
                (
                    "charge",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.RESTRICT,
                        related_name="tariffs",
                        to="money.charge",
                    ),
                ),
                (
                    "created_by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.RESTRICT,
                        related_name="+",
                        to="base.User",
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
                    "voucher",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.RESTRICT,
                        related_name="+",
                        to="base.storedfile",
                    ),
                ),
                (
                    "withdrawn_by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.RESTRICT,
                        related_name="+",
                        to="base.User",
                    ),
                ),
            ],
            options={
                "db_table": "tariff",
                "constraints": [
                    models.UniqueConstraint(
                        condition=models.Q(("withdrawn_at__isnull", True)),
                        fields=("charge", "starts_on"),
                        name="tariff_one_a_day",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("price_mfen__gte", 0)), name="tariff_not_negative"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("formula__in", ["area", "household", "meter"])),
                        name="tariff_formula_known",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("ground_kind__in", ["contract", "decision", "government"]),
                            models.Q(("ground", ""), _negated=True),
                        ),
                        name="tariff_has_ground",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("is_collected", False), ("surcharge_fen", 0), _connector="OR"
                        ),
                        name="tariff_no_surcharge",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="UndonePart",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("amount_fen", models.BigIntegerField()),
                (
                    "bill",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.RESTRICT,
                        related_name="+",
                        to="money.bill",
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
                    "undo",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.RESTRICT,
                        related_name="parts",
                        to="money.settlementundo",
                    ),
                ),
            ],
            options={
                "db_table": "undone_part",
                "constraints": [
                    models.UniqueConstraint(fields=("undo", "bill"), name="undone_part_once"),
                    models.CheckConstraint(
                        condition=models.Q(("amount_fen__gt", 0)), name="undone_part_positive"
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Waiver",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("name", models.CharField(max_length=40)),
                ("scope", models.CharField(max_length=12)),
                ("category_kind", models.CharField(blank=True, max_length=20)),
                ("category_code", models.CharField(blank=True, max_length=24)),
                ("share", models.PositiveSmallIntegerField(default=0)),
                ("monthly_fen", models.BigIntegerField(default=0)),
                ("ground", models.CharField(max_length=120)),
                ("decision_reference", models.CharField(blank=True, max_length=40)),
                ("starts_on", models.DateField()),
                ("ends_on", models.DateField(null=True)),
                ("proposed_at", models.DateTimeField()),
                ("approved_at", models.DateTimeField(null=True)),
                ("refused_at", models.DateTimeField(null=True)),
                ("refused_reason", models.CharField(blank=True, max_length=120)),
                (
                    "approved_by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.RESTRICT,
                        related_name="+",
                        to="base.User",
                    ),
                ),
                (
                    "charge",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.RESTRICT,
                        related_name="waivers",
                        to="money.charge",
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
                        null=True,
                        on_delete=django.db.models.deletion.RESTRICT,
                        related_name="+",
                        to="estate.home",
                    ),
                ),
                (
                    "proposed_by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.RESTRICT,
                        related_name="+",
                        to="base.User",
                    ),
                ),
            ],
            options={
                "db_table": "waiver",
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            ("scope__in", ["category", "low_income", "home", "vacant"])
                        ),
                        name="waiver_scope_known",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("monthly_fen", 0), ("share__gte", 1), ("share__lte", 1000)),
                            models.Q(("monthly_fen__gt", 0), ("share", 0)),
                            _connector="OR",
                        ),
                        name="waiver_share_or_sum",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("ground", ""), _negated=True), name="waiver_has_ground"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("scope", "vacant"), _negated=True),
                            models.Q(("decision_reference", ""), _negated=True),
                            _connector="OR",
                        ),
                        name="waiver_vacant_by_decision",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("ends_on__isnull", True),
                            ("ends_on__gte", models.F("starts_on")),
                            _connector="OR",
                        ),
                        name="waiver_in_order",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("home__isnull", False), ("scope", "home")),
                            models.Q(
                                models.Q(("scope", "home"), _negated=True), ("home__isnull", True)
                            ),
                            _connector="OR",
                        ),
                        name="waiver_home_named",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("approved_by__isnull", True),
                            models.Q(("approved_by", models.F("proposed_by")), _negated=True),
                            _connector="OR",
                        ),
                        name="waiver_four_eyes",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="BillLine",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("starts_on", models.DateField()),
                ("ends_on", models.DateField()),
                ("formula", models.CharField(max_length=10)),
                ("quantity", models.BigIntegerField()),
                ("price_mfen", models.BigIntegerField()),
                ("share", models.PositiveSmallIntegerField()),
                ("amount_fen", models.BigIntegerField()),
                (
                    "bill",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.RESTRICT,
                        related_name="lines",
                        to="money.bill",
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
                    "tariff",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.RESTRICT,
                        related_name="+",
                        to="money.tariff",
                    ),
                ),
                (
                    "waiver",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.RESTRICT,
                        related_name="+",
                        to="money.waiver",
                    ),
                ),
            ],
            options={
                "db_table": "bill_line",
                "indexes": [models.Index(fields=["tariff"], name="bill_line_of_tariff")],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("amount_fen__gte", 0), ("waiver__isnull", True)),
                            models.Q(("amount_fen__lt", 0), ("waiver__isnull", False)),
                            _connector="OR",
                        ),
                        name="bill_line_sign",
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="BillingPreview",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("amount", models.BigIntegerField(default=0)),
                ("previous", models.BigIntegerField(null=True)),
                (
                    "changes",
                    django.contrib.postgres.fields.ArrayField(
                        base_field=models.CharField(max_length=10), default=list, size=None
                    ),
                ),
                ("trouble", models.CharField(blank=True, max_length=12)),
                ("bills", models.JSONField(default=list)),
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
                    "run",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="previews",
                        to="money.billingrun",
                    ),
                ),
            ],
            options={
                "db_table": "billing_preview",
                "constraints": [
                    models.UniqueConstraint(fields=("run", "home"), name="billing_preview_once")
                ],
            },
        ),
        AppendOnly("bill_line"),
        AppendOnly("settlement"),
        AppendOnly("settlement_part"),
        AppendOnly("undone_part"),
        KeepColumns("settlement_undo", ("reason",)),
        KeepColumns("tariff", ("withdrawn_by_id", "withdrawn_at")),
        migrations.RunSQL(TARIFF, UNDO_TARIFF),
        KeepColumns(
            "bill",
            (
                "paid_fen",
                "disputed_at",
                "dispute_matter_id",
                "is_reversed",
                "reversed_at",
                "reversed_by_id",
                "reversed_reason",
                "reversal_entry_id",
            ),
        ),
    ]
