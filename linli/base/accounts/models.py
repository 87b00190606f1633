from __future__ import annotations

from typing import Any, ClassVar

from django.contrib.auth.base_user import AbstractBaseUser, BaseUserManager
from django.db import models

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
