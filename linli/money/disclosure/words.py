"""Labels of the ledger as everybody reads them."""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as _l

from linli.money.disclosure.data import Quarter

BOOKS: dict[str, Any] = {
    "joint_account": _l("物业费共管账户"),
    "common_income": _l("公共收益"),
    "maintenance_fund": _l("维修资金"),
}
_WORDS: dict[str, Any] = {
    "property_fee": _l("物业费"),
    "public_rent": _l("公租房租金"),
    "late": _l("滞纳金"),
    "interest": _l("利息"),
    "parking": _l("停车收入"),
    "adverts": _l("广告收入"),
    "rent_of_common_parts": _l("公共场地租金"),
    "subsidy": _l("补贴"),
    "donation": _l("捐赠"),
    "security": _l("秩序维护"),
    "cleaning": _l("保洁"),
    "greenery": _l("绿化"),
    "lift": _l("电梯"),
    "fire": _l("消防"),
    "repairs": _l("维修"),
    "energy": _l("公共水电"),
    "staff": _l("人员工资"),
    "office": _l("办公"),
    "tax": _l("税费"),
    "bank": _l("银行手续费"),
    "roof": _l("屋面防水"),
    "walls": _l("外墙"),
    "pipes": _l("管道"),
    "aid": _l("救助"),
}
LEFT_OUT: dict[str, Any] = {
    "waived": _l("依规减免"),
    "disputed": _l("有争议，正在核"),
    "vacant": _l("空置没有账单"),
}


def label_word(label: str) -> str:
    """ "X/expense:repairs" is repairs; what nobody has a word for stands as other."""
    kind, _slash, code = label.partition("/")
    head, _colon, rest = code.partition(":")
    last = rest.rsplit(":", 1)[-1]
    if head == "receivable":
        return str(_WORDS.get(last) or _("住户缴费"))
    if head == "prepaid":
        return _("预缴")
    if head == "suspense":
        return _("待认领的来款")
    if head == "unit":
        return _("各户维修资金")
    if head == "opening":
        return _("期初转入")
    if head == "interest":
        return _("利息")
    known = _WORDS.get(last or head)
    if known:
        return str(known)
    return _("其他支出") if kind == "X" else _("其他收入")


def look_word(what: str) -> str:
    """ "bundle:7" as whoever reads the record says it."""
    kind, _colon, number = what.partition(":")
    known = {"index": _("查阅页"), "bundle": _("下载材料包 %(number)s"),
             "paper": _("付款的材料 %(number)s")}  # fmt: skip
    return known[kind] % {"number": number} if kind in known else what


def quarter_word(quarter: Quarter) -> str:
    return _("%(year)s 年第 %(number)s 季度") % {"year": quarter.year, "number": quarter.number}
