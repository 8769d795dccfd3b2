"""A small language of formulas: booleans, and comparisons of linear sums of integers with zero.

Formulas are folded while they are made (what is known to be true or false disappears), and shared, not copied. They
can be evaluated for given values of their variables; `smt_lib` prints them for solvers.
"""

from __future__ import annotations

import operator
from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from fractions import Fraction
from heapq import heappop, heappush
from math import lcm
from typing import Final

import msgspec

Values = Mapping[str, bool | int]
"""A value for each variable."""


class Term(msgspec.Struct, frozen=True, eq=False):
    """A formula: one of the classes below. Two are equal where they are the same object."""


class Const(Term, frozen=True, eq=False):
    """What is known."""

    true: bool
    """Its truth."""


class Var(Term, frozen=True, eq=False):
    """A boolean variable."""

    name: str
    """Unique among the variables, those of integers included."""


class Compound(Term, frozen=True, eq=False):
    """A formula made of others."""

    parts: tuple[Term, ...]
    """What it is made of; a negation has one part."""


class Not(Compound, frozen=True, eq=False):
    """That its part does not hold."""


class And(Compound, frozen=True, eq=False):
    """That all parts hold."""


class Or(Compound, frozen=True, eq=False):
    """That some part holds."""


class Comparison(Term, frozen=True, eq=False):
    """A linear sum of integer variables, compared with zero."""

    op: str
    """lt, le or eq."""
    coefficients: tuple[tuple[str, int], ...]
    """Variables and their factors, in the order of the names."""
    constant: int
    """What is added to the sum."""


TRUE: Final = Const(True)
FALSE: Final = Const(False)


def var(name: str) -> Term:
    """A boolean variable."""
    return Var(name)


def not_(part: Term) -> Term:
    """Negation."""
    if isinstance(part, Const):
        return FALSE if part.true else TRUE
    return part.parts[0] if isinstance(part, Not) else Not((part,))


def and_(parts: Iterable[Term]) -> Term:
    """Conjunction; of none it is true."""
    return _joined(And, parts, TRUE, FALSE)


def or_(parts: Iterable[Term]) -> Term:
    """Disjunction; of none it is false."""
    return _joined(Or, parts, FALSE, TRUE)


def implies(a: Term, b: Term) -> Term:
    """That b holds where a does."""
    return or_((not_(a), b))


def same(a: Term, b: Term) -> Term:
    """That both hold or neither."""
    return and_((implies(a, b), implies(b, a)))


def differ(a: Term, b: Term) -> Term:
    """That one holds and the other does not."""
    return not_(same(a, b))


def _joined(kind: type[And] | type[Or], parts: Iterable[Term], unit: Const, zero: Const) -> Term:
    kept: dict[int, Term] = {}
    for part in parts:
        for one in part.parts if isinstance(part, kind) else (part,):
            if isinstance(one, Const):
                if one.true == zero.true:
                    return zero
                continue
            kept[id(one)] = one
    if not kept:
        return unit
    return next(iter(kept.values())) if len(kept) == 1 else kind(tuple(kept.values()))


Linear = tuple[dict[str, Fraction], Fraction]
"""Coefficients of integer variables, and a constant."""

_WITH_ZERO: Final[dict[str, Callable[[Fraction | int, int], bool]]] = {
    "lt": operator.lt,
    "le": operator.le,
    "eq": operator.eq,
}


def compare(op: str, left: Linear, right: Linear) -> Term:
    """Left op right; op is lt, le, gt, ge or eq. Multiplied out, so that all coefficients are whole numbers."""
    if op in ("gt", "ge"):
        return compare({"gt": "lt", "ge": "le"}[op], right, left)
    coefficients = dict(left[0])
    for name, c in right[0].items():
        coefficients[name] = coefficients.get(name, Fraction(0)) - c
    constant = left[1] - right[1]
    kept = {n: c for n, c in sorted(coefficients.items()) if c}
    if not kept:
        return TRUE if _WITH_ZERO[op](constant, 0) else FALSE
    whole = lcm(constant.denominator, *(c.denominator for c in kept.values()))
    return Comparison(op, tuple((n, int(c * whole)) for n, c in kept.items()), int(constant * whole))


def number(value: Fraction | int) -> Linear:
    """A constant as a sum."""
    return {}, Fraction(value)


def integer(name: str, factor: Fraction | int = 1) -> Linear:
    """An integer variable, times a factor, as a sum."""
    return {name: Fraction(factor)}, Fraction(0)


def equals(name: str, value: int) -> Term:
    """That an integer variable has a value."""
    return compare("eq", integer(name), number(value))


