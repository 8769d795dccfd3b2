"""The clauses of two versions of a document, paired: one is the other kept or rewritten; or struck, or added."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from difflib import SequenceMatcher, get_close_matches
from typing import Final

from policy_dsl.compiled import Clause

Pair = tuple[Clause | None, Clause | None]

_ALIKE: Final = 0.6
"""How much two texts share (0 to 1) where one is taken for the other rewritten."""


def clause_pairs(before: Sequence[Clause], after: Sequence[Clause]) -> Iterator[Pair]:
    """Every clause of both versions once, in the order of the documents.

    Equal texts are one clause wherever they stand, so that an insertion, which gives the following clauses other
    addresses, changes nothing of them.
    """
    one, other = [_text(c) for c in before], [_text(c) for c in after]
    for tag, i, i_end, j, j_end in SequenceMatcher(None, one, other, autojunk=False).get_opcodes():
        if tag == "equal":
            yield from zip(before[i:i_end], after[j:j_end], strict=True)
        else:
            yield from _rewritten(before[i:i_end], after[j:j_end])


def same_text(one: Clause, other: Clause) -> bool:
    """Whether two clauses say the same, white space aside."""
    return _text(one) == _text(other)


def _text(clause: Clause) -> str:
    return "".join(clause.quote.split())


def _address(clause: Clause) -> str:
    return clause.clause.partition("/")[2]


def _rewritten(before: Sequence[Clause], after: Sequence[Clause]) -> Iterator[Pair]:
    """Clauses between two that are kept: first of one address and alike, then alike, then of one address."""
    left = {_address(c): c for c in after}
    paired: dict[str, Clause] = {}
    for clause in before:
        at = _address(clause)
        if at in left and _near(clause, [left[at]]):
            paired[at] = left.pop(at)
    for clause in before:
        if _address(clause) not in paired and (near := _near(clause, list(left.values()))):
            paired[_address(clause)] = left.pop(_address(near[0]))
    for clause in before:
        at = _address(clause)
        if at not in paired and at in left:
            paired[at] = left.pop(at)
    yield from ((clause, paired.get(_address(clause))) for clause in before)
    yield from ((None, clause) for clause in left.values())


def _near(clause: Clause, among: Sequence[Clause]) -> list[Clause]:
    texts = {_text(c): c for c in among}
    return [texts[t] for t in get_close_matches(_text(clause), texts, n=1, cutoff=_ALIKE)]
