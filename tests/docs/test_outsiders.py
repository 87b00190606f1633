"""Every address, tried by those whom it does not concern."""

from __future__ import annotations

import uuid
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Any

import pytest
from django.conf import settings
from django.db import connection, transaction
from django.http import HttpResponse
from django.urls import URLPattern, URLResolver, get_resolver, reverse

from linli.base.calendars.api import now, today
from linli.base.files.models import StoredFile
from linli.matters.testing import make_matter
from linli.resources.models import CrewMember
from linli.web.accounts.testing import OutsideClient, pass_second_factor
from tests.docs.access import ACCESS, Access

REFUSED = {401, 403, 404}
UNREADABLE = {400, 422}  # an empty form, refused before anything is looked up
NOBODY = 999_999_999


@dataclass(frozen=True)
class Address:
    name: str
    path: str
    access: Access


def named_patterns(
    patterns: Iterable[URLPattern | URLResolver], spaces: tuple[str, ...] = ()
) -> Iterator[tuple[str, URLPattern]]:
    for pattern in patterns:
        if isinstance(pattern, URLPattern):
            yield ":".join([*spaces, pattern.name or "?"]), pattern
        else:
            inner = (*spaces, pattern.namespace) if pattern.namespace else spaces
            yield from named_patterns(pattern.url_patterns, inner)


def all_names() -> set[str]:
    return {name for name, _ in named_patterns(get_resolver().url_patterns)}


def test_every_address_is_declared() -> None:
    assert sorted(all_names() - ACCESS.keys()) == [], "declare them in tests/docs/access.py"


def test_nothing_is_declared_that_is_not_there() -> None:
    assert sorted(ACCESS.keys() - all_names()) == []


@pytest.fixture
def addresses(cast: Any) -> list[Address]:
    """Every declared address, with ids of the first estate."""
    from linli.matters.routing.api import load_catalogue

    load_catalogue(cast.estate)
    with connection.cursor() as cursor:
        cursor.execute("INSERT INTO procrastinate_workers DEFAULT VALUES")
    ids = _ids(cast)
    found = []
    for name, pattern in named_patterns(get_resolver().url_patterns):
        if not name.endswith("?") and name in ACCESS:
            wanted = _parameters(pattern)
            kwargs = {key: ids[name, key] if (name, key) in ids else ids[key] for key in wanted}
            found.append(Address(name, reverse(name, kwargs=kwargs), ACCESS[name]))
    return found


def _parameters(pattern: URLPattern) -> list[str]:
    groups = getattr(pattern.pattern, "regex", None)
    return list(groups.groupindex) if groups is not None else list(pattern.pattern.converters)


def _ids(cast: Any) -> dict[Any, Any]:
    """What the addresses' parameters stand for. A new parameter fails here until it is known."""
    from linli.estate.models import Home, Household, Office
    from linli.matters.routing.api import list_categories  # noqa: F401 - loads the group
    from linli.matters.routing.models import Category, DeadlineProfile, RoutingRule

    matter = make_matter(cast)
    file = StoredFile.objects.create(
        content_type="image/webp", byte_count=1, sha256=b"x", uploaded_at=now(),
        uploaded_by_id=cast.agent.pk,
    )  # fmt: skip
    property_company = cast.organisations["property"]
    home = Home.objects.get(place__plate="1-1-101")
    return {
        "matter_id": matter.pk,
        "number": matter.number,
        "person_id": cast.people["resident"].pk,
        "kept_id": cast.people["resident"].pk,
        "absorbed_id": cast.people["elder"].pk,
        "home_id": home.pk,
        "household_id": Household.objects.get(home=home).pk,
        "building_id": cast.places["building1"].pk,
        "grid_id": cast.places["grid1"].pk,
        "place_id": cast.places["gate"].pk,
        "organisation_id": property_company.pk,
        "office_id": Office.objects.filter(organisation=property_company).first().pk,
        "rule_id": RoutingRule.objects.first().pk,
        "category_id": Category.objects.first().pk,
        "profile_id": DeadlineProfile.objects.first().pk,
        "member_id": CrewMember.objects.create(
            account=cast.worker, organisation=property_company, joined_on=today()
        ).pk,
        "shift_id": NOBODY,
        "absence_id": NOBODY,
        "round_id": NOBODY,
        "claim_id": NOBODY,
        "account_id": NOBODY,
        "letter_id": NOBODY,
        "line_id": NOBODY,
        "form": "json",
        ("open311:token", "token"): matter.number,
        "call_id": NOBODY,
        "key": "nobody-knows-it",
        "merge_id": NOBODY,
        "token_id": NOBODY,
        "token": file.token,
        ("public:follow", "token"): "nobody-knows-it",
        ("imports:preview", "token"): uuid.uuid4(),
        "sheet": 0,
        "field": "id_number",
        "slug": "repair",
        "code": cast.estate.code,
        "name": "note",
        "action": "note",
    }


def client_of(account: Any | None) -> OutsideClient:
    client = OutsideClient()
    client.defaults["HTTP_HOST"] = settings.LINLI.hosts[0]
    if account is not None:
        client.force_login(account)
        pass_second_factor(client, account)
    return client


def ask(client: OutsideClient, method: str, path: str) -> HttpResponse:
    """The answer; whatever was written is undone."""
    with transaction.atomic():
        answer = getattr(client, method)(path)
        transaction.set_rollback(True)
    return answer


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
