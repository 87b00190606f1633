"""What pages of the queue say for its codes: views, choices of forms, signs."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _l

from linli.matters.handling.data import View

VIEWS: dict[str, Any] = {
    View.MINE: _l("我手上的"),
    View.TO_ACCEPT: _l("等我接的"),
    View.EMERGENCIES: _l("紧急"),
    View.OVERDUE: _l("超时"),
    View.RECEIVED: _l("待接手"),
    View.WORKING: _l("办理中"),
    View.TO_VISIT: _l("待回访"),
    View.OPEN: _l("全部未结"),
    View.CLOSED: _l("已了结"),
    View.ALL: _l("所有事项"),
}
EMPTY: dict[str, tuple[Any, Any]] = {
    View.MINE: (_l("手上没有事"), _l("去“等我接的”看看，或者登记新的来电。")),
    View.TO_ACCEPT: (_l("没有等您接的事"), _l("转给您或贵单位的事会自己出现在这里。")),
    View.EMERGENCIES: (_l("没有紧急的事"), _l("有人报火警、燃气、被困、摔倒，会立刻排到这里。")),
    View.OVERDUE: (_l("没有超时的事"), _l("都在时限里，谢谢大家。")),
    View.TO_VISIT: (_l("没有要回访的"), _l("办完的事会到这里，由别人打电话问一声。")),
}
EMPTY_ELSE = (_l("这里没有事项"), _l("换一个视图，或者去掉几个筛选条件再看。"))
URGENCIES: dict[str, Any] = {
    "none": _l("一般"),
    "high": _l("加急"),
    "emergency": _l("紧急"),
}
CHANNELS: dict[str, Any] = {
    "hotline": _l("热线"),
    "walk_in": _l("上门"),
    "letter": _l("信箱"),
    "resident": _l("居民手机"),
    "grid_round": _l("网格走访"),
    "wechat": _l("微信"),
    "api": _l("接口"),
    "system": _l("系统"),
}
CHANNEL_ICONS = {
    "hotline": "phone",
    "walk_in": "door",
    "letter": "letter",
    "resident": "home",
    "grid_round": "grid",
    "wechat": "sms",
    "api": "link",
    "system": "settings",
}
RESULTS: dict[str, Any] = {
    "solved": _l("解决了"),
    "partly": _l("部分解决"),
    "unsolved": _l("没解决"),
    "unreachable": _l("没联系上"),
}
SATISFACTIONS: dict[str, Any] = {
    "satisfied": _l("满意"),
    "fair": _l("一般般"),
    "dissatisfied": _l("不满意"),
}
WAYS: dict[str, Any] = {
    "phone": _l("打电话"),
    "door": _l("上门"),
    "app": _l("手机上"),
    "slip": _l("回执"),
}
PARTY_ROLES: dict[str, Any] = {
    "joined": _l("一起报的"),
    "party": _l("当事人"),
    "mediator": _l("调解人"),
}
# REQ-02: what is declined, and where to turn instead
DECLINE: dict[str, Any] = {
    "emergency_service": _l("应由 110、119、120、122 处理：请立刻拨打"),
    "court": _l("已进入诉讼、仲裁：请找法院或仲裁委"),
    "petition": _l("信访、纪检、复议事项：请找信访局或 12345"),
    "repeat": _l("已答复过，没有新情况：可看上次的答复"),
    "secret": _l("涉及国家秘密、商业秘密或个人隐私"),
    "indecent": _l("内容辱骂、违法"),
    "not_ours": _l("不归社区管：已告诉该找哪个部门"),
}
ENTRY_ICONS = {
    "opened": "plus",
    "offered": "hand",
    "accepted": "check",
    "returned": "back",
    "assigned": "person",
    "asked": "help",
    "answered": "reply",
    "noted": "edit",
    "told": "sms",
    "appointed": "calendar",
    "extended": "clock",
    "escalated": "warn",
    "changed": "edit",
    "step": "people",
    "done": "check",
    "visited": "phone",
    "closed": "seal",
    "reopened": "back",
    "declined": "close",
    "merged": "merge",
    "unmerged": "split",
    "withdrawn": "back",
    "joined": "people",
    "split": "split",
    "thanked": "thanks",
    "rated": "star",
}
WHY_NOT: dict[str, Any] = {
    "category": _l("类别不同"),
    "kind": _l("性质不同"),
    "place": _l("不在那个地方"),
    "urgency": _l("缓急不同"),
    "channel": _l("来路不同"),
    "hour": _l("不在那个时段"),
    "": "",
}


@dataclass(frozen=True)
class QuickAnswer:
    """What a resident says on the phone, as one button with one key."""

    label: Any
    result: str
    satisfaction: str
    key: str


QUICK_ANSWERS: dict[str, QuickAnswer] = {
    "good": QuickAnswer(_l("解决了，满意"), "solved", "satisfied", "s"),
    "fair": QuickAnswer(_l("解决了，一般"), "solved", "fair", "f"),
    "bad": QuickAnswer(_l("没解决"), "unsolved", "dissatisfied", "u"),
    "missed": QuickAnswer(_l("没人接"), "unreachable", "", "m"),
}


def named(row: tuple[str, str, str]) -> str:
    """The name in the reader's language, of one of the estate's own (Chinese, English, extra)."""
    return row[1] if (get_language() or "").startswith("en") and row[1] else row[0]
