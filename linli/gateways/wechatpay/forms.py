"""The settings of the merchant as an administrator fills them in."""

from __future__ import annotations

from typing import Any
from urllib.parse import urlsplit

from django import forms
from django.utils.translation import gettext_lazy as _l

from linli.gateways.wechatpay.models import WechatPayAccount

_KEPT = _l("已填好，不显示。要换才填。")
_PLAIN = ("app_id", "mch_id", "cert_serial", "public_key_id", "public_url", "is_active")


def _pem(label: Any, hint: Any) -> forms.CharField:
    widget = forms.Textarea(attrs={"rows": 3, "autocomplete": "off", "spellcheck": "false"})
    return forms.CharField(
        label=label, required=False, max_length=6000, widget=widget, help_text=hint
    )


class MerchantForm(forms.Form):
    mch_id = forms.RegexField(r"^[0-9]{6,32}$", label=_l("商户号"))
    app_id = forms.RegexField(
        r"^[A-Za-z0-9_]{4,32}$", label=_l("AppID"), help_text=_l("和公众号的 AppID 一样。")
    )
    cert_serial = forms.RegexField(
        r"^[0-9A-Fa-f]{8,64}$", label=_l("商户 API 证书序列号"),
        help_text=_l("在商户平台“API 安全”里。"),
    )  # fmt: skip
    private_key = _pem(_l("商户 API 私钥"), _l("apiclient_key.pem 的全部内容。"))
    api_key = forms.RegexField(
        r"^[A-Za-z0-9]{32}$", label=_l("APIv3 密钥"), required=False,
        widget=forms.PasswordInput(attrs={"autocomplete": "off"}), help_text=_l("32 位。"),
    )  # fmt: skip
    public_key_id = forms.RegexField(
        r"^PUB_KEY_ID_[0-9A-Za-z]{8,64}$", label=_l("微信支付公钥 ID"), required=False,
        help_text=_l("PUB_KEY_ID_ 开头。用平台证书的老商户不填。"),
    )  # fmt: skip
    public_key = _pem(_l("微信支付公钥"), _l("pub_key.pem 的全部内容。"))
    public_url = forms.CharField(
        label=_l("微信能打开的邻里网址"),
        max_length=200,
        help_text=_l("https:// 开头，到域名为止。"),
    )
    is_active = forms.BooleanField(label=_l("启用"), required=False)

    def __init__(self, data: Any = None, *, account: WechatPayAccount | None = None) -> None:
        start = (
            {name: getattr(account, name) for name in _PLAIN} if account else {"is_active": True}
        )
        super().__init__(data, initial=start)
        for name in ("private_key", "api_key", "public_key"):
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
