from typing import ClassVar

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies: ClassVar = [
        ("base", "0003_sign_in"),
        ("matters", "0007_rounds"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations: ClassVar = [
        migrations.CreateModel(
            name="Topic",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("status", models.CharField(default="open", max_length=8)),
                ("places", models.CharField(blank=True, max_length=80)),
                ("buildings", models.JSONField(default=list)),
                ("count", models.PositiveIntegerField(default=0)),
                ("first_at", models.DateTimeField()),
                ("last_at", models.DateTimeField()),
                ("settled_at", models.DateTimeField(null=True)),
                (
                    "category",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.RESTRICT,
                        related_name="+",
                        to="matters.category",
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
                    "merged_into",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.RESTRICT,
                        related_name="+",
                        to="matters.topic",
                    ),
                ),
            ],
            options={
                "db_table": "topic",
                "indexes": [models.Index(fields=["estate", "-last_at"], name="topic_recent")],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("status__in", ["open", "handled", "settled", "back"])),
                        name="topic_status_known",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("status", "settled"), _negated=True),
                            ("settled_at__isnull", False),
                            _connector="OR",
                        ),
                        name="topic_settled_when",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="TopicMember",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("chance", models.FloatField()),
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
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.RESTRICT,
                        related_name="+",
                        to="matters.matter",
                    ),
                ),
                (
                    "placed_by",
                    models.ForeignKey(
                        db_index=False,
                        null=True,
                        on_delete=django.db.models.deletion.RESTRICT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "same_as",
                    models.ForeignKey(
                        db_index=False,
                        null=True,
                        on_delete=django.db.models.deletion.RESTRICT,
                        related_name="+",
                        to="matters.matter",
                    ),
                ),
                (
                    "topic",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.RESTRICT,
                        related_name="members",
                        to="matters.topic",
                    ),
                ),
            ],
            options={
                "db_table": "topic_member",
                "indexes": [
                    models.Index(fields=["topic", "-at"], name="topic_member_of_topic"),
                    models.Index(fields=["estate", "-at"], name="topic_member_recent"),
                ],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("chance__gte", 0), ("chance__lte", 1)),
                        name="topic_member_chance",
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="ReaderVersion",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("version", models.CharField(max_length=16)),
                ("trained_at", models.DateTimeField()),
                ("texts", models.PositiveIntegerField()),
                ("own_texts", models.PositiveIntegerField()),
                ("metrics", models.JSONField(default=dict)),
                ("seal", models.CharField(max_length=64)),
                ("is_current", models.BooleanField(default=False)),
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
                "db_table": "reader_version",
                "constraints": [
                    models.UniqueConstraint(
                        fields=("estate", "version"), name="reader_version_once"
                    ),
                    models.UniqueConstraint(
                        condition=models.Q(("is_current", True)),
                        fields=("estate",),
                        name="reader_version_one_current",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Suggestion",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("field", models.CharField(max_length=10)),
                ("value", models.CharField(max_length=40)),
                ("chosen", models.CharField(blank=True, max_length=40)),
                ("decision", models.CharField(max_length=10)),
                ("score", models.FloatField(default=0)),
                ("model", models.CharField(max_length=16)),
                ("channel", models.CharField(max_length=16)),
                ("at", models.DateTimeField()),
                (
                    "decided_by",
                    models.ForeignKey(
                        db_index=False,
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
                        on_delete=django.db.models.deletion.RESTRICT,
                        related_name="+",
                        to="matters.matter",
                    ),
                ),
            ],
            options={
                "db_table": "topic_suggestion",
                "indexes": [models.Index(fields=["estate", "-at"], name="topic_suggestion_recent")],
                "constraints": [
                    models.UniqueConstraint(
                        condition=models.Q(("field", "same"), _negated=True),
                        fields=("matter", "field"),
                        name="topic_suggestion_once",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("field__in", ["category", "kind", "urgency", "place", "same"])
                        ),
                        name="topic_suggestion_field_known",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("decision__in", ["accepted", "changed", "default"])),
                        name="topic_suggestion_decision_known",
                    ),
                ],
            },
        ),
    ]
