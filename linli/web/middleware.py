"""Each request is one scope and one transaction; domain errors become pages or JSON."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.db import connection, transaction
from django.http import HttpResponse
from django.utils import translation
from django.utils.cache import patch_cache_control

from linli.base.audit.api import client_address, recorded_refusals
from linli.base.errors import DomainError
from linli.base.scopes.api import Estate, all_estates, estate_scope
from linli.estate.organisations.api import load_actor
from linli.web import errors, metering
from linli.web.requests import HttpRequest

Handler = Callable[[Any], HttpResponse]
SAFE_METHODS = ("GET", "HEAD", "OPTIONS")


def metrics(get_response: Handler) -> Handler:
    """Count and time every request for the metrics endpoint."""

    def handle(request: HttpRequest) -> HttpResponse:
        with metering.request_timer(request) as timer:
            response = get_response(request)
            timer.status = response.status_code
        return response

    return handle


def estate_request(get_response: Handler) -> Handler:
    """Open the estate's scope for a signed-in person and attach the actor.

    A visitor of a public page names the estate by the page itself; until then no scope is open
    and every query on an estate's rows fails.
    """

    def handle(request: HttpRequest) -> HttpResponse:
        request.actor, request.estate, request.elder_mode = None, None, _elder_mode(request)
        token = client_address.set(_address(request))
        try:
            return _answer(request, get_response)
        finally:
            client_address.reset(token)

    return handle


def _answer(request: HttpRequest, get_response: Handler) -> HttpResponse:
    user = request.user
    if not user.is_authenticated or not user.estate_id:
        return get_response(request)
    with recorded_refusals(user.estate_id), estate_scope(user.estate_id):
        request.estate = _estate(user.estate_id)
        request.actor = load_actor(user)
        if "linli_language" not in request.COOKIES:
            translation.activate(user.language)
        response = get_response(request)
        response.headers.setdefault("Content-Language", translation.get_language())
        if not response.has_header("Cache-Control"):
            patch_cache_control(response, private=True, no_store=True)
        return response


def _estate(estate_id: int) -> Estate:
    with all_estates():
        return Estate.objects.get(pk=estate_id)


def _elder_mode(request: HttpRequest) -> bool:
    cookie = request.COOKIES.get("linli_elder")
    return cookie == "1" if cookie else bool(getattr(request.user, "elder_mode", False))


def _address(request: HttpRequest) -> str | None:
    from django.conf import settings

    forwarded = request.headers.get("X-Forwarded-For", "")
    if settings.LINLI.behind_proxy and forwarded:
        return forwarded.rsplit(",", 1)[-1].strip()
    return request.META.get("REMOTE_ADDR") or None


class DomainErrors:
    """Turn a DomainError that left a view into its answer; what a write had begun is undone.

    A page that only reads keeps what it wrote on the way: the record of a look. The record of a
    refused look rides on the error and is written after the request's transaction (SEC-01).
    """

    def __init__(self, get_response: Handler):
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        return self.get_response(request)

    def process_exception(self, request: HttpRequest, error: Exception) -> HttpResponse | None:
        if not isinstance(error, DomainError):
            return None
        answer = errors.refuse(request, error)
        if request.method not in SAFE_METHODS and connection.in_atomic_block:
            transaction.set_rollback(True)
        return answer
