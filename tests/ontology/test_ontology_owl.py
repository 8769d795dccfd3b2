"""The OWL side of the ontology: complete in itself, disjoint where things exclude each other, standard terms declared."""

import pytest
from rdflib import OWL, RDF, RDFS, SKOS, Graph, URIRef
from rdflib.collection import Collection

TL = "https://w3id.org/tiaoli/ns#"


@pytest.fixture(scope="module")
def graph(texts: dict[str, str]) -> Graph:
    graph = Graph()
    for text in texts.values():
        graph.parse(data=text, format="turtle")
    return graph


def tl(name: str) -> URIRef:
    return URIRef(TL + name)


def test_nothing_is_imported(graph: Graph) -> None:
    assert not list(graph.triples((None, OWL.imports, None)))


def test_every_property_in_use_is_declared(graph: Graph) -> None:
    kinds = (OWL.ObjectProperty, OWL.DatatypeProperty, OWL.AnnotationProperty)
    declared = {s for kind in kinds for s in graph.subjects(RDF.type, kind)}
    built_in = (str(RDF), str(RDFS), str(OWL))
    used = {p for p in graph.predicates() if not str(p).startswith(built_in)}
    assert used <= declared


def test_no_property_has_two_kinds(graph: Graph) -> None:
    """OWL 2 DL: object, data and annotation properties are apart, and no property is a class."""
    kinds = (OWL.ObjectProperty, OWL.DatatypeProperty, OWL.AnnotationProperty, OWL.Class)
    sets = [set(graph.subjects(RDF.type, kind)) for kind in kinds]
    for i, one in enumerate(sets):
        for other in sets[i + 1 :]:
            assert not one & other


def test_no_range_is_outside_the_datatypes_of_owl(graph: Graph) -> None:
    assert not list(graph.triples((None, RDFS.range, URIRef("http://www.w3.org/2001/XMLSchema#date"))))


def test_types_exclude_each_other(graph: Graph) -> None:
    types = set(graph.subjects(SKOS.inScheme, tl("facilityTypes")))
    assert types
    lists = [set(Collection(graph, o)) for o in graph.objects(None, OWL.members)]
    assert types - {tl("InHouseFacility")} in lists
    assert set(graph.objects(tl("InHouseFacility"), OWL.disjointWith)) == {tl("ElderlyCareHome"), tl("Pharmacy")}
    for outside in ("ElderlyCareHome", "Pharmacy"):
        assert (tl(outside), OWL.disjointWith, tl("MedicalFacility")) in graph


def test_an_application_for_a_matter_comes_from_one_who_may_ask(graph: Graph) -> None:
    """The two axioms of each matter speak of the same askers."""
    matters = set(graph.subjects(RDF.type, tl("Matter")))
    assert len(matters) == 8
    for matter in matters:
        restrictions = set(graph.subjects(OWL.hasValue, matter))
        may = {r for r in restrictions if graph.value(r, OWL.onProperty) == tl("mayAsk")}
        (asker,) = {s for r in may for s in graph.subjects(RDFS.subClassOf, r)}
        asks = {r for r in restrictions if graph.value(r, OWL.onProperty) == tl("matter")}
        (application,) = {
            c
            for r in asks
            for both in graph.subjects(OWL.intersectionOf, None)
            if r in Collection(graph, graph.value(both, OWL.intersectionOf))
            for c in graph.subjects(OWL.equivalentClass, both)
        }
        limits = {graph.value(o, OWL.allValuesFrom) for o in graph.objects(application, RDFS.subClassOf)}
        assert limits == {asker}


def test_ws218_categories_have_typed_codes(graph: Graph) -> None:
    skos = "http://www.w3.org/2004/02/skos/core#"
    codes = {
        str(code): str(graph.value(s, URIRef(skos + "prefLabel")))
        for s, code in graph.subject_objects(URIRef(skos + "notation"))
        if code.datatype == tl("WS218")
    }
    given = {
        "A100": "综合医院", "A210": "中医(综合)医院", "A520": "精神病医院", "A527": "康复医院", "A710": "护理院",
        "A720": "护理站", "B100": "社区卫生服务中心", "B200": "社区卫生服务站",
    }  # fmt: skip
    assert given.items() <= codes.items()
    for match in ("exactMatch", "narrowMatch", "broadMatch"):
        for concept in graph.objects(None, URIRef(skos + match)):
            if "/ws218/" in str(concept):
                assert str(concept).rpartition("/")[2] in codes
