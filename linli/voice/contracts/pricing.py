"""What the contract costs: how the company is paid, price by price, and the fees that rest on it.

Amounts are whole fen. A fee's own price is kept in thousandths of a fen (money/fees).
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from django.db import transaction

from linli.base.accounts.api import Actor
from linli.base.audit.api import record
from linli.base.calendars.api import today
from linli.base.errors import Invalid, NotFound, translatable
from linli.estate.organisations.api import Permission, require
from linli.money.fees.api import Charge, Formula, Tariff, list_charges, tariffs_of
from linli.voice.contracts.data import FeeBasis, PriceLine, PriceUnit
from linli.voice.contracts.errors import (
    ContractOver,
    PriceNameless,
    PriceUnitWrong,
    PriceWrong,
    TooManyPrices,
)
from linli.voice.contracts.models import ContractPrice, ServiceContract
from linli.voice.contracts.queries import contract_for, term_of
from linli.voice.contracts.rules import end_of

MOST_PRICES = 12
HIGHEST_PRICE = 100_000_000 * 100  # fen
_SAME = {PriceUnit.AREA_MONTH: Formula.AREA, PriceUnit.HOME_MONTH: Formula.HOUSEHOLD}


@transaction.atomic
def set_prices(
    contract_id: int,
    lines: Sequence[PriceLine],
    *,
    actor: Actor,
    basis: str,
    price_text: str = "",
) -> ServiceContract:
    """All prices of a contract at once, in their order; what was there before is replaced.

    A refusal names the line: `price_2` is the price of the third. Raises PriceWrong,
    PriceNameless, PriceUnitWrong, TooManyPrices, ContractOver, NotAllowed, NotFound.
    """
    require(actor, Permission.MANAGE_CONTRACTS)
    contract_for(actor, contract_id)
    rows = ServiceContract.objects.select_for_update(of=("self",)).filter(pk=contract_id)
    contract: ServiceContract | None = rows.first()
    if contract is None:
        raise NotFound
    if end_of(term_of(contract)) < today():
        raise ContractOver
    if basis not in set(FeeBasis):
        raise Invalid(translatable("请选怎么收费。"), field="basis")
    if len(lines) > MOST_PRICES:
        raise TooManyPrices(most=MOST_PRICES)
    known = {charge.code for charge in list_charges()}
    for n, line in enumerate(lines):
        _check(n, line, known)
    contract.prices.all().delete()
    ContractPrice.objects.bulk_create(
        ContractPrice(
            contract=contract, position=n, what=line.what.strip(), price_fen=line.price_fen,
            unit=line.unit, note=line.note.strip()[:200], charge=line.charge,
        )
        for n, line in enumerate(lines)
    )  # fmt: skip
    contract.basis, contract.price_text = basis, price_text.strip()[:200]
    contract.save(update_fields=["basis", "price_text"])
    record(
        "contract.priced", "service_contract", contract.pk, actor=actor, basis=basis,
        prices=[[line.price_fen, line.unit] for line in lines],
    )  # fmt: skip
    return contract


def _check(n: int, line: PriceLine, charges: set[str]) -> None:
    if not 1 <= len(line.what.strip()) <= 60:
        raise PriceNameless(field=f"what_{n}")
    whole = isinstance(line.price_fen, int) and not isinstance(line.price_fen, bool)
    if not whole or not 1 <= line.price_fen <= HIGHEST_PRICE:
        raise PriceWrong(field=f"price_{n}")
    if line.unit not in set(PriceUnit):
        raise PriceUnitWrong(field=f"unit_{n}")
    if line.charge and line.charge not in charges:
        raise Invalid(translatable("没有这个收费项目。请从列表中选。"), field=f"charge_{n}")


@dataclass(frozen=True)
class PriceCard:
    """A price with the fee that rests on it: its tariff of today, and whether both say the same.

    `agrees` is None where they cannot be compared.
    """

    price: ContractPrice
    charge: Charge | None = None
    tariff: Tariff | None = None
    agrees: bool | None = None


def price_cards(contract: ServiceContract) -> list[PriceCard]:
    charges = {charge.code: charge for charge in list_charges(active_only=False)}
    return [
        _card(price, charges.get(price.charge)) for price in contract.prices.order_by("position")
    ]


def _card(price: ContractPrice, charge: Charge | None) -> PriceCard:
    if charge is None:
        return PriceCard(price)
    begun = [tariff for tariff in tariffs_of(charge) if tariff.starts_on <= today()]
    if not begun:
        return PriceCard(price, charge)
    tariff = begun[-1]
    formula = _SAME.get(PriceUnit(price.unit))
    same = tariff.price_mfen == price.price_fen * 1000
    agrees = same if formula is not None and tariff.formula == formula else None
    return PriceCard(price, charge, tariff, agrees)
