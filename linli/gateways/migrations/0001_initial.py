import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

import linli.base.crypto.fields


class Migration(migrations.Migration):
    initial = True

    dependencies = [
        ("base", "0003_sign_in"),
        ("estate", "0001_initial"),
        ("matters", "0001_initial"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name="WechatContact",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("openid", models.CharField(max_length=64)),
                ("bound_at", models.DateTimeField(null=True)),
                ("is_subscribed", models.BooleanField(default=True)),
                ("language", models.CharField(default="zh-hans", max_length=10)),
                ("first_seen_at", models.DateTimeField()),
                ("last_seen_at", models.DateTimeField()),
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
                "db_table": "wechat_contact",
                "constraints": [
                    models.UniqueConstraint(
                        fields=("estate", "openid"), name="wechat_contact_openid_once"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("account__isnull", True), ("bound_at__isnull", True)),
                            models.Q(("account__isnull", False), ("bound_at__isnull", False)),
                            _connector="OR",
                        ),
                        name="wechat_contact_bound_when",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="WechatMessage",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("key", models.CharField(max_length=64)),
                ("kind", models.CharField(max_length=12)),
                ("sent_at", models.DateTimeField()),
                ("received_at", models.DateTimeField()),
                ("answer", models.TextField(blank=True)),
                (
                    "contact",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.RESTRICT,
                        related_name="messages",
                        to="gateways.wechatcontact",
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
                        db_index=False,
                        null=True,
                        on_delete=django.db.models.deletion.RESTRICT,
                        related_name="+",
                        to="matters.matter",
                    ),
                ),
            ],
            options={
                "db_table": "wechat_message",
                "indexes": [
                    models.Index(fields=["matter"], name="wechat_message_of_matter"),
                    models.Index(fields=["received_at"], name="wechat_message_age"),
                ],
                "constraints": [
                    models.UniqueConstraint(fields=("estate", "key"), name="wechat_message_once")
                ],
            },
        ),
        migrations.CreateModel(
            name="WechatMedia",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("kind", models.CharField(max_length=8)),
                ("media_id", models.CharField(max_length=200)),
                ("state", models.CharField(default="waiting", max_length=8)),
                ("sound", models.BinaryField(null=True)),
                ("at", models.DateTimeField()),
                (
                    "contact",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.RESTRICT,
                        related_name="+",
                        to="gateways.wechatcontact",
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
                        null=True,
                        on_delete=django.db.models.deletion.RESTRICT,
                        related_name="+",
                        to="base.storedfile",
                    ),
                ),
                (
                    "matter",
                    models.ForeignKey(
                        db_index=False,
                        null=True,
                        on_delete=django.db.models.deletion.RESTRICT,
                        related_name="+",
                        to="matters.matter",
                    ),
                ),
                (
                    "message",
                    models.OneToOneField(
                        null=True,
                        on_delete=django.db.models.deletion.RESTRICT,
                        related_name="+",
                        to="gateways.wechatmessage",
                    ),
                ),
            ],
            options={
                "db_table": "wechat_media",
                "indexes": [
                    models.Index(fields=["matter"], name="wechat_media_of_matter"),
                    models.Index(
                        condition=models.Q(("matter__isnull", True)),
                        fields=["contact"],
                        name="wechat_media_unfiled",
                    ),
                ],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("state__in", ["waiting", "kept", "dead"])),
                        name="wechat_media_state_known",
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="WechatNonce",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("nonce", models.CharField(max_length=64)),
                ("timestamp", models.BigIntegerField()),
                ("digest", models.BinaryField(max_length=16)),
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
                "db_table": "wechat_nonce",
                "indexes": [models.Index(fields=["timestamp"], name="wechat_nonce_age")],
                "constraints": [
                    models.UniqueConstraint(
                        fields=("estate", "nonce", "timestamp"), name="wechat_nonce_once"
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="WechatAccount",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("app_id", models.CharField(max_length=32, unique=True)),
                ("original_id", models.CharField(blank=True, max_length=64)),
                ("secret", linli.base.crypto.fields.EncryptedTextField(null=True)),
                ("token", linli.base.crypto.fields.EncryptedTextField(null=True)),
                ("aes_key", linli.base.crypto.fields.EncryptedTextField(null=True)),
                ("mode", models.CharField(default="safe", max_length=8)),
                ("public_url", models.CharField(max_length=200)),
                ("has_sign_in", models.BooleanField(default=False)),
                ("template_id", models.CharField(blank=True, max_length=64)),
                ("template_fields", models.JSONField(default=dict)),
                ("is_active", models.BooleanField(default=True)),
                ("access_token", linli.base.crypto.fields.EncryptedTextField(null=True)),
                ("access_token_until", models.DateTimeField(null=True)),
                ("checked_at", models.DateTimeField(null=True)),
                ("check_result", models.CharField(blank=True, max_length=200)),
                ("updated_at", models.DateTimeField()),
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
                "db_table": "wechat_account",
                "constraints": [
                    models.UniqueConstraint(fields=("estate",), name="wechat_account_one_each"),
                    models.CheckConstraint(
                        condition=models.Q(("mode__in", ["plain", "compat", "safe"])),
                        name="wechat_account_mode_known",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("mode", "plain"), ("aes_key__isnull", False), _connector="OR"
                        ),
                        name="wechat_account_sealed_has_key",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="WechatConversation",
            fields=[
                (
                    "contact",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.RESTRICT,
                        primary_key=True,
                        related_name="conversation",
                        serialize=False,
                        to="gateways.wechatcontact",
                    ),
                ),
                ("step", models.CharField(max_length=10)),
                ("key", models.CharField(max_length=64)),
                ("words", models.TextField(blank=True)),
                ("place_text", models.CharField(blank=True, max_length=120)),
                ("asked", models.PositiveSmallIntegerField(default=0)),
                ("ends_at", models.DateTimeField()),
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
                        db_index=False,
                        null=True,
                        on_delete=django.db.models.deletion.RESTRICT,
                        related_name="+",
                        to="matters.matter",
                    ),
                ),
                (
                    "place",
                    models.ForeignKey(
                        db_index=False,
                        null=True,
                        on_delete=django.db.models.deletion.RESTRICT,
                        related_name="+",
                        to="estate.place",
                    ),
                ),
            ],
            options={
                "db_table": "wechat_conversation",
                "indexes": [models.Index(fields=["ends_at"], name="wechat_conversation_end")],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            (
                                "step__in",
                                [
                                    "words",
                                    "place",
                                    "where",
                                    "join",
                                    "answer",
                                    "result",
                                    "refuse",
                                    "withdraw",
                                ],
                            )
                        ),
                        name="wechat_conversation_step_known",
                    )
                ],
            },
        ),
    ]
