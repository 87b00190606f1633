from __future__ import annotations

from collections.abc import Callable
from time import time
from typing import Any

from django.core.exceptions import DisallowedHost
from django.http import HttpRequest, HttpResponse

from linli.web.live.origins import stream_origin

AS_OF = "X-Linli-As-Of"


def allow_stream(get_response: Callable[[Any], HttpResponse]) -> Callable[[Any], HttpResponse]:
    """Let the page connect to its streams: their port differs, so 'self' does not cover it.

    Says of each answer as of when it is (milliseconds of the epoch), so that the stream can begin
    with what was told since; a page reads it from its head, a fragment's taker from the header.
    """

    def handle(request: HttpRequest) -> HttpResponse:
        request.as_of = int(time() * 1000)  # type: ignore[attr-defined]
        response = get_response(request)
        response[AS_OF] = str(request.as_of)  # type: ignore[attr-defined]
        try:
            origin = stream_origin(request)
        except DisallowedHost:
            return response  # already refused
        response._csp_update = {"connect-src": [origin]}  # type: ignore[attr-defined]
        return response

    return handle
