"""The Merkle tree over the lines of a record, as RFC 6962 hashes it (section 2.1), with its two kinds of proof.

A leaf is SHA-256(0x00 ‖ line), a node SHA-256(0x01 ‖ left ‖ right): a node can never pass for a leaf. The root of so many
entries (a head) commits to all of them: the same root, the same entries in the same order.
"""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from typing import Final, overload

EMPTY: Final = hashlib.sha256().digest()
"""The root of no entries."""
_WIDTH: Final = 32


def leaf_hash(line: bytes) -> bytes:
    """The hash of an entry's line, without its newline."""
    return hashlib.sha256(b"\x00" + line).digest()


def node_hash(left: bytes, right: bytes) -> bytes:
    """The hash of two subtrees."""
    return hashlib.sha256(b"\x01" + left + right).digest()


class Frontier:
    """The tree while leaves come in: a hash for each whole subtree, so many as the size has bits."""

    def __init__(self) -> None:
        self.size = 0
        self._whole: list[bytes] = []

    def add(self, leaf: bytes) -> None:
        """One more leaf."""
        self.size += 1
        rest = self.size
        while rest % 2 == 0:
            leaf = node_hash(self._whole.pop(), leaf)
            rest //= 2
        self._whole.append(leaf)

    @property
    def root(self) -> bytes:
        """The root of what came in so far."""
        if not self._whole:
            return EMPTY
        root = self._whole[-1]
        for whole in reversed(self._whole[:-1]):
            root = node_hash(whole, root)
        return root


class Leaves(Sequence[bytes]):
    """The hashes of many leaves, 32 bytes each."""

    def __init__(self) -> None:
        self._bytes = bytearray()

    def add(self, leaf: bytes) -> None:
        """One more leaf."""
        self._bytes += leaf

    def __len__(self) -> int:
        return len(self._bytes) // _WIDTH

    @overload
    def __getitem__(self, index: int) -> bytes: ...

    @overload
    def __getitem__(self, index: slice) -> list[bytes]: ...

    def __getitem__(self, index: int | slice) -> bytes | list[bytes]:
        """One leaf, or several."""
        if isinstance(index, slice):
            return [self[i] for i in range(*index.indices(len(self)))]
        return bytes(self._bytes[index * _WIDTH : (index + 1) * _WIDTH])


def root_of(leaves: Sequence[bytes], start: int = 0, end: int | None = None) -> bytes:
    """The root of some consecutive leaves."""
    frontier = Frontier()
    for index in range(start, len(leaves) if end is None else end):
        frontier.add(leaves[index])
    return frontier.root


def _split(size: int) -> int:
    """The largest power of two below a size."""
    return 1 << ((size - 1).bit_length() - 1)


def inclusion_proof(leaves: Sequence[bytes], index: int, size: int) -> list[bytes]:
    """The hashes that lead from a leaf (counted from 0) to the root of the first `size` leaves, the lowest first."""
    proof: list[bytes] = []
    start, end = 0, size
    while end - start > 1:
        middle = start + _split(end - start)
        if index < middle:
            proof.append(root_of(leaves, middle, end))
            end = middle
        else:
            proof.append(root_of(leaves, start, middle))
            start = middle
    return proof[::-1]


def included(leaf: bytes, index: int, size: int, proof: Sequence[bytes], root: bytes) -> bool:
    """Whether a proof leads from a leaf to a root (RFC 9162, section 2.1.3.2)."""
    if not 0 <= index < size:
        return False
    number, last, reached = index, size - 1, leaf
    for step in proof:
        if last == 0:
            return False
        if number % 2 or number == last:
            reached = node_hash(step, reached)
            while number % 2 == 0 and number:
                number, last = number >> 1, last >> 1
        else:
            reached = node_hash(reached, step)
        number, last = number >> 1, last >> 1
    return last == 0 and reached == root


def consistency_proof(leaves: Sequence[bytes], earlier: int, size: int) -> list[bytes]:
    """The hashes that show that the root of the first `earlier` leaves grew into that of `size` (RFC 6962, section 2.1.2).

    0 < earlier <= size.
    """
    proof: list[bytes] = []
    start, end, whole = 0, size, True
    rest = earlier
    while rest != end - start:
        middle = start + _split(end - start)
        if rest <= middle - start:
            proof.append(root_of(leaves, middle, end))
            end = middle
        else:
            proof.append(root_of(leaves, start, middle))
            rest -= middle - start
            start, whole = middle, False
    if not whole:
        proof.append(root_of(leaves, start, end))
    return proof[::-1]


def consistent(earlier: int, before: bytes, size: int, after: bytes, proof: Sequence[bytes]) -> bool:
    """Whether a proof shows that the first `earlier` of `size` entries are those of the root before (RFC 9162, 2.1.4.2)."""
    if not 0 < earlier <= size:
        return False
    if earlier == size:
        return not proof and before == after
    path = list(proof)
    if earlier & (earlier - 1) == 0:
        path.insert(0, before)
    if not path:
        return False
    number, last = earlier - 1, size - 1
    while number % 2:
        number, last = number >> 1, last >> 1
    first = second = path[0]
    for step in path[1:]:
        if last == 0:
            return False
        if number % 2 or number == last:
            first, second = node_hash(step, first), node_hash(step, second)
            while number % 2 == 0 and number:
                number, last = number >> 1, last >> 1
        else:
            second = node_hash(second, step)
        number, last = number >> 1, last >> 1
    return last == 0 and first == before and second == after
