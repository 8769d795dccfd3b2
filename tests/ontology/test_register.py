"""The register of the ontology: every term has an English label beside its Chinese one, its ontology, and its declaration."""

from __future__ import annotations

import re
from typing import Final

import pytest
from rdflib import OWL, RDF, RDFS, Graph, URIRef

TL: Final = "https://w3id.org/tiaoli/ns#"
REGION: Final = "https://w3id.org/tiaoli/region/"
ONTOLOGY: Final = URIRef("https://w3id.org/tiaoli/ns")
SCHEMA: Final = {
    OWL.Class, OWL.ObjectProperty, OWL.DatatypeProperty, OWL.AnnotationProperty, RDFS.Datatype, OWL.Ontology,
}  # fmt: skip


@pytest.fixture(scope="module")
def graph(texts: dict[str, str]) -> Graph:
    graph = Graph()
    for text in texts.values():
        graph.parse(data=text, format="turtle")
    return graph


def _own(graph: Graph) -> list[URIRef]:
    subjects = {s for s in graph.subjects(RDF.type, None) if str(s).startswith((TL, REGION))}
    return sorted(s for s in subjects if isinstance(s, URIRef))


def test_the_ontology_says_which_version_it_is(graph: Graph) -> None:
    (info,) = graph.objects(ONTOLOGY, OWL.versionInfo)
    (iri,) = graph.objects(ONTOLOGY, OWL.versionIRI)
    assert str(iri) == f"{ONTOLOGY}/{info}"
    assert re.fullmatch(r"[0-9]+[.][0-9]+[.][0-9]+", str(info))


def test_every_term_has_one_label_in_each_language(graph: Graph) -> None:
    for term in _own(graph):
        languages = sorted(getattr(label, "language", None) or "" for label in graph.objects(term, RDFS.label))
        assert languages == ["en", "zh"], term


def test_english_labels_are_english_and_no_two_places_share_one(graph: Graph) -> None:
    seen: dict[str, URIRef] = {}
    for term in _own(graph):
        (label,) = (str(x) for x in graph.objects(term, RDFS.label) if getattr(x, "language", None) == "en")
        assert re.fullmatch(r"[!-~](?:[ -~]*[!-~])?", label), term
        if str(term).startswith(REGION):
            assert seen.setdefault(label, term) == term, f"{label}: {seen[label]}, {term}"


def test_every_term_says_what_defines_it(graph: Graph) -> None:
    for term in _own(graph):
        assert set(graph.objects(term, RDFS.isDefinedBy)) == {ONTOLOGY}, term


def test_every_individual_is_declared(graph: Graph) -> None:
    """What no tool sees undeclared: matters, kinds of values, organs, places."""
    for term in _own(graph):
        types = set(graph.objects(term, RDF.type))
        assert bool(types & SCHEMA) != (OWL.NamedIndividual in types), term


def test_nothing_is_registered_that_nothing_defines(texts: dict[str, str]) -> None:
    register, rest = Graph(), Graph()
    for name, text in texts.items():
        (register if name.endswith("register.ttl") else rest).parse(data=text, format="turtle")
    assert set(register.subjects()) <= set(rest.subjects(RDF.type, None))


KINDS: Final = {
    "Authority": r"competence: .+",
    "Nature": r".+ \(nature of a clause\)",
    "OrganKind": r".+ \(kind of organ\)",
    "BedCategory": r".+ \(bed category\)",
    "ProjectLevel": r".+ \(key project\)",
}
"""What the English label of a kind of term says of it: the word alone (`cap`, `duty`, `general`) is that of another term too."""


@pytest.mark.parametrize("kind", KINDS)
def test_an_english_label_says_what_kind_of_thing_it_names(graph: Graph, kind: str) -> None:
    terms = list(graph.subjects(RDF.type, URIRef(TL + kind)))
    assert len(terms) > 1
    for term in terms:
        (label,) = (str(x) for x in graph.objects(term, RDFS.label) if getattr(x, "language", None) == "en")
        assert re.fullmatch(KINDS[kind], label), f"{term}: {label}"


def test_a_competence_names_in_english_what_it_determines(graph: Graph) -> None:
    """Where a competence determines one thing, its label is that thing's: no label is an identifier taken apart."""
    english = {s: str(o) for s, o in graph.subject_objects(RDFS.label) if getattr(o, "language", None) == "en"}
    several = 0
    for competence in graph.subjects(RDF.type, URIRef(TL + "Authority")):
        matters = list(graph.objects(competence, URIRef(TL + "determines")))
        if len(matters) > 1:
            several += 1
            continue
        (of,) = matters
        named = english[competence].removeprefix("competence: ")
        assert named.partition(" (")[0] == english[of].partition(" (")[0], competence
    assert several == 1


def test_an_agent_or_organ_is_not_named_by_its_identifier_in_english(graph: Graph) -> None:
    """`cityCentre` is no centre of a city: it is 市医保中心. A place in a name tells that it is an organ of that place."""
    for kind in ("Agent", "Organ", "OrganKind"):
        for term in graph.subjects(RDF.type, URIRef(TL + kind)):
            name = str(term).removeprefix(TL)
            apart = re.sub(r"(?<=[a-z])(?=[A-Z])", " ", name).lower()
            (label,) = (str(x) for x in graph.objects(term, RDFS.label) if getattr(x, "language", None) == "en")
            plural_or_plain = {"state council", "insured persons", "audit firms"}
            assert " " not in apart or label.lower() != apart or apart in plural_or_plain, term
