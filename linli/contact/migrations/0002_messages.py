import datetime

import django.contrib.postgres.fields
import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("base", "0003_sign_in"),
        ("contact", "0001_initial"),
        ("estate", "0001_initial"),
    ]

    operations = [
        migrations.CreateModel(
            name="ContactPreference",
            fields=[
                (
                    "person",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.RESTRICT,
                        primary_key=True,
                        related_name="+",
                        serialize=False,
                        to="estate.person",
                    ),
                ),
                ("channel", models.CharField(blank=True, default="", max_length=12)),
                ("language", models.CharField(blank=True, default="", max_length=10)),
                ("set_by_id", models.BigIntegerField(null=True)),
                ("set_at", models.DateTimeField()),
            ],
            options={
                "db_table": "contact_preference",
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            ("channel__in", ["", "sms", "wechat", "app", "slip", "captain"])
                        ),
                        name="contact_preference_channel_known",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("language__in", ["", "zh-hans", "en"])),
                        name="contact_preference_language_known",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Mailing",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("title", models.CharField(max_length=80)),
                ("body_zh", models.CharField(max_length=400)),
                ("body_en", models.CharField(blank=True, max_length=400)),
                ("link", models.CharField(blank=True, max_length=300)),
                ("audience", models.CharField(max_length=20)),
                (
                    "audience_values",
                    django.contrib.postgres.fields.ArrayField(
                        base_field=models.CharField(max_length=40), default=list, size=None
                    ),
                ),
                ("once_a_home", models.BooleanField(default=False)),
                ("is_urgent", models.BooleanField(default=False)),
                ("urgent_reason", models.CharField(blank=True, max_length=200)),
                ("is_mass", models.BooleanField(default=True)),
                ("is_sensitive", models.BooleanField(default=False)),
                ("state", models.CharField(default="draft", max_length=10)),
                ("created_at", models.DateTimeField()),
                ("submitted_at", models.DateTimeField(null=True)),
                ("returned_reason", models.CharField(blank=True, max_length=200)),
                ("approved_at", models.DateTimeField(null=True)),
                ("stopped_at", models.DateTimeField(null=True)),
                ("finished_at", models.DateTimeField(null=True)),
                ("recipient_count", models.PositiveIntegerField(default=0)),
                ("version", models.PositiveIntegerField(default=1)),
            ],
            options={
                "db_table": "mailing",
                "indexes": [
                    models.Index(
                        condition=models.Q(("state", "sending")),
                        fields=["state"],
                        name="mailing_going_out",
                    )
                ],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            ("state__in", ["draft", "waiting", "sending", "stopped", "done"])
                        ),
                        name="mailing_state_known",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("is_urgent", False),
                            models.Q(("urgent_reason", ""), _negated=True),
                            _connector="OR",
                        ),
                        name="mailing_urgent_says_why",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="MailingRecipient",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("language", models.CharField(default="zh-hans", max_length=10)),
                (
                    "ways",
                    django.contrib.postgres.fields.ArrayField(
                        base_field=models.CharField(max_length=80), default=list, size=None
                    ),
                ),
                ("step", models.PositiveSmallIntegerField(default=0)),
                ("state", models.CharField(default="auto", max_length=8)),
                ("told_at", models.DateTimeField(null=True)),
                ("told_note", models.CharField(blank=True, max_length=120)),
                ("seen_at", models.DateTimeField(null=True)),
            ],
            options={
                "db_table": "mailing_recipient",
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            ("state__in", ["auto", "by_hand", "told", "shared", "stopped"])
                        ),
                        name="mailing_recipient_state_known",
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="MessageTemplate",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("code", models.CharField(max_length=40)),
                ("title", models.CharField(max_length=80)),
                ("body_zh", models.CharField(max_length=400)),
                ("body_en", models.CharField(blank=True, max_length=400)),
                ("is_active", models.BooleanField(default=True)),
            ],
            options={
                "db_table": "message_template",
            },
        ),
        migrations.CreateModel(
            name="TellingSetting",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("quiet_from", models.TimeField(default=datetime.time(22, 0))),
                ("quiet_until", models.TimeField(default=datetime.time(8, 0))),
            ],
            options={
                "db_table": "telling_setting",
            },
        ),
        migrations.RemoveConstraint(
            model_name="message",
            name="message_state_known",
        ),
        migrations.AddField(
            model_name="message",
            name="attempts",
            field=models.PositiveSmallIntegerField(default=0),
        ),
        migrations.AddField(
            model_name="message",
            name="batch",
            field=models.CharField(blank=True, default="", max_length=40),
        ),
        migrations.AddField(
            model_name="message",
            name="delivered_at",
            field=models.DateTimeField(null=True),
        ),
        migrations.AddField(
            model_name="message",
            name="language",
            field=models.CharField(default="zh-hans", max_length=10),
        ),
        migrations.AddField(
            model_name="message",
            name="link",
            field=models.CharField(blank=True, default="", max_length=300),
        ),
        migrations.AddField(
            model_name="message",
            name="not_before",
            field=models.DateTimeField(null=True),
        ),
        migrations.AddField(
            model_name="message",
            name="others",
            field=models.JSONField(default=list),
        ),
        migrations.AddField(
            model_name="message",
            name="person",
            field=models.ForeignKey(
                null=True,
                on_delete=django.db.models.deletion.RESTRICT,
                related_name="+",
                to="estate.person",
            ),
        ),
        migrations.AddField(
            model_name="message",
            name="read_at",
            field=models.DateTimeField(null=True),
        ),
        migrations.AddField(
            model_name="message",
            name="reserved_at",
            field=models.DateTimeField(null=True),
        ),
        migrations.AddField(
            model_name="message",
            name="title",
            field=models.CharField(blank=True, default="", max_length=80),
        ),
        migrations.AlterField(
            model_name="message",
            name="state",
            field=models.CharField(default="queued", max_length=10),
        ),
        migrations.AddIndex(
            model_name="message",
            index=models.Index(
                condition=models.Q(("batch", ""), _negated=True),
                fields=["batch", "state", "id"],
                name="message_of_batch",
            ),
        ),
        migrations.AddIndex(
            model_name="message",
            index=models.Index(fields=["person", "-queued_at"], name="message_of_person"),
        ),
        migrations.AddConstraint(
            model_name="message",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    (
                        "state__in",
                        [
                            "queued",
                            "sending",
                            "sent",
                            "delivered",
                            "read",
                            "failed",
                            "unclear",
                            "stopped",
                        ],
                    )
                ),
                name="message_state_known",
            ),
        ),
        migrations.AddConstraint(
            model_name="message",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("state", "sending"), _negated=True),
                    ("reserved_at__isnull", False),
                    _connector="OR",
                ),
                name="message_reserved_when",
            ),
        ),
        migrations.AddField(
            model_name="contactpreference",
            name="estate",
            field=models.ForeignKey(
                db_index=False,
                on_delete=django.db.models.deletion.RESTRICT,
                related_name="+",
                to="base.estate",
            ),
        ),
        migrations.AddField(
            model_name="mailing",
            name="approved_by",
            field=models.ForeignKey(
                null=True,
                on_delete=django.db.models.deletion.RESTRICT,
                related_name="+",
                to="base.User",
            ),
        ),
        migrations.AddField(
            model_name="mailing",
            name="author",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.RESTRICT, related_name="+", to="base.User"
            ),
        ),
        migrations.AddField(
            model_name="mailing",
            name="estate",
            field=models.ForeignKey(
                db_index=False,
                on_delete=django.db.models.deletion.RESTRICT,
                related_name="+",
                to="base.estate",
            ),
        ),
        migrations.AddField(
            model_name="mailing",
            name="stopped_by",
            field=models.ForeignKey(
                null=True,
                on_delete=django.db.models.deletion.RESTRICT,
                related_name="+",
                to="base.User",
            ),
        ),
        migrations.AddField(
            model_name="mailingrecipient",
            name="building",
            field=models.ForeignKey(
                null=True,
                on_delete=django.db.models.deletion.RESTRICT,
                related_name="+",
                to="estate.place",
            ),
        ),
        migrations.AddField(
            model_name="mailingrecipient",
            name="estate",
            field=models.ForeignKey(
                db_index=False,
                on_delete=django.db.models.deletion.RESTRICT,
                related_name="+",
                to="base.estate",
            ),
        ),
        migrations.AddField(
            model_name="mailingrecipient",
            name="grid",
            field=models.ForeignKey(
                null=True,
                on_delete=django.db.models.deletion.RESTRICT,
                related_name="+",
                to="estate.place",
            ),
        ),
        migrations.AddField(
            model_name="mailingrecipient",
            name="home",
            field=models.ForeignKey(
                null=True,
                on_delete=django.db.models.deletion.RESTRICT,
                related_name="+",
                to="estate.place",
            ),
        ),
        migrations.AddField(
            model_name="mailingrecipient",
            name="mailing",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.RESTRICT,
                related_name="recipients",
                to="contact.mailing",
            ),
        ),
        migrations.AddField(
            model_name="mailingrecipient",
            name="message",
            field=models.ForeignKey(
                null=True,
                on_delete=django.db.models.deletion.RESTRICT,
                related_name="+",
                to="contact.message",
            ),
        ),
        migrations.AddField(
            model_name="mailingrecipient",
            name="person",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.RESTRICT, related_name="+", to="estate.person"
            ),
        ),
        migrations.AddField(
            model_name="mailingrecipient",
            name="told_by",
            field=models.ForeignKey(
                null=True,
                on_delete=django.db.models.deletion.RESTRICT,
                related_name="+",
                to="base.User",
            ),
        ),
        migrations.AddField(
            model_name="messagetemplate",
            name="estate",
            field=models.ForeignKey(
                db_index=False,
                on_delete=django.db.models.deletion.RESTRICT,
                related_name="+",
                to="base.estate",
            ),
        ),
        migrations.AddField(
            model_name="tellingsetting",
            name="estate",
            field=models.ForeignKey(
                db_index=False,
                on_delete=django.db.models.deletion.RESTRICT,
                related_name="+",
                to="base.estate",
            ),
        ),
        migrations.AddIndex(
            model_name="mailing",
            index=models.Index(fields=["estate", "-created_at"], name="mailing_recent"),
        ),
        migrations.AddConstraint(
            model_name="mailing",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("is_mass", False),
                    ("approved_by__isnull", True),
                    models.Q(("approved_by", models.F("author")), _negated=True),
                    _connector="OR",
                ),
                name="mailing_four_eyes",
            ),
        ),
        migrations.AddConstraint(
            model_name="mailing",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("state__in", ["draft", "waiting"]),
                    models.Q(("approved_at__isnull", False), ("approved_by__isnull", False)),
                    _connector="OR",
                ),
                name="mailing_goes_out_approved",
            ),
        ),
        migrations.AddIndex(
            model_name="mailingrecipient",
            index=models.Index(fields=["mailing", "state"], name="mailing_recipient_by_state"),
        ),
        migrations.AddIndex(
            model_name="mailingrecipient",
            index=models.Index(fields=["person"], name="mailing_recipient_person"),
        ),
        migrations.AddIndex(
            model_name="mailingrecipient",
            index=models.Index(
                condition=models.Q(("state", "by_hand")),
                fields=["building", "mailing"],
                name="mailing_recipient_by_hand",
            ),
        ),
        migrations.AddIndex(
            model_name="mailingrecipient",
            index=models.Index(fields=["message"], name="mailing_recipient_message"),
        ),
        migrations.AddConstraint(
            model_name="mailingrecipient",
            constraint=models.UniqueConstraint(
                fields=("mailing", "person"), name="mailing_recipient_once"
            ),
        ),
        migrations.AddConstraint(
            model_name="mailingrecipient",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("state", "told"), _negated=True),
                    models.Q(("told_at__isnull", False), ("told_by__isnull", False)),
                    _connector="OR",
                ),
                name="mailing_recipient_told_by_whom",
            ),
        ),
        migrations.AddConstraint(
            model_name="messagetemplate",
            constraint=models.UniqueConstraint(
                fields=("estate", "code"), name="message_template_code_once"
            ),
        ),
        migrations.AddConstraint(
            model_name="tellingsetting",
            constraint=models.UniqueConstraint(fields=("estate",), name="telling_setting_once"),
        ),
    ]
