"""Conditions as nodes that a query can walk: every part under an IRI of its own, below that of its norm.

The vocabulary is that of ontology/rules.ttl. What a node says is what the JSON beside it says; a test reads both back.
"""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal
from typing import Final

from policy_dsl.ir import (
    And,
    Compare,
    Cond,
    Const,
    Contains,
    During,
    Effect,
    Expr,
    Fact,
    Holds,
    Not,
    OneOf,
    Operator,
    Or,
    Scaled,
    Strength,
    Sum,
    Untranscribed,
    Within,
)
from policy_dsl.vocabulary import Vocabulary
from reasoner.graphs import namespaces as n
from reasoner.graphs.graph_builder import Iri, Lit, Resource, number, period, zh
from reasoner.graphs.term_iris import Terms

EFFECTS: Final = {effect: f"{n.TL}effect{effect.value.capitalize()}" for effect in Effect}
"""The individual of each effect."""
OPERATORS: Final[dict[Operator, str]] = {
    "lt": n.TL + "below", "le": n.TL + "atMost", "gt": n.TL + "above", "ge": n.TL + "atLeast", "eq": n.TL + "equal",
}  # fmt: skip
"""The individual of each operator."""


def strength(word: str) -> Resource | None:
    """A word of strength (原则上, 应当 …) as a node; None where a text has none."""
    if not word:
        return None
    return Resource(f"{n.ROOT}strength/{n.slug(word)}").a(n.TL + "Strength").add(n.LABEL, zh(word))


def strength_of(norm_strength: Strength) -> Resource | None:
    """The node of a norm's strength."""
    return strength(norm_strength.value)


class ConditionNodes:
    """The nodes of conditions; what they name (facts, roles, terms, places) is labelled besides."""

    def __init__(self, vocabulary: Vocabulary) -> None:
        self._vocabulary = vocabulary
        self._terms = Terms(vocabulary)

    def nodes(self, iri: str, cond: Cond) -> Iterator[Resource]:
        """The node of a condition under an IRI, then those of its parts under `IRI/1`, `IRI/2` …, and labels."""
        node = Resource(iri)
        yield node
        match cond:
            case And(parts) | Or(parts):
                node.a(n.TL + ("AllOf" if isinstance(cond, And) else "AnyOf"))
                yield from self._parts(node, parts)
            case Not(part):
                node.a(n.TL + "Negation")
                yield from self._parts(node, (part,))
            case Compare():
                node.a(n.TL + "Comparison").add(n.TL + "operator", Iri(OPERATORS[cond.op]))
                yield from self._side(node, "left", cond.left)
                yield from self._side(node, "right", cond.right)
            case OneOf(fact, values, words):
                node.a(n.TL + "ListedValue").add(n.TL + "figureShown", *map(Lit, words))
                yield from self._of(node, fact)
                yield from self._values(node, fact, values)
            case Contains(fact, value):
                node.a(n.TL + "Possession")
                yield from self._of(node, fact)
                yield from self._values(node, fact, (value,))
            case Within(subject, values, words):
                node.a(n.TL + "InPlace").add(n.TL + "figureShown", *map(Lit, words))
                yield from self._of(node, Fact(subject, "所在地"))
                for code in values:
                    region = self._vocabulary.regions[code]
                    node.add(n.TL + "allowedValue", Iri(region.iri))
                    yield Resource(region.iri).add(n.LABEL, zh(region.name))
            case Holds(fact):
                node.a(n.TL + "Affirmation")
                yield from self._of(node, fact)
            case During(_, begins, ends):
                node.a(n.TL + "DuringPeriod")
                node.add(n.TL + "periodBegins", period(begins))
                node.add(n.TL + "periodEnds", period(ends))
            case Untranscribed(may):
                node.a(n.TL + "NotTranscribed").add(n.SKOS + "note", zh(f"可能是:{may}"))

    def _parts(self, node: Resource, parts: tuple[Cond, ...]) -> Iterator[Resource]:
        for place, part in enumerate(parts, start=1):
            iri = f"{node.iri}/{place}"
            node.add(n.TL + "part", Iri(iri))
            yield from self.nodes(iri, part)

    def _side(self, node: Resource, side: str, expr: Expr) -> Iterator[Resource]:
        terms = expr.terms if isinstance(expr, Sum) else (expr,)
        for place, term in enumerate(terms, start=1):
            linear = Resource(f"{node.iri}/{side}/{place}").a(n.TL + "LinearTerm")
            node.add(f"{n.TL}{side}Term", Iri(linear.iri))
            yield linear
            match term:
                case Const():
                    linear.add(n.TL + "factor", number(term.value)).add(n.TL + "figureShown", Lit(term.shown))
                case Scaled(factor, of):
                    linear.add(n.TL + "factor", number(factor.value)).add(n.TL + "figureShown", Lit(factor.shown))
                    yield from self._of(linear, of)
                case Fact():
                    linear.add(n.TL + "factor", number(Decimal(1)))
                    yield from self._of(linear, term)
                case Sum():
                    raise AssertionError("a sum holds no sum")

    def _of(self, node: Resource, fact: Fact) -> Iterator[Resource]:
        """What a node looks at, and the labels of it."""
        term, role = self._vocabulary.facts[fact.term], self._vocabulary.of_kind("role")[fact.subject]
        node.add(n.TL + "aboutFact", Iri(term.iri)).add(n.TL + "ofRole", Iri(role.iri))
        node.add(n.TL + "ofPeriod", Lit(fact.period) if fact.period else None)
        yield Resource(term.iri).add(n.LABEL, zh(term.label))
        yield Resource(role.iri).add(n.LABEL, zh(role.label))

    def _values(self, node: Resource, fact: Fact, values: tuple[str, ...]) -> Iterator[Resource]:
        term = self._vocabulary.facts[fact.term]
        for value in values:
            iri = self._terms.iri_of(term, value)
            node.add(n.TL + "allowedValue", Iri(iri))
            yield Resource(iri).add(n.LABEL, zh(value))
