from __future__ import annotations

import secrets


def new_key() -> str:
    """The key of one form: the same form sent twice is one matter."""
    return secrets.token_urlsafe(18)
