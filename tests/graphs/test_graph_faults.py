"""Every fault that a graph can have: its code, the node and property it is at, and all of them at once."""

from __future__ import annotations

import pytest

from policy_dsl.diagnostics import Diagnostic, Faults
from policy_dsl.error_codes.graphs import GRAPH_CODES
from reasoner.graphs.graph_reading import read_graph
from reasoner.graphs.term_iris import Terms
from reasoner.intake.application_parser import Reader

HEAD = """@prefix tl: <https://w3id.org/tiaoli/ns#> .
@prefix r: <https://w3id.org/tiaoli/region/> .
@prefix ex: <https://example.org/> .
@prefix xsd: <http://www.w3.org/2001/XMLSchema#> .
@prefix sosa: <http://www.w3.org/ns/sosa/> .
@prefix qudt: <http://qudt.org/schema/qudt/> .
@prefix prov: <http://www.w3.org/ns/prov#> .
@prefix geo: <http://www.opengis.net/ont/geosparql#> .
@prefix rdfs: <http://www.w3.org/2000/01/rdf-schema#> .
"""
SOUND = """ex:a a tl:Application ; tl:identifier "A" ; tl:matter tl:newInpatientBeds ; tl:received "2024-05-01"^^xsd:date ;
    tl:applicant ex:f ; tl:observed ex:o .
ex:f a tl:GeneralHospital ; tl:location r:370214 .
ex:o a sosa:Observation ; sosa:observedProperty tl:bedOccupancy ; sosa:hasFeatureOfInterest r:370214 .
"""
VALUE = "ex:o sosa:hasSimpleResult 0.74 .\n"

