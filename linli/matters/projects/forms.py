"""A project as a form, and the words that everybody is told."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as _l

from linli.estate.organisations.api import list_organisations, offices_in_force
from linli.matters.projects.data import Plan, Step

MOST_STEPS = 5
_DATE = {"invalid": _l("日期要写成 2027-06-30。")}


def _day(label: Any, *, required: bool = True) -> forms.DateField:
    widget = forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")
    return forms.DateField(label=label, required=required, widget=widget, error_messages=_DATE)


class ProjectForm(forms.Form):
    """Owner, goal, steps and end; steps are `step1` with `day1`, and so on."""

    title = forms.CharField(label=_l("项目叫什么"), max_length=80)
    goal = forms.CharField(
        label=_l("要办成什么样"), max_length=300, widget=forms.Textarea(attrs={"rows": 3}),
        help_text=_l("大家都看得到：不写姓名、电话和门牌。"),
    )  # fmt: skip
    organisation = forms.ChoiceField(label=_l("哪个单位负责"))
    account = forms.ChoiceField(label=_l("谁负责"))
    ends_on = _day(_l("什么时候办完"))
    watch_weeks = forms.IntegerField(label=_l("办完再看几周"), min_value=1, max_value=26, initial=4)
    threshold = forms.IntegerField(
        label=_l("又有几件就重新打开"), min_value=1, max_value=50, initial=3
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for n in range(1, MOST_STEPS + 1):
            self.fields[f"step{n}"] = forms.CharField(
                label=_("第 %(n)s 步") % {"n": n}, max_length=120, required=False
            )
            self.fields[f"day{n}"] = _day(_("第 %(n)s 步哪天做完") % {"n": n}, required=False)
        units = {o.pk: o.name for o in list_organisations()}
        self._choose("organisation", list(units.items()))
        rows = offices_in_force().filter(account__is_active=True, organisation__isnull=False)
        found = rows.values_list("account_id", "account__name", "organisation_id")
        people = {a: f"{name} · {units.get(o, '')}" for a, name, o in found.order_by("id")}
        self._choose("account", list(people.items()))

    def _choose(self, name: str, choices: list[Any]) -> None:
        field: Any = self.fields[name]
        field.choices = choices

    def steps(self) -> list[Any]:
        return [(self[f"step{n}"], self[f"day{n}"]) for n in range(1, MOST_STEPS + 1)]

    def clean(self) -> dict[str, Any]:
        found: dict[str, Any] = super().clean() or {}
        for n in range(1, MOST_STEPS + 1):
            title, day = found.get(f"step{n}"), found.get(f"day{n}")
            if title and not day and f"day{n}" not in self.errors:
                self.add_error(f"day{n}", _("这一步还没有日子。"))
            if day and not title and f"step{n}" not in self.errors:
                self.add_error(f"step{n}", _("这一步还没有写做什么。"))
        return found

    def plan(self) -> Plan:
        """What was planned; call after `is_valid`."""
        found = self.cleaned_data
        numbers = range(1, MOST_STEPS + 1)
        steps = [Step(found[f"step{n}"], found[f"day{n}"]) for n in numbers if found[f"step{n}"]]
        return Plan(found["title"], found["goal"], found["ends_on"], steps,
                    found["watch_weeks"], found["threshold"])  # fmt: skip


class TellForm(forms.Form):
    """Words for all who reported, and for the page that everybody reads."""

    body = forms.CharField(
        label=_l("对大家说"), max_length=500, widget=forms.Textarea(attrs={"rows": 4}),
        help_text=_l("做了什么，接下来做什么，到哪天。不写姓名、电话和门牌。"),
    )  # fmt: skip
    finish = forms.BooleanField(
        label=_l("能办结的事项一起办结，由别人回访"), required=False, initial=True
    )


class EndForm(forms.Form):
    ends_on = _day(_l("改到哪天办完"))
    reason = forms.CharField(label=_l("原因"), max_length=200)
