"""Words of contracts and of what they promise."""

from __future__ import annotations

from typing import Any

from django.utils.translation import get_language, pgettext_lazy
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as _l

from linli.voice.contracts.models import ServiceItem

PAPERS: dict[str, Any] = {
    "contract": _l("物业服务合同"),
    "covenant": _l("管理规约"),
    "assembly_rules": _l("业主大会议事规则"),
}
AREAS: dict[str, Any] = {
    "cleaning": _l("保洁"),
    "greenery": _l("绿化"),
    "equipment": _l("设备"),
    "fire": _l("消防"),
    "lift": _l("电梯"),
    "security": _l("安全"),
    "service": _l("服务"),
}
UNITS: dict[str, Any] = {
    "day": _l("天"),
    "week": _l("周"),
    "month": _l("个月"),
    "before_expiry": _l("有效期前几个月"),
}
HOLIDAYS: dict[str, Any] = {
    "keep": _l("照常"),
    "shift": _l("顺延到工作日"),
    "skip": _l("不做"),
}
MODES: dict[str, Any] = {
    "matter": _l("开成事项，有人办、有期限"),
    "check_list": _l("当天打卡，只有没做好的开成事项"),
}
STATES: dict[str, Any] = {
    "waiting": _l("等着做"),
    "done": _l("按时做了"),
    "late": _l("做晚了"),
    "failed": _l("不合格"),
    "missed": _l("没做"),
}
TONES = {"done": "jade", "late": "amber", "failed": "persimmon", "missed": "persimmon",
         "waiting": "enamel"}  # fmt: skip
BASES: dict[str, Any] = {
    "package": _l("包干制：价格固定，盈亏归物业公司"),
    "commission": _l("酬金制：花多少记多少，物业公司只拿酬金"),
}
PRICE_UNITS: dict[str, Any] = {
    "area_month": _l("每平方米每月"),
    "home_month": _l("每户每月"),
    "year": _l("每年"),
}
NOTICES: dict[str, Any] = {
    "dismissal": _l("业主解聘"),
    "no_renewal": _l("物业公司不续约"),
}
DUTIES: dict[str, Any] = {
    "renewal": _l("业主决定续约还是另选"),
    "company_notice": _l("物业公司说不续约的最后一天"),
    "hand_over": _l("清点交接"),
}
MARKS: dict[str, Any] = {
    "tidy": _l("干净吗"),
    "safe": _l("安全吗"),
    "repairs": _l("修得快吗、好吗"),
    "manner": _l("态度好吗"),
    "overall": _l("总的来说"),
}
# a mark is never a bare figure: whoever chooses reads what it says
SCORES: dict[int, Any] = {
    1: _l("1 很不好"),
    2: _l("2 不太好"),
    3: _l("3 一般"),
    4: _l("4 好"),
    5: _l("5 很好"),
}
SIDES: dict[str, Any] = {"owner": pgettext_lazy("who rates", "业主"), "tenant": _l("租住的人")}
USES: dict[str, Any] = {
    "collecting": _l("正在征求"),
    "agreed": _l("全都同意"),
    "refused": _l("有人不同意"),
    "withdrawn": _l("撤回了"),
}
PLACES: dict[str, Any] = {
    "estate": _l("全小区"),
    "buildings": _l("每栋楼"),
    "entrances": _l("每个单元"),
}


def item_title(item: ServiceItem) -> str:
    english = (get_language() or "")[:2] == "en"
    return (english and item.title_en) or item.title_zh


def item_standard(item: ServiceItem) -> str:
    english = (get_language() or "")[:2] == "en"
    return (english and item.standard_en) or item.standard_zh


def rhythm(item: ServiceItem) -> str:
    """How often, in words."""
    if item.unit == "before_expiry":
        return _("有效期满前 %(n)s 个月") % {"n": item.every}
    if item.every == 1:
        return {"day": _("每天"), "week": _("每周"), "month": _("每个月")}[item.unit]
    return _("每 %(n)s %(unit)s") % {"n": item.every, "unit": UNITS[item.unit]}


def quarter_word(quarter: str) -> str:
    return _("%(year)s 年第 %(n)s 季度") % {"year": quarter[:4], "n": quarter[5]}


def yes_no(value: bool | None) -> str:
    return {True: _("同意"), False: _("不同意"), None: _("还没有答")}[value]
