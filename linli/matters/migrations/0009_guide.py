from typing import ClassVar

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

from linli.base.append_only import AppendOnly

KIND = ("project", "专题项目", "Project")


def add_kind(apps, schema_editor):
    """Estates from before get the kind of a project made of a topic, too."""
    kinds = apps.get_model("matters", "MatterKind")
    for estate_id in set(kinds.objects.values_list("estate_id", flat=True)):
        kinds.objects.get_or_create(
            estate_id=estate_id,
            code=KIND[0],
            defaults={"name": KIND[1], "name_en": KIND[2], "needs_return_visit": False},
        )


class Migration(migrations.Migration):
    dependencies: ClassVar = [
        ("base", "0003_sign_in"),
        ("estate", "0001_initial"),
        ("matters", "0008_topics"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations: ClassVar = [
        migrations.CreateModel(
            name="GuideEntry",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("is_demo", models.BooleanField(default=False)),
                ("retired_at", models.DateTimeField(null=True)),
                ("retired_reason", models.CharField(blank=True, max_length=200)),
                ("created_at", models.DateTimeField()),
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
                    "category",
                    models.ForeignKey(
                        null=True,
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
                    "organisation",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.RESTRICT,
                        related_name="+",
                        to="estate.organisation",
                    ),
                ),
            ],
            options={
                "db_table": "guide_entry",
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            ("retired_at__isnull", True),
                            models.Q(("retired_reason", ""), _negated=True),
                            _connector="OR",
                        ),
                        name="guide_entry_retired_with_reason",
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="GuideTally",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("day", models.DateField()),
                ("use", models.CharField(max_length=8)),
                ("n", models.PositiveIntegerField(default=0)),
                (
                    "entry",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.RESTRICT,
                        related_name="tallies",
                        to="matters.guideentry",
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
                "db_table": "guide_tally",
                "constraints": [
                    models.UniqueConstraint(
                        fields=("entry", "day", "use"), name="guide_tally_once"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            (
                                "use__in",
                                ["shown", "offered", "used", "printed", "helped", "lacking"],
                            )
                        ),
                        name="guide_tally_use_known",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="GuideVersion",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("number", models.PositiveIntegerField()),
                ("state", models.CharField(default="draft", max_length=10)),
                ("title_zh", models.CharField(max_length=60)),
                ("title_en", models.CharField(blank=True, max_length=120)),
                ("parts_zh", models.JSONField(default=dict)),
                ("parts_en", models.JSONField(default=dict)),
                ("keywords", models.CharField(blank=True, max_length=300)),
                ("valid_until", models.DateField(null=True)),
                ("returned_reason", models.CharField(blank=True, max_length=200)),
                ("written_at", models.DateTimeField()),
                ("published_at", models.DateTimeField(null=True)),
                (
                    "author",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.RESTRICT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "checked_by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.RESTRICT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "entry",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.RESTRICT,
                        related_name="versions",
                        to="matters.guideentry",
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
                "db_table": "guide_version",
                "constraints": [
                    models.UniqueConstraint(
                        fields=("entry", "number"), name="guide_version_number_once"
                    ),
                    models.UniqueConstraint(
                        condition=models.Q(("state", "published")),
                        fields=("entry",),
                        name="guide_version_one_published",
                    ),
                    models.UniqueConstraint(
                        condition=models.Q(("state__in", ["draft", "waiting"])),
                        fields=("entry",),
                        name="guide_version_one_unfinished",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("state__in", ["draft", "waiting", "published", "replaced"])
                        ),
                        name="guide_version_state_known",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("checked_by", models.F("author")), _negated=True),
                        name="guide_version_four_eyes",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("state__in", ["draft", "waiting"]),
                            models.Q(
                                ("checked_by__isnull", False), ("published_at__isnull", False)
                            ),
                            _connector="OR",
                        ),
                        name="guide_version_published_by_somebody",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="GuideFeedback",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
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
                    "version",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.RESTRICT,
                        related_name="+",
                        to="matters.guideversion",
                    ),
                ),
            ],
            options={
                "db_table": "guide_feedback",
            },
        ),
        migrations.CreateModel(
            name="Project",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("title", models.CharField(max_length=80)),
                ("goal", models.CharField(max_length=300)),
                ("state", models.CharField(default="running", max_length=8)),
                ("ends_on", models.DateField()),
                ("watch_weeks", models.PositiveSmallIntegerField(default=4)),
                ("threshold", models.PositiveSmallIntegerField(default=3)),
                ("result", models.CharField(blank=True, max_length=500)),
                ("closed_at", models.DateTimeField(null=True)),
                ("watch_until", models.DateField(null=True)),
                ("comebacks", models.PositiveSmallIntegerField(default=0)),
                ("created_at", models.DateTimeField()),
                ("updated_at", models.DateTimeField()),
                (
                    "created_by",
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
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.RESTRICT,
                        related_name="+",
                        to="matters.matter",
                    ),
                ),
                (
                    "topic",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.RESTRICT,
                        related_name="+",
                        to="matters.topic",
                    ),
                ),
            ],
            options={
                "db_table": "project",
                "indexes": [models.Index(fields=["estate", "state"], name="project_by_state")],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("state__in", ["running", "watched", "settled"])),
                        name="project_state_known",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("closed_at__isnull", True), ("state", "running")),
                            models.Q(
                                models.Q(("state", "running"), _negated=True),
                                ("closed_at__isnull", False),
                                ("watch_until__isnull", False),
                            ),
                            _connector="OR",
                        ),
                        name="project_closed_when",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("watch_weeks__gte", 1), ("watch_weeks__lte", 26)),
                        name="project_watch_sane",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("threshold__gte", 1), ("threshold__lte", 50)),
                        name="project_threshold_sane",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="ProjectStep",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("position", models.PositiveSmallIntegerField()),
                ("title", models.CharField(max_length=120)),
                ("due_on", models.DateField()),
                ("done_on", models.DateField(null=True)),
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
                    "project",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.RESTRICT,
                        related_name="steps",
                        to="matters.project",
                    ),
                ),
            ],
            options={
                "db_table": "project_step",
                "constraints": [
                    models.UniqueConstraint(
                        fields=("project", "position"), name="project_step_in_order"
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="ProjectTelling",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("kind", models.CharField(max_length=8)),
                ("body", models.CharField(max_length=500)),
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
                    "project",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.RESTRICT,
                        related_name="tellings",
                        to="matters.project",
                    ),
                ),
            ],
            options={
                "db_table": "project_telling",
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("kind__in", ["start", "progress", "result"])),
                        name="project_telling_kind_known",
                    ),
                    models.UniqueConstraint(
                        fields=("project", "kind", "body"), name="project_telling_words_once"
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="ProjectTold",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("way", models.CharField(max_length=8)),
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
                    "telling",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.RESTRICT,
                        related_name="told",
                        to="matters.projecttelling",
                    ),
                ),
            ],
            options={
                "db_table": "project_told",
                "constraints": [
                    models.UniqueConstraint(fields=("telling", "matter"), name="project_told_once"),
                    models.CheckConstraint(
                        condition=models.Q(("way__in", ["told", "noted", "finished"])),
                        name="project_told_way_known",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="TopicDecision",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("kind", models.CharField(max_length=8)),
                ("name", models.CharField(blank=True, max_length=40)),
                ("reason", models.CharField(max_length=200)),
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
                    "other",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.RESTRICT,
                        related_name="+",
                        to="matters.topic",
                    ),
                ),
                (
                    "topic",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.RESTRICT,
                        related_name="+",
                        to="matters.topic",
                    ),
                ),
            ],
            options={
                "db_table": "topic_decision",
                "indexes": [models.Index(fields=["topic", "-id"], name="topic_decision_latest")],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            ("kind__in", ["rename", "merge", "split", "dismiss", "restore"])
                        ),
                        name="topic_decision_kind_known",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("reason", ""), _negated=True),
                        name="topic_decision_with_reason",
                    ),
                ],
            },
        ),
        AppendOnly("project_telling"),
        AppendOnly("project_told"),
        AppendOnly("topic_decision"),
        migrations.RunPython(add_kind, migrations.RunPython.noop),
    ]
