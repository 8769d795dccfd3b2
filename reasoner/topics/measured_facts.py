"""Which facts a rule measures."""

from __future__ import annotations

from collections.abc import Iterator

from policy_dsl import ir
from reasoner.interpreter.turning_points import atoms


def measured(norm: ir.Norm) -> Iterator[str]:
    """The facts that a norm measures: all that it reads, but of a ratio only what stands above the line."""
    for cond in (norm.scope, norm.condition):
        yield from measured_in(cond)


def measured_in(cond: ir.Cond) -> Iterator[str]:
    """The facts that a condition measures."""
    for atom in atoms(cond):
        match atom:
            case ir.Compare(_, left, right, ratio):
                yield from _terms(left)
                yield from () if ratio else _terms(right)
            case ir.OneOf(fact) | ir.Contains(fact) | ir.Holds(fact):
                yield fact.term


def _terms(expr: ir.Expr) -> Iterator[str]:
    match expr:
        case ir.Fact():
            yield expr.term
        case ir.Scaled(_, of):
            yield of.term
        case ir.Sum(terms):
            for term in terms:
                yield from _terms(term)
