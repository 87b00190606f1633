"""The words that pages use for codes."""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext_lazy as _l

from linli.estate.people.data import CategoryKind, Relation
from linli.matters.clears.api import FACTS, STATES
from linli.matters.rounds.data import DayPart, Outcome

OUTCOMES: dict[str, Any] = {
    Outcome.MET: _l("见到人了"),
    Outcome.NOBODY: _l("没人在家"),
    Outcome.REFUSED: _l("不愿说"),
    Outcome.LATER: _l("请改天来"),
}
PARTS: dict[str, Any] = {
    DayPart.MORNING: _l("上午"),
    DayPart.AFTERNOON: _l("下午"),
    DayPart.EVENING: _l("傍晚"),
    DayPart.WEEKEND: _l("周末"),
}
RELATIONS: dict[str, Any] = {
    Relation.HEAD: _l("户主"), Relation.SPOUSE: _l("配偶"), Relation.SON: _l("儿子"),
    Relation.DAUGHTER: _l("女儿"), Relation.PARENT: _l("父母"), Relation.GRANDCHILD: _l("孙辈"),
    Relation.CHILD_IN_LAW: _l("儿媳女婿"), Relation.PARENT_IN_LAW: _l("公婆岳父母"),
    Relation.SIBLING: _l("兄弟姐妹"), Relation.TENANT: _l("承租人"), Relation.OTHER: _l("其他"),
    Relation.UNKNOWN: "",
}  # fmt: skip
CATEGORIES: dict[str, Any] = {
    CategoryKind.DISABILITY: _l("残疾"),
    CategoryKind.AID: _l("救助"),
    CategoryKind.ELDER_ALONE: _l("独居老人"),
    CategoryKind.RESETTLED: _l("拆迁安置"),
    CategoryKind.CANNOT_LEAVE_HOME: _l("出不了门"),
    CategoryKind.CHILD_LEFT_BEHIND: _l("留守儿童"),
    CategoryKind.VETERAN: _l("退役军人"),
    CategoryKind.JOB_SEEKER: _l("求职"),
    CategoryKind.OTHER: _l("其他"),
}
FIELDS: dict[str, Any] = {
    "name": _l("姓名"),
    "phone": _l("电话"),
    "second_phone": _l("备用电话"),
    "birth_date": _l("出生日期"),
    "household": _l("住在哪户"),
    "watch": _l("请楼长常看看"),
    "told": _l("要转告的话"),
}


def field_word(field: str) -> str:
    """What a claimed field is called on a page."""
    if field.startswith("category:"):
        return str(CATEGORIES.get(field.split(":")[1], ""))
    return str(FIELDS.get(field, field))


__all__ = [
    "CATEGORIES",
    "FACTS",
    "FIELDS",
    "OUTCOMES",
    "PARTS",
    "RELATIONS",
    "STATES",
    "field_word",
]
