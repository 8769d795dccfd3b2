"""Where values come from, in a graph: times of SOSA, sources of PROV-O, kinds of source of the ontology; what is not read is told."""

from __future__ import annotations

import json
import re
from pathlib import Path
from typing import Any

import pytest
from rdflib import RDF, RDFS, Graph, URIRef

from policy_dsl.diagnostics import Diagnostic, Faults
from reasoner.driver import exports
from reasoner.graphs import namespaces as n
from reasoner.graphs.application_nodes import applications
from reasoner.graphs.graph_reading import GraphInput, read_graph
from reasoner.graphs.shapes import shapes_file
from reasoner.graphs.term_iris import ORIGINS, Terms
from reasoner.graphs.write import turtle
from reasoner.intake.application_parser import Reader
from reasoner.model.application import Application, Evidence, Observation, Provenance
from reasoner.model.kinds import Origin

HEAD = """@prefix tl: <https://w3id.org/tiaoli/ns#> .
@prefix r: <https://w3id.org/tiaoli/region/> .
@prefix ex: <https://example.org/> .
@prefix xsd: <http://www.w3.org/2001/XMLSchema#> .
@prefix sosa: <http://www.w3.org/ns/sosa/> .
@prefix prov: <http://www.w3.org/ns/prov#> .
@prefix dcterms: <http://purl.org/dc/terms/> .
@prefix time: <http://www.w3.org/2006/time#> .
@prefix rdfs: <http://www.w3.org/2000/01/rdf-schema#> .
ex:a a tl:Application ; tl:identifier "A" ; tl:matter tl:newInpatientBeds ; tl:received "2024-05-01"^^xsd:date ;
    tl:applicant ex:f ; tl:observed ex:o .
ex:f a tl:GeneralHospital ; tl:location r:370214 .
ex:o a sosa:Observation ; sosa:observedProperty tl:bedOccupancy ; sosa:hasFeatureOfInterest r:370214 ; sosa:hasSimpleResult 0.74 .
"""
RATE = ("370214", "床位使用率")


def graph(text: str, terms: Terms) -> GraphInput:
    return read_graph((HEAD + text).encode(), terms, "graph.ttl")


def one(text: str, terms: Terms, reader: Reader) -> Application:
    (application,) = graph(text, terms).applications(reader)
    return application


def faults(text: str, terms: Terms, reader: Reader) -> list[Diagnostic]:
    with pytest.raises(Faults) as error:
        one(text, terms, reader)
    return list(error.value.diagnostics)


# --- the day ---------------------------------------------------------------------------------------------------

TIMES = [
    ('tl:asAt "2024-03"^^xsd:gYearMonth', "2024-03"),
    ('sosa:resultTime "2024-03-31"^^xsd:date', "2024-03-31"),
    ('sosa:resultTime "2024-03-31T09:30:00"^^xsd:dateTime', "2024-03-31"),
    ('sosa:resultTime "2024-03-31T09:30:00+08:00"^^xsd:dateTime', "2024-03-31"),
    ('sosa:resultTime "2024-03-31T20:00:00Z"^^xsd:dateTimeStamp', "2024-04-01"),
    ('sosa:phenomenonTime "2023"^^xsd:gYear', "2023"),
    ('sosa:phenomenonTime [ a time:Instant ; time:inXSDDate "2024-03-31"^^xsd:date ]', "2024-03-31"),
    ('sosa:phenomenonTime [ time:inXSDDateTimeStamp "2024-03-31T20:00:00Z"^^xsd:dateTimeStamp ]', "2024-04-01"),
    ('sosa:phenomenonTime "2023"^^xsd:gYear ; sosa:resultTime "2024-01-15T00:00:00"^^xsd:dateTime', "2023"),
    ('tl:asAt "2023"^^xsd:gYear ; sosa:phenomenonTime "2023"^^xsd:gYear', "2023"),
    ("", ""),
]  # fmt: skip


