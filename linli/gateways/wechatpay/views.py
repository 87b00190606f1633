"""The callback, and the administrator's page of the merchant."""

from __future__ import annotations

import logging

from django.contrib import messages
from django.db import OperationalError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods, require_POST

from linli.base.accounts.requests import actor_of
from linli.base.errors import DomainError, NotFound
from linli.base.scopes.api import Estate, current_estate_id, estate_scope
from linli.base.submissions import submit
from linli.estate.organisations.api import Permission, require
from linli.gateways.wechat.api import estate_with_code
from linli.gateways.wechatpay.api import (
    account_in_scope,
    active_account,
    keep_account,
    notify_url,
    receive,
    refused_notices,
    try_account,
)
from linli.gateways.wechatpay.callbacks import describe
from linli.gateways.wechatpay.errors import NoticeTooLarge
from linli.gateways.wechatpay.forms import MerchantForm
from linli.gateways.wechatpay.rules import MOST_BYTES

_log = logging.getLogger(__name__)


@csrf_exempt
@require_POST
def notify(request: HttpRequest, code: str) -> HttpResponse:
    """The address that the platform tells. An empty 204 is a committed booking."""
    try:
        estate = estate_with_code(code)
        own: Estate | None = getattr(request, "estate", None)
        if own is not None and own.pk != estate.pk:  # somebody of elsewhere, not the platform
            raise NotFound
        with estate_scope(estate.pk):
            refusal = _take(request)
    except DomainError as error:
        refusal = error
    except OperationalError:
        _log.exception("wechatpay callback failed")
        return _fail("TRY_AGAIN", 503)  # the platform tells the same once more
    return _fail(refusal.code, refusal.status) if refusal else HttpResponse(status=204)


def _take(request: HttpRequest) -> DomainError | None:
    """The refusal, or none; returned and not raised, so that what was recorded of it stays."""
    try:
        if int(request.META.get("CONTENT_LENGTH") or 0) > MOST_BYTES:
            raise NoticeTooLarge
        receive(active_account(), request.headers, request.body)
    except DomainError as error:
        return error
    return None


def _fail(code: str, status: int) -> HttpResponse:
    return HttpResponse(describe(code), status=status, content_type="application/json")


@require_http_methods(["GET", "POST"])
def edit_account(request: HttpRequest) -> HttpResponse:
    """The settings; secrets go in and never come out."""
    actor = actor_of(request)
    require(actor, Permission.MANAGE_ACCOUNTS)
    account = account_in_scope()
    form = MerchantForm(request.POST if request.method == "POST" else None, account=account)
    if request.method == "POST" and submit(form, lambda data: keep_account(data, actor=actor)):
        messages.success(request, _("微信支付设置存好了。"))
        return redirect("wechatpay:account")
    context = {
        "form": form, "account": account, "refused": refused_notices(),
        "callback_url": notify_url(account) if account else "",
        "estate_code": Estate.objects.get(pk=current_estate_id()).code,
    }  # fmt: skip
    status = 422 if form.errors else 200
    return render(request, "wechatpay/account.jinja", context, status=status)


@require_POST
def test_account(request: HttpRequest) -> HttpResponse:
    actor = actor_of(request)
    require(actor, Permission.MANAGE_ACCOUNTS)
    if try_account(actor=actor):
        messages.success(request, _("接通了：商户号和密钥是对的。"))
    else:
        messages.error(request, _("没有接通，原因写在下面。"))
    return redirect("wechatpay:account")
