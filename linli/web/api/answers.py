"""Every refusal in one form, whoever refuses."""

from __future__ import annotations

from typing import Any

from django.core.exceptions import SuspiciousOperation
from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.http.multipartparser import MultiPartParserError
from django.utils.translation import gettext as _
from ninja import NinjaAPI
from ninja.errors import AuthenticationError, HttpError, ValidationError

from linli.base.errors import DomainError
from linli.web.api.schemas import ErrorOut
from linli.web.errors import refuse

# what any of the operations may answer besides its own
ERRORS = dict.fromkeys((400, 401, 403, 404, 409, 410, 413, 422, 429), ErrorOut)


def answer_error(code: str, message: str, status: int, field: str | None = None) -> HttpResponse:
    return JsonResponse({"code": code, "message": message, "field": field}, status=status)


def add_error_answers(api: NinjaAPI) -> None:
    """Let every exception that a client can cause come out as an ErrorOut."""
    api.add_exception_handler(DomainError, _refused)
    api.add_exception_handler(ValidationError, _invalid)
    api.add_exception_handler(AuthenticationError, _not_signed_in)
    api.add_exception_handler(HttpError, _http_error)
    api.add_exception_handler(Http404, _missing)
    api.add_exception_handler(SuspiciousOperation, _malformed)
    api.add_exception_handler(MultiPartParserError, _malformed)


def _refused(request: HttpRequest, error: Any) -> HttpResponse:
    return refuse(request, error)


def _invalid(request: HttpRequest, error: Any) -> HttpResponse:
    first: dict[str, Any] = dict(error.errors[0]) if error.errors else {}
    # ("body", "matter", "title"): where it was sent, which schema, which field
    where = [str(part) for part in first.get("loc", ()) if part not in ("body", "payload")]
    field = where[-1] if where else None
    message = _("“%(field)s”不对：%(why)s") % {"field": field or "", "why": first.get("msg", "")}
    return answer_error("invalid", message, 422, field)


def _not_signed_in(request: HttpRequest, error: Any) -> HttpResponse:
    return answer_error("sign_in_needed", _("请先登录，或带上钥匙。"), 401)


def _http_error(request: HttpRequest, error: Any) -> HttpResponse:
    if error.status_code == 403:
        return answer_error("csrf", _("页面过期了，请刷新后再试。"), 403)
    return answer_error("malformed", _("请求的内容读不懂，请检查格式。"), error.status_code)


def _missing(request: HttpRequest, error: Any) -> HttpResponse:
    return answer_error("not_found", _("没有找到。"), 404)


def _malformed(request: HttpRequest, error: Any) -> HttpResponse:
    return answer_error("malformed", _("请求的内容读不懂，请检查格式。"), 400)
