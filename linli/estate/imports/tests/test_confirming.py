"""Preview and confirm against a real register."""

from __future__ import annotations

import io
from datetime import date
from typing import Any

import pytest
from openpyxl import Workbook

from linli.base.errors import NotAllowed, NotFound
from linli.estate.imports.api import (
    AlreadyHandled,
    PreviewOutdated,
    confirm_import,
    drop_import,
    open_plan,
    preview_register,
    run_for,
)
from linli.estate.models import (
    Home,
    Household,
    ImportRun,
    Membership,
    Person,
    PersonCategory,
)
from linli.estate.people.api import check_digit, identity_index
from linli.estate.testing import Cast, make_household, make_person

HEADER = "楼号 单元 房号 姓名 与户主关系 身份证号 联系电话 低保 残疾类别等级 备注".split()
DAY = date(2026, 11, 1)


def number(serial: int, birth: str = "19500305") -> str:
    first = f"130599{birth}{serial:03}"
    return first + check_digit(first)


def workbook(*rows: list[Any]) -> bytes:
    book = Workbook()
    book.active.title = "台账"
    for row in ([*HEADER], *rows):
        book.active.append(row)
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def row(name: str, home: tuple[int, int, int] = (3, 1, 101), **over: Any) -> list[Any]:
    cells = {"关系": "户主", "号": "", "话": "", "低保": "", "残疾": "", "注": "", **over}
    return [*home, name, *cells.values()]


def preview(cast: Cast, content: bytes) -> ImportRun:
    return preview_register(content, "台账.xlsx", actor=cast.actor("clerk"), as_of=DAY)


def bring_in(cast: Cast, content: bytes) -> ImportRun:
    return confirm_import(preview(cast, content).token, actor=cast.actor("clerk"))


def test_preview_writes_nothing(cast: Cast) -> None:
    before = Person.objects.count()
    run = preview(cast, workbook(row("新来的", 号=number(1))))
    assert run.totals["new"] == 1
    assert Person.objects.count() == before
    assert open_plan(run)[0]["outcome"] == "new"


def test_confirm_writes_person_home_and_categories(cast: Cast) -> None:
    bring_in(cast, workbook(
        row("孟新", 号=number(1), 话="19900001111", 低保="是"),
        row("孟妻", 关系="妻", 残疾="肢体二级"),
    ))  # fmt: skip
    head = Person.objects.get(id_index=identity_index(number(1)))
    assert (head.birth_date, head.phone) == (date(1950, 3, 5), "19900001111")
    household = Household.objects.get(home__place__plate="3-1-101", until__isnull=True)
    assert household.low_income
    assert {m.relation for m in household.memberships.all()} == {"head", "spouse"}
    category = PersonCategory.objects.get(person__name="孟妻")
    assert (category.code, category.grade, category.source) == ("physical", 2, "台账.xlsx")


def test_same_file_twice_changes_nothing(cast: Cast) -> None:
    content = workbook(
        row("孟新", 号=number(1), 低保="是"), row("孟妻", 关系="妻", 残疾="肢体二级"),
        row("无号人", (3, 1, 102)), row("去世人", (3, 1, 201), 注="已故"),
    )  # fmt: skip
    bring_in(cast, content)
    again = preview(cast, content)
    assert (again.totals["new"], again.totals["changed"], again.totals["homes_changed"]) == (
        0,
        0,
        0,
    )


def test_person_who_moved_is_recognised(cast: Cast) -> None:
    bring_in(cast, workbook(row("孟新", 号=number(1))))
    run = bring_in(cast, workbook(row("孟新", (3, 1, 202), 号=number(1))))
    assert (run.totals["moved"], run.totals["new"]) == (1, 0)
    person = Person.objects.get(id_index=identity_index(number(1)))
    now_at = Membership.objects.get(person=person, until__isnull=True)
    assert now_at.household.home.place.plate == "3-1-202"
    assert Home.objects.get(place__plate="3-1-101").is_vacant
    assert not Household.objects.filter(home__place__plate="3-1-101", until__isnull=True).exists()


def test_blank_cells_take_nothing_away(cast: Cast) -> None:
    bring_in(cast, workbook(row("孟新", 号=number(1), 话="19900001111")))
    run = preview(cast, workbook(row("孟新", 号=number(1))))
    assert run.totals["unchanged"] == 1


def test_never_merged_by_name(cast: Cast) -> None:
    make_household("3-1-202", make_person("孟新", phone="19900001111"))
    run = preview(cast, workbook(row("孟新", 话="19900001111")))
    assert run.totals["new"] == 1
    assert "resembles_known" in [code for code, *_ in open_plan(run)[0]["flags"]]


def test_number_of_another_name_is_not_taken(cast: Cast) -> None:
    bring_in(cast, workbook(row("孟新", 号=number(1))))
    run = bring_in(cast, workbook(row("完全别人", (3, 1, 102), 号=number(1))))
    assert run.totals["new"] == 1
    assert Person.objects.get(name="完全别人").id_index is None


def test_second_head_does_not_break_the_household(cast: Cast) -> None:
    bring_in(cast, workbook(row("孟新", 号=number(1))))
    bring_in(cast, workbook(row("孟二", 号=number(2))))
    relations = Membership.objects.filter(
        household__home__place__plate="3-1-101", until__isnull=True
    ).values_list("relation", flat=True)
    assert sorted(relations) == ["head", "unknown"]


def test_register_that_changed_since_asks_again(cast: Cast) -> None:
    run = preview(cast, workbook(row("孟新", 号=number(1))))
    bring_in(cast, workbook(row("孟新", (3, 1, 202), 号=number(1))))
    with pytest.raises(PreviewOutdated):
        confirm_import(run.token, actor=cast.actor("clerk"))
    run.refresh_from_db()
    assert (run.state, run.totals["moved"]) == ("previewed", 1)


def test_confirming_twice_is_once(cast: Cast) -> None:
    run = preview(cast, workbook(row("孟新", 号=number(1))))
    confirm_import(run.token, actor=cast.actor("clerk"))
    count = Person.objects.count()
    assert confirm_import(run.token, actor=cast.actor("clerk")).state == "confirmed"
    assert Person.objects.count() == count


def test_dropped_preview_keeps_no_content(cast: Cast) -> None:
    run = drop_import(preview(cast, workbook(row("孟新"))).token, actor=cast.actor("clerk"))
    assert (run.source, run.plan) == (None, None)
    with pytest.raises(AlreadyHandled):
        confirm_import(run.token, actor=cast.actor("clerk"))


@pytest.mark.rule("SEC-06")
def test_workbook_is_stored_encrypted(cast: Cast) -> None:
    run = preview(cast, workbook(row("孟新", 号=number(1))))
    assert number(1).encode() not in bytes(run.source or b"")
    assert "孟新".encode() not in bytes(run.plan or b"")


@pytest.mark.parametrize("who", ["outsider", "resident", "grid_worker", "worker", "agent"])
def test_others_may_not_import(cast: Cast, who: str) -> None:
    run = preview(cast, workbook(row("孟新")))
    with pytest.raises((NotAllowed, NotFound)):
        run_for(cast.actor(who), run.token)
    with pytest.raises(NotAllowed):
        preview_register(workbook(row("孟新")), "x.xlsx", actor=cast.actor(who))
