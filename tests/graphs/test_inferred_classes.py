"""What a reasoner infers of the exported graphs: domains and ranges put nothing into two classes that exclude each other.

Each subject of a property is of the property's domain, each object of its range, and both of all classes above. Only these
rules are followed here; HermiT is asked of the ontology in tests/ontology/test_reasoning.py.
"""

from __future__ import annotations

import json
from itertools import combinations
from pathlib import Path
from typing import Any

import pytest
from rdflib import OWL, RDF, RDFS, Graph, Literal, URIRef
from rdflib.collection import Collection
from rdflib.term import Node

from reasoner.driver import exports
from reasoner.graphs import namespaces as n

Pairs = set[frozenset[Node]]


@pytest.fixture(scope="module")
def ontology() -> Graph:
    return Graph().parse(data=exports.ontology_text(), format="turtle")


@pytest.fixture(scope="module")
def corpus() -> Graph:
    return Graph().parse(data=exports.corpus_text(), format="turtle")


@pytest.fixture(scope="module")
def cases(examples: list[Any], tmp_path_factory: pytest.TempPathFactory) -> Graph:
    """The applications of the contract's examples and the verdicts on them."""
    source: Path = tmp_path_factory.mktemp("cases") / "a.json"
    source.write_text(json.dumps(examples, ensure_ascii=False), encoding="utf-8")
    graph = Graph()
    for text in (exports.application_text(source), exports.verdict_text(source)):
        graph.parse(data=text, format="turtle")
    return graph


def excluding(ontology: Graph) -> Pairs:
    """The pairs of classes that nothing is of both of."""
    pairs: Pairs = {frozenset(p) for p in ontology.subject_objects(OWL.disjointWith)}
    for node in ontology.subjects(RDF.type, OWL.AllDisjointClasses):
        first = ontology.value(node, OWL.members)
        assert first is not None
        members = list(Collection(ontology, first))
        pairs |= {frozenset(p) for p in combinations(members, 2)}
    return pairs


def inferred(graph: Graph, ontology: Graph) -> dict[Node, set[Node]]:
    """The classes of each node: those written, those of domains and ranges, and all above."""
    everything = graph + ontology
    above: dict[Node, set[Node]] = {
        c: {a for a in ontology.transitive_objects(c, RDFS.subClassOf) if a is not None}
        for c in ontology.subjects(RDF.type, OWL.Class)
    }
    classes: dict[Node, set[Node]] = {}
    for node, kind in everything.subject_objects(RDF.type):
        classes.setdefault(node, set()).update(above.get(kind, {kind}))
    for relation, predicate, of_subject in (
        *((p, d, True) for p, d in ontology.subject_objects(RDFS.domain)),
        *((p, r, False) for p, r in ontology.subject_objects(RDFS.range)),
    ):
        for subject, value in graph.subject_objects(relation):
            node = subject if of_subject else value
            if not isinstance(node, Literal):
                classes.setdefault(node, set()).update(above.get(predicate, {predicate}))
    return classes


def contradictions(graph: Graph, ontology: Graph) -> set[tuple[str, str, str]]:
    """Each node of two classes that exclude each other, with them."""
    pairs = excluding(ontology)
    broken = set()
    for node, classes in inferred(graph, ontology).items():
        for pair in pairs:
            if pair <= classes:
                one, other = sorted(str(c).removeprefix(n.TL) for c in pair)
                broken.add((str(node), one, other))
    return broken


def test_nothing_of_the_corpus_is_in_two_classes_that_exclude_each_other(corpus: Graph, ontology: Graph) -> None:
    assert contradictions(corpus, ontology) == set()


def test_nothing_of_the_examples_is_in_two_classes_that_exclude_each_other(cases: Graph, ontology: Graph) -> None:
    assert contradictions(cases, ontology) == set()


def test_what_is_only_under_another_reading_is_not_inferred_to_be_in_use(corpus: Graph, ontology: Graph) -> None:
    """A rule of the other reading has a condition and a clause too; no property makes it a tl:Norm."""
    norm, other = URIRef(n.TL + "Norm"), URIRef(n.TL + "AlternativeNorm")
    classes = inferred(corpus, ontology)
    alternatives = set(corpus.subjects(RDF.type, other))
    assert len(alternatives) > 50
    assert not {a for a in alternatives if norm in classes[a]}
    assert all(URIRef(n.TL + "PossibleNorm") in classes[a] for a in alternatives)


def test_no_functional_property_has_two_values(corpus: Graph, cases: Graph, ontology: Graph) -> None:
    for relation in ontology.subjects(RDF.type, OWL.FunctionalProperty):
        for graph in (corpus, cases):
            subjects = list(graph.subjects(relation, None))
            assert len(subjects) == len(set(subjects)), relation


def test_a_domain_too_narrow_is_noticed(corpus: Graph, ontology: Graph) -> None:
    """The check can fail: the domain that tl:anchoredIn had before."""
    changed = ontology + Graph()
    changed.add((URIRef(n.TL + "anchoredIn"), RDFS.domain, URIRef(n.TL + "Norm")))
    assert {(one, other) for _, one, other in contradictions(corpus, changed)} == {("AlternativeNorm", "Norm")}
