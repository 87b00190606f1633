from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from linli.base.errors import Invalid
from linli.base.scopes.api import Estate, estate_scope
from linli.estate.organisations.api import OrganisationKind, Role, load_actor
from linli.web.founding.api import (
    AdministratorPlan,
    EstatePlan,
    GridPlan,
    HomesUnclear,
    OrganisationPlan,
    PatternUnclear,
    expand_pattern,
    found_estate,
    read_homes,
)

SECRET = "JBSWY3DPEHPK3PXP"


def make_plan(**over: Any) -> EstatePlan:
    fields: dict[str, Any] = {
        "code": "heping",
        "name": "和平里",
        "homes": tuple(expand_pattern("1-2 × 1-2 × 1-3 × 01,02")),
        "organisations": (OrganisationPlan(OrganisationKind.SERVICE_CENTER, "中心"),),
        "administrator": AdministratorPlan("first", "赵安", "correct horse 99", SECRET),
    }
    return EstatePlan(**(fields | over))


def test_the_large_estate_by_pattern() -> None:
    homes = expand_pattern("1-17 × 1-6 × 1-17 × 01,02")
    assert (len(homes), homes[0].plate, homes[-1].plate) == (3468, "1-1-101", "17-6-1702")


def test_patterns_join() -> None:
    homes = expand_pattern("1 × 1 × 2 × 1; A座 x 东,西 x 10 x 01-03")
    assert [h.plate for h in homes][:2] == ["1-1-201", "A座-东-1001"]
    assert len(homes) == 7


@pytest.mark.parametrize(
    "text",
    [
        "",
        "1-17",
        "1 × 1 × 1",
        "1 × 1 × 3-1 × 01",
        "1 × 1 × x × 01",
        "1-999 × 1-99 × 1-99 × 1-99",
        "; ;",
    ],
)
def test_unclear_patterns_are_refused(text: str) -> None:
    with pytest.raises(PatternUnclear):
        expand_pattern(text)


def test_homes_from_a_table(tmp_path: Path) -> None:
    file = tmp_path / "homes.csv"
    file.write_text(
        "和平里房屋\n楼栋,单元,房号,面积,产权\n3号楼,2单元,1502,60.5,公租\nA座,1,101,,\n"
    )
    first, second = read_homes(file)
    assert (first.plate, first.floor, first.area_cm2, first.tenure) == (
        "3-2-1502", 15, 605_000, "public_rental",
    )  # fmt: skip
    assert (second.plate, second.area_cm2) == ("A座-1-101", None)


@pytest.mark.parametrize("row", ["3,2,", "3,2,101,much", "3,2,101,-4"])
def test_an_unclear_row_is_named(tmp_path: Path, row: str) -> None:
    file = tmp_path / "homes.csv"
    file.write_text(f"楼栋,单元,房号,面积\n{row}\n")
    with pytest.raises(HomesUnclear) as refused:
        read_homes(file)
    assert refused.value.params["where"].endswith(" 2")


def test_a_new_estate_can_work_at_once(db: None) -> None:
    from linli.base.accounts.api import User
    from linli.estate.places.api import list_buildings
    from linli.matters.routing.api import list_categories

    estate, codes = found_estate(make_plan())
    assert len(codes) == 10
    with estate_scope(estate.pk):
        account = User.objects.get(username="first")
        assert load_actor(account).roles == {Role.ADMINISTRATOR.value}
        assert account.must_use_second_factor
        assert len(list_buildings()) == 2
        assert list_categories()
    assert not estate.is_demo


@pytest.mark.parametrize(
    "over",
    [
        {"organisations": ()},
        {"grids": (GridPlan("一", ("1", "9")),)},
        {"grids": (GridPlan("一", ("1",)), GridPlan("二", ("1",)))},
        {"homes": tuple(expand_pattern("1 × 1 × 1 × 01; 1 × 1 × 1 × 01"))},
        {"administrator": AdministratorPlan("first", "赵安", "short", SECRET)},
    ],
)
def test_a_wrong_plan_leaves_nothing(db: None, over: dict[str, Any]) -> None:
    with pytest.raises(Invalid):
        found_estate(make_plan(**over))
    assert not Estate.objects.filter(code="heping").exists()
