from typing import ClassVar

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

import linli.base.crypto.fields

KIND = ("callback", "回电", "Call back")


def add_kind(apps, schema_editor):
    """Estates from before calls were announced get the kind of a missed call, too."""
    kinds = apps.get_model("matters", "MatterKind")
    estates = apps.get_model("base", "Estate").objects.values_list("pk", flat=True)
    known = set(kinds.objects.values_list("estate_id", flat=True))
    for estate_id in estates:
        if estate_id in known:
            kinds.objects.get_or_create(
                estate_id=estate_id,
                code=KIND[0],
                defaults={"name": KIND[1], "name_en": KIND[2], "needs_return_visit": False},
            )


class Migration(migrations.Migration):
    dependencies: ClassVar = [
        ("base", "0003_sign_in"),
        ("matters", "0005_handling"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations: ClassVar = [
        migrations.CreateModel(
            name="PhoneLine",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("name", models.CharField(max_length=60)),
                ("key_digest", models.BinaryField(max_length=32, unique=True)),
                ("created_at", models.DateTimeField()),
                ("ended_at", models.DateTimeField(null=True)),
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
            ],
            options={
                "db_table": "phone_line",
                "constraints": [
                    models.UniqueConstraint(
                        condition=models.Q(("ended_at__isnull", True)),
                        fields=("estate", "name"),
                        name="phone_line_name_once",
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="PhoneCall",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("call_key", models.CharField(max_length=80)),
                ("phone", models.CharField(blank=True, max_length=20)),
                ("is_outgoing", models.BooleanField(default=False)),
                ("extension", models.CharField(blank=True, max_length=20)),
                ("state", models.CharField(default="ringing", max_length=10)),
                ("first_heard_at", models.DateTimeField()),
                ("answered_at", models.DateTimeField(null=True)),
                ("ended_at", models.DateTimeField(null=True)),
                ("recording", linli.base.crypto.fields.EncryptedTextField(null=True)),
                (
                    "agent",
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
                    "line",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.RESTRICT,
                        related_name="+",
                        to="matters.phoneline",
                    ),
                ),
            ],
            options={
                "db_table": "phone_call",
                "indexes": [
                    models.Index(fields=["estate", "-first_heard_at"], name="phone_call_recent"),
                    models.Index(fields=["matter"], name="phone_call_of_matter"),
                ],
                "constraints": [
                    models.UniqueConstraint(fields=("line", "call_key"), name="phone_call_once"),
                    models.CheckConstraint(
                        condition=models.Q(("state__in", ["ringing", "missed", "answered"])),
                        name="phone_call_state_known",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("state", "answered"), _negated=True),
                            ("answered_at__isnull", False),
                            _connector="OR",
                        ),
                        name="phone_call_answered_when",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="PhoneExtension",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("number", models.CharField(max_length=20)),
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
            ],
            options={
                "db_table": "phone_extension",
                "constraints": [
                    models.UniqueConstraint(
                        fields=("estate", "number"), name="phone_extension_once"
                    ),
                    models.UniqueConstraint(
                        fields=("estate", "account"), name="phone_extension_of_one"
                    ),
                ],
            },
        ),
        migrations.RunPython(add_kind, migrations.RunPython.noop),
    ]
