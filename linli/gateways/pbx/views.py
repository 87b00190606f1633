"""The address that a PBX opens when something happens to a call."""

from __future__ import annotations

import json
from typing import Any

from django.http import HttpRequest, JsonResponse
from django.utils.translation import gettext as _
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods

from linli.base.scopes.api import estate_scope
from linli.gateways.pbx.rules import Unreadable, read_report
from linli.matters.intake.api import line_with_key, take_report

_LONGEST_BODY = 16_384


@csrf_exempt
@require_http_methods(["GET", "POST"])
def announce(request: HttpRequest, key: str) -> JsonResponse:
    """Take one message. Many a PBX can only open an address, so GET writes here, too.

    Whoever holds the line's key may announce; a wrong or ended key finds nothing.
    """
    line = line_with_key(key)
    if line is None:
        return _refuse(
            "not_found", _("没有这条线路，或它的地址已经停用。请到“热线”页重新做一个。"), 404
        )
    try:
        report = read_report(_sent(request))
    except Unreadable as error:
        words = _("这条消息缺少“%(field)s”。请在话机系统里补上这一项。") % {"field": error.field}
        return _refuse("invalid", words, 422, error.field)
    with estate_scope(line.estate_id):
        call = take_report(line, report)
    return JsonResponse({"call": call.pk, "state": call.state})


def _sent(request: HttpRequest) -> dict[str, Any]:
    found: dict[str, Any] = request.GET.dict()
    if request.method != "POST":
        return found
    if request.content_type == "application/json":
        return found | _json(request)
    return found | request.POST.dict()


def _json(request: HttpRequest) -> dict[str, Any]:
    try:
        body = json.loads(request.body[:_LONGEST_BODY])
    except (ValueError, RecursionError) as error:
        raise Unreadable("body") from error
    return body if isinstance(body, dict) else {}


def _refuse(code: str, message: str, status: int, field: str | None = None) -> JsonResponse:
    return JsonResponse({"code": code, "message": message, "field": field}, status=status)
