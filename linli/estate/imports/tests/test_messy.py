"""Workbooks that are messier than the published sample, one oddity at a time."""

import io
from datetime import date

import openpyxl
import pytest
from openpyxl.utils.datetime import CALENDAR_MAC_1904

from linli.estate.imports.data import EstateShape
from linli.estate.imports.reader import read_register
from linli.estate.imports.tests.registers import (
    AS_OF,
    ESTATE,
    entries,
    judge,
    number,
    place,
    sheet,
)

HOME = (3, 2, 1502)


def people(result):
    """name -> (home, flags) of everybody who is taken."""
    found = entries_in_order(result)
    return {e["name"]: (place(e), e["flags"]) for e in found if e["outcome"] == "accepted"}


def entries_in_order(result):
    from linli.estate.imports.report import build_report

    return build_report(result)["persons"]


def n(sequence):
    return number(sequence=sequence)


def test_header_of_four_lines_under_two_titles():
    result = judge(
        sheet(
            "台账",
            ["祥和城小区住户登记表"],
            ["填表单位:社区 日期:2025"],
            ["基本信息", "", "", "", "人员信息"],
            ["房屋", "", "", "面积", "户主", "", "", "家庭成员", "", ""],
            ["位置", "", "", "", "姓名", "证件", "", "姓名", "证件", ""],
            ["楼号", "单元", "房号", "㎡", "", "身份证号", "电话", "", "身份证号", "与户主关系"],
            ["3", "2", "1502", "60", "孟新", n(1), "19900001111", "孟妻", n(2), "妻"],
            ["3", "2", "1502", "", "", "", "", "孟子", n(3), "儿子"],
        )
    )
    assert people(result) == {name: (HOME, []) for name in ("孟新", "孟妻", "孟子")}


@pytest.mark.parametrize("title", [[], [["住户登记表"]]])
def test_people_in_columns_are_refused_with_a_way_out(title):
    result = judge(
        sheet(
            "台账",
            *title,
            ["姓名", "孟新", "孟妻"],
            ["房号", "3-2-1502", "3-2-1502"],
            ["身份证号", n(1), n(2)],
            ["联系电话", "19900001111", ""],
        )
    )
    assert [s.skipped for s in result.report.sheets] == ["transposed"]
    assert result.persons == ()


def test_tables_side_by_side_keep_their_own_homes():
    header = ["单元", "房号", "姓名", "身份证号"]
    result = judge(
        sheet(
            "3号楼",
            [*header, "", *header],
            ["2", "1502", "孟一", n(1), "", "3", "1502", "孟二", n(2)],
            ["", "", "孟三", n(3), "", "3", "1601", "孟四", n(4)],
            ["2单元小计", "", "", "", "", "", "", "", ""],
            ["2", "1601", "孟五", n(5), "", "", "", "", ""],
        )
    )
    assert people(result) == {
        "孟一": (HOME, []),
        "孟二": ((3, 3, 1502), []),
        "孟三": (HOME, []),
        "孟四": ((3, 3, 1601), []),
        "孟五": ((3, 2, 1601), []),
    }


def test_head_and_member_with_a_home_each_are_one_table():
    result = judge(
        sheet(
            "3号楼",
            ["房号", "户主姓名", "身份证号", "房号", "成员姓名", "身份证号", "与户主关系"],
            ["2-1502", "孟一", n(1), "2-1502", "孟二", n(2), "妻"],
        )
    )
    assert [row.mention.block for row in result.rows] == ["head", "member"]
    assert result.households == 1


def test_header_comes_again_in_another_order():
    result = judge(
        sheet(
            "3号楼",
            ["单元", "房号", "姓名", "身份证号"],
            ["2", "1502", "孟一", n(1)],
            ["单元", "房号", "姓名", "身份证号"],
            ["2", "1601", "孟二", n(2)],
            ["姓名", "身份证号", "单元", "房号"],
            ["孟三", n(3), "2", "1602"],
            [],
            ["4号楼"],
            ["房号", "户主姓名", "联系电话", "身份证号"],
            ["2-1502", "孟四", "19900001111", n(4)],
        )
    )
    assert [home for home, _ in people(result).values()] == [
        HOME, (3, 2, 1601), (3, 2, 1602), (4, 2, 1502),
    ]  # fmt: skip


LETTERED = EstateShape({3: {2: frozenset([1501, "1502A", "1502B", "1503甲"])}})


@pytest.mark.parametrize(
    ("text", "home"),
    [
        ("3-2-1502A", "1502A"),
        ("3-2-1502 a", "1502A"),
        ("3-2-15-02B", "1502B"),
        ("3号楼2单元1502Ｂ室", "1502B"),
        ("3-2-1503甲", "1503甲"),
        ("3号楼2单元15-03甲", "1503甲"),
    ],
)
def test_home_with_a_letter(text, home):
    table = sheet("台账", ["房号", "姓名", "身份证号"], [text, "孟一", n(1)])
    assert people(judge(table, estate=LETTERED)) == {"孟一": ((3, 2, home), [])}


def test_part_of_a_home_is_not_guessed_and_an_unknown_home_is_refused():
    table = sheet(
        "台账",
        ["房号", "姓名", "身份证号"],
        ["3-2-1502A", "孟一", n(1)],
        ["3-2-1802A", "孟二", n(2)],
    )
    assert people(judge(table)) == {"孟一": ((None, None, None), ["home_ambiguous"])}


