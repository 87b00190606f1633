"""What the figures are asked for: when, of what, grouped how."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _l

from linli.base.calendars.api import today
from linli.matters.handling.phrases import named
from linli.matters.rates.data import GroupBy, Period, RateFilters
from linli.matters.routing.api import names_of_estate

GROUPS = {
    GroupBy.GRID: _l("网格"),
    GroupBy.BUILDING: _l("楼栋"),
    GroupBy.CATEGORY: _l("类别"),
    GroupBy.ORGANISATION: _l("单位"),
    GroupBy.MONTH: _l("月份"),
}
_SPAN = timedelta(days=89)


class RatesForm(forms.Form):
    """Filters of the page; everything has a first value, so an empty address works."""

    group_by = forms.ChoiceField(
        label=_l("按什么分"), required=False,
        choices=[(group.value, words) for group, words in GROUPS.items()],
    )  # fmt: skip
    since = forms.DateField(
        label=_l("从哪天"),
        required=False,
        widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
    )
    until = forms.DateField(
        label=_l("到哪天"),
        required=False,
        widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
    )
    category = forms.ChoiceField(label=_l("类别"), required=False)
    organisation = forms.TypedChoiceField(
        label=_l("单位"), required=False, coerce=int, empty_value=None
    )
    grid = forms.TypedChoiceField(label=_l("网格"), required=False, coerce=int, empty_value=None)
    building = forms.TypedChoiceField(
        label=_l("楼栋"), required=False, coerce=int, empty_value=None
    )

    def __init__(self, *args: Any, **options: Any):
        super().__init__(*args, **options)
        names = names_of_estate()
        codes = {id_: code for code, id_ in names.category_ids.items()}
        tables: dict[str, Any] = {
            "category": [(codes[i], named(r)) for i, r in names.categories.items() if i in codes],
            "organisation": [(i, named(r)) for i, r in names.organisations.items()],
            "grid": [(i, named(r)) for i, r in names.grids.items()],
            "building": [(i, named(r)) for i, r in names.buildings.items()],
        }
        for field, choices in tables.items():
            self.fields[field].choices = [("", _l("全部")), *choices]  # type: ignore[attr-defined]

    def period(self) -> Period:
        until = self.cleaned_data.get("until") or today()
        return Period(self.cleaned_data.get("since") or until - _SPAN, until)

    def group(self) -> str:
        return self.cleaned_data.get("group_by") or GroupBy.GRID.value

    def filters(self) -> RateFilters:
        data = self.cleaned_data
        return RateFilters(
            category=data.get("category", ""),
            organisation_id=data.get("organisation"),
            grid_id=data.get("grid"),
            building_id=data.get("building"),
        )
