"""An official account for the cast's estate."""

from __future__ import annotations

from typing import Any

from linli.base.calendars.api import now
from linli.gateways.wechat.models import WechatAccount

APP_ID, ORIGINAL_ID, TOKEN = "wx5823bf96d3bd56c7", "gh_7f083739789a", "QDG6eK"
AES_KEY = "jWmYm7qr5nMoAUwZRjGtBxmz3KA1tkAj3ykkR6q2B2C"
SECRET = "ad9f0c8e7b6a5d4c3b2a190807060504"  # noqa: S105


def make_wechat_account(**over: Any) -> WechatAccount:
    """In plain mode, with sign-in; keys are those of the platform's published examples."""
    fields: dict[str, Any] = {
        "app_id": APP_ID,
        "original_id": ORIGINAL_ID,
        "secret": SECRET,
        "token": TOKEN,
        "aes_key": AES_KEY,
        "mode": "plain",
        "public_url": "https://linli.example.cn",
        "has_sign_in": True,
        "template_id": "tpl",
        "template_fields": {
            "character_string1": "number",
            "thing2": "title",
            "phrase3": "state",
            "thing4": "words",
        },
        "updated_at": now(),
    }
    row: WechatAccount = WechatAccount.objects.create(**(fields | over))
    return row
