"""What people fill in to move a matter on: one form for each deed."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _l

from linli.base.calendars.api import SHANGHAI, now, today
from linli.estate.people.pickers import PersonField
from linli.estate.places.api import find_place_by_plate
from linli.matters.handling.labels import STEPS
from linli.matters.handling.phrases import (
    DECLINE,
    PARTY_ROLES,
    RESULTS,
    SATISFACTIONS,
    URGENCIES,
    WAYS,
    named,
)
from linli.matters.handling.pickers import MattersField
from linli.matters.handling.receivers import (
    list_colleagues,
    list_receivers,
    suggested_receiver,
)
from linli.matters.routing.api import list_categories, list_kinds, names_of_estate

_LONG = 5000
_PARTS = 4


def _words(label: Any, *, required: bool = True, rows: int = 3, help_text: Any = "") -> Any:
    widget = forms.Textarea(attrs={"rows": rows, "data-submit-key": "1"})
    return forms.CharField(
        label=label, required=required, max_length=_LONG, widget=widget, help_text=help_text
    )


class DeedForm(forms.Form):
    """Base of all: knows the matter and the actor that it is for."""

    takes_pictures = False

    def __init__(self, *args: Any, matter: Any, actor: Any, **options: Any):
        self.matter, self.actor = matter, actor
        super().__init__(*args, **{"auto_id": "id_deed_%s", **options})
        self.prepare()

    def prepare(self) -> None:
        """Fill choices and first values."""


class PlainForm(DeedForm):
    """Nothing to fill in: the button is the deed."""


class ReasonForm(DeedForm):
    reason = _words(_l("原因"), help_text=_l("接手的人看得懂就行，一句话。"))


class TextForm(DeedForm):
    text = _words(_l("写什么"))


class PictureTextForm(TextForm):
    takes_pictures = True


class OfferForm(DeedForm):
    to = forms.ChoiceField(label=_l("转给谁"))
    reason = _words(_l("原因"), rows=2, help_text=_l("居民看不到；接手的人靠它明白来龙去脉。"))

    def prepare(self) -> None:
        self.fields["to"].choices = list_receivers(self.matter)  # type: ignore[attr-defined]
        self.initial.setdefault("to", suggested_receiver(self.matter))

    def clean_to(self) -> tuple[int, int | None]:
        organisation, _, account = self.cleaned_data["to"].partition(":")
        return int(organisation), int(account) if account else None


class AssignForm(DeedForm):
    account = forms.TypedChoiceField(
        label=_l("派给谁"), required=False, coerce=int, empty_value=None
    )

    def prepare(self) -> None:
        choices = [("", _l("谁手上少派给谁")), *list_colleagues(self.matter.organisation_id)]
        self.fields["account"].choices = choices  # type: ignore[attr-defined]


class AppointForm(DeedForm):
    day = forms.DateField(
        label=_l("哪天"), widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")
    )
    start = forms.TimeField(label=_l("几点起"), widget=forms.TimeInput(attrs={"type": "time"}))
    until = forms.TimeField(label=_l("到几点"), widget=forms.TimeInput(attrs={"type": "time"}))

    def prepare(self) -> None:
        day = today() + timedelta(days=1)
        self.initial.setdefault("day", day.isoformat())
        self.initial.setdefault("start", "09:00")
        self.initial.setdefault("until", "11:00")

    def clean(self) -> dict[str, Any]:
        data: dict[str, Any] = super().clean() or {}
        if not {"day", "start", "until"} <= data.keys():
            return data
        data["from_"] = datetime.combine(data["day"], data["start"], SHANGHAI)
        data["to"] = datetime.combine(data["day"], data["until"], SHANGHAI)
        if data["to"] <= data["from_"]:
            self.add_error("until", _l("结束要晚于开始。"))
        elif data["to"] <= now():
            self.add_error("day", _l("这个时间已经过了，请选以后的时间。"))
        return data


class ExtendForm(DeedForm):
    days = forms.IntegerField(label=_l("延长几个工作日"), min_value=1, max_value=60)
    reason = _words(_l("原因"), rows=2, help_text=_l("居民会看到这一句。"))


class ChangeForm(DeedForm):
    title = forms.CharField(label=_l("一句话"), max_length=120)
    category = forms.ChoiceField(label=_l("类别"))
    kind = forms.ChoiceField(label=_l("性质"))
    urgency = forms.ChoiceField(label=_l("缓急"), choices=list(URGENCIES.items()))
    place = forms.CharField(
        label=_l("门牌"), required=False, max_length=40, help_text=_l("如 3-2-1502、5号楼、东门。")
    )

    def prepare(self) -> None:
        _choose(self, "category", list_categories())
        _choose(self, "kind", list_kinds())
        matter, names = self.matter, names_of_estate()
        codes = {id_: code for code, id_ in names.category_ids.items()}
        kinds = {id_: code for code, id_ in names.kind_ids.items()}
        self.initial = {
            "title": matter.title,
            "category": codes.get(matter.category_id, ""),
            "kind": kinds.get(matter.kind_id, ""),
            "urgency": matter.urgency,
            "place": matter.place.plate if matter.place else "",
            **self.initial,
        }

    def clean_place(self) -> int | None:
        return read_plate(self.cleaned_data["place"])


class FinishForm(DeedForm):
    takes_pictures = True
    text = _words(
        _l("怎么办好的"), required=False, help_text=_l("拍张照片，或写一句；有一样就行。")
    )


class VisitForm(DeedForm):
    result = forms.ChoiceField(
        label=_l("解决了吗"), choices=list(RESULTS.items()), widget=forms.RadioSelect
    )
    satisfaction = forms.ChoiceField(
        label=_l("满意吗"), required=False, widget=forms.RadioSelect,
        choices=[*SATISFACTIONS.items(), ("", _l("没说"))],
    )  # fmt: skip
    way = forms.ChoiceField(
        label=_l("怎么问的"), choices=list(WAYS.items()), initial="phone", widget=forms.RadioSelect
    )
    text = _words(_l("居民怎么说"), required=False, rows=2)


class ConfirmForm(DeedForm):
    solved = forms.TypedChoiceField(
        label=_l("解决了吗"), coerce=lambda value: value == "1", widget=forms.RadioSelect,
        choices=[("1", _l("解决了")), ("0", _l("没解决"))],
    )  # fmt: skip
    satisfaction = forms.ChoiceField(
        label=_l("满意吗"), required=False, widget=forms.RadioSelect,
        choices=[*SATISFACTIONS.items(), ("", _l("没说"))],
    )  # fmt: skip
    text = _words(_l("居民怎么说"), required=False, rows=2)


class DeclineForm(DeedForm):
    reason = forms.ChoiceField(label=_l("为什么不受理"), choices=list(DECLINE.items()))
    text = _words(_l("告诉居民该找谁"), help_text=_l("写清单位和电话，居民会收到这一段。"))


class WithdrawForm(DeedForm):
    reason = _words(_l("居民为什么撤回"), required=False, rows=2)


class MergeForm(DeedForm):
    others = MattersField(
        label=_l("并进来的事项"),
        help_text=_l("下面是同一个人或附近的；也可以找编号、标题里的字。"),
    )
    reason = _words(_l("原因"), rows=2)

    def prepare(self) -> None:
        self.fields["others"].let_pick(self.actor, self.matter)  # type: ignore[attr-defined]


class SplitForm(DeedForm):
    """Up to four parts; the first two are needed."""

    def prepare(self) -> None:
        choices = [(c.code, named((c.name, c.name_en, ""))) for c in list_categories()]
        for n in range(1, _PARTS + 1):
            needed = n <= 2
            self.fields[f"text{n}"] = _words(_l("第 %(n)s 件") % {"n": n}, required=needed, rows=2)
            self.fields[f"category{n}"] = forms.ChoiceField(
                label=_l("第 %(n)s 件的类别") % {"n": n}, choices=choices, required=needed
            )

    def parts(self) -> list[tuple[str, str]]:
        rows = (
            (self.cleaned_data[f"text{n}"], self.cleaned_data[f"category{n}"])
            for n in range(1, _PARTS + 1)
        )
        return [(text, category) for text, category in rows if text]


class JoinForm(DeedForm):
    """Somebody of the register, or a name where the register does not know them."""

    person = PersonField(
        label=_l("谁"), required=False, help_text=_l("登记过的人：打几个字，再点一下是哪一位。")
    )
    name = forms.CharField(label=_l("没登记过的，写姓名"), required=False, max_length=60)
    phone = forms.CharField(label=_l("电话"), required=False, max_length=20)
    text = _words(_l("也说了什么"), required=False, rows=2)

    def prepare(self) -> None:
        self.fields["person"].let_pick(self.actor)  # type: ignore[attr-defined]

    def clean(self) -> dict[str, Any]:
        data: dict[str, Any] = super().clean() or {}
        if not self.errors and not data.get("person") and not data.get("name"):
            self.add_error("person", _l("请找到是谁，或者写下姓名。"))
        return data


class PartyForm(DeedForm):
    role = forms.ChoiceField(
        label=_l("身份"), choices=[(k, w) for k, w in PARTY_ROLES.items() if k != "joined"]
    )
    name = forms.CharField(label=_l("姓名"), max_length=60)
    phone = forms.CharField(label=_l("电话"), required=False, max_length=20)


class StepForm(DeedForm):
    step = forms.ChoiceField(label=_l("这一步"))
    text = _words(_l("谈得怎样"))

    def prepare(self) -> None:
        steps = list(self.matter.kind.steps)
        now_at = self.matter.mediation_step
        done = steps.index(now_at) + 1 if now_at in steps else 0
        self.fields["step"].choices = [(s, STEPS.get(s, s)) for s in steps]  # type: ignore[attr-defined]
        self.initial.setdefault("step", steps[min(done, len(steps) - 1)] if steps else "")


class ThankForm(DeedForm):
    text = _words(_l("居民怎么夸的"), required=False, rows=2)


def _choose(form: DeedForm, name: str, rows: Any) -> None:
    form.fields[name].choices = [  # type: ignore[attr-defined]
        (row.code, named((row.name, row.name_en, ""))) for row in rows
    ]


def read_plate(text: str) -> int | None:
    """The place with this plate; None for no text. Raises ValidationError for an unknown one."""
    if not text.strip():
        return None
    place = find_place_by_plate(text)
    if place is None:
        raise forms.ValidationError(_l("没有这个门牌。请写成 3-2-1502、5号楼 或 东门 的样子。"))
    return place.pk
