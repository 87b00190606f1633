"""Words for codes, in the reader's language."""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext_lazy as _l

STATES: dict[str, Any] = {
    "received": _l("待接手"),
    "accepted": _l("办理中"),
    "done": _l("待回访"),
    "closed": _l("已办结"),
    "declined": _l("不受理"),
    "merged": _l("已并案"),
    "withdrawn": _l("已撤回"),
}
ENTRIES: dict[str, Any] = {
    "opened": _l("登记"),
    "offered": _l("转交"),
    "accepted": _l("接手"),
    "returned": _l("退回"),
    "assigned": _l("指派"),
    "asked": _l("询问"),
    "answered": _l("回复"),
    "noted": _l("备注"),
    "told": _l("告知"),
    "appointed": _l("约时间"),
    "extended": _l("延期"),
    "escalated": _l("上报"),
    "changed": _l("修改"),
    "step": _l("调解"),
    "done": _l("办完"),
    "visited": _l("回访"),
    "closed": _l("办结"),
    "reopened": _l("重办"),
    "declined": _l("不受理"),
    "merged": _l("并案"),
    "unmerged": _l("撤销并案"),
    "withdrawn": _l("撤回"),
    "joined": _l("一起反映"),
    "split": _l("拆分"),
    "thanked": _l("感谢"),
    "rated": _l("评价"),
}
STEPS: dict[str, Any] = {
    "hear": _l("分别听取"),
    "meet": _l("当面调解"),
    "agree": _l("达成协议"),
    "follow_up": _l("跟进履行"),
}
SOMEBODY = _l("有人")
STAFF = _l("工作人员")
