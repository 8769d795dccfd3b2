"""Truth values as two bits, and conditions brought into a form that columns can answer.

Bit 1 says that something is true, bit 2 that it may be: 3 is true, 2 unknown, 0 false. In this form strong Kleene
conjunction and disjunction are the conjunction and disjunction of bits.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from itertools import product
from typing import Final

from policy_dsl import ir

Truth = int
"""3, 2 or 0."""
TRUE: Final[Truth] = 3
UNKNOWN: Final[Truth] = 2
FALSE: Final[Truth] = 0


def negated(truth: Truth) -> Truth:
    """Kleene negation."""
    return UNKNOWN if truth == UNKNOWN else TRUE - truth


def every(truths: Iterable[Truth]) -> Truth:
    """Kleene conjunction; true of none."""
    all_of = TRUE
    for truth in truths:
        all_of &= truth
    return all_of


def some(truths: Iterable[Truth]) -> Truth:
    """Kleene disjunction; false of none."""
    any_of = FALSE
    for truth in truths:
        any_of |= truth
    return any_of


def truth(cond: ir.Cond, leaf: Callable[[ir.Cond], Truth]) -> Truth:
    """What a condition comes to; leaf: what the conditions at its leaves do."""
    match cond:
        case ir.And(parts):
            return every(truth(p, leaf) for p in parts)
        case ir.Or(parts):
            return some(truth(p, leaf) for p in parts)
        case ir.Not(part):
            return negated(truth(part, leaf))
        case _:
            return leaf(cond)


def opposite(cond: ir.Cond) -> ir.Cond:
    """The negation of a condition, brought down to its leaves."""
    match cond:
        case ir.And(parts):
            return ir.Or(tuple(opposite(p) for p in parts))
        case ir.Or(parts):
            return ir.And(tuple(opposite(p) for p in parts))
        case ir.Not(part):
            return positive(part)
        case _:
            return ir.Not(cond)


def positive(cond: ir.Cond) -> ir.Cond:
    """The same condition, with negations at its leaves alone."""
    match cond:
        case ir.And(parts):
            return ir.And(tuple(positive(p) for p in parts))
        case ir.Or(parts):
            return ir.Or(tuple(positive(p) for p in parts))
        case ir.Not(part):
            return opposite(part)
        case _:
            return cond


MOST_CLAUSES: Final = 32
"""So many clauses a condition may come to; one that comes to more is refused."""


class TooMany(ValueError):
    """A condition comes to more clauses than a plan takes."""


def clauses(cond: ir.Cond, source: Callable[[ir.Cond], object]) -> Sequence[Sequence[ir.Cond]]:
    """A condition as a conjunction of disjunctions, whose parts each read one source alone.

    source: of a condition the one source that it reads; None where there are several. Kleene logic is distributive, so that
    nothing changes in any of the three values. Raises TooMany.
    """
    return _clauses(positive(cond), source)


def _clauses(cond: ir.Cond, source: Callable[[ir.Cond], object]) -> list[list[ir.Cond]]:
    if source(cond) is not None:
        return [[cond]]
    match cond:
        case ir.And(parts):
            return [clause for part in parts for clause in _clauses(part, source)]
        case ir.Or(parts):
            several = [_clauses(part, source) for part in parts]
            count = 1
            for one in several:
                count *= len(one)
            if count > MOST_CLAUSES:
                raise TooMany(str(count))
            return [[part for clause in choice for part in clause] for choice in product(*several)]
        case _:
            return [[cond]]
