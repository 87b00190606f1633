from typing import ClassVar

import django.contrib.postgres.fields
import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

import linli.base.crypto.fields


class Migration(migrations.Migration):
    dependencies: ClassVar = [
        ("estate", "0003_clears"),
        ("matters", "0006_calls"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations: ClassVar = [
        migrations.CreateModel(
            name="Round",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("day", models.DateField()),
                ("purpose", models.CharField(blank=True, max_length=80)),
                ("created_at", models.DateTimeField()),
                ("closed_at", models.DateTimeField(null=True)),
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
                        on_delete=django.db.models.deletion.RESTRICT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "start",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.RESTRICT,
                        related_name="+",
                        to="estate.place",
                    ),
                ),
                (
                    "worker",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.RESTRICT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
            ],
            options={
                "db_table": "round",
                "indexes": [models.Index(fields=["worker", "-day"], name="round_of_worker")],
            },
        ),
        migrations.CreateModel(
            name="RoundDoor",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("position", models.PositiveSmallIntegerField()),
                (
                    "missing",
                    django.contrib.postgres.fields.ArrayField(
                        base_field=models.CharField(max_length=12), default=list, size=None
                    ),
                ),
                (
                    "stale",
                    django.contrib.postgres.fields.ArrayField(
                        base_field=models.CharField(max_length=12), default=list, size=None
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
                    "household",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.RESTRICT,
                        related_name="+",
                        to="estate.household",
                    ),
                ),
                (
                    "place",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.RESTRICT,
                        related_name="+",
                        to="estate.place",
                    ),
                ),
                (
                    "round",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.RESTRICT,
                        related_name="doors",
                        to="matters.round",
                    ),
                ),
            ],
            options={
                "db_table": "round_door",
                "indexes": [models.Index(fields=["place"], name="round_door_of_place")],
                "constraints": [
                    models.UniqueConstraint(fields=("round", "place"), name="round_door_once")
                ],
            },
        ),
        migrations.CreateModel(
            name="RoundOperation",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("key", models.CharField(max_length=80)),
                ("device", models.CharField(max_length=40)),
                ("seq", models.BigIntegerField()),
                ("kind", models.CharField(max_length=8)),
                ("payload", linli.base.crypto.fields.EncryptedTextField(null=True)),
                ("device_ms", models.BigIntegerField()),
                ("at", models.DateTimeField()),
                ("is_clock_off", models.BooleanField(default=False)),
                ("received_at", models.DateTimeField()),
                ("result", models.CharField(max_length=8)),
                ("answer", models.CharField(blank=True, max_length=300)),
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
                    "matter",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.RESTRICT,
                        related_name="+",
                        to="matters.matter",
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
                (
                    "round",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.RESTRICT,
                        related_name="+",
                        to="matters.round",
                    ),
                ),
            ],
            options={
                "db_table": "round_operation",
                "indexes": [
                    models.Index(fields=["place", "-received_at"], name="round_operation_of_place"),
                    models.Index(fields=["round"], name="round_operation_of_round"),
                ],
                "constraints": [
                    models.UniqueConstraint(
                        fields=("estate", "account", "key"), name="round_operation_once"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            (
                                "kind__in",
                                [
                                    "visit",
                                    "confirm",
                                    "propose",
                                    "arrive",
                                    "gone",
                                    "vacant",
                                    "need",
                                    "told",
                                ],
                            )
                        ),
                        name="round_operation_kind_known",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("result__in", ["done", "conflict", "refused"])),
                        name="round_operation_result_known",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="RoundClaim",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("author", models.CharField(max_length=64)),
                ("seq", models.BigIntegerField()),
                ("field", models.CharField(max_length=60)),
                ("base", models.CharField(blank=True, max_length=32)),
                ("digest", models.CharField(blank=True, max_length=32)),
                ("value", linli.base.crypto.fields.EncryptedTextField(null=True)),
                ("state", models.CharField(max_length=8)),
                ("made_at", models.DateTimeField()),
                ("decided_at", models.DateTimeField(null=True)),
                (
                    "decided_by",
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
                    "person",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.RESTRICT,
                        related_name="+",
                        to="estate.person",
                    ),
                ),
                (
                    "place",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.RESTRICT,
                        related_name="+",
                        to="estate.place",
                    ),
                ),
                (
                    "operation",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.RESTRICT,
                        related_name="claims",
                        to="matters.roundoperation",
                    ),
                ),
            ],
            options={
                "db_table": "round_claim",
                "indexes": [
                    models.Index(fields=["person", "field"], name="round_claim_of_person"),
                    models.Index(
                        condition=models.Q(("state", "open")),
                        fields=["estate", "place"],
                        name="round_claim_open",
                    ),
                ],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            ("state__in", ["stands", "open", "replaced", "chosen", "dropped"])
                        ),
                        name="round_claim_state_known",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("state__in", ["chosen", "dropped"]), _negated=True),
                            ("decided_at__isnull", False),
                            _connector="OR",
                        ),
                        name="round_claim_decided_when",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="DoorVisit",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("at", models.DateTimeField()),
                ("day_part", models.CharField(max_length=10)),
                ("outcome", models.CharField(max_length=8)),
                ("consent", models.CharField(blank=True, max_length=8)),
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
                    "household",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.RESTRICT,
                        related_name="+",
                        to="estate.household",
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
                    "place",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.RESTRICT,
                        related_name="+",
                        to="estate.place",
                    ),
                ),
                (
                    "operation",
                    models.OneToOneField(
                        null=True,
                        on_delete=django.db.models.deletion.RESTRICT,
                        related_name="+",
                        to="matters.roundoperation",
                    ),
                ),
            ],
            options={
                "db_table": "door_visit",
                "indexes": [
                    models.Index(fields=["place", "-at"], name="door_visit_of_place"),
                    models.Index(fields=["household", "-at"], name="door_visit_of_household"),
                ],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("outcome__in", ["met", "nobody", "refused", "later"])),
                        name="door_visit_outcome_known",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("consent__in", ["", "oral", "signed", "declined"])),
                        name="door_visit_consent_known",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("day_part__in", ["morning", "afternoon", "evening", "weekend"])
                        ),
                        name="door_visit_part_known",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="RoundShare",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("shared_at", models.DateTimeField()),
                ("ended_at", models.DateTimeField(null=True)),
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
                    "round",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.RESTRICT,
                        related_name="shares",
                        to="matters.round",
                    ),
                ),
                (
                    "shared_by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.RESTRICT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
            ],
            options={
                "db_table": "round_share",
                "indexes": [models.Index(fields=["account"], name="round_share_of_account")],
                "constraints": [
                    models.UniqueConstraint(fields=("round", "account"), name="round_share_once")
                ],
            },
        ),
        migrations.CreateModel(
            name="Watch",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("agreed", models.BooleanField()),
                ("set_at", models.DateTimeField()),
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
                    "person",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.RESTRICT,
                        related_name="+",
                        to="estate.person",
                    ),
                ),
                (
                    "set_by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.RESTRICT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
            ],
            options={
                "db_table": "watch",
            },
        ),
        migrations.CreateModel(
            name="ClearSnapshot",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("day", models.DateField()),
                ("clear", models.CharField(max_length=12)),
                ("units", models.PositiveIntegerField()),
                ("complete", models.PositiveIntegerField()),
                ("fresh", models.PositiveIntegerField()),
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
                    "grid",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.RESTRICT,
                        related_name="+",
                        to="estate.place",
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
                "db_table": "clear_snapshot",
                "constraints": [
                    models.UniqueConstraint(
                        fields=("estate", "day", "place", "clear"),
                        name="clear_snapshot_once",
                        nulls_distinct=False,
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("complete__lte", models.F("units")),
                            ("fresh__lte", models.F("complete")),
                        ),
                        name="clear_snapshot_part_of_whole",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("clear__in", ["household", "category", "facility", "dispute"])
                        ),
                        name="clear_snapshot_clear_known",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="FreshnessRule",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("fact", models.CharField(max_length=12)),
                ("group", models.CharField(default="all", max_length=8)),
                ("max_days", models.PositiveSmallIntegerField()),
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
                "db_table": "freshness_rule",
                "constraints": [
                    models.UniqueConstraint(
                        fields=("estate", "fact", "group"), name="freshness_rule_once"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            (
                                "fact__in",
                                [
                                    "seen",
                                    "household",
                                    "persons",
                                    "contact",
                                    "categories",
                                    "facilities",
                                    "disputes",
                                ],
                            )
                        ),
                        name="freshness_rule_fact_known",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("group__in", ["all", "watched"])),
                        name="freshness_rule_group_known",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("max_days__gte", 1), ("max_days__lte", 1095)),
                        name="freshness_rule_days_sane",
                    ),
                ],
            },
        ),
    ]
