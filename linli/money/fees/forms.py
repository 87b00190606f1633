"""What is typed on the pages of fees. Money as people write it: yuan."""

from __future__ import annotations

import re
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _l

from linli.estate.people.api import CategoryKind
from linli.estate.places.api import find_place_by_plate
from linli.money.fees.api import Decision
from linli.money.fees.data import Cycle, GroundKind, WaiverScope
from linli.money.fees.errors import BadAmount, BadPrice
from linli.money.fees.words import CYCLES, FORMULAS, GROUNDS, PAYERS, SCOPES, TENURES, choices

_DAY = forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")


class YuanField(forms.CharField):
    """A sum in yuan as typed, whole fen as cleaned. No signs, no more than `decimals` decimals."""

    refusal = BadAmount.message

    def __init__(self, *, decimals: int = 2, scale: int = 100, least: int = 1, **options: Any):
        widget = forms.TextInput(attrs={"inputmode": "decimal", "autocomplete": "off"})
        super().__init__(**{"widget": widget, "max_length": 20, **options})
        self.decimals, self.scale, self.least = decimals, scale, least

    def clean(self, value: Any) -> int | None:
        text = super().clean(value).replace(",", "").replace(",", "").replace(" ", "")
        if not text:
            return None
        found = re.fullmatch(rf"(\d{{1,9}})(?:\.(\d{{1,{self.decimals}}}))?", text, re.ASCII)
        if found is None:
            raise forms.ValidationError(_l(self.refusal))
        places = len(str(self.scale)) - 1
        amount = int(found[1]) * self.scale + int((found[2] or "").ljust(places, "0"))
        if amount < self.least or amount > 100_000_000 * self.scale:
            raise forms.ValidationError(_l(self.refusal))
        return amount


class PriceField(YuanField):
    """A price in yuan; thousandths of a fen as cleaned."""

    refusal = BadPrice.message

    def __init__(self, **options: Any):
        super().__init__(decimals=5, scale=100_000, least=0, **options)


class PlateField(forms.CharField):
    """A home by its plate, however it is written; its id as cleaned."""

    def clean(self, value: Any) -> int | None:
        text = super().clean(value)
        if not text:
            return None
        place = find_place_by_plate(text)
        if place is None or place.kind != "home":
            raise forms.ValidationError(_l("没有这一户。请写门牌，如 3-2-1502。"))
        return int(place.pk)


class ChargeForm(forms.Form):
    """A charge and who pays it, by tenure."""

    name = forms.CharField(label=_l("名称"), max_length=40)
    name_en = forms.CharField(label=_l("英文名称"), max_length=60, required=False)
    code = forms.SlugField(
        label=_l("代号"), max_length=24, help_text=_l("小写英文，记账用，以后不变。")
    )
    cycle = forms.ChoiceField(label=_l("多久一次"), choices=choices(CYCLES))
    is_collected = forms.BooleanField(
        label=_l("代水电气暖公司收的"), required=False, help_text=_l("代收不得加手续费。")
    )
    is_rent = forms.BooleanField(label=_l("是租金，欠费按月数"), required=False)
    due_days = forms.IntegerField(
        label=_l("发账单后几天内交"), min_value=1, max_value=365, initial=30
    )

    def __init__(self, *args: Any, **options: Any):
        super().__init__(*args, **options)
        for tenure, label in TENURES.items():
            self.fields[f"payer_{tenure}"] = forms.ChoiceField(
                label=label, choices=choices(PAYERS), initial="owner"
            )

    def values(self) -> dict[str, Any]:
        """What `save_charge` takes, but the code."""
        data = self.cleaned_data
        payers = {tenure: data[f"payer_{tenure}"] for tenure in TENURES}
        names = ("name", "name_en", "is_collected", "is_rent", "due_days")
        return {name: data[name] for name in names} | {
            "cycle": Cycle(data["cycle"]), "payers": payers,
        }  # fmt: skip


class TariffForm(forms.Form):
    """A new version of a price with what it rests on."""

    starts_on = forms.DateField(label=_l("从哪天起"), widget=_DAY)
    formula = forms.ChoiceField(label=_l("怎么算"), choices=choices(FORMULAS))
    price = PriceField(label=_l("单价（元）"), help_text=_l("如 0.80；最多五位小数。"))
    ground_kind = forms.ChoiceField(
        label=_l("依据是"), choices=choices(GROUNDS), widget=forms.RadioSelect,
        initial=GroundKind.CONTRACT.value,
    )  # fmt: skip
    ground = forms.CharField(
        label=_l("哪一份"), max_length=120, help_text=_l("合同、决定或文件的名称和文号。")
    )
    decision_reference = forms.ChoiceField(label=_l("哪次决定"), required=False)
    surcharge = YuanField(label=_l("手续费（元）"), required=False, least=0, initial="0")

    def offer(self, decisions: list[Decision]) -> TariffForm:
        offer_decisions(self, decisions)
        return self


