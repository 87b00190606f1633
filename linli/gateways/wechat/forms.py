"""The settings of the official account as an administrator fills them in."""

from __future__ import annotations

from typing import Any
from urllib.parse import urlsplit

from django import forms
from django.utils.translation import gettext_lazy as _l

from linli.gateways.wechat.data import Mode
from linli.gateways.wechat.models import WechatAccount

_SHOWS = ("number", "title", "state", "words", "time")
_KEPT = _l("已填好，不显示。要换才填。")


def _secret(label: Any, length: int) -> forms.CharField:
    widget = forms.PasswordInput(attrs={"autocomplete": "off"})
    return forms.CharField(label=label, max_length=length, required=False, widget=widget)


class AccountForm(forms.Form):
    app_id = forms.RegexField(
        r"^[A-Za-z0-9_]{4,32}$",
        label=_l("AppID"),
        help_text=_l("在公众平台“基本配置”里。"),
    )
    original_id = forms.RegexField(
        r"^[A-Za-z0-9_]{4,64}$", label=_l("原始 ID"), required=False, help_text=_l("gh_ 开头。")
    )
    secret = _secret(_l("AppSecret"), 64)
    token = _secret(_l("Token"), 64)
    mode = forms.ChoiceField(
        label=_l("消息加解密方式"),
        choices=[
            (Mode.SAFE.value, _l("安全模式（推荐）")),
            (Mode.COMPAT.value, _l("兼容模式")),
            (Mode.PLAIN.value, _l("明文模式")),
        ],
    )
    aes_key = _secret(_l("EncodingAESKey"), 43)
    public_url = forms.CharField(
        label=_l("居民打开邻里的网址"),
        max_length=200,
        help_text=_l("例如 https://linli.example.cn"),
    )
    has_sign_in = forms.BooleanField(
        label=_l("开通了网页授权（已认证的服务号才有）"), required=False,
        help_text=_l("开通后，居民能在微信里绑定手机号、免密码登录。"),
    )  # fmt: skip
    template_id = forms.CharField(label=_l("模板消息的模板 ID"), max_length=64, required=False,
        help_text=_l("不填就发普通文字，只有居民 48 小时内说过话才收得到。"))  # fmt: skip
    template_fields = forms.CharField(
        label=_l("模板的关键词"), required=False, widget=forms.Textarea(attrs={"rows": 4}),
        help_text=_l("一行一个，例如 character_string1=number。可用：number 号码、title 事项、"
                     "state 进展、words 内容、time 时间。"),
    )  # fmt: skip
    is_active = forms.BooleanField(label=_l("启用"), required=False)

    def __init__(self, data: Any = None, *, account: WechatAccount | None = None) -> None:
        super().__init__(data, initial=_values(account))
        for name in ("secret", "token", "aes_key"):
            if account is not None and getattr(account, name):
                self.fields[name].help_text = _KEPT

    def clean_public_url(self) -> str:
        url = str(self.cleaned_data["public_url"]).strip().rstrip("/")
        parts = urlsplit(url)
        if parts.scheme not in ("http", "https") or not parts.netloc or parts.query or parts.path:
            raise forms.ValidationError(
                _l("请写完整的网址，到域名为止，例如 https://linli.example.cn")
            )
        return url

    def clean_template_fields(self) -> dict[str, str]:
        found: dict[str, str] = {}
        for line in str(self.cleaned_data["template_fields"]).splitlines():
            name, _sign, what = (part.strip() for part in line.partition("="))
            if not name and not what:
                continue
            if what not in _SHOWS or not name.replace("_", "").isalnum() or len(name) > 40:
                raise forms.ValidationError(_l("“%(line)s”看不懂。请照例子写。"),
                                            params={"line": line[:40]})  # fmt: skip
            found[name] = what
        return found


def _values(account: WechatAccount | None) -> dict[str, Any]:
    if account is None:
        return {"mode": Mode.SAFE.value, "is_active": True}
    lines = "\n".join(f"{name}={what}" for name, what in account.template_fields.items())
    names = ("app_id", "original_id", "mode", "public_url", "has_sign_in", "template_id",
             "is_active")  # fmt: skip
    return {name: getattr(account, name) for name in names} | {"template_fields": lines}
