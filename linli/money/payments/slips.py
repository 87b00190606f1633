"""The slip for prepaid money that goes back: who gets it signs on paper."""

from __future__ import annotations

from django.utils.translation import gettext as _

from linli.base.calendars.api import SHANGHAI
from linli.base.printing.api import close_pdf
from linli.money.payments.labels import METHODS
from linli.money.payments.models import PrepaidReturn
from linli.money.payments.receipts import begin_paper, write_total


def print_slip(found: PrepaidReturn) -> bytes:
    """PDF: number, home, day, way, both hands, the sum in figures and in Chinese words."""
    title = _("退款单 %(number)s") % {"number": found.number}
    pdf = begin_paper(title, _("预存退款单"), _facts(found))
    write_total(pdf, found.amount)
    pdf.ln(8)
    pdf.multi_cell(0, 7, _("收到人签字：____________________"))
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
