"""The data shapes: complete against the ontology, silent on what is missing, and each impossible fact found and cited."""

from __future__ import annotations

import re
from datetime import date
from typing import Any

import pytest
import rdflib
from rdflib import RDF, Graph, Namespace, URIRef
from rdflib.collection import Collection

from policy_dsl.vocabulary import Term, Vocabulary
from reasoner.driver import current_rule_base
from reasoner.graphs import namespaces as n
from reasoner.graphs.application_nodes import applications
from reasoner.graphs.graph_builder import Resource
from reasoner.graphs.graph_files import load_graph
from reasoner.graphs.shapes import findings, parsed_shapes, results, shapes
from reasoner.graphs.term_iris import Terms
from reasoner.graphs.validation_findings import SHAPE, Finding
from reasoner.graphs.write import turtle

SH, TL, S = Namespace(n.SH), Namespace(n.TL), Namespace(SHAPE)
FILES = ("application.ttl", "relations.ttl")


@pytest.fixture(scope="module")
def graph() -> Graph:
    return shapes("application.ttl")


@pytest.fixture(scope="module")
def vocabulary() -> Vocabulary:
    return current_rule_base.rule_base().vocabulary


def listed(graph: Graph, shape: URIRef) -> set[str]:
    """The values of sh:in of a shape."""
    (head,) = graph.objects(shape, SH["in"])
    return {str(v) for v in Collection(graph, head)}


# --- complete against the ontology ---------------------------------------------------------------------------


def test_shapes_are_read_as_written_whatever_was_validated_before() -> None:
    parsed_shapes.cache_clear()
    rdflib.NORMALIZE_LITERALS = True  # as pySHACL leaves it
    assert {"true", "false", "1", "0"} <= listed(shapes("application.ttl"), S["designated"])


def test_lists_are_those_of_the_ontology(graph: Graph, vocabulary: Vocabulary, terms: Terms) -> None:
    types = {t.iri for t in vocabulary.types.values()}
    assert listed(graph, S["FacilityType"]) == types
    assert types | {t.iri for t in vocabulary.of_kind("class").values()} <= listed(graph, S["KnownClass"])
    assert listed(graph, S["matter"]) == {m.iri for m in vocabulary.matters.values()}
    assert listed(graph, S["Region"]) == {r.iri for r in vocabulary.regions.values()}
    divisions = {r.iri for r in vocabulary.regions.values() if r.level in ("county", "prefecture")}
    assert listed(graph, S["location"]) == divisions
    assert listed(graph, S["Indicator"]) == set(terms.observable)
    for term in vocabulary.facts.values():
        if term.datatype == "category" and term.label not in ("事项", "类型"):
            bare = {"true", "false", "1", "0"} if term.yes_no else set()
            assert listed(graph, S[local(term)]) == set(terms.values(term)) | bare, term.label


def test_who_may_ask_is_that_of_the_ontology(graph: Graph, vocabulary: Vocabulary) -> None:
    for matter in vocabulary.matters.values():
        allowed = {vocabulary.types[t].iri for t in matter.members}
        assert listed(graph, S[f"{local(matter)}-types"]) == allowed, matter.label


def local(term: Term) -> str:
    return term.iri.removeprefix(n.TL)


def test_every_fact_has_its_shape_with_its_bounds_and_clause(graph: Graph, vocabulary: Vocabulary) -> None:
    for term in vocabulary.facts.values():
        regional = term.subject in ("地区", "镇街", "文件")
        shape = S[local(term) + ("-value" if regional else "")]
        assert set(graph.objects(shape, TL.checks)) == {URIRef(term.iri)}, term.label
        cited = {str(c).removeprefix(n.CLAUSE) for c in graph.objects(shape, URIRef(n.SOURCE))}
        assert cited == ({term.source} if term.source else set()), term.label
        low, high = graph.value(shape, SH.minInclusive), graph.value(shape, SH.maxInclusive)
        assert ("" if low is None else str(low), "" if high is None else str(high)) == (term.minimum, term.maximum), (
            term.label
        )


def test_every_shape_speaks_chinese_and_has_a_name(graph: Graph) -> None:
    for name in (*FILES, "corpus.ttl"):
        held = shapes(name)
        for shape in held.subjects(RDF.type, SH.PropertyShape):
            assert isinstance(shape, URIRef), shape
            (message,) = held.objects(shape, SH.message)
            assert message.language == "zh", shape
            assert re.search("[\u4e00-\u9fff]", message), shape
        for constraint in held.subjects(RDF.type, SH.SPARQLConstraint):
            assert list(held.objects(constraint, SH.message)), name


