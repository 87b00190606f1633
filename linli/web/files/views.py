"""The bytes of a file, for whoever may see what it hangs on."""

from __future__ import annotations

from pathlib import Path
from urllib.parse import quote
from uuid import UUID

from django.http import FileResponse, HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.utils.http import http_date
from django.views.decorators.http import require_safe

from linli.base.accounts.requests import actor_of
from linli.base.files.api import StoredFile, file_path, file_with_token, thumbnail_path
from linli.web.files.access import file_for

_ENDINGS = {"image/webp": "webp", "application/pdf": "pdf"}
# the bytes are ours, yet a browser shall run nothing of them; Chromium shows no sandboxed PDF
_POLICIES = {
    "image/webp": "default-src 'none'; sandbox",
    "application/pdf": "default-src 'none'; style-src 'unsafe-inline'",
}


@require_safe
def show_file(request: HttpRequest, token: UUID) -> HttpResponseBase:
    """The picture or PDF; `?download=1` saves it."""
    stored = file_for(actor_of(request), file_with_token(token))
    return _answer(request, stored, file_path(stored), stored.content_type)


@require_safe
def show_thumbnail(request: HttpRequest, token: UUID) -> HttpResponseBase:
    stored = file_for(actor_of(request), file_with_token(token))
    return _answer(request, stored, thumbnail_path(stored), "image/webp")


def _answer(
    request: HttpRequest, stored: StoredFile, path: Path, content_type: str
) -> HttpResponseBase:
    etag = f'"{bytes(stored.sha256).hex()[:32]}-{path.suffix or "full"}"'
    if request.headers.get("If-None-Match") == etag:
        response: HttpResponseBase = HttpResponse(status=304)
    else:
        response = FileResponse(path.open("rb"), content_type=content_type)
        response["Content-Disposition"] = _disposition(request, stored, content_type)
    response["ETag"] = etag
    response["Last-Modified"] = http_date(stored.uploaded_at.timestamp())
    response["Cache-Control"] = "private, max-age=3600"
    response["Content-Security-Policy"] = _POLICIES[content_type]
    response["X-Content-Type-Options"] = "nosniff"
    response["Cross-Origin-Resource-Policy"] = "same-origin"
    return response


def _disposition(request: HttpRequest, stored: StoredFile, content_type: str) -> str:
    way = "attachment" if request.GET.get("download") == "1" else "inline"
    stem = stored.original_name.rsplit(".", 1)[0] or stored.token.hex
    name = quote(f"{stem}.{_ENDINGS[content_type]}", safe="")
    return f"{way}; filename*=UTF-8''{name}"
