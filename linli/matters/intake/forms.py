"""What the desk types: a call or a visit, a letter."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _l

from linli.base.calendars.api import today
from linli.estate.organisations.api import Role, offices_in_force
from linli.estate.places.api import find_place_by_plate
from linli.matters.handling.phrases import URGENCIES, named
from linli.matters.routing.api import list_categories, list_kinds

WAYS = {"hotline": _l("热线"), "walk_in": _l("上门")}
LONGEST = 10_000
_AT_THE_PHONE = (Role.AGENT, Role.CLERK, Role.CENTRE_LEAD)


class WordsForm(forms.Form):
    """What somebody said, and what it is about."""

    reporter_id = forms.IntegerField(
        required=False, min_value=1, max_value=2**62, widget=forms.HiddenInput
    )
    name = forms.CharField(label=_l("怎么称呼"), required=False, max_length=60)
    phone = forms.CharField(label=_l("电话"), required=False, max_length=20)
    place = forms.CharField(
        label=_l("地点"), required=False, max_length=120,
        help_text=_l("门牌 3-2-1502、5号楼、东门，或用话说。"),
    )  # fmt: skip
    text = forms.CharField(
        label=_l("说什么事"), max_length=LONGEST,
        widget=forms.Textarea(attrs={"rows": 5}),
        error_messages={"required": _l("请写一两句话，说说是什么事。")},
    )  # fmt: skip
    category = forms.ChoiceField(label=_l("类别"))
    kind = forms.ChoiceField(label=_l("性质"))
    urgency = forms.ChoiceField(label=_l("缓急"), choices=list(URGENCIES.items()))

    def __init__(self, *args: Any, **options: Any):
        super().__init__(*args, **options)
        for field, rows in (("category", list_categories()), ("kind", list_kinds())):
            choices = [(r.code, named((r.name, r.name_en, ""))) for r in rows]
            self.fields[field].choices = choices  # type: ignore[attr-defined]

    def values(self) -> dict[str, Any]:
        """The fields as `open_matter` takes them."""
        data = self.cleaned_data
        place = find_place_by_plate(data["place"]) if data["place"].strip() else None
        known = data["reporter_id"] is not None
        return {
            "kind": data["kind"],
            "category": data["category"],
            "urgency": data["urgency"],
            "text": data["text"],
            "place_id": place.pk if place else None,
            "place_text": "" if place else data["place"],
            "reporter_id": data["reporter_id"],
            "reporter_name": "" if known else data["name"],
            "reporter_phone": data["phone"],
        }


class CallForm(WordsForm):
    """The hotline's and the desk's one screen."""

    way = forms.ChoiceField(
        label=_l("怎么来的"), choices=list(WAYS.items()), initial="hotline",
        widget=forms.RadioSelect,
    )  # fmt: skip

    def __init__(self, *args: Any, **options: Any):
        super().__init__(*args, **options)
        self.fields["text"].widget.attrs["rows"] = 4


class ContactForm(CallForm):
    """A contact of which no matter comes: only the note counts."""

    def __init__(self, *args: Any, **options: Any):
        super().__init__(*args, **options)
        for name in ("category", "kind", "urgency"):
            self.fields[name].required = False


class ScanForm(forms.Form):
    """Pages of one letter from the box."""

    received_on = forms.DateField(
        label=_l("收信日期"), widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")
    )

    box = forms.TypedChoiceField(
        label=_l("从哪个信箱取的"), required=False, coerce=int, empty_value=None
    )

    def __init__(self, *args: Any, boxes: Sequence[tuple[int, str]] = (), **options: Any):
        super().__init__(*args, **options)
        self.initial.setdefault("received_on", today().isoformat())
        choices = [("", _l("没有记")), *boxes]
        self.fields["box"].choices = choices  # type: ignore[attr-defined]


class AsideForm(forms.Form):
    reason = forms.CharField(label=_l("为什么不登记"), max_length=300)


class LineForm(forms.Form):
    name = forms.CharField(
        label=_l("线路名"), max_length=60, help_text=_l("比如“民生热线”。"),
    )  # fmt: skip


class SeatForm(forms.Form):
    """An agent and the extension of the telephone in front of them."""

    account = forms.ChoiceField(label=_l("谁"))
    number = forms.CharField(
        label=_l("分机号"), required=False, max_length=20,
        help_text=_l("空着就是不固定在哪台话机。"),
    )  # fmt: skip

    def __init__(self, *args: Any, **options: Any):
        super().__init__(*args, **options)
        offices = offices_in_force().filter(role__in=_AT_THE_PHONE, account__is_active=True)
        people = offices.order_by("account__name").values_list("account_id", "account__name")
        self.fields["account"].choices = list(dict(people).items())  # type: ignore[attr-defined]
