from __future__ import annotations

from typing import Any, ClassVar

from django.db import models
from django.db.models import Q

from linli.base.crypto.api import EncryptedTextField
from linli.base.personal import Grade
from linli.base.scopes.models import ScopedModel
from linli.gateways.wechat.data import MediaState, Mode, Step

_MATTER: dict[str, Any] = {
    "to": "matters.Matter",
    "on_delete": models.RESTRICT,
    "null": True,
    "related_name": "+",
}


class WechatAccount(ScopedModel):
    """The estate's official account (公众号). Secrets are sealed and never shown."""

    personal_data: ClassVar[dict[str, str]] = {
        "secret": Grade.SENSITIVE,
        "token": Grade.SENSITIVE,
        "aes_key": Grade.SENSITIVE,
        "access_token": Grade.SENSITIVE,
    }

    app_id = models.CharField(max_length=32, unique=True)
    original_id = models.CharField(max_length=64, blank=True)  # gh_…: whom people write to
    secret = EncryptedTextField(null=True)
    token = EncryptedTextField(null=True)
    aes_key = EncryptedTextField(null=True)
    mode = models.CharField(max_length=8, default=Mode.SAFE.value)
    public_url = models.CharField(max_length=200)  # where phones find Linli, without a last slash
    has_sign_in = models.BooleanField(default=False)  # 网页授权: verified service accounts only
    template_id = models.CharField(max_length=64, blank=True)
    template_fields = models.JSONField(default=dict)  # keyword of the template → what it shows
    is_active = models.BooleanField(default=True)
    access_token = EncryptedTextField(null=True)
    access_token_until = models.DateTimeField(null=True)
    checked_at = models.DateTimeField(null=True)
    check_result = models.CharField(max_length=200, blank=True)
    updated_at = models.DateTimeField()

    class Meta:
        db_table = "wechat_account"
        constraints = [
            # an answer must come from the one account that residents follow
            models.UniqueConstraint(fields=["estate"], name="wechat_account_one_each"),
            models.CheckConstraint(
                condition=Q(mode__in=[m.value for m in Mode]), name="wechat_account_mode_known"
            ),
            # sealed messages cannot be read without the key
            models.CheckConstraint(
                condition=Q(mode=Mode.PLAIN.value) | Q(aes_key__isnull=False),
                name="wechat_account_sealed_has_key",
            ),
        ]

    def __str__(self) -> str:
        return self.app_id


class WechatContact(ScopedModel):
    """Somebody who writes to the account, known by openid; bound to at most one account.

    Several contacts may be bound to the same account: an elder's, and the daughter's who writes
    for the elder.
    """

    personal_data: ClassVar[dict[str, str]] = {"openid": Grade.PERSONAL}

    openid = models.CharField(max_length=64)
    account = models.ForeignKey("base.User", models.RESTRICT, null=True, related_name="+")
    bound_at = models.DateTimeField(null=True)
    is_subscribed = models.BooleanField(default=True)
    language = models.CharField(max_length=10, default="zh-hans")
    first_seen_at = models.DateTimeField()
    last_seen_at = models.DateTimeField()

    class Meta:
        db_table = "wechat_contact"
        constraints = [
            # one openid is one person's phone: its words never go to two accounts
            models.UniqueConstraint(fields=["estate", "openid"], name="wechat_contact_openid_once"),
            models.CheckConstraint(
                condition=Q(account__isnull=True, bound_at__isnull=True)
                | Q(account__isnull=False, bound_at__isnull=False),
                name="wechat_contact_bound_when",
            ),
        ]

    def __str__(self) -> str:
        return f"contact {self.pk}"


