"""allauth's forms in our own words."""

from __future__ import annotations

from typing import Any

from allauth.account import forms as account_forms
from allauth.core import context
from allauth.mfa.base import forms as mfa_forms
from allauth.mfa.totp.forms import ActivateTOTPForm
from django import forms
from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext_lazy as _l

from linli.base.accounts.api import User, read_mobile
from linli.web.accounts.phones import account_for_phone
from linli.web.accounts.sessions import OWN_PHONE, limit_session
from linli.web.accounts.trail import note

_OWN_PHONE_WORDS = _l("这是我自己的手机，30 天内不用再登录")
_OWN_PHONE_HELP = _l("公用的电脑或别人的手机上请不要勾。")


class PhoneField(forms.CharField):
    """A mainland mobile number; comes out as 11 digits."""

    def __init__(self, **kwargs: Any) -> None:
        widget = forms.TextInput(attrs={"type": "tel", "autocomplete": "tel", "inputmode": "tel"})
        super().__init__(**{"label": _l("手机号"), "widget": widget, "max_length": 24, **kwargs})

    def clean(self, value: Any) -> Any:
        text = super().clean(value)
        phone = read_mobile(text) if text else text
        if text and phone is None:
            raise forms.ValidationError(_l("手机号应是 11 位数字，例如 138 0000 0000。"))
        return phone


class SignInForm(account_forms.LoginForm):
    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        login, password, stay = (self.fields[n] for n in ("login", "password", "remember"))
        login.label, password.label, stay.label = _l("用户名或手机号"), _l("密码"), _OWN_PHONE_WORDS
        login.widget.attrs = {"autocomplete": "username", "autocapitalize": "none"}
        password.widget.attrs = {"autocomplete": "current-password"}
        password.help_text, stay.help_text = "", _OWN_PHONE_HELP
        login.max_length = 60

    def clean_login(self) -> str:
        login: str = super().clean_login()
        return read_mobile(login) or login

    def login(self, request: HttpRequest, redirect_url: str | None = None) -> HttpResponse:
        request.session[OWN_PHONE] = bool(self.cleaned_data["remember"])
        response: HttpResponse = super().login(request, redirect_url)
        request.session.set_expiry(None)  # allauth ends it with the browser
        if request.user.is_authenticated:
            limit_session(request, request.user)
        return response


class CodeRequestForm(account_forms.RequestLoginCodeForm):
    remember = forms.BooleanField(label=_OWN_PHONE_WORDS, help_text=_OWN_PHONE_HELP, required=False)
    field_order = ["phone", "remember"]
    _user: User | None

    def clean_phone(self) -> str:
        """The answer is the same whether the number is known or not; so is the count."""
        phone: str = super().clean_phone()
        if not self._user:
            self._user = account_for_phone(phone)
        return phone

    def clean(self) -> dict[str, Any]:
        data: dict[str, Any] = super().clean()
        context.request.session[OWN_PHONE] = bool(data.get("remember"))
        return data


def _code_field(label: Any) -> forms.CharField:
    attrs = {"autocomplete": "one-time-code", "inputmode": "numeric", "autofocus": True}
    return forms.CharField(label=label, max_length=20, widget=forms.TextInput(attrs=attrs))


class CodeForm(account_forms.ConfirmLoginCodeForm):
    code = _code_field(_l("短信里的验证码"))


class SecondFactorForm(mfa_forms.AuthenticateForm):
    code = _code_field(_l("动态口令或备用码"))

    def clean_code(self) -> str:
        try:
            return str(super().clean_code())
        except forms.ValidationError as error:
            if error.code == "too_many_login_attempts":
                note("pass_second_factor", self.user, "locked")
            raise


class ConfirmFactorForm(mfa_forms.ReauthenticateForm):
    code = _code_field(_l("动态口令或备用码"))


class EnrolForm(ActivateTOTPForm):
    code = _code_field(_l("手机上显示的 6 位动态口令"))


class ConfirmPasswordForm(account_forms.ReauthenticateForm):
    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["password"].label = _l("密码")
        self.fields["password"].help_text = ""
        self.fields["password"].widget.attrs = {"autocomplete": "current-password"}


class _NewPassword:
    fields: dict[str, forms.Field]

    def _speak(self) -> None:
        first, again = self.fields["password1"], self.fields["password2"]
        first.label, again.label = _l("新密码"), _l("再输一次新密码")
        first.help_text = _l("至少 10 个字，不要用姓名、手机号或常见的词。")
        for field in (first, again):
            field.widget.attrs = {"autocomplete": "new-password"}

    def clean(self) -> Any:
        data = self.cleaned_data  # type: ignore[attr-defined]
        first, again = data.get("password1"), data.get("password2")
        if first and again and first != again:
            self.add_error("password2", _l("两次输的不一样。"))  # type: ignore[attr-defined]
        return data


class NewPasswordForm(_NewPassword, account_forms.SetPasswordForm):
    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self._speak()


class ChangePasswordForm(_NewPassword, account_forms.ChangePasswordForm):
    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self._speak()
        old = self.fields["oldpassword"]
        old.label, old.help_text = _l("现在的密码"), ""
        old.widget.attrs = {"autocomplete": "current-password"}
