"""The address under which residents reach Linli, for links in messages."""

from __future__ import annotations

from django.conf import settings


def site_address() -> str:
    """Where residents reach Linli: LINLI_PUBLIC_URL, or what can be guessed without it."""
    given = settings.LINLI
    if given.public_url:
        return str(given.public_url).rstrip("/")
    scheme = "https" if given.https else "http"
    return f"{scheme}://{given.hosts[0]}" + ("" if given.behind_proxy else f":{given.port}")
