from __future__ import annotations

import secrets
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _l

from linli.base.errors import Invalid
from linli.money.banking.api import StatementRefused, read_amount
from linli.money.payments.data import LineUse, Share
from linli.money.payments.errors import PlateUnknown
from linli.money.payments.matching import home_by_plate
from linli.money.payments.rules import MOST_FEN

_WRONG = _l("请写数字，最多两位小数，例如 192.00。")


def new_key() -> str:
    """The key of one form: the same form sent twice takes the money once."""
    return secrets.token_hex(16)


class FenField(forms.CharField):
    """A sum in yuan as people write it; its value is fen."""

    def __init__(self, *, least: int = 1, **options: Any) -> None:
        self.least = least
        widget = forms.TextInput(attrs={"inputmode": "decimal", "autocomplete": "off"})
        super().__init__(**{"max_length": 20, "widget": widget, **options})

    def clean(self, value: Any) -> int | None:
        text = super().clean(value)
        if not text:
            return None
        try:
            fen = read_amount(text)
        except StatementRefused as error:
            raise forms.ValidationError(_WRONG) from error
        if fen is None or not self.least <= fen <= MOST_FEN:
            raise forms.ValidationError(_WRONG)
        return fen


class KeyForm(forms.Form):
    form_key = forms.RegexField(r"^[A-Za-z0-9-]{8,40}$", widget=forms.HiddenInput, initial=new_key)


class HelpForm(KeyForm):
    plate = forms.CharField(
        label=_l("帮哪一户交"), max_length=40, help_text=_l("门牌，例如 3-2-1502。")
    )


class ConsentForm(forms.Form):
    """How the person says yes: a code of the own phone, or aloud before a witness."""

    code = forms.RegexField(
        r"^[0-9]{6}$", label=_l("本人手机上的验证码"), required=False,
        widget=forms.TextInput(attrs={"inputmode": "numeric", "autocomplete": "one-time-code"}),
    )  # fmt: skip
    witness = forms.CharField(
        label=_l("没有手机：见证人的姓名"), max_length=40, required=False,
        help_text=_l("另一位工作人员或楼长，当面听本人说同意。"),
    )  # fmt: skip


class CashForm(KeyForm):
    amount = FenField(label=_l("收到多少元"), help_text=_l("多收的记为预存，下期自动抵用。"))


class PlateForm(forms.Form):
    plate = forms.CharField(label=_l("门牌"), max_length=40, help_text=_l("例如 3-2-1502。"))


class RefundForm(KeyForm):
    amount = FenField(label=_l("退多少元"), required=False, help_text=_l("不填就全退。"))
    reason = forms.CharField(label=_l("为什么退"), max_length=120)
    is_void = forms.BooleanField(label=_l("收错了，整笔作废"), required=False)


class GiveBackForm(KeyForm):
    last_day = forms.DateField(
        label=_l("服务到哪天为止"), required=False,
        widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
        help_text=_l("填了就重开账单，退后面没有提供服务的那一段。"),
    )  # fmt: skip
    amount = FenField(
        label=_l("退多少元预存"), required=False, help_text=_l("填了日期就不用填，会自己算。")
    )
    reason = forms.CharField(label=_l("为什么退"), max_length=120)


class BalanceForm(KeyForm):
    amount = FenField(label=_l("退多少元"))
    method = forms.ChoiceField(
        label=_l("没有收款记录的部分怎么退"), widget=forms.RadioSelect, initial="cash",
        choices=[("cash", _l("现金")), ("transfer", _l("银行转账"))],
    )  # fmt: skip
    reason = forms.CharField(label=_l("为什么退"), max_length=120)


class CountForm(forms.Form):
    counted = FenField(label=_l("数出来多少元"), least=0)
    note = forms.CharField(
        label=_l("对不上的原因"), max_length=120, required=False, help_text=_l("对得上不用写。")
    )


class DepositForm(KeyForm):
    amount = FenField(label=_l("存进银行多少元"))


class PayoutForm(forms.Form):
    fee = FenField(
        label=_l("微信扣了多少元手续费"), least=0,
        help_text=_l("看微信商户平台的结算单。没有扣就写 0。"),
    )  # fmt: skip


class ShareForm(forms.Form):
    """One line settled by hand: homes with their sums, one a row."""

    shares = forms.CharField(
        label=_l("哪一户，多少元"), widget=forms.Textarea(attrs={"rows": 3}),
        help_text=_l("一行一户：门牌 金额。只有一户可以不写金额。"),
    )  # fmt: skip

    def read(self, whole: int) -> list[Share]:
        """Raises PlateUnknown, Invalid at the field."""
        rows = [row.split() for row in self.cleaned_data["shares"].splitlines() if row.strip()]
        found = []
        for words in rows:
            home_id = home_by_plate(words[0])
            if home_id is None:
                raise PlateUnknown(field="shares", text=words[0][:20])
            if len(words) == 1 and len(rows) == 1:
                found.append(Share(home_id, whole))
                continue
            try:
                amount = read_amount(words[1]) if len(words) == 2 else None
            except StatementRefused as error:
                raise Invalid(str(_WRONG), field="shares") from error
            if amount is None:
                raise Invalid(str(_WRONG), field="shares")
            found.append(Share(home_id, amount))
        return found


PLAIN_IN = [LineUse.SUSPENSE, LineUse.INTEREST, LineUse.OTHER_INCOME]
PLAIN_OUT = [LineUse.BANK_FEE, LineUse.RETURNED]
