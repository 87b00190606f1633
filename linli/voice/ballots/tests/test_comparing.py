"""A list of owners against the register: columns by their names, plates and areas as clerks write
them, what differs and what does not."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from linli.voice.ballots.comparing import Difference, Kind, Line, compare, read_list, same_people
from linli.voice.ballots.errors import ListRowWrong, ListUnreadable

HEAD = ["房号", "业主姓名", "建筑面积(㎡)", "面积来源"]


def one(plate: Any, owner: str = "张三", area: Any = "88.5", source: str = "") -> Line:
    return read_list([HEAD, [plate, owner, area, source]])[0]


@pytest.mark.rule("OWN-04")
@pytest.mark.parametrize(
    ("area", "cm2"),
    [("88.5", 885_000), (88.56, 885_600), (90, 900_000), ("1,234.5678㎡", 12_345_678),
     ("90.00 平方米", 900_000), ("0.0001", 1), ("", None), (None, None)],
)  # fmt: skip
def test_areas_are_whole_square_centimetres(area: Any, cm2: int | None) -> None:
    assert one("1-1-101", area=area).area_cm2 == cm2


@pytest.mark.parametrize("area", ["0", "-3", "九十", "NaN", "Infinity", "1e999", "88.56789", "1e9"])
def test_what_is_no_area_is_refused_by_row_and_column(area: str) -> None:
    with pytest.raises(ListRowWrong) as refused:
        one("1-1-101", area=area)
    assert refused.value.params == {"row": 2, "column": HEAD[2], "what": area}


@pytest.mark.parametrize(
    "plate",
    ["3-2-1502", "3号楼2单元1502室", "3幢2单元1502", "3-2-1502", "祥和路8弄3号楼2单元1502室"],
)
def test_plates_as_they_are_written(plate: str) -> None:
    assert one(plate).plate == "3-2-1502"


def test_three_columns_make_a_plate() -> None:
    rows = [["幢号", "单元", "室号", "产权人"], ["3幢", 2, 1502.0, "张三"]]
    assert read_list(rows) == [Line("3-2-1502", ("张三",), rows=(2,))]


@pytest.mark.parametrize("plate", ["", "1502", "东门", "三单元"])
def test_a_line_without_a_home_is_refused(plate: str) -> None:
    with pytest.raises(ListRowWrong) as refused:
        one(plate)
    assert (refused.value.params["row"], refused.value.params["column"]) == (2, "房号")


def test_titles_above_the_heading_and_empty_lines_are_passed_over() -> None:
    rows = [["祥和城业主名单"], [], HEAD, [None, None, None], ["1-1-101", "张三", 90, "不动产登记"]]
    assert read_list(rows) == [Line("1-1-101", ("张三",), 900_000, "registry", (5,))]


def test_co_owners_on_lines_of_their_own_are_one_home() -> None:
    rows = [HEAD, ["1-1-101", "张三", 90, ""], ["1-1-101", "李四、张三", "90.00", "合同"]]
    assert read_list(rows) == [Line("1-1-101", ("张三", "李四"), 900_000, "contract", (2, 3))]
    rows[2][2] = "91"
    with pytest.raises(ListRowWrong) as refused:
        read_list(rows)
    assert refused.value.params["row"] == 3


@pytest.mark.parametrize(
    "rows", [[], [["房号", "备注"], ["1-1-101", ""]], [["业主", "面积"], ["张三", 9]], [HEAD]]
)
def test_a_sheet_without_the_columns_is_refused(rows: list[list[Any]]) -> None:
    with pytest.raises(ListUnreadable):
        read_list(rows)


@pytest.mark.parametrize(
    ("given", "known", "same"),
    [(["张三"], ["张三"], True), (["李四", "张三"], ["张三", "李四"], True),
     (["张*"], ["张三"], True), (["张**"], ["张三"], False), (["张*", "张三"], ["张三", "张四"], True),
     (["张三"], ["张三", "李四"], False), (["祥和(集团)公司"], ["祥和(集团)公司"], True),
     (["阿依·古丽"], ["阿依古丽"], True), (["张三"], [], False)],
)  # fmt: skip
def test_the_same_people(given: list[str], known: list[str], same: bool) -> None:
    assert same_people(given, known) is same


REGISTER = [
    Line("1-1-101", ("张三",), 900_000, "registry", home_id=1),
    Line("1-1-102", ("李四",), 800_000, "contract", home_id=2),
    Line("1-1-201", (), None, "unknown", home_id=3),
]


def test_each_kind_of_difference_is_named() -> None:
    found = compare(
        [
            Line("1-1-101", ("王五",), 900_001, "registry", (2,)),
            Line("9-9-999", ("赵六",), 1, "", (3,)),
            Line("1-1-201", ("钱七",), 700_000, "surveyed", (4,)),
        ],
        REGISTER,
    )
    assert found == [
        Difference(Kind.OWNER, "1-1-101", 1, "张三", "王五", 2),
        Difference(Kind.AREA, "1-1-101", 1, "900000", "900001", 2),
        Difference(Kind.MISSING, "1-1-102", 2, "李四", ""),
        Difference(Kind.OWNER, "1-1-201", 3, "", "钱七", 4),
        Difference(Kind.AREA, "1-1-201", 3, "", "700000", 4),
        Difference(Kind.SOURCE, "1-1-201", 3, "unknown", "surveyed", 4),
        Difference(Kind.UNKNOWN, "9-9-999", None, "", "赵六", 3),
    ]


def test_what_the_list_leaves_empty_is_no_difference() -> None:
    lines = [Line(line.plate, rows=(n,)) for n, line in enumerate(REGISTER, start=2)]
    assert compare(lines, REGISTER) == []


@given(st.permutations(REGISTER))
def test_the_register_against_itself_is_the_same_in_any_order(lines: list[Line]) -> None:
    theirs = [Line(one.plate, one.owners, one.area_cm2, "", (2,)) for one in lines]
    assert compare(theirs, REGISTER) == []
