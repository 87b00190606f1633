from __future__ import annotations

from django import forms
from django.utils.translation import gettext_lazy as _l

from linli.money.disclosure.objections import LONGEST


class AskForm(forms.Form):
    """A question about a line; nobody needs an account, the way back is optional."""

    text = forms.CharField(
        label=_l("您的疑问"), max_length=LONGEST, widget=forms.Textarea(attrs={"rows": 4})
    )
    contact = forms.CharField(
        label=_l("怎么找到您"), max_length=60, required=False,
        help_text=_l("电话或微信，只有答复的人看得到。不留也会答复，答复贴在这一页上。"),
    )  # fmt: skip
    form_key = forms.CharField(widget=forms.HiddenInput, max_length=60)
    line = forms.CharField(widget=forms.HiddenInput, max_length=120, required=False)
    entry = forms.IntegerField(widget=forms.HiddenInput, required=False, min_value=1)


class AnswerForm(forms.Form):
    question = forms.CharField(
        label=_l("问的是什么（会公开）"), max_length=200,
        help_text=_l("用您的话写，不要写姓名、门牌和电话。"),
    )  # fmt: skip
    answer = forms.CharField(
        label=_l("答复（会公开）"), max_length=600, widget=forms.Textarea(attrs={"rows": 4})
    )


class CorrectForm(forms.Form):
    reason = forms.CharField(
        label=_l("改了什么，为什么"), max_length=300, min_length=4,
        help_text=_l("会公开。旧的一版还能看到。"),
    )  # fmt: skip


class SettingForm(forms.Form):
    due_months = forms.IntegerField(label=_l("季度过后几个月内公布"), min_value=1, max_value=6)
    shown_days = forms.IntegerField(label=_l("至少公示几个工作日"), min_value=15, max_value=250)


class BundleForm(forms.Form):
    kind = forms.ChoiceField(
        label=_l("要哪一种"),
        choices=[("pack", _l("一个季度的公示材料")), ("handover", _l("合同到期的交接材料"))],
        widget=forms.RadioSelect,
    )
    quarter = forms.ChoiceField(label=_l("哪个季度"), required=False)
