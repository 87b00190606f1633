from __future__ import annotations

from typing import Any

from django.utils.translation import gettext_lazy as _l

from linli.money.arrears.data import (
    Confirmation,
    DebtState,
    PlanState,
    RentDecision,
    ServiceWay,
)

STATES: dict[str, Any] = {
    DebtState.DUE: _l("还没到期"),
    DebtState.OVERDUE: _l("过期未交"),
    DebtState.DEMANDED: _l("已发催款函"),
    DebtState.LITIGATION: _l("在打官司"),
}
WAYS: dict[str, Any] = {
    ServiceWay.HANDED: _l("当面交给"),
    ServiceWay.POSTED: _l("邮寄"),
    ServiceWay.REFUSED: _l("拒收，有人见证"),
}
URGE_WAYS: dict[str, Any] = {"phone": _l("打电话"), "door": _l("上门"), "letter": _l("写信")}
PLANS: dict[str, Any] = {
    PlanState.RUNNING: _l("按约在交"),
    PlanState.KEPT: _l("交完了"),
    PlanState.BROKEN: _l("有一期没交，正在商量"),
    PlanState.ENDED: _l("已结束"),
}
CONFIRMATIONS: dict[str, Any] = {
    Confirmation.SIGNED: _l("本人签了字（放照片）"),
    Confirmation.SAID: _l("本人当面说同意（写谁在场）"),
}
DECISIONS: dict[str, Any] = {
    RentDecision.WAIT: _l("先等等"),
    RentDecision.HELP: _l("先帮扶"),
    RentDecision.VACATE: _l("通知腾退"),
}
TONES = {
    DebtState.DUE: "enamel", DebtState.OVERDUE: "amber", DebtState.DEMANDED: "amber",
    DebtState.LITIGATION: "persimmon",
}  # fmt: skip
