"""How books, accounts and kinds of entries are called on pages."""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext_lazy as _l

BOOKS: dict[str, Any] = {
    "joint_account": _l("共管账户"),
    "common_income": _l("公共收益"),
    "maintenance_fund": _l("维修资金"),
    "aid_fund": _l("救助资金"),
}
ACCOUNTS: dict[str, Any] = {
    "bank": _l("银行存款"),
    "cash": _l("现金"),
    "wechat": _l("微信收款"),
    "waiver": _l("减免"),
    "suspense": _l("来源不明的钱"),
    "opening": _l("期初余额"),
    "interest": _l("利息"),
    "fund_used": _l("用掉的维修资金"),
    "income": _l("收入"),
    "expense": _l("支出"),
    "receivable": _l("各户应收"),
    "prepaid": _l("各户预存"),
    "unit": _l("各户维修资金"),
    "property_fee": _l("物业费"),
    "public_rent": _l("公租房租金"),
    "late": _l("违约金"),
    "other": _l("其他"),
    "security": _l("保安"),
    "cleaning": _l("保洁"),
    "greenery": _l("绿化"),
    "lift": _l("电梯"),
    "fire": _l("消防"),
    "repairs": _l("维修"),
    "energy": _l("水电"),
    "staff": _l("人员"),
    "office": _l("办公"),
    "tax": _l("税费"),
    "parking": _l("停车"),
    "adverts": _l("广告"),
    "rent_of_common_parts": _l("公共部位出租"),
    "roof": _l("屋面"),
    "walls": _l("外墙"),
    "pipes": _l("管道"),
    "subsidy": _l("补助"),
    "donation": _l("捐款"),
    "aid": _l("救助"),
}
KINDS: dict[str, Any] = {
    "fee_bill": _l("账单"),
    "payment": _l("收款"),
    "refund": _l("退款"),
    "waiver": _l("减免"),
    "prepayment": _l("预存"),
    "prepayment_used": _l("用预存抵扣"),
    "deposit": _l("存入"),
    "spending": _l("支出"),
    "transfer": _l("转账"),
    "fee_of_bank": _l("银行手续费"),
    "interest": _l("利息"),
    "opening": _l("期初"),
    "fund_share": _l("各户分摊"),
    "suspense": _l("挂账"),
    "other_income": _l("其他收入"),
    "returned": _l("退回不明款"),
    "reversal": _l("冲正"),
}
SORTS: dict[str, Any] = {
    "A": _l("资产"), "L": _l("负债"), "Q": _l("权益"), "I": _l("收入"), "X": _l("支出"),
}  # fmt: skip


def book_words(code: str) -> str:
    return str(BOOKS.get(code, code))


def kind_words(kind: str) -> str:
    return str(KINDS.get(kind, kind))


def label_words(label: str) -> str:
    """ "A/receivable:~:property_fee" as people say it: "各户应收 · 物业费"."""
    parts = label.partition("/")[2].split(":")
    return " · ".join(str(ACCOUNTS.get(part, part)) for part in parts if part != "~")


def say_money(fen: int) -> str:
    """ "¥1 200.00" with thin spaces, as pages set money."""
    sign = "−" if fen < 0 else ""
    return f"{sign}¥{abs(fen) // 100:,}.{abs(fen) % 100:02}".replace(",", "\u2009")
