from __future__ import annotations

import re
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _l

DAY = {"type": "date"}


class MemberForm(forms.Form):
    account = forms.TypedChoiceField(label=_l("谁"), coerce=int)
    job_title = forms.CharField(label=_l("做什么"), max_length=40, required=False)
    skills = forms.CharField(
        label=_l("会什么"), max_length=200, required=False,
        help_text=_l("用顿号隔开，例如：水电、开锁。"),
    )  # fmt: skip
    joined_on = forms.DateField(
        label=_l("哪天来的"), widget=forms.DateInput(attrs=DAY, format="%Y-%m-%d")
    )

    def offer(self, accounts: list[tuple[int, str]]) -> MemberForm:
        self.fields["account"].choices = accounts  # type: ignore[attr-defined]
        return self

    def clean_skills(self) -> list[str]:
        words: str = self.cleaned_data["skills"]
        return [word[:40] for word in re.split(r"[、,,;;\s]+", words) if word]


class SkillForm(MemberForm):
    """What a member is called and can do."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        del self.fields["account"], self.fields["joined_on"]


class LeavingForm(forms.Form):
    heir = forms.TypedChoiceField(
        label=_l("没办完的事交给谁"), coerce=int, widget=forms.RadioSelect
    )
    left_on = forms.DateField(
        label=_l("最后一天"), widget=forms.DateInput(attrs=DAY, format="%Y-%m-%d")
    )

    def offer(self, heirs: list[tuple[int, str]]) -> LeavingForm:
        self.fields["heir"].choices = heirs  # type: ignore[attr-defined]
        return self
