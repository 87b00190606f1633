"""Fees in words, in the reader's language."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as _l

from linli.money.fees.data import (
    Change,
    Cycle,
    Formula,
    GroundKind,
    PayerKind,
    Period,
    Trouble,
    WaiverScope,
)
from linli.money.fees.models import Bill, BillLine, Charge, Waiver
from linli.money.fees.periods import months_of

CYCLES: dict[str, Any] = {
    Cycle.MONTH: _l("每月"),
    Cycle.QUARTER: _l("每季"),
    Cycle.YEAR: _l("每年"),
}
FORMULAS: dict[str, Any] = {
    Formula.AREA: _l("按面积（元/平方米·月）"),
    Formula.HOUSEHOLD: _l("按户（元/户·月）"),
    Formula.METER: _l("按表（元/单位）"),
}
GROUNDS: dict[str, Any] = {
    GroundKind.CONTRACT: _l("合同"),
    GroundKind.DECISION: _l("业主大会决定"),
    GroundKind.GOVERNMENT: _l("政府定价"),
}
SCOPES: dict[str, Any] = {
    WaiverScope.LOW_INCOME: _l("登记为低保的住户"),
    WaiverScope.CATEGORY: _l("家里有某类人员的住户"),
    WaiverScope.HOME: _l("点名的一户"),
    WaiverScope.VACANT: _l("空置的房子"),
}
PAYERS: dict[str, Any] = {
    PayerKind.OWNER: _l("业主交"), PayerKind.TENANT: _l("承租人交"), PayerKind.NOBODY: _l("不用交"),
}  # fmt: skip
TENURES: dict[str, Any] = {
    "owned": _l("自有"), "public_rental": _l("公租房"), "shared": _l("共有产权"),
    "unsold": _l("未售"),
}  # fmt: skip
CHANGES: dict[str, Any] = {
    Change.FIRST: _l("上期没有账单"),
    Change.TARIFF: _l("价格变了"),
    Change.QUANTITY: _l("面积或用量变了"),
    Change.DAYS: _l("天数变了"),
    Change.PAYER: _l("换了交费的人"),
    Change.WAIVER: _l("减免变了"),
}
TROUBLES: dict[str, Any] = {
    Trouble.NO_AREA: _l("没有面积"),
    Trouble.NO_PAYER: _l("没有登记谁来交"),
    Trouble.NO_TENURE: _l("产权性质不清楚"),
    Trouble.NO_READING: _l("没有抄表"),
}
EXCLUSIONS: dict[str, Any] = {
    "waived": _l("减免"),
    "disputed": _l("有异议，在办"),
    "vacant": _l("空置，没有人要交"),
}


def charge_name(charge: Charge) -> str:
    english = (get_language() or "").startswith("en")
    return charge.name_en if english and charge.name_en else charge.name


def say_period(period: Period) -> str:
    """“2026 年第 4 季度”."""
    year = period.start.year
    if period.cycle is Cycle.YEAR:
        return _("%(year)s 年") % {"year": year}
    if period.cycle is Cycle.QUARTER:
        quarter = (period.start.month + 2) // 3
        return _("%(year)s 年第 %(quarter)s 季度") % {"year": year, "quarter": quarter}
    return _("%(year)s 年 %(month)s 月") % {"year": year, "month": period.start.month}


def say_yuan(fen: int) -> str:
    sign = "−" if fen < 0 else ""
    return f"{sign}{abs(fen) // 100}.{abs(fen) % 100:02}"


def say_price(price_mfen: int) -> str:
    """Yuan with as many decimals as it has, at least two."""
    whole, rest = divmod(price_mfen, 100_000)
    decimals = f"{rest:05}".rstrip("0").ljust(2, "0")
    return f"{whole}.{decimals}"


def say_span(start: date, end: date) -> str:
    if (get_language() or "").startswith("en"):
        return f"{start:%-d %b %Y} – {end:%-d %b %Y}"
    return f"{start.year}年{start.month}月{start.day}日至{end.year}年{end.month}月{end.day}日"


def say_months(start: date, end: date) -> str:
    """“2 个月 + 16/31 个月”."""
    whole, parts = months_of(start, end)
    words = [_("%(n)s 个月") % {"n": whole}] if whole else []
    words += [_("%(days)s/%(of)s 个月") % {"days": days, "of": length} for days, length in parts]
    return " + ".join(words)


def say_quantity(formula: str, quantity: int) -> str:
    if formula == Formula.AREA:
        return f"{quantity // 10_000}.{quantity % 10_000:04}".rstrip("0").rstrip(".") + " m²"
    if formula == Formula.METER:
        return f"{quantity // 1000}.{quantity % 1000:03}".rstrip("0").rstrip(".")
    return _("1 户")


def say_reckoning(formula: str, quantity: int, price_mfen: int, start: date, end: date) -> str:
    """“80 m² × 0.80 元 × 3 个月”."""
    words = [say_quantity(formula, quantity), _("%(yuan)s 元") % {"yuan": say_price(price_mfen)}]
    if formula != Formula.METER:
        months = say_months(start, end)
        words.append(f"({months})" if "+" in months else months)
    return " × ".join(words)


@dataclass(frozen=True, slots=True)
class LineWords:
    """One line of a bill as people read it. `ground` is empty where it is not the reader's."""

    title: str
    how: str
    span: str
    amount: int
    ground: str = ""


def say_line(line: BillLine, *, with_ground: bool) -> LineWords:
    """`line.tariff` and `line.waiver` should be loaded."""
    span = say_span(line.starts_on, line.ends_on)
    if line.waiver is None:
        how = say_reckoning(
            line.formula, line.quantity, line.price_mfen, line.starts_on, line.ends_on
        )
        return LineWords(_("收费"), how, span, line.amount_fen, line.tariff.ground)
    if not with_ground:
        return LineWords(_("减免"), "", span, line.amount_fen)
    how = say_relief(line.waiver)
    return LineWords(line.waiver.name, how, span, line.amount_fen, line.waiver.ground)


def say_relief(waiver: Waiver) -> str:
    if waiver.monthly_fen:
        return _("每月减 %(yuan)s 元") % {"yuan": say_yuan(waiver.monthly_fen)}
    percent = f"{waiver.share // 10}.{waiver.share % 10}".removesuffix(".0")
    return _("减 %(percent)s%%") % {"percent": percent}


def say_state(bill: Bill, day: date) -> tuple[str, str]:
    """(word, tone of its badge)."""
    if bill.is_reversed:
        return _("已冲销"), ""
    if bill.disputed_at is not None:
        return _("有异议，在办"), "amber"
    if bill.amount_fen == 0:
        return _("不用交"), "jade"
    if bill.open_fen == 0:
        return _("已交清"), "jade"
    if bill.due_on < day:
        return _("过期未交"), "amber"
    return (_("交了一部分") if bill.paid_fen else _("待交")), "enamel"


def say_changes(codes: Iterable[str]) -> str:
    return "、".join(str(CHANGES[Change(code)]) for code in codes)


def choices(words: dict[Any, Any]) -> list[tuple[str, Any]]:
    """For a form's field."""
    return [(getattr(code, "value", code), label) for code, label in words.items()]
