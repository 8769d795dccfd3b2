"""Roots and proofs, against a tree that is written down from the definition of RFC 6962 alone."""

from __future__ import annotations

import hashlib

import pytest

from reasoner.record.merkle_tree import (
    EMPTY,
    Frontier,
    Leaves,
    consistency_proof,
    consistent,
    included,
    inclusion_proof,
    leaf_hash,
    root_of,
)

MOST = 33


def by_definition(lines: list[bytes]) -> bytes:
    """MTH of RFC 6962, section 2.1."""
    if not lines:
        return hashlib.sha256(b"").digest()
    if len(lines) == 1:
        return hashlib.sha256(b"\x00" + lines[0]).digest()
    k = 1
    while k * 2 < len(lines):
        k *= 2
    return hashlib.sha256(b"\x01" + by_definition(lines[:k]) + by_definition(lines[k:])).digest()


LINES = [f"line {i}".encode() for i in range(MOST)]
LEAVES = [leaf_hash(line) for line in LINES]


def test_the_root_is_that_of_the_definition_at_every_size() -> None:
    frontier, kept = Frontier(), Leaves()
    assert frontier.root == EMPTY == by_definition([])
    for size in range(1, MOST + 1):
        frontier.add(LEAVES[size - 1])
        kept.add(LEAVES[size - 1])
        assert frontier.root == root_of(LEAVES[:size]) == by_definition(LINES[:size])
        assert (frontier.size, len(kept), kept[size - 1]) == (size, size, LEAVES[size - 1])


def test_the_roots_of_the_reference_implementation() -> None:
    # The test vectors of certificate-transparency (merkletree_test): leaves "", 00, 10, 2021, 3031, 40414243, …
    inputs = ["", "00", "10", "2021", "3031", "40414243", "5051525354555657", "606162636465666768696a6b6c6d6e6f"]
    roots = {1: "6e340b9cffb37a989ca544e6bb780a2c78901d3fb33738768511a30617afa01d",
             8: "5dc9da79a70659a9ad559cb701ded9a2ab9d823aad2f4960cfe370eff4604328"}  # fmt: skip
    leaves = [leaf_hash(bytes.fromhex(i)) for i in inputs]
    assert {size: root_of(leaves[:size]).hex() for size in roots} == roots


@pytest.mark.parametrize("size", range(1, MOST + 1))
def test_an_entry_is_shown_to_be_in_the_tree_and_no_other_is(size: int) -> None:
    root = root_of(LEAVES[:size])
    for index in range(size):
        proof = inclusion_proof(LEAVES, index, size)
        assert included(LEAVES[index], index, size, proof, root)
        assert not included(leaf_hash(b"another"), index, size, proof, root)
        assert not included(LEAVES[index], index + 1, size, proof, root)
        assert not included(LEAVES[index], index, size, [*proof, root], root)
        if proof:
            assert not included(LEAVES[index], index, size, proof[:-1], root)
            assert not included(LEAVES[index], index, size, [*proof[:-1], bytes(32)], root)


@pytest.mark.parametrize("size", range(1, MOST + 1))
def test_a_head_is_shown_to_have_grown_out_of_an_earlier_one_and_no_other(size: int) -> None:
    root = root_of(LEAVES[:size])
    for earlier in range(1, size + 1):
        before, proof = root_of(LEAVES[:earlier]), consistency_proof(LEAVES, earlier, size)
        assert consistent(earlier, before, size, root, proof)
        assert not consistent(earlier, bytes(32), size, root, proof)
        assert not consistent(earlier, before, size, bytes(32), proof)
        other = root_of([*LEAVES[: earlier - 1], leaf_hash(b"another")])
        assert not consistent(earlier, other, size, root, proof)
        if proof:
            assert not consistent(earlier, before, size, root, proof[:-1])
            assert not consistent(earlier, before, size, root, [*proof, root])
    assert not consistent(0, EMPTY, size, root, [])
    assert not consistent(size + 1, root, size, root, [])
