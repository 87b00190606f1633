from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as _l

from linli.base.accounts.api import Actor
from linli.contact.mailings.audiences import audiences_for
from linli.contact.mailings.models import LONGEST_BODY, Mailing
from linli.contact.mailings.rules import MOST_NAMED
from linli.estate.people.api import search_people

CHANNELS = [
    ("", _l("由小区决定")), ("wechat", _l("微信")), ("sms", _l("短信")),
    ("app", _l("只在网页上看")), ("slip", _l("纸条，放进信箱")), ("captain", _l("请楼长来说")),
]  # fmt: skip
LANGUAGES = [("", _l("跟账号一样")), ("zh-hans", _l("中文")), ("en", _l("English"))]
_HINT = _l("可用：{姓名} {门牌} {楼栋} {小区} {热线} {链接}，每个人收到的是自己的。")


class MailingForm(forms.Form):
    """One message to an audience; the choices of each audience are fields of their own."""

    title = forms.CharField(label=_l("标题"), max_length=80)
    body_zh = forms.CharField(
        label=_l("中文"), max_length=LONGEST_BODY, help_text=_HINT,
        widget=forms.Textarea(attrs={"rows": 4}),
    )  # fmt: skip
    body_en = forms.CharField(
        label=_l("英文"), max_length=LONGEST_BODY, required=False,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=_l("名单里有人看英文时必须写。"),
    )  # fmt: skip
    link = forms.URLField(label=_l("链接"), required=False, max_length=300, assume_scheme="https")
    audience = forms.ChoiceField(label=_l("通知谁"), widget=forms.RadioSelect)
    people = forms.CharField(
        label=_l("点名的人，一行一个"), required=False, widget=forms.Textarea(attrs={"rows": 3}),
        help_text=_l("姓名加门牌最准，如：李明 3-2-1502。"),
    )  # fmt: skip
    once_a_home = forms.BooleanField(label=_l("一户只通知一个人"), required=False)
    is_urgent = forms.BooleanField(label=_l("紧急，夜里也发"), required=False)
    urgent_reason = forms.CharField(label=_l("为什么等不到早上"), required=False, max_length=200)

    def offer(self, actor: Actor) -> MailingForm:
        """Fill in what this author may choose."""
        self.actor = actor
        self.choosing = [(a, list(a.choices(actor))) for a in audiences_for(actor)]
        field: Any = self.fields["audience"]
        field.choices = [(a.code, a.label()) for a, _choices in self.choosing]
        for audience, choices in self.choosing:
            if choices:
                self.fields[f"values_{audience.code}"] = forms.MultipleChoiceField(
                    label=audience.label(), choices=choices, required=False,
                    widget=forms.CheckboxSelectMultiple,
                )  # fmt: skip
        return self

    def value_fields(self) -> list[Any]:
        """The bound fields of the audiences' choices, in order."""
        return [self[f"values_{a.code}"] for a, choices in self.choosing if choices]

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        if data.get("audience") == "people" and not self.errors:
            data["chosen"] = self._find_people(data.get("people", ""))
        else:
            data["chosen"] = data.get(f"values_{data.get('audience')}", [])
        return data

    def _find_people(self, text: str) -> list[str]:
        """Ids of the people of each line; a line that finds none or several is named."""
        found = []
        for line in filter(None, (row.strip() for row in text.splitlines())):
            cards = search_people(self.actor, line, limit=2)
            if len(cards) == 1:
                found.append(str(cards[0].id))
            elif cards:
                self.add_error("people", _("“%(line)s”不止一位，请加上门牌。") % {"line": line})
            else:
                self.add_error("people", _("没有找到“%(line)s”。") % {"line": line})
        if len(found) > MOST_NAMED:
            self.add_error("people", _("点名最多 %(most)s 位。") % {"most": MOST_NAMED})
        return found

    def values(self) -> dict[str, Any]:
        """What `write_mailing` takes."""
        names = ("title", "body_zh", "body_en", "link", "audience", "once_a_home", "is_urgent",
                 "urgent_reason")  # fmt: skip
        data = self.cleaned_data
        return {n: data[n] for n in names} | {
            "audience_values": list(dict.fromkeys(data["chosen"]))
        }

    @staticmethod
    def initial_of(mailing: Mailing, people: str) -> dict[str, Any]:
        names = ("title", "body_zh", "body_en", "link", "audience", "once_a_home", "is_urgent",
                 "urgent_reason")  # fmt: skip
        values = {f"values_{mailing.audience}": mailing.audience_values}
        return {name: getattr(mailing, name) for name in names} | values | {"people": people}


class PreferenceForm(forms.Form):
    channel = forms.ChoiceField(
        label=_l("怎么通知"), choices=CHANNELS, required=False, widget=forms.RadioSelect
    )
    language = forms.ChoiceField(
        label=_l("用哪种语言"), choices=LANGUAGES, required=False, widget=forms.RadioSelect
    )


_CLOCK = forms.TimeInput(attrs={"type": "time"}, format="%H:%M")


class QuietForm(forms.Form):
    quiet_from = forms.TimeField(label=_l("晚上从几点起不打扰"), widget=_CLOCK)
    quiet_until = forms.TimeField(label=_l("早上到几点"), widget=_CLOCK)


class TemplateForm(forms.Form):
    title = forms.CharField(label=_l("名称"), max_length=80)
    body_zh = forms.CharField(
        label=_l("中文"), max_length=LONGEST_BODY, help_text=_HINT,
        widget=forms.Textarea(attrs={"rows": 4}),
    )  # fmt: skip
    body_en = forms.CharField(
        label=_l("英文"), max_length=LONGEST_BODY, required=False,
        widget=forms.Textarea(attrs={"rows": 3}),
    )  # fmt: skip
