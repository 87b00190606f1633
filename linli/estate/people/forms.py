from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _l

from linli.base.accounts.api import Actor
from linli.estate.people.data import HEALTH_KINDS, CategoryKind, PersonStatus, Relation
from linli.estate.people.labels import CATEGORY, CODE, GRADE, RELATION, SEX, STATUS
from linli.estate.people.pickers import PersonField

DAY = {"type": "date"}


def day_field(label: Any, required: bool = True, help_text: Any = "") -> forms.DateField:
    widget = forms.DateInput(attrs=DAY, format="%Y-%m-%d")
    return forms.DateField(label=label, required=required, help_text=help_text, widget=widget)


class PersonForm(forms.Form):
    """A record as it is corrected; fields that the reader may not know are taken out."""

    version = forms.IntegerField(widget=forms.HiddenInput, required=False)
    name = forms.CharField(label=_l("姓名"), max_length=60)
    sex = forms.ChoiceField(label=_l("性别"), choices=list(SEX.items()))
    birth_date = day_field(_l("出生日期"), required=False)
    phone = forms.CharField(label=_l("电话"), max_length=20, required=False)
    second_phone = forms.CharField(label=_l("备用电话"), max_length=20, required=False)
    id_number = forms.CharField(
        label=_l("身份证号"), max_length=24, required=False,
        help_text=_l("填了以后，出生日期和性别以身份证为准。不改就空着。"),
    )  # fmt: skip
    health_note = forms.CharField(
        label=_l("健康备注"), max_length=500, required=False,
        help_text=_l("只写照护用得上的，例如“听力差，请大声”。不改就空着。"),
        widget=forms.Textarea(attrs={"rows": 2}),
    )  # fmt: skip

    def narrow(self, identity: bool, health: bool) -> PersonForm:
        """Take out what the reader may not know."""
        if not identity:
            del self.fields["id_number"]
        if not health:
            del self.fields["health_note"]
        return self


class ArrivalForm(forms.Form):
    """Somebody new in a home."""

    name = forms.CharField(label=_l("姓名"), max_length=60)
    relation = forms.ChoiceField(
        label=_l("与户主的关系"), choices=list(RELATION.items()), initial=Relation.UNKNOWN.value,
        help_text=_l("空房里的第一位就是户主。"),
    )  # fmt: skip
    sex = forms.ChoiceField(label=_l("性别"), choices=list(SEX.items()), required=False)
    birth_date = day_field(_l("出生日期"), required=False)
    phone = forms.CharField(label=_l("电话"), max_length=20, required=False)
    id_number = forms.CharField(label=_l("身份证号"), max_length=24, required=False)
    since = day_field(_l("从哪天住进来"))


class JoinForm(forms.Form):
    """Somebody of the register moves into a home."""

    person = PersonField(label=_l("谁搬进来"), help_text=_l("打几个字，再点一下是哪一位。"))
    relation = forms.ChoiceField(
        label=_l("与户主的关系"), choices=list(RELATION.items()), initial=Relation.UNKNOWN.value
    )
    since = day_field(_l("从哪天住进来"))

    def let_pick(self, actor: Actor) -> JoinForm:
        self.fields["person"].let_pick(actor)  # type: ignore[attr-defined]
        return self


class LeavingForm(forms.Form):
    """Who leaves a household, and when."""

    people = forms.TypedMultipleChoiceField(
        label=_l("谁搬走"), coerce=int, widget=forms.CheckboxSelectMultiple
    )
    on = day_field(_l("哪天搬走"))

    def offer(self, people: list[tuple[int, str]]) -> LeavingForm:
        self.fields["people"].choices = people  # type: ignore[attr-defined]
        return self


class HeadForm(forms.Form):
    person = forms.TypedChoiceField(label=_l("新户主"), coerce=int, widget=forms.RadioSelect)

    def offer(self, people: list[tuple[int, str]]) -> HeadForm:
        self.fields["person"].choices = people  # type: ignore[attr-defined]
        return self


class StatusForm(forms.Form):
    version = forms.IntegerField(widget=forms.HiddenInput, required=False)
    status = forms.ChoiceField(
        label=_l("现在的情况"),
        choices=[(k, v) for k, v in STATUS.items() if k != PersonStatus.MERGED],
        widget=forms.RadioSelect,
    )
    since = day_field(_l("从哪天起"))


class CategoryForm(forms.Form):
    """A category with its source; grades come from the certificate, never from us (DIS-01)."""

    kind = forms.ChoiceField(label=_l("类别"), choices=list(CATEGORY.items()))
    code = forms.ChoiceField(
        label=_l("细类"), choices=[("", _l("不细分")), *CODE.items()], required=False
    )
    grade = forms.TypedChoiceField(
        label=_l("残疾等级"), coerce=int, empty_value=None, required=False,
        choices=[("", _l("不填")), *GRADE.items()], help_text=_l("照证上写的填，不要自己判断。"),
    )  # fmt: skip
    certificate = forms.CharField(
        label=_l("残疾人证号"), max_length=24, required=False,
        help_text=_l("20 位。填了以后，类别和等级可以不选。"),
    )  # fmt: skip
    source = forms.CharField(label=_l("从哪里知道的"), max_length=40, initial=_l("本人出示证件"))
    valid_from = day_field(_l("从哪天起"), required=False)
    valid_until = day_field(_l("到哪天止"), required=False)

    def narrow(self, health: bool) -> CategoryForm:
        if not health:
            kinds = [(k, v) for k, v in CATEGORY.items() if k not in HEALTH_KINDS]
            self.fields["kind"].choices = kinds  # type: ignore[attr-defined]
            for name in ("code", "grade", "certificate"):
                del self.fields[name]
        return self

    def clean(self) -> dict[str, Any]:
        data: dict[str, Any] = super().clean() or {}
        data["kind"] = CategoryKind(data["kind"]) if data.get("kind") else None
        return data


class PurposeForm(forms.Form):
    purpose = forms.CharField(
        label=_l("为什么要看"), max_length=200, help_text=_l("会记在查看记录里。")
    )


class MergeForm(forms.Form):
    reason = forms.CharField(label=_l("怎么知道是同一个人"), max_length=200)
