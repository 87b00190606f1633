"""Receipts on paper: A5, large type, the sum in figures and in Chinese words."""

from __future__ import annotations

from collections.abc import Iterable

from django.utils.translation import gettext as _
from fpdf import FPDF

from linli.base.calendars.api import SHANGHAI
from linli.base.printing.api import FAMILY, close_pdf, open_pdf
from linli.base.scopes.api import Estate, current_estate_id
from linli.money.fees.api import SettlementPart, charge_name
from linli.money.ledger.api import say_money
from linli.money.payments.labels import METHODS
from linli.money.payments.models import Payment
from linli.money.payments.words import say_sum


def print_receipt(payment: Payment) -> bytes:
    """The receipt of one payment as PDF: number, home, day, way, bills, sum; no names of payers."""
    receipt = payment.receipt
    title = _("收据 %(number)s") % {"number": receipt.words}
    pdf = begin_paper(title, _("缴费收据"), _facts(payment))
    pdf.ln(1)
    for words, amount in receipt_rows(payment):
        pdf.cell(80, 8, words, border="T")
        pdf.cell(0, 8, say_money(amount), border="T", align="R", new_x="LMARGIN", new_y="NEXT")
    write_total(pdf, payment.amount)
    if payment.refunded:
        words = _("其中已退或在退：%(sum)s") % {"sum": say_money(payment.refunded)}
        pdf.multi_cell(0, 7, words, new_x="LMARGIN", new_y="NEXT")
    pdf.ln(2)
    pdf.multi_cell(0, 7, _("编号连续，不会重复。对账目有疑问，请到服务台或在公示页提出。"))
    return close_pdf(pdf)


def begin_paper(title: str, name: str, facts: Iterable[tuple[str, str]]) -> FPDF:
    """An A5 paper with the estate's name, its own, and (label, value) line by line."""
    estate = Estate.objects.get(pk=current_estate_id())
    pdf = open_pdf(title, size=12, paper="A5")
    pdf.set_font(FAMILY, "B", 18)
    pdf.multi_cell(0, 10, f"{estate.name}\n{name}", align="C", new_x="LMARGIN", new_y="NEXT")
    pdf.set_font(FAMILY, size=12)
    pdf.ln(2)
    for label, value in facts:
        pdf.cell(34, 8, label)
        pdf.multi_cell(0, 8, value, new_x="LMARGIN", new_y="NEXT")
    return pdf


def write_total(pdf: FPDF, amount: int) -> None:
    """A sum of fen in figures and in Chinese words."""
    pdf.set_font(FAMILY, "B", 14)
    pdf.cell(80, 10, _("合计"), border="T")
    pdf.cell(0, 10, say_money(amount), border="T", align="R", new_x="LMARGIN", new_y="NEXT")
    pdf.set_font(FAMILY, size=11)
    pdf.multi_cell(0, 7, say_sum(amount), new_x="LMARGIN", new_y="NEXT")


def _facts(payment: Payment) -> list[tuple[str, str]]:
    receipt = payment.receipt
    facts = [
        (_("编号"), receipt.words),
        (_("门牌"), payment.home.place.plate),
        (_("收到"), f"{payment.received_on:%Y-%m-%d}"),
        (_("开具"), f"{receipt.issued_at.astimezone(SHANGHAI):%Y-%m-%d %H:%M}"),
        (_("方式"), str(METHODS[payment.method])),
    ]
    if payment.taken_by is not None:
        facts.append((_("经手"), payment.taken_by.name))
    return facts


def receipt_rows(payment: Payment) -> list[tuple[str, int]]:
    """What the money went on: each bill, and what waits for the next one."""
    parts = SettlementPart.objects.filter(settlement=payment.settlement_id)
    rows = [
        (f"{charge_name(part.bill.charge)} {part.bill.starts_on:%Y-%m}–{part.bill.ends_on:%Y-%m}",
         part.amount_fen)
        for part in parts.select_related("bill__charge").order_by("bill__due_on", "bill")
    ]  # fmt: skip
    if payment.settlement.prepaid_fen:
        rows.append((_("预存"), payment.settlement.prepaid_fen))
    return rows
