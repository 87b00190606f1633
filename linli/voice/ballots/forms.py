from __future__ import annotations

from datetime import timedelta
from typing import Any

from django import forms
from django.core.validators import MaxValueValidator
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as _l

from linli.base.accounts.api import Actor
from linli.base.calendars.api import SHANGHAI, now
from linli.estate.organisations.api import list_organisations
from linli.estate.people.pickers import PersonField
from linli.voice.ballots.data import Repeat, Silence
from linli.voice.ballots.labels import matter_choices, repeat_word, silence_word
from linli.voice.ballots.models import AgendaItem, Assembly, Petition
from linli.voice.ballots.rules import NOTICE_DAYS, needs_limit, read_yuan

_MOMENT = forms.DateTimeInput(attrs={"type": "datetime-local"}, format="%Y-%m-%dT%H:%M")
_READS = ["%Y-%m-%dT%H:%M", "%Y-%m-%d %H:%M"]
_AREA = {"rows": 3}


class AssemblyForm(forms.Form):
    title = forms.CharField(label=_l("开会决定什么"), max_length=80)
    opens_at = forms.DateTimeField(
        label=_l("什么时候开始投票"), widget=_MOMENT, input_formats=_READS,
        help_text=_l("公告满 15 天以后。备好和公告还要时间，多留几天。"),
    )  # fmt: skip
    closes_at = forms.DateTimeField(
        label=_l("什么时候结束"), widget=_MOMENT, input_formats=_READS,
        help_text=_l("至少开放一整天，让上班的人也赶得上。"),
    )  # fmt: skip
    petition = forms.TypedChoiceField(
        label=_l("按哪份提议开（临时会议）"), coerce=int, empty_value=None, required=False
    )

    def offer(self) -> AssemblyForm:
        reached = Petition.objects.filter(reached_at__isnull=False, withdrawn_at__isnull=True)
        field: Any = self.fields["petition"]
        field.choices = [("", _("不是，按期开的会")), *reached.values_list("pk", "title")]
        if len(field.choices) == 1:
            del self.fields["petition"]
        return self

    @staticmethod
    def initial_of(assembly: Assembly | None) -> dict[str, Any]:
        if assembly is not None:
            return {name: getattr(assembly, name) for name in ("title", "opens_at", "closes_at")}
        day = (now() + timedelta(days=NOTICE_DAYS + 5)).astimezone(SHANGHAI)
        opens = day.replace(hour=8, minute=0, second=0, microsecond=0)
        return {"opens_at": opens, "closes_at": opens + timedelta(days=10, hours=12)}


class ItemForm(forms.Form):
    matter = forms.TypedChoiceField(
        label=_l("哪一类事"), coerce=int, widget=forms.RadioSelect,
        help_text=_l("要多少人同意，由这一类决定，不用您填。"),
    )  # fmt: skip
    title = forms.CharField(label=_l("表决什么，一句话"), max_length=120)
    text = forms.CharField(
        label=_l("说明"), max_length=1000, required=False, widget=forms.Textarea(attrs=_AREA)
    )
    limit = forms.CharField(
        label=_l("最多多少钱（元）"), max_length=20, required=False,
        help_text=_l("用、筹维修资金要写。花钱时不能超过它。"),
        widget=forms.TextInput(attrs={"inputmode": "decimal"}),
    )  # fmt: skip

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field: Any = self.fields["matter"]
        field.choices = matter_choices()

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        typed = data.get("limit", "").strip()
        fen = read_yuan(typed) if typed else None
        if typed and not fen:
            self.add_error("limit", _("请写成元，最多两位小数，比如 300000 或 1234.50。"))
        elif data.get("matter") and needs_limit(data["matter"]) and fen is None:
            self.add_error("limit", _("用维修资金、筹维修资金要写明最多多少钱。"))
        return {**data, "limit_fen": fen}

    def values(self) -> dict[str, Any]:
        data = self.cleaned_data
        return {name: data[name] for name in ("matter", "title", "text", "limit_fen")}

    @staticmethod
    def initial_of(item: AgendaItem | None) -> dict[str, Any]:
        if item is None:
            return {}
        limit = f"{item.limit_fen // 100}.{item.limit_fen % 100:02}" if item.limit_fen else ""
        return {"matter": item.matter, "title": item.title, "text": item.text, "limit": limit}


class RulesForm(forms.Form):
    silence = forms.ChoiceField(label=_l("没交的票怎么算"), widget=forms.RadioSelect)
    repeat = forms.ChoiceField(label=_l("投了几次怎么算"), widget=forms.RadioSelect)
    proxies_each = forms.IntegerField(
        label=_l("一个人最多替几户投票"), min_value=0, validators=[MaxValueValidator(50)]
    )
    public_holder = forms.TypedChoiceField(
        label=_l("公租房的业主是哪个单位"), coerce=int, empty_value=None, required=False,
        help_text=_l("没写业主的公租房都算它的，合起来算一个人。"),
    )  # fmt: skip
    developer = forms.TypedChoiceField(
        label=_l("没卖出的房是哪个单位的"), coerce=int, empty_value=None, required=False
    )
    decided_by = forms.CharField(
        label=_l("哪次业主大会定的"), max_length=120, required=False,
        help_text=_l("没交的票要算同意多数，必须写。"),
    )  # fmt: skip

    def offer(self, actor: Actor) -> RulesForm:
        fields: Any = self.fields
        fields["silence"].choices = [(s.value, silence_word(s)) for s in Silence]
        fields["repeat"].choices = [(r.value, repeat_word(r)) for r in Repeat]
        bodies = [("", _("没有")), *((one.pk, one.name) for one in list_organisations())]
        fields["public_holder"].choices = fields["developer"].choices = bodies
        return self


class OwnerListForm(forms.Form):
    file = forms.FileField(
        label=_l("房管部门给的业主名单（.xlsx 或 .csv）"),
        help_text=_l("要有表头：房号、业主姓名、面积、面积来源。名字不同也认得，比如门牌、产权人。"),
    )  # fmt: skip


class ImportForm(forms.Form):
    file = forms.FileField(label=_l("投票系统导出的表（.xlsx 或 .csv）"))


class ProxyForm(forms.Form):
    plate = forms.CharField(label=_l("替哪一户投（门牌）"), max_length=40)
    holder = PersonField(label=_l("谁替他投"))
    power = forms.FileField(label=_l("委托书，拍照或扫描"))


class PetitionForm(forms.Form):
    title = forms.CharField(label=_l("想开会决定什么"), max_length=80)
    text = forms.CharField(
        label=_l("为什么"), max_length=1000, widget=forms.Textarea(attrs={"rows": 4})
    )


class SheetForm(forms.Form):
    """The desk enters a signature from paper."""

    person = PersonField(label=_l("哪位业主签的"))
    sheet = forms.FileField(label=_l("签过字的提议书，拍照或扫描"))


class ObjectionForm(forms.Form):
    about = forms.ChoiceField(
        label=_l("对什么有异议"), widget=forms.RadioSelect,
        choices=[("roll", _l("名册（面积、业主、漏了我家）")), ("result", _l("结果"))],
    )  # fmt: skip
    text = forms.CharField(
        label=_l("哪里不对"), max_length=2000, widget=forms.Textarea(attrs={"rows": 4})
    )
