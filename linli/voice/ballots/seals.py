"""Receipts, leaves and the tree over the box (OWN-18). Pure."""

from __future__ import annotations

import hashlib
import secrets
from collections.abc import Iterable

# no letters that look like figures, none that spell
_SIGNS = "23456789BCDFGHJKMNPQRSTVWXYZ"
RECEIPT_LENGTH = 12  # 28^12: about 57 bits
CODE_LENGTH = 8


def new_receipt() -> str:
    """A fresh code in groups of four: "7K3F-9QXM-2D5T"."""
    signs = new_code(RECEIPT_LENGTH)
    return "-".join(signs[n : n + 4] for n in range(0, RECEIPT_LENGTH, 4))


def new_code(length: int = CODE_LENGTH) -> str:
    return "".join(secrets.choice(_SIGNS) for _ in range(length))


def ballot_leaf(assembly: str, receipt: str, voter: str, choices: str) -> bytes:
    """What the box holds of one ballot. The receipt is random, so that nobody guesses choices."""
    return hashlib.sha256(f"ballot|{assembly}|{receipt}|{voter}|{choices}".encode()).digest()


def unit_leaf(assembly: str, unit: str, area_cm2: int, voter: str) -> bytes:
    """One line of the frozen roll."""
    return hashlib.sha256(f"unit|{assembly}|{unit}|{area_cm2}|{voter}".encode()).digest()


def tree_root(leaves: Iterable[bytes]) -> bytes:
    """Root of the Merkle tree over the leaves in the order of their bytes (as RFC 6962 hashes).

    Sorted, so that the order says nothing about when somebody voted.
    """
    level = [hashlib.sha256(b"\0" + leaf).digest() for leaf in sorted(leaves)]
    if not level:
        return hashlib.sha256(b"").digest()
    while len(level) > 1:
        pairs = zip(level[::2], level[1::2], strict=False)
        above = [hashlib.sha256(b"\1" + left + right).digest() for left, right in pairs]
        if len(level) % 2:
            above.append(level[-1])
        level = above
    return level[0]
