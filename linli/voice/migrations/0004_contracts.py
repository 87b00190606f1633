from typing import ClassVar

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

from linli.base.append_only import AppendOnly


class Migration(migrations.Migration):
    dependencies: ClassVar = [
        ("voice", "0003_elections"),
        ("base", "0003_sign_in"),
        ("estate", "0004_committee_offices"),
        ("matters", "0010_search"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations: ClassVar = [
        migrations.CreateModel(
            name="Paper",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("kind", models.CharField(max_length=16)),
                ("title", models.CharField(max_length=80)),
                ("created_at", models.DateTimeField()),
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
                "db_table": "paper",
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            ("kind__in", ["contract", "covenant", "assembly_rules"])
                        ),
                        name="paper_kind_known",
                    ),
                    models.UniqueConstraint(
                        condition=models.Q(("kind", "contract"), _negated=True),
                        fields=("estate", "kind"),
                        name="paper_one_of_a_kind",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="PaperDraft",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("text", models.TextField()),
                ("valid_from", models.DateField()),
                ("valid_until", models.DateField(null=True)),
                ("decision", models.CharField(blank=True, max_length=80)),
                ("ground_note", models.CharField(blank=True, max_length=200)),
                ("updated_at", models.DateTimeField()),
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
                    "paper",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.RESTRICT,
                        related_name="draft",
                        to="voice.paper",
                    ),
                ),
                (
                    "scan",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.RESTRICT,
                        related_name="+",
                        to="base.storedfile",
                    ),
                ),
            ],
            options={
                "db_table": "paper_draft",
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            ("valid_until__isnull", True),
                            ("valid_until__gt", models.F("valid_from")),
                            _connector="OR",
                        ),
                        name="paper_draft_ends_after_start",
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="PaperVersion",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("number", models.PositiveIntegerField()),
                ("valid_from", models.DateField()),
                ("valid_until", models.DateField(null=True)),
                ("decision", models.CharField(blank=True, max_length=80)),
                ("ground_note", models.CharField(blank=True, max_length=200)),
                ("published_at", models.DateTimeField()),
                ("seal", models.BinaryField(max_length=32)),
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
                    "paper",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.RESTRICT,
                        related_name="versions",
                        to="voice.paper",
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
                    "scan",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.RESTRICT,
                        related_name="+",
                        to="base.storedfile",
                    ),
                ),
            ],
            options={
                "db_table": "paper_version",
                "constraints": [
                    models.UniqueConstraint(
                        fields=("paper", "number"), name="paper_version_number_once"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("author", models.F("published_by")), _negated=True),
                        name="paper_version_four_eyes",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("decision", ""), _negated=True),
                            models.Q(
                                models.Q(("ground_note", ""), _negated=True),
                                ("scan__isnull", False),
                            ),
                            _connector="OR",
                        ),
                        name="paper_version_has_ground",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("valid_until__isnull", True),
                            ("valid_until__gt", models.F("valid_from")),
                            _connector="OR",
                        ),
                        name="paper_version_ends_after_start",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="PaperArticle",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("number", models.PositiveIntegerField()),
                ("title", models.CharField(blank=True, max_length=60)),
                ("text", models.TextField(blank=True)),
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
                    "version",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.RESTRICT,
                        related_name="articles",
                        to="voice.paperversion",
                    ),
                ),
            ],
            options={
                "db_table": "paper_article",
                "constraints": [
                    models.UniqueConstraint(
                        fields=("version", "number"), name="paper_article_number_once"
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="ServiceContract",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("starts_on", models.DateField()),
                ("ends_on", models.DateField()),
                ("basis", models.CharField(default="package", max_length=12)),
                ("price_text", models.CharField(blank=True, max_length=200)),
                ("created_at", models.DateTimeField()),
                (
                    "client",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.RESTRICT,
                        related_name="+",
                        to="estate.organisation",
                    ),
                ),
                (
                    "company",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.RESTRICT,
                        related_name="+",
                        to="estate.organisation",
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
                    "paper",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.RESTRICT,
                        related_name="contract",
                        to="voice.paper",
                    ),
                ),
            ],
            options={
                "db_table": "service_contract",
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("basis__in", ["package", "commission"])),
                        name="service_contract_basis_known",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("ends_on__gt", models.F("starts_on"))),
                        name="service_contract_ends_after_start",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("company", models.F("client")), _negated=True),
                        name="service_contract_two_parties",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="ContractPrice",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("position", models.PositiveSmallIntegerField()),
                ("what", models.CharField(max_length=60)),
                ("price_fen", models.BigIntegerField()),
                ("unit", models.CharField(max_length=12)),
                ("note", models.CharField(blank=True, max_length=200)),
                ("charge", models.CharField(blank=True, max_length=40)),
                (
                    "contract",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.RESTRICT,
                        related_name="prices",
                        to="voice.servicecontract",
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
                "db_table": "contract_price",
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("unit__in", ["area_month", "home_month", "year"])),
                        name="contract_price_unit_known",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("price_fen__gte", 1)),
                        name="contract_price_is_one",
                    ),
                    models.UniqueConstraint(
                        fields=("contract", "position"), name="contract_price_position_once"
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="ContractNotice",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("kind", models.CharField(max_length=12)),
                ("given_on", models.DateField()),
                ("effective_on", models.DateField()),
                ("decision", models.CharField(blank=True, max_length=80)),
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
                    "recorded_by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.RESTRICT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "scan",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.RESTRICT,
                        related_name="+",
                        to="base.storedfile",
                    ),
                ),
                (
                    "contract",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.RESTRICT,
                        related_name="notices",
                        to="voice.servicecontract",
                    ),
                ),
            ],
            options={
                "db_table": "contract_notice",
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("kind__in", ["dismissal", "no_renewal"])),
                        name="contract_notice_kind_known",
                    ),
                    models.UniqueConstraint(
                        fields=("contract", "kind"), name="contract_notice_once"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("kind", "dismissal"), _negated=True),
                            (
                                "effective_on__gte",
                                django.db.models.expressions.CombinedExpression(
                                    models.F("given_on"), "+", models.Value(60)
                                ),
                            ),
                            _connector="OR",
                        ),
                        name="contract_notice_sixty_days",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("kind", "no_renewal"), _negated=True),
                            (
                                "effective_on__gte",
                                django.db.models.expressions.CombinedExpression(
                                    models.F("given_on"), "+", models.Value(90)
                                ),
                            ),
                            _connector="OR",
                        ),
                        name="contract_notice_ninety_days",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="ServiceDue",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("slot_on", models.DateField()),
                ("opens_on", models.DateField()),
                ("due_on", models.DateField()),
                ("last_on", models.DateField()),
                ("state", models.CharField(default="waiting", max_length=8)),
                ("done_at", models.DateTimeField(null=True)),
                (
                    "done_by",
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
            ],
            options={
                "db_table": "service_due",
                "indexes": [
                    models.Index(
                        condition=models.Q(("state", "waiting")),
                        fields=["estate", "opens_on"],
                        name="service_due_waiting",
                    ),
                    models.Index(fields=["estate", "due_on"], name="service_due_by_day"),
                    models.Index(fields=["matter"], name="service_due_matter"),
                ],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            ("state__in", ["waiting", "done", "late", "failed", "missed"])
                        ),
                        name="service_due_state_known",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("state__in", ["done", "late"]), _negated=True),
                            ("done_at__isnull", False),
                            _connector="OR",
                        ),
                        name="service_due_done_when",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("last_on__gte", models.F("due_on")),
                            ("opens_on__lte", models.F("due_on")),
                        ),
                        name="service_due_days_in_order",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="ServiceCheck",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("is_ok", models.BooleanField()),
                ("note", models.CharField(blank=True, max_length=200)),
                ("at", models.DateTimeField()),
                (
                    "by",
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
                    "photo",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.RESTRICT,
                        related_name="+",
                        to="base.storedfile",
                    ),
                ),
                (
                    "due",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.RESTRICT,
                        related_name="checks",
                        to="voice.servicedue",
                    ),
                ),
            ],
            options={
                "db_table": "service_check",
                "constraints": [
                    models.UniqueConstraint(fields=("due",), name="service_check_once"),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("is_ok", True), models.Q(("note", ""), _negated=True), _connector="OR"
                        ),
                        name="service_check_failure_says_why",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="ServiceItem",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("code", models.SlugField(max_length=40)),
                ("area", models.CharField(max_length=12)),
                ("title_zh", models.CharField(max_length=80)),
                ("title_en", models.CharField(blank=True, max_length=80)),
                ("standard_zh", models.CharField(max_length=300)),
                ("standard_en", models.CharField(blank=True, max_length=300)),
                ("places", models.CharField(default="estate", max_length=48)),
                ("every", models.PositiveSmallIntegerField()),
                ("unit", models.CharField(max_length=16)),
                ("starts_on", models.DateField()),
                ("lead_days", models.PositiveSmallIntegerField(default=0)),
                ("grace_days", models.PositiveSmallIntegerField(default=0)),
                ("holiday", models.CharField(default="keep", max_length=8)),
                ("mode", models.CharField(default="matter", max_length=12)),
                ("needs_photo", models.BooleanField(default=False)),
                ("category", models.CharField(default="service_contract", max_length=40)),
                ("is_active", models.BooleanField(default=True)),
                ("version", models.PositiveIntegerField(default=1)),
                (
                    "contract",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.RESTRICT,
                        related_name="items",
                        to="voice.servicecontract",
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
                "db_table": "service_item",
                "constraints": [
                    models.UniqueConstraint(
                        fields=("contract", "code"), name="service_item_code_once"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("every__gte", 1), ("every__lte", 366)),
                        name="service_item_every_in_range",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("unit__in", ["day", "week", "month", "before_expiry"])),
                        name="service_item_unit_known",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("mode__in", ["matter", "check_list"])),
                        name="service_item_mode_known",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            (
                                "area__in",
                                [
                                    "cleaning",
                                    "greenery",
                                    "equipment",
                                    "fire",
                                    "lift",
                                    "security",
                                    "service",
                                ],
                            )
                        ),
                        name="service_item_area_known",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("holiday__in", ["keep", "shift", "skip"])),
                        name="service_item_holiday_known",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("unit", "before_expiry"), _negated=True),
                            models.Q(("places__startswith", "type:"), ("mode", "matter")),
                            _connector="OR",
                        ),
                        name="service_item_expiry_of_facilities",
                    ),
                ],
            },
        ),
        migrations.AddField(
            model_name="servicedue",
            name="item",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.RESTRICT,
                related_name="dues",
                to="voice.serviceitem",
            ),
        ),
        migrations.CreateModel(
            name="ServiceRating",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("quarter", models.CharField(max_length=6)),
                ("side", models.CharField(max_length=8)),
                ("tidy", models.PositiveSmallIntegerField()),
                ("safe", models.PositiveSmallIntegerField()),
                ("repairs", models.PositiveSmallIntegerField()),
                ("manner", models.PositiveSmallIntegerField()),
                ("overall", models.PositiveSmallIntegerField()),
                ("comment", models.CharField(blank=True, max_length=500)),
                ("way", models.CharField(max_length=8)),
                ("confirmation", models.CharField(blank=True, max_length=80)),
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
                    "person",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.RESTRICT,
                        related_name="+",
                        to="estate.person",
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
            ],
            options={
                "db_table": "service_rating",
                "constraints": [
                    models.UniqueConstraint(
                        fields=("estate", "quarter", "home", "side"), name="service_rating_once"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("tidy__gte", 1),
                            ("tidy__lte", 5),
                            ("safe__gte", 1),
                            ("safe__lte", 5),
                            ("repairs__gte", 1),
                            ("repairs__lte", 5),
                            ("manner__gte", 1),
                            ("manner__lte", 5),
                            ("overall__gte", 1),
                            ("overall__lte", 5),
                        ),
                        name="service_rating_one_to_five",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("side__in", ["owner", "tenant"])),
                        name="service_rating_side_known",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("way__in", ["phone", "desk", "captain"])),
                        name="service_rating_way_known",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("taken_by__isnull", True), ("way", "phone")),
                            models.Q(
                                ("taken_by__isnull", False),
                                models.Q(("confirmation", ""), _negated=True),
                            ),
                            _connector="OR",
                        ),
                        name="service_rating_confirmed",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="ServiceReport",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("quarter", models.CharField(max_length=6)),
                ("number", models.PositiveIntegerField()),
                ("figures", models.JSONField()),
                ("seal", models.BinaryField(max_length=32)),
                ("published_at", models.DateTimeField()),
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
            ],
            options={
                "db_table": "service_report",
                "constraints": [
                    models.UniqueConstraint(
                        fields=("estate", "quarter", "number"), name="service_report_number_once"
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="UseRequest",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("business", models.CharField(max_length=200)),
                ("state", models.CharField(default="collecting", max_length=12)),
                ("opened_at", models.DateTimeField()),
                ("ended_at", models.DateTimeField(null=True)),
                (
                    "building",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.RESTRICT,
                        related_name="+",
                        to="estate.place",
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
                    "opened_by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.RESTRICT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
            ],
            options={
                "db_table": "use_request",
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            ("state__in", ["collecting", "agreed", "refused", "withdrawn"])
                        ),
                        name="use_request_state_known",
                    ),
                    models.UniqueConstraint(
                        condition=models.Q(("state", "collecting")),
                        fields=("home",),
                        name="use_request_one_open",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("state", "collecting"), ("ended_at__isnull", False), _connector="XOR"
                        ),
                        name="use_request_end_has_time",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="UseConsent",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("agrees", models.BooleanField(null=True)),
                ("way", models.CharField(blank=True, max_length=8)),
                ("confirmation", models.CharField(blank=True, max_length=80)),
                ("at", models.DateTimeField(null=True)),
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
                    "scan",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.RESTRICT,
                        related_name="+",
                        to="base.storedfile",
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
                    "request",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.RESTRICT,
                        related_name="consents",
                        to="voice.userequest",
                    ),
                ),
            ],
            options={
                "db_table": "use_consent",
                "constraints": [
                    models.UniqueConstraint(
                        condition=models.Q(("person__isnull", False)),
                        fields=("request", "person"),
                        name="use_consent_person_once",
                    ),
                    models.UniqueConstraint(
                        condition=models.Q(("organisation__isnull", False)),
                        fields=("request", "organisation"),
                        name="use_consent_organisation_once",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("agrees__isnull", True),
                            models.Q(("at__isnull", False), models.Q(("way", ""), _negated=True)),
                            _connector="OR",
                        ),
                        name="use_consent_answered_when",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("agrees__isnull", True),
                            ("person__isnull", False),
                            ("organisation__isnull", False),
                            _connector="OR",
                        ),
                        name="use_consent_by_an_owner",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("agrees__isnull", True),
                            ("way", "phone"),
                            models.Q(
                                ("taken_by__isnull", False),
                                models.Q(("confirmation", ""), _negated=True),
                            ),
                            _connector="OR",
                        ),
                        name="use_consent_confirmed",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="FacilityCertificate",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("inspected_on", models.DateField()),
                ("valid_until", models.DateField()),
                ("number", models.CharField(blank=True, max_length=60)),
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
                    "place",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.RESTRICT,
                        related_name="+",
                        to="estate.place",
                    ),
                ),
                (
                    "recorded_by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.RESTRICT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "scan",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.RESTRICT,
                        related_name="+",
                        to="base.storedfile",
                    ),
                ),
            ],
            options={
                "db_table": "facility_certificate",
                "indexes": [
                    models.Index(fields=["place", "-valid_until"], name="facility_certificate_last")
                ],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("valid_until__gt", models.F("inspected_on"))),
                        name="facility_certificate_ends_after_start",
                    )
                ],
            },
        ),
        migrations.AddConstraint(
            model_name="servicedue",
            constraint=models.UniqueConstraint(
                fields=("item", "place", "slot_on"), name="service_due_once", nulls_distinct=False
            ),
        ),
        AppendOnly("contract_notice"),
        AppendOnly("paper_version"),
        AppendOnly("paper_article"),
        AppendOnly("service_check"),
        AppendOnly("facility_certificate"),
        AppendOnly("service_rating"),
        AppendOnly("service_report"),
    ]
