from __future__ import annotations

from datetime import timedelta
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _l

from linli.base.calendars.api import SHANGHAI, now
from linli.estate.organisations.api import list_organisations
from linli.estate.people.api import search_people
from linli.estate.places.api import list_buildings, list_grids
from linli.voice.polls.data import PollDraft, QuestionDraft
from linli.voice.polls.models import Poll

MOST_FORM_QUESTIONS = 5
_WHEN = "%Y-%m-%dT%H:%M"
AUDIENCES = [("estate", _l("全小区")), ("grid", _l("一个网格")), ("building", _l("一栋楼"))]
VOICES = [("household", _l("一户一票")), ("person", _l("满 18 岁一人一票"))]
SECRECY = [("anonymous", _l("不记名：谁投的和投了什么分开存，谁也对不上")),
           ("named", _l("记名：组织者看得到谁说了什么"))]  # fmt: skip
KINDS = [("single", _l("选一项")), ("multiple", _l("选几项")), ("words", _l("写几句话"))]


def when_field(label: Any) -> forms.DateTimeField:
    """A moment in the estate's time, as a phone or a desk fills it in."""
    widget = forms.DateTimeInput(attrs={"type": "datetime-local"}, format=_WHEN)
    return forms.DateTimeField(label=label, input_formats=[_WHEN], widget=widget)


class PollForm(forms.Form):
    """A poll with up to five questions; each is a group of fields with its number."""

    title = forms.CharField(label=_l("问什么"), max_length=80)
    intro = forms.CharField(
        label=_l("为什么问、结果怎么用"), max_length=600, widget=forms.Textarea(attrs={"rows": 3})
    )
    audience = forms.ChoiceField(label=_l("问谁"), choices=AUDIENCES, widget=forms.RadioSelect)
    place = forms.ChoiceField(label=_l("哪个网格、哪栋楼"), required=False)
    voice = forms.ChoiceField(label=_l("怎么算票"), choices=VOICES, widget=forms.RadioSelect)
    tenants_only = forms.BooleanField(label=_l("只问租住的人"), required=False)
    secrecy = forms.ChoiceField(label=_l("记不记名"), choices=SECRECY, widget=forms.RadioSelect)
    results_live = forms.BooleanField(label=_l("没截止就让大家看到票数"), required=False)
    opens_at = when_field(_l("什么时候开始"))
    closes_at = when_field(_l("什么时候截止"))

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        places = [(str(p.id), p.name) for p in [*list_grids(), *list_buildings()]]
        field: Any = self.fields["place"]
        field.choices = [("", "—"), *places]
        for n in range(1, MOST_FORM_QUESTIONS + 1):
            self.fields[f"text{n}"] = forms.CharField(
                label=_l("问题"), max_length=200, required=n == 1
            )
            self.fields[f"kind{n}"] = forms.ChoiceField(
                label=_l("怎么答"), choices=KINDS, required=False, initial="single"
            )
            self.fields[f"options{n}"] = forms.CharField(
                label=_l("选项，一行一个"), required=False, widget=forms.Textarea(attrs={"rows": 3})
            )
            self.fields[f"most{n}"] = forms.IntegerField(
                label=_l("最多选几项"), required=False, min_value=1, max_value=12, initial=2
            )
            self.fields[f"free{n}"] = forms.BooleanField(label=_l("可以不答"), required=False)

    def questions(self) -> list[tuple[int, list[Any]]]:
        names = ("text", "kind", "options", "most", "free")
        numbers = range(1, MOST_FORM_QUESTIONS + 1)
        return [(n, [self[f"{name}{n}"] for name in names]) for n in numbers]

    def draft(self) -> PollDraft:
        """What was written; call after `is_valid`."""
        data = self.cleaned_data
        place = data["place"] if data["audience"] != "estate" else ""
        return PollDraft(
            title=data["title"], intro=data["intro"], audience=data["audience"],
            place_id=int(place) if place else None, voice=data["voice"],
            tenants_only=data["tenants_only"], is_anonymous=data["secrecy"] == "anonymous",
            results_live=data["results_live"], opens_at=data["opens_at"],
            closes_at=data["closes_at"], questions=tuple(self._questions(data)),
        )  # fmt: skip

    def _questions(self, data: dict[str, Any]) -> list[QuestionDraft]:
        found = []
        for n in range(1, MOST_FORM_QUESTIONS + 1):
            text = data[f"text{n}"].strip()
            lines = [line.strip() for line in data[f"options{n}"].splitlines() if line.strip()]
            if text:
                kind = data[f"kind{n}"] or "single"
                most = min(data[f"most{n}"] or 1, max(1, len(lines)))
                found.append(
                    QuestionDraft(
                        kind, text, () if kind == "words" else tuple(lines),
                        most if kind == "multiple" else 1, not data[f"free{n}"],
                    )
                )  # fmt: skip
        return found

    @staticmethod
    def initial_of(poll: Poll | None) -> dict[str, Any]:
        if poll is None:
            start = now().astimezone(SHANGHAI).replace(minute=0)
            return {"audience": "estate", "voice": "household", "secrecy": "anonymous",
                    "opens_at": start, "closes_at": start + timedelta(days=7)}  # fmt: skip
        names = ("title", "intro", "audience", "voice", "tenants_only", "results_live",
                 "opens_at", "closes_at")  # fmt: skip
        found = {name: getattr(poll, name) for name in names}
        found |= {"place": str(poll.place_id or ""),
                  "secrecy": "anonymous" if poll.is_anonymous else "named"}  # fmt: skip
        for row in poll.questions.order_by("position"):
            options = row.options.order_by("position").values_list("text", flat=True)
            n = row.position
            found |= {f"text{n}": row.text, f"kind{n}": row.kind, f"most{n}": row.most,
                      f"options{n}": "\n".join(options), f"free{n}": not row.required}  # fmt: skip
        return found


