from __future__ import annotations

import hmac
import ipaddress
from dataclasses import asdict

from django.conf import settings
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe
from prometheus_client import CONTENT_TYPE_LATEST

from linli.base.errors import NotFound
from linli.web.operations import figures, health


@never_cache
@require_safe
def live(request: HttpRequest) -> HttpResponse:
    """The process answers; nothing else is asked."""
    return HttpResponse("ok", content_type="text/plain")


@never_cache
@require_safe
def ready(request: HttpRequest) -> JsonResponse:
    """200 when people can be served, 503 else; names what is missing and nothing more."""
    found = health.look()
    response = JsonResponse(asdict(found), status=200 if found.is_ready else 503)
    response._has_been_logged = True  # type: ignore[attr-defined]  # it is asked each second
    return response


@never_cache
@require_safe
def metrics(request: HttpRequest) -> HttpResponse:
    """Figures for Prometheus: to this machine, or to who bears LINLI_METRICS_TOKEN."""
    if not _may_see(request):
        raise NotFound
    return HttpResponse(figures.render(), content_type=CONTENT_TYPE_LATEST)


def _may_see(request: HttpRequest) -> bool:
    token = settings.LINLI.metrics_token
    if token:
        given = request.headers.get("Authorization", "").removeprefix("Bearer ")
        return hmac.compare_digest(given.encode(), token.encode())
    # behind a proxy everybody seems to come from this machine
    forwarded = any(name in request.headers for name in ("X-Forwarded-For", "Forwarded"))
    return not forwarded and _is_loopback(request.META.get("REMOTE_ADDR", ""))


def _is_loopback(address: str) -> bool:
    try:
        return ipaddress.ip_address(address).is_loopback
    except ValueError:
        return False