def variables(terms: Iterable[Term]) -> dict[str, str]:
    """Every variable in some formulas with its sort, Bool or Int, in order of first use."""
    sorts: dict[str, str] = {}
    for term in in_order(terms):
        if isinstance(term, Var):
            sorts.setdefault(term.name, "Bool")
        elif isinstance(term, Comparison):
            sorts.update((name, "Int") for name, _ in term.coefficients if name not in sorts)
    return sorts


def in_order(terms: Iterable[Term]) -> list[Term]:
    """All parts of some formulas, each once, parts before what they are part of."""
    done: dict[int, Term] = {}
    stack = [(t, False) for t in reversed(list(terms))]
    while stack:
        term, parts_done = stack.pop()
        if id(term) in done:
            continue
        if parts_done or not isinstance(term, Compound):
            done[id(term)] = term
            continue
        stack.append((term, True))
        stack += [(part, False) for part in reversed(term.parts)]
    return list(done.values())


def evaluate(terms: Iterable[Term], values: Values) -> list[bool]:
    """The truth of each formula for given values; a variable that has none is false or 0."""
    formulas = Formulas(listed := list(terms))
    known = formulas.truths(values)
    return [formulas.holds(term, known) for term in listed]


class Formulas:
    """Formulas to be evaluated many times, mostly for values of which a few change from one time to the next."""

    def __init__(self, terms: Iterable[Term]) -> None:
        self._steps: list[_Step] = []
        self._places: dict[int, int] = {}
        self._uses: list[list[int]] = []
        self._readers: dict[str, list[int]] = {}
        self.add(terms)

    def add(self, terms: Iterable[Term]) -> None:
        """Take up more formulas; what they share with those before is kept."""
        for term in in_order(t for t in terms if id(t) not in self._places):
            if id(term) in self._places:
                continue
            place = self._places[id(term)] = len(self._steps)
            self._uses.append([])
            parts = tuple(self._places[id(p)] for p in term.parts) if isinstance(term, Compound) else ()
            # The step keeps the formula alive: an id is one formula's only as long as that formula lives.
            self._steps.append((term, parts))
            for part in parts:
                self._uses[part].append(place)
            for name in _named(term):
                self._readers.setdefault(name, []).append(place)

    def truths(self, values: Values) -> list[bool]:
        """The truth of every part, for `holds` and `changed`."""
        known: list[bool] = []
        for step in self._steps:
            known.append(_truth(step, known, values))
        return known

    def holds(self, term: Term, truths: Sequence[bool]) -> bool:
        """The truth of one of the formulas."""
        return truths[self._places[id(term)]]

    def conjuncts(self, terms: Iterable[Term]) -> frozenset[int]:
        """The places of the parts that must all hold where some of the formulas do."""
        required: set[int] = set()
        waiting = list(terms)
        while waiting:
            term = waiting.pop()
            required.add(self._places[id(term)])
            if isinstance(term, And):
                waiting += term.parts
        return frozenset(required)

    def changed(
        self, truths: Sequence[bool], values: Values, names: Iterable[str], required: Collection[int]
    ) -> list[bool] | None:
        """The truths for values that differ in these variables only, or None where a part that is required then fails.

        A part is looked at again where a part of it changed.
        """
        known = list(truths)
        steps, uses = self._steps, self._uses
        reached = {place for name in names for place in self._readers.get(name, ())}
        waiting = sorted(reached)  # a heap: parts come before what they are part of
        while waiting:
            place = heappop(waiting)
            truth = _truth(steps[place], known, values)
            if truth is known[place]:
                continue
            if not truth and place in required:
                return None
            known[place] = truth
            for use in uses[place]:
                if use not in reached:
                    reached.add(use)
                    heappush(waiting, use)
        return known


_Step = tuple[Term, tuple[int, ...]]
"""A formula, and the places of its parts among the steps before."""


def _named(term: Term) -> list[str]:
    if isinstance(term, Var):
        return [term.name]
    return [name for name, _ in term.coefficients] if isinstance(term, Comparison) else []


def _truth(step: _Step, known: Sequence[bool], values: Values) -> bool:
    term, parts = step
    # By exact type, ordered by how often they occur: this is most of what finding plain figures costs.
    kind = type(term)
    if kind is And:
        return all(map(known.__getitem__, parts))
    if kind is Or:
        return any(map(known.__getitem__, parts))
    if kind is Not:
        return not known[parts[0]]
    if isinstance(term, Var):
        return bool(values.get(term.name, False))
    if isinstance(term, Comparison):
        total = term.constant
        for name, c in term.coefficients:
            total += c * values.get(name, 0)
        return _WITH_ZERO[term.op](total, 0)
    return isinstance(term, Const) and term.true
