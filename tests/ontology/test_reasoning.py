"""HermiT and the run-time vocabulary draw the same conclusions from the ontology, compared completely."""

from __future__ import annotations

import socket
from itertools import combinations

import pytest
from rdflib import OWL, RDF, RDFS, BNode, Graph, Literal, URIRef
from rdflib.collection import Collection
from reasoning import PREFIXES, TL, Inferred, declared, logic, need_java, reason

from policy_dsl.terminology.compile import compile_vocabulary
from policy_dsl.vocabulary import Term, Vocabulary

PROBE = "urn:probe:"

IN_HOUSE = "内设医疗机构"
"""Told apart by its founder, not by its registered category: an institution may be that and an 医务室 or a 门诊部."""


@pytest.fixture(scope="session", autouse=True)
def _java() -> None:
    need_java()


@pytest.fixture(scope="session")
def axioms(texts: dict[str, str]) -> list[str]:
    """The TBox: everything but the regions, which are individuals."""
    return [text for name, text in texts.items() if not name.endswith("regions.ttl")]


@pytest.fixture(scope="session")
def iri(vocabulary: Vocabulary) -> dict[str, str]:
    return {label: t.iri for label, t in vocabulary.terms.items()}


def _applications(graph: Graph) -> dict[str, str]:
    """The class of applications for each matter, as the axioms define it."""
    found = {}
    for restriction, matter in graph.subject_objects(OWL.hasValue):
        if graph.value(restriction, OWL.onProperty) == URIRef(TL + "matter"):
            both = next(s for s in graph.subjects(OWL.intersectionOf) if restriction in _items(graph, s))
            found[str(matter)] = str(graph.value(None, OWL.equivalentClass, both))
    return found


def _items(graph: Graph, node: object) -> Collection:
    return Collection(graph, graph.value(node, OWL.intersectionOf))


def _askers(graph: Graph) -> dict[str, str]:
    """The class of facilities that may ask for each matter, as the axioms define it."""
    return {
        str(matter): str(graph.value(None, RDFS.subClassOf, restriction))
        for restriction, matter in graph.subject_objects(OWL.hasValue)
        if graph.value(restriction, OWL.onProperty) == URIRef(TL + "mayAsk")
    }


@pytest.fixture(scope="session")
def graph(axioms: list[str]) -> Graph:
    return logic(axioms)


@pytest.fixture(scope="session")
def inferred(axioms: list[str], vocabulary: Vocabulary) -> Inferred:
    """One run over the TBox with one individual of each facility type, and a class for every question asked of it.

    `matter/type`: the applications for a matter whose applicant is of a type and of no other, as applicants are who choose
    the one type that they apply as. `type+type`: what is of both.
    """
    graph = logic(axioms)
    applications = _applications(graph)
    kinds = [URIRef(t.iri) for t in vocabulary.types.values()]
    for term in vocabulary.types.values():
        graph.add((URIRef(PROBE + _name(term)), RDF.type, URIRef(term.iri)))
        others, not_others, only = BNode(), BNode(), BNode()
        for node in (others, not_others, only):
            graph.add((node, RDF.type, OWL.Class))
        _list(graph, others, OWL.unionOf, [k for k in kinds if str(k) != term.iri])
        graph.add((not_others, OWL.complementOf, others))
        _list(graph, only, OWL.intersectionOf, [URIRef(term.iri), not_others])
        for matter in vocabulary.matters.values():
            asked = BNode()
            graph.add((asked, RDF.type, OWL.Restriction))
            graph.add((asked, OWL.onProperty, URIRef(TL + "applicant")))
            graph.add((asked, OWL.someValuesFrom, only))
            _subclass(graph, f"{_name(matter)}/{_name(term)}", URIRef(applications[matter.iri]), asked)
    for one, other in combinations(vocabulary.types.values(), 2):
        _subclass(graph, f"{_name(one)}+{_name(other)}", URIRef(one.iri), URIRef(other.iri))
    return reason(graph)


def _name(term: Term) -> str:
    """The local name of a term: what HermiT writes of other letters is not read back whole."""
    return term.iri.removeprefix(TL)


def _list(graph: Graph, node: BNode, relation: URIRef, members: list[URIRef | BNode]) -> None:
    items = BNode()
    Collection(graph, items, members)
    graph.add((node, relation, items))


def _subclass(graph: Graph, name: str, *above: URIRef | BNode) -> None:
    probe = URIRef(PROBE + name)
    graph.add((probe, RDF.type, OWL.Class))
    for node in above:
        graph.add((probe, RDFS.subClassOf, node))


