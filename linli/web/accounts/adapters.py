"""How allauth meets our accounts: phones, messages, codes, sessions."""

from __future__ import annotations

import base64
import time
import uuid
from io import BytesIO
from typing import Any

import segno
from allauth.account.adapter import DefaultAccountAdapter
from allauth.account.internal.flows.login import get_authentication_records
from allauth.mfa.adapter import DefaultMFAAdapter
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as _l

from linli.base.accounts.api import User, account_with_phone
from linli.base.audit.api import client_address
from linli.base.crypto.api import open_text, seal_text
from linli.contact.messages.api import send_text
from linli.web.accounts.phones import confirm_phone, people_to_choose
from linli.web.accounts.second_factor import must_have_second_factor, needs_second_factor
from linli.web.accounts.sessions import actor_behind, limit_session, note_second_factor
from linli.web.accounts.trail import note_refusal

_FRESH = 300  # seconds for which a sign-in counts as proof of who sits there
_WRONG = _l("用户名、手机号或密码不对。请再试一次；忘了密码可以用手机验证码登录。")
_TOO_OFTEN = _l("试的次数太多了。请过 15 分钟再试，或者打服务热线，请人帮您。")
_WRONG_CODE = _l("验证码不对，或者已经过期。请看清楚再输一次。")


class AccountAdapter(DefaultAccountAdapter):
    error_messages = {
        **DefaultAccountAdapter.error_messages,
        "username_password_mismatch": _WRONG,
        "phone_password_mismatch": _WRONG,
        "invalid_login": _WRONG,
        "too_many_login_attempts": _TOO_OFTEN,
        "rate_limited": _TOO_OFTEN,
        "incorrect_code": _WRONG_CODE,
        "incorrect_password": _l("密码不对，请再输一次。"),
        "enter_current_password": _l("现在的密码不对，请再输一次。"),
    }

    def is_open_for_signup(self, request: HttpRequest) -> bool:
        """Accounts are made by the centre, or for a phone that the register knows."""
        return False

    def add_message(
        self,
        request: HttpRequest,
        level: int,
        message_template: str | None = None,
        message_context: dict[str, Any] | None = None,
        extra_tags: str = "",
        message: str | None = None,
    ) -> None:
        """Only our own words; allauth's templates are not used."""
        texts = {
            "account/messages/password_changed.txt": _("密码改好了，下次请用新密码。"),
            "account/messages/password_set.txt": _("密码设好了，以后也可以用密码登录。"),
            "account/messages/logged_out.txt": _("您已退出登录。"),
            "mfa/messages/totp_activated.txt": _("动态口令已启用。"),
            "mfa/messages/totp_deactivated.txt": _("动态口令已停用。"),
            "mfa/messages/recovery_codes_generated.txt": _("备用码已生成，旧的不再有效。"),
        }
        text = message or texts.get(message_template or "")
        if text:
            messages.add_message(request, level, text, extra_tags=extra_tags)

    def get_client_ip(self, request: HttpRequest) -> str:
        return client_address.get() or "unknown"

    def phone_form_field(self, **kwargs: Any) -> Any:
        from linli.web.accounts.forms import PhoneField

        return PhoneField(**kwargs)

    def get_user_by_phone(self, phone: str) -> User | None:
        return account_with_phone(phone)

    def get_phone(self, user: User) -> tuple[str, bool] | None:
        return (user.phone, user.phone_verified) if user.phone else None

    def set_phone(self, user: User, phone: str, verified: bool) -> None:
        User.objects.filter(pk=user.pk).update(phone=phone, phone_verified=verified)

    def set_phone_verified(self, user: User, phone: str) -> None:
        confirm_phone(user, phone)

    def send_verification_code_sms(self, user: User, phone: str, code: str, **kwargs: Any) -> None:
        text = _("%(code)s 是您的登录验证码，5 分钟内有效。工作人员不会向您要验证码。")
        send_text(
            phone,
            text % {"code": code},
            purpose="sign_in_code",
            key=f"code:{uuid.uuid4()}",
            estate_id=user.estate_id,
        )

    def _get_login_attempts_cache_key(self, request: HttpRequest, **credentials: Any) -> str:
        """One counter an account, whichever host name or way of writing is used."""
        login = credentials.get("phone") or credentials.get("username") or ""
        user = account_with_phone(login) or User.objects.filter(username=login).first()
        return f"account:{user.pk}" if user else f"login:{login.lower()}"

    def pre_authenticate(self, request: HttpRequest, **credentials: Any) -> None:
        try:
            super().pre_authenticate(request, **credentials)
        except Exception:
            note_refusal("sign_in", "locked", _typed(credentials))
            raise

    def authentication_failed(self, request: HttpRequest, **credentials: Any) -> None:
        note_refusal("sign_in", "refused", _typed(credentials))

    def respond_user_inactive(self, request: HttpRequest, user: User) -> HttpResponse:
        messages.error(request, _("这个账号已停用。请联系服务中心。"))
        return redirect("account_login")

    def login(self, request: HttpRequest, user: User) -> None:
        super().login(request, user)
        note_second_factor(request, user)
        limit_session(request, user)

    def post_login(self, request: HttpRequest, user: User, **kwargs: Any) -> HttpResponse:
        response: HttpResponse = super().post_login(request, user, **kwargs)
        if needs_second_factor(request, actor_behind(user), user):
            return redirect("mfa_activate_totp")
        if people_to_choose(user):
            return redirect("accounts:choose_person")
        return response

    def is_reauthentication_required(self, *, app: str, **kwargs: Any) -> bool:
        """Not within five minutes of the sign-in itself."""
        records = get_authentication_records(self.request, self.request.user)
        return not records or time.time() - records[-1]["at"] > _FRESH

    def get_password_change_redirect_url(self, request: HttpRequest) -> str:
        return reverse("accounts:own")


class SecondFactorAdapter(DefaultMFAAdapter):
    error_messages = {
        **DefaultMFAAdapter.error_messages,
        "incorrect_code": _WRONG_CODE,
        "cannot_delete_authenticator": _l("您的职务要求两步登录，不能停用。"),
    }

    def encrypt(self, text: str) -> str:
        return base64.b64encode(seal_text(text, "mfa_authenticator.data")).decode()

    def decrypt(self, encrypted_text: str) -> str:
        return open_text(base64.b64decode(encrypted_text), "mfa_authenticator.data")

    def get_totp_issuer(self) -> str:
        return "邻里"

    def build_totp_svg(self, url: str) -> str:
        picture = BytesIO()
        segno.make(url, error="m").save(picture, kind="svg", scale=6, border=4, light="white")
        return picture.getvalue().decode()

    def can_delete_authenticator(self, authenticator: Any) -> bool:
        return not must_have_second_factor(actor_behind(authenticator.user), authenticator.user)


def _typed(credentials: dict[str, Any]) -> str:
    return str(credentials.get("phone") or credentials.get("username") or "")
