"""What an estate may change by itself: rules, categories, deadlines, its calendar."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _l

from linli.estate.organisations.api import Role, list_organisations
from linli.estate.places.api import find_place_by_plate
from linli.matters.routing.data import DeadlineUnit
from linli.matters.routing.models import Category, DeadlineProfile, MatterKind, RoutingRule

_ANY = ("", _l("都可以"))
URGENCIES = {"none": _l("一般"), "high": _l("加急"), "emergency": _l("紧急")}
CHANNELS = {
    "hotline": _l("热线"),
    "walk_in": _l("上门"),
    "letter": _l("信箱"),
    "resident": _l("居民手机"),
    "grid_round": _l("网格走访"),
    "wechat": _l("微信"),
    "api": _l("接口"),
    "system": _l("系统"),
}
ROLES = {
    Role.GRID_WORKER: _l("那里的网格员"),
    Role.BUILDING_CAPTAIN: _l("那里的楼长"),
}
UNITS = {DeadlineUnit.HOURS: _l("小时"), DeadlineUnit.WORKING_DAYS: _l("工作日")}


def _names(rows: Any) -> list[tuple[str, str]]:
    english = (get_language() or "").startswith("en")
    return [(row.code, row.name_en if english else row.name) for row in rows]


class _FactsForm(forms.Form):
    """What a rule looks at, and what "try it" asks for."""

    category = forms.ChoiceField(label=_l("类别"), required=False)
    kind = forms.ChoiceField(label=_l("性质"), required=False)
    urgency = forms.ChoiceField(label=_l("缓急"), required=False)
    channel = forms.ChoiceField(label=_l("来路"), required=False)
    place = forms.CharField(
        label=_l("地点"), required=False, max_length=40,
        help_text=_l("门牌：3-2-1502、5号楼、东门、第1网格。"),
    )  # fmt: skip
    any_words: Any = _ANY

    def __init__(self, *args: Any, **options: Any):
        super().__init__(*args, **options)
        first = [self.any_words] if self.any_words else []
        for name, rows in (
            ("category", _names(Category.objects.filter(is_active=True).order_by("sort", "id"))),
            ("kind", _names(MatterKind.objects.filter(is_active=True).order_by("sort", "id"))),
            ("urgency", list(URGENCIES.items())),
            ("channel", list(CHANNELS.items())),
        ):
            self.fields[name].choices = [*first, *rows]  # type: ignore[attr-defined]

    def clean_place(self) -> Any:
        text = self.cleaned_data["place"].strip()
        if not text:
            return None
        found = find_place_by_plate(text)
        if found is None:
            raise forms.ValidationError(_l("没有这个门牌。请照门牌上写的样子填。"))
        return found


class RuleForm(_FactsForm):
    """One rule: when it fits, and who gets the matter then."""

    field_order = ("name", "category", "kind", "place", "urgency", "channel", "from_hour",
                   "to_hour", "organisation", "role", "is_active")  # fmt: skip
    name = forms.CharField(label=_l("规则的名字"), max_length=80)
    from_hour = forms.IntegerField(label=_l("几点起"), required=False, min_value=0, max_value=23)
    to_hour = forms.IntegerField(label=_l("到几点"), required=False, min_value=0, max_value=24)
    organisation = forms.TypedChoiceField(label=_l("交给哪个单位"), coerce=int)
    role = forms.ChoiceField(
        label=_l("交给谁"), required=False,
        choices=[("", _l("单位里谁有空谁接")), *ROLES.items()],
    )  # fmt: skip
    is_active = forms.BooleanField(label=_l("在用"), required=False, initial=True)

    def __init__(self, *args: Any, **options: Any):
        super().__init__(*args, **options)
        choices = [(row.pk, row.name) for row in list_organisations()]
        self.fields["organisation"].choices = choices  # type: ignore[attr-defined]

    def values(self) -> dict[str, Any]:
        """The fields as `add_rule` and `change_rule` take them."""
        data = self.cleaned_data
        plain = ("name", "urgency", "channel", "from_hour", "to_hour", "role", "is_active")
        return {
            **{name: data[name] for name in plain},
            "category_id": _id_of(Category, data["category"]),
            "kind_id": _id_of(MatterKind, data["kind"]),
            "place_id": data["place"].pk if data["place"] else None,
            "organisation_id": data["organisation"],
        }


def _id_of(model: Any, code: str) -> int | None:
    found: int | None = model.objects.filter(code=code).values_list("id", flat=True).first()
    return found if code else None


def rule_values(rule: RoutingRule) -> dict[str, Any]:
    """A stored rule as the form's first values."""
    return {
        "name": rule.name,
        "category": rule.category.code if rule.category else "",
        "kind": rule.kind.code if rule.kind else "",
        "place": rule.place.plate if rule.place else "",
        "urgency": rule.urgency,
        "channel": rule.channel,
        "from_hour": rule.from_hour,
        "to_hour": rule.to_hour,
        "organisation": rule.organisation_id,
        "role": rule.role,
        "is_active": rule.is_active,
    }


