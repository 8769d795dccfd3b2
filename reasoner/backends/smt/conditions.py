"""Conditions as formulas, case by case as the interpreter has them: when one is true, and when it is false.

Neither means unknown. `View` says what the words of a rule set stand for: variables, constants, or places.
"""

from __future__ import annotations

from collections.abc import Callable
from fractions import Fraction
from itertools import combinations
from typing import Final, NamedTuple

import msgspec

from policy_dsl import ir
from policy_dsl.ir import Effect
from reasoner.backends.smt import formulas as t
from reasoner.backends.smt.fact_variables import FactVar


class Status(NamedTuple):
    """When a condition or a rule is true, and when it is false."""

    true: t.Term
    """That it is true."""
    false: t.Term
    """That it is false."""


HOLDS = Status(t.TRUE, t.FALSE)
FAILS = Status(t.FALSE, t.TRUE)
UNKNOWN = Status(t.FALSE, t.FALSE)
UNTRANSCRIBED = UNKNOWN
"""What a clause says that nobody has transcribed: whatever the facts are, it may hold or not."""


FactSource = Callable[[ir.Fact], FactVar | str | None]
"""The variables of a fact, or its one known value; None where nobody can know it."""


class View(msgspec.Struct, frozen=True):
    """What the words of rules stand for."""

    fact: FactSource
    """Of a fact its variables or its known value."""
    within: Callable[[str, tuple[str, ...]], t.Term | None]
    """For a role and codes the formula that the place is among them; None where the place is unknown."""
    day: str
    """The day by whose law the case is judged, an ISO date; nothing is left to former rules here."""


def status(cond: ir.Cond, view: View) -> Status:
    """When a condition is true and when it is false."""
    match cond:
        case ir.And(parts):
            done = [status(p, view) for p in parts]
            return Status(t.and_(s.true for s in done), t.or_(s.false for s in done))
        case ir.Or(parts):
            done = [status(p, view) for p in parts]
            return Status(t.or_(s.true for s in done), t.and_(s.false for s in done))
        case ir.Not(part):
            inner = status(part, view)
            return Status(inner.false, inner.true)
        case ir.Compare(op, left, right, pairs=pairs):
            alike = t.and_(_alike(p, view) for p in pairs)
            exact = _comparison(op, _amount(left, view), _amount(right, view), alike)
            return _with_least(exact, op, left, _amount(right, view), alike, view)
        case ir.OneOf(fact, values):
            return _known(view.fact(fact), values)
        case ir.Contains(fact, value):
            var = view.fact(fact)
            # A fact of one value contains nothing: the interpreter, too, knows no answer.
            return _known(var, (value,), several=True) if isinstance(var, FactVar) and var.term.multiple else UNKNOWN
        case ir.Holds(fact):
            var = view.fact(fact)
            if not isinstance(var, FactVar):
                return UNKNOWN
            return _where_known(var.known, var.holds())
        case ir.During():
            return HOLDS if cond.covers(view.day) else FAILS
        case ir.Untranscribed():
            return UNTRANSCRIBED
        case ir.Within(subject, values):
            inside = view.within(subject, values)
            return UNKNOWN if inside is None else Status(inside, t.not_(inside))


def _known(fact: FactVar | str | None, values: tuple[str, ...], *, several: bool = False) -> Status:
    if isinstance(fact, FactVar):
        if fact.term.multiple and not several:
            return Status(t.FALSE, fact.known)  # several values are no value of a list, as the interpreter has it
        return _where_known(fact.known, t.or_(fact.has(v) for v in values))
    if fact is None:
        return UNKNOWN
    return HOLDS if fact in values else FAILS


def _where_known(known: t.Term, holds: t.Term) -> Status:
    return Status(t.and_((known, holds)), t.and_((known, t.not_(holds))))


class Amount(NamedTuple):
    """A number as a linear sum, and when it is known."""

    known: t.Term
    """That it is known."""
    sum: t.Linear
    """Its value, where it is known."""


def _comparison(op: str, left: Amount, right: Amount, alike: t.Term) -> Status:
    known = t.and_((left.known, right.known, alike))
    return _where_known(known, t.compare(op, left.sum, right.sum))


