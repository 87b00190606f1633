from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.core.exceptions import DisallowedHost
from django.http import HttpRequest, HttpResponse

from linli.web.live.origins import stream_origin


def allow_stream(get_response: Callable[[Any], HttpResponse]) -> Callable[[Any], HttpResponse]:
    """Let the page connect to its streams: their port differs, so 'self' does not cover it."""

    def handle(request: HttpRequest) -> HttpResponse:
        response = get_response(request)
        try:
            origin = stream_origin(request)
        except DisallowedHost:
            return response  # already refused
        response._csp_update = {"connect-src": [origin]}  # type: ignore[attr-defined]
        return response

    return handle
