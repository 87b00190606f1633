from __future__ import annotations

from django import forms
from django.utils.translation import gettext_lazy as _l

DAY = {"type": "date"}


class RoundForm(forms.Form):
    building = forms.TypedChoiceField(label=_l("哪栋楼"), coerce=int)
    opens_on = forms.DateField(
        label=_l("从哪天起"), widget=forms.DateInput(attrs=DAY, format="%Y-%m-%d")
    )
    closes_on = forms.DateField(
        label=_l("到哪天止"), widget=forms.DateInput(attrs=DAY, format="%Y-%m-%d")
    )

    def offer(self, buildings: list[tuple[int, str]]) -> RoundForm:
        self.fields["building"].choices = buildings  # type: ignore[attr-defined]
        return self


class RecommendForm(forms.Form):
    """A household's word; a resident's own household is fixed."""

    household = forms.TypedChoiceField(label=_l("哪一户推荐"), coerce=int)
    candidate = forms.TypedChoiceField(label=_l("推荐谁"), coerce=int)
    on_paper = forms.BooleanField(label=_l("有签字的纸条"), required=False)

    def offer(
        self, households: list[tuple[int, str]], people: list[tuple[int, str]]
    ) -> RecommendForm:
        self.fields["household"].choices = households  # type: ignore[attr-defined]
        self.fields["candidate"].choices = people  # type: ignore[attr-defined]
        return self
