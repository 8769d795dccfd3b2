"""A small language of formulas: booleans, and comparisons of linear sums of integers with zero.

Formulas are folded while they are made (what is known to be true or false disappears), and shared, not copied. They
can be printed as SMT-LIB 2, which every solver reads, and evaluated for given values of their variables.
"""

from __future__ import annotations

import operator
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from math import lcm
from typing import Any, Final

Values = Mapping[str, bool | int]
"""A value for each variable."""


@dataclass(frozen=True, slots=True, eq=False)
class Term:
    """A formula. op: const, var, not, and, or, or a comparison (lt, le, eq) of a linear sum with zero.

    args: the truth value, the name, the parts, or the pairs (variable, coefficient) followed by the constant.
    """

    op: str
    args: tuple[Any, ...]


TRUE: Final = Term("const", (True,))
FALSE: Final = Term("const", (False,))


def var(name: str) -> Term:
    """A boolean variable."""
    return Term("var", (name,))


def not_(part: Term) -> Term:
    """Negation."""
    if part.op == "const":
        return FALSE if part.args[0] else TRUE
    return part.args[0] if part.op == "not" else Term("not", (part,))


def and_(parts: Iterable[Term]) -> Term:
    """Conjunction; of none it is true."""
    return _joined("and", parts, TRUE, FALSE)


def or_(parts: Iterable[Term]) -> Term:
    """Disjunction; of none it is false."""
    return _joined("or", parts, FALSE, TRUE)


def implies(a: Term, b: Term) -> Term:
    """That b holds where a does."""
    return or_((not_(a), b))


def same(a: Term, b: Term) -> Term:
    """That both hold or neither."""
    return and_((implies(a, b), implies(b, a)))


def differ(a: Term, b: Term) -> Term:
    """That one holds and the other does not."""
    return not_(same(a, b))


def _joined(op: str, parts: Iterable[Term], unit: Term, zero: Term) -> Term:
    kept: dict[int, Term] = {}
    for part in parts:
        for one in part.args if part.op == op else (part,):
            if one.op == "const":
                if one.args == zero.args:
                    return zero
                continue
            kept[id(one)] = one
    if not kept:
        return unit
    return next(iter(kept.values())) if len(kept) == 1 else Term(op, tuple(kept.values()))


Linear = tuple[dict[str, Fraction], Fraction]
"""Coefficients of integer variables, and a constant."""

_WITH_ZERO: Final[dict[str, Callable[[Any, Any], bool]]] = {"lt": operator.lt, "le": operator.le, "eq": operator.eq}


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
    return Term(op, (*((n, int(c * whole)) for n, c in kept.items()), int(constant * whole)))


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
    found: dict[str, str] = {}
    for term in _in_order(terms):
        if term.op == "var":
            found.setdefault(term.args[0], "Bool")
        elif term.op in _WITH_ZERO:
            found.update((name, "Int") for name, _ in term.args[:-1] if name not in found)
    return found


def _in_order(terms: Iterable[Term]) -> list[Term]:
    """All parts of some formulas, each once, parts before what they are part of."""
    done: dict[int, Term] = {}
    stack = [(t, False) for t in reversed(list(terms))]
    while stack:
        term, parts_done = stack.pop()
        if id(term) in done:
            continue
        if parts_done or term.op not in ("not", "and", "or"):
            done[id(term)] = term
            continue
        stack.append((term, True))
        stack += [(part, False) for part in reversed(term.args)]
    return list(done.values())


def evaluate(terms: Iterable[Term], values: Values) -> list[bool]:
    """The truth of each formula for given values; a variable that has none is false or 0."""
    formulas = Formulas(wanted := list(terms))
    known = formulas.truths(values)
    return [formulas.holds(term, known) for term in wanted]


