import uuid
from typing import ClassVar

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

from linli.base.append_only import AppendOnly


class Migration(migrations.Migration):
    dependencies: ClassVar = [
        ("voice", "0004_contracts"),
        ("base", "0003_sign_in"),
        ("estate", "0004_committee_offices"),
        ("matters", "0010_search"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations: ClassVar = [
        migrations.CreateModel(
            name="Poll",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("title", models.CharField(max_length=80)),
                ("intro", models.CharField(blank=True, max_length=600)),
                ("audience", models.CharField(max_length=10)),
                ("voice", models.CharField(max_length=10)),
                ("tenants_only", models.BooleanField(default=False)),
                ("is_anonymous", models.BooleanField(default=False)),
                ("results_live", models.BooleanField(default=False)),
                ("opens_at", models.DateTimeField()),
                ("closes_at", models.DateTimeField()),
                ("state", models.CharField(default="draft", max_length=10)),
                ("created_at", models.DateTimeField()),
                ("approved_at", models.DateTimeField(null=True)),
                ("returned_reason", models.CharField(blank=True, max_length=200)),
                ("outcome", models.CharField(blank=True, max_length=1000)),
                ("outcome_at", models.DateTimeField(null=True)),
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
                    "outcome_by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.RESTRICT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
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
                "db_table": "poll",
                "indexes": [models.Index(fields=["estate", "-opens_at"], name="poll_recent")],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            (
                                "state__in",
                                [
                                    "draft",
                                    "waiting",
                                    "approved",
                                    "counted",
                                    "archived",
                                    "withdrawn",
                                ],
                            )
                        ),
                        name="poll_state_known",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("audience__in", ["estate", "grid", "building"])),
                        name="poll_audience_known",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("voice__in", ["household", "person"])),
                        name="poll_voice_known",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("audience", "estate"), ("place__isnull", False), _connector="XOR"
                        ),
                        name="poll_audience_place",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("closes_at__gt", models.F("opens_at"))),
                        name="poll_closes_after_opening",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("audience", "estate"), _negated=True),
                            ("approved_by__isnull", True),
                            models.Q(("approved_by", models.F("author")), _negated=True),
                            _connector="OR",
                        ),
                        name="poll_four_eyes",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("state__in", ["draft", "waiting", "withdrawn"]),
                            models.Q(
                                ("approved_at__isnull", False), ("approved_by__isnull", False)
                            ),
                            _connector="OR",
                        ),
                        name="poll_asks_approved",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("state", "archived"), _negated=True),
                            models.Q(("outcome", ""), _negated=True),
                            _connector="OR",
                        ),
                        name="poll_archived_with_outcome",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="PollQuestion",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("position", models.PositiveSmallIntegerField()),
                ("kind", models.CharField(max_length=10)),
                ("text", models.CharField(max_length=200)),
                ("most", models.PositiveSmallIntegerField(default=1)),
                ("required", models.BooleanField(default=True)),
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
                    "poll",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.RESTRICT,
                        related_name="questions",
                        to="voice.poll",
                    ),
                ),
            ],
            options={
                "db_table": "poll_question",
                "constraints": [
                    models.UniqueConstraint(
                        fields=("poll", "position"), name="poll_question_in_order"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("kind__in", ["single", "multiple", "words"])),
                        name="poll_question_kind_known",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="PollOption",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("position", models.PositiveSmallIntegerField()),
                ("text", models.CharField(max_length=80)),
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
                    "question",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.RESTRICT,
                        related_name="options",
                        to="voice.pollquestion",
                    ),
                ),
            ],
            options={
                "db_table": "poll_option",
                "constraints": [
                    models.UniqueConstraint(
                        fields=("question", "position"), name="poll_option_in_order"
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="PollResult",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("figures", models.JSONField()),
                ("counted_at", models.DateTimeField()),
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
                    "poll",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.RESTRICT,
                        related_name="result",
                        to="voice.poll",
                    ),
                ),
            ],
            options={
                "db_table": "poll_result",
            },
        ),
        migrations.CreateModel(
            name="PollVoice",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("voice", models.CharField(max_length=10)),
                ("way", models.CharField(max_length=8)),
                ("confirmation", models.CharField(blank=True, max_length=80)),
                ("day", models.DateField()),
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
                        on_delete=django.db.models.deletion.RESTRICT,
                        related_name="+",
                        to="estate.household",
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
                    "poll",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.RESTRICT,
                        related_name="voices",
                        to="voice.poll",
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
                "db_table": "poll_voice",
                "constraints": [
                    models.UniqueConstraint(
                        fields=("poll", "person"), name="poll_voice_person_once"
                    ),
                    models.UniqueConstraint(
                        condition=models.Q(("voice", "household")),
                        fields=("poll", "household"),
                        name="poll_voice_household_once",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("way__in", ["phone", "desk", "captain"])),
                        name="poll_voice_way_known",
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
                        name="poll_voice_confirmed",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="NamedSheet",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("answers", models.JSONField()),
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
                    "poll",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.RESTRICT,
                        related_name="+",
                        to="voice.poll",
                    ),
                ),
                (
                    "voice",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.RESTRICT,
                        related_name="sheet",
                        to="voice.pollvoice",
                    ),
                ),
            ],
            options={
                "db_table": "poll_named_sheet",
                "indexes": [models.Index(fields=["poll"], name="poll_named_sheet_of_poll")],
            },
        ),
        migrations.CreateModel(
            name="SecretSheet",
            fields=[
                ("id", models.UUIDField(default=uuid.uuid4, primary_key=True, serialize=False)),
                ("answers", models.JSONField()),
                ("is_mixed", models.BooleanField(default=False)),
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
                    "poll",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.RESTRICT,
                        related_name="+",
                        to="voice.poll",
                    ),
                ),
            ],
            options={
                "db_table": "poll_secret_sheet",
                "indexes": [
                    models.Index(fields=["poll", "is_mixed"], name="poll_secret_sheet_of_poll")
                ],
            },
        ),
        migrations.CreateModel(
            name="Talk",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("topic", models.CharField(max_length=80)),
                ("about", models.CharField(max_length=600)),
                ("venue", models.CharField(max_length=80)),
                ("meets_at", models.DateTimeField()),
                ("state", models.CharField(default="invited", max_length=10)),
                ("minutes", models.TextField(blank=True)),
                ("result", models.CharField(blank=True, max_length=1000)),
                ("created_at", models.DateTimeField()),
                ("posted_on", models.DateField(null=True)),
                ("posted_until", models.DateField(null=True)),
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
                    "poll",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.RESTRICT,
                        related_name="+",
                        to="voice.poll",
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
                "db_table": "consultation",
                "indexes": [
                    models.Index(fields=["estate", "-meets_at"], name="consultation_recent")
                ],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            ("state__in", ["invited", "held", "posted", "cancelled"])
                        ),
                        name="consultation_state_known",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("state", "posted"), _negated=True),
                            models.Q(
                                models.Q(("result", ""), _negated=True),
                                models.Q(("minutes", ""), _negated=True),
                                ("posted_on__isnull", False),
                            ),
                            _connector="OR",
                        ),
                        name="consultation_posted_complete",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("posted_on__isnull", True),
                            (
                                "posted_until__gte",
                                django.db.models.expressions.CombinedExpression(
                                    models.F("posted_on"), "+", models.Value(15)
                                ),
                            ),
                            _connector="OR",
                        ),
                        name="consultation_posted_long_enough",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="TalkGuest",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("came", models.BooleanField(null=True)),
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
                (
                    "talk",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.RESTRICT,
                        related_name="guests",
                        to="voice.talk",
                    ),
                ),
            ],
            options={
                "db_table": "consultation_guest",
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("organisation__isnull", True), ("person__isnull", False)),
                            models.Q(("organisation__isnull", False), ("person__isnull", True)),
                            _connector="OR",
                        ),
                        name="consultation_guest_one",
                    ),
                    models.UniqueConstraint(
                        condition=models.Q(("person__isnull", False)),
                        fields=("talk", "person"),
                        name="consultation_guest_person_once",
                    ),
                    models.UniqueConstraint(
                        condition=models.Q(("organisation__isnull", False)),
                        fields=("talk", "organisation"),
                        name="consultation_guest_body_once",
                    ),
                ],
            },
        ),
        AppendOnly("poll_voice"),
        AppendOnly("poll_named_sheet"),
        AppendOnly("poll_result"),
    ]
