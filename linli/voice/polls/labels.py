"""Words of polls."""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext_lazy as _l

STATES: dict[str, Any] = {
    "draft": _l("草稿"),
    "waiting": _l("等另一个人批准"),
    "approved": _l("已放出"),
    "counted": _l("已截止，等答复"),
    "archived": _l("已归档"),
    "withdrawn": _l("撤回了"),
}
PHASES: dict[str, Any] = {
    "coming": _l("还没开始"),
    "open": _l("正在进行"),
    "over": _l("已截止"),
}
TALKS: dict[str, Any] = {
    "invited": _l("等开会"),
    "held": _l("开过了，等公布"),
    "posted": _l("已公布"),
    "cancelled": _l("不开了"),
}
