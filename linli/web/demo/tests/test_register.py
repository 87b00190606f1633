"""The register of the demo: its figures, its papers."""

from __future__ import annotations

import re
from typing import Any

import pytest

from linli.base.accounts.api import User
from linli.base.scopes.api import all_estates
from linli.estate.captains.api import count_round
from linli.estate.models import (
    Lease,
    Office,
    Ownership,
    Person,
    PersonCategory,
    Place,
    Recommendation,
    RecommendationRound,
)
from linli.estate.organisations.api import load_actor
from linli.estate.people.rules import is_identity, read_certificate
from linli.web.demo.api import (
    DemoInTheWay,
    DemoScale,
    demo_accounts,
    is_demo_loaded,
    load_demo,
)
from linli.web.demo.tests.days import DAY

SCALE = DemoScale(3, 2, 17, 21, 128, matters=0, days=0)


def test_identity_numbers_are_well_formed_and_of_no_real_region(demo: Any) -> None:
    numbers = [n for n in Person.objects.values_list("id_number", flat=True) if n]
    assert len(numbers) == len(set(numbers)) > 400
    assert all(is_identity(n) and n.startswith("130599") for n in numbers)
    births = Person.objects.exclude(id_last4="").values_list("id_number", "birth_date")
    assert all(number[6:14] == f"{born:%Y%m%d}" for number, born in births)


def test_phones_belong_to_no_operator(demo: Any) -> None:
    phones = [p for p in Person.objects.values_list("phone", flat=True) if p]
    assert len(phones) == len(set(phones))
    assert all(re.fullmatch(r"1990000\d{4}", phone) for phone in phones)


@pytest.mark.rule("DIS-02")
def test_certificates_say_what_the_category_says(demo: Any) -> None:
    rows = PersonCategory.objects.filter(kind="disability", certificate__isnull=False)
    assert rows.count() > 15
    for row in rows:
        read = read_certificate(row.certificate)
        assert read is not None
        assert (read.category.value, read.grade) == (row.code, row.grade)


@pytest.mark.rule("HSG-01")
def test_leases_last_five_years_at_most(demo: Any) -> None:
    lengths = [(b - a).days for a, b in Lease.objects.values_list("starts_on", "ends_on")]
    assert lengths
    assert max(lengths) <= 5 * 366


def test_owned_homes_have_whole_shares(demo: Any) -> None:
    shares: dict[int, float] = {}
    owners = Ownership.objects.values_list("home", "share_part", "share_whole")
    for home, part, whole in owners:
        shares[home] = shares.get(home, 0) + part / whole
    assert len(shares) == SCALE.homes
    assert set(shares.values()) == {1.0}
    assert Ownership.objects.filter(share_whole=2).count() > 10


def test_every_published_account_exists(demo: Any) -> None:
    for account in demo_accounts():
        assert User.objects.get(username=account.username).check_password(account.password)
    labels = [account.role_label for account in demo_accounts()]
    assert len(labels) == len(set(labels))


def test_a_second_load_is_refused_and_changes_nothing(demo: Any) -> None:
    people = Person.objects.count()
    with all_estates(), pytest.raises(DemoInTheWay):
        load_demo(scale=SCALE, today=DAY)
    assert is_demo_loaded()
    assert Person.objects.count() == people


def test_captains_are_whom_most_households_recommended(demo: Any) -> None:
    rounds = RecommendationRound.objects.select_related("building")
    captains = dict(
        Office.objects.filter(role="building_captain").values_list("building", "person")
    )
    assert len(captains) == rounds.count() == 3
    for round_ in rounds:
        result = count_round(round_)
        assert result.asked == 68
        given = Recommendation.objects.filter(round=round_).count()
        assert sum(standing.households for standing in result.standings) == given > 30
        first = max(result.standings, key=lambda standing: standing.households)
        assert first.person_id == captains[round_.building_id]


def test_named_residents_live_where_they_say(demo: Any) -> None:
    for username, plate in (("zhangayi", "3-2-1502"), ("elder", "1-1-201"), ("tenant", "2-1-802")):
        actor = load_actor(User.objects.get(username=username))
        homes = Place.objects.filter(pk__in=actor.home_ids)
        assert [home.plate for home in homes] == [plate]