def _probes(found: Inferred, sign: str, vocabulary: Vocabulary) -> set[tuple[str, str]]:
    """The pairs of labels whose class of that sign is impossible."""
    labels = {_name(t): t.label for t in (*vocabulary.types.values(), *vocabulary.matters.values())}
    names = (c.removeprefix(PROBE) for c in found.unsatisfiable if c.startswith(PROBE) and sign in c)
    return {(labels[a], labels[b]) for a, _, b in (n.partition(sign) for n in names)}


def test_consistent_and_nothing_of_ours_is_unsatisfiable(inferred: Inferred, graph: Graph) -> None:
    assert inferred.consistent
    assert {c for c in inferred.unsatisfiable if not c.startswith(PROBE)} == set()
    assert inferred.above is not None
    assert set(declared(graph, OWL.Class)) <= set(inferred.above)


def test_consistent_with_the_regions(texts: dict[str, str]) -> None:
    found = reason(logic(texts.values()))
    assert found.consistent
    assert not found.unsatisfiable


def test_the_inferred_hierarchy_is_that_of_the_vocabulary(
    inferred: Inferred, vocabulary: Vocabulary, graph: Graph, iri: dict[str, str]
) -> None:
    """Of facility types, classes of them and askers: one stands under another exactly where its members are among its."""
    types = vocabulary.types
    members = {iri[t]: frozenset({t}) for t in types}
    members |= {c.iri: frozenset(c.members) for c in vocabulary.of_kind("class").values()}
    members |= {asker: frozenset(vocabulary.matters[m].members) for m, asker in _labelled(graph, vocabulary).items()}
    members[TL + "Facility"] = frozenset({*types, "anything else"})
    expected = {(a, b) for a in members for b in members if members[a] <= members[b]}
    assert inferred.above is not None
    assert {(a, b) for a in members for b in inferred.above[a] if b in members} == expected
    assert len(members) == len(types) + len(vocabulary.of_kind("class")) + len(vocabulary.matters) + 1


def _labelled(graph: Graph, vocabulary: Vocabulary) -> dict[str, str]:
    askers = _askers(graph)
    assert set(askers) == {m.iri for m in vocabulary.matters.values()}
    return {m.label: askers[m.iri] for m in vocabulary.matters.values()}


def test_inferred_types_and_askers_of_instances_are_those_of_the_vocabulary(
    inferred: Inferred, vocabulary: Vocabulary, graph: Graph
) -> None:
    """One institution of each type: the classes it falls in, and the matters it may ask for, by class and by property."""
    assert inferred.types is not None
    classes = {c.iri: c.label for c in (*vocabulary.types.values(), *vocabulary.of_kind("class").values())}
    askers = {asker: matter for matter, asker in _labelled(graph, vocabulary).items()}
    matters = {m.iri: m.label for m in vocabulary.matters.values()}
    by_class, by_asker, by_property = {}, {}, {}
    for label, term in vocabulary.types.items():
        probe = PROBE + _name(term)
        found = inferred.types[probe]
        by_class[label] = {classes[c] for c in found if c in classes}
        by_asker[label] = {askers[c] for c in found if c in askers}
        by_property[label] = {matters[o] for s, p, o in inferred.values if s == probe and p == TL + "mayAsk"}
    held = vocabulary.of_kind("class").values()
    assert by_class == {t: {t, *(c.label for c in held if t in c.members)} for t in vocabulary.types}
    asked = {t: {m.label for m in vocabulary.matters.values() if t in m.members} for t in vocabulary.types}
    assert by_asker == asked
    assert by_property == asked


def test_who_may_not_ask_contradicts_the_ontology(inferred: Inferred, vocabulary: Vocabulary) -> None:
    """Every application of a type that may not ask is impossible, every other one is possible: all 8 × 29 pairs."""
    refused = {(m.label, t) for m in vocabulary.matters.values() for t in vocabulary.types if t not in m.members}
    assert _probes(inferred, "/", vocabulary) == refused
    assert len(refused) > 50


def test_types_exclude_each_other(inferred: Inferred, vocabulary: Vocabulary) -> None:
    """No institution is of two registered categories; an in-house one may be of any medical category besides."""
    medical = vocabulary.terms["医疗机构"].members
    possible = set(combinations(vocabulary.types, 2)) - _probes(inferred, "+", vocabulary)
    assert {frozenset(p) for p in possible} == {frozenset({IN_HOUSE, t}) for t in medical if t != IN_HOUSE}


MATTERS = (
    "tl:newInpatientBeds tl:newOutpatient tl:newPersonalAccount tl:newPharmacy tl:dualChannel tl:newHomeCare tl:newCareBeds "
    "tl:newDementiaBeds"
)

