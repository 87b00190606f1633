from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _l

from linli.base.calendars.api import today
from linli.estate.organisations.api import list_organisations
from linli.estate.places.api import list_public_places, type_words
from linli.matters.routing.api import list_categories
from linli.money.fees.api import charge_name, list_charges
from linli.money.spending.api import read_yuan, yuan
from linli.voice.contracts import labels
from linli.voice.contracts.api import QUESTIONS, list_grounds
from linli.voice.contracts.data import PriceLine
from linli.voice.contracts.errors import PriceWrong
from linli.voice.contracts.models import LONGEST_PAPER, ServiceContract, ServiceItem

_DATE = {"invalid": _l("日期要写成 2027-06-30。")}
_TYPES = ("lift", "pump_room", "power_room", "hydrant", "bin")


def day_field(label: Any, *, required: bool = True, **more: Any) -> forms.DateField:
    widget = forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")
    return forms.DateField(
        label=label, required=required, widget=widget, error_messages=_DATE, **more
    )


_SCAN = _l("签字扫描件（照片或 PDF）")


def scan_field(label: Any = _SCAN) -> forms.FileField:
    return forms.FileField(label=label, required=False)


def _choose(form: forms.Form, name: str, choices: list[tuple[str, Any]]) -> None:
    field: Any = form.fields[name]
    field.choices = choices


class PaperForm(forms.Form):
    """The next version of a paper: its words, from when on, and what it rests on."""

    text = forms.CharField(
        label=_l("条文"), max_length=LONGEST_PAPER, widget=forms.Textarea(attrs={"rows": 16}),
        help_text=_l("每一条另起一行，以“第一条”或“1.”开头。不写居民的姓名。"),
    )  # fmt: skip
    valid_from = day_field(_l("从哪天起生效"), initial=today)
    valid_until = day_field(_l("到哪天为止"), required=False)
    decision = forms.ChoiceField(label=_l("依据：业主大会的决定"), required=False)
    ground_note = forms.CharField(
        label=_l("决定早于本系统的，写明是哪次大会"), max_length=200, required=False
    )
    scan = scan_field()

    def offer(self, kind: str) -> PaperForm:
        """Decisions on which a paper of this kind may rest."""
        _choose(self, "decision", [("", "—"), *list_grounds(kind)])
        return self


class NewPaperForm(forms.Form):
    kind = forms.ChoiceField(label=_l("哪一种"), choices=[
        ("covenant", labels.PAPERS["covenant"]), ("assembly_rules", labels.PAPERS["assembly_rules"])
    ], widget=forms.RadioSelect)  # fmt: skip
    title = forms.CharField(label=_l("名称"), max_length=80)


class ContractForm(forms.Form):
    title = forms.CharField(label=_l("名称"), max_length=80, initial=_l("物业服务合同"))
    company = forms.ChoiceField(label=_l("物业公司"))
    client = forms.ChoiceField(label=_l("委托的一方"))
    starts_on = day_field(_l("从哪天起"))
    ends_on = day_field(_l("到哪天为止"))
    basis = forms.ChoiceField(
        label=_l("怎么收费"), choices=list(labels.BASES.items()), widget=forms.RadioSelect,
        initial="package",
    )  # fmt: skip

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        names = [(str(o.pk), o.name) for o in list_organisations()]
        _choose(self, "company", names)
        _choose(self, "client", names)


