"""The variables that stand for a fact: whether it is known, and its value; with the bounds that the ontology sets.

A count is an integer, a ratio an integer of its smallest step, a choice the place of its value in the list of values,
several choices a boolean each. Values are those that intake admits. What silence means is settled before: a fact not
claimed is known, as no or as none.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from decimal import Decimal
from fractions import Fraction
from itertools import combinations
from typing import Final

import msgspec

from policy_dsl import ir
from policy_dsl.numerals import shifted
from policy_dsl.vocabulary import Term as Named
from policy_dsl.vocabulary import Vocabulary
from reasoner.backends.smt import formulas as t
from reasoner.interpreter.condition_evaluation import FactRef
from reasoner.interpreter.turning_points import atoms
from reasoner.model.application import Value, period_end
from reasoner.model.consistency import CONTAINED

NONE: Final = -1
"""The value of a choice that was not claimed."""

LARGEST: Final = 2**52 - 1
"""The largest count that intake admits as a number."""

FINEST: Final = 24
"""Decimals of the finest ratio that intake admits, whatever its size: 28 characters with sign, point and %."""

_PLAIN: Final = 4
"""A ratio moves by 0.01%, or by a hundredth of the finest number in the rules: between any two of those lie others."""

SAME_ROLE: Final = {"本统筹区": "全市"}
"""Words for places that always stand for one place."""


class FactVar(msgspec.Struct, frozen=True):
    """The variables of a fact."""

    name: str
    """Unique among the facts: role, term and period."""
    key: FactRef
    """Role, term and period."""
    term: Named
    """The term."""
    step: Fraction
    """Of a number: the smallest difference between two values."""
    values: tuple[str, ...]
    """Of a choice: the allowed values."""
    anywhere: t.Term = t.TRUE
    """That there is what it is a fact of: a county may lie in no 医保管理区域."""

    @property
    def known(self) -> t.Term:
        """That the fact is known."""
        return t.and_((t.var(f"{self.name}?"), self.anywhere))

    @property
    def numeric(self) -> bool:
        """Whether it is a count or a ratio."""
        return self.term.datatype in ("count", "ratio")

    @property
    def least(self) -> Decimal:
        """The least number that intake admits."""
        return Decimal(self.term.minimum)

    @property
    def most(self) -> Decimal:
        """The greatest one."""
        if self.term.datatype == "ratio":
            return Decimal(self.term.maximum)
        return min(Decimal(self.term.maximum or LARGEST), Decimal(LARGEST))

    def amount(self) -> t.Linear:
        """The number, in units of the fact."""
        return t.integer(self.name, self.step)

    def holds(self) -> t.Term:
        """That a boolean is true."""
        return t.var(self.name)

    def has(self, value: str) -> t.Term:
        """That the value, or one of the values, is this one."""
        if self.term.multiple:
            return t.var(f"{self.name}:{value}")
        return t.equals(self.name, self.values.index(value)) if value in self.values else t.FALSE

    def equal_to(self, other: FactVar) -> t.Term:
        """That both have the same value."""
        if self.term.multiple:
            return t.and_(t.same(self.has(v), other.has(v)) for v in self.values)
        if self.term.datatype == "boolean":
            return t.same(self.holds(), other.holds())
        return t.compare("eq", t.integer(self.name), t.integer(other.name))

    def alike(self, other: FactVar) -> t.Term:
        """That the figures are of one period or day, as far as the ontology asks it of the pair; a figure is like itself."""
        return t.TRUE if self.name == other.name else t.var(pair_name(self, other))

    def is_value(self, value: Value) -> t.Term:
        """That it has this value; false where it can not have it."""
        if isinstance(value, bool):
            return self.holds() if value else t.not_(self.holds())
        if isinstance(value, Decimal):
            return t.compare("eq", self.amount(), t.number(Fraction(value)))
        if isinstance(value, tuple):
            return t.and_(self.has(v) if v in value else t.not_(self.has(v)) for v in self.values)
        return self.has(value) if value else t.equals(self.name, NONE)

    def put(self, value: Value) -> dict[str, bool | int]:
        """The variables for a known value; raises ValueError for a number that is finer than the smallest step."""
        known: dict[str, bool | int] = {f"{self.name}?": True}
        if isinstance(value, bool):
            return known | {self.name: value}
        if isinstance(value, Decimal):
            steps = Fraction(value) / self.step
            if steps.denominator != 1:
                raise ValueError(f"{self.name}: {value} is finer than {self.step}")
            return known | {self.name: int(steps)}
        if isinstance(value, tuple):
            return known | {f"{self.name}:{v}": v in value for v in self.values}
        return known | {self.name: self.values.index(value) if value else NONE}

    def take(self, values: t.Values) -> Value | None:
        """The value in a model; None where it is unknown."""
        if not values.get(f"{self.name}?", False):
            return None
        if self.term.multiple:
            return tuple(v for v in self.values if values.get(f"{self.name}:{v}", False))
        raw = values.get(self.name, 0)
        if self.term.datatype == "boolean":
            return bool(raw)
        if self.numeric:
            # Exactly: the step is a power of ten, and a division would round to the context's digits.
            return shifted(Decimal(int(raw)), -(len(str(self.step.denominator)) - 1))
        return "" if raw == NONE else self.values[raw]

    def bounds(self) -> Iterator[t.Term]:
        """What intake and the ontology say of the value: of a number its least and its greatest, where it is known."""
        if self.numeric:
            yield self._known_means(t.compare("ge", self.amount(), t.number(Fraction(self.least))))
            yield self._known_means(t.compare("le", self.amount(), t.number(Fraction(self.most))))
        elif self.term.datatype != "boolean" and not self.term.multiple:
            least = NONE if self.term.burden else 0
            yield t.compare("ge", t.integer(self.name), t.number(least))
            yield t.compare("le", t.integer(self.name), t.number(len(self.values) - 1))

    def _known_means(self, what: t.Term) -> t.Term:
        return t.implies(self.known, what)


def pair_name(a: FactVar, b: FactVar) -> str:
    """The variable that says that two figures may be compared."""
    return "~".join(sorted((a.name, b.name)))


class Facts:
    """All facts that some rules read, each with its variables.

    day: that on which figures are looked at; without one, figures with a period are never the latest ones.
    """

    def __init__(self, vocabulary: Vocabulary, norms: Iterable[ir.Norm], day: str = "") -> None:
        self.vocabulary, self._day = vocabulary, day
        comparisons = [
            leaf
            for norm in norms
            for leaf in (*atoms(norm.scope), *atoms(norm.condition))
            if isinstance(leaf, ir.Compare)
        ]
        finest = max((_decimals(c) for leaf in comparisons for c in _constants((leaf.left, leaf.right))), default=0)
        # Where ratios are multiplied or added up, thresholds combine into ones finer than any number in the rules.
        combined = any(self._is_ratio(f) for leaf in comparisons for f in _combined((leaf.left, leaf.right)))
        digits = FINEST if combined else min(FINEST, max(_PLAIN, finest + 2))
        self._ratio_step = Fraction(1, 10**digits)
        self.vars: dict[FactRef, FactVar] = {}
        self.pairs = tuple(dict.fromkeys(pair for leaf in comparisons for pair in leaf.pairs))
        """The figures that rules compare."""

    def _is_ratio(self, fact: ir.Fact) -> bool:
        return self.vocabulary.facts[fact.term].datatype == "ratio"

    def of(self, fact: ir.Fact) -> FactVar:
        """The variables of a fact, made when first asked for."""
        return self.at((SAME_ROLE.get(fact.subject, fact.subject), fact.term, fact.period))

    def at(self, key: FactRef) -> FactVar:
        """The same by key, whose role is one that no other word for a place stands for."""
        known = self.vars.get(key)
        if known is None:
            role, label, period = key
            term = self.vocabulary.facts[label]
            step = self._ratio_step if term.datatype == "ratio" else Fraction(1)
            name = f"{role}.{label}{f'@{period}' if period else ''}"
            known = self.vars[key] = FactVar(name, key, term, step, term.values)
        return known

    def plausible(self) -> Iterator[t.Term]:
        """What holds of all facts so far."""
        yield from self.bounds()
        yield from self.periods()
        yield from self.parts()
        yield from self.like_figures()

    def like_figures(self) -> Iterator[t.Term]:
        """That figures which rules compare may be compared: of others no comparison comes out, as of unknown ones."""
        yield from (self.of(pair.a).alike(self.of(pair.b)) for pair in self.pairs)

    def bounds(self) -> Iterator[t.Term]:
        """The bounds of each."""
        for fact in self.vars.values():
            yield from fact.bounds()

    def periods(self) -> Iterator[t.Term]:
        """That figures with a period and the latest ones do not contradict each other.

        They are known alike, and one figure where they end on one day: that of a year and that of its last month; on
        the last day of a period its figure is the latest one.
        """
        for (role, label, period), fact in self.vars.items():
            latest = self.vars.get((role, label, None))
            if period is not None and latest is not None:
                yield t.same(fact.known, latest.known)
        for a, b in combinations(self.vars.values(), 2):
            if a.key[:2] == b.key[:2] and self._ends(a) == self._ends(b):
                yield t.implies(t.and_((a.known, b.known)), a.equal_to(b))

    def _ends(self, fact: FactVar) -> str:
        period = fact.key[2]
        return self._day if period is None else period_end(period)

    def parts(self) -> Iterator[t.Term]:
        """That no part is larger than its whole, and no number of a place than that of the region around it."""
        for (role, label, period), fact in self.vars.items():
            wholes = [(role, whole, period) for whole in fact.term.part_of]
            wider = [outer for inner, outer in CONTAINED if inner == role] if fact.term.adds_up else []
            for key in (*wholes, *((place, label, period) for place in wider)):
                other = self.vars.get(key)
                if other is not None:
                    both = t.and_((fact.known, other.known))
                    yield t.implies(both, t.compare("le", fact.amount(), other.amount()))


def _combined(exprs: Iterable[ir.Expr]) -> Iterator[ir.Fact]:
    """The facts that are multiplied or added up."""
    for expr in exprs:
        match expr:
            case ir.Scaled(_, of):
                yield from _read(of)
            case ir.Sum(terms):
                for term in terms:
                    yield from _read(term)


def _read(expr: ir.Expr) -> Iterator[ir.Fact]:
    match expr:
        case ir.Fact():
            yield expr
        case ir.Scaled() | ir.Sum():
            yield from _combined((expr,))


def _constants(exprs: Iterable[ir.Expr]) -> Iterator[ir.Const]:
    for expr in exprs:
        match expr:
            case ir.Const():
                yield expr
            case ir.Scaled(factor, _):
                yield factor
            case ir.Sum(terms):
                yield from _constants(terms)


def _decimals(const: ir.Const) -> int:
    return max(0, -int(const.value.normalize().as_tuple().exponent))
