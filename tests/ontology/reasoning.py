"""The ontology before HermiT: Turtle to what owlready2 reads, one run of the reasoner, and what it inferred.

rdflib converts, because owlready2 reads no Turtle. HermiT is given the logic only: annotations say nothing to it, and
on literals of xsd:date, of geometries or of our own code datatypes it stops. An owl:imports is dropped, never followed.
"""

from __future__ import annotations

import io
import os
import shutil
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any, Final

import pytest
from rdflib import OWL, RDF, XSD, Graph, Literal, URIRef

TL: Final = "https://w3id.org/tiaoli/ns#"
PREFIXES: Final = (
    f"@prefix tl: <{TL}> .\n@prefix : <urn:test:> .\n@prefix owl: <{OWL}> .\n"
    "@prefix rdfs: <http://www.w3.org/2000/01/rdf-schema#> .\n@prefix geo: <http://www.opengis.net/ont/geosparql#> .\n"
)
KNOWN: Final = {XSD.string, XSD.boolean, XSD.integer, XSD.nonNegativeInteger, XSD.decimal}
"""The datatypes in our axioms that HermiT knows."""


def need_java() -> None:
    """Skip where there is no Java; fail where everything must run."""
    if shutil.which("java") is None:
        if os.environ.get("TIAOLI_REQUIRE_ALL") == "1":
            pytest.fail("HermiT needs Java, and none is installed")
        pytest.skip("HermiT needs Java, and none is installed")


def logic(texts: Iterable[str]) -> Graph:
    """The axioms of Turtle texts, without annotations, unknown datatypes and imports."""
    graph = Graph()
    for text in texts:
        graph.parse(data=text, format="turtle")
    notes = set(graph.subjects(RDF.type, OWL.AnnotationProperty))
    for triple in list(graph):
        _, predicate, value = triple
        foreign = isinstance(value, Literal) and value.datatype is not None and value.datatype not in KNOWN
        if foreign or predicate in notes or predicate == OWL.imports:
            graph.remove(triple)
    return graph


@dataclass(frozen=True)
class Inferred:
    """What HermiT found, by IRI. `above` holds every inferred superclass of a named class, itself included."""

    consistent: bool
    unsatisfiable: frozenset[str] = frozenset()
    above: Mapping[str, frozenset[str]] | None = None
    types: Mapping[str, frozenset[str]] | None = None
    values: frozenset[tuple[str, str, str]] = frozenset()
    """Inferred property assertions between individuals: subject, property, object."""


def reason(graph: Graph) -> Inferred:
    """One run of HermiT over a graph of axioms."""
    import owlready2

    graph = graph + Graph()
    classes = set(graph.subjects(RDF.type, OWL.Class))
    for individual, kind in list(graph.subject_objects(RDF.type)):
        if kind in classes and isinstance(individual, URIRef):
            graph.add((individual, RDF.type, OWL.NamedIndividual))
    world = owlready2.World()
    data = graph.serialize(format="nt", encoding="utf-8")
    world.get_ontology(TL).load(fileobj=io.BytesIO(data), only_local=True)
    try:
        owlready2.sync_reasoner_hermit(world, infer_property_values=True, debug=0)
    except owlready2.OwlReadyInconsistentOntologyError:
        return Inferred(consistent=False)
    unsatisfiable = frozenset(c.iri for c in world.inconsistent_classes()) - {str(OWL.Nothing)}
    named = [c for c in world.classes() if c.iri not in unsatisfiable]
    above = {c.iri: _named(c.ancestors()) for c in named}
    types = {i.iri: _named(a for c in i.is_a for a in _ancestors(c)) for i in world.individuals()}
    values = frozenset(
        (i.iri, p.iri, v.iri) for i in world.individuals() for p in world.object_properties() for v in p[i]
    )
    return Inferred(True, unsatisfiable, above, types, values)


def _ancestors(found: Any) -> Iterable[Any]:
    return found.ancestors() if hasattr(found, "ancestors") else ()


def _named(classes: Iterable[Any]) -> frozenset[str]:
    return frozenset(c.iri for c in classes if hasattr(c, "iri"))


def declared(graph: Graph, kind: URIRef) -> list[str]:
    """The resources of ours that a graph declares to be of a kind."""
    return sorted(str(s) for s in graph.subjects(RDF.type, kind) if str(s).startswith(TL))
