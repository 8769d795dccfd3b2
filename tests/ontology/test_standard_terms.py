"""Terms of SKOS, PROV-O, ELI, QUDT, GeoSPARQL and SOSA stand where they exist; none of ours says the same again."""

from __future__ import annotations

import re

import pytest
from rdflib import OWL, RDF, RDFS, Graph, URIRef, namespace

from policy_dsl.rdf_namespaces import SCHEMES

TL = "https://w3id.org/tiaoli/ns#"
ELI = "http://data.europa.eu/eli/ontology#"
QUDT = "http://qudt.org/schema/qudt/"
UNIT = "http://qudt.org/vocab/unit/"
ODRL = "http://www.w3.org/ns/odrl/2/"
LEGAL_RULE_ML = "http://docs.oasis-open.org/legalruleml/ns/v1.0/"

# The terms of vocabularies that rdflib does not carry, as far as they could concern us.
_ELI_TERMS = (
    "LegalResource LegalResourceSubdivision LegalExpression Format ComplexWork WorkSubdivision Work Expression Manifestation "
    "Agent InForce is_part_of has_part cites cited_by cites_by changes changed_by amends amended_by repeals repealed_by "
    "based_on basis_for consolidates consolidated_by corrects corrected_by commences commenced_by transposes transposed_by "
    "implements implemented_by applies applied_by related_to is_about jurisdiction type_document type_subdivision "
    "relevant_for passed_by responsibility_of responsibility_of_agent publisher publisher_agent published_in publishes "
    "rights rightsholder licence legal_value version version_date language title title_alternative title_short description "
    "id_local uri_schema number date_document date_publication date_applicability first_date_entry_in_force "
    "date_no_longer_in_force in_force realizes is_realized_by embodies is_embodied_by is_exemplified_by format is_member_of "
    "has_member has_annex is_annex_of has_translation is_translation_of"
)
_QUDT_TERMS = (
    "Unit Quantity QuantityKind QuantityValue Datatype Enumeration hasUnit unit hasQuantityKind quantityKind "
    "numericValue value quantityValue hasDimensionVector conversionMultiplier symbol ucumCode standardUncertainty "
    "applicableUnit minInclusive maxInclusive lowerBound upperBound"
)
CLOSED = {
    ELI: set(_ELI_TERMS.split()),
    QUDT: set(_QUDT_TERMS.split()),
    ODRL: set("Constraint and or operator lt lteq gt gteq eq".split()),
    LEGAL_RULE_ML: set("Obligation Permission Prohibition Bearer AuxiliaryParty Override".split()),
    UNIT: {"UNITLESS", "PERCENT", "NUM", "CCY_CNY", "MIN", "YR", "MO"},
}

# Read off the module: pytest looks into everything a test module names, and these warn about every look.
NAMESPACES = {n: getattr(namespace, n) for n in ("SKOS", "PROV", "GEO", "SOSA", "DCTERMS", "ORG", "TIME")}

SAME_NAME = {
    "Role": "a word by which a clause calls a subject; prov:Role and org:Role are functions that an agent has",
    "Value": "a named value of a category; prov:value is the literal that an entity is",
    "location": "the county of an institution, below geo:sfWithin; dcterms:Location and prov:Location are classes",
    "order": "the place of a term among its kind; prov:order is of the documentation of PROV's own terms",
    "datatype": "ratio, count, category … of a fact; qudt:Datatype is a class of encodings",
    "subject": "whose a fact is; dcterms:subject is what a document is about",
    "changedBy": "who could change a fact; org:changedBy and eli:changed_by are events and acts that did",
    "alternative": "the reading not taken; dcterms:alternative is another title",
    "used": "the reading taken, a text; prov:used is what an activity used",
    "about": "the facts of a topic; eli:is_about is the subject of a legal resource",
    "Operator": "one way to compare two sums; odrl:operator is the property",
    "operator": "how two sums compare; odrl:operator joins one left operand to one right operand",
    "part": "a part of a condition; dcterms:hasPart and eli:has_part are of works",
    "Prohibition": "a norm of a held text that decides an application; lrml:Prohibition is of a bearer's acts",
    "Permission": "a norm of a held text that decides an application; lrml:Permission is of a bearer's acts",
    "bearer": "who bears a duty, by the word of the text; lrml:Bearer is a party of a formula",
    "start": "an offset in a text; prov:Start and time:hasBeginning are of time",
    "end": "an offset in a text; prov:End and time:hasEnd are of time",
}
"""A coined term that bears the name of a standard one and means another thing, with the difference."""

BELOW = {
    "Application": namespace.PROV.Entity,
    "Facility": namespace.PROV.Organization,
    "Region": namespace.GEO.Feature,
    "Township": namespace.GEO.Feature,
    "Determination": namespace.SOSA.Observation,
    "Indicator": namespace.SOSA.ObservableProperty,
    "Document": URIRef(ELI + "LegalResource"),
    "Clause": URIRef(ELI + "LegalResourceSubdivision"),
    "PossibleNorm": namespace.PROV.Entity,
    "Norm": namespace.PROV.Entity,
    "Reading": namespace.PROV.Entity,
    "Verdict": namespace.PROV.Entity,
    "Assessment": namespace.PROV.Activity,
    "Agent": namespace.PROV.Agent,
    "Unit": URIRef(QUDT + "Unit"),
    "Matter": namespace.SKOS.Concept,
    "Nature": namespace.SKOS.Concept,
    "Topic": namespace.SKOS.Concept,
    "Provider": namespace.SKOS.Concept,
    "Role": namespace.SKOS.Concept,
    "Value": namespace.SKOS.Concept,
}
"""Each class of things that a standard has a class for, and that class."""


