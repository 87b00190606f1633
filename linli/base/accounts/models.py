from __future__ import annotations

from typing import Any, ClassVar

from django.contrib.auth.base_user import AbstractBaseUser, BaseUserManager
from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.utils.crypto import salted_hmac

from linli.base.personal import Grade


class UserManager(BaseUserManager["User"]):
    def create_user(self, username: str, password: str | None = None, **fields: Any) -> User:
        """Create an account; without a password only a phone code signs it in."""
        user = self.model(username=username, **fields)
        user.set_password(password)
        user.save(using=self._db)
        return user


class User(AbstractBaseUser):
    """An account. What it may do comes from offices and households, not from here."""

    personal_data: ClassVar[dict[str, str]] = {
        "username": Grade.PERSONAL,
        "name": Grade.PERSONAL,
        "phone": Grade.PERSONAL,
    }

    username = models.CharField(max_length=60, unique=True)
    name = models.CharField(max_length=60)
    phone = models.CharField(max_length=20, null=True, unique=True)
    phone_verified = models.BooleanField(default=False)
    estate = models.ForeignKey("base.Estate", models.RESTRICT, null=True, related_name="+")
    language = models.CharField(max_length=10, default="zh-hans")
    elder_mode = models.BooleanField(default=False)
    is_active = models.BooleanField(default=True)
    must_use_second_factor = models.BooleanField(default=False)
    session_round = models.PositiveIntegerField(default=0)  # one more ends every open session
    created_at = models.DateTimeField(auto_now_add=True)

    USERNAME_FIELD = "username"
    REQUIRED_FIELDS = ["name"]
    objects = UserManager()

    class Meta:
        db_table = "account"
        constraints = [
            # an account with duties signs in with two factors (SEC-02), so it needs an estate
            models.CheckConstraint(
                condition=models.Q(must_use_second_factor=False) | models.Q(estate__isnull=False),
                name="account_staff_has_estate",
            ),
        ]

    def __str__(self) -> str:
        return self.name

    def _get_session_auth_hash(self, secret: str | None = None) -> str:
        """What a session must match: another password or another round ends it."""
        value = f"{self.password}.{self.session_round}"
        return salted_hmac("linli.session", value, secret=secret, algorithm="sha256").hexdigest()


class AccessToken(models.Model):
    """A key with which a program acts as an account: narrowed by scope, ended by date or word."""

    personal_data: ClassVar[dict[str, str]] = {"name": Grade.INTERNAL}

    account = models.ForeignKey(User, models.RESTRICT, related_name="tokens")
    name = models.CharField(max_length=60)
    digest = models.BinaryField(
        max_length=32, unique=True
    )  # SHA-256; the token itself is shown once
    scopes = ArrayField(models.CharField(max_length=12))
    created_at = models.DateTimeField()
    expires_at = models.DateTimeField()
    last_used_at = models.DateTimeField(null=True)
    revoked_at = models.DateTimeField(null=True)

    class Meta:
        db_table = "access_token"
        constraints = [
            models.CheckConstraint(
                condition=models.Q(expires_at__gt=models.F("created_at")),
                name="access_token_ends",  # no key for ever
            ),
            models.CheckConstraint(
                condition=models.Q(scopes__contained_by=["read", "write"]) & ~models.Q(scopes=[]),
                name="access_token_scopes_known",
            ),
        ]
        indexes = [models.Index(fields=["account", "-created_at"], name="access_token_of_account")]

    def __str__(self) -> str:
        return f"token {self.pk}"
