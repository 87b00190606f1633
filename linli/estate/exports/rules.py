"""The words of an export: such as the import reads back without a change."""

from __future__ import annotations

from linli.estate.people.api import DisabilityCategory, PersonStatus, Relation, Sex
from linli.estate.places.api import TenureType

COLUMNS = (
    "楼号", "单元", "房号", "与户主关系", "姓名", "性别", "出生日期", "联系电话", "备用电话",
    "产权性质", "建筑面积", "租赁起", "租赁止",
)  # fmt: skip
IDENTITY_COLUMNS = ("身份证号",)
HEALTH_COLUMNS = ("残疾类别等级", "残疾证号", "低保")
LAST_COLUMNS = ("备注",)
DANGEROUS = ("=", "+", "-", "@", "\t", "\r", "\n")

SEX: dict[str, str] = {Sex.MALE: "男", Sex.FEMALE: "女"}
TENURE: dict[str, str] = {
    TenureType.OWNED: "自有产权",
    TenureType.PUBLIC_RENTAL: "公租房",
    TenureType.SHARED: "共有产权",
}
STATUS: dict[str, str] = {PersonStatus.DECEASED: "已故", PersonStatus.MOVED_OUT: "已搬走"}
DISABILITY = {
    DisabilityCategory.VISION: "视力",
    DisabilityCategory.HEARING: "听力",
    DisabilityCategory.SPEECH: "言语",
    DisabilityCategory.PHYSICAL: "肢体",
    DisabilityCategory.INTELLECTUAL: "智力",
    DisabilityCategory.MENTAL: "精神",
    DisabilityCategory.MULTIPLE: "多重",
}
_RELATION: dict[str, str] = {
    Relation.HEAD: "户主",
    Relation.SPOUSE: "配偶",
    Relation.SON: "儿子",
    Relation.DAUGHTER: "女儿",
    Relation.PARENT_IN_LAW: "岳父母",
    Relation.TENANT: "承租人",
    Relation.OTHER: "其他",
}
_RELATION_BY_SEX: dict[str, tuple[str, str]] = {
    Relation.PARENT: ("父亲", "母亲"),
    Relation.GRANDCHILD: ("孙子", "孙女"),
    Relation.CHILD_IN_LAW: ("女婿", "儿媳"),
    Relation.SIBLING: ("兄弟", "姐妹"),
}


def columns(identity: bool, health: bool) -> tuple[str, ...]:
    """The header of a file with or without numbers and health."""
    chosen = (IDENTITY_COLUMNS if identity else ()) + (HEALTH_COLUMNS if health else ())
    return COLUMNS + chosen + LAST_COLUMNS


def relation_word(relation: str, text: str, sex: str) -> str:
    """The relation as the clerk wrote it, else the plain word for it."""
    if text:
        return text
    if relation in _RELATION_BY_SEX:
        male, female = _RELATION_BY_SEX[relation]
        return female if sex == Sex.FEMALE else male
    return _RELATION.get(relation, "")


def disability_words(found: list[tuple[str, int | None]]) -> str:
    """`肢体二级、听力一级`."""
    words = []
    for code, grade in sorted(found):
        if code:
            level = f"{'一二三四'[grade - 1]}级" if grade else ""
            words.append(DISABILITY[DisabilityCategory(code)] + level)
    return "、".join(words)


def is_dangerous(value: object) -> bool:
    """Whether a table program might take this text for a formula."""
    return isinstance(value, str) and value.startswith(DANGEROUS)


def number_or_text(text: str) -> str | int:
    """House numbers as numbers where they are, so that the table sorts them."""
    return int(text) if text.isdecimal() and not text.startswith("0") else text