@pytest.fixture(scope="module")
def graph(texts: dict[str, str]) -> Graph:
    graph = Graph()
    for text in texts.values():
        graph.parse(data=text, format="turtle")
    return graph


def _split(iri: str) -> tuple[str, str]:
    at = max(iri.rfind("#"), iri.rfind("/")) + 1
    return iri[:at], iri[at:]


def _standard() -> dict[str, set[str]]:
    """Every standard term by its namespace."""
    known = dict(CLOSED)
    for terms in NAMESPACES.values():
        known[str(terms)] = {_split(str(t))[1] for t in dir(terms) if not t.startswith("_")}
    return known


def _plain(name: str) -> str:
    """A name without the conventions of its vocabulary: hasUnit, has_unit and unit are one."""
    return re.sub(r"^(has|is)(?=.)", "", name.replace("_", "").lower())


def test_every_term_of_a_standard_is_one(graph: Graph) -> None:
    """No standard term is misspelt, or made up in a namespace that is not ours."""
    standard = _standard()
    built_in = {str(RDF), str(RDFS), str(OWL), "http://www.w3.org/2001/XMLSchema#"}
    for iri in {str(t) for triple in graph for t in triple if isinstance(t, URIRef)}:
        where, name = _split(iri)
        if not iri.startswith("https://w3id.org/tiaoli") and where not in built_in | {"https://spdx.org/licenses/"}:
            assert where in standard, iri
            assert name in standard[where], iri


def test_the_standards_are_used(graph: Graph) -> None:
    used = {_split(str(t))[0] for triple in graph for t in triple if isinstance(t, URIRef)}
    assert {
        str(namespace.SKOS),
        str(namespace.PROV),
        str(namespace.GEO),
        str(namespace.SOSA),
        str(namespace.DCTERMS),
        ELI,
        QUDT,
        UNIT,
    } <= used


def test_no_coined_term_doubles_a_standard_one(graph: Graph) -> None:
    """A term of ours named like a standard one stands below it, or means another thing."""
    by_name: dict[str, set[str]] = {}
    for where, names in _standard().items():
        for name in names if where != UNIT else ():
            by_name.setdefault(_plain(name), set()).add(where + name)
    for kind in (OWL.Class, OWL.ObjectProperty, OWL.DatatypeProperty, OWL.AnnotationProperty):
        for node in graph.subjects(RDF.type, kind):
            name = str(node).removeprefix(TL)
            same = by_name.get(_plain(name), set()) if str(node).startswith(TL) else set()
            above = {str(o) for p in (RDFS.subClassOf, RDFS.subPropertyOf) for o in graph.transitive_objects(node, p)}
            assert not same or same & above or name in SAME_NAME, f"{name}: {same}"


@pytest.mark.parametrize("name", BELOW)
def test_a_class_stands_below_that_of_its_standard(graph: Graph, name: str) -> None:
    assert BELOW[name] in set(graph.transitive_objects(URIRef(TL + name), RDFS.subClassOf))


def test_every_class_of_ours_stands_below_a_standard_class_or_another_of_ours(graph: Graph) -> None:
    """What has no standard class above it is one of the applications or values that axioms define."""
    own = {str(c) for c in graph.subjects(RDF.type, OWL.Class) if str(c).startswith(TL)}
    loose = {
        c.removeprefix(TL)
        for c in own
        if all(str(a).startswith(TL) or not isinstance(a, URIRef)
               for a in graph.transitive_objects(URIRef(c), RDFS.subClassOf))
    }  # fmt: skip
    assert all(c.endswith("Application") for c in loose), loose


def test_what_a_standard_property_says_is_said_with_it(graph: Graph) -> None:
    """Labels, definitions, codes, units, sources and places are never said by properties of ours."""
    terms = set(graph.subjects(namespace.SKOS.inScheme))
    for node in terms:
        assert (node, namespace.SKOS.definition, None) in graph
    for kind in ("Province", "Prefecture", "County", "ManagementArea"):
        for region in graph.subjects(RDF.type, URIRef(TL + kind)):
            assert (region, namespace.SKOS.notation, None) in graph
            assert kind == "Province" or (region, namespace.GEO.sfWithin, None) in graph
    for fact in terms:
        if str(graph.value(fact, URIRef(TL + "datatype"))) in ("ratio", "count"):
            assert (fact, URIRef(QUDT + "hasUnit"), None) in graph
    for unit in graph.subjects(RDF.type, URIRef(TL + "Unit")):
        matched = {
            str(o) for p in (namespace.SKOS.exactMatch, namespace.SKOS.broadMatch) for o in graph.objects(unit, p)
        }
        assert all(m.startswith(UNIT) for m in matched)
        assert matched or (unit, namespace.SKOS.scopeNote, None) in graph, unit


def test_each_kind_of_term_is_a_concept_scheme(graph: Graph) -> None:
    """No text says of a term what it is: it stands in a scheme, which has a name and a notation of its own."""
    schemes = {
        str(s): str(graph.value(s, namespace.SKOS.notation))
        for s in graph.subjects(RDF.type, namespace.SKOS.ConceptScheme)
    }
    assert {kind: iri for iri, kind in schemes.items()} == SCHEMES
    assert {str(s) for s in graph.objects(None, namespace.SKOS.inScheme)} == set(schemes)
    assert not list(graph.subjects(URIRef(TL + "kind")))