CONTRADICTIONS = {
    "a pharmacy asks for beds": ":a a tl:Application ; tl:matter tl:newInpatientBeds ; tl:applicant [ a tl:Pharmacy ] .",
    "an institution is 养老机构 and 医院": ":f a tl:ElderlyCareHome , tl:Hospital .",
    "an institution is of two categories": ":f a tl:Clinic , tl:GeneralHospital .",
    "a medical institution is a pharmacy": ":f a tl:MedicalFacility , tl:Pharmacy .",
    "an application for two matters": ":a tl:matter tl:newPharmacy , tl:dualChannel .",
    "an application of two institutions": ":a tl:applicant :f , :g . :f owl:differentFrom :g .",
    "a matter that no clause knows": f":a tl:matter :m . [] a owl:AllDifferent ; owl:distinctMembers ( :m {MATTERS} ) .",
    "a region is a county and a prefecture": ":r a tl:County , tl:Prefecture .",
    "an institution is a region": ":f a tl:Facility , tl:Region .",
    "a bed category that is a grade": ":a tl:bedCategory tl:grade2 .",
    "an application that is an institution": ":a tl:applicant :f . :f tl:applicant :a .",
    "a norm restricts and exempts": ":n a tl:Prohibition , tl:Exemption .",
    "an exemption defeats itself": ":n a tl:Exemption ; tl:defeats :n .",
    "a number that is no number": ':a tl:bedsRequested "many" .',
    "a negative number of beds": ":a tl:bedsRequested -5 .",
}

CONSISTENT = {
    "a hospital asks for beds": ":a a tl:Application ; tl:matter tl:newInpatientBeds ; tl:applicant [ a tl:GeneralHospital ] .",
    "a university's infirmary": ":f a tl:Infirmary , tl:InHouseFacility ; tl:sponsor tl:university .",
    "several project levels": ":f tl:keyProject tl:cityProject , tl:provincialProject .",
    "an asker of no known type": ":a a tl:Application ; tl:matter tl:newPharmacy ; tl:applicant [ a tl:Facility ] .",
}  # fmt: skip


@pytest.mark.parametrize("case", CONTRADICTIONS)
def test_a_seeded_contradiction_is_caught(graph: Graph, case: str) -> None:
    assert not reason(graph + logic([PREFIXES + CONTRADICTIONS[case]])).consistent


def test_what_is_no_contradiction_is_none(graph: Graph) -> None:
    held = [f"@prefix : <urn:test:{i}:> .\n{text}" for i, text in enumerate(CONSISTENT.values())]
    assert reason(graph + logic(PREFIXES + text for text in held)).consistent


def test_a_seeded_fault_of_the_classes_makes_one_unsatisfiable(graph: Graph) -> None:
    found = reason(graph + logic([PREFIXES + "tl:Pharmacy rdfs:subClassOf tl:MedicalFacility ."]))
    assert TL + "Pharmacy" in found.unsatisfiable


def test_a_changed_class_is_noticed(texts: dict[str, str], vocabulary: Vocabulary, iri: dict[str, str]) -> None:
    """The comparison is no tautology: the compiler reads the axioms by itself, and both see a moved member."""
    moved = "( tl:NursingHospital tl:NursingCentre tl:NursingStation )"
    changed = {n: t.replace(moved, "( tl:NursingHospital tl:NursingCentre )", 1) for n, t in texts.items()}
    assert changed != texts
    other = Vocabulary(compile_vocabulary(changed))
    assert set(vocabulary.terms["专业护理机构"].members) - set(other.terms["专业护理机构"].members) == {"护理站"}
    found = reason(logic([t for n, t in changed.items() if not n.endswith("regions.ttl")]))
    assert found.above is not None
    assert iri["专业护理机构"] not in found.above[iri["护理站"]]


def test_no_import_is_followed(texts: dict[str, str], monkeypatch: pytest.MonkeyPatch) -> None:
    """An owl:imports, also of a file that exists nowhere, opens no connection, in the compiler or before HermiT."""

    def refuse(*_: object, **__: object) -> None:
        raise AssertionError("a connection was opened")

    monkeypatch.setattr(socket.socket, "connect", refuse)
    monkeypatch.setattr(socket, "getaddrinfo", refuse)
    seeded = dict(texts)
    name = next(n for n in texts if n.endswith("core.ttl"))
    for target in ("http://www.w3.org/ns/prov-o", "http://127.0.0.1:9/x.ttl", "file:///tmp/no-such-file.ttl"):
        seeded[name] += f"\n<https://w3id.org/tiaoli/ns> owl:imports <{target}> .\n"
    assert compile_vocabulary(seeded) == compile_vocabulary(texts)
    assert reason(logic(seeded.values())).consistent
    whole = Graph()
    for text in texts.values():
        whole.parse(data=text, format="turtle")
    assert not list(whole.triples((None, OWL.imports, None)))
    assert Literal("1.0.0") in set(whole.objects(URIRef("https://w3id.org/tiaoli/ns"), OWL.versionInfo))