def test_clauses_cited_by_shapes_exist() -> None:
    clauses = {c for d in current_rule_base.rule_base().documents.values() for c in d.clauses}
    for name in FILES:
        for cited in shapes(name).objects(None, URIRef(n.SOURCE)):
            assert str(cited).removeprefix(n.CLAUSE) in clauses


def test_the_core_file_is_core(graph: Graph) -> None:
    """Any SHACL validator can use it: no SPARQL, no advanced features."""
    used = {p for p in graph.predicates() if str(p).startswith(n.SH)}
    advanced = {SH.sparql, SH.select, SH.target, SH.rule, SH.js, SH.expression, SH.prefixes}
    assert not used & advanced


def test_days_are_those_of_the_calendar(graph: Graph) -> None:
    """From 1900 to 2199, and no other: the pattern of a day is exact, leap years included."""
    day = re.compile(str(graph.value(S.Day, SH.pattern)))
    moment = re.compile(str(graph.value(S.Moment, SH.pattern)))
    sound = {date.fromordinal(d).isoformat() for d in range(date(1900, 1, 1).toordinal(), date(2200, 1, 1).toordinal())}
    tried = {f"{y:04}-{m:02}-{d:02}" for y in range(1896, 2205) for m in range(14) for d in range(33)}
    assert sound < tried
    assert {d for d in tried if day.fullmatch(d)} == sound
    leaps = {d for d in tried if "-02-" in d}
    assert {d for d in leaps if moment.fullmatch(f"{d}T00:00:00Z")} == sound & leaps


# --- what they find ------------------------------------------------------------------------------------------

HEAD = """@prefix tl: <https://w3id.org/tiaoli/ns#> .
@prefix r: <https://w3id.org/tiaoli/region/> .
@prefix ex: <https://example.org/> .
@prefix xsd: <http://www.w3.org/2001/XMLSchema#> .
@prefix sosa: <http://www.w3.org/ns/sosa/> .
ex:a a tl:Application ; tl:identifier "A" ; tl:matter tl:newInpatientBeds ; tl:applicant ex:f ; tl:observed ex:o .
ex:f a tl:GeneralHospital .
ex:o sosa:observedProperty tl:bedOccupancy ; sosa:hasFeatureOfInterest r:370214 .
"""
VALUE = "ex:o sosa:hasSimpleResult 0.74 .\n"
SEEN = """ex:p sosa:observedProperty tl:{0} ; sosa:hasFeatureOfInterest r:370200 ; sosa:hasSimpleResult {1} .
ex:q sosa:observedProperty tl:{2} ; sosa:hasFeatureOfInterest r:370200 ; sosa:hasSimpleResult {3} ."""

FOUND = [
    (VALUE + "ex:a tl:bedsRequested -3 .", "床位数", "bedsRequested", "F125"),
    (VALUE + "ex:a tl:bedsRequested 0 .", "床位数", "bedsRequested", "F125"),
    (VALUE + "ex:a tl:bedsRequested 1.5 .", "床位数", "bedsRequested", "F126"),
    (VALUE + "ex:a tl:bedsRequested 3 , 4 .", "床位数", "bedsRequested", "G109"),
    (VALUE + "ex:a tl:bedsRequested 3e0 .", "床位数", "bedsRequested", "G106"),
    (VALUE + "ex:a tl:sameTypeWithin15Minutes -1 .", "步行15分钟内同类型定点机构数", "sameTypeWithin15Minutes", "F125"),
    ("ex:o sosa:hasSimpleResult 7.4 .", "床位使用率", "bedOccupancy-value", "F125"),
    ("ex:o sosa:hasSimpleResult 7.4e-1 .", "床位使用率", "bedOccupancy-value", "G106"),
    ('ex:o sosa:hasSimpleResult "74%" .', "床位使用率", "bedOccupancy-value", "G107"),
    ("ex:o sosa:hasSimpleResult 0.1 , 0.2 .", "床位使用率", "bedOccupancy-value", "G109"),
    ("", "床位使用率", "valued", "F114"),
    (VALUE + "ex:o tl:asAt 2024 .", "床位使用率", "asAt", "G107"),
    (VALUE + "ex:f tl:designated 1 .", "已定点", "designated", "G112"),
    (VALUE + "ex:f tl:grade tl:grade9 .", "等级", "grade", "G112"),
    (VALUE + "ex:f tl:location r:370299 .", "所在地", "location", "G113"),
    (VALUE + "ex:f tl:location r:370200-sbj .", "所在地", "location", "G113"),
    (VALUE + "ex:f a tl:TcmHospital .", "类型", "facilityType", "G116"),
    (VALUE + "ex:f a tl:Hospitall .", "类型", "knownClass", "G112"),
    (VALUE.replace("ex:o", "ex:o sosa:hasFeatureOfInterest r:370299 ;"), "床位使用率", "KnownPlace", "G113"),
    (VALUE + "ex:p sosa:observedProperty tl:bedOccupansy ; sosa:hasFeatureOfInterest r:370214 ; sosa:hasSimpleResult 1 .",
     "", "Observable", "G112"),
    (VALUE + "ex:b a tl:Application ; tl:identifier 'B' ; tl:matter tl:newPharmacy ; tl:applicant ex:f .",
     "事项", "newPharmacy-asker", "F121"),
    (VALUE + SEEN.format("purchasedPsychiatricBeds", 101, "psychiatricBeds", 100),
     "医保购买精神床位数", "purchasedPsychiatricBeds-within-psychiatricBeds", "G119"),
    (VALUE + SEEN.format("dementiaBeds", 11, "careBeds", 10), "失智专区床位数", "dementiaBeds-within-careBeds", "G119"),
    (VALUE + SEEN.format("residents", 10, "residents", 10), "常住人口", "once", "F131"),
]  # fmt: skip


