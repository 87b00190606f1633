"""A payment demand on paper: the facts, the period, the way to object and to ask for help."""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext as _

from linli.base.printing.api import FAMILY, close_pdf, open_pdf
from linli.money.arrears.models import Demand
from linli.money.fees.api import charge_name, say_span, say_yuan


def draw_demand(demand: Demand, name: str, estate: Any, urged_on: Any) -> bytes:
    """A4. What is owed for what, since when, who asked before, how long, how to object.

    No threat: what the law forbids (water, power, heat, gas, doors) is said. Raises FontMissing.
    """
    title = _("催款函")
    pdf = open_pdf(f"{title} {demand.number}", size=13)
    _write(pdf, estate.name, 13)
    _write(pdf, f"{title}  {demand.number}", 22, bold=True)
    _write(pdf, _("%(name)s(%(plate)s):") % {"name": name, "plate": demand.home.place.plate}, 15)
    _write(pdf, _("您有下面的账单过期没有交。%(day)s 居委会或业委会已经提醒过您。")
           % {"day": urged_on.isoformat()}, 13)  # fmt: skip
    for row in demand.bills.select_related("bill__charge").order_by("bill__due_on", "pk"):
        bill = row.bill
        facts = {
            "number": bill.number, "charge": charge_name(bill.charge),
            "yuan": say_yuan(row.open_fen),
            "span": say_span(bill.starts_on, bill.ends_on), "due": bill.due_on.isoformat(),
        }  # fmt: skip
        words = _("%(number)s %(charge)s %(span)s，%(due)s 到期，还差 %(yuan)s 元") % facts
        _write(pdf, words, 12)
    _write(pdf, _("合计 %(yuan)s 元") % {"yuan": say_yuan(demand.amount_fen)}, 18, bold=True)
    days = {"days": demand.period_days}
    _write(pdf, _("请在收到后 %(days)s 天内交清。手机、窗口、银行转账都可以。") % days, 14)
    _write(
        pdf,
        _("一时交不上：来窗口或打热线，可以分几次交，也有减免和救助，我们陪您办。"),
        14,
        bold=True,
    )
    _write(pdf, _("觉得不对：同样的期限内可以提出异议，查清楚以前不再催。"), 14)
    _write(pdf, _("过了期限仍没有交，可能依法起诉或仲裁（民法典第九百四十四条）。"), 12)
    _write(pdf, _("无论欠不欠费，都不会停水、停电、停暖、停气，门禁、电梯、充电照常使用。"), 12)
    if estate.hotline:
        _write(pdf, _("热线 %(number)s") % {"number": estate.hotline}, 16, bold=True)
    if estate.address:
        _write(pdf, estate.address, 12)
    _write(pdf, demand.written_on.isoformat(), 12)
    return close_pdf(pdf)


def _write(pdf: Any, text: str, size: float, *, bold: bool = False) -> None:
    if not text:
        return
    pdf.set_font(FAMILY, style="B" if bold else "", size=size)
    pdf.multi_cell(0, size * 0.52, text, new_x="LMARGIN", new_y="NEXT")
    pdf.ln(1.2)