def offer_decisions(form: forms.Form, decisions: list[Decision]) -> None:
    field: Any = form.fields["decision_reference"]
    field.choices = [("", _l("不是靠决定"))] + [
        (one.reference, f"{one.reference} {one.title}") for one in decisions
    ]


class WaiverForm(forms.Form):
    """What entitled homes pay less."""

    name = forms.CharField(label=_l("名称"), max_length=40, help_text=_l("如：低保家庭减半。"))
    scope = forms.ChoiceField(label=_l("给谁"), choices=choices(SCOPES), widget=forms.RadioSelect)
    category_kind = forms.ChoiceField(label=_l("哪类人员"), required=False)
    home = PlateField(label=_l("点名的门牌"), required=False, max_length=40)
    percent = forms.IntegerField(label=_l("减百分之几"), min_value=1, max_value=100, required=False)
    monthly = YuanField(label=_l("或每月减几元"), required=False)
    ground = forms.CharField(
        label=_l("法律依据"), max_length=120, help_text=_l("哪份文件、第几条。")
    )
    decision_reference = forms.ChoiceField(
        label=_l("哪次决定"), required=False, help_text=_l("空置房的优惠必须由业主大会决定。")
    )
    starts_on = forms.DateField(label=_l("从哪天起"), widget=_DAY)
    ends_on = forms.DateField(label=_l("到哪天止"), widget=_DAY, required=False)

    def offer(self, decisions: list[Decision], kinds: dict[str, Any]) -> WaiverForm:
        field: Any = self.fields["category_kind"]
        field.choices = [("", _l("请选")), *kinds.items()]
        offer_decisions(self, decisions)
        return self

    def values(self) -> dict[str, Any]:
        """What `propose_waiver` takes."""
        data = self.cleaned_data
        return {
            "name": data["name"], "scope": WaiverScope(data["scope"]), "ground": data["ground"],
            "starts_on": data["starts_on"], "ends_on": data["ends_on"],
            "share": (data["percent"] or 0) * 10, "monthly_fen": data["monthly"] or 0,
            "category_kind": data["category_kind"], "home_id": data["home"],
            "decision_reference": data["decision_reference"],
        }  # fmt: skip


KINDS = {
    CategoryKind.DISABILITY.value: _l("残疾人"),
    CategoryKind.AID.value: _l("社会救助对象"),
    CategoryKind.ELDER_ALONE.value: _l("独居老人"),
    CategoryKind.RESETTLED.value: _l("拆迁安置"),
    CategoryKind.VETERAN.value: _l("退役军人"),
}


class RunForm(forms.Form):
    """Which charge, for which period, to be paid by when."""

    charge = forms.ChoiceField(label=_l("收什么"))
    period = forms.CharField(
        label=_l("哪一期"), max_length=8, help_text=_l("月写 2026-11，季写 2026Q4，年写 2026。")
    )
    due_on = forms.DateField(label=_l("哪天前交"), widget=_DAY)
    only_missing = forms.BooleanField(label=_l("只补发还没有账单的户"), required=False)

    def offer(self, charges: list[tuple[str, str]]) -> RunForm:
        field: Any = self.fields["charge"]
        field.choices = charges
        return self


class ReadingForm(forms.Form):
    home = PlateField(label=_l("门牌"), max_length=40)
    read_on = forms.DateField(label=_l("哪天抄的"), widget=_DAY)
    amount = YuanField(label=_l("表上的数"), decimals=3, scale=1000, least=0)
    is_exchange = forms.BooleanField(label=_l("换表：这是新表的起数"), required=False)


class ReasonForm(forms.Form):
    """A reason, and the last day of service where one is asked for."""

    last_day = forms.DateField(
        label=_l("服务到哪天为止"), widget=_DAY, required=False,
        help_text=_l("没有提前结束就不填，按现在的登记重算。"),
    )  # fmt: skip
    reason = forms.CharField(label=_l("原因"), max_length=120)


class DisputeForm(forms.Form):
    text = forms.CharField(
        label=_l("哪里不对"), max_length=500, widget=forms.Textarea(attrs={"rows": 3})
    )