@pytest.mark.parametrize(("text", "as_at"), TIMES)
def test_times(text: str, as_at: str, terms: Terms, reader: Reader) -> None:
    (rate,) = one(f"ex:o {text} ." if text else "", terms, reader).facts[RATE]
    assert rate.as_at == as_at


BAD_TIMES = [
    ('tl:asAt "2023"^^xsd:gYear ; sosa:phenomenonTime "2024"^^xsd:gYear', "G109", "sosa:phenomenonTime"),
    ('sosa:resultTime "2024-03-31"', "G107", "sosa:resultTime"),
    ('sosa:resultTime "2024-03-31T25:00:00"^^xsd:dateTime', "G108", "sosa:resultTime"),
    ('sosa:resultTime "2024-02-30"^^xsd:date', "F128", "sosa:resultTime"),
    ("sosa:phenomenonTime [ a time:Interval ]", "G114", "sosa:phenomenonTime"),
    ('sosa:resultTime "2024-03-31"^^xsd:date , "2024-03-30"^^xsd:date', "G109", "sosa:resultTime"),
]  # fmt: skip


@pytest.mark.parametrize(("text", "code", "predicate"), BAD_TIMES)
def test_times_that_say_nothing_certain(text: str, code: str, predicate: str, terms: Terms, reader: Reader) -> None:
    (fault,) = faults(f"ex:o {text} .", terms, reader)
    assert (fault.code, fault.where) == (code, f"graph.ttl: <https://example.org/o> {predicate}(时点)")


# --- the source --------------------------------------------------------------------------------------------------

SOURCES = [
    ('dcterms:source "结算数据"', Provenance(source="结算数据")),
    ('dcterms:source [ dcterms:title "统计公报"@zh ]', Provenance(source="统计公报")),
    ("dcterms:source ex:report", Provenance(source="https://example.org/report")),
    ('prov:hadPrimarySource [ rdfs:label "统计公报"@zh ]', Provenance(source="统计公报")),
    ('prov:wasAttributedTo [ rdfs:label "市统计局"@zh ]', Provenance(source="市统计局")),
    ("tl:origin tl:fromLedger", Provenance(Origin.LEDGER)),
    ('tl:confirmedBy "某某" ; tl:validUntil "2025-12-31"^^xsd:date', Provenance(confirmed_by="某某", valid_until="2025-12-31")),
    ('tl:confirmedBy [ rdfs:label "某某" ] ; tl:validUntil "2025-12-31"^^xsd:date',
     Provenance(confirmed_by="某某", valid_until="2025-12-31")),
    ('prov:wasDerivedFrom [ dcterms:title "月报"@zh ; dcterms:identifier "3" ; tl:page "5" ]', Provenance(evidence=Evidence("月报", "3", "5"))),
    ('prov:wasDerivedFrom "月报"', Provenance(evidence=Evidence("月报"))),
    ('dcterms:source "本局台账:甲(确认人乙,有效期至2020-01-01)"', Provenance(source="本局台账:甲(确认人乙,有效期至2020-01-01)")),
]  # fmt: skip


@pytest.mark.parametrize(("text", "provenance"), SOURCES)
def test_sources(text: str, provenance: Provenance, terms: Terms, reader: Reader) -> None:
    (rate,) = one(f"ex:o {text} .", terms, reader).facts[RATE]
    assert rate.provenance == provenance


BAD_SOURCES = [
    ("tl:origin tl:fromHearsay", "F137", "tl:origin(来源类型)"),
    ('tl:origin "现场核查"', "F137", "tl:origin(来源类型)"),
    ("tl:origin tl:fromLedger , tl:fromQuery", "G109", "tl:origin(来源类型)"),
    ('dcterms:source "甲" ; prov:hadPrimarySource "乙"', "G109", "prov:hadPrimarySource(来源)"),
    ('dcterms:source [ rdfs:comment "无题" ]', "G114", "dcterms:source(来源)"),
    ('tl:confirmedBy "某某"', "F139", "tl:validUntil(有效期至)"),
    ('tl:validUntil "2025-12-31"^^xsd:date', "F139", "tl:confirmedBy(确认人)"),
    ('tl:confirmedBy "某某" ; tl:validUntil "2025"^^xsd:gYear', "G107", "tl:validUntil(有效期至)"),
    ('tl:confirmedBy "某某" ; tl:validUntil "2025-02-30"^^xsd:date', "F128", "tl:validUntil(有效期至)"),
    ('prov:wasDerivedFrom [ dcterms:identifier "3" ]', "F138", "prov:wasDerivedFrom(依据)"),
    ("prov:wasDerivedFrom ex:nothing", "F138", "prov:wasDerivedFrom(依据)"),
]  # fmt: skip


