from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _l

from linli.base.calendars.api import SHANGHAI
from linli.resources.rosters.data import Duty, ShiftPlan
from linli.resources.rosters.labels import DUTY


def _day(label: Any) -> forms.DateField:
    widget = forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")
    return forms.DateField(label=label, widget=widget)


def _time(label: Any) -> forms.TimeField:
    widget = forms.TimeInput(attrs={"type": "time"}, format="%H:%M")
    return forms.TimeField(label=label, widget=widget)


class ShiftForm(forms.Form):
    """One shift, or the same on several days in a row; an end before the start is next morning."""

    member = forms.TypedChoiceField(label=_l("谁"), coerce=int)
    duty = forms.ChoiceField(label=_l("做什么"), choices=list(DUTY.items()))
    day = _day(_l("哪天"))
    starts = _time(_l("几点起"))
    ends = _time(_l("几点止"))
    days = forms.IntegerField(label=_l("连排几天"), min_value=1, max_value=31, initial=1)

    def offer(self, members: list[tuple[int, str]]) -> ShiftForm:
        self.fields["member"].choices = members  # type: ignore[attr-defined]
        return self

    def plans(self) -> list[ShiftPlan]:
        """The shifts that were asked for."""
        data = self.cleaned_data
        start = datetime.combine(data["day"], data["starts"], SHANGHAI)
        end = datetime.combine(data["day"], data["ends"], SHANGHAI)
        if end <= start:
            end += timedelta(days=1)
        return [
            ShiftPlan(data["member"], Duty(data["duty"]), start + timedelta(n), end + timedelta(n))
            for n in range(data["days"])
        ]


class AbsenceForm(forms.Form):
    member = forms.TypedChoiceField(label=_l("谁请假"), coerce=int)
    starts_on = _day(_l("从哪天起"))
    ends_on = _day(_l("到哪天止"))
    stand_in = forms.TypedChoiceField(
        label=_l("谁替班"), coerce=int, empty_value=None, required=False,
        help_text=_l("没有人替班，这几天就没有人在岗。"),
    )  # fmt: skip
    reason = forms.CharField(label=_l("原因"), max_length=80, required=False)

    def offer(
        self, members: list[tuple[int, str]], stand_ins: list[tuple[int, str]]
    ) -> AbsenceForm:
        self.fields["member"].choices = members  # type: ignore[attr-defined]
        choices = [("", _l("没有")), *stand_ins]
        self.fields["stand_in"].choices = choices  # type: ignore[attr-defined]
        return self
