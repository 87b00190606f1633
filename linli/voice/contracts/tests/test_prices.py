"""What a contract costs: lines in whole fen, the fee that rests on them, refusals at their field."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from django.db import IntegrityError, transaction

from linli.base.calendars.api import today
from linli.base.errors import Invalid, NotAllowed
from linli.money.fees.api import Formula, GroundKind, add_tariff, load_charges
from linli.voice.contracts import errors
from linli.voice.contracts.api import PriceLine, price_cards, set_prices
from linli.voice.contracts.models import ContractPrice
from linli.voice.contracts.testing import make_service_contract

FEE = PriceLine("物业费", 60, "area_month", "含公共照明", "property_fee")


@pytest.fixture
def contract(cast: Any) -> Any:
    load_charges()
    return make_service_contract(cast)


def put(cast: Any, contract: Any, *lines: PriceLine, by: str = "secretary", **over: Any) -> Any:
    fields = {"basis": "package"} | over
    return set_prices(contract.pk, lines, actor=cast.actor(by), **fields)


def charge_at(cast: Any, price_mfen: int, formula: Formula = Formula.AREA) -> None:
    add_tariff(
        load_charges()[0].pk, actor=cast.actor("accountant"), starts_on=today().replace(day=1),
        formula=formula, price_mfen=price_mfen, ground_kind=GroundKind.CONTRACT,
        ground="物业服务合同",
    )  # fmt: skip


def test_prices_are_replaced_as_a_whole(cast: Any, contract: Any) -> None:
    put(cast, contract, FEE, PriceLine("装修垃圾清运", 20_000, "home_month"))
    put(cast, contract, FEE, basis="commission", price_text="酬金按总支出的百分之八。")
    contract.refresh_from_db()
    assert (contract.basis, contract.price_text) == ("commission", "酬金按总支出的百分之八。")
    row = ContractPrice.objects.get()
    assert (row.what, row.price_fen, row.unit, row.charge) == (
        "物业费", 60, "area_month", "property_fee",
    )  # fmt: skip


@pytest.mark.parametrize(
    ("line", "refusal", "field"),
    [
        (PriceLine("a", 0, "year"), errors.PriceWrong, "price_1"),
        (PriceLine("a", -60, "year"), errors.PriceWrong, "price_1"),
        (PriceLine("a", 0.6, "year"), errors.PriceWrong, "price_1"),  # type: ignore[arg-type]
        (PriceLine("a", 10**10 + 1, "year"), errors.PriceWrong, "price_1"),
        (PriceLine(" ", 60, "year"), errors.PriceNameless, "what_1"),
        (PriceLine("长" * 61, 60, "year"), errors.PriceNameless, "what_1"),
        (PriceLine("a", 60, "acre"), errors.PriceUnitWrong, "unit_1"),
        (PriceLine("a", 60, "year", charge="none"), Invalid, "charge_1"),
    ],
)
def test_a_wrong_line_is_named_and_changes_nothing(
    cast: Any, contract: Any, line: PriceLine, refusal: Any, field: str
) -> None:
    put(cast, contract, FEE)
    with pytest.raises(refusal) as refused:
        put(cast, contract, PriceLine("b", 1, "year"), line)
    assert refused.value.field == field
    assert ContractPrice.objects.get().what == "物业费"


def test_highest_price_most_lines_and_the_tables_own_word(cast: Any, contract: Any) -> None:
    put(cast, contract, *[PriceLine("a", 10**10, "year")] * 12)
    with pytest.raises(errors.TooManyPrices):
        put(cast, contract, *[PriceLine("a", 1, "year")] * 13)
    with pytest.raises(IntegrityError), transaction.atomic():
        ContractPrice.objects.update(price_fen=0)


def test_who_may_and_until_when(cast: Any, contract: Any) -> None:
    for who in ("agent", "owner", "outsider", "foreign_lead"):
        with pytest.raises(NotAllowed):
            put(cast, contract, FEE, by=who)
    over = make_service_contract(
        cast, starts_on=today() - timedelta(days=50), ends_on=today() - timedelta(days=1)
    )
    with pytest.raises(errors.ContractOver):
        put(cast, over, FEE)


@pytest.mark.rule("FEE-03")
def test_a_fee_that_rests_on_the_contract_is_held_against_it(cast: Any, contract: Any) -> None:
    year = PriceLine("停车", 120_000, "year", charge="property_fee")
    put(cast, contract, FEE, year, PriceLine("大堂", 1, "year"))
    assert [card.tariff for card in price_cards(contract)] == [None, None, None]
    charge_at(cast, 60_000)
    assert [card.agrees for card in price_cards(contract)] == [True, None, None]
    put(cast, contract, PriceLine("物业费", 61, "area_month", charge="property_fee"))
    assert [card.agrees for card in price_cards(contract)] == [False]
    put(cast, contract, PriceLine("物业费", 60, "home_month", charge="property_fee"))
    assert [card.agrees for card in price_cards(contract)] == [None]


def test_prices_are_typed_shown_and_refused_on_pages(
    cast: Any, contract: Any, sign_in: Any, client: Any
) -> None:
    charge_at(cast, 65_000)
    secretary, path = sign_in(cast.secretary), f"/contracts/{contract.pk}/prices"
    form = {
        "basis": "commission", "what_0": "物业费", "price_0": "0.60 元", "unit_0": "area_month",
        "charge_0": "property_fee", "what_2": "酬金", "price_2": "120,000", "unit_2": "year",
    }  # fmt: skip
    for wrong in ("-0.60", "0", "0.605", "六角", "1e3", "999999999999", ""):
        answer = secretary.post(path, form | {"price_2": wrong})
        assert answer.status_code == 422
        assert 'id="id_price_2_error"' in answer.content.decode(), wrong
    nameless = secretary.post(path, form | {"what_2": ""})
    assert 'id="id_what_2_error"' in nameless.content.decode()
    assert not ContractPrice.objects.exists()
    assert secretary.post(path, form).status_code == 302
    assert list(ContractPrice.objects.values_list("price_fen", flat=True)) == [60, 12_000_000]
    assert 'value="0.60"' in secretary.get(path).content.decode()
    page = secretary.get(f"/contracts/{contract.pk}").content.decode()
    assert "账单的价格和合同的价格不一样" in page
    for text in (
        sign_in(cast.owner).get("/contracts/").content.decode(),
        client.get(f"/public/{cast.estate.code}/service").content.decode(),
    ):
        assert "酬金制" in text and "每平方米每月" in text and "账单按 0.65 元算" in text
        assert "/fees/charges/" not in text
    for who in (cast.outsider, cast.owner, cast.agent):
        assert sign_in(who).post(path, form).status_code in (403, 404)
