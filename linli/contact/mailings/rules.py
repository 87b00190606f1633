"""Filling in what a mailing says; who counts as many. Pure."""

from __future__ import annotations

import re
from collections.abc import Mapping
from datetime import date

_FIELD = re.compile(r"\{([^{}]*)\}")
# what may stand in braces: the Chinese name, and the English one that means the same
FIELDS = {
    "姓名": "name", "门牌": "home", "楼栋": "building", "小区": "estate", "热线": "hotline",
    "链接": "link",
}  # fmt: skip
_KNOWN = {**FIELDS, **{english: english for english in FIELDS.values()}}
YOUNGEST = 14  # years; younger ones are told through their families
MOST_NAMED = 10  # people chosen one by one need no second pair of eyes
MOST_PEOPLE = 100_000
LONGEST = 500  # characters of one message with everything filled in


def unknown_fields(text: str) -> list[str]:
    """The names in braces that no field has, and braces that stand alone ("{", "}")."""
    names = [name.strip() for name in _FIELD.findall(text)]
    wrong = [f"{{{name}}}" for name in names if name not in _KNOWN]
    rest = _FIELD.sub("", text)
    return [*dict.fromkeys(wrong), *[sign for sign in "{}" if sign in rest]]


def fill_in(text: str, values: Mapping[str, str]) -> str:
    """The text with its fields replaced: {姓名} and {name} are the same."""
    return _FIELD.sub(lambda match: values.get(_KNOWN.get(match[1].strip(), ""), ""), text)


def is_child(birth_date: date | None, day: date) -> bool:
    """Whether somebody is too young to be written to; an unknown day of birth is grown up."""
    if birth_date is None:
        return False
    return birth_date > date(day.year - YOUNGEST, day.month, min(day.day, 28))
