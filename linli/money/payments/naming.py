"""How payments, refunds and the till's ways are called where an entry of the ledger names them."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _

from linli.base.accounts.api import Actor
from linli.estate.organisations.api import Permission, may
from linli.money.ledger.api import Paper, numbers_of, register_source
from linli.money.payments.data import Method
from linli.money.payments.labels import METHODS
from linli.money.payments.models import Payment
from linli.money.payments.queries import may_see_payments

# the first word of a payment's code, as `keep_payment` writes it
_WAYS = {"cash": Method.CASH, "line": Method.TRANSFER, "wechat": Method.WECHAT}


def _of_way(prefix: str, method: Method) -> Callable[[Actor, Sequence[str]], dict[str, Paper]]:
    def name(actor: Actor, rests: Sequence[str]) -> dict[str, Paper]:
        plain = _("收款 · %(way)s") % {"way": METHODS[method.value]}
        found = dict.fromkeys(rests, Paper(plain))
        if not may_see_payments(actor):
            return found
        codes = {f"{prefix}:{rest}": rest for rest in rests}
        rows = _receipts(settlement__source__in=codes)
        for code, payment_id, year, number in rows.values_list(
            "settlement__source", "pk", "receipt__year", "receipt__number"
        ):
            found[codes[code]] = _receipt(_("收据 %(number)s"), payment_id, year, number)
        return found

    return name


def _receipts(**which: Any) -> Any:
    return Payment.objects.filter(receipt__isnull=False, **which)


def _receipt(words: str, payment_id: int, year: int, number: int) -> Paper:
    """As `Receipt.words` has it, without a row for each."""
    address = reverse("payments:payment", args=[payment_id])
    return Paper(words % {"number": f"{year}-{number:06}"}, address)


def name_undone(actor: Actor, rests: Sequence[str]) -> Mapping[str, Paper]:
    """What was taken back of a settlement: the receipt that it was paid with."""
    found = dict.fromkeys(rests, Paper(_("退款")))
    if may_see_payments(actor):
        rows = _receipts(settlement__in=numbers_of(rests))
        for settlement, payment_id, year, number in rows.values_list(
            "settlement", "pk", "receipt__year", "receipt__number"
        ):
            words = _("退款 · 收据 %(number)s")
            found[str(settlement)] = _receipt(words, payment_id, year, number)
    return found


def name_deposits(actor: Actor, rests: Sequence[str]) -> Mapping[str, Paper]:
    address = reverse("payments:till") if may(actor, Permission.TAKE_PAYMENTS) else ""
    return dict.fromkeys(rests, Paper(_("现金存银行"), address))


def name_returns(actor: Actor, rests: Sequence[str]) -> Mapping[str, Paper]:
    sees = may_see_payments(actor)
    return {
        str(pk): Paper(
            _("退款单 %(number)s") % {"number": f"T{pk}"},
            reverse("payments:return", args=[pk]) if sees else "",
        )
        for pk in numbers_of(rests)
    }


def name_lists(actor: Actor, rests: Sequence[str]) -> Mapping[str, Paper]:
    """A list of many homes' money that the bank collected: the list has no page of its own."""
    return dict.fromkeys(rests, Paper(_("银行代收的一批")))


for _prefix, _method in _WAYS.items():
    register_source(_prefix, _of_way(_prefix, _method))
register_source("settlement", name_undone)
register_source("deposit", name_deposits)
register_source("collected", name_lists)
register_source("prepaid_return", name_returns)
