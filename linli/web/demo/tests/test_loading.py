"""Loading: the same rows for the same seed, all of it or nothing, and the estate's own figures."""

from __future__ import annotations

import hashlib
from collections import Counter
from typing import Any

import pytest
from django.db import transaction

from linli.base.accounts.api import User
from linli.base.scopes.api import Estate, estate_scope
from linli.estate.models import (
    Home,
    Household,
    Lease,
    Membership,
    Office,
    Person,
    PersonCategory,
    Place,
    RecommendationRound,
)
from linli.web.demo.api import (
    FULL,
    DemoInTheWay,
    DemoScale,
    is_demo_loaded,
    load_demo,
)
from linli.web.demo.register import write_register
from linli.web.demo.tests.days import DAY

SCALE = DemoScale(3, 2, 17, 21, 128, matters=0, days=0)


class Undone(Exception):
    pass


def fingerprint() -> str:
    """A hash of what the register says, without ids and sealed bytes."""
    rows: list[Any] = []
    rows += Place.objects.order_by("plate").values_list(
        "plate", "name", "kind", "plan_x", "plan_y", "qr_token", "grid__plate"
    )
    rows += Person.objects.order_by("id_last4", "name", "phone", "birth_date").values_list(
        "name", "birth_date", "phone", "sex", "id_last4", "search"
    )
    rows += Home.objects.order_by("place__plate").values_list(
        "place__plate", "area_cm2", "area_source", "tenure_type"
    )
    rows += Lease.objects.order_by("home__place__plate").values_list("starts_on", "ends_on")
    rows += PersonCategory.objects.order_by(
        "person__id_last4", "person__name", "kind", "valid_from", "code"
    ).values_list("person__name", "kind", "code", "grade", "valid_until")
    rows += Household.objects.order_by("home__place__plate").values_list("low_income", "since")
    return hashlib.sha256(repr(rows).encode()).hexdigest()


def test_the_same_seed_gives_the_same_estate(db: None) -> None:
    prints = []
    for seed in (7, 7, 8):
        with pytest.raises(Undone), transaction.atomic():
            report = load_demo(scale=SCALE, seed=seed, today=DAY)
            with estate_scope(report.estate_id):
                prints.append(fingerprint())
            raise Undone
    assert prints[0] == prints[1] != prints[2]


def test_the_whole_estate_has_the_figures_of_the_real_one(db: None) -> None:
    report = load_demo(scale=DemoScale(17, 6, 17, 348, 2169, matters=0, days=0), today=DAY)
    assert FULL.homes == 3468
    with estate_scope(report.estate_id):
        assert Home.objects.filter(is_vacant=False).count() == 3468
        assert Household.objects.filter(until__isnull=True).count() == 3468
        living = Membership.objects.filter(until__isnull=True)
        assert 8_800 < living.count() < 9_200
        disabled = living.filter(person__categories__kind="disability")
        assert disabled.values("household").distinct().count() == 348
        assert Household.objects.filter(low_income=True).count() == 2169
        aided = living.filter(person__categories__kind="aid")
        assert aided.values("household").distinct().count() == 2169
        assert Place.objects.filter(kind="grid").count() == 4
        assert Office.objects.filter(role="grid_worker").count() == 4
        assert Office.objects.filter(role="building_captain").count() == 17
        assert RecommendationRound.objects.filter(closed_at__isnull=False).count() == 17
        tenures = Counter(Home.objects.values_list("tenure_type", flat=True))
        assert tenures == {"public_rental": 2312, "owned": 1156}
        per_lift = Counter(Home.objects.values_list("place__entrance", flat=True))
        assert set(per_lift.values()) == {34}
        born = [b.year for b in living.values_list("person__birth_date", flat=True) if b]
        assert sum(year <= 1966 for year in born) > 0.29 * len(born)


def test_a_load_that_breaks_leaves_nothing(db: None, monkeypatch: pytest.MonkeyPatch) -> None:
    def break_off(*args: Any) -> None:
        write_register(*args)
        raise KeyboardInterrupt

    monkeypatch.setattr("linli.web.demo.actions.write_register", break_off)
    with pytest.raises(KeyboardInterrupt):
        load_demo(scale=SCALE, today=DAY)
    assert not is_demo_loaded()
    assert not Estate.objects.exists()
    assert not User.objects.exists()


def test_a_taken_user_name_is_refused_by_name(db: None) -> None:
    User.objects.create_user("lead", name="真主任")
    with pytest.raises(DemoInTheWay, match="lead"):
        load_demo(scale=SCALE, today=DAY)
