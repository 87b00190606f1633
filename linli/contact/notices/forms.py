from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _l

from linli.contact.notices.data import NoticeKind

KINDS = [
    (NoticeKind.DISCLOSURE.value, _l("居务公开")), (NoticeKind.OUTAGE.value, _l("停水停电")),
    (NoticeKind.SAFETY.value, _l("安全")), (NoticeKind.ACTIVITY.value, _l("活动")),
    (NoticeKind.SERVICE.value, _l("办事")), (NoticeKind.OTHER.value, _l("其他")),
]  # fmt: skip
_DAY = {"type": "date"}
_TEXT = 5000
_COPIED = ("kind", "title_zh", "body_zh", "title_en", "body_en", "is_public", "post_from",
           "post_until")  # fmt: skip


class NoticeForm(forms.Form):
    kind = forms.ChoiceField(label=_l("哪一类"), choices=KINDS)
    title_zh = forms.CharField(label=_l("标题"), max_length=80)
    body_zh = forms.CharField(
        label=_l("正文"), max_length=_TEXT, widget=forms.Textarea(attrs={"rows": 8})
    )
    title_en = forms.CharField(label=_l("英文标题"), max_length=120, required=False)
    body_en = forms.CharField(
        label=_l("英文正文"), max_length=_TEXT, required=False,
        widget=forms.Textarea(attrs={"rows": 4}),
    )  # fmt: skip
    place = forms.TypedChoiceField(
        label=_l("贴在哪里"), coerce=int, empty_value=None, required=False
    )
    is_public = forms.BooleanField(label=_l("小区外的人也能看"), required=False, initial=True)
    post_from = forms.DateField(
        label=_l("从哪天起"), widget=forms.DateInput(attrs=_DAY, format="%Y-%m-%d")
    )
    post_until = forms.DateField(
        label=_l("到哪天止"), widget=forms.DateInput(attrs=_DAY, format="%Y-%m-%d"),
        help_text=_l("居务公开至少 15 天，第一天和最后一天都算。"),
    )  # fmt: skip
    file = forms.FileField(
        label=_l("附件"), required=False, help_text=_l("图片或 PDF，一次一个，可以再加。")
    )

    def offer(self, places: list[tuple[int, str]]) -> NoticeForm:
        """The places where it may hang; the whole estate first."""
        field: Any = self.fields["place"]
        field.choices = [("", _l("全小区")), *places]
        return self

    def values(self) -> dict[str, Any]:
        data = self.cleaned_data
        return {name: data[name] for name in _COPIED} | {"place_id": data["place"]}

    @staticmethod
    def initial_of(draft: Any) -> dict[str, Any]:
        """From a draft or from the notice that is put right."""
        return {name: getattr(draft, name) for name in _COPIED} | {"place": draft.place_id}
