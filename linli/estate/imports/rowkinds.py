"""What a row below a header is: a person, a subtotal, a repeated header, an empty home, …"""

import re
from enum import StrEnum
from functools import lru_cache
from itertools import pairwise

from .data import Cell, Field
from .headers import header_text
from .homes import find_building
from .numerals import replace_numerals
from .plans import PERSON_EVIDENCE, PLACE, Plan
from .texts import is_blank, is_ditto, plain, says_nothing, squeeze, words


class RowKind(StrEnum):
    """Kinds of rows; only PERSON rows give persons."""

    PERSON = "person"
    EMPTY = "empty"
    SUBTOTAL = "subtotal"
    TOTAL = "total"
    HEADER = "header"
    TITLE = "title"
    SECTION = "section"
    FOOTER = "footer"
    EXAMPLE = "example"
    VACANT = "vacant_home"
    NO_PERSON = "home_without_person"


#: These end what is carried from the rows above.
ENDING = frozenset({RowKind.EMPTY, RowKind.SUBTOTAL, RowKind.TOTAL, RowKind.FOOTER})

SUBTOTAL = re.compile(r"小计|小結|小结|分计|本页计|本单元计|单元计")
TOTAL = re.compile(
    r"合计|总计|共计|累计|总户数|总人数|总数|汇总|户数[:：]|人数[:：]|^(本页|全楼|本楼|本单元|总)?(共|计)"
    r"[:：]?[0-9]+(户|人)|^合\s*计|[0-9]+户.{0,4}[0-9]+人"
)
VACANT = re.compile(
    r"空置|空房|空户|空闲|闲置|空关|空屋|空家|未入住|无人居住|无人住|没人住|没有人住|待分配|未分配|待租|未售|未分|"
    r"尚未入住|无住户|无人入住"
)
VACANT_ALONE = words(
    """
    空 (空) 空着 空宅 无人 没人 暂空
    """
)
FOOTER = re.compile(
    r"审核|制表|填表|负责人|经办|打印|签字|签名|盖章|第.{1,4}页|共.{1,4}页|^注[:：]|说明[:：]|^备注[:：]|日期[:：]|"
    r"联系人[:：]|联系电话[:：]|单位[:：]|社区居委会|登记人|以上|以下空白|完$"
)
EXAMPLE = re.compile(
    r"[(（]?(示例|样例|范例|例|例如|举例|填写示例)[)）]?[:：]?|.{1,20}[(（](示例|样例|范例|例)[)）]"
)
TITLE = re.compile(r"台账|登记表|登记册|一览表|花名册|明细表|统计表|情况表|名册|信息表|清册")
PLACE_WORD = "(?:号|栋|幢|座|楼|单元|门)"
SECTION = re.compile(
    r"(.{0,12}?([0-9]{1,3}|[A-Z])(号楼|#楼|#|栋|幢|座|楼))?[-—]?([0-9]{1,2}(单元|门))?(住户|居民|情况|部分)?[:：]?"
)


@lru_cache(maxsize=16384)
def is_vacant_word(text: str) -> bool:
    """A word for an empty home (`text` is squeezed)."""
    return text in VACANT_ALONE or (len(text) <= 30 and bool(VACANT.search(text)))


@lru_cache(maxsize=65536)
def _is_plain_name(text: str) -> bool:
    """Quickly tells the ordinary name cell from everything that needs a second look."""
    squeezed = squeeze(text)
    return bool(
        2 <= len(squeezed) <= 20
        and not re.search(
            r"计|空|例|姓名|单元|楼|栋|幢|户主|无|未|没|待|[0-9:：]|成员|住户|共", squeezed
        )
        and not FOOTER.search(squeezed)
        and not TITLE.search(squeezed)
    )


def classify_row(plan: Plan, row: list[Cell]) -> RowKind:
    """Tell what a data row is."""
    if not _may_be_total(row) and any(
        isinstance(row[block.name], str)
        and row[block.name]
        and _is_plain_name(str(row[block.name]))
        for block in plan.blocks
    ):
        return RowKind.PERSON
    filled = [index for index, value in enumerate(row) if not is_blank(value)]
    if not filled:
        return RowKind.EMPTY
    if any(isinstance(row[i], str) and EXAMPLE.fullmatch(squeeze(row[i])) for i in filled[:6]):
        return RowKind.EXAMPLE
    for judge in (_judge_header, _judge_total, _judge_words, _judge_evidence):
        kind = judge(plan, row, filled)
        if kind:
            return kind
    return RowKind.PERSON


