"""The standard books of an estate and their own accounts. Homes' accounts come as needed."""

from __future__ import annotations

from linli.money.ledger.data import AccountDraft, AccountKind

K = AccountKind


def _chart(
    money: str, income: str, expense: str, *more: tuple[str, AccountKind]
) -> list[AccountDraft]:
    return [
        *(AccountDraft(code, K.ASSET, is_money=True) for code in money.split()),
        *(AccountDraft(f"income:{code}", K.INCOME) for code in income.split()),
        *(AccountDraft(f"expense:{code}", K.EXPENSE) for code in expense.split()),
        *(AccountDraft(code, kind) for code, kind in more),
        AccountDraft("opening", K.EQUITY),
    ]


JOINT, COMMON, FUND, AID = "joint_account", "common_income", "maintenance_fund", "aid_fund"
BOOKS: dict[str, list[AccountDraft]] = {
    JOINT: _chart(
        "bank cash wechat",
        "property_fee public_rent late interest other",
        "security cleaning greenery lift fire repairs energy staff office tax bank other",
        ("waiver", K.EXPENSE),
        ("suspense", K.LIABILITY),  # money of unknown origin is owed to whoever sent it
    ),
    COMMON: _chart(
        "bank",
        "parking adverts rent_of_common_parts interest other",
        "repairs office tax bank other",
    ),
    # the fund belongs to the owners, each home's part is a debt to it (unit:<home>)
    FUND: _chart("bank", "other", "lift fire roof walls pipes other", ("interest", K.INCOME)),
    AID: _chart("bank", "subsidy donation other", "aid other"),
}
