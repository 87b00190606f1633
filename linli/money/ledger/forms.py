from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _l


class DaysForm(forms.Form):
    """From which day to which; both needed."""

    start = forms.DateField(label=_l("从"), widget=forms.DateInput(attrs={"type": "date"}))
    end = forms.DateField(label=_l("到"), widget=forms.DateInput(attrs={"type": "date"}))

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        start, end = data.get("start"), data.get("end")
        if start and end and start > end:
            self.add_error("end", _l("结束那天在开始之前。请对调一下。"))
        return data
