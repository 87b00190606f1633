"""The words that pages use for codes."""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext_lazy as _l

from linli.estate.people.data import (
    AidStatus,
    CategoryKind,
    DisabilityCategory,
    PersonStatus,
    Relation,
    SecretField,
    Sex,
)

STATUS: dict[str, Any] = {
    PersonStatus.ACTIVE: _l("在住"),
    PersonStatus.DECEASED: _l("已故"),
    PersonStatus.MOVED_OUT: _l("已搬走"),
    PersonStatus.MERGED: _l("已合并"),
}
SEX: dict[str, Any] = {Sex.FEMALE: _l("女"), Sex.MALE: _l("男"), Sex.UNKNOWN: _l("不详")}
RELATION: dict[str, Any] = {
    Relation.HEAD: _l("户主"),
    Relation.SPOUSE: _l("配偶"),
    Relation.SON: _l("儿子"),
    Relation.DAUGHTER: _l("女儿"),
    Relation.PARENT: _l("父母"),
    Relation.GRANDCHILD: _l("孙辈"),
    Relation.CHILD_IN_LAW: _l("儿媳女婿"),
    Relation.PARENT_IN_LAW: _l("公婆岳父母"),
    Relation.SIBLING: _l("兄弟姐妹"),
    Relation.TENANT: _l("承租人"),
    Relation.OTHER: _l("其他"),
    Relation.UNKNOWN: _l("关系不详"),
}
CATEGORY: dict[str, Any] = {
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
CODE: dict[str, Any] = {
    DisabilityCategory.VISION: _l("视力"),
    DisabilityCategory.HEARING: _l("听力"),
    DisabilityCategory.SPEECH: _l("言语"),
    DisabilityCategory.PHYSICAL: _l("肢体"),
    DisabilityCategory.INTELLECTUAL: _l("智力"),
    DisabilityCategory.MENTAL: _l("精神"),
    DisabilityCategory.MULTIPLE: _l("多重"),
    AidStatus.DESTITUTE_PERSON: _l("特困人员"),
    AidStatus.MINIMUM_ALLOWANCE: _l("低保"),
    AidStatus.NEAR_MINIMUM: _l("低保边缘"),
    AidStatus.RIGID_EXPENSE_HARDSHIP: _l("刚性支出困难"),
    AidStatus.DISASTER: _l("受灾"),
    AidStatus.TEMPORARY_AID: _l("临时救助"),
    AidStatus.MEDICAL_EMERGENCY: _l("疾病应急救助"),
    AidStatus.LOW_INCOME: _l("低收入"),
}
GRADE: dict[int, Any] = {1: _l("一级"), 2: _l("二级"), 3: _l("三级"), 4: _l("四级")}
SECRET: dict[str, Any] = {
    SecretField.ID_NUMBER: _l("身份证号"),
    SecretField.OTHER_DOCUMENT: _l("其他证件"),
    SecretField.HEALTH_NOTE: _l("健康备注"),
    SecretField.CERTIFICATE: _l("残疾人证号"),
}
WARNING: dict[str, Any] = {
    "identity": _l("残疾人证里的身份证号和档案不一样，请核对。"),
    "category": _l("残疾人证上的类别和选的不一样，请核对。"),
    "grade": _l("残疾人证上的等级和选的不一样，请核对。"),
}
DUPLICATE: dict[str, Any] = {
    "phone": _l("同一个电话，名字相近"),
    "birth_date": _l("同名，同一天出生"),
}


def category_word(kind: str, code: str, grade: int | None) -> str:
    """`残疾 肢体 二级`, `救助 低保`, `独居老人`."""
    words = [CATEGORY[kind], CODE.get(code, code), GRADE[grade] if grade else ""]
    return " ".join(str(word) for word in words if word)
