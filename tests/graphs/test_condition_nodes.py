"""The nodes of a condition say what the condition says: read back from the graph, each is the condition it was made from."""

from __future__ import annotations

from decimal import Decimal

import pytest
from rdflib import RDF, RDFS, Graph, Literal, URIRef
from rdflib.term import Node

from policy_dsl.ir import (
    And,
    Compare,
    Cond,
    Const,
    Contains,
    Effect,
    Expr,
    Fact,
    Holds,
    Not,
    OneOf,
    Or,
    Scaled,
    Strength,
    Sum,
    Within,
)
from reasoner.driver import exports
from reasoner.graphs import namespaces as n
from reasoner.graphs.condition_nodes import EFFECTS, OPERATORS, strength
from reasoner.graphs.corpus_export import norm_iri
from reasoner.model.rule_base import RuleBase


@pytest.fixture(scope="module")
def graph() -> Graph:
    return Graph().parse(data=exports.corpus_text(), format="turtle")


def test_every_effect_and_operator_is_an_individual_with_its_code() -> None:
    ontology = Graph().parse(data=exports.ontology_text(), format="turtle")
    notation = URIRef(n.SKOS + "notation")
    for iri, code in [*((i, e.value) for e, i in EFFECTS.items()), *((i, o) for o, i in OPERATORS.items())]:
        assert [str(o) for o in ontology.objects(URIRef(iri), notation)] == [code]


def test_strengths_have_nodes_by_their_words() -> None:
    assert strength("") is None
    words = [s.value for s in Strength if s.value]
    iris = [node.iri for node in map(strength, words) if node is not None]
    assert len(set(iris)) == len(words)


class Reader:
    """Conditions read back from a graph, with the labels that stand in it."""

    def __init__(self, graph: Graph, base: RuleBase) -> None:
        self.graph = graph
        self.regions = {r.iri: r.code for r in base.vocabulary.regions.values()}

    def all(self, node: Node, name: str) -> list[Node]:
        return sorted(self.graph.objects(node, URIRef(n.TL + name)), key=lambda x: _place(str(x)))

    def label(self, node: Node) -> str:
        (label,) = self.graph.objects(node, RDFS.label)
        return str(label)

    def one(self, node: Node, name: str) -> Node:
        (value,) = self.graph.objects(node, URIRef(n.TL + name))
        return value

    def fact(self, node: Node) -> Fact:
        period = next(iter(self.all(node, "ofPeriod")), None)
        role, term = self.label(self.one(node, "ofRole")), self.label(self.one(node, "aboutFact"))
        return Fact(role, term, None if period is None else str(period))

    def side(self, node: Node, side: str) -> list[tuple[Decimal, Fact | None]]:
        terms = []
        for term in self.all(node, side + "Term"):
            factor = self.one(term, "factor")
            assert isinstance(factor, Literal)
            fact = self.fact(term) if self.all(term, "aboutFact") else None
            terms.append((Decimal(str(factor)), fact))
        return terms

    def same(self, node: Node, cond: Cond) -> bool:
        """Whether a node says what a condition says."""
        (kind,) = self.graph.objects(node, RDF.type)
        parts = self.all(node, "part")
        match cond:
            case And(inner) | Or(inner):
                named = "AllOf" if isinstance(cond, And) else "AnyOf"
                return str(kind) == n.TL + named and len(parts) == len(inner) and all(map(self.same, parts, inner))
            case Not(part):
                return str(kind) == n.TL + "Negation" and len(parts) == 1 and self.same(parts[0], part)
            case Compare():
                operator = str(self.one(node, "operator")) == OPERATORS[cond.op]
                return operator and all(
                    self.side(node, side) == _linear(expr)
                    for side, expr in (("left", cond.left), ("right", cond.right))
                )
            case OneOf(fact, values, _):
                named_values = {self.label(v) for v in self.all(node, "allowedValue")}
                return str(kind) == n.TL + "ListedValue" and self.fact(node) == fact and named_values == set(values)
            case Contains(fact, value):
                named_values = {self.label(v) for v in self.all(node, "allowedValue")}
                return str(kind) == n.TL + "Possession" and self.fact(node) == fact and named_values == {value}
            case Within(subject, values, _):
                codes = {self.regions[str(v)] for v in self.all(node, "allowedValue")}
                return self.fact(node) == Fact(subject, "所在地") and codes == set(values)
            case Holds(fact):
                return str(kind) == n.TL + "Affirmation" and self.fact(node) == fact
        return False


