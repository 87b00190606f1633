"""Every address, tried by those whom it does not concern."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

import pytest
from django.http import HttpResponse

from linli.web.accounts.testing import OutsideClient
from tests.docs.access import ACCESS
from tests.docs.addresses import Address, all_names, ask, client_of, declared_addresses

REFUSED = {401, 403, 404}
UNREADABLE = {400, 422}  # an empty form, refused before anything is looked up


def test_every_address_is_declared() -> None:
    assert sorted(all_names() - ACCESS.keys()) == [], "declare them in tests/docs/access.py"


def test_nothing_is_declared_that_is_not_there() -> None:
    assert sorted(ACCESS.keys() - all_names()) == []


@pytest.fixture
def addresses(cast: Any) -> list[Address]:
    return declared_addresses(cast)


def is_refused(answer: HttpResponse) -> bool:
    to_sign_in = answer.status_code == 302 and "sign-in" in answer.headers["Location"]
    return to_sign_in or answer.status_code in REFUSED


def names_of(cast: Any) -> list[str]:
    return [person.name for person in cast.people.values()]


def leaks(answer: HttpResponse, names: Iterable[str]) -> bool:
    body = b"".join(answer) if answer.streaming else answer.content
    return any(name.encode() in body for name in names)


def judge(
    client: OutsideClient, address: Address, names: list[str], may: bool, *, is_staff: bool = False
) -> list[str]:
    """What is wrong with the answers at one address. Staff of elsewhere may fill in a form."""
    got = ask(client, "get", address.path)
    wrong = []
    if leaks(got, names):
        wrong.append(f"GET {address.name} shows a resident's name ({got.status_code})")
    if got.status_code >= 500:
        wrong.append(f"GET {address.name} fails ({got.status_code})")
    if may:
        return wrong
    leads_on = address.access.leads_on and got.status_code == 302
    if got.status_code != 405 and not leads_on and not is_refused(got):
        wrong.append(f"GET {address.name} answers {got.status_code}")
    sent = ask(client, "post", address.path)
    if sent.status_code not in ({405} | UNREADABLE if is_staff else {405}) and not is_refused(sent):
        wrong.append(f"POST {address.name} answers {sent.status_code}")
    return wrong


def test_a_visitor_gets_nothing(cast: Any, addresses: list[Address]) -> None:
    client, names = client_of(None), names_of(cast)
    wrong = [w for a in addresses for w in judge(client, a, names, a.access.everybody)]
    assert not wrong, "\n" + "\n".join(wrong)


def test_the_outsider_gets_nothing(cast: Any, addresses: list[Address]) -> None:
    client, names = client_of(cast.outsider), names_of(cast)
    wrong = [
        w
        for a in addresses
        for w in judge(client, a, names, a.access.everybody or a.access.signed_in)
    ]
    assert not wrong, "\n" + "\n".join(wrong)


def test_another_estates_lead_gets_nothing_of_this_one(cast: Any, addresses: list[Address]) -> None:
    """With ids of this estate every address is closed; without ids it shows the own estate."""
    client, names = client_of(cast.foreign_lead), names_of(cast)
    wrong = []
    for address in addresses:
        has_ids = any(character.isdigit() for character in address.path)
        may = address.access.everybody or address.access.signed_in or not has_ids
        wrong += judge(client, address, names, may, is_staff=True)
    assert not wrong, "\n" + "\n".join(wrong)
