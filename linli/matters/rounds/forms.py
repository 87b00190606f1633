"""What is filled in to make, share and type in a round."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _l

from linli.matters.rounds.labels import OUTCOMES
from linli.matters.rounds.rules import DEFAULT_DOORS, MOST_DOORS


class RoundForm(forms.Form):
    """A day's list: where the walk begins, how many doors."""

    start = forms.TypedChoiceField(
        label=_l("从哪栋楼走起"), coerce=int, empty_value=None, required=False
    )
    doors = forms.IntegerField(
        label=_l("走几扇门"), min_value=1, max_value=MOST_DOORS, initial=DEFAULT_DOORS
    )
    worker = forms.TypedChoiceField(
        label=_l("谁去走"), coerce=int, empty_value=None, required=False
    )

    def offer(self, buildings: list[tuple[int, str]], workers: list[tuple[int, str]]) -> RoundForm:
        self._choose("start", [("", _l("按楼号")), *buildings])
        self._choose("worker", [("", _l("我自己")), *workers])
        if not workers:
            del self.fields["worker"]
        return self

    def _choose(self, name: str, choices: list[Any]) -> None:
        field = self.fields[name]
        assert isinstance(field, forms.ChoiceField)
        field.choices = choices


class ShareForm(forms.Form):
    account = forms.TypedChoiceField(label=_l("和谁一起走"), coerce=int, empty_value=None)

    def offer(self, people: list[tuple[int, str]]) -> ShareForm:
        field = self.fields["account"]
        assert isinstance(field, forms.ChoiceField)
        field.choices = [("", "—"), *people]
        return self


class PaperForm(forms.Form):
    """One door of a paper list, typed in afterwards."""

    day = forms.DateField(
        label=_l("哪天去的"), widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")
    )
    outcome = forms.ChoiceField(
        label=_l("这一家怎么样"), choices=list(OUTCOMES.items()),
        widget=forms.RadioSelect,
    )  # fmt: skip
    consent = forms.ChoiceField(
        label=_l("说明用途后"), required=False, widget=forms.RadioSelect,
        choices=[("", _l("没问")), ("oral", _l("口头同意登记")), ("signed", _l("签了字")),
                 ("declined", _l("不同意登记"))],
    )  # fmt: skip
    facts = forms.MultipleChoiceField(
        label=_l("核对过、没有变的"), required=False, widget=forms.CheckboxSelectMultiple
    )
    household = forms.ChoiceField(
        label=_l("住的还是这一家吗"), required=False, widget=forms.RadioSelect,
        choices=[("", _l("没问")), ("gone", _l("搬走了")), ("vacant", _l("没有人住"))],
    )  # fmt: skip
    new_name = forms.CharField(label=_l("还住着谁：姓名"), required=False, max_length=60)
    new_phone = forms.CharField(label=_l("还住着谁：电话"), required=False, max_length=20)
    need = forms.CharField(
        label=_l("有什么需要"), required=False, max_length=2000,
        widget=forms.Textarea(attrs={"rows": 3}),
    )  # fmt: skip
    need_category = forms.ChoiceField(label=_l("哪一类"), required=False)
    told = forms.CharField(
        label=_l("要转告的话"), required=False, max_length=500,
        widget=forms.Textarea(attrs={"rows": 2}),
    )  # fmt: skip
    form_key = forms.CharField(widget=forms.HiddenInput, max_length=40)

    def offer(
        self, facts: list[tuple[str, Any]], categories: list[tuple[str, str]],
        phones: list[tuple[int, str]],
    ) -> PaperForm:  # fmt: skip
        for name, choices in (("facts", facts), ("need_category", categories)):
            field = self.fields[name]
            assert isinstance(field, forms.ChoiceField)
            field.choices = choices
        for person_id, label in phones:
            self.fields[f"phone_{person_id}"] = forms.CharField(
                label=label, required=False, max_length=20
            )
        return self