CASES = [
    # --- literals
    ("ex:o sosa:hasSimpleResult 7.4e-1 .", "G106", "ex:o sosa:hasSimpleResult(床位使用率)"),
    ('ex:o sosa:hasSimpleResult "0.74"^^xsd:float .', "G106", "ex:o sosa:hasSimpleResult(床位使用率)"),
    ('ex:o sosa:hasSimpleResult "74%" .', "G107", "ex:o sosa:hasSimpleResult(床位使用率)"),
    ("ex:o sosa:hasSimpleResult true .", "G107", "ex:o sosa:hasSimpleResult(床位使用率)"),
    ("ex:o sosa:hasSimpleResult ex:much .", "G107", "ex:o sosa:hasSimpleResult(床位使用率)"),
    ('ex:o sosa:hasSimpleResult "７４"^^xsd:integer .', "G108", "ex:o sosa:hasSimpleResult(床位使用率)"),
    ('ex:o sosa:hasSimpleResult "1e0"^^xsd:decimal .', "G108", "ex:o sosa:hasSimpleResult(床位使用率)"),
    ('ex:o sosa:hasSimpleResult "0,74"^^xsd:decimal .', "G108", "ex:o sosa:hasSimpleResult(床位使用率)"),
    (VALUE + 'ex:f tl:designated "yes"^^xsd:boolean .', "G108", "ex:f tl:designated(已定点)"),
    (VALUE + "ex:f tl:designated 1 .", "G112", "ex:f tl:designated(已定点)"),
    (VALUE + 'ex:o tl:asAt "2024-03-31" .', "G107", "ex:o tl:asAt(时点)"),
    (VALUE + 'ex:o tl:asAt "2024-03-31T00:00:00"^^xsd:dateTime .', "G107", "ex:o tl:asAt(时点)"),
    (VALUE + 'ex:o tl:asAt "2024-03-31+08:00"^^xsd:date .', "G108", "ex:o tl:asAt(时点)"),
    (VALUE + 'ex:o tl:asAt "2024-02-30"^^xsd:date .', "F128", "ex:o tl:asAt(时点)"),
    (VALUE + "ex:f tl:name 3 .", "G107", "ex:f tl:name(名称)"),
    # --- several
    (VALUE + "ex:o sosa:hasSimpleResult 0.75 .", "G109", "ex:o sosa:hasSimpleResult(床位使用率)"),
    (VALUE + "ex:o sosa:hasFeatureOfInterest r:370212 .", "G109", "ex:o sosa:hasFeatureOfInterest(对象)"),
    (VALUE + "ex:f tl:grade tl:grade2 , tl:grade3 .", "G109", "ex:f tl:grade(等级)"),
    (VALUE + 'ex:f tl:name "甲" , "乙"@zh .', "G109", "ex:f tl:name(名称)"),
    (VALUE + "ex:f a tl:TcmHospital .", "G116", "ex:f rdf:type(类型)"),
    (VALUE + "ex:a tl:applicant ex:g .", "G109", "ex:a tl:applicant(机构)"),
    # --- names
    (VALUE + "ex:a tl:bedRequested 3 .", "G111", "ex:a tl:bedRequested"),
    (VALUE + "ex:a tl:grade tl:grade2 .", "G111", "ex:a tl:grade"),
    (VALUE + "ex:f tl:unknown tl:bedsRequested .", "G111", "ex:f tl:unknown(不详)"),
    (VALUE + "ex:f tl:grade tl:grade9 .", "G112", "ex:f tl:grade(等级)"),
    (VALUE + 'ex:f tl:grade "二级" .', "G112", "ex:f tl:grade(等级)"),
    (VALUE + "ex:f a tl:Hospitall .", "G112", "ex:f rdf:type"),
    (VALUE + "ex:f a tl:PrimaryCareFacility .", "G116", "ex:f rdf:type(类型)"),
    (VALUE + "ex:a tl:bedCategory ex:big .", "G112", "ex:a tl:bedCategory(床位类别)"),
    (VALUE + "ex:p a sosa:Observation ; sosa:observedProperty tl:bedOccupansy ; sosa:hasFeatureOfInterest r:370214 .",
     "G112", "ex:p sosa:observedProperty(指标)"),
    (VALUE + "ex:p sosa:observedProperty tl:residents ; sosa:hasFeatureOfInterest r:370299 ; sosa:hasSimpleResult 1 .",
     "G113", "ex:p sosa:hasFeatureOfInterest(对象)"),
    (VALUE + "ex:p sosa:observedProperty tl:residents ; sosa:hasFeatureOfInterest ex:p ; sosa:hasSimpleResult 1 .",
     "G113", "ex:p sosa:hasFeatureOfInterest(对象)"),
    (VALUE + 'ex:p sosa:observedProperty tl:residents ; sosa:hasFeatureOfInterest "城阳区" ; sosa:hasSimpleResult 1 .',
     "G113", "ex:p sosa:hasFeatureOfInterest(对象)"),
    # --- nodes
    (VALUE + "ex:a tl:observed ex:nothing .", "G114", "ex:a tl:observed(观察值)"),
    (VALUE + 'ex:a tl:observed "0.74" .', "G114", "ex:a tl:observed(观察值)"),
    (VALUE + 'ex:f tl:township "沙子口街道" .', "G114", "ex:f tl:township(镇街)"),
    (VALUE + "ex:f tl:township [ a tl:Township ] .", "G114", "ex:f tl:township(镇街)"),
    (VALUE + "ex:f a tl:Region .", "G114", "ex:f rdf:type"),
    (VALUE + "ex:o prov:wasAttributedTo ex:nobody .", "G114", "ex:o prov:wasAttributedTo(机关)"),
    (VALUE + "ex:o tl:unknown sosa:hasSimpleResult .", "G115", "ex:o sosa:hasSimpleResult(床位使用率)"),
    (VALUE + "ex:f tl:grade tl:grade2 ; tl:unknown tl:grade .", "G115", "ex:f tl:grade(等级)"),
    (VALUE + "ex:f tl:unknown tl:facilityType .", "G115", "ex:f rdf:type(类型)"),
    (VALUE + "ex:f tl:none tl:keyProject ; tl:unproved tl:keyProject .", "G115", "ex:f tl:keyProject(重点建设项目)"),
    (VALUE + 'ex:f tl:position [ geo:asWKT "POINT(1 2 3)"^^geo:wktLiteral ] .', "G117", "ex:f tl:position(位置)"),
    (VALUE + 'ex:f tl:position [ geo:asWKT "POINT(200 36.1)"^^geo:wktLiteral ] .', "F134", "ex:f tl:position(经度)"),
    (VALUE + "ex:p a sosa:Observation ; sosa:hasFeatureOfInterest r:370214 .", "G118", "ex:p sosa:observedProperty(指标)"),
    (VALUE + "ex:p sosa:observedProperty tl:residents ; sosa:hasSimpleResult 1 .",
     "G118", "ex:p sosa:hasFeatureOfInterest(对象)"),
    (VALUE + "ex:o qudt:hasUnit tl:percent .", "F124", "ex:o qudt:hasUnit(单位)"),
    # --- what the intake finds, at its node
    ("", "F114", "ex:o sosa:hasSimpleResult(数值)"),
    ("ex:o sosa:hasSimpleResult 74 .", "F125", "ex:o sosa:hasSimpleResult(数值)"),
    (VALUE + "ex:a tl:bedsRequested -3 .", "F126", "ex:a tl:bedsRequested(床位数)"),
    (VALUE + "ex:a tl:bedsRequested 1.5 .", "F126", "ex:a tl:bedsRequested(床位数)"),
    (VALUE + 'ex:f tl:name "аптека" .', "F110", "ex:f tl:name(名称)"),
    (VALUE + "ex:p sosa:observedProperty tl:bedOccupancy ; sosa:hasFeatureOfInterest r:370214 ; sosa:hasSimpleResult 0.7 .",
     "F131", "ex:o"),
]  # fmt: skip


def faults(text: str, terms: Terms, reader: Reader, name: str = "graph.ttl") -> list[Diagnostic]:
    with pytest.raises(Faults) as error:
        read_graph((HEAD + text).encode(), terms, name).applications(reader)
    return list(error.value.diagnostics)


