"""Where a condition turns: for a fact that it reads, the nearest values at which its truth changes.

A rate moves by its last digit (at least one per cent), a count by one. Values are exact; nothing is rounded away.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator
from decimal import ROUND_FLOOR, Decimal
from typing import Final

from policy_dsl import ir
from policy_dsl.vocabulary import Term, Vocabulary
from reasoner.interpreter.condition_evaluation import COMPARE, FactContext, FactRef, least
from reasoner.interpreter.fact_lookup import OWN
from reasoner.model.application import Observation, Value

Linear = tuple[Decimal, dict[FactRef, Decimal]]
"""A constant and the coefficient of each fact that is left open."""


MATTER: Final = "事项"


def key_of(fact: ir.Fact) -> FactRef:
    """The key by which a reader keeps a fact."""
    return fact.subject, fact.term, fact.period


Atom = ir.Compare | ir.OneOf | ir.Within | ir.Contains | ir.Holds | ir.Untranscribed | ir.During


def literals(cond: ir.Cond, positive: bool = True) -> Iterator[tuple[Atom, bool]]:
    """The conditions at the leaves, each with whether it stands under an even number of 非."""
    match cond:
        case ir.And(parts) | ir.Or(parts):
            for part in parts:
                yield from literals(part, positive)
        case ir.Not(part):
            yield from literals(part, not positive)
        case _:
            yield cond, positive


def atoms(cond: ir.Cond) -> Iterator[Atom]:
    """The conditions at the leaves."""
    return (atom for atom, _ in literals(cond))


def class_facts(norms: Collection[ir.Norm], vocabulary: Vocabulary) -> list[ir.Fact]:
    """The facts that norms read which say of what class the application is: of one value each, from a list that is closed.

    What is not claimed where nothing is said has no such list.
    """
    read = dict.fromkeys(fact for norm in norms for fact in norm.reads if fact.subject in OWN and fact.term != MATTER)
    terms = vocabulary.facts
    return [f for f in read if (t := terms[f.term]).reach and t.datatype == "category" and not (t.multiple or t.burden)]


def facts_of(cond: ir.Cond) -> Iterator[FactRef]:
    """Every fact that a condition reads; a place is the fact 所在地 of its role."""
    return (key_of(fact) for fact in ir.facts_read(cond))


def _facts_in(expr: ir.Expr) -> Iterator[FactRef]:
    match expr:
        case ir.Fact():
            yield key_of(expr)
        case ir.Scaled(_, of):
            yield key_of(of)
        case ir.Sum(terms):
            for term in terms:
                yield from _facts_in(term)


def turning_values(atom: Atom, key: FactRef, term: Term, context: FactContext) -> Iterator[Value]:
    """Values of a number, an answer or a fact of several values on either side of the point where a condition turns,
    other facts as they are.
    """
    match atom:
        case ir.Compare() if key in {*_facts_in(atom.left), *_facts_in(atom.right)}:
            yield from _around(atom, key, term, context)
        case ir.Holds(fact) if key_of(fact) == key:
            yield True
            yield False
        case ir.Contains(fact, value) if key_of(fact) == key:
            stated, _ = context.read(fact)
            has = stated if isinstance(stated, tuple) else ()
            yield tuple(sorted({*has, value}))
            yield tuple(v for v in has if v != value)


def _around(atom: ir.Compare, key: FactRef, term: Term, context: FactContext) -> Iterator[Value]:
    left, right = _linear(atom.left, key, context, at_least=True), _linear(atom.right, key, context)
    if left is None or right is None:
        return
    slope = left[1].get(key, Decimal(0)) - right[1].get(key, Decimal(0))
    if not slope:
        return
    offset = left[0] - right[0]
    step = _step(term, context.observations.get(key))
    # The only division of the engine: it proposes values, and each is then judged exactly.
    base = (-offset / slope / step).to_integral_value(ROUND_FLOOR) * step
    low = Decimal(term.minimum) if term.minimum else None
    high = Decimal(term.maximum) if term.maximum else None
    # An equality fails on either side of its number, any other comparison on one.
    sides: dict[tuple[bool, bool], list[Decimal]] = {(True, False): [], (False, False): [], (False, True): []}
    for value in (base - step, base, base + step, base + 2 * step):
        if (low is None or value >= low) and (high is None or value <= high):
            gap = slope * value + offset
            sides[COMPARE[atom.op](gap, Decimal(0)), atom.op == "eq" and gap > 0].append(value)
    for values in sides.values():
        if values:
            yield min(values, key=lambda value: abs(slope * value + offset))


def _step(term: Term, observation: Observation | None) -> Decimal:
    if term.datatype != "ratio":
        return Decimal(1)
    value = None if observation is None else observation.value
    exponent = value.normalize().as_tuple().exponent if isinstance(value, Decimal) else -2
    return Decimal(1).scaleb(min(int(exponent), -2))


def _linear(expr: ir.Expr, key: FactRef, context: FactContext, at_least: bool = False) -> Linear | None:
    """The expression with one fact left open; None where another fact is unknown.

    at_least: a number that is requested and not written stands as its least, which may settle the comparison.
    """
    match expr:
        case ir.Const(value):
            return value, {}
        case ir.Fact():
            if key_of(expr) == key:
                return Decimal(0), {key: Decimal(1)}
            stated = least(expr, context) if at_least else context.read(expr)[0]
            return (stated, {}) if isinstance(stated, Decimal) else None
        case ir.Scaled(factor, of):
            inner = _linear(of, key, context, at_least and factor.value >= 0)
            if inner is None:
                return None
            return factor.value * inner[0], {k: factor.value * c for k, c in inner[1].items()}
        case ir.Sum(terms):
            parts = [_linear(t, key, context, at_least) for t in terms]
            total, slopes = Decimal(0), dict[FactRef, Decimal]()
            for part in parts:
                if part is None:
                    return None
                total += part[0]
                for k, c in part[1].items():
                    slopes[k] = slopes.get(k, Decimal(0)) + c
            return total, slopes
