from __future__ import annotations

from collections.abc import Iterable
from decimal import Decimal
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _l

from linli.base.accounts.api import Actor
from linli.estate.people.pickers import PersonField
from linli.estate.places.data import PlaceKind
from linli.estate.places.facilities import type_choices
from linli.estate.places.labels import AREA_SOURCE, KIND, TENURE

CM2 = 10_000


def _day(label: Any, required: bool = True) -> forms.DateField:
    widget = forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")
    return forms.DateField(label=label, required=required, widget=widget)


class HomeForm(forms.Form):
    area = forms.DecimalField(
        label=_l("建筑面积（平方米）"), required=False, max_digits=8, decimal_places=4,
        min_value=Decimal("0.01"),
    )  # fmt: skip
    area_source = forms.ChoiceField(label=_l("面积的来源"), choices=list(AREA_SOURCE.items()))
    tenure_type = forms.ChoiceField(label=_l("产权性质"), choices=list(TENURE.items()))
    is_vacant = forms.BooleanField(label=_l("空着，已核实"), required=False)

    @property
    def area_cm2(self) -> int | None:
        area = self.cleaned_data["area"]
        return None if area is None else int(area * CM2)


class OwnerForm(forms.Form):
    """Up to four owners, each with a share."""

    def __init__(self, *args: Any, actor: Actor, known: Iterable[int] = (), **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        known = frozenset(known)
        for n in range(1, 5):
            person = PersonField(label=_l("第 %(n)s 位业主") % {"n": n}, required=n == 1)
            person.let_pick(actor, known)
            self.fields[f"person{n}"] = person
            self.fields[f"part{n}"] = forms.IntegerField(
                label=_l("占几份"), required=False, min_value=1, max_value=10_000, initial=1
            )
            self.fields[f"whole{n}"] = forms.IntegerField(
                label=_l("共几份"), required=False, min_value=1, max_value=10_000, initial=1
            )


class LeaseForm(forms.Form):
    tenant = PersonField(label=_l("承租人"), help_text=_l("打几个字，再点一下是哪一位。"))
    starts_on = _day(_l("租约开始"))
    ends_on = _day(_l("租约到期"))

    def let_pick(self, actor: Actor) -> LeaseForm:
        self.fields["tenant"].let_pick(actor)  # type: ignore[attr-defined]
        return self


class LeaseEndForm(forms.Form):
    on = _day(_l("哪天结束"))


class PublicPlaceForm(forms.Form):
    kind = forms.ChoiceField(
        label=_l("是什么"),
        choices=[(k, KIND[k]) for k in (PlaceKind.PUBLIC_PLACE, PlaceKind.FACILITY)],
    )
    name = forms.CharField(label=_l("门牌上怎么写"), max_length=40)
    facility_type = forms.ChoiceField(label=_l("哪一类"), choices=type_choices, required=False)
    grid = forms.TypedChoiceField(
        label=_l("属于哪个网格"), coerce=int, empty_value=None, required=False
    )

    def offer(self, grids: list[tuple[int, str]]) -> PublicPlaceForm:
        choices = [("", _l("全小区")), *grids]
        self.fields["grid"].choices = choices  # type: ignore[attr-defined]
        own = type_choices(self.initial.get("facility_type", ""))
        self.fields["facility_type"].choices = own  # type: ignore[attr-defined]
        return self
