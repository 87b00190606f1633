"""People are named by searching and choosing, with scripts and without."""

from __future__ import annotations

import re
from typing import Any

import pytest

from linli.base.calendars.api import today
from linli.estate.people.models import Membership
from linli.estate.people.rules import mask_phone
from linli.estate.places.models import Home, Lease, Ownership
from linli.estate.testing import make_person


@pytest.fixture
def newcomer(cast: Any) -> Any:
    return make_person("新来的赵六", phone="13900008888")


def empty_home(cast: Any) -> int:
    lived = Membership.objects.values("household__home")
    home = Home.objects.exclude(pk__in=lived).filter(place__grid=cast.places["grid1"]).first()
    assert home is not None
    return int(home.pk)


@pytest.mark.parametrize("words", ["赵六", "13900008888", "8888"])
def test_the_part_for_htmx_offers_who_is_in_reach(
    cast: Any, sign_in: Any, newcomer: Any, words: str
) -> None:
    address = "/people/pick/"
    query = {"into": "tenant", "tenant_words": words}
    page = sign_in(cast.clerk).get(address, query).content.decode()
    assert f'name="tenant" id="id_tenant_{newcomer.pk}"' in page
    assert mask_phone(newcomer.phone) in page and newcomer.phone not in page
    for who in ("outsider", "resident", "worker", "captain"):
        assert sign_in(cast.accounts[who]).get(address, query).status_code == 403
    elder = {"into": "tenant", "tenant_words": cast.people["elder"].name}
    far = sign_in(cast.grid_worker2).get(address, elder).content.decode()
    assert "没有找到" in far and cast.people["elder"].name not in far


def test_without_scripts_the_form_comes_back_with_whom_it_found(
    cast: Any, sign_in: Any, newcomer: Any
) -> None:
    client, home = sign_in(cast.clerk), empty_home(cast)
    address = f"/people/homes/{home}/join/"
    fields = {"relation": "head", "since": today().isoformat()}
    answer = client.post(address, fields | {"person_words": "赵六"})
    assert answer.status_code == 422
    page = answer.content.decode()
    assert "点一下是哪一位" in page
    chosen = re.search(r'name="person" id="\w+" value="(\d+)"', page)
    assert chosen is not None and int(chosen[1]) == newcomer.pk
    answer = client.post(address, fields | {"person_words": "赵六", "person": chosen[1]})
    assert answer.status_code == 302
    assert Membership.objects.get(person=newcomer.pk).household.home_id == home


@pytest.mark.parametrize(
    ("sent", "said"),
    [
        ({}, "这个字段是必填项"),
        ({"person_words": "查无此人"}, "没有找到这个人"),
        ({"person": "999999999"}, "没有找到这个人"),
        ({"person": "' OR 1=1"}, "没有找到这个人"),
    ],
)
def test_nobody_is_guessed(cast: Any, sign_in: Any, sent: dict[str, str], said: str) -> None:
    address = f"/people/homes/{empty_home(cast)}/join/"
    fields = {"relation": "head", "since": today().isoformat()}
    answer = sign_in(cast.clerk).post(address, fields | sent)
    assert answer.status_code == 422
    assert said in answer.content.decode()


def test_words_typed_after_a_choice_ask_again(cast: Any, sign_in: Any, newcomer: Any) -> None:
    address = f"/people/homes/{empty_home(cast)}/join/"
    fields = {"relation": "head", "since": today().isoformat(), "person": newcomer.pk}
    answer = sign_in(cast.clerk).post(address, fields | {"person_words": "王德山"})
    assert answer.status_code == 422
    assert not Membership.objects.filter(person=newcomer.pk).exists()


def test_tenant_and_owners_are_picked(cast: Any, sign_in: Any, newcomer: Any) -> None:
    client, home = sign_in(cast.clerk), empty_home(cast)
    year = today().year
    lease = {"tenant": newcomer.pk, "tenant_words": "赵六", "starts_on": f"{year}-01-01",
             "ends_on": f"{year + 1}-01-01"}  # fmt: skip
    assert client.post(f"/places/homes/{home}/lease/", lease).status_code == 302
    assert Lease.objects.get(home=home).tenant_id == newcomer.pk
    elder = cast.people["elder"].pk
    owners = {"person1": newcomer.pk, "part1": 1, "whole1": 2, "person2": elder, "part2": 1,
              "whole2": 2}  # fmt: skip
    assert client.post(f"/places/homes/{home}/owners/", owners).status_code == 302
    rows = Ownership.objects.filter(home=home, until__isnull=True).order_by("id")
    assert [row.person_id for row in rows] == [newcomer.pk, elder]
    page = client.get(f"/places/homes/{home}/owners/").content.decode()
    assert page.count("checked") == 2 and "去掉这一位" in page
    # an owner taken out, the other whole
    assert client.post(
        f"/places/homes/{home}/owners/", {"person1": newcomer.pk, "person2": ""}
    ).status_code == 302  # fmt: skip
    assert [r.person_id for r in rows.all()] == [newcomer.pk]


def test_organisations_among_the_owners_stay(cast: Any, sign_in: Any, newcomer: Any) -> None:
    home = Home.objects.get(pk=empty_home(cast))
    Ownership.objects.filter(home=home).update(until=today())
    housing = cast.organisations["housing"]
    Ownership.objects.create(
        home=home, organisation=housing, share_part=1, share_whole=2, since=today()
    )
    owners = {"person1": newcomer.pk, "part1": 1, "whole1": 2}
    answer = sign_in(cast.clerk).post(f"/places/homes/{home.pk}/owners/", owners)
    assert answer.status_code == 302
    rows = Ownership.objects.filter(home=home, until__isnull=True)
    assert set(rows.values_list("person_id", "organisation_id")) == {
        (newcomer.pk, None), (None, housing.pk),
    }  # fmt: skip


def test_the_form_names_its_home(cast: Any, sign_in: Any) -> None:
    home = Home.objects.select_related("place").get(pk=empty_home(cast))
    page = sign_in(cast.clerk).get(f"/places/homes/{home.pk}/owners/").content.decode()
    assert home.place.plate in page and "Macro" not in page
