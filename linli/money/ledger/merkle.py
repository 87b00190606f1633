"""Merkle trees as RFC 6962 builds them (certificate transparency, section 2.1). Pure.

Leaves and nodes are hashed with different prefixes, so that a node never passes for a leaf.
"""

from __future__ import annotations

from collections.abc import Sequence
from hashlib import sha256

LEAF, NODE, CHAIN = b"\x00", b"\x01", b"\x02"


def leaf_hash(text: bytes) -> bytes:
    return sha256(LEAF + text).digest()


def tree_root(leaves: Sequence[bytes]) -> bytes:
    """The root over leaf hashes in their order; at least one.

    Pairing level by level, an odd last one moving up as it is, gives RFC 6962's tree: its left
    part is the largest power of two below the number of leaves.
    """
    level = list(leaves)
    while len(level) > 1:
        odd = level[-1:] if len(level) % 2 else []
        level = [
            sha256(NODE + left + right).digest()
            for left, right in zip(level[::2], level[1::2], strict=False)
        ] + odd
    return level[0]


def tree_path(leaves: Sequence[bytes], position: int) -> list[tuple[str, bytes]]:
    """What a leaf must be joined with to reach the root: ("left" | "right", hash) upwards."""
    path: list[tuple[str, bytes]] = []
    level, at = list(leaves), position
    while len(level) > 1:
        beside = at ^ 1
        if beside < len(level):
            path.append(("left" if beside < at else "right", level[beside]))
        odd = level[-1:] if len(level) % 2 else []
        level = [
            sha256(NODE + left + right).digest()
            for left, right in zip(level[::2], level[1::2], strict=False)
        ] + odd
        at //= 2
    return path


def root_by_path(leaf: bytes, path: Sequence[tuple[str, bytes]]) -> bytes:
    """The root that a leaf and its path lead to."""
    found = leaf
    for side, other in path:
        pair = other + found if side == "left" else found + other
        found = sha256(NODE + pair).digest()
    return found


def chain_root(before: bytes, text: bytes) -> bytes:
    """A seal's root: the root before it and what the seal says of itself."""
    return sha256(CHAIN + before + text).digest()
