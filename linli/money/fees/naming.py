"""How bills are called where an entry of the ledger names them."""

from __future__ import annotations

from collections.abc import Sequence

from django.urls import reverse
from django.utils.translation import gettext as _

from linli.base.accounts.api import Actor
from linli.money.fees.corrections import period_of_bill
from linli.money.fees.models import Bill
from linli.money.fees.queries import may_see_bills
from linli.money.fees.settling import BY_PREPAYMENT
from linli.money.fees.words import charge_name, say_period
from linli.money.ledger.api import Paper, numbers_of, register_source


def name_bills(actor: Actor, rests: Sequence[str]) -> dict[str, Paper]:
    """Number, charge and period, which the entry itself tells; who pays stays on the bill."""
    sees = may_see_bills(actor)
    found = {}
    for bill in Bill.objects.filter(pk__in=numbers_of(rests)).select_related("charge"):
        words = _("账单 %(number)s · %(charge)s %(period)s") % {
            "number": bill.number, "charge": charge_name(bill.charge),
            "period": say_period(period_of_bill(bill)),
        }  # fmt: skip
        address = reverse("fees:bill", args=[bill.pk]) if sees else ""
        found[str(bill.pk)] = Paper(words, address)
    return found


def name_prepayments(actor: Actor, rests: Sequence[str]) -> dict[str, Paper]:
    """What waited for a home and went on its bills: there is no paper but the bills."""
    return {"": Paper(_("用预存抵账单"))} if "" in rests else {}


register_source("fee_bill", name_bills)
register_source(BY_PREPAYMENT, name_prepayments)