def test_floor_and_room_in_two_columns():
    rows = [("15", "02"), ("15", 2), ("15层", "1502"), (15.0, "2室")]
    table = [
        ["2", *cells, f"孟{c}", n(i)]
        for i, (cells, c) in enumerate(zip(rows, "一二三四", strict=True), 1)
    ]
    result = judge(sheet("3号楼", ["单元", "楼层", "房号", "姓名", "身份证号"], *table))
    assert {home for home, _ in people(result).values()} == {HOME}


def test_merges_that_reach_over_households():
    result = judge(
        sheet(
            "3号楼",
            ["单元", "房号", "姓名", "与户主关系", "身份证号", "电话"],
            ["2", "1502", "孟一", "户主", n(1), "19900001111"],
            ["", "", "孟二", "妻", n(2), ""],
            ["", "1601", "孟三", "户主", n(3), ""],
            ["", "", "孟四", "妻", n(4), ""],
            merges=[(1, 0, 4, 0), (1, 1, 2, 1), (3, 1, 4, 1), (1, 5, 4, 5)],
        )
    )
    assert [home for home, _ in people(result).values()] == [HOME, HOME, (3, 2, 1601), (3, 2, 1601)]
    assert [p.phone for p in result.persons] == ["19900001111", None, None, None]


def test_one_home_merged_over_two_heads_is_flagged():
    result = judge(
        sheet(
            "3号楼",
            ["单元", "房号", "姓名", "与户主关系", "身份证号"],
            ["2", "1502", "孟一", "户主", n(1)],
            ["", "", "孟三", "户主", n(3)],
            merges=[(1, 0, 2, 0), (1, 1, 2, 1)],
        )
    )
    assert people(result)["孟三"] == (HOME, ["second_head"])


@pytest.mark.parametrize(
    ("value", "born"),
    [
        (18327, "1950-03-05"),
        ("一九五〇年三月五日", "1950-03-05"),
        ("二〇〇一年十月二十日", "2001-10-20"),
        ("1950年3月5日生", "1950-03-05"),
        ("50.3.5", None),  # 1950 or 2050's clerk: not guessed
        ("50年3月5日", None),
        ("民国39年", None),
        ("约1950年", None),
    ],
)
def test_birth_as_clerks_write_it(value, born):
    table = sheet("3号楼", ["单元", "房号", "姓名", "出生日期"], ["2", "1502", "孟一", value])
    entry = entries(judge(table))[2, "row"]
    assert entry["birth_date"] == born
    assert ("birth_unreadable" in entry["flags"]) == (born is None)


def book_of_1904():
    book = openpyxl.Workbook()
    book.epoch = CALENDAR_MAC_1904
    book.active.title = "3号楼"
    for row in (
        ["单元", "房号", "姓名", "出生日期"],
        ["2", "1502", "孟一", date(1950, 3, 5)],
        ["2", "1502", "孟二", 16865],
    ):
        book.active.append(row)
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def test_days_counted_from_1904():
    """A date is a date in either count; a bare number is one of two days."""
    result = read_register(book_of_1904(), "x.xlsx", as_of=AS_OF, estate=ESTATE)
    assert [person.birth_date for person in result.persons] == ["1950-03-05", None]
    assert "birth_unreadable" in entries(result)[3, "row"]["flags"]


def test_numbers_of_identity_and_phone():
    values = [
        (1.30599195003e17, None, "id_scientific"),
        ("1.30599E+17", None, "id_scientific"),
        (int(n(6)[:15] + "000"), None, "id_scientific"),
        (130599500305001, n(1)[-4:], "id_old_15"),
        ("".join(chr(ord(c) + 0xFEE0) for c in n(3)), n(3)[-4:], None),
        (n(3).lower(), n(3)[-4:], "same_person_again"),
        ("'" + n(4), n(4)[-4:], None),
    ]
    rows = [
        ["2", "1502", "孟三" if i in (4, 5) else f"孟{i}", v] for i, (v, _, _) in enumerate(values)
    ]
    result = judge(sheet("3号楼", ["单元", "房号", "姓名", "身份证号"], *rows))
    for at, (_value, last4, flag) in enumerate(values):
        entry = entries(result)[at + 2, "row"]
        assert entry["id_number_last4"] == last4
        assert flag is None or flag in entry["flags"]
    assert n(3).endswith("X")


@pytest.mark.parametrize(
    ("text", "phone"),
    [
        ("199 0000 1111", "19900001111"),
        ("199.0000.1111", "19900001111"),
        ("0319-2345678", "03192345678"),
        ("(0319)2345678", "03192345678"),
        ("儿子19900001111", "19900001111"),
        ("2345678", None),
    ],
)
def test_phones(text, phone):
    table = sheet("3号楼", ["单元", "房号", "姓名", "联系电话"], ["2", "1502", "孟一", text])
    assert entries(judge(table))[2, "row"]["phone"] == phone


def test_names_and_subtotals():
    result = judge(
        sheet(
            "3号楼",
            ["单元", "房号", "姓名", "身份证号"],
            ["2", "1502", "艾力.买买提", n(1)],
            ["2单元小计", "", "", "1户1人"],
            ["2", "1601", "孟𠮷", n(2)],
            ["", "", "合计:2", ""],
            ["3", "1502", "计春", n(3)],
            ["总 计", 3, 3, 3],
        ),
        sheet("Sheet2", []),
        sheet("旧", ["单元", "房号", "姓名"], ["2", "1502", "孟旧"], hidden=True),
    )
    assert list(people(result)) == ["艾力·买买提", "孟𠮷", "计春"]
    assert [s.skipped for s in result.report.sheets] == [None, "empty", "hidden"]
