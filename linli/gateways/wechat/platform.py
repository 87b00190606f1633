"""The platform's own address, as `LINLI_WECHAT_API_URL` names it: one call, one answer."""

from __future__ import annotations

import json
import urllib.error
import urllib.request
from typing import Any
from urllib.parse import urlencode, urlsplit

from django.conf import settings

from linli.gateways.wechat.errors import PlatformRefused

PATIENCE = 8.0  # seconds
MOST_BYTES = 20 * 1024 * 1024  # of a picture; the platform itself allows 10 MB
STALE_TOKEN = frozenset({40001, 40014, 42001})
_VIDEO_HOSTS = (".qq.com",)
DEAD_MEDIA = frozenset({40007, 41006, 40004})


class Unanswered(Exception):
    """The platform is not to be reached, or speaks nonsense: try later."""


def call(path: str, query: dict[str, str], body: dict[str, Any] | None = None) -> dict[str, Any]:
    """A JSON answer without its error. Raises PlatformRefused with the errcode, Unanswered."""
    _type, data = fetch(path, query, body)
    return read_answer(data)


def read_answer(data: bytes) -> dict[str, Any]:
    try:
        answer = json.loads(data)
    except ValueError as error:
        raise Unanswered("no JSON") from error
    if not isinstance(answer, dict):
        raise Unanswered("no JSON object")
    code = answer.get("errcode") or 0
    if code:
        raise PlatformRefused(int(code), str(answer.get("errmsg", "")))
    return answer


def fetch_video(url: str) -> bytes:
    """The bytes behind the address that the platform names for a video (a video comes as a link).

    Only from the platform's own hosts, and never by way of another address. Raises Unanswered.
    """
    if not _is_own(url):
        raise Unanswered("a foreign address")
    try:
        with _STRAIGHT.open(url, timeout=PATIENCE) as answer:
            content: bytes = answer.read(MOST_BYTES + 1)
    except (OSError, ValueError) as error:
        raise Unanswered(type(error).__name__) from error
    if len(content) > MOST_BYTES:
        raise Unanswered("too large")
    return content


def _is_own(url: str) -> bool:
    """Whether an address is the platform's: its video hosts, or the one that we are set to."""
    parts, base = urlsplit(url), urlsplit(settings.LINLI.wechat_api_url)
    if (parts.scheme, parts.netloc) == (base.scheme, base.netloc):
        return True
    return parts.scheme in ("http", "https") and (parts.hostname or "").endswith(_VIDEO_HOSTS)


class _NoRedirect(urllib.request.HTTPRedirectHandler):
    def redirect_request(self, *args: Any, **more: Any) -> None:
        return None


_STRAIGHT = urllib.request.build_opener(_NoRedirect)


def fetch(
    path: str, query: dict[str, str], body: dict[str, Any] | None = None
) -> tuple[str, bytes]:
    """Content type and bytes of an answer. Raises Unanswered."""
    url = settings.LINLI.wechat_api_url.rstrip("/") + path
    data = json.dumps(body, ensure_ascii=False).encode() if body is not None else None
    # the address is the administrator's setting, never somebody's input
    request = urllib.request.Request(  # noqa: S310
        f"{url}?{urlencode(query)}" if query else url,
        data=data,
        headers={"Content-Type": "application/json"} if data else {},
    )
    try:
        with urllib.request.urlopen(request, timeout=PATIENCE) as answer:  # noqa: S310
            content = answer.read(MOST_BYTES + 1)
            kind = answer.headers.get_content_type()
    except (OSError, ValueError) as error:  # URLError and timeouts are OSErrors
        raise Unanswered(type(error).__name__) from error
    if len(content) > MOST_BYTES:
        raise Unanswered("too large")
    return kind, content
