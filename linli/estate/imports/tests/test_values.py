"""Single cells: numbers, phones, dates, names, relations, disability, aid."""

from datetime import date, datetime

import pytest

from linli.estate.imports.aid import read_low_income
from linli.estate.imports.codes import Code
from linli.estate.imports.dates import read_birth
from linli.estate.imports.disability import read_cert, read_disability
from linli.estate.imports.housing import read_area, read_tenure
from linli.estate.imports.identity import read_identity
from linli.estate.imports.names import read_name
from linli.estate.imports.phones import read_phones
from linli.estate.imports.relations import read_relation
from linli.estate.imports.remarks import read_remark

from .registers import AS_OF, number

GOOD = number(1953, 9, 6, 884)


@pytest.mark.parametrize(
    "written",
    [
        GOOD,
        f"{GOOD[:6]} {GOOD[6:14]} {GOOD[14:]}",
        f"'{GOOD}",
        f"\u202d{GOOD}\u202c",
        f"{GOOD[:6]}\u200b{GOOD[6:]}\u3000",
        "".join(chr(ord(c) + 0xFEE0) for c in GOOD),
        GOOD.lower() + "\xa0\n",
    ],
)
def test_a_number_is_read_through_its_wrapping(written):
    assert read_identity(written, AS_OF).number == GOOD


@pytest.mark.parametrize(
    ("written", "code"),
    [
        (1.30599195012181e17, Code.ID_SCIENTIFIC),
        ("1.30599E+17", Code.ID_SCIENTIFIC),
        (GOOD[:-1] + ("0" if GOOD[-1] != "0" else "1"), Code.ID_BAD_CHECK_DIGIT),
        (GOOD[:-1], Code.ID_BAD_LENGTH),
        (GOOD + "1", Code.ID_BAD_LENGTH),
        (number(1948, 2, 30), Code.ID_BAD_BIRTH_DATE),
        (number(2035, 9, 15), Code.ID_BIRTH_IN_FUTURE),
        ("13O" + GOOD[3:], Code.ID_BAD_CHARACTERS),
        (GOOD[:-1] + "×", Code.ID_BAD_CHARACTERS),
        (GOOD[:6] + "********" + GOOD[14:], Code.ID_MASKED),
        (f"{GOOD}/{number(1960)}", Code.ID_TWO_IN_CELL),
        (f"{GOOD}\n{number(1960)}", Code.ID_TWO_IN_CELL),
        ("", Code.ID_MISSING),
        ("待补", Code.ID_MISSING),
        ("办理中", Code.ID_MISSING),
        ("同上", Code.ID_MISSING),
        ("护照 E12345678", Code.ID_OTHER_DOCUMENT),
        ("EA1234567", Code.ID_OTHER_DOCUMENT),
    ],
)
def test_a_number_is_refused_with_its_reason(written, code):
    reading = read_identity(written, AS_OF)
    assert (reading.number, reading.code) == (None, code)


@pytest.mark.parametrize("written", ["130599370112920", 130599370112920.0])
def test_a_number_of_fifteen_digits_is_upgraded(written):
    reading = read_identity(written, AS_OF)
    assert (reading.number, reading.code) == ("130599193701129205", Code.ID_OLD_15)


def test_a_float_whose_zeros_pass_the_check_digit_is_still_refused():
    value = float("130599196409134000")
    assert read_identity("130599196409134000", AS_OF).number
    assert read_identity(value, AS_OF).code is Code.ID_SCIENTIFIC


@pytest.mark.parametrize(
    ("written", "first", "second", "code"),
    [
        (19900002283.0, "19900002283", None, None),
        ("19900002283.0", "19900002283", None, None),
        ("199-0000-4207", "19900004207", None, None),
        ("１９９００００９８７５", "19900009875", None, None),
        ("+86 19900009693", "19900009693", None, None),
        ("19900000404/19900003840", "19900000404", "19900003840", None),
        ("19900000404\n19900003840", "19900000404", "19900003840", None),
        ("19900000404 19900003840", "19900000404", "19900003840", None),
        ("0319-2228888", "03192228888", None, None),
        ("0319-2228888转801", "03192228888", None, Code.PHONE_NOTE),
        ("19900000404（儿子）", "19900000404", None, Code.PHONE_NOTE),
        ("2228888", None, None, Code.PHONE_BAD),
        ("199000012345", None, None, Code.PHONE_BAD),
        ("199****1234", None, None, Code.PHONE_BAD),
        ("1.99E+10", None, None, Code.PHONE_BAD),
        ("无", None, None, None),
        ("—", None, None, None),
    ],
)
def test_phones(written, first, second, code):
    reading = read_phones(written)
    assert (reading.first, reading.second, reading.code) == (first, second, code)


@pytest.mark.parametrize(
    ("written", "text"),
    [
        ("1949年3月", "1949-03"),
        ("1949.03.05", "1949-03-05"),
        ("1949/3/5", "1949-03-05"),
        ("19490305", "1949-03-05"),
        (19490305.0, "1949-03-05"),
        (32454.0, "1988-11-07"),
        ("32454", "1988-11-07"),
        (datetime(1949, 3, 5), "1949-03-05"),
        (date(1949, 3, 5), "1949-03-05"),
        ("1949年三月五日", "1949-03-05"),
        ("一九四九年十二月二十一日", "1949-12-21"),
        ("25/3/1949", "1949-03-25"),
        (1949.03, "1949-03"),
    ],
)
def test_birth_dates(written, text):
    assert read_birth(written, AS_OF).text == text


