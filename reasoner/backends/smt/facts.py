"""The variables that stand for a fact: whether it is known, and its value; with the bounds that the ontology sets.

A count is an integer, a ratio an integer of its smallest step, a choice the place of its value in the list of values,
several choices a boolean each. What silence means is settled before: a fact not claimed is known, as no or as none.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction
from typing import Final

from policy_dsl import ir
from policy_dsl.vocabulary import Term as Named
from policy_dsl.vocabulary import Vocabulary
from reasoner.backends.smt import terms as t
from reasoner.facts import Value
from reasoner.interpreter.boundaries import atoms
from reasoner.interpreter.interpret import FactKey
from reasoner.plausible import PARTS

NONE: Final = -1
"""The value of a choice that was not claimed; any place behind the list is a value that no rule names."""

_FINEST: Final = 4
"""A ratio moves by 0.01% at least, or by a hundredth of the finest number in the rules."""

SAME_ROLE: Final = {"本统筹区": "全市"}
"""Words for places that always stand for one place."""


@dataclass(frozen=True, slots=True)
class FactVar:
    """The variables of a fact. `name` is unique; `step` is the smallest difference of a number; `values` of a choice."""

    name: str
    key: FactKey
    term: Named
    step: Fraction
    values: tuple[str, ...]

    @property
    def known(self) -> t.Term:
        """That the fact is known."""
        return t.var(f"{self.name}?")

    @property
    def numeric(self) -> bool:
        """Whether it is a count or a ratio."""
        return self.term.datatype in ("count", "ratio")

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
        found: dict[str, bool | int] = {f"{self.name}?": True}
        if isinstance(value, bool):
            return found | {self.name: value}
        if isinstance(value, Decimal):
            steps = Fraction(value) / self.step
            if steps.denominator != 1:
                raise ValueError(f"{self.name}: {value} is finer than {self.step}")
            return found | {self.name: int(steps)}
        if isinstance(value, tuple):
            return found | {f"{self.name}:{v}": v in value for v in self.values}
        other = len(self.values)
        return found | {self.name: self.values.index(value) if value in self.values else other if value else NONE}

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
            amount = int(raw) * self.step
            return Decimal(amount.numerator) / Decimal(amount.denominator)
        return "" if raw == NONE else self.values[raw] if raw < len(self.values) else "其他"

    def bounds(self) -> Iterator[t.Term]:
        """What the ontology says of the value, where it is known."""
        if self.numeric:
            if self.term.minimum:
                yield self._known_means(t.compare("ge", self.amount(), t.number(Fraction(self.term.minimum))))
            if self.term.maximum:
                yield self._known_means(t.compare("le", self.amount(), t.number(Fraction(self.term.maximum))))
        elif self.term.datatype != "boolean" and not self.term.multiple:
            most = len(self.values) if not self.term.values else len(self.values) - 1
            least = NONE if self.term.burden else 0
            yield t.compare("ge", t.integer(self.name), t.number(least))
            yield t.compare("le", t.integer(self.name), t.number(most))

    def _known_means(self, what: t.Term) -> t.Term:
        return t.implies(self.known, what)


class Facts:
    """All facts that some rules read, each with its variables; `prefix` tells two worlds apart."""

    def __init__(self, vocabulary: Vocabulary, norms: Iterable[ir.Norm], prefix: str = "") -> None:
        self._vocabulary, self._prefix = vocabulary, prefix
        self._named: dict[str, list[str]] = {}
        finest = 0
        for norm in norms:
            for atom in (*atoms(norm.scope), *atoms(norm.condition)):
                match atom:
                    case ir.OneOf(fact, values):
                        self._named.setdefault(fact.term, []).extend(values)
                    case ir.Contains(fact, value):
                        self._named.setdefault(fact.term, []).append(value)
                    case ir.Compare(_, left, right):
                        finest = max(finest, *(_decimals(c) for c in _constants((left, right))), 0)
        self._ratio_step = Fraction(1, 10 ** max(_FINEST, finest + 2))
        self.vars: dict[FactKey, FactVar] = {}

    def of(self, fact: ir.Fact) -> FactVar:
        """The variables of a fact, made when first asked for."""
        return self.at((SAME_ROLE.get(fact.subject, fact.subject), fact.term, fact.period))

    def at(self, key: FactKey) -> FactVar:
        """The same by key, whose role is one that no other word for a place stands for."""
        found = self.vars.get(key)
        if found is None:
            role, label, period = key
            term = self._vocabulary.facts[label]
            values = term.values or tuple(dict.fromkeys(v for v in self._named.get(label, ()) if v))
            step = self._ratio_step if term.datatype == "ratio" else Fraction(1)
            name = f"{self._prefix}{role}.{label}{f'@{period}' if period else ''}"
            found = self.vars[key] = FactVar(name, key, term, step, values)
        return found

    def plausible(self) -> Iterator[t.Term]:
        """Bounds of all facts so far, and no part larger than its whole."""
        for fact in self.vars.values():
            yield from fact.bounds()
        for (role, label, period), fact in self.vars.items():
            latest = self.vars.get((role, label, None))
            if period is not None and latest is not None:
                # A figure of the period is also a latest one, and the other way round: both are known, or neither.
                yield t.same(fact.known, latest.known)
        for part, whole in PARTS:
            for (role, label, period), fact in self.vars.items():
                other = self.vars.get((role, whole, period))
                if label == part and other is not None:
                    both = t.and_((fact.known, other.known))
                    yield t.implies(both, t.compare("le", fact.amount(), other.amount()))


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
