from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _l

from linli.estate.organisations.labels import KIND, ROLE

DAY = {"type": "date"}


class OrganisationForm(forms.Form):
    kind = forms.ChoiceField(label=_l("哪一类单位"), choices=list(KIND.items()))
    name = forms.CharField(label=_l("名称"), max_length=80)
    short_name = forms.CharField(label=_l("简称"), max_length=20, required=False)
    phone = forms.CharField(label=_l("电话"), max_length=20, required=False)
    is_active = forms.BooleanField(label=_l("正在合作"), required=False, initial=True)


class OfficeForm(forms.Form):
    """An office with its reach and term."""

    role = forms.ChoiceField(label=_l("职务"), choices=list(ROLE.items()))
    account = forms.TypedChoiceField(label=_l("由谁担任"), coerce=int)
    grid = forms.TypedChoiceField(
        label=_l("网格（网格员）"), coerce=int, empty_value=None, required=False
    )
    building = forms.TypedChoiceField(
        label=_l("楼栋（楼长）"), coerce=int, empty_value=None, required=False
    )
    starts_on = forms.DateField(
        label=_l("从哪天起"), widget=forms.DateInput(attrs=DAY, format="%Y-%m-%d")
    )
    ends_on = forms.DateField(
        label=_l("到哪天止"), required=False,
        widget=forms.DateInput(attrs=DAY, format="%Y-%m-%d"),
    )  # fmt: skip

    def offer(self, accounts: Any, grids: Any, buildings: Any) -> OfficeForm:
        """Choices as (id, word) of this estate."""
        nothing = ("", _l("不适用"))
        for name, choices in (
            ("account", accounts),
            ("grid", [nothing, *grids]),
            ("building", [nothing, *buildings]),
        ):
            self.fields[name].choices = choices  # type: ignore[attr-defined]
        return self