class TryForm(_FactsForm):
    """What would happen to a matter that comes in like this."""

    any_words = None
    text = forms.CharField(label=_l("或写一句话，看会猜成什么类别"), required=False, max_length=300)
    hour = forms.IntegerField(label=_l("几点钟"), min_value=0, max_value=23)

    def __init__(self, *args: Any, **options: Any):
        super().__init__(*args, **options, auto_id="id_try_%s")
        self.fields["kind"].initial = "request"
        self.order_fields(["text", "category", "kind", "place", "urgency", "channel", "hour"])


class CategoryForm(forms.Form):
    name = forms.CharField(label=_l("中文名"), max_length=40)
    name_en = forms.CharField(label=_l("英文名"), max_length=60)
    profile_id = forms.TypedChoiceField(label=_l("时限"), coerce=int)
    words = forms.CharField(
        label=_l("猜类别用的词"), required=False, max_length=2000,
        help_text=_l("词之间空一格。来话里有这些词，就先猜是这一类。"),
        widget=forms.Textarea(attrs={"rows": 3}),
    )  # fmt: skip
    is_sensitive = forms.BooleanField(
        label=_l("涉及隐私"), required=False, help_text=_l("只让经办的人看内容。")
    )
    is_shown_to_public = forms.BooleanField(
        label=_l("可以公示"), required=False, help_text=_l("在“正在处理”里只写类别和楼栋。")
    )
    is_active = forms.BooleanField(label=_l("在用"), required=False, initial=True)

    def __init__(self, *args: Any, **options: Any):
        super().__init__(*args, **options)
        rows = DeadlineProfile.objects.filter(is_active=True).order_by("id")
        choices = [(row.pk, row.name) for row in rows]
        self.fields["profile_id"].choices = choices  # type: ignore[attr-defined]

    def clean_words(self) -> list[str]:
        return list(dict.fromkeys(self.cleaned_data["words"].split()))


class NewCategoryForm(CategoryForm):
    field_order = ("code", "name", "name_en", "profile_id", "words")
    code = forms.SlugField(
        label=_l("代码"), max_length=32, help_text=_l("小写字母和下划线，定了就不再改。")
    )


class ProfileForm(forms.Form):
    name = forms.CharField(label=_l("中文名"), max_length=40)
    name_en = forms.CharField(label=_l("英文名"), max_length=60)
    respond_hours = forms.IntegerField(label=_l("几小时内答复"), min_value=1, max_value=9999)
    solve_amount = forms.IntegerField(label=_l("多久办完"), min_value=1, max_value=9999)
    solve_unit = forms.ChoiceField(label=_l("单位"), choices=list(UNITS.items()))
    extension_days = forms.IntegerField(label=_l("最多延长几个工作日"), min_value=0, max_value=99)


class DayForm(forms.Form):
    """The estate's own word on one day."""

    day = forms.DateField(
        label=_l("哪天"), widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")
    )
    is_working = forms.TypedChoiceField(
        label=_l("上不上班"), coerce=lambda value: {"1": True, "0": False}.get(value),
        choices=[("1", _l("上班")), ("0", _l("休息"))],
    )  # fmt: skip
    note = forms.CharField(label=_l("为什么"), required=False, max_length=80)
