"""Refusals as pages, fragments or JSON."""

from __future__ import annotations

from typing import Any

from django.contrib.auth.views import redirect_to_login
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import render
from django.utils.translation import gettext as _

from linli.base.audit.api import keep_refusal
from linli.base.errors import DomainError, SignInNeeded


def error_text(error: DomainError) -> str:
    """The error in the reader's language."""
    text = _(error.message)
    return text % error.params if error.params else text


def refuse(request: HttpRequest, error: DomainError) -> HttpResponse:
    """The answer to a refused request: what, why and a way out."""
    keep_refusal(error)
    if isinstance(error, SignInNeeded) and not request.path.startswith("/api/"):
        return redirect_to_login(request.get_full_path())
    if request.path.startswith("/api/"):
        body = {"code": error.code, "message": error_text(error), "field": error.field}
        return JsonResponse(body, status=error.status)
    context = {"text": error_text(error), "code": error.code, "back": _way_back(request)}
    if getattr(request, "htmx", False):
        response = render(request, "errors/fragment.jinja", context, status=error.status)
        response["HX-Retarget"], response["HX-Reswap"] = "#refusals", "innerHTML"
        return response
    return render(request, "errors/refused.jinja", context, status=error.status)


def _way_back(request: HttpRequest) -> str:
    return request.path if request.method == "POST" else "/"


def csrf_failure(request: HttpRequest, reason: str = "") -> HttpResponse:
    """The form is too old or the cookie is gone: the draft is still on the phone."""
    return render(request, "errors/csrf.jinja", {"back": request.path}, status=403)


def page_not_found(request: HttpRequest, exception: Exception) -> HttpResponse:
    return render(request, "errors/404.jinja", {}, status=404)


def bad_request(request: HttpRequest, exception: Exception) -> HttpResponse:
    return render(request, "errors/400.jinja", {}, status=400)


def server_error(request: HttpRequest, *args: Any) -> HttpResponse:
    return render(request, "errors/500.jinja", {}, status=500)
