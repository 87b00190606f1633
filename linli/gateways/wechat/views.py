"""The callback, the administrator's page, and what staff see of a chat."""

from __future__ import annotations

import logging
from typing import Any

from django.contrib import messages
from django.db import OperationalError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from linli.base.accounts.api import Actor
from linli.base.accounts.requests import actor_of
from linli.base.audit.api import record
from linli.base.crypto.api import open_bytes
from linli.base.errors import NotFound
from linli.base.scopes.api import Estate, current_estate_id, estate_scope
from linli.base.submissions import submit
from linli.estate.organisations.api import Permission, is_staff, require
from linli.gateways.wechat.actions import keep_account, put_menu, try_account
from linli.gateways.wechat.callbacks import MOST_BYTES, greet_platform, receive
from linli.gateways.wechat.data import Kind, MediaState
from linli.gateways.wechat.errors import CallbackRefused, MessageTooLarge
from linli.gateways.wechat.forms import AccountForm
from linli.gateways.wechat.media import SOUND_CONTEXT
from linli.gateways.wechat.models import WechatAccount, WechatMedia, WechatMessage
from linli.gateways.wechat.queries import account_in_scope, active_account, estate_with_code
from linli.matters.handling.api import matter_for, matters_visible_to

_log = logging.getLogger(__name__)


@csrf_exempt
@require_http_methods(["GET", "POST"])
def callback(request: HttpRequest, code: str) -> HttpResponse:
    """The address that the platform knows (服务器地址). A 200 with words is a committed answer."""
    try:
        estate = estate_with_code(code)
        own: Estate | None = getattr(request, "estate", None)
        if own is not None and own.pk != estate.pk:  # somebody of elsewhere, not the platform
            raise NotFound
        with estate_scope(estate.pk):
            account = active_account()
            if request.method == "GET":
                return _plain(greet_platform(account, request.GET.dict()))
            reply = receive(account, request.GET.dict(), _body(request))
        return HttpResponse(reply, content_type=_type_of(reply))
    except CallbackRefused as error:
        _log.warning("wechat callback refused: %s", error.code)
        return _plain(error.code, error.status)
    except NotFound:
        return _plain("not_found", 404)
    except OperationalError:
        _log.exception("wechat callback failed")
        return _plain("try_again", 503)  # the platform sends the same message once more


def _body(request: HttpRequest) -> bytes:
    if int(request.META.get("CONTENT_LENGTH") or 0) > MOST_BYTES:
        raise MessageTooLarge
    return request.body


def _type_of(reply: str) -> str:
    return "text/xml; charset=utf-8" if reply.startswith("<") else "text/plain; charset=utf-8"


def _plain(words: str, status: int = 200) -> HttpResponse:
    return HttpResponse(words, status=status, content_type="text/plain; charset=utf-8")


def _administrator(request: HttpRequest) -> Actor:
    actor = actor_of(request)
    require(actor, Permission.MANAGE_ACCOUNTS)
    return actor


@require_http_methods(["GET", "POST"])
def edit_account(request: HttpRequest) -> HttpResponse:
    """The settings; secrets go in and never come out."""
    actor = _administrator(request)
    account = account_in_scope()
    form = AccountForm(request.POST if request.method == "POST" else None, account=account)
    if request.method == "POST" and submit(form, lambda data: keep_account(data, actor=actor)):
        messages.success(request, _("公众号设置存好了。"))
        return redirect("wechat:account")
    status = 422 if form.errors else 200
    context = {"form": form, "account": account, "callback_url": _callback_url(request, account)}
    return render(request, "wechat/account.jinja", context, status=status)


def _callback_url(request: HttpRequest, account: WechatAccount | None) -> str:
    code = Estate.objects.get(pk=current_estate_id()).code
    path = reverse("wechat:callback", args=[code])
    return account.public_url + path if account else request.build_absolute_uri(path)


@require_POST
def test_account(request: HttpRequest) -> HttpResponse:
    if try_account(actor=_administrator(request)):
        messages.success(request, _("接通了：AppID 和 AppSecret 是对的。"))
    else:
        messages.error(request, _("没有接通，原因写在下面。"))
    return redirect("wechat:account")


@require_POST
def send_menu(request: HttpRequest) -> HttpResponse:
    if put_menu(actor=_administrator(request)):
        messages.success(request, _("菜单发布了，居民重新打开公众号就能看到。"))
    else:
        messages.error(request, _("菜单没有发布，原因写在下面。"))
    return redirect("wechat:account")


@require_GET
def show_chat(request: HttpRequest, number: str) -> HttpResponse:
    """How the chat about a matter went, and its voices to listen to."""
    actor = _worker(request)
    pk = matters_visible_to(actor).filter(number=number).values_list("id", flat=True).first()
    matter = matter_for(actor, pk or 0)
    rows = WechatMessage.objects.filter(matter=matter.pk).order_by("id")
    media = WechatMedia.objects.filter(matter=matter.pk).defer("sound").order_by("id")
    context: dict[str, Any] = {"matter": matter, "rows": rows, "media": media}
    return render(request, "wechat/chat.jinja", context)


def _worker(request: HttpRequest) -> Actor:
    actor = actor_of(request)
    if not is_staff(actor):
        raise NotFound
    return actor


@require_GET
def send_sound(request: HttpRequest, media_id: int) -> HttpResponse:
    """The voice or video as it was sent, for those who may read the matter."""
    actor = _worker(request)
    rows = WechatMedia.objects.filter(state=MediaState.KEPT.value, sound__isnull=False)
    row = rows.filter(pk=media_id).first() if media_id < 2**63 else None
    if row is None or row.matter_id is None:
        raise NotFound
    matter = matter_for(actor, row.matter_id)
    record("listen_to_voice", "wechat_media", row.pk, actor=actor, matter=matter.pk)
    ending, kind = ("mp4", "video/mp4") if row.kind == Kind.VIDEO else ("amr", "audio/amr")
    response = HttpResponse(open_bytes(row.sound, SOUND_CONTEXT), content_type=kind)
    response["Content-Disposition"] = f'attachment; filename="{matter.number}-{row.pk}.{ending}"'
    response["X-Content-Type-Options"] = "nosniff"
    return response