APPLIED: Final = "申请"
"""The word for the application itself, whose numbers are those that are requested."""


def _with_least(exact: Status, op: str, left: ir.Expr, right: Amount, alike: t.Term, view: View) -> Status:
    """A comparison that what is requested settles by its least alone, however much it is, is known without it."""
    requested = [f for f in _facts_of(left) if f.subject == APPLIED and _counts(f, view)]
    if op == "eq" or not requested:
        return exact
    above = op in ("gt", "ge")
    settled = []
    for number in range(1, len(requested) + 1):
        for some in combinations(requested, number):
            low = _amount(left, view, frozenset(some))
            compared = t.compare(op, low.sum, right.sum)
            settled.append(t.and_((low.known, right.known, alike, compared if above else t.not_(compared))))
    if above:
        return Status(t.or_((exact.true, *settled)), exact.false)
    return Status(exact.true, t.or_((exact.false, *settled)))


def _counts(fact: ir.Fact, view: View) -> bool:
    var = view.fact(fact)
    return isinstance(var, FactVar) and var.term.datatype == "count"


def _facts_of(expr: ir.Expr) -> list[ir.Fact]:
    """The facts that an expression adds up, those times a negative constant apart: these are never at their least."""
    match expr:
        case ir.Fact():
            return [expr]
        case ir.Scaled(factor, of):
            return [of] if factor.value >= 0 else []
        case ir.Sum(terms):
            return [fact for part in terms for fact in _facts_of(part)]
        case ir.Const():
            return []


def _alike(pair: ir.Pair, view: View) -> t.Term:
    """That two figures may be compared; where one of them is not known, the comparison is open already."""
    a, b = view.fact(pair.a), view.fact(pair.b)
    return a.alike(b) if isinstance(a, FactVar) and isinstance(b, FactVar) else t.TRUE


def _amount(expr: ir.Expr, view: View, at_least: frozenset[ir.Fact] = frozenset()) -> Amount:
    """A number as a sum; at_least: the facts for which their least stands."""
    match expr:
        case ir.Const(value):
            return Amount(t.TRUE, t.number(Fraction(value)))
        case ir.Fact():
            var = view.fact(expr)
            if not isinstance(var, FactVar) or not var.numeric:
                return Amount(t.FALSE, t.number(0))
            if expr in at_least:
                return Amount(t.TRUE, t.number(Fraction(var.least)))
            return Amount(var.known, var.amount())
        case ir.Scaled(factor, of):
            inner = _amount(of, view, at_least)
            return Amount(inner.known, _scaled(inner.sum, Fraction(factor.value)))
        case ir.Sum(terms):
            parts = [_amount(x, view, at_least) for x in terms]
            return Amount(t.and_(p.known for p in parts), _total([p.sum for p in parts]))


def _scaled(linear: t.Linear, factor: Fraction) -> t.Linear:
    return {n: c * factor for n, c in linear[0].items()}, linear[1] * factor


def _total(parts: list[t.Linear]) -> t.Linear:
    coefficients: dict[str, Fraction] = {}
    for part in parts:
        for name, c in part[0].items():
            coefficients[name] = coefficients.get(name, Fraction(0)) + c
    return coefficients, sum((p[1] for p in parts), Fraction(0))


class RuleStatus(NamedTuple):
    """When a norm reaches the applicant, and when its effect comes about where it does (of a requirement: it fails)."""

    scope: Status
    """Whether it reaches the applicant."""
    within: Status
    """Whether its effect comes about where it reaches."""

    @property
    def both(self) -> Status:
        """When its effect comes about, and when it does not."""
        return Status(t.and_((self.scope.true, self.within.true)), t.or_((self.scope.false, self.within.false)))


def rule_status(norm: ir.Norm, view: View) -> RuleStatus:
    """When a norm reaches the applicant, and when its effect comes about there."""
    scope, condition = status(norm.scope, view), status(norm.condition, view)
    applies = Status(condition.false, condition.true) if norm.effect is Effect.REQUIRE else condition
    return RuleStatus(scope, applies)
