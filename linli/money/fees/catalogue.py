"""The charges that an estate starts with; everything in them is an estate's own to change."""

from __future__ import annotations

from linli.money.fees.models import Charge

_PAYERS = {
    "owned": "owner", "shared": "owner", "unsold": "owner", "public_rental": "tenant",
}  # fmt: skip
CHARGES = (
    ("property_fee", "物业费", "Property fee", "quarter", "income:property_fee", _PAYERS, False),
    (
        "public_rent", "公租房租金", "Public-rental rent", "month", "income:public_rent",
        {"public_rental": "tenant", "owned": "nobody", "shared": "nobody", "unsold": "nobody"},
        True,
    ),
)  # fmt: skip


def load_charges() -> list[Charge]:
    """The two charges of every estate, in the scope's estate; those that exist stay as they are."""
    rows = [
        Charge(
            code=code, name=name, name_en=english, cycle=cycle, income_account=account,
            payers=payers, is_rent=is_rent,
        )
        for code, name, english, cycle, account, payers, is_rent in CHARGES
    ]  # fmt: skip
    Charge.objects.bulk_create(rows, ignore_conflicts=True)
    return list(Charge.objects.order_by("pk"))