def found(text: str, terms: Terms, *files: str) -> list[Finding]:
    return findings(load_graph((HEAD + text).encode(), "graph.ttl"), terms, *(files or FILES))


def test_nothing_is_wrong_with_a_sound_graph(terms: Terms) -> None:
    assert found(VALUE, terms) == []


@pytest.mark.parametrize(("text", "fact", "shape", "code"), FOUND)
def test_impossible_facts_are_found(text: str, fact: str, shape: str, code: str, terms: Terms) -> None:
    every = found(text, terms)
    assert (fact, shape, code) in {(f.fact, f.shape.removeprefix(SHAPE), f.code) for f in every}, every
    for finding in every:
        assert re.search("[\u4e00-\u9fff]{4}", finding.message)
        assert finding.where.startswith("graph.ttl: <https://example.org/")


def test_the_clause_that_asks_is_cited(terms: Terms) -> None:
    (finding,) = found("ex:o sosa:hasSimpleResult 7.4 .", terms)
    assert finding.asked_by == ("qingdao-2023-18-medical/3.1.p2",)
    assert "现为 「7.4」" in finding.message


def test_missing_facts_are_no_violation(terms: Terms, examples: list[dict[str, Any]]) -> None:
    """Every part of the examples may be left out, one by one, down to 编号 and 事项."""
    fewer = [{k: v for k, v in e.items() if k != left} for e in examples for left in e if left not in ("编号", "事项")]
    fewer += [{"编号": "", "事项": example["事项"]} for example in examples]
    numbered = [less | {"编号": f"N-{i}"} for i, less in enumerate(fewer)]
    assert len(numbered) > 40
    text = turtle(applications(current_rule_base.reader().read(numbered, "2024-05-01"), terms))
    data = Graph().parse(data=text, format="turtle")
    assert results(data, "application.ttl")[0]


def test_a_stated_unknown_is_no_violation(terms: Terms) -> None:
    text = "ex:o tl:unknown sosa:hasSimpleResult . ex:f tl:unknown tl:grade , tl:location ; tl:unproved tl:keyProject ."
    assert found(text, terms) == []


def test_a_graph_cannot_make_its_own_regions_and_types(terms: Terms) -> None:
    text = VALUE + "r:370299 a tl:County . ex:f tl:location r:370299 . tl:Shop a tl:GeneralHospital . ex:f a tl:Shop ."
    assert {f.code for f in found(text, terms)} == {"G113", "G112"}


def test_shapes_alone_suffice(terms: Terms) -> None:
    """pySHACL as anybody runs it, without our code and without the ontology."""
    from pyshacl import validate

    data = Graph().parse(data=HEAD + "ex:o sosa:hasSimpleResult 7.4 .", format="turtle")
    ok, report, _ = validate(data, shacl_graph=shapes("application.ttl"))
    (result,) = report.objects(None, SH.result)
    assert not ok
    assert report.value(result, SH.sourceShape) == S["bedOccupancy-value"]
    assert report.value(result, SH.focusNode) == URIRef("https://example.org/o")


@pytest.mark.parametrize("shared", [False, True])
def test_relations_hold_where_observations_meet(shared: bool, terms: Terms) -> None:
    """Two applications that each bring a figure of their own do not contradict each other."""
    text = """ex:b a tl:Application ; tl:identifier "B" ; tl:matter tl:newInpatientBeds ; tl:observed ex:q .
""" + SEEN.format("residents", 10, "residents", 11)
    if not shared:
        text += "\nex:a tl:observed ex:p ."
    assert [f.code for f in found(VALUE + text, terms, "relations.ttl")] == (["F131", "F131"] if shared else [])


def test_a_resource_of_every_kind_is_written_as_turtle() -> None:
    assert turtle([Resource("_:x").a(n.TL + "Facility")]).endswith("_:x a tl:Facility .\n")
