"""An official account as it looks when it is set up: made-up keys, switched off, never called."""

from __future__ import annotations

from linli.base.accounts.api import User
from linli.estate.organisations.api import load_actor
from linli.gateways.wechat.api import keep_account

_KEY = "demodemodemodemodemodemodemodemodemodemodem"  # 43 signs, as the platform gives them


def write_wechat_account() -> int:
    """The settings page has something to show; nothing of it opens a door anywhere.

    It is off: no message is taken or sent, and no call goes out with keys that nobody owns.
    """
    values = {
        "app_id": "wx00000000000demo", "original_id": "gh_0000000demo", "mode": "safe",
        "secret": "demo-secret-of-nobody", "token": "demotoken", "aes_key": _KEY,
        "public_url": "https://demo.invalid", "has_sign_in": False, "is_active": False,
    }  # fmt: skip
    keep_account(values, actor=load_actor(User.objects.get(username="admin")))
    return 1
