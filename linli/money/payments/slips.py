"""The slip for prepaid money that goes back: who gets it signs on paper."""

from __future__ import annotations

from django.utils.translation import gettext as _

from linli.base.calendars.api import SHANGHAI
from linli.base.printing.api import FAMILY, close_pdf, open_pdf
from linli.base.scopes.api import Estate, current_estate_id
from linli.money.ledger.api import say_money
from linli.money.payments.labels import METHODS
from linli.money.payments.models import PrepaidReturn
from linli.money.payments.words import say_sum


def print_slip(found: PrepaidReturn) -> bytes:
    """PDF: number, home, day, way, both hands, the sum in figures and in Chinese words."""
    estate = Estate.objects.get(pk=current_estate_id())
    pdf = open_pdf(_("退款单 %(number)s") % {"number": found.number}, size=12, paper="A5")
    pdf.set_font(FAMILY, "B", 18)
    title = _("预存退款单")
    pdf.multi_cell(0, 10, f"{estate.name}\n{title}", align="C", new_x="LMARGIN", new_y="NEXT")
    pdf.set_font(FAMILY, size=12)
    pdf.ln(2)
    for label, value in _facts(found):
        pdf.cell(34, 8, label)
        pdf.multi_cell(0, 8, value, new_x="LMARGIN", new_y="NEXT")
    pdf.set_font(FAMILY, "B", 14)
    pdf.cell(80, 10, _("合计"), border="T")
    pdf.cell(0, 10, say_money(found.amount), border="T", align="R", new_x="LMARGIN", new_y="NEXT")
    pdf.set_font(FAMILY, size=11)
    pdf.multi_cell(0, 7, say_sum(found.amount), new_x="LMARGIN", new_y="NEXT")
    pdf.ln(8)
    pdf.multi_cell(0, 7, _("收到人签字:____________________"))
    return close_pdf(pdf)


def _facts(found: PrepaidReturn) -> list[tuple[str, str]]:
    facts = [
        (_("编号"), found.number),
        (_("门牌"), found.home.place.plate),
        (_("方式"), str(METHODS[found.method])),
        (_("为什么退"), found.reason),
        (_("谁申请的"), found.requested_by.name),
    ]
    if found.approved_by is not None and found.approved_at is not None:
        day = found.approved_at.astimezone(SHANGHAI)
        facts += [(_("谁批准的"), found.approved_by.name), (_("退款日期"), f"{day:%Y-%m-%d}")]
    return facts
