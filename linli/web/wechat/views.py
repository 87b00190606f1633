"""Pages that people open from the chat: signing in, tying a WeChat to a phone number, untying."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.http import url_has_allowed_host_and_scheme, urlencode
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from linli.base.accounts.api import mask_name
from linli.base.accounts.requests import actor_of
from linli.base.errors import NotFound
from linli.base.scopes.api import estate_scope
from linli.gateways.wechat.api import (
    SignInFailed,
    WechatAccount,
    WechatContact,
    WrongEstate,
    active_account,
    authorise_url,
    bind_contact,
    contact_with_openid,
    contacts_of_account,
    estate_with_code,
    openid_for_code,
    unbind_contact,
)
from linli.web.wechat import sessions


@contextmanager
def _account_of(request: HttpRequest, code: str) -> Iterator[WechatAccount]:
    """The estate's account with its scope open. Raises NotFound; WrongEstate for others' people."""
    estate = estate_with_code(code)
    actor = getattr(request, "actor", None)
    if actor is not None and actor.estate_id != estate.pk:
        raise WrongEstate
    with estate_scope(estate.pk):
        request.estate = estate  # type: ignore[attr-defined]
        account = active_account()
        if not account.has_sign_in:
            raise NotFound
        yield account


def _safe(request: HttpRequest, page: str) -> str:
    here = {request.get_host()}
    safe = url_has_allowed_host_and_scheme(page, here, request.is_secure())
    return page if safe and page.startswith("/") else reverse("resident:index")


@require_GET
def enter(request: HttpRequest, code: str) -> HttpResponse:
    """On to a page, signed in by WeChat on the way when need be."""
    next_page = _safe(request, request.GET.get("next", ""))
    with _account_of(request, code) as account:
        if request.user.is_authenticated:
            return redirect(next_page)
        return redirect(_to_platform(request, account, next_page))


def _to_platform(request: HttpRequest, account: WechatAccount, next_page: str) -> str:
    back = account.public_url + reverse("wechat_entry:entered", args=[account.estate.code])
    return authorise_url(account, back, sessions.begin(request, next_page))


@require_GET
def entered(request: HttpRequest, code: str) -> HttpResponse:
    """Back from the platform with a code that counts once."""
    next_page = sessions.finish(request, request.GET.get("state", ""))
    if not request.GET.get("code"):
        raise SignInFailed
    with _account_of(request, code) as account:
        openid = openid_for_code(account, request.GET["code"])
        sessions.keep_openid(request, account, openid)
        contact = contact_with_openid(openid)
    if not request.user.is_authenticated and contact is not None:
        sessions.sign_in(request, contact)
    return redirect(next_page)


@require_http_methods(["GET", "POST"])
def bind(request: HttpRequest, code: str) -> HttpResponse:
    """First who holds the phone, then whose number it is, then a yes."""
    here = reverse("wechat_entry:bind", args=[code])
    with _account_of(request, code) as account:
        openid = sessions.proved_openid(request, account)
        if not openid:
            return redirect(_to_platform(request, account, here))
        if not request.user.is_authenticated:
            page = reverse("account_request_login_code")
            return redirect(f"{page}?{urlencode({'next': here})}")
        if request.method == "POST":
            return _bind(request, openid)
        return _show(request, account, contact_with_openid(openid))


def _bind(request: HttpRequest, openid: str) -> HttpResponse:
    actor_of(request)  # an account that is nobody's here may bind nothing
    bind_contact(openid, request.user)  # type: ignore[arg-type]
    messages.success(request, _("绑好了。以后办到哪了、办好了，都在微信里告诉您。"))
    return redirect("wechat_entry:own")


def _show(
    request: HttpRequest, account: WechatAccount, contact: WechatContact | None
) -> HttpResponse:
    user: Any = request.user
    context = {
        "name": mask_name(user.name),
        "estate_name": account.estate.name,
        "is_bound": contact is not None and contact.account_id == user.pk,
        "is_anothers": contact is not None and contact.account_id not in (None, user.pk),
    }
    return render(request, "wechat_entry/bind.jinja", context)


@login_required
@require_GET
def show_own(request: HttpRequest) -> HttpResponse:
    """The WeChats that speak for this account: one's own, and the family's."""
    actor_of(request)
    rows = list(contacts_of_account(request.user))  # type: ignore[arg-type]
    return render(request, "wechat_entry/own.jinja", {"rows": rows})


@require_POST
def unbind(request: HttpRequest, contact_id: int) -> HttpResponse:
    unbind_contact(contact_id, actor=actor_of(request))
    messages.success(request, _("已解除。那个微信不再能看到您的事。"))
    return redirect("wechat_entry:own")