def _may_be_total(row: list[Cell]) -> bool:
    return any(isinstance(value, str) and "计" in value for value in row[:4])


def _judge_header(plan: Plan, row: list[Cell], filled: list[int]) -> RowKind | None:
    same = 0
    for index in filled:
        text = header_text(row[index])
        same += bool(text) and text in plan.header.get(index, "").split("\n")
    if same >= 2 and same * 2 > len(filled):
        return RowKind.HEADER
    numbers = [value for index in filled if isinstance(value := row[index], (int, float))]
    if len(filled) > 4 and len(numbers) == len(filled):
        steps = {later - earlier for earlier, later in pairwise(numbers)}
        if steps == {1}:
            return RowKind.HEADER
    return None


def _names(plan: Plan, row: list[Cell]) -> list[str]:
    """Texts in name columns that may be names."""
    texts = [plain(row[block.name]) for block in plan.blocks if isinstance(row[block.name], str)]
    return [text for text in texts if text and not says_nothing(squeeze(text))]


def _has_number(plan: Plan, row: list[Cell]) -> bool:
    """Something that was meant for an identity number stands in the row."""
    for block in plan.blocks:
        index = block.columns.get(Field.ID_NUMBER)
        if index is not None and sum(char.isdigit() for char in plain(row[index])) >= 6:
            return True
    return False


def _judge_total(plan: Plan, row: list[Cell], filled: list[int]) -> RowKind | None:
    if _has_number(plan, row):
        return None
    watched = [index for index in filled if index not in plan.remarks]
    for index in watched[:3]:
        text = squeeze(row[index]) if isinstance(row[index], str) else ""
        if not text or len(text) > 60:
            continue
        others = [name for name in _names(plan, row) if squeeze(name) != text]
        if others and any(_is_plain_name(name) for name in others):
            continue
        if SUBTOTAL.search(text):
            return RowKind.SUBTOTAL
        if TOTAL.search(text):
            return RowKind.TOTAL
    return None


def _judge_words(plan: Plan, row: list[Cell], filled: list[int]) -> RowKind | None:
    """Titles, sections and footers: one or a few texts, no number, no real name."""
    strings = [plain(row[index]) for index in filled if isinstance(row[index], str)]
    if len(strings) != len(filled) or len(filled) > 4 or _has_number(plan, row):
        return None
    text = strings[0]
    if len(filled) == 1 and filled[0] not in plan.remarks:
        if TITLE.search(text):
            return RowKind.TITLE
        home = plan.row.get(Field.HOME)
        place = find_building(text)
        only_place = SECTION.fullmatch(replace_numerals(squeeze(text).upper(), PLACE_WORD))
        if (
            only_place
            and (place.building or re.search("单元|门", text))
            and (filled[0] != home or not place.blank or "单元" in text)
        ):
            return RowKind.SECTION
    if any(FOOTER.search(string) for string in strings) and not _real_names(plan, row):
        return RowKind.FOOTER
    return None


def _real_names(plan: Plan, row: list[Cell]) -> list[str]:
    return [name for name in _names(plan, row) if len(name) <= 12 and not FOOTER.search(name)]


def _judge_evidence(plan: Plan, row: list[Cell], filled: list[int]) -> RowKind | None:
    """Without anything personal: an empty home, a lone home, a note, or only a running number."""
    personal = False
    for block in plan.blocks:
        for name, index in block.columns.items():
            if name in PERSON_EVIDENCE and index in filled:
                text = squeeze(row[index])
                personal |= not (says_nothing(text) or is_vacant_word(text) or is_ditto(row[index]))
    if personal:
        return None
    places = [index for name, index in plan.row.items() if name in PLACE and index in filled]
    vacant = any(
        isinstance(row[index], str) and is_vacant_word(squeeze(row[index])) for index in filled
    )
    if vacant and places:
        return RowKind.VACANT
    home = plan.row.get(Field.HOME)
    if home in filled and not is_ditto(row[home] if home is not None else None):
        return RowKind.NO_PERSON
    texts = [index for index in filled if isinstance(row[index], str) and index in plan.remarks]
    sequence = plan.row.get(Field.SEQUENCE)
    if texts or (sequence in filled and len(plain(row[sequence or 0])) > 6):
        return RowKind.FOOTER
    return RowKind.EMPTY