def _place(iri: str) -> tuple[int, str]:
    last = iri.rpartition("/")[2]
    return (int(last), "") if last.isdigit() else (0, iri)


def _linear(expr: Expr) -> list[tuple[Decimal, Fact | None]]:
    terms = expr.terms if isinstance(expr, Sum) else (expr,)
    made: list[tuple[Decimal, Fact | None]] = []
    for term in terms:
        match term:
            case Const():
                made.append((term.value, None))
            case Scaled(factor, of):
                made.append((factor.value, of))
            case Fact():
                made.append((Decimal(1), term))
    return made


def test_conditions_read_back_are_the_conditions(graph: Graph, base: RuleBase) -> None:
    reader = Reader(graph, base)
    norms = [x for d in base.documents.values() for x in d.all_norms]
    assert norms
    for norm in norms:
        node = URIRef(norm_iri(norm.id))
        assert reader.same(reader.one(node, "reaches"), norm.scope), norm.id
        assert reader.same(reader.one(node, "appliesWhen"), norm.condition), norm.id
        assert str(reader.one(node, "hasEffect")) == EFFECTS[norm.effect]


def test_a_reading_back_that_is_wrong_is_noticed(graph: Graph, base: RuleBase) -> None:
    """The comparison can fail: another operator, another value, a part taken out."""
    reader = Reader(graph, base)
    name = "qingdao-2023-18-medical/3.1.p2#低使用率区域不新增床位"
    norm = next(x for x in base.documents["qingdao-2023-18-medical"].norms_in_use if x.id == name)
    when = reader.one(URIRef(norm_iri(norm.id)), "appliesWhen")
    assert isinstance(norm.condition, Compare)
    other = Compare("le", norm.condition.left, norm.condition.right)
    higher = Compare(norm.condition.op, norm.condition.left, Const(Decimal("0.76"), "76%"))
    assert not reader.same(when, other)
    assert not reader.same(when, higher)
    assert not reader.same(when, Not(norm.condition))
    assert not reader.same(reader.one(URIRef(norm_iri(norm.id)), "reaches"), And((norm.scope, norm.scope)))


def test_a_value_that_bears_the_name_of_a_kind_is_the_value(graph: Graph, base: RuleBase) -> None:
    """已定点 零售药店 is a service held, and no kind of institution; both are called so."""
    service, kind = URIRef(n.TL + "pharmacyService"), URIRef(n.TL + "Pharmacy")
    allowed = URIRef(n.TL + "allowedValue")
    about = URIRef(n.TL + "aboutFact")
    facts = {
        value: {str(fact) for node in graph.subjects(allowed, value) for fact in graph.objects(node, about)}
        for value in (service, kind)
    }
    assert facts == {service: {n.TL + "designated"}, kind: {n.TL + "facilityType"}}


def test_alternatives_are_of_no_class_of_norms(graph: Graph, base: RuleBase) -> None:
    for document in base.documents.values():
        for norm in document.all_norms:
            kinds = {str(k).removeprefix(n.TL) for k in graph.objects(URIRef(norm_iri(norm.id)), RDF.type)}
            assert kinds == ({"AlternativeNorm"} if norm.alternative_of else {_NAMES[norm.effect]})


_NAMES = {
    Effect.PROHIBIT: "Prohibition", Effect.CAP: "Cap", Effect.CONTROL: "Control", Effect.REQUIRE: "Requirement",
    Effect.EXEMPT: "Exemption", Effect.PREFER: "Preference", Effect.PERMIT: "Permission",
}  # fmt: skip
