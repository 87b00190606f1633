"""Codes of spending as people read them."""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext_lazy as _l

from linli.money.spending.data import Book, EntryKind, FileKind, State, Step

BOOKS: dict[str, Any] = {
    Book.JOINT_ACCOUNT: _l("共管账户"),
    Book.COMMON_INCOME: _l("公共收益"),
    Book.MAINTENANCE_FUND: _l("维修资金"),
}
CATEGORIES: dict[str, Any] = {
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
    "other": _l("其他支出"),
}
STATES: dict[str, tuple[Any, str, str]] = {  # words, tone, sign
    State.DRAFT: (_l("草稿"), "", "edit"),
    State.CHECKING: (_l("等会计审核"), "amber", "clock"),
    State.RELEASING: (_l("等放行"), "amber", "clock"),
    State.PAYING: (_l("可以付款"), "enamel", "pay"),
    State.PAID: (_l("付了，等银行流水"), "enamel", "clock"),
    State.MATCHED: (_l("付清，和银行对上"), "jade", "check"),
    State.CANCELLED: (_l("取消了"), "", "close"),
}
STEPS: dict[str, Any] = {
    Step.REQUEST: _l("申请"),
    Step.CHECK: _l("会计审核"),
    Step.RELEASE_COMPANY: _l("物业公司放行"),
    Step.RELEASE_COMMITTEE: _l("居委会放行"),
    Step.RELEASE_OWNERS: _l("业委会放行"),
    Step.PAY: _l("付款"),
    Step.MATCH: _l("和银行流水核对"),
}
ENTRIES: dict[str, tuple[Any, str]] = {
    EntryKind.WRITTEN: (_l("写了申请"), "edit"),
    EntryKind.CHANGED: (_l("改了申请"), "edit"),
    EntryKind.SUBMITTED: (_l("交给会计"), "forward"),
    EntryKind.RETURNED: (_l("退回"), "reply"),
    EntryKind.CHECKED: (_l("审核过了"), "check"),
    EntryKind.RELEASED: (_l("放行"), "check"),
    EntryKind.PAID: (_l("付了款"), "pay"),
    EntryKind.REVERSED: (_l("冲回一笔付款"), "reply"),
    EntryKind.MATCHED: (_l("和银行流水对上"), "seal"),
    EntryKind.CANCELLED: (_l("取消"), "close"),
    EntryKind.FILED: (_l("加了一份材料"), "letter"),
    EntryKind.SHOWN: (_l("材料公开的事"), "notice"),
    EntryKind.RUNG: (_l("等太久，转成事项催办"), "warn"),
    EntryKind.DISCLOSED: (_l("向业主公布了"), "notice"),
}
FILES: dict[str, Any] = {
    FileKind.QUOTE: _l("报价"),
    FileKind.CONTRACT: _l("合同"),
    FileKind.VOUCHER: _l("凭证（发票、收据）"),
}


def category_word(code: str) -> str:
    return str(CATEGORIES.get(code, code))
