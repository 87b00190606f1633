import datetime

import django.contrib.postgres.fields
import django.db.models.deletion
import django.db.models.expressions
from django.db import migrations, models

from linli.base.append_only import AppendOnly


class Migration(migrations.Migration):
    dependencies = [
        ("base", "0003_sign_in"),
        ("contact", "0002_messages"),
        ("estate", "0001_initial"),
    ]

    operations = [
        migrations.CreateModel(
            name="Notice",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("number", models.CharField(max_length=12)),
                ("serial", models.PositiveIntegerField()),
                ("kind", models.CharField(max_length=12)),
                ("title_zh", models.CharField(max_length=80)),
                ("body_zh", models.TextField()),
                ("title_en", models.CharField(blank=True, max_length=120)),
                ("body_en", models.TextField(blank=True)),
                ("place_words", models.CharField(max_length=80)),
                ("is_public", models.BooleanField(default=True)),
                ("post_from", models.DateField()),
                ("post_until", models.DateField()),
                (
                    "file_hashes",
                    django.contrib.postgres.fields.ArrayField(
                        base_field=models.CharField(max_length=64), default=list, size=None
                    ),
                ),
                ("sealed_at", models.DateTimeField()),
                ("seal", models.BinaryField(max_length=32)),
                (
                    "approved_by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.RESTRICT,
                        related_name="+",
                        to="base.User",
                    ),
                ),
                (
                    "author",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.RESTRICT,
                        related_name="+",
                        to="base.User",
                    ),
                ),
                (
                    "corrects",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.RESTRICT,
                        related_name="corrections",
                        to="contact.notice",
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
                "db_table": "notice",
                "indexes": [models.Index(fields=["estate", "-post_until"], name="notice_by_end")],
                "constraints": [
                    models.UniqueConstraint(fields=("estate", "serial"), name="notice_serial_once"),
                    models.CheckConstraint(
                        condition=models.Q(("post_until__gte", models.F("post_from"))),
                        name="notice_in_order",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            (
                                "kind__in",
                                ["disclosure", "outage", "safety", "activity", "service", "other"],
                            )
                        ),
                        name="notice_kind_known",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("kind", "disclosure"), _negated=True),
                            (
                                "post_until__gte",
                                django.db.models.expressions.CombinedExpression(
                                    models.F("post_from"),
                                    "+",
                                    models.Value(datetime.timedelta(days=14)),
                                ),
                            ),
                            _connector="OR",
                        ),
                        name="notice_disclosed_15_days",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("approved_by", models.F("author")), _negated=True),
                        name="notice_four_eyes",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="NoticeDraft",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("kind", models.CharField(default="other", max_length=12)),
                ("title_zh", models.CharField(max_length=80)),
                ("body_zh", models.TextField()),
                ("title_en", models.CharField(blank=True, max_length=120)),
                ("body_en", models.TextField(blank=True)),
                ("is_public", models.BooleanField(default=True)),
                ("post_from", models.DateField()),
                ("post_until", models.DateField()),
                ("state", models.CharField(default="draft", max_length=8)),
                ("returned_reason", models.CharField(blank=True, max_length=200)),
                ("created_at", models.DateTimeField()),
                ("submitted_at", models.DateTimeField(null=True)),
                (
                    "author",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.RESTRICT,
                        related_name="+",
                        to="base.User",
                    ),
                ),
                (
                    "corrects",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.RESTRICT,
                        related_name="+",
                        to="contact.notice",
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
                "db_table": "notice_draft",
                "indexes": [
                    models.Index(fields=["estate", "-created_at"], name="notice_draft_recent")
                ],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            ("state__in", ["draft", "waiting", "posted", "dropped"])
                        ),
                        name="notice_draft_state_known",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("post_until__gte", models.F("post_from"))),
                        name="notice_draft_in_order",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            (
                                "kind__in",
                                ["disclosure", "outage", "safety", "activity", "service", "other"],
                            )
                        ),
                        name="notice_draft_kind_known",
                    ),
                ],
            },
        ),
        migrations.AddField(
            model_name="notice",
            name="draft",
            field=models.OneToOneField(
                on_delete=django.db.models.deletion.RESTRICT,
                related_name="notice",
                to="contact.noticedraft",
            ),
        ),
        migrations.CreateModel(
            name="NoticeFile",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "draft",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.RESTRICT,
                        related_name="files",
                        to="contact.noticedraft",
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
                "db_table": "notice_file",
                "constraints": [
                    models.UniqueConstraint(fields=("draft", "file"), name="notice_file_once")
                ],
            },
        ),
        migrations.CreateModel(
            name="NoticeSeen",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("way", models.CharField(max_length=8)),
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
                    "notice",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.RESTRICT,
                        related_name="seen",
                        to="contact.notice",
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
                    "told_by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.RESTRICT,
                        related_name="+",
                        to="base.User",
                    ),
                ),
            ],
            options={
                "db_table": "notice_seen",
                "indexes": [models.Index(fields=["person"], name="notice_seen_person")],
                "constraints": [
                    models.UniqueConstraint(fields=("notice", "person"), name="notice_seen_once"),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("told_by__isnull", True), ("way", "page")),
                            models.Q(("told_by__isnull", False), ("way", "told")),
                            _connector="OR",
                        ),
                        name="notice_seen_way_known",
                    ),
                ],
            },
        ),
        AppendOnly("notice"),
        AppendOnly("notice_seen"),
    ]