class Formulas:
    """Formulas to be evaluated many times, mostly for values of which a few change from one time to the next."""

    def __init__(self, wanted: Iterable[Term]) -> None:
        self._steps: list[_Step] = []
        self._places: dict[int, int] = {}
        self._terms: list[Term] = []
        self._uses: list[list[int]] = []
        self._readers: dict[str, list[int]] = {}
        self._affected: dict[str, frozenset[int]] = {}
        self.add(wanted)

    def add(self, wanted: Iterable[Term]) -> None:
        """Take up more formulas; what they share with those before is kept."""
        for term in _in_order(t for t in wanted if id(t) not in self._places):
            if id(term) in self._places:
                continue
            place = self._places[id(term)] = len(self._steps)
            self._terms.append(term)  # an id is one formula's only as long as that formula lives
            self._uses.append([])
            if term.op in ("not", "and", "or"):
                parts = tuple(self._places[id(p)] for p in term.args)
                self._steps.append((term.op, parts))
                for part in parts:
                    self._uses[part].append(place)
            else:
                self._steps.append((term.op, term.args))
                for name in _named(term):
                    self._readers.setdefault(name, []).append(place)
            self._affected.clear()

    def truths(self, values: Values) -> list[bool]:
        """The truth of every part, for `holds` and `changed`."""
        known: list[bool] = []
        for step in self._steps:
            known.append(_truth(step, known, values))
        return known

    def holds(self, term: Term, truths: Sequence[bool]) -> bool:
        """The truth of one of the formulas."""
        return truths[self._places[id(term)]]

    def changed(self, truths: Sequence[bool], values: Values, names: Iterable[str]) -> list[bool]:
        """The truths for values that differ in these variables only."""
        known = list(truths)
        for place in sorted(frozenset[int]().union(*map(self._below, names))):
            known[place] = _truth(self._steps[place], known, values)
        return known

    def _below(self, name: str) -> frozenset[int]:
        """The parts that a variable can change."""
        found = self._affected.get(name)
        if found is None:
            seen: set[int] = set()
            waiting = list(self._readers.get(name, ()))
            while waiting:
                place = waiting.pop()
                if place not in seen:
                    seen.add(place)
                    waiting += self._uses[place]
            found = self._affected[name] = frozenset(seen)
        return found


_Step = tuple[str, Any]
"""What is done with a formula, its parts named by their place among the steps before."""


def _named(term: Term) -> list[str]:
    if term.op == "var":
        return [term.args[0]]
    return [name for name, _ in term.args[:-1]] if term.op in _WITH_ZERO else []


def _truth(step: _Step, known: Sequence[bool], values: Values) -> bool:
    op, args = step
    # Ordered by how often they occur: this is most of what finding plain figures costs.
    if op == "and":
        return all(map(known.__getitem__, args))
    if op == "or":
        return any(map(known.__getitem__, args))
    if op == "not":
        return not known[args[0]]
    if op == "var":
        return bool(values.get(args[0], False))
    if op == "const":
        return bool(args[0])
    total = args[-1]
    for name, c in args[:-1]:
        total += c * values.get(name, 0)
    return _WITH_ZERO[op](total, 0)


def script(asserted: Iterable[Term], named: Mapping[str, Term]) -> str:
    """SMT-LIB 2: the formulas asserted, and a boolean for each named one that makes it hold where it is assumed."""
    asserted = list(asserted)
    terms = [*asserted, *named.values()]
    lines = [f"(declare-const {_symbol(n)} {sort})" for n, sort in variables(terms).items()]
    written: dict[int, str] = {}
    for number_, term in enumerate(_in_order(terms)):
        text = _text(term, written)
        if term.op in ("and", "or", "lt", "le", "eq"):
            name = f"_{number_}"  # a symbol that begins with a dot is the solver's own
            lines.append(f"(define-fun {name} () Bool {text})")
            text = name
        written[id(term)] = text
    lines += [f"(assert {written[id(t)]})" for t in asserted]
    for name, term in named.items():
        lines.append(f"(declare-const {_symbol(name)} Bool)")
        lines.append(f"(assert (=> {_symbol(name)} {written[id(term)]}))")
    return "\n".join(lines)


def _text(term: Term, written: Mapping[int, str]) -> str:
    match term.op:
        case "const":
            return "true" if term.args[0] else "false"
        case "var":
            return _symbol(term.args[0])
        case "not" | "and" | "or" as op:
            return f"({op} {' '.join(written[id(p)] for p in term.args)})"
        case op:
            parts = [_product(n, c) for n, c in term.args[:-1]]
            total = parts[0] if len(parts) == 1 else f"(+ {' '.join(parts)})"
            return f"({ {'lt': '<', 'le': '<=', 'eq': '='}[op] } {total} {_integer(-term.args[-1])})"


def _product(name: str, factor: int) -> str:
    return _symbol(name) if factor == 1 else f"(* {_integer(factor)} {_symbol(name)})"


def _integer(value: int) -> str:
    return str(value) if value >= 0 else f"(- {-value})"


def symbol(name: str) -> str:
    """What a variable or a named formula is called in a script: its name without the characters that quote or escape."""
    return name.replace("%", "%25").replace("|", "%7C").replace("\\", "%5C")


def _symbol(name: str) -> str:
    return f"|{symbol(name)}|"