class TalkForm(forms.Form):
    topic = forms.CharField(label=_l("商量什么"), max_length=80)
    about = forms.CharField(
        label=_l("为什么商量"), max_length=600, widget=forms.Textarea(attrs={"rows": 3})
    )
    venue = forms.CharField(label=_l("在哪里"), max_length=80)
    meets_at = when_field(_l("什么时候"))
    people = forms.CharField(
        label=_l("请哪些居民，一行一个"), required=False, widget=forms.Textarea(attrs={"rows": 3}),
        help_text=_l("姓名加门牌最准，如：李明 3-2-1502。"),
    )  # fmt: skip
    organisations = forms.MultipleChoiceField(
        label=_l("请哪些单位"), required=False, widget=forms.CheckboxSelectMultiple
    )

    def offer(self, actor: Any) -> TalkForm:
        self.actor = actor
        field: Any = self.fields["organisations"]
        field.choices = [(str(o.pk), o.name) for o in list_organisations()]
        return self

    def clean(self) -> dict[str, Any]:
        from django.utils.translation import gettext as _

        data: dict[str, Any] = super().clean() or {}
        found = []
        for line in filter(None, (row.strip() for row in data.get("people", "").splitlines())):
            cards = search_people(self.actor, line, limit=2)
            if len(cards) == 1:
                found.append(cards[0].id)
            else:
                words = (
                    _("“%(line)s”不止一位，请加上门牌。") if cards else _("没有找到“%(line)s”。")
                )
                self.add_error("people", words % {"line": line})
        data["people_ids"] = found
        return data


class MinutesForm(forms.Form):
    minutes = forms.CharField(
        label=_l("记录：谁说了什么"), max_length=10_000, widget=forms.Textarea(attrs={"rows": 8}),
        help_text=_l("参加的人和组织者看得到。"),
    )  # fmt: skip
    result = forms.CharField(
        label=_l("结果"), max_length=1000, widget=forms.Textarea(attrs={"rows": 3}),
        help_text=_l("公布给大家，不写姓名和门牌。"),
    )  # fmt: skip
    came = forms.MultipleChoiceField(
        label=_l("谁来了"), required=False, widget=forms.CheckboxSelectMultiple
    )
    scan = forms.FileField(
        label=_l("签过字的记录，拍照或扫描"), required=False,
        help_text=_l("照片或 PDF。看得到记录的人也看得到它。再传一次就换掉原来的。"),
    )  # fmt: skip

    def offer(self, guests: list[tuple[str, str]]) -> MinutesForm:
        field: Any = self.fields["came"]
        field.choices = guests
        return self
