from __future__ import annotations

import django.db.models.deletion
import django.db.models.expressions
from django.db import migrations, models

from linli.base.append_only import AppendOnly
from linli.base.kept_columns import KeepColumns


class Migration(migrations.Migration):
    dependencies = [
        ("base", "0003_sign_in"),
        ("estate", "0004_committee_offices"),
        ("matters", "0010_search"),
        ("money", "0003_fees"),
    ]

    operations = [
        migrations.CreateModel(
            name="Demand",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("amount_fen", models.BigIntegerField()),
                ("period_days", models.PositiveSmallIntegerField()),
                ("written_on", models.DateField()),
                ("withdrawn_at", models.DateTimeField(null=True)),
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
                    "written_by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.RESTRICT,
                        related_name="+",
                        to="base.User",
                    ),
                ),
            ],
            options={
                "db_table": "payment_demand",
                "indexes": [
                    models.Index(fields=["home", "-written_on"], name="payment_demand_of_home")
                ],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("amount_fen__gt", 0), ("period_days__gte", 7)),
                        name="payment_demand_lawful",
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="InstalmentPlan",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("amount_fen", models.BigIntegerField()),
                ("agreed_on", models.DateField()),
                ("confirmed", models.CharField(max_length=10)),
                ("confirmed_note", models.CharField(blank=True, max_length=80)),
                ("state", models.CharField(default="running", max_length=8)),
                ("ended_on", models.DateField(null=True)),
                (
                    "agreed_by",
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
                    "home",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.RESTRICT,
                        related_name="+",
                        to="estate.home",
                    ),
                ),
                (
                    "matter",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.RESTRICT,
                        related_name="+",
                        to="matters.matter",
                    ),
                ),
                (
                    "paper",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.RESTRICT,
                        related_name="+",
                        to="base.storedfile",
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
            ],
            options={
                "db_table": "instalment_plan",
                "indexes": [
                    models.Index(
                        condition=models.Q(("state", "running")),
                        fields=["estate"],
                        name="instalment_plan_running",
                    ),
                    models.Index(fields=["home"], name="instalment_plan_of_home"),
                ],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("state__in", ["running", "kept", "broken", "ended"])),
                        name="instalment_plan_state_known",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("confirmed__in", ["signed", "said", "own_phone"])),
                        name="instalment_plan_confirmed",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("amount_fen__gt", 0)), name="instalment_plan_positive"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("confirmed", "signed"), _negated=True),
                            ("paper__isnull", False),
                            _connector="OR",
                        ),
                        name="instalment_plan_signed_paper",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Instalment",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("due_on", models.DateField()),
                ("amount_fen", models.BigIntegerField()),
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
                    "plan",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.RESTRICT,
                        related_name="parts",
                        to="money.instalmentplan",
                    ),
                ),
            ],
            options={
                "db_table": "instalment",
                "constraints": [
                    models.UniqueConstraint(fields=("plan", "due_on"), name="instalment_one_a_day"),
                    models.CheckConstraint(
                        condition=models.Q(("amount_fen__gt", 0)), name="instalment_positive"
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Lawsuit",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("filed_on", models.DateField()),
                ("court", models.CharField(max_length=60)),
                ("case_number", models.CharField(blank=True, max_length=60)),
                ("recorded_at", models.DateTimeField()),
                ("ended_on", models.DateField(null=True)),
                (
                    "demand",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.RESTRICT,
                        related_name="lawsuit",
                        to="money.demand",
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
                    "recorded_by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.RESTRICT,
                        related_name="+",
                        to="base.User",
                    ),
                ),
            ],
            options={
                "db_table": "lawsuit",
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("court", ""), _negated=True), name="lawsuit_names_court"
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="PlanBill",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("open_fen", models.BigIntegerField()),
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
                    "plan",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.RESTRICT,
                        related_name="bills",
                        to="money.instalmentplan",
                    ),
                ),
            ],
            options={
                "db_table": "plan_bill",
                "constraints": [
                    models.UniqueConstraint(fields=("plan", "bill"), name="plan_bill_once"),
                    models.CheckConstraint(
                        condition=models.Q(("open_fen__gt", 0)), name="plan_bill_positive"
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="RentReview",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("months", models.PositiveSmallIntegerField()),
                ("decision", models.CharField(max_length=8)),
                ("reason", models.CharField(max_length=300)),
                ("decided_on", models.DateField()),
                ("appeal_until", models.DateField()),
                (
                    "appeal_matter",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.RESTRICT,
                        related_name="+",
                        to="matters.matter",
                    ),
                ),
                (
                    "decided_by",
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
                    "home",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.RESTRICT,
                        related_name="+",
                        to="estate.home",
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
            ],
            options={
                "db_table": "rent_review",
                "indexes": [models.Index(fields=["home", "-id"], name="rent_review_of_home")],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("decision__in", ["wait", "help", "vacate"])),
                        name="rent_review_decision_known",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("reason", ""), _negated=True),
                        name="rent_review_says_why",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("appeal_until__gt", models.F("decided_on"))),
                        name="rent_review_leaves_appeal",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Urging",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("urged_on", models.DateField()),
                ("way", models.CharField(max_length=12)),
                ("recorded_at", models.DateTimeField()),
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
                    "urged_by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.RESTRICT,
                        related_name="+",
                        to="base.User",
                    ),
                ),
            ],
            options={
                "db_table": "payment_urging",
                "indexes": [
                    models.Index(fields=["home", "-urged_on"], name="payment_urging_of_home")
                ],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("way__in", ["phone", "door", "letter"])),
                        name="payment_urging_way_known",
                    )
                ],
            },
        ),
        migrations.AddField(
            model_name="demand",
            name="urging",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.RESTRICT,
                related_name="demands",
                to="money.urging",
            ),
        ),
        migrations.CreateModel(
            name="ArrearsTerms",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("demand_days", models.PositiveSmallIntegerField(default=15)),
                ("urge_days", models.PositiveSmallIntegerField(default=7)),
                ("grace_days", models.PositiveSmallIntegerField(default=7)),
                ("limitation_years", models.PositiveSmallIntegerField(default=3)),
                ("rent_months", models.PositiveSmallIntegerField(default=6)),
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
                "db_table": "arrears_terms",
                "constraints": [
                    models.UniqueConstraint(fields=("estate",), name="arrears_terms_once"),
                    models.CheckConstraint(
                        condition=models.Q(("demand_days__gte", 7), ("rent_months__gte", 6)),
                        name="arrears_terms_fair",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="DemandBill",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("open_fen", models.BigIntegerField()),
                (
                    "bill",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.RESTRICT,
                        related_name="+",
                        to="money.bill",
                    ),
                ),
                (
                    "demand",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.RESTRICT,
                        related_name="bills",
                        to="money.demand",
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
                "db_table": "demand_bill",
                "constraints": [
                    models.UniqueConstraint(fields=("demand", "bill"), name="demand_bill_once"),
                    models.CheckConstraint(
                        condition=models.Q(("open_fen__gt", 0)), name="demand_bill_positive"
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="DemandService",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("way", models.CharField(max_length=8)),
                ("served_on", models.DateField()),
                ("ends_on", models.DateField()),
                ("witness", models.CharField(blank=True, max_length=60)),
                ("tracking", models.CharField(blank=True, max_length=40)),
                ("recorded_at", models.DateTimeField()),
                (
                    "demand",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.RESTRICT,
                        related_name="service",
                        to="money.demand",
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
                    "photo",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.RESTRICT,
                        related_name="+",
                        to="base.storedfile",
                    ),
                ),
                (
                    "served_by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.RESTRICT,
                        related_name="+",
                        to="base.User",
                    ),
                ),
            ],
            options={
                "db_table": "demand_service",
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("way__in", ["handed", "posted", "refused"])),
                        name="demand_service_way_known",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("way", "refused"), _negated=True),
                            models.Q(("witness", ""), _negated=True),
                            _connector="OR",
                        ),
                        name="demand_service_refusal_seen",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("way", "posted"), _negated=True),
                            models.Q(("tracking", ""), _negated=True),
                            _connector="OR",
                        ),
                        name="demand_service_post_numbered",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("ends_on__gt", models.F("served_on"))),
                        name="demand_service_gives_time",
                    ),
                ],
            },
        ),
        AppendOnly("payment_urging"),
        AppendOnly("demand_bill"),
        AppendOnly("plan_bill"),
        AppendOnly("instalment"),
        KeepColumns("payment_demand", ("withdrawn_at",)),
        KeepColumns("demand_service", ("witness", "photo_id")),
        KeepColumns("lawsuit", ("case_number", "ended_on")),
        KeepColumns("rent_review", ("reason", "appeal_matter_id")),
    ]
