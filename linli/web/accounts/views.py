"""Own account, second factor, language and large type."""

from __future__ import annotations

from typing import Any

from allauth.account.internal.flows.logout import logout
from allauth.mfa.models import Authenticator
from allauth.mfa.totp.views import ActivateTOTPView
from django.conf import settings
from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import gettext as _
from django.views import i18n
from django.views.decorators.http import require_POST

from linli.base.accounts.api import (
    Actor,
    end_sessions,
    issue_token,
    mask_name,
    mask_phone,
    revoke_token,
    set_elder_mode,
    set_language,
    tokens_of,
)
from linli.base.accounts.requests import actor_of
from linli.estate.people.api import bind_person
from linli.web.accounts.phones import people_to_choose
from linli.web.accounts.second_factor import must_have_second_factor
from linli.web.accounts.sessions import SECOND_FACTOR
from linli.web.accounts.visitors import show_only_estate

_ELDER_COOKIE_SECONDS = 365 * 24 * 3600


class EnrolView(ActivateTOTPView):
    """Set up the second factor; this sign-in has passed it then."""

    def form_valid(self, form: Any) -> HttpResponse:
        response: HttpResponse = super().form_valid(form)
        self.request.session[SECOND_FACTOR] = self.request.user.pk
        return response


@login_required
def show_own_account(request: HttpRequest) -> HttpResponse:
    user: Any = request.user
    actor: Actor | None = getattr(request, "actor", None)
    kinds = set(Authenticator.objects.filter(user=user).values_list("type", flat=True))
    return render(
        request,
        "accounts/own.jinja",
        {
            "account": user,
            "phone": mask_phone(user.phone),
            "has_second_factor": Authenticator.Type.TOTP in kinds,
            "must_have_second_factor": actor is not None and must_have_second_factor(actor, user),
            "is_demo": settings.LINLI.demo,
            "has_password": user.has_usable_password(),
            "tokens": list(tokens_of(user.pk)),
            "new_token": request.session.pop("linli_new_token", None),
        },
    )


@login_required
@require_POST
def end_all_sessions(request: HttpRequest) -> HttpResponse:
    """Sign out on every device, this one too."""
    user: Any = request.user
    end_sessions(user.pk, actor=getattr(request, "actor", None))
    logout(request, show_message=False)
    messages.success(request, _("所有设备都已退出登录。"))
    return redirect("account_login")


@require_POST
def add_token(request: HttpRequest) -> HttpResponse:
    """Make a key for an own program; its text is shown once, on the next page."""
    name = request.POST.get("name", "").strip() or _("我的程序")
    scopes = ["read", "write"] if request.POST.get("may_write") else ["read"]
    _token, text = issue_token(name, scopes, actor=actor_of(request))
    request.session["linli_new_token"] = text
    return redirect("accounts:own")


@require_POST
def end_token(request: HttpRequest, token_id: int) -> HttpResponse:
    revoke_token(token_id, actor=actor_of(request))
    messages.success(request, _("钥匙已停用。"))
    return redirect("accounts:own")


@login_required
@show_only_estate
def choose_person(request: HttpRequest) -> HttpResponse:
    """Several people gave this phone: which of them is signing in?"""
    holders = people_to_choose(request.user)  # type: ignore[arg-type]
    if not holders:
        return redirect("home")
    if request.method == "POST":
        chosen = [h for h in holders if str(h.person_id) == request.POST.get("person")]
        if chosen:
            bind_person(chosen[0], request.user)  # type: ignore[arg-type]
            return redirect("home")
        messages.error(request, _("请先选一位，或者打服务热线。"))
    people = [(holder.person_id, mask_name(holder.name)) for holder in holders]
    return render(request, "accounts/choose.jinja", {"people": people})


@require_POST
def change_language(request: HttpRequest) -> HttpResponse:
    """Keep the language in the cookie and in the account."""
    response: HttpResponse = i18n.set_language(request)
    language = request.POST.get("language", "")
    if request.user.is_authenticated and language in dict(settings.LANGUAGES):
        set_language(request.user, language)
    return response


@require_POST
def change_elder_mode(request: HttpRequest) -> HttpResponse:
    """Switch large type on or off (`on` is 1 or 0), for visitors by cookie alone."""
    on = request.POST.get("on") == "1"
    response = HttpResponseRedirect(_safe_next(request))
    response.set_cookie(
        "linli_elder",
        "1" if on else "0",
        max_age=_ELDER_COOKIE_SECONDS,
        samesite="Lax",
        httponly=True,
        secure=settings.SESSION_COOKIE_SECURE,
    )
    if request.user.is_authenticated:
        set_elder_mode(request.user, on)
    return response


def _safe_next(request: HttpRequest) -> str:
    page = request.POST.get("next", "/")
    here = {request.get_host()}
    return page if url_has_allowed_host_and_scheme(page, here, request.is_secure()) else "/"


def show_second_factor(request: HttpRequest) -> HttpResponse:
    return HttpResponseRedirect(reverse("accounts:own") + "#second-factor")


def too_many_requests(request: HttpRequest, *args: Any) -> HttpResponse:
    return render(request, "errors/429.jinja", {}, status=429)
