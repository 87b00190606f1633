"""How bank lines are called where an entry of the ledger names them."""

from __future__ import annotations

from collections.abc import Sequence

from django.urls import reverse
from django.utils.translation import gettext as _

from linli.base.accounts.api import Actor
from linli.money.banking.models import BankLine
from linli.money.banking.queries import may_see_banking
from linli.money.ledger.api import Paper, numbers_of, register_source


def name_lines(actor: Actor, rests: Sequence[str]) -> dict[str, Paper]:
    """The day and the bank's number of the line for who may see statements; others only learn
    that the bank said it."""
    if not may_see_banking(actor):
        return {rest: Paper(_("银行流水")) for rest in rests}
    found = {}
    for line in BankLine.objects.filter(pk__in=numbers_of(rests)):
        words = _("银行流水 %(day)s") % {"day": line.booked_on}
        address = reverse("banking:lines", args=[line.account_id])
        found[str(line.pk)] = Paper(f"{words} {line.serial}".strip(), address)
    return found


register_source("bank_line", name_lines)
