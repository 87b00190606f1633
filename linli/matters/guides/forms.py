"""An entry as a form: one field a part, Chinese and English."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as _l

from linli.base.accounts.api import Actor
from linli.estate.organisations.api import list_organisations
from linli.matters.guides.api import PARTS, GuideVersion, keepers
from linli.matters.guides.data import EntryWords, Part
from linli.matters.handling.phrases import named
from linli.matters.routing.api import list_categories

LONGEST_PART = 600
NEEDED = (Part.WHAT, Part.WHERE)


class EntryForm(forms.Form):
    """Everything of an entry; the parts' fields are `<part>_zh` and `<part>_en`."""

    title_zh = forms.CharField(label=_l("办什么事"), max_length=60,
                               help_text=_l("用居民的话，像“公租房续租”。"))  # fmt: skip
    keywords = forms.CharField(label=_l("大家怎么叫它"), max_length=300, required=False,
                               help_text=_l("用空格隔开，照这些词都找得到。"))  # fmt: skip
    category = forms.ChoiceField(label=_l("类别"), required=False)
    organisation = forms.ChoiceField(label=_l("哪个单位负责"))
    account = forms.ChoiceField(label=_l("谁负责"), required=False)
    valid_until = forms.DateField(
        label=_l("有效期到"), required=False,
        widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
        help_text=_l("到期会提醒负责人核对。"),
        error_messages={"invalid": _l("日期要写成 2027-06-30。")},
    )  # fmt: skip
    title_en = forms.CharField(label=_l("英文标题"), max_length=120, required=False)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for part in Part:
            self._add_part(f"{part}_zh", PARTS[part], LONGEST_PART, part in NEEDED)
            self._add_part(f"{part}_en", f"{PARTS[part]} (English)", LONGEST_PART * 2, False)
        self._offer()

    def _add_part(self, name: str, label: Any, longest: int, needed: bool) -> None:
        self.fields[name] = forms.CharField(
            label=label, required=needed, max_length=longest,
            widget=forms.Textarea(attrs={"rows": 2}),
        )  # fmt: skip

    def _offer(self) -> None:
        units = {o.pk: o.name for o in list_organisations()}
        _choices(self, "category", [("", _("不分类"))] + [
            (c.code, named((c.name, c.name_en, ""))) for c in list_categories()])  # fmt: skip
        _choices(self, "organisation", list(units.items()))
        people = [(a, f"{name} · {units.get(o, '')}") for a, o, name in keepers()]
        _choices(self, "account", [("", _("单位里谁都行")), *dict(people).items()])

    def parts(self, language: str) -> list[Any]:
        """The bound fields of one language, in the order of reading."""
        return [self[f"{part}_{language}"] for part in Part]

    def words(self) -> EntryWords:
        """What was written; call after `is_valid`."""
        found = self.cleaned_data
        return EntryWords(
            title_zh=found["title_zh"], title_en=found["title_en"],
            parts_zh=self._texts("zh"), parts_en=self._texts("en"), keywords=found["keywords"],
            valid_until=found["valid_until"], category=found["category"],
            organisation_id=int(found["organisation"]),
            account_id=int(found["account"]) if found["account"] else None,
        )  # fmt: skip

    def _texts(self, language: str) -> dict[str, str]:
        texts = {p.value: self.cleaned_data[f"{p}_{language}"].strip() for p in Part}
        return {part: text for part, text in texts.items() if text}


def _choices(form: forms.Form, name: str, choices: list[Any]) -> None:
    field: Any = form.fields[name]
    field.choices = choices


def values_of(version: GuideVersion) -> dict[str, Any]:
    """A version as first values of the form."""
    entry = version.entry
    values: dict[str, Any] = {
        "title_zh": version.title_zh, "title_en": version.title_en, "keywords": version.keywords,
        "valid_until": version.valid_until, "organisation": entry.organisation_id,
        "category": entry.category.code if entry.category else "",
        "account": entry.account_id or "",
    }  # fmt: skip
    for language, parts in (("zh", version.parts_zh), ("en", version.parts_en)):
        values |= {f"{part}_{language}": text for part, text in parts.items()}
    return values


def own_values(actor: Actor) -> dict[str, Any]:
    """A new entry is kept by whoever writes it, until another is chosen."""
    own = next(((a, o) for a, o, _name in keepers() if a == actor.user_id), None)
    return {"organisation": own[1], "account": own[0]} if own else {}
