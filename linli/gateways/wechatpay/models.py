from __future__ import annotations

from typing import ClassVar

from django.db import models
from django.db.models import Q

from linli.base.crypto.api import EncryptedTextField
from linli.base.personal import Grade
from linli.base.scopes.models import ScopedModel


class WechatPayAccount(ScopedModel):
    """The estate's merchant at WeChat Pay (商户号). Secrets are sealed and never shown.

    With `public_key` the platform signs with its own key (微信支付公钥); without, with
    certificates that the SDK fetches (平台证书).
    """

    personal_data: ClassVar[dict[str, str]] = {
        "private_key": Grade.SENSITIVE,
        "api_key": Grade.SENSITIVE,
    }

    app_id = models.CharField(max_length=32)
    mch_id = models.CharField(max_length=32, unique=True)
    cert_serial = models.CharField(max_length=64)
    private_key = EncryptedTextField(null=True)
    api_key = EncryptedTextField(null=True)
    public_key_id = models.CharField(max_length=80, blank=True)
    public_key = models.TextField(blank=True)
    public_url = models.CharField(max_length=200)
    is_active = models.BooleanField(default=True)
    checked_at = models.DateTimeField(null=True)
    check_result = models.CharField(max_length=80, blank=True)
    updated_at = models.DateTimeField()

    class Meta:
        db_table = "wechatpay_account"
        constraints = [
            models.UniqueConstraint(fields=["estate"], name="wechatpay_account_one_each"),
            models.CheckConstraint(
                condition=Q(private_key__isnull=False, api_key__isnull=False),
                name="wechatpay_account_has_keys",
            ),
            models.CheckConstraint(
                condition=Q(public_key="", public_key_id="")
                | (~Q(public_key="") & ~Q(public_key_id="")),
                name="wechatpay_account_key_pair",
            ),
        ]

    def __str__(self) -> str:
        return self.mch_id


class WechatPayNotice(ScopedModel):
    """A callback with a good signature: booked, repeated or refused, and why. Ids, no names."""

    personal_data: ClassVar[dict[str, str]] = {}

    notice_id = models.CharField(max_length=64)
    kind = models.CharField(max_length=40)
    number = models.CharField(max_length=40, blank=True)
    amount = models.BigIntegerField(null=True)
    outcome = models.CharField(max_length=40)
    times = models.PositiveIntegerField(default=1)
    first_at = models.DateTimeField()
    last_at = models.DateTimeField()

    class Meta:
        db_table = "wechatpay_notice"
        constraints = [
            # the platform repeats what it had no answer for
            models.UniqueConstraint(fields=["estate", "notice_id"], name="wechatpay_notice_once"),
        ]
        indexes = [models.Index(fields=["estate", "-last_at"], name="wechatpay_notice_recent")]

    def __str__(self) -> str:
        return self.notice_id
