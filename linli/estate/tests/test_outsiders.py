"""Every page of the register, tried by those who have no business there."""

from __future__ import annotations

import uuid
from datetime import date

import pytest
from django.urls import reverse

from linli.base.calendars.api import today
from linli.estate.captains.api import open_round
from linli.estate.people.api import CategoryKind, add_category
from linli.estate.testing import addresses_of, make_household, make_person

NAMESPACES = ["people", "places", "organisations", "captains", "exports"]


@pytest.fixture
def ids(cast):
    """One of everything, in grid two, with nobody of the cast in it."""
    lead = cast.actor("lead")
    far, double = make_person("远方客", phone="19911112222"), make_person("远方客")
    household = make_household("3-1-101", far)
    category, _ = add_category(
        far.pk, actor=lead, kind=CategoryKind.DISABILITY, source="证", code="vision"
    )
    row = open_round(
        cast.places["building3"].pk, actor=lead, opens_on=date(2026, 1, 1), closes_on=today()
    )
    return {
        "person_id": far.pk, "category_id": category.pk, "field": "id_number", "kept_id": far.pk,
        "absorbed_id": double.pk, "merge_id": 1, "home_id": household.home_id,
        "household_id": household.pk, "grid_id": cast.places["grid2"].pk,
        "building_id": cast.places["building3"].pk, "place_id": cast.places["gate"].pk,
        "token": uuid.uuid4(), "organisation_id": cast.organisations["property"].pk,
        "office_id": 1, "round_id": row.pk,
    }  # fmt: skip


def _open_to_all(ids):
    """Grid cards are public (GRID-02); a sticker leads to the report form and tells nothing."""
    return {
        reverse("places:grids"),
        reverse("places:grid", args=[ids["grid_id"]]),
        reverse("places:sticker", args=[ids["token"]]),
    }


@pytest.mark.parametrize("namespace", NAMESPACES)
@pytest.mark.parametrize("who", ["outsider", "foreign_lead", "resident", "worker", "grid_worker"])
def test_pages_are_closed_to_those_out_of_reach(cast, ids, sign_in, namespace, who):
    client = sign_in(getattr(cast, who))
    shown_to_staff = {"organisations", "captains"} if who in ("worker", "grid_worker") else set()
    for address in addresses_of(namespace, **ids):
        if address in _open_to_all(ids):
            continue
        for answer in (client.get(address), client.post(address, {})):
            text = answer.content.decode()
            assert "远方客" not in text, address
            assert "19911112222" not in text, address
            if who in ("outsider", "foreign_lead") and namespace not in shown_to_staff:
                own = who == "foreign_lead" and answer.status_code in (200, 302, 422)
                assert answer.status_code in (403, 404, 405) or own, address


@pytest.mark.parametrize("namespace", NAMESPACES)
def test_a_visitor_is_asked_to_sign_in(cast, ids, client, namespace):
    for address in addresses_of(namespace, **ids):
        if address == reverse("places:sticker", args=[ids["token"]]):
            continue
        for answer in (client.get(address), client.post(address, {})):
            assert answer.status_code in (302, 401, 405), address
            assert "远方客" not in answer.content.decode()


@pytest.mark.rule("GRID-02")
def test_grid_cards_tell_who_to_call_and_nothing_of_residents(cast, ids, sign_in):
    cast.accounts["grid_worker2"].phone = "13900008888"
    cast.accounts["grid_worker2"].save()
    cast.estate.supervision_phone = "0319-2220000"
    cast.estate.save()
    client = sign_in(cast.outsider)
    for address in (reverse("places:grids"), reverse("places:grid", args=[ids["grid_id"]])):
        text = client.get(address).content.decode()
        for told in ("第2网格", "吕网格", "13900008888", "0319-2220000", "3号楼", "1 户"):
            assert told in text, told
        assert "远方客" not in text
        assert "3-1-101" not in text


def test_every_page_opens_for_the_lead(cast, ids, sign_in):
    client = sign_in(cast.lead)
    for namespace in NAMESPACES:
        for address in addresses_of(namespace, **ids):
            answer = client.get(address)
            assert answer.status_code in (200, 302, 403, 404, 405), (address, answer.status_code)
            if answer.status_code in (403, 404):
                assert any(part in address for part in ("/open/", "/lease/end/")), address
