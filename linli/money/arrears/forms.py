from __future__ import annotations

from datetime import date
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _l

from linli.money.arrears.data import Part
from linli.money.arrears.rules import MOST_PARTS, share_equally
from linli.money.arrears.words import CONFIRMATIONS, DECISIONS, URGE_WAYS, WAYS

_DAY = forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")


def _choices(words: dict[str, Any]) -> list[tuple[str, Any]]:
    return [(str(getattr(code, "value", code)), label) for code, label in words.items()]


class UrgeForm(forms.Form):
    way = forms.ChoiceField(
        label=_l("怎么提醒的"), choices=_choices(URGE_WAYS), widget=forms.RadioSelect
    )


class ServiceForm(forms.Form):
    """How a demand reached its reader."""

    way = forms.ChoiceField(
        label=_l("怎么送的"), choices=_choices(WAYS), widget=forms.RadioSelect, initial="handed"
    )
    served_on = forms.DateField(label=_l("哪天送的"), widget=_DAY)
    witness = forms.CharField(label=_l("交给谁，或谁见证"), max_length=60, required=False)
    tracking = forms.CharField(label=_l("邮寄单号"), max_length=40, required=False)
    photo = forms.FileField(
        label=_l("照片"), required=False,
        widget=forms.ClearableFileInput(attrs={"accept": "image/*,.pdf"}),
    )  # fmt: skip


class PlanForm(forms.Form):
    """Equal parts, a month apart; what the person said to it."""

    count = forms.IntegerField(label=_l("分几期"), min_value=1, max_value=MOST_PARTS, initial=3)
    first = forms.DateField(label=_l("第一期哪天交"), widget=_DAY)

    def parts(self, owed: int) -> list[Part]:
        """Monthly parts that sum to `owed`."""
        days = monthly(self.cleaned_data["first"], self.cleaned_data["count"])
        return share_equally(owed, days)


class DeskPlanForm(PlanForm):
    confirmed = forms.ChoiceField(
        label=_l("本人怎么同意的"), choices=_choices(CONFIRMATIONS), widget=forms.RadioSelect,
        initial="said",
    )  # fmt: skip
    note = forms.CharField(label=_l("谁在场"), max_length=80, required=False)
    paper = forms.FileField(
        label=_l("签字的纸"), required=False,
        widget=forms.ClearableFileInput(attrs={"accept": "image/*,.pdf"}),
    )  # fmt: skip


def monthly(first: date, count: int) -> list[date]:
    """The same day of so many months; the last of the month where there is none."""
    days = []
    for n in range(count):
        month = first.month - 1 + n
        year, month = first.year + month // 12, month % 12 + 1
        for last in (first.day, 30, 29, 28):
            try:
                days.append(date(year, month, last))
                break
            except ValueError:
                continue
    return days


class SuitForm(forms.Form):
    court = forms.CharField(label=_l("哪个法院或仲裁委"), max_length=60)
    filed_on = forms.DateField(label=_l("哪天起诉的"), widget=_DAY)
    case_number = forms.CharField(label=_l("案号"), max_length=60, required=False)


class HelpForm(forms.Form):
    text = forms.CharField(
        label=_l("有什么难处"), max_length=500, widget=forms.Textarea(attrs={"rows": 3})
    )


class DecisionForm(forms.Form):
    decision = forms.ChoiceField(
        label=_l("怎么办"), choices=_choices(DECISIONS), widget=forms.RadioSelect
    )
    reason = forms.CharField(
        label=_l("理由"), max_length=300, widget=forms.Textarea(attrs={"rows": 3}),
        help_text=_l("写明事实和依据，住户会看到。"),
    )  # fmt: skip


class TermsForm(forms.Form):
    demand_days = forms.IntegerField(label=_l("催款函给几天"), min_value=7, max_value=90)
    urge_days = forms.IntegerField(label=_l("催告后等几天"), min_value=0, max_value=60)
    grace_days = forms.IntegerField(label=_l("分期晚交几天算没交"), min_value=0, max_value=60)
