"""Home texts, and what sheet and columns add to them."""

import pytest

from linli.estate.imports.codes import Code
from linli.estate.imports.data import EstateShape, Home
from linli.estate.imports.homes import find_building, read_home_text
from linli.estate.imports.places import Context, Locator

from .registers import ESTATE

LOCATOR = Locator(ESTATE)


def locate(text, **context):
    return LOCATOR.locate(read_home_text(text, LOCATOR.names), Context(**context))


@pytest.mark.parametrize(
    "text",
    [
        "3-2-1502",
        "3号楼2单元1502室",
        "3#2-1502",
        "3#-2-1502",
        "３－２－１５０２",
        "3—2—1502",
        "3号楼\n2单元1502",
        "3栋2单元1502",
        "3幢2门1502",
        "三号楼二单元1502室",
        "叁号楼二单元一五零二",
        "3.2.1502",
        "3/2/1502",
        "3 2 1502",
        "3-2-15-02",
        "3号楼2单元15层02室",
        "03-02-1502",
        "祥和城小区3号楼2单元1502",
        "3号楼-2-1502",
        "3-2-1502(租)",
        "3-2-1502室 ",
    ],
)
def test_a_whole_home(text):
    assert locate(text).home == Home(3, 2, 1502)


@pytest.mark.parametrize(
    ("text", "context"),
    [
        ("1502", {"building": "3", "entrance": "2"}),
        (1502.0, {"sheet_building": "3", "entrance": "2"}),
        ("1502.0", {"sheet_building": "3", "sheet_entrance": "2"}),
        ("2单元1502", {"sheet_building": "3"}),
        ("2-1502", {"sheet_building": "3"}),
        ("3-1502", {"entrance": "2"}),
    ],
)
def test_sheet_and_columns_complete_a_home(text, context):
    assert locate(text, **context).home == Home(3, 2, 1502)


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("1502", Code.HOME_INCOMPLETE),
        ("3-1502", Code.HOME_INCOMPLETE),
        ("3号楼2单元", Code.HOME_INCOMPLETE),
        ("3-2-1502?", Code.HOME_INCOMPLETE),
        ("待核实", Code.HOME_INCOMPLETE),
        ("3-2-15东", Code.HOME_INCOMPLETE),
        ("3-2-1501、3-2-1502", Code.HOME_AMBIGUOUS),
        ("3-2-1501/1502", Code.HOME_AMBIGUOUS),
        ("3-2-1503", Code.IMPOSSIBLE_HOME),
        ("3-2-1801", Code.IMPOSSIBLE_HOME),
        ("3-7-101", Code.IMPOSSIBLE_HOME),
        ("18-1-101", Code.IMPOSSIBLE_HOME),
    ],
)
def test_no_home_and_why(text, code):
    reading = locate(text, sheet_building="3")
    assert (reading.home, reading.code) == (None, code)


def test_the_row_wins_over_the_sheet():
    reading = locate("5-2-101", sheet_building="3")
    assert (reading.home, reading.differs) == (Home(5, 2, 101), True)


def test_text_and_column_that_disagree_give_no_home():
    assert locate("3-2-1502", entrance="4").code is Code.HOME_AMBIGUOUS


def test_an_estate_with_named_buildings_and_single_entrances():
    estate = EstateShape(
        {"东楼": {1: frozenset({101})}, "A座": {1: frozenset({101}), 2: frozenset({101})}}
    )
    locator = Locator(estate)
    found = {
        text: locator.locate(read_home_text(text, locator.names), Context()).home
        for text in ("东楼101", "A座2单元101", "A-1-101", "A座101", "B座1单元101")
    }
    assert found == {
        "东楼101": Home("东楼", 1, 101),
        "A座2单元101": Home("A座", 2, 101),
        "A-1-101": Home("A座", 1, 101),
        "A座101": None,
        "B座1单元101": None,
    }


@pytest.mark.parametrize(
    ("text", "building"),
    [
        ("3号楼", "3"),
        ("祥和城-5#", "5"),
        ("五号楼", "5"),
        ("12#楼住户", "12"),
        ("1-17号楼", None),
        ("祥和城小区3号楼住户登记台账（2025年11月）", "3"),
        ("Sheet1", None),
        ("3号楼、5号楼", None),
    ],
)
def test_building_in_a_title(text, building):
    assert find_building(text).building == building
