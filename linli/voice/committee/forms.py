from __future__ import annotations

from datetime import datetime
from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as _l

from linli.base.accounts.api import Actor
from linli.base.calendars.api import SHANGHAI
from linli.estate.people.api import search_people
from linli.voice.committee.labels import AFFAIRS, KINDS, MARKS, MEETINGS, POSITIONS, QUESTIONS

DAY = forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")


class PersonField(forms.CharField):
    """Somebody of the register by name and plate; `find` turns the words into an id."""

    def __init__(self, **options: Any) -> None:
        fields: dict[str, Any] = {
            "label": _l("哪位居民"), "max_length": 80,
            "help_text": _l("姓名加门牌最准，如：李明 3-2-1502。"),
        }  # fmt: skip
        super().__init__(**fields | options)


def find_person(form: forms.Form, name: str, actor: Actor) -> int | None:
    """The one person whom a field's words mean; else an error at that field."""
    text = form.cleaned_data.get(name, "")
    if not text:
        return None
    cards = search_people(actor, text, limit=2)
    if len(cards) == 1:
        return cards[0].id
    words = _("“%(line)s”不止一位，请加上门牌。") if cards else _("没有找到“%(line)s”。")
    form.add_error(name, words % {"line": text})
    return None


class BodyForm(forms.Form):
    kind = forms.ChoiceField(label=_l("哪个组织"), choices=list(KINDS.items()))
    organisation = forms.TypedChoiceField(label=_l("对应的单位"), coerce=int)
    phone = forms.CharField(label=_l("电话"), max_length=20, required=False)

    def offer(self, organisations: list[tuple[int, str]]) -> BodyForm:
        field: Any = self.fields["organisation"]
        field.choices = organisations
        return self


class TermForm(forms.Form):
    seats = forms.IntegerField(
        label=_l("委员人数"), min_value=1, max_value=99,
        help_text=_l("业委会 5 到 11 人，要单数；居委会 5 到 9 人。"),
    )  # fmt: skip
    elected_on = forms.DateField(label=_l("哪天选出的"), widget=DAY)
    starts_on = forms.DateField(label=_l("第一天"), widget=DAY)
    ends_on = forms.DateField(
        label=_l("最后一天"), widget=DAY, required=False, help_text=_l("不填就是满 5 年。")
    )


class SeatForm(forms.Form):
    person = PersonField(required=False)
    account = forms.TypedChoiceField(
        label=_l("或者选一位工作人员"), coerce=int, empty_value=None, required=False
    )
    position = forms.ChoiceField(label=_l("职务"), choices=list(POSITIONS.items()))
    declares_no_relative = forms.BooleanField(
        label=_l("本人声明：和居委会成员没有近亲属关系"), required=False
    )

    def offer(self, accounts: list[tuple[int, str]], *, asks: bool) -> SeatForm:
        """`asks`: whether this body excludes relatives (RC-04)."""
        field: Any = self.fields["account"]
        field.choices = [("", _l("不选")), *accounts]
        self.initial.setdefault("position", "member")
        if not asks:
            del self.fields["declares_no_relative"]
        return self


class PositionForm(forms.Form):
    position = forms.ChoiceField(label=_l("职务"), choices=list(POSITIONS.items()))


class LeaveForm(forms.Form):
    on = forms.DateField(label=_l("最后一天"), widget=DAY)
    reason = forms.CharField(label=_l("为什么离任"), max_length=120)


class ProofForm(forms.Form):
    proof = forms.FileField(label=_l("凭证"), help_text=_l("回执、交接单的照片或 PDF。"))

    def ask(self, *, needed: bool) -> ProofForm:
        """`needed`: whether it ends only with a paper."""
        self.fields["proof"].required = needed
        return self


class MeetingForm(forms.Form):
    kind = forms.ChoiceField(label=_l("开什么会"), choices=list(MEETINGS.items()))
    title = forms.CharField(label=_l("会议名称"), max_length=80)
    place_words = forms.CharField(label=_l("在哪里开"), max_length=80)
    day = forms.DateField(label=_l("哪天"), widget=DAY)
    clock = forms.TimeField(
        label=_l("几点"), widget=forms.TimeInput(attrs={"type": "time"}, format="%H:%M")
    )

    def offer(self, *, with_kinds: bool) -> MeetingForm:
        if not with_kinds:
            del self.fields["kind"]
        return self

    def values(self) -> dict[str, Any]:
        data = self.cleaned_data
        starts_at = datetime.combine(data["day"], data["clock"], SHANGHAI)
        kept = {name: data[name] for name in ("title", "place_words")}
        return kept | {"kind": data.get("kind", "committee"), "starts_at": starts_at}


class MinutesForm(forms.Form):
    text = forms.CharField(
        label=_l("会议记录"), max_length=20_000, widget=forms.Textarea(attrs={"rows": 14})
    )
    scan = forms.FileField(
        label=_l("签了字的纸的照片"), required=False,
        help_text=_l("签字人没有账号时要附上。"),
    )  # fmt: skip


class RepresentativeForm(forms.Form):
    person = PersonField()
    area = forms.TypedChoiceField(label=_l("代表哪里"), coerce=int)
    since = forms.DateField(label=_l("第一天"), widget=DAY)
    until = forms.DateField(label=_l("最后一天"), widget=DAY)

    def offer(self, areas: list[tuple[int, str]]) -> RepresentativeForm:
        field: Any = self.fields["area"]
        field.choices = areas
        return self


class AffairForm(forms.Form):
    item = forms.ChoiceField(label=_l("公开的是哪一项"), choices=list(AFFAIRS.items()))
    notice = forms.TypedChoiceField(label=_l("在哪份公告里"), coerce=int)

    def offer(self, notices: list[tuple[int, str]]) -> AffairForm:
        field: Any = self.fields["notice"]
        field.choices = notices
        return self


class AppraisalForm(forms.Form):
    opens_on = forms.DateField(label=_l("从哪天起"), widget=DAY)
    closes_on = forms.DateField(label=_l("到哪天止"), widget=DAY)


class ScoreForm(forms.Form):
    """Four questions; whoever does it for a household says how it was confirmed."""

    confirmation = forms.CharField(
        label=_l("本人怎么确认的"), max_length=80, help_text=_l("如：念给本人听，本人点头。")
    )

    def __init__(self, *args: Any, own: bool, **options: Any) -> None:
        super().__init__(*args, **options)
        if own:
            del self.fields["confirmation"]
        for question, label in QUESTIONS.items():
            self.fields[question] = forms.TypedChoiceField(
                label=label, choices=list(MARKS.items()), coerce=int, widget=forms.RadioSelect
            )

    def marks(self) -> list[forms.BoundField]:
        """The questions alone, one a screen."""
        return [self[question] for question in QUESTIONS]

    def scores(self) -> dict[str, int]:
        return {question: self.cleaned_data[question] for question in QUESTIONS}

    def first_step(self) -> int:
        """The screen, from 1, that the first trouble is on; the last one for any other."""
        names = [*QUESTIONS]
        wrong = [n for n, name in enumerate(names, 1) if name in self.errors]
        return (wrong or [len(names) + 1])[0] if self.errors else 1