class WechatMessage(ScopedModel):
    """A message that was answered: sent again by the platform, it gets the same answer."""

    personal_data: ClassVar[dict[str, str]] = {"answer": Grade.PERSONAL}

    contact = models.ForeignKey(WechatContact, models.RESTRICT, related_name="messages")
    key = models.CharField(max_length=64)  # MsgId, or a digest of sender and time for events
    kind = models.CharField(max_length=12)
    sent_at = models.DateTimeField()
    received_at = models.DateTimeField()
    answer = models.TextField(blank=True)
    matter = models.ForeignKey(db_index=False, **_MATTER)

    class Meta:
        db_table = "wechat_message"
        constraints = [
            # the platform repeats what was not answered in five seconds
            models.UniqueConstraint(fields=["estate", "key"], name="wechat_message_once"),
        ]
        indexes = [
            models.Index(fields=["matter"], name="wechat_message_of_matter"),
            models.Index(fields=["received_at"], name="wechat_message_age"),
        ]

    def __str__(self) -> str:
        return self.key


class WechatNonce(ScopedModel):
    """A signature that was used: with other words under it, it is somebody's replay."""

    personal_data: ClassVar[dict[str, str]] = {}

    nonce = models.CharField(max_length=64)
    timestamp = models.BigIntegerField()  # Unix seconds, as signed
    digest = models.BinaryField(max_length=16)  # of the body that came with it

    class Meta:
        db_table = "wechat_nonce"
        constraints = [
            models.UniqueConstraint(
                fields=["estate", "nonce", "timestamp"], name="wechat_nonce_once"
            ),
        ]
        indexes = [models.Index(fields=["timestamp"], name="wechat_nonce_age")]

    def __str__(self) -> str:
        return self.nonce


class WechatConversation(ScopedModel):
    """What the next message of a contact is expected to be, until when. No row: nothing runs."""

    personal_data: ClassVar[dict[str, str]] = {
        "words": Grade.PERSONAL,
        "place_text": Grade.PERSONAL,
    }

    contact = models.OneToOneField(
        WechatContact, models.RESTRICT, primary_key=True, related_name="conversation"
    )
    step = models.CharField(max_length=10)
    key = models.CharField(max_length=64)  # of the message that began it: names its matter
    words = models.TextField(blank=True)
    place = models.ForeignKey(
        "estate.Place", models.RESTRICT, null=True, related_name="+", db_index=False
    )
    place_text = models.CharField(max_length=120, blank=True)
    matter = models.ForeignKey(db_index=False, **_MATTER)
    asked = models.PositiveSmallIntegerField(default=0)
    ends_at = models.DateTimeField()

    class Meta:
        db_table = "wechat_conversation"
        constraints = [
            models.CheckConstraint(
                condition=Q(step__in=[s.value for s in Step]),
                name="wechat_conversation_step_known",
            ),
        ]
        indexes = [models.Index(fields=["ends_at"], name="wechat_conversation_end")]

    def __str__(self) -> str:
        return f"{self.step} of {self.contact_id}"


class WechatMedia(ScopedModel):
    """A picture, voice or video; it lies at the platform for three days until a job has it."""

    personal_data: ClassVar[dict[str, str]] = {
        "media_id": Grade.PERSONAL,
        "sound": Grade.SENSITIVE,
    }

    contact = models.ForeignKey(WechatContact, models.RESTRICT, related_name="+")
    message = models.OneToOneField(WechatMessage, models.RESTRICT, null=True, related_name="+")
    kind = models.CharField(max_length=8)  # image | voice | video
    media_id = models.CharField(max_length=200)
    matter = models.ForeignKey(db_index=False, **_MATTER)
    state = models.CharField(max_length=8, default=MediaState.WAITING.value)
    file = models.ForeignKey("base.StoredFile", models.RESTRICT, null=True, related_name="+")
    sound = models.BinaryField(null=True)  # AMR or MP4, sealed
    at = models.DateTimeField()

    class Meta:
        db_table = "wechat_media"
        constraints = [
            models.CheckConstraint(
                condition=Q(state__in=[s.value for s in MediaState]),
                name="wechat_media_state_known",
            ),
        ]
        indexes = [
            models.Index(fields=["matter"], name="wechat_media_of_matter"),
            models.Index(
                fields=["contact"], condition=Q(matter__isnull=True), name="wechat_media_unfiled"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.kind} {self.pk}"
