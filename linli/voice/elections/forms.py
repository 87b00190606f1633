from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _l

from linli.base.calendars.api import SHANGHAI
from linli.voice.elections.labels import KINDS, MODES

DAY = forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")
CLOCK = forms.TimeInput(attrs={"type": "time"}, format="%H:%M")


class TimesForm(forms.Form):
    """When one votes."""

    day = forms.DateField(label=_l("哪天开始投票"), widget=DAY)
    clock = forms.TimeField(label=_l("几点开始"), widget=CLOCK, initial="08:00")
    last_day = forms.DateField(label=_l("哪天结束"), widget=DAY)
    last_clock = forms.TimeField(label=_l("几点结束"), widget=CLOCK, initial="18:00")

    def times(self) -> dict[str, datetime]:
        data = self.cleaned_data
        return {
            "opens_at": datetime.combine(data["day"], data["clock"], SHANGHAI),
            "closes_at": datetime.combine(data["last_day"], data["last_clock"], SHANGHAI),
        }


class ElectionForm(TimesForm):
    kind = forms.ChoiceField(label=_l("选什么"), choices=list(KINDS.items()))
    mode = forms.ChoiceField(label=_l("谁来投"), choices=list(MODES.items()))
    area = forms.TypedChoiceField(
        label=_l("哪栋楼或哪个网格"), coerce=int, empty_value=None, required=False,
        help_text=_l("选居民代表时要选。"),
    )  # fmt: skip
    title = forms.CharField(label=_l("名称"), max_length=80)
    seats = forms.IntegerField(label=_l("选几位"), min_value=1, max_value=99)
    term_starts_on = forms.DateField(label=_l("哪天上任"), widget=DAY)
    rules_text = forms.CharField(
        label=_l("选举办法"), max_length=5000, required=False,
        widget=forms.Textarea(attrs={"rows": 4}),
    )  # fmt: skip
    field_order = ("kind", "mode", "area", "title", "seats", "day", "clock", "last_day",
                   "last_clock", "term_starts_on", "rules_text")  # fmt: skip

    def offer(self, areas: list[tuple[int, str]]) -> ElectionForm:
        field: Any = self.fields["area"]
        field.choices = [("", _l("整个小区")), *areas]
        return self

    def values(self) -> dict[str, Any]:
        names = ("kind", "mode", "title", "seats", "term_starts_on", "rules_text")
        data = self.cleaned_data
        return {n: data[n] for n in names} | self.times() | {"area_id": data["area"]}


class CandidateForm(forms.Form):
    person = forms.CharField(
        label=_l("哪位居民"), max_length=80, help_text=_l("姓名加门牌最准，如：李明 3-2-1502。")
    )
    statement = forms.CharField(
        label=_l("本人的话"), max_length=500, required=False,
        widget=forms.Textarea(attrs={"rows": 3}),
    )  # fmt: skip


class ObjectionForm(forms.Form):
    text = forms.CharField(
        label=_l("名单哪里不对"), max_length=500, widget=forms.Textarea(attrs={"rows": 4})
    )


class AnswerForm(forms.Form):
    is_upheld = forms.TypedChoiceField(
        label=_l("成立吗"), choices=[("yes", _l("成立")), ("no", _l("不成立"))],
        coerce=lambda value: value == "yes", widget=forms.RadioSelect,
    )  # fmt: skip
    answer = forms.CharField(
        label=_l("理由"), max_length=500, widget=forms.Textarea(attrs={"rows": 3})
    )


class VoterForm(forms.Form):
    """Whose vote is taken: the number on the roll."""

    number = forms.IntegerField(label=_l("名单上的编号"), min_value=1)


class ProxyForm(forms.Form):
    principal = forms.IntegerField(label=_l("谁委托，名单上的编号"), min_value=1)
    agent = forms.IntegerField(label=_l("委托给谁，名单上的编号"), min_value=1)
    paper = forms.FileField(label=_l("委托书的照片"), required=False)


class StrikeForm(forms.Form):
    reason = forms.CharField(label=_l("为什么去掉"), max_length=120)


class ChoiceForm(forms.Form):
    """The slip itself: as many as there are seats, or fewer."""

    choices = forms.TypedMultipleChoiceField(
        label=_l("候选人"), coerce=int, required=False, widget=forms.CheckboxSelectMultiple
    )
    is_confirmed = forms.BooleanField(label=_l("本人在场，看过并确认"), required=False)

    def offer(self, candidates: Sequence[tuple[int, str]], *, helped: bool) -> ChoiceForm:
        field: Any = self.fields["choices"]
        field.choices = candidates
        if not helped:
            del self.fields["is_confirmed"]
        return self


class SheetForm(ChoiceForm):
    serial = forms.IntegerField(label=_l("纸票上的编号"), min_value=1, max_value=1_000_000)
    field_order = ("serial", "choices")


class ReceiptForm(forms.Form):
    code = forms.CharField(label=_l("回执号"), max_length=20)