def place(short: str) -> str:
    return "graph.ttl: " + " ".join(
        f"<https://example.org/{w[3:]}>" if w.startswith("ex:") else w for w in short.split()
    )


def test_the_sound_graph_is_sound(terms: Terms, reader: Reader) -> None:
    (found,) = read_graph((HEAD + SOUND + VALUE).encode(), terms, "graph.ttl").applications(reader)
    assert found.where == place("ex:a")


@pytest.mark.parametrize(("added", "code", "where"), CASES)
def test_each_fault_has_its_code_and_place(added: str, code: str, where: str, terms: Terms, reader: Reader) -> None:
    found = faults(SOUND + added, terms, reader)
    assert [(f.code, f.where) for f in found] == [(code, place(where))], [f.render() for f in found]
    assert found[0].message
    assert "申请[" not in found[0].render()


def test_missing_required_facts_are_named_at_the_application(terms: Terms, reader: Reader) -> None:
    found = faults("ex:a a tl:Application ; tl:applicant ex:f . ex:f a tl:Pharmacy .", terms, reader)
    assert sorted((f.code, f.where) for f in found) == [
        ("F114", place("ex:a tl:identifier(编号)")),
        ("F114", place("ex:a tl:matter(事项)")),
        ("F114", place("ex:a tl:received(日期)")),
    ]


def test_a_fault_of_the_graph_is_not_told_again_as_a_missing_fact(terms: Terms, reader: Reader) -> None:
    text = SOUND.replace('"A"', "7.0e0").replace("tl:newInpatientBeds", "tl:newBeds") + VALUE
    assert sorted(f.code for f in faults(text, terms, reader)) == ["G107", "G112"]


def test_two_applications_with_one_number(terms: Terms, reader: Reader) -> None:
    text = SOUND + VALUE + SOUND.replace("ex:a", "ex:b")
    assert [f.code for f in faults(text, terms, reader)] == ["F132"]


def test_all_faults_at_once(terms: Terms, reader: Reader) -> None:
    added = """ex:o sosa:hasSimpleResult 7.4e-1 ; tl:asAt "2024" ; qudt:hasUnit tl:percent .
ex:a tl:bedRequested 3 ; tl:bedsRequested -3 ; tl:bedCategory ex:big ; tl:observed ex:nothing , ex:p .
ex:f tl:grade tl:grade2 , tl:grade3 ; tl:name 3 ; tl:designated "yes"^^xsd:boolean ; tl:township "某街道" .
ex:p sosa:observedProperty tl:residents ; sosa:hasFeatureOfInterest r:370299 ; sosa:hasSimpleResult 1 ; tl:asAt "2024-02-30"^^xsd:date .
"""
    found = [f.code for f in faults(SOUND + added, terms, reader)]
    assert sorted(found) == [
        "F124", "F126", "G106", "G107", "G107", "G108", "G109", "G111", "G112", "G113", "G114", "G114",
    ]  # fmt: skip


def test_the_nearest_name_is_told(terms: Terms, reader: Reader) -> None:
    (found,) = faults(SOUND + VALUE + "ex:a tl:bedRequested 3 .", terms, reader)
    assert "最接近的是「tl:bedsRequested」" in found.message
    (found,) = faults(SOUND + VALUE + 'ex:f tl:grade "二级" .', terms, reader)
    assert "tl:grade2" in found.hint
    (found,) = faults(SOUND.replace("tl:location r:370214", 'tl:location "城阳区"') + VALUE, terms, reader)
    assert "r:370214" in found.hint


def test_a_thousand_faults_are_enough(terms: Terms, reader: Reader) -> None:
    many = "".join(f"ex:a tl:x{i} 1 .\n" for i in range(3000))
    found = faults(SOUND + VALUE + many, terms, reader)
    assert len(found) <= 1001
    assert found[-1].code == "F135"


def test_nobody_else_s_observations_are_ours(terms: Terms, reader: Reader) -> None:
    """A graph may hold observations of other vocabularies, and towns in which no applicant lies."""
    text = """ex:w a sosa:Observation ; sosa:observedProperty ex:rain ; sosa:hasFeatureOfInterest ex:sky ; sosa:hasSimpleResult 3.5e0 .
ex:t a tl:Township ; rdfs:label "某镇"@zh .
ex:b a sosa:Observation ; sosa:observedProperty tl:blindSpot ; sosa:hasFeatureOfInterest ex:t ; sosa:hasSimpleResult true .
ex:x a tl:Facility ; tl:name "没有申请的机构" ."""
    (found,) = read_graph((HEAD + SOUND + VALUE + text).encode(), terms, "graph.ttl").applications(reader)
    assert {label for _, label in found.facts} == {"类型", "床位使用率"}


def test_every_code_is_explained() -> None:
    used = {c for _, c, _ in CASES if c.startswith("G")}
    assert used <= GRAPH_CODES.keys()
    assert all(len(title) <= 20 and len(text) >= 20 for title, text in GRAPH_CODES.values())
