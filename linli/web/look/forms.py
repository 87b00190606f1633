from __future__ import annotations

from django import forms
from django.utils.translation import gettext_lazy as _l


class SpecimenForm(forms.Form):
    """One field of each sort."""

    words = forms.CharField(
        label=_l("说什么事"), help_text=_l("一句话就好。"), widget=forms.Textarea(attrs={"rows": 3})
    )
    phone = forms.CharField(
        label=_l("电话"), help_text=_l("办的人会打这个电话。"), required=False, min_length=11
    )
    kind = forms.ChoiceField(
        label=_l("类别"), choices=[("repair", _l("报修")), ("tidy", _l("环境"))]
    )
    way = forms.ChoiceField(
        label=_l("怎么答复您"),
        choices=[("phone", _l("电话")), ("wechat", _l("微信")), ("visit", _l("上门"))],
        widget=forms.RadioSelect,
    )
    captain = forms.BooleanField(label=_l("可以让楼长知道"), required=False)
