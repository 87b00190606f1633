"""Nothing that a cell can hold stops the reading, and reading twice gives the same."""

import random
from datetime import date

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from linli.estate.imports.aid import read_low_income, read_resettled
from linli.estate.imports.dates import read_birth
from linli.estate.imports.disability import read_cert, read_disability
from linli.estate.imports.homes import (
    find_building,
    read_building_text,
    read_entrance_text,
    read_home_text,
)
from linli.estate.imports.housing import read_area, read_tenure
from linli.estate.imports.identity import read_identity
from linli.estate.imports.names import read_name
from linli.estate.imports.phones import read_phones
from linli.estate.imports.relations import read_relation
from linli.estate.imports.remarks import read_remark
from linli.estate.imports.report import dump_report
from linli.estate.people.identities import check_digit

from .registers import AS_OF, judge, number, sheet

PIECES = st.sampled_from(
    [
        "3",
        "2",
        "-",
        "1502",
        "号楼",
        "单元",
        "室",
        "同上",
        "无",
        "张三",
        "户主",
        "已故",
        "搬走",
        "小计",
        "合计",
        "130599",
        "19900001111",
        "1949年3月",
        "肢体",
        "二级",
        "姓名",
        "房号",
        "身份证",
        "×",
        "√",
        "(",
        "）",
        "/",
        "、",
        ".",
        "\n",
        "\u3000",
        "\u200b",
        "十",
        "一",
        "X",
        "%",
        "空置",
        "#",
        "注：",
    ]
)
TEXT = st.one_of(st.text(max_size=30), st.lists(PIECES, max_size=6).map("".join))
CELL = st.one_of(
    TEXT, st.floats(), st.integers(), st.booleans(), st.none(), st.dates(), st.datetimes()
)
READERS = (
    lambda v: read_identity(v, AS_OF),
    lambda v: read_birth(v, AS_OF),
    read_phones,
    read_name,
    read_relation,
    read_disability,
    read_cert,
    read_low_income,
    read_resettled,
    read_area,
    read_tenure,
    read_home_text,
    read_building_text,
    read_entrance_text,
)


@given(CELL)
@settings(max_examples=300, deadline=None)
def test_no_cell_stops_a_reader(value):
    for read in READERS:
        assert read(value) == read(value)


@given(TEXT)
@settings(max_examples=200, deadline=None)
def test_no_text_stops_the_readers_of_titles_and_remarks(text):
    assert find_building(text) == find_building(text)
    assert read_remark(text) == read_remark(text)


@given(st.lists(st.lists(CELL, max_size=8), max_size=12))
@settings(max_examples=150, deadline=None)
def test_no_sheet_stops_the_reading(rows):
    header = ["单元", "房号", "姓名", "关系", "身份证号", "电话", "出生日期", "备注"]
    page = sheet("3号楼", header, *rows)
    assert dump_report(judge(page)) == dump_report(judge(page))


@given(st.dates(date(1900, 1, 1), AS_OF), st.integers(0, 999))
@settings(deadline=None)
def test_a_valid_number_is_always_taken_and_a_changed_digit_never(day, sequence):
    whole = number(day.year, day.month, day.day, sequence)
    assert read_identity(whole, AS_OF).number == whole
    other = whole[:16] + str((int(whole[16]) + 1) % 10) + whole[17]
    assert read_identity(other, AS_OF).number is None
    assert check_digit(whole[:17]) == whole[17]


def _write_home(rng, entrance, home):
    return rng.choice(
        [
            f"3-{entrance}-{home}",
            f"3号楼{entrance}单元{home}室",
            f"3#{entrance}-{home}",
            f"三号楼-{entrance}-{home} ",
            f"3栋{entrance}门{home}",
            f"3.{entrance}.{home}",
        ]
    )


@pytest.mark.parametrize("seed", range(12))
def test_the_same_people_come_out_of_any_layout(seed):
    """Columns in any order, headers in any words, homes in any spelling, dittos of any kind."""
    rng = random.Random(seed)
    words = {
        "home": ["房号", "门牌", "住址", "房间号", "室"],
        "name": ["姓名", "住户姓名", "名字"],
        "relation": ["与户主关系", "关系", "称谓"],
        "id": ["身份证", "公民身份号码", "证件号", "身份证号码（18位）"],
        "phone": ["联系电话", "手机", "联系方式", "电话号码"],
        "none": ["政治面貌", "文化程度", "车牌号"],
    }
    columns = list(words)
    rng.shuffle(columns)
    rows = [["祥和城小区3号楼登记表"], [rng.choice(words[c]).replace("身", "身 ") for c in columns]]
    expected = []
    for k in range(30):
        entrance, home = 1 + k // 10, (1 + k % 10) * 100 + rng.choice([1, 2])
        for m in range(rng.choice([1, 2, 3])):
            person = {
                "home": _write_home(rng, entrance, home)
                if m == 0
                else rng.choice(["", "同上", "〃"]),
                "name": "王李张"[m] + "\u3000" + "甲乙丙丁戊己庚辛壬癸"[k % 10],
                "relation": ["户主", "妻", "长子"][m],
                "id": number(1950 + k, 1 + m, 9, k),
                "phone": rng.choice(["", "199 0000 1111", "19900001111.0"]),
                "none": rng.choice(["", "群众", "A12345"]),
            }
            rows.append([person[c] for c in columns])
            expected.append((person["name"].replace("\u3000", ""), person["id"], entrance, home))
        if k in (9, 19):
            rows.append([f"{entrance}单元小计：10户"])
    persons = judge(sheet("Sheet1", *rows)).persons
    assert [(p.name, p.id_number, p.home.entrance, p.home.number) for p in persons] == expected
