"""The words that pages use for codes of places."""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext_lazy as _l

from linli.estate.places.data import (
    AreaSource,
    Clear,
    HomeState,
    LeaseAlarm,
    PlaceKind,
    TenureType,
)

KIND: dict[str, Any] = {
    PlaceKind.GRID: _l("网格"),
    PlaceKind.BUILDING: _l("楼栋"),
    PlaceKind.ENTRANCE: _l("单元"),
    PlaceKind.HOME: _l("住房"),
    PlaceKind.PUBLIC_PLACE: _l("公共场所"),
    PlaceKind.FACILITY: _l("设施"),
}
TENURE: dict[str, Any] = {
    TenureType.OWNED: _l("自有产权"),
    TenureType.PUBLIC_RENTAL: _l("公租房"),
    TenureType.SHARED: _l("共有产权"),
    TenureType.UNSOLD: _l("未售"),
    TenureType.UNKNOWN: _l("不详"),
}
AREA_SOURCE: dict[str, Any] = {
    AreaSource.REGISTRY: _l("不动产登记"),
    AreaSource.SURVEYED: _l("实测"),
    AreaSource.CONTRACT: _l("合同"),
    AreaSource.UNKNOWN: _l("不详"),
}
STATE: dict[str, Any] = {
    HomeState.LIVED_IN: _l("有人住"),
    HomeState.VACANT: _l("空着"),
    HomeState.UNKNOWN: _l("没核实"),
}
CLEAR: dict[str, Any] = {
    Clear.HOUSEHOLD: _l("家庭情况"),
    Clear.CATEGORY: _l("人员类别"),
    Clear.FACILITY: _l("区域设施"),
    Clear.DISPUTE: _l("矛盾纠纷"),
}
ALARM: dict[str, Any] = {
    LeaseAlarm.TELL_TENANT: _l("该提醒租户了"),
    LeaseAlarm.APPLICATION_OVERDUE: _l("该收到续租申请了"),
    LeaseAlarm.ENDED: _l("租约已到期"),
}
LOAD: dict[str, Any] = {
    "under": _l("少于 300 户"),
    "within": _l("300 到 500 户之间"),
    "over": _l("超过 500 户"),
}
