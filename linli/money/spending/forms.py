from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as _l

from linli.money.ledger.api import say_money
from linli.money.spending.data import OutgoingLine
from linli.money.spending.rules import CATEGORIES, read_yuan, yuan
from linli.money.spending.words import BOOKS, FILES
from linli.money.spending.words import CATEGORIES as CATEGORY_WORDS

_DAY = forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")


class YuanField(forms.CharField):
    """An amount as people write it; cleaned to integer fen."""

    def __init__(self, **over: Any) -> None:
        widget = forms.TextInput(attrs={"inputmode": "decimal", "autocomplete": "off"})
        super().__init__(**{"max_length": 20, "widget": widget, **over})

    def clean(self, value: Any) -> Any:
        text = super().clean(value)
        if not text:
            return None
        fen = read_yuan(text)
        if not fen:
            raise forms.ValidationError(
                _("金额要大于零，最多两位小数，单位是人民币元，例如 1234.50。")
            )
        return fen


class RequestForm(forms.Form):
    """What is to be paid; the words here are read by everybody once it is."""

    book = forms.ChoiceField(label=_l("从哪本账付"), choices=list(BOOKS.items()))
    category = forms.ChoiceField(label=_l("用途类别"))
    purpose = forms.CharField(
        label=_l("用来做什么"), max_length=120,
        help_text=_l("会公开。不要写姓名、门牌和电话。"),
    )  # fmt: skip
    amount = YuanField(label=_l("金额（元）"))
    payee = forms.CharField(label=_l("付给谁"), max_length=80)
    payee_account = forms.CharField(
        label=_l("对方账号"), max_length=40, required=False, help_text=_l("不公开，加密保存。")
    )
    contract = forms.CharField(label=_l("合同编号或名称"), max_length=120, required=False)
    place = forms.TypedChoiceField(
        label=_l("维修资金：用在哪里"), coerce=int, empty_value=None, required=False,
        help_text=_l("按这里各户的面积分摊。"),
    )  # fmt: skip
    decision = forms.CharField(
        label=_l("维修资金：业主大会决定的编号"), max_length=60, required=False
    )
    is_emergency = forms.BooleanField(label=_l("维修资金紧急使用"), required=False)
    emergency_reason = forms.CharField(
        label=_l("是什么危险，为什么等不到业主决定"), max_length=200, required=False
    )

    def offer(self, places: list[tuple[int, str]]) -> RequestForm:
        field: Any = self.fields["place"]
        field.choices = [("", _("全小区")), *places]
        words = {code: CATEGORY_WORDS[code] for codes in CATEGORIES.values() for code in codes}
        category: Any = self.fields["category"]
        category.choices = list(words.items())
        return self

    def values(self) -> dict[str, Any]:
        """What `write_request` takes."""
        data = dict(self.cleaned_data)
        data["place_id"] = data.pop("place")
        data["payee_account"] = data["payee_account"] or None
        return data

    @staticmethod
    def initial_of(request: Any) -> dict[str, Any]:
        names = ("book", "category", "purpose", "payee", "payee_account", "contract", "decision",
                 "is_emergency", "emergency_reason")  # fmt: skip
        return {name: getattr(request, name) for name in names} | {
            "amount": yuan(request.amount), "place": request.place_id,
        }  # fmt: skip


class FileForm(forms.Form):
    kind = forms.ChoiceField(label=_l("是什么"), choices=list(FILES.items()))
    title = forms.CharField(label=_l("说明"), max_length=60, required=False)
    file = forms.FileField(
        label=_l("照片或 PDF"), help_text=_l("Office 文件可能带宏，请另存为 PDF 再传。")
    )


class MaskForm(forms.Form):
    """Publish a paper: as it is, or a copy with names and numbers covered."""

    masked = forms.FileField(
        label=_l("遮好姓名、门牌、账号的一份"), required=False,
        help_text=_l("原件里没有这些就不用传，直接公开原件。"),
    )  # fmt: skip


class PayForm(forms.Form):
    amount = YuanField(label=_l("付了多少（元）"))
    paid_on = forms.DateField(label=_l("哪天付的"), widget=_DAY)
    bank_number = forms.CharField(label=_l("银行流水号"), max_length=40)
    client_key = forms.CharField(widget=forms.HiddenInput, max_length=60)


def _line_words(line: OutgoingLine) -> str:
    """All that the bank says of it: lines of one firm and sum differ in what they were for."""
    parts = (str(line.booked_on), say_money(line.amount), line.counterparty, line.purpose,
             line.serial)  # fmt: skip
    return " · ".join(part for part in parts if part)


class MatchForm(forms.Form):
    line = forms.TypedChoiceField(
        label=_l("银行流水里的哪一行"), coerce=int, widget=forms.RadioSelect
    )

    def offer(self, lines: list[OutgoingLine]) -> MatchForm:
        field: Any = self.fields["line"]
        field.choices = [(one.id, _line_words(one)) for one in lines]
        return self


class SettingForm(forms.Form):
    owners_from = YuanField(label=_l("从多少元起，还要业委会放行"))
    wait_days = forms.IntegerField(
        label=_l("在一个人手里最多放几个工作日"), min_value=1, max_value=30
    )
    emergency_days = forms.IntegerField(
        label=_l("紧急使用后，几个工作日内向业主公布"), min_value=1, max_value=60
    )