@pytest.mark.parametrize(("text", "code", "where"), BAD_SOURCES)
def test_bad_sources_are_named_at_their_node(text: str, code: str, where: str, terms: Terms, reader: Reader) -> None:
    diagnostics = faults(f"ex:o {text} .", terms, reader)
    assert (code, f"graph.ttl: <https://example.org/o> {where}") in [(d.code, d.where) for d in diagnostics]
    assert {d.code for d in diagnostics} <= {code, "F139"}


def test_the_nearest_kind_of_source_is_told(terms: Terms, reader: Reader) -> None:
    (fault,) = faults("ex:o tl:origin tl:fromLeger .", terms, reader)
    assert "最接近的是「tl:fromLedger(本局台账)」" in fault.message
    assert "tl:fromInspection(现场核查)" in fault.allowed


def test_several_organs(terms: Terms, reader: Reader) -> None:
    text = """ex:d a tl:Determination ; sosa:observedProperty tl:careSufficient ; sosa:hasFeatureOfInterest r:370214 ;
    sosa:hasSimpleResult true ; prov:wasAttributedTo "青岛市医疗保障局" , [ rdfs:label "青岛市财政局"@zh ] ; dcterms:source "收文登记" ;
    prov:wasDerivedFrom [ dcterms:title "某文件"@zh ] ."""
    (ruling,) = one(text, terms, reader).facts["370214", "照护资源相对充足"]
    assert ruling.provenance == Provenance(
        source="收文登记", determined_by=("青岛市医疗保障局", "青岛市财政局"), evidence=Evidence("某文件")
    )


# --- facts of an application and its institution -----------------------------------------------------------------

GRADE = """ex:g a sosa:Observation ; sosa:observedProperty tl:grade ; sosa:hasFeatureOfInterest ex:f ; sosa:hasResult tl:grade2 ;
    dcterms:source "执业许可证" ; tl:origin tl:fromApplication ."""


def test_a_fact_with_its_source_is_an_observation(terms: Terms, reader: Reader) -> None:
    grade = (Observation("二级", "", Provenance(Origin.APPLICATION, "执业许可证")),)
    for text in (GRADE, GRADE + "ex:f tl:grade tl:grade2 ."):
        assert one(text, terms, reader).facts["机构", "等级"] == grade
    walk = """ex:w sosa:observedProperty tl:sameTypeWithin15Minutes ; sosa:hasFeatureOfInterest ex:a ; sosa:hasSimpleResult 3 ;
    tl:origin tl:fromInspection ; sosa:resultTime "2024-04-20T10:00:00+08:00"^^xsd:dateTime ."""
    (count,) = one(walk, terms, reader).facts["申请", "步行15分钟内同类型定点机构数"]
    assert (str(count.value), count.as_at, count.provenance.origin) == ("3", "2024-04-20", Origin.ON_SITE)


