from typing import ClassVar

import django.db.models.deletion
from django.db import migrations, models

import linli.base.crypto.fields


class Migration(migrations.Migration):
    dependencies: ClassVar = [
        ("base", "0003_sign_in"),
        ("gateways", "0001_initial"),
    ]

    operations: ClassVar = [
        migrations.CreateModel(
            name="WechatPayAccount",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("app_id", models.CharField(max_length=32)),
                ("mch_id", models.CharField(max_length=32, unique=True)),
                ("cert_serial", models.CharField(max_length=64)),
                ("private_key", linli.base.crypto.fields.EncryptedTextField(null=True)),
                ("api_key", linli.base.crypto.fields.EncryptedTextField(null=True)),
                ("public_key_id", models.CharField(blank=True, max_length=80)),
                ("public_key", models.TextField(blank=True)),
                ("public_url", models.CharField(max_length=200)),
                ("is_active", models.BooleanField(default=True)),
                ("checked_at", models.DateTimeField(null=True)),
                ("check_result", models.CharField(blank=True, max_length=80)),
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
                "db_table": "wechatpay_account",
                "constraints": [
                    models.UniqueConstraint(fields=("estate",), name="wechatpay_account_one_each"),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("api_key__isnull", False), ("private_key__isnull", False)
                        ),
                        name="wechatpay_account_has_keys",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("public_key", ""), ("public_key_id", "")),
                            models.Q(
                                models.Q(("public_key", ""), _negated=True),
                                models.Q(("public_key_id", ""), _negated=True),
                            ),
                            _connector="OR",
                        ),
                        name="wechatpay_account_key_pair",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="WechatPayNotice",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("notice_id", models.CharField(max_length=64)),
                ("kind", models.CharField(max_length=40)),
                ("number", models.CharField(blank=True, max_length=40)),
                ("amount", models.BigIntegerField(null=True)),
                ("outcome", models.CharField(max_length=40)),
                ("times", models.PositiveIntegerField(default=1)),
                ("first_at", models.DateTimeField()),
                ("last_at", models.DateTimeField()),
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
                "db_table": "wechatpay_notice",
                "indexes": [
                    models.Index(fields=["estate", "-last_at"], name="wechatpay_notice_recent")
                ],
                "constraints": [
                    models.UniqueConstraint(
                        fields=("estate", "notice_id"), name="wechatpay_notice_once"
                    )
                ],
            },
        ),
    ]
