"""The tree is RFC 6962's: its test vectors, and every leaf's path leads to the root."""

from __future__ import annotations

from hashlib import sha256

import pytest
from hypothesis import given
from hypothesis import strategies as st

from linli.money.ledger.merkle import leaf_hash, root_by_path, tree_path, tree_root

# inputs and roots of Certificate Transparency's own test of its trees
TEXTS = [
    bytes.fromhex(text)
    for text in ("", "00", "10", "2021", "3031", "40414243", "5051525354555657",
                 "606162636465666768696a6b6c6d6e6f")
]  # fmt: skip
ROOTS = [
    "6e340b9cffb37a989ca544e6bb780a2c78901d3fb33738768511a30617afa01d",
    "fac54203e7cc696cf0dfcb42c92a1d9dbaf70ad9e621f4bd8d98662f00e3c125",
    "aeb6bcfe274b70a14fb067a5e5578264db0fa9b51af5e0ba159158f329e06e77",
    "d37ee418976dd95753c1c73862b9398fa2a2cf9b4ff0fdfe8b30cd95209614b7",
    "4e3bbb1f7b478dcfe71fb631631519a3bca12c9aefca1612bfce4c13a86264d4",
    "76e67dadbcdf1e10e1b74ddc608abd2f98dfb16fbce75277b5232a127f2087ef",
    "ddb89be403809e325750d3d263cd78929c2942b7942a34b77e122c9594a74c8c",
    "5dc9da79a70659a9ad559cb701ded9a2ab9d823aad2f4960cfe370eff4604328",
]


@pytest.mark.parametrize("count", range(1, 9))
def test_roots_are_those_of_the_standard(count: int) -> None:
    assert tree_root([leaf_hash(text) for text in TEXTS[:count]]).hex() == ROOTS[count - 1]


@given(st.integers(1, 70), st.data())
def test_every_path_leads_to_the_root_and_no_other_leaf_does(
    count: int, data: st.DataObject
) -> None:
    leaves = [leaf_hash(bytes([n])) for n in range(count)]
    position = data.draw(st.integers(0, count - 1))
    path = tree_path(leaves, position)
    assert root_by_path(leaves[position], path) == tree_root(leaves)
    assert root_by_path(leaf_hash(b"other"), path) != tree_root(leaves)


def test_a_node_never_passes_for_a_leaf() -> None:
    one, two = leaf_hash(b"1"), leaf_hash(b"2")
    assert leaf_hash(one + two) != tree_root([one, two])
    assert leaf_hash(b"") == sha256(b"\x00").digest()
