"""Hands that meet at one request: each step is done once, by one person, and paid once."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest
from django.db import connection

from linli.base.calendars.api import today
from linli.base.errors import DomainError
from linli.base.scopes.api import estate_scope
from linli.estate.testing import make_office
from linli.money.ledger.api import Entry
from linli.money.spending import errors
from linli.money.spending.api import (
    SpendingPayment,
    SpendingRequest,
    pay_request,
    release_request,
)
from linli.money.spending.data import Step
from linli.money.spending.models import SpendingPart, SpendingRelease
from linli.money.spending.testing import bank_balance, make_checked, make_hands, make_released
from tests.concurrency.races import race, won

pytestmark = pytest.mark.slow


@pytest.fixture
def house(committed_db: Any) -> Iterator[Any]:
    from linli.base.scopes.api import all_estates
    from linli.estate.testing import make_cast

    with all_estates():
        cast: Any = make_cast()
    with estate_scope(cast.estate.pk):
        make_hands(cast)
    yield cast
    connection.close()


def actors(house: Any, *names: str) -> list[Any]:
    with estate_scope(house.estate.pk):
        return [house.actor(name) for name in names]


def test_two_of_one_body_release_at_once(house: Any) -> None:
    with estate_scope(house.estate.pk):
        request = make_checked(house)
    first, second = actors(house, "property_manager", "property_manager2")
    results = race(
        house, *[lambda one=one: release_request(request.pk, actor=one).pk
                 for one in (first, second, first, second)],
    )  # fmt: skip
    refused = [one for one in results if isinstance(one, DomainError)]
    assert {type(one) for one in refused} == {errors.BodyDone}
    assert len(won(results)) == 2  # the same person pressed twice and hears the same
    with estate_scope(house.estate.pk):
        assert SpendingRelease.objects.filter(request=request.pk).count() == 1
        assert SpendingPart.objects.filter(request=request.pk, step="release_company").count() == 1


def test_one_account_in_two_roles_at_once(house: Any) -> None:
    with estate_scope(house.estate.pk):
        make_office(
            "residents_committee_member", house.property_manager,
            organisation=house.organisations["committee"],
        )  # fmt: skip
        request = make_checked(house)
    (both,) = actors(house, "property_manager")
    _one_releases(house, request, [(both, Step.RELEASE_COMPANY), (both, Step.RELEASE_COMMITTEE)])


def test_one_person_with_two_accounts_at_once(house: Any) -> None:
    with estate_scope(house.estate.pk):
        person = house.people["owner"]
        person.account, person.name = house.property_manager, house.secretary.name
        person.save()
        house.secretary.phone = person.phone
        house.secretary.save()
        request = make_checked(house)
    first, second = actors(house, "property_manager", "secretary")
    _one_releases(house, request, [(first, Step.RELEASE_COMPANY), (second, Step.RELEASE_COMMITTEE)])


def _one_releases(house: Any, request: SpendingRequest, hands: list[tuple[Any, Step]]) -> None:
    works = [
        lambda who=who, step=step: release_request(request.pk, actor=who, step=step).pk
        for who, step in hands
    ]
    results = race(house, *works)
    refused = [one for one in results if isinstance(one, DomainError)]
    assert len(refused) == 1
    assert isinstance(refused[0], errors.SameHand | errors.SamePerson)
    with estate_scope(house.estate.pk):
        assert SpendingRelease.objects.filter(request=request.pk).count() == 1
        assert SpendingRequest.objects.get(pk=request.pk).state == "releasing"


def pay(request: SpendingRequest, who: Any, *, amount: int, number: str, key: str) -> Any:
    return lambda: (
        pay_request(
            request.pk,
            amount=amount,
            paid_on=today(),
            bank_number=number,
            client_key=key,
            actor=who,
        ).pk
    )


def test_one_form_paid_six_times_at_once(house: Any) -> None:
    with estate_scope(house.estate.pk):
        request = make_released(house)
    (cashier,) = actors(house, "cashier")
    works = [pay(request, cashier, amount=120_000, number="B1", key="same") for _ in range(6)]
    results = race(house, *works)
    assert len(set(results)) == 1
    assert not isinstance(results[0], DomainError)
    _is_paid_once(house, request)


def test_the_rest_is_paid_at_once_from_two_sessions(house: Any) -> None:
    """Two windows of one hand, and another hand: the sum goes once, the others hear why not."""
    with estate_scope(house.estate.pk):
        request = make_released(house)
    cashier, auditor = actors(house, "cashier", "auditor")
    results = race(
        house,
        pay(request, cashier, amount=120_000, number="B1", key="one"),
        pay(request, cashier, amount=120_000, number="B2", key="two"),
        pay(request, auditor, amount=120_000, number="B3", key="three"),
    )
    assert len(won(results)) == 1
    _is_paid_once(house, request)


def test_parts_at_once_never_exceed_the_sum(house: Any) -> None:
    with estate_scope(house.estate.pk):
        request = make_released(house)
    (cashier,) = actors(house, "cashier")
    works = [pay(request, cashier, amount=50_000, number=f"P{n}", key=f"k{n}") for n in range(5)]
    results = race(house, *works)
    assert len(won(results)) == 2
    assert {type(one) for one in results if isinstance(one, DomainError)} == {errors.TooMuchPaid}
    with estate_scope(house.estate.pk):
        assert SpendingRequest.objects.get(pk=request.pk).paid == 100_000
        assert bank_balance() == -100_000


def test_one_bank_number_on_two_requests_at_once(house: Any) -> None:
    with estate_scope(house.estate.pk):
        pair = [make_released(house), make_released(house)]
    (cashier,) = actors(house, "cashier")
    results = race(
        house,
        *[pay(one, cashier, amount=120_000, number="SAME", key=f"k{one.pk}") for one in pair],
    )
    refused = [one for one in results if isinstance(one, DomainError)]
    assert [type(one) for one in refused] == [errors.BankNumberTaken]
    with estate_scope(house.estate.pk):
        assert SpendingPayment.objects.count() == 1
        assert bank_balance() == -120_000


def _is_paid_once(house: Any, request: SpendingRequest) -> None:
    with estate_scope(house.estate.pk):
        payment = SpendingPayment.objects.get()
        assert Entry.objects.filter(source=f"spending:{request.pk}").count() == 1
        assert SpendingPart.objects.get(request=request.pk, step="pay").pk == payment.part_id
        assert SpendingRequest.objects.get(pk=request.pk).state == "paid"
        assert bank_balance() == -120_000