@pytest.mark.parametrize(
    ("text", "code", "where"),
    [
        (GRADE + "ex:f tl:grade tl:grade3 .", "F131", "ex:g sosa:hasSimpleResult(等级)"),
        (GRADE + GRADE.replace("ex:g", "ex:h"), "F131", "ex:h sosa:hasSimpleResult(等级)"),
        (GRADE.replace("sosa:hasResult tl:grade2 ;", ""), "F136", "ex:g sosa:hasSimpleResult(等级)"),
        (GRADE.replace("tl:grade2", "tl:grade9"), "G112", "ex:g sosa:hasResult(等级)"),
        (GRADE.replace("tl:fromApplication", "tl:fromNowhere"), "F137", "ex:g tl:origin(来源类型)"),
        (GRADE.replace("tl:origin tl:fromApplication", 'tl:confirmedBy "甲"'), "F139", "ex:g tl:validUntil(有效期至)"),
        (GRADE.replace("ex:f", "r:370214"), "F116", "ex:g sosa:observedProperty(名称)"),
    ],
)
def test_faults_of_observed_facts(text: str, code: str, where: str, terms: Terms, reader: Reader) -> None:
    (fault,) = faults(text, terms, reader)
    node, place = where.split()
    assert (fault.code, fault.where) == (code, f"graph.ttl: <https://example.org/{node[3:]}> {place}")


def test_an_export_keeps_the_property_beside_the_observation(terms: Terms, reader: Reader) -> None:
    """Whoever reads only properties, or the shapes of who may ask for what, misses nothing."""
    text = turtle(applications([one(GRADE, terms, reader)], terms))
    assert "tl:grade tl:grade2" in text
    assert "sosa:hasResult tl:grade2" in text
    assert "tl:origin tl:fromApplication" in text


# --- what is not read ----------------------------------------------------------------------------------------------


def test_properties_that_are_not_read_are_told(terms: Terms, tmp_path: Path) -> None:
    text = """ex:o sosa:madeBySensor ex:s ; prov:generatedAtTime "2024-04-01T00:00:00"^^xsd:dateTime ; dcterms:created "2024" ;
    sosa:phenomenonTime "2023"^^xsd:gYear ; sosa:resultTime "2024-01-15"^^xsd:date ; dcterms:source "年报" ;
    prov:wasAttributedTo "统计局" .
ex:f prov:actedOnBehalfOf ex:g . ex:x sosa:observedProperty ex:rain ; sosa:madeBySensor ex:s ."""
    notes = graph(text, terms).notes
    lines = "\n".join(notes)
    for predicate in (
        "sosa:madeBySensor", "prov:generatedAtTime", "dcterms:created", "sosa:resultTime", "prov:actedOnBehalfOf",
        "prov:wasAttributedTo",
    ):  # fmt: skip
        assert lines.count(predicate) == 1, predicate
    assert "example.org/x" not in lines
    path = tmp_path / "a.ttl"
    path.write_text(HEAD + text, encoding="utf-8")
    validation = exports.validate(path)
    assert validation.notes == notes
    assert validation.report.notes == notes
    assert "没有读的属性 sosa:madeBySensor,见 <https://example.org/o>" in exports.validation_text(validation)


def test_nothing_is_told_of_our_own_exports(terms: Terms, reader: Reader) -> None:
    text = turtle(applications([one(GRADE, terms, reader)], terms))
    assert read_graph(text.encode(), terms, "a.ttl").notes == ()


# --- ontology and shapes -------------------------------------------------------------------------------------------


def test_kinds_of_source_are_those_of_the_ontology() -> None:
    ontology = Graph().parse(data=exports.ontology_text(), format="turtle")
    individuals = set(ontology.subjects(RDF.type, URIRef(n.TL + "Origin")))
    labels = {str(i): str(ontology.value(i, RDFS.label)) for i in individuals}
    assert labels == {iri: origin.value for iri, origin in ORIGINS.items()}
    assert set(ORIGINS.values()) == set(Origin)


def test_patterns_are_those_of_xpath() -> None:
    """XPath's regular expressions, which SHACL has, know no look-ahead; classes of characters differ between engines."""
    for name in ("application.ttl", "relations.ttl", "corpus.ttl"):
        for pattern in re.findall(r'sh:pattern "([^"]*)"', shapes_file(name)):
            assert "(?" not in pattern
            assert "\\" not in pattern
            assert pattern.isascii()