class PricesForm(forms.Form):
    """How the company is paid, and so many lines of prices; a line without a name is left out."""

    basis = ContractForm.base_fields["basis"]
    price_text = forms.CharField(
        label=_l("还要说明的"), max_length=200, required=False,
        help_text=_l("价格表写不下的话，如：酬金按总支出的百分之几。"),
    )  # fmt: skip

    def __init__(self, *args: Any, lines: int, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.count = lines
        charges = [("", "—"), *((c.code, charge_name(c)) for c in list_charges())]
        for n in range(lines):
            self.fields[f"what_{n}"] = forms.CharField(
                label=_l("什么价格"), max_length=60, required=False
            )
            self.fields[f"price_{n}"] = forms.CharField(
                label=_l("多少元"), max_length=20, required=False,
                widget=forms.TextInput(attrs={"inputmode": "decimal", "autocomplete": "off"}),
            )  # fmt: skip
            self.fields[f"unit_{n}"] = forms.ChoiceField(
                label=_l("按什么算"), choices=list(labels.PRICE_UNITS.items()), required=False
            )
            self.fields[f"charge_{n}"] = forms.ChoiceField(
                label=_l("哪项收费照它算"), choices=charges, required=False
            )
            self.fields[f"note_{n}"] = forms.CharField(
                label=_l("包括什么"), max_length=200, required=False
            )

    def rows(self) -> list[list[forms.BoundField]]:
        names = ("what", "price", "unit", "charge", "note")
        return [[self[f"{name}_{n}"] for name in names] for n in range(self.count)]

    def lines(self) -> list[tuple[int, PriceLine]]:
        """The lines that say something, each with its row. Raises PriceWrong."""
        data, found = self.cleaned_data, []
        for n in range(self.count):
            what, price = data[f"what_{n}"], data[f"price_{n}"]
            if not what and not price:
                continue
            fen = read_yuan(price)
            if fen is None:
                raise PriceWrong(field=f"price_{n}")
            line = PriceLine(what, fen, data[f"unit_{n}"], data[f"note_{n}"], data[f"charge_{n}"])
            found.append((n, line))
        return found

    @staticmethod
    def initial_of(contract: ServiceContract) -> dict[str, Any]:
        found: dict[str, Any] = {"basis": contract.basis, "price_text": contract.price_text}
        for n, row in enumerate(contract.prices.order_by("position")):
            found |= {
                f"what_{n}": row.what, f"price_{n}": yuan(row.price_fen), f"unit_{n}": row.unit,
                f"charge_{n}": row.charge, f"note_{n}": row.note,
            }  # fmt: skip
        return found


class NoticeForm(forms.Form):
    kind = forms.ChoiceField(
        label=_l("哪种通知"), choices=list(labels.NOTICES.items()), widget=forms.RadioSelect
    )
    given_on = day_field(_l("书面送达的日子"), initial=today)
    effective_on = day_field(
        _l("从哪天起结束"), required=False, help_text=_l("解聘要写；不续约到期就结束。")
    )
    decision = forms.ChoiceField(label=_l("依据：业主大会的决定"), required=False)
    scan = scan_field()

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        _choose(self, "decision", [("", "—"), *list_grounds("contract")])


class ItemForm(forms.Form):
    """One thing that the company must do."""

    code = forms.SlugField(label=_l("编号（字母）"), max_length=40)
    area = forms.ChoiceField(label=_l("哪一类"), choices=list(labels.AREAS.items()))
    title_zh = forms.CharField(label=_l("做什么"), max_length=80)
    title_en = forms.CharField(label=_l("英文名称"), max_length=80, required=False)
    standard_zh = forms.CharField(label=_l("做到什么样"), max_length=300)
    standard_en = forms.CharField(label=_l("英文标准"), max_length=300, required=False)
    places = forms.ChoiceField(label=_l("在哪里"))
    every = forms.IntegerField(label=_l("每隔"), min_value=1, max_value=366, initial=1)
    unit = forms.ChoiceField(label=_l("单位"), choices=list(labels.UNITS.items()))
    starts_on = day_field(_l("第一次是哪天"), initial=today)
    lead_days = forms.IntegerField(label=_l("提前几天通知"), min_value=0, max_value=90, initial=0)
    grace_days = forms.IntegerField(
        label=_l("晚几天还算按时"), min_value=0, max_value=90, initial=0
    )
    holiday = forms.ChoiceField(label=_l("遇到节假日"), choices=list(labels.HOLIDAYS.items()))
    mode = forms.ChoiceField(
        label=_l("怎么记"), choices=list(labels.MODES.items()), widget=forms.RadioSelect
    )
    needs_photo = forms.BooleanField(label=_l("要有照片"), required=False)
    category = forms.ChoiceField(label=_l("事项的类别"))
    is_active = forms.BooleanField(label=_l("正在用"), required=False, initial=True)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        kinds = [(f"type:{code}", type_words(code)) for code in _TYPES]
        _choose(self, "places", [*labels.PLACES.items(), *kinds])
        _choose(self, "category", [(c.code, c.name) for c in list_categories()])

    @staticmethod
    def initial_of(item: ServiceItem) -> dict[str, Any]:
        return {name: getattr(item, name) for name in ItemForm.base_fields}


class CertificateForm(forms.Form):
    place = forms.ChoiceField(label=_l("哪台设备"))
    inspected_on = day_field(_l("哪天检验的"))
    valid_until = day_field(_l("有效到哪天"))
    number = forms.CharField(label=_l("合格证编号"), max_length=60, required=False)
    scan = scan_field(_l("合格证照片"))

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        _choose(self, "place", [(str(p.id), p.name) for p in list_public_places()])


class RatingForm(forms.Form):
    """Five questions and a word."""

    comment = forms.CharField(
        label=_l("还想说一句"), max_length=500, required=False,
        widget=forms.Textarea(attrs={"rows": 3}),
    )  # fmt: skip
    wants_answer = forms.BooleanField(label=_l("登记成事项，请物业答复我"), required=False)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        marks = [(str(n), words) for n, words in labels.SCORES.items()]
        for code in QUESTIONS:
            self.fields[code] = forms.TypedChoiceField(
                label=labels.MARKS[code], choices=marks, coerce=int, widget=forms.RadioSelect
            )
        self.order_fields([*QUESTIONS, "comment", "wants_answer"])

    def marks(self) -> list[forms.BoundField]:
        """The questions alone, one a screen."""
        return [self[code] for code in QUESTIONS]

    def first_step(self) -> int:
        """The screen, from 1, that the first trouble is on."""
        screens = [*QUESTIONS, "comment"]
        wrong = [n for n, name in enumerate(screens, 1) if name in self.errors]
        return (wrong or [len(screens) + 1])[0] if self.errors else 1

    def scores(self) -> dict[str, int]:
        return {code: self.cleaned_data[code] for code in QUESTIONS}


class HelpedRatingForm(RatingForm):
    confirmation = forms.CharField(
        label=_l("本人怎么确认的"), max_length=80, help_text=_l("如：念给本人听，本人点头。")
    )


class UseForm(forms.Form):
    plate = forms.CharField(label=_l("哪套房子（门牌）"), max_length=40)
    business = forms.CharField(label=_l("打算做什么"), max_length=200)


class ConsentForm(forms.Form):
    agrees = forms.TypedChoiceField(
        label=_l("同意吗"), choices=[("yes", _l("同意")), ("no", _l("不同意"))],
        widget=forms.RadioSelect, coerce=lambda value: value == "yes",
    )  # fmt: skip
    confirmation = forms.CharField(
        label=_l("怎么答复的"), max_length=80, help_text=_l("如：纸上签字、电话里说的。")
    )
    scan = scan_field()


def uploaded(form: forms.Form, name: str = "scan") -> Any | None:
    """The file that came with a valid form."""
    return form.cleaned_data.get(name)
