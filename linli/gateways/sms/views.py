"""Where a provider says what has become of our texts."""

from __future__ import annotations

import hmac

from django.conf import settings
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_POST

from linli.base.errors import NotFound
from linli.contact.messages.api import record_delivery
from linli.gateways.sms.rules import read_reports

MOST_BYTES = 1024 * 1024


@csrf_exempt
@require_POST
def take_reports(request: HttpRequest, secret: str) -> HttpResponse:
    """Delivery reports; what is unknown or old changes nothing and is answered all the same."""
    expected = settings.LINLI.sms_report_token
    if not expected or not hmac.compare_digest(secret.encode(), expected.encode()):
        raise NotFound
    body = request.read(MOST_BYTES + 1)
    try:
        if len(body) > MOST_BYTES:
            raise ValueError("more than 1 MB")
        reports = read_reports(body)
    except ValueError as error:
        return JsonResponse({"code": 400, "msg": str(error)[:200]}, status=400)
    news = sum(record_delivery(r.key, r.state, error=r.error) for r in reports)
    return JsonResponse({"code": 0, "msg": "成功", "taken": len(reports), "news": news})
