"""Words for what public places and facilities are; registers keep the code."""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext_lazy as _l

# code: (words, sign on the plan: one character)
_OUTDOORS: dict[str, tuple[Any, Any]] = {
    "gate": (_l("大门"), _l("门")),
    "road": (_l("道路"), _l("路")),
    "square": (_l("广场"), _l("场")),
    "lake": (_l("湖"), _l("湖")),
    "garden": (_l("绿地"), _l("绿")),
    "playground": (_l("儿童乐园"), _l("童")),
    "fitness": (_l("健身区"), _l("健")),
    "parking": (_l("停车场"), _l("车")),
    "service_center": (_l("服务中心"), _l("服")),
    "clinic": (_l("卫生站"), _l("卫")),
    "day_care": (_l("日间照料"), _l("照")),
    "workshop": (_l("实习车间"), _l("工")),
    "class_room": (_l("课堂"), _l("课")),
    "hall": (_l("活动室"), _l("活")),
}
_EQUIPMENT: dict[str, tuple[Any, Any]] = {
    "lift": (_l("电梯"), _l("梯")),
    "pump_room": (_l("水泵房"), _l("泵")),
    "heat_station": (_l("换热站"), _l("暖")),
    "power_room": (_l("配电室"), _l("电")),
    "charging_shed": (_l("充电棚"), _l("充")),
    "hydrant": (_l("消防栓"), _l("栓")),
    "lamp": (_l("路灯"), _l("灯")),
    "bin": (_l("垃圾投放点"), _l("桶")),
    "letter_box": (_l("信箱"), _l("信")),
    "notice_board": (_l("公示栏"), _l("栏")),
    "chess_table": (_l("棋桌"), _l("棋")),
    "book_cabinet": (_l("图书柜"), _l("书")),
    "fountain": (_l("喷泉"), _l("泉")),
}
_KNOWN = _OUTDOORS | _EQUIPMENT
WATER, GREEN, ROADS = {"lake"}, {"garden", "playground"}, {"road"}


def type_words(code: str) -> Any:
    """What people call it; an estate's own word stays as it was written."""
    return _KNOWN[code][0] if code in _KNOWN else code


def type_sign(code: str) -> str:
    return str(_KNOWN[code][1]) if code in _KNOWN else "·"


def ground_of(code: str) -> str:
    """How an area is painted: road, green, water or paved."""
    for name, codes in (("water", WATER), ("green", GREEN), ("road", ROADS)):
        if code in codes:
            return name
    return "paved"


def type_choices(own: str = "") -> list[tuple[str, Any]]:
    """For a form; a word that the estate wrote itself stays among them."""
    known: list[tuple[str, Any]] = [(code, words) for code, (words, _sign) in _KNOWN.items()]
    extra = [(own, own)] if own and own not in _KNOWN else []
    return [("", _l("别的")), *known, *extra]