@pytest.mark.parametrize("value", ["NaN", "INF", "-INF"])
@pytest.mark.parametrize("about", ["ex:o sosa:hasSimpleResult", "ex:a tl:bedsRequested"])
def test_what_is_no_number_is_refused_and_stops_nobody(value: str, about: str, tmp_path: Path) -> None:
    path = tmp_path / "a.ttl"
    text = HEAD.replace(" ; sosa:hasSimpleResult 0.74", "") if "Result" in about else HEAD
    path.write_text(text + f'{about} "{value}"^^xsd:double .', encoding="utf-8")
    validation = exports.validate(path)
    (finding,) = validation.findings
    assert finding.code == "G106"
    assert value in finding.message
    assert finding.shape


@pytest.mark.parametrize("form", ["turtle", "jsonld", "nt"])
def test_json_goes_through_a_graph_with_all_its_sources(
    form: str, terms: Terms, reader: Reader, tmp_path: Path
) -> None:
    stated: dict[str, Any] = {
        "时点": "2024-04-20", "来源": "现场核查记录5号", "来源类型": "现场核查", "确认人": "某某", "有效期至": "2025-12-31",
        "依据": {"名称": "现场核查记录", "编号": "5号", "页": "2"},
    }  # fmt: skip
    whole = {
        "编号": "A-1", "事项": "新增购买住院床位", "日期": "2024-05-01", "床位数": {"数值": 100} | stated,
        "机构": {
            "名称": {"数值": "示例医院"} | stated, "类型": {"数值": "综合医院"} | stated, "等级": {"数值": "不详"} | stated,
            "所在地": {"数值": "城阳区"} | stated, "镇街": {"数值": "夏庄街道"} | stated, "已定点": {"结论": "否"} | stated,
            "重点建设项目": {"数值": ["省级", "市级"]} | stated,
        },
        "指标": [{"地区": "城阳区", "名称": "床位使用率", "数值": "74%"} | stated],
    }  # fmt: skip
    source = tmp_path / "a.json"
    source.write_text(json.dumps(whole, ensure_ascii=False), encoding="utf-8")
    suffix = {"turtle": "ttl", "jsonld": "jsonld", "nt": "nt"}[form]
    target = tmp_path / f"a.{suffix}"
    target.write_text(exports.application_text(source, form), encoding="utf-8")
    (before,), (after,) = reader.read(whole), read_graph(target, terms).applications(reader)
    assert dict(after.facts) == dict(before.facts)
    assert dict(after.roles) == dict(before.roles)
    assert exports.validate(target).conforms


def test_a_determination_about_a_document_says_from_when_until_when_and_by_whom(terms: Terms, reader: Reader) -> None:
    """An organ of the ontology, a bearer that the texts name, and a name that people write."""
    document = "<https://w3id.org/tiaoli/document/qingdao-2023-1>"
    head = f"ex:a tl:observed ex:d . ex:d a tl:Determination ; sosa:observedProperty tl:documentForce ; sosa:hasFeatureOfInterest {document} ;"
    days = (
        'sosa:hasSimpleResult true ; tl:effectiveFrom "2023-01-01"^^xsd:date ; tl:effectiveUntil "2027-12-31"^^xsd:date'
    )
    for organs in ("tl:qingdaoInsuranceBureau , tl:qingdaoFinanceBureau", "tl:issuer", '"青岛市医保局" , "市财政局"'):
        application = one(f"{head} {days} ; prov:wasAttributedTo {organs} .", terms, reader)
        (made,) = application.facts["文件:qingdao-2023-1", "文件效力"]
        assert (made.starts, made.ends) == ("2023-01-01", "2027-12-31")
        assert made.provenance.determined_by == ("青岛市医疗保障局", "青岛市财政局")
    back = days.replace("2027", "2022")
    assert [(f.code, f.where) for f in faults(f"{head} {back} .", terms, reader)] == [
        ("F151", "graph.ttl: <https://example.org/d> tl:effectiveFrom(自)")
    ]
