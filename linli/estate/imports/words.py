"""What fields, outcomes and reasons are called on the page."""

from __future__ import annotations

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as _l

from .codes import MESSAGES, Code
from .codes import SKIPS as SKIP_MESSAGES
from .data import Field

OUTCOMES = {
    "new": _l("新增"),
    "changed": _l("有变化"),
    "unchanged": _l("没变化"),
    "refused": _l("拒收"),
    "flagged": _l("要留意"),
}
TONES = {"new": "jade", "changed": "enamel", "unchanged": "", "refused": "persimmon"}
SKIPS = {reason: _l(text) for reason, text in SKIP_MESSAGES.items()}
FIELDS = {
    Field.IGNORE: _l("不导入"),
    Field.SEQUENCE: _l("序号"),
    Field.BUILDING: _l("楼号"),
    Field.ENTRANCE: _l("单元"),
    Field.FLOOR: _l("楼层"),
    Field.HOME: _l("房号"),
    Field.HOUSEHOLD_SIZE: _l("家庭人口"),
    Field.NAME: _l("姓名"),
    Field.RELATION: _l("与户主关系"),
    Field.SEX: _l("性别"),
    Field.BIRTH: _l("出生日期"),
    Field.AGE: _l("年龄"),
    Field.ID_NUMBER: _l("身份证号"),
    Field.PHONE: _l("电话"),
    Field.SECOND_PHONE: _l("备用电话"),
    Field.ETHNICITY: _l("民族"),
    Field.CATEGORY: _l("人员类别"),
    Field.DISABILITY: _l("残疾类别"),
    Field.DISABILITY_GRADE: _l("残疾等级"),
    Field.DISABILITY_CERT: _l("残疾证号"),
    Field.LOW_INCOME: _l("低保"),
    Field.AREA: _l("面积"),
    Field.TENURE: _l("产权"),
    Field.RESETTLED: _l("拆迁安置"),
    Field.LEASE_START: _l("租赁起"),
    Field.LEASE_END: _l("租赁止"),
    Field.STATUS: _l("状态"),
    Field.REMARK: _l("备注"),
}
CHANGES = {
    "name": _l("姓名"),
    "sex": _l("性别"),
    "birth_date": _l("出生日期"),
    "phone": _l("电话"),
    "second_phone": _l("备用电话"),
    "other_document": _l("其他证件"),
    "id_number": _l("身份证号"),
    "status": _l("状态"),
    "home": _l("住处"),
    "relation": _l("与户主关系"),
    "certificate": _l("残疾证号"),
    "resettled": _l("拆迁安置"),
    "area_cm2": _l("面积"),
    "tenure_type": _l("产权"),
    "low_income": _l("低保"),
    "lease": _l("租赁期"),
    "is_vacant": _l("空置"),
}
VALUES = {
    "male": _l("男"), "female": _l("女"), "active": _l("在住"), "deceased": _l("已故"),
    "moved_out": _l("已搬走"), "owned": _l("自有产权"), "public_rental": _l("公租房"),
    "shared": _l("共有产权"), "unknown": _l("不详"), "1": _l("是"),
}  # fmt: skip


def flag_text(code: str, raw: str) -> str:
    """Why a value was not taken, or what to look at, in the reader's language."""
    return _(MESSAGES[Code(code)]) % {"raw": raw}


def change_text(name: str, old: str, new: str) -> str:
    """`电话：— → 19900001111`."""
    key = name.split(":")[0]
    label = _("残疾") if key == "disability" else CHANGES[key]
    return f"{label}：{_value(key, old)} → {_value(key, new)}"


def _value(key: str, value: str) -> str:
    if not value:
        return "—"
    if key == "area_cm2":
        return f"{int(value) / 10_000:.2f} m²"
    if key in ("sex", "status", "tenure_type", "low_income", "resettled", "is_vacant"):
        return str(VALUES.get(value, value))
    return value