@pytest.mark.parametrize(
    "written",
    [
        "农历1949年3月5日",
        "约1949年",
        "1949年左右",
        "属牛",
        "民国38年",
        "49.3.5",
        "3/5/1949",
        "1949",
        1949.0,
        1949.1,
        "1949-02-30",
        "2031-01-01",
        "200503",
        "同上",
        True,
    ],
)
def test_a_birth_date_that_may_mean_two_things_is_ignored(written):
    assert read_birth(written, AS_OF).code is Code.BIRTH_UNREADABLE


@pytest.mark.parametrize(
    ("written", "name"),
    [
        ("张　伟", "张伟"),
        ("欧阳\n秀英", "欧阳秀英"),
        ("梁\u200b文博 ", "梁文博"),
        ("扎西•多吉", "扎西·多吉"),
        ("阿依古丽．买买提", "阿依古丽·买买提"),
        ("李𠮷祥", "李𠮷祥"),
        ("王㐂凤", "王㐂凤"),
        ("Mary  Smith", "Mary Smith"),
        ("张三（户主）", "张三"),
        ("李和平", "李和平"),
    ],
)
def test_names(written, name):
    reading = read_name(written)
    assert (reading.name, reading.several) == (name, False)


@pytest.mark.parametrize(
    "written",
    ["张三、李四", "张三/李四", "张三 李四", "王建国\n李秀英", "张三（妻李四）", "张三和李四"],
)
def test_two_people_in_one_cell_are_seen(written):
    assert read_name(written).several


@pytest.mark.parametrize("written", ["", "无", "68", 68.0, "同上", "——", None])
def test_no_name(written):
    assert read_name(written).name is None


@pytest.mark.parametrize(
    ("word", "code"),
    [
        ("户主", "head"),
        ("户主之妻", "spouse"),
        ("老公", "spouse"),
        ("长子", "son"),
        ("三女儿", "daughter"),
        ("之女", "daughter"),
        ("孙女儿", "grandchild"),
        ("外孙", "grandchild"),
        ("媳", "child_in_law"),
        ("公公", "parent_in_law"),
        ("弟", "sibling"),
        ("租客", "tenant"),
        ("保姆", "other"),
        ("户主的母亲", "parent"),
    ],
)
def test_relations(word, code):
    assert read_relation(word).code == code


def test_an_unknown_relation_is_kept():
    reading = read_relation("干亲")
    assert (reading.word, reading.code, reading.flag) == ("干亲", None, Code.RELATION_UNKNOWN)


@pytest.mark.parametrize(
    ("cells", "shown"),
    [
        (("肢体二级",), "肢体二级"),
        (("视力壹级",), "视力一级"),
        (("精神/2级",), "精神二级"),
        (("听力残疾一级",), "听力一级"),
        (("视力残疾", "3级"), "视力三级"),
        (("智力", 4.0), "智力四级"),
        (("听力三级/肢体四级",), "听力三级、肢体四级"),
        (("多重残疾一级（肢体、智力）",), "多重一级"),
    ],
)
def test_disability(cells, shown):
    reading = read_disability(*cells)
    assert ("、".join(map(str, reading.items)), reading.code) == (shown, None)


@pytest.mark.parametrize("text", ["已办证", "是", "肢体残疾", "肢体五级", "同上"])
def test_a_disability_that_is_not_clear_is_flagged(text):
    reading = read_disability(text)
    assert (reading.raw, reading.code) == (text, Code.DISABILITY_UNKNOWN)


def test_a_disability_certificate():
    assert read_cert(GOOD + "42") == (GOOD + "42", None)
    assert read_cert(1.3e19) == (None, Code.CERT_UNREADABLE)


@pytest.mark.parametrize(
    ("word", "answer"),
    [
        ("是 ", True),
        ("√", True),
        ("低保户", True),
        (1.0, True),
        ("×", False),
        ("—", False),
        ("", None),
        (0.0, False),
    ],
)
def test_low_income(word, answer):
    assert read_low_income(word)[0] is answer


def test_near_minimum_is_not_minimum():
    assert read_low_income("低保边缘") == (None, "低保边缘", Code.LOW_INCOME_UNCLEAR)


def test_area_and_tenure():
    assert read_area("59.8㎡") == (598_000, None)
    assert read_area("约60") == (None, Code.AREA_UNREADABLE)
    assert [read_tenure(word)[0] for word in ("公租房", "廉租住房", "自有", "已购公房")][:3] == [
        "public_rental",
        "low_rent",
        "owned",
    ]
    assert read_tenure("已购公房")[2] is Code.TENURE_UNKNOWN


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("已故（2025.3）", [("deceased", "self")]),
        ("2024年已故，未销户", [("deceased", "self")]),
        ("户主已故", [("deceased", "head")]),
        ("户主 已故", [("deceased", "head")]),
        ("老伴已故，独居", [("deceased", "other")]),
        ("户主之妻已故", [("deceased", "other")]),
        ("张三 去世", [("deceased", "named")]),
        ("2025.6整户搬走", [("moved_out", "self")]),
        ("已搬至5号楼5单元1702", [("moved_out", "self")]),
        ("电梯故障", []),
        ("准备搬走", []),
        ("户口未迁出", []),
        ("由3号楼搬至本户", []),
        ("拆迁安置", []),
        ("丧偶", []),
        ("无人居住", []),
    ],
)
def test_remarks(text, found):
    assert [(saying.status, saying.subject) for saying in read_remark(text)] == found
