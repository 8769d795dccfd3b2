"""What others write: names and whole numbers of other vocabularies are read, what is not read is told, forms are told by content.

CONTRACT §1: a property of these vocabularies that is not read is told; numbers are read exactly.
"""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from policy_dsl.diagnostics import Diagnostic, Faults
from reasoner.cli.main import main
from reasoner.driver import exports, judging
from reasoner.graphs.graph_reading import GraphInput, read_graph
from reasoner.graphs.literals import DECIMAL, INTEGERS
from reasoner.graphs.namespaces import XSD
from reasoner.graphs.term_iris import Terms
from reasoner.intake.application_parser import Reader
from reasoner.model.application import Application

HEAD = """@prefix tl: <https://w3id.org/tiaoli/ns#> .
@prefix r: <https://w3id.org/tiaoli/region/> .
@prefix ex: <https://example.org/> .
@prefix xsd: <http://www.w3.org/2001/XMLSchema#> .
@prefix sosa: <http://www.w3.org/ns/sosa/> .
@prefix prov: <http://www.w3.org/ns/prov#> .
@prefix qudt: <http://qudt.org/schema/qudt/> .
@prefix unit: <http://qudt.org/vocab/unit/> .
@prefix geo: <http://www.opengis.net/ont/geosparql#> .
@prefix owl: <http://www.w3.org/2002/07/owl#> .
@prefix rdfs: <http://www.w3.org/2000/01/rdf-schema#> .
@prefix schema: <http://schema.org/> .
@prefix schemas: <https://schema.org/> .
ex:a a tl:Application ; tl:identifier "A" ; tl:matter tl:newInpatientBeds ; tl:received "2024-05-01"^^xsd:date ;
    tl:applicant ex:f ; tl:observed ex:o .
ex:f a tl:GeneralHospital ; tl:location r:370214 .
ex:o a sosa:Observation ; sosa:observedProperty tl:bedOccupancy ; sosa:hasFeatureOfInterest r:370214 ; sosa:hasSimpleResult 0.74 .
"""


def graph(text: str, terms: Terms) -> GraphInput:
    return read_graph((HEAD + text).encode(), terms, "graph.ttl")


def one(text: str, terms: Terms, reader: Reader) -> Application:
    (application,) = graph(text, terms).applications(reader)
    return application


def faults(text: str, terms: Terms, reader: Reader) -> list[Diagnostic]:
    with pytest.raises(Faults) as error:
        one(text, terms, reader)
    return list(error.value.diagnostics)


# --- the name of the institution ---------------------------------------------------------------------------------

NAMES = [
    ('rdfs:label "示例医院"', "示例医院"),
    ('rdfs:label "示例医院"@zh', "示例医院"),
    ('rdfs:label "示例医院"@zh-CN , "Example Hospital"@en', "示例医院"),
    ('schema:name "示例医院"', "示例医院"),
    ('schemas:name "示例医院"@zh', "示例医院"),
    ('rdfs:label "示例医院"@zh ; schema:name "示例医院"', "示例医院"),
    ('rdfs:label "Example Hospital"@en', "Example Hospital"),
    ('tl:name "甲医院" ; rdfs:label "乙医院"@zh', "甲医院"),
]  # fmt: skip


@pytest.mark.parametrize(("text", "name"), NAMES)
def test_the_name_is_read_as_others_write_it(text: str, name: str, terms: Terms, reader: Reader) -> None:
    (given,) = one(f"ex:f {text} .", terms, reader).facts["机构", "名称"]
    assert given.value == name


BAD_NAMES = [
    ('rdfs:label "甲医院" , "乙医院"', "G109", "rdfs:label(名称)"),
    ('rdfs:label "甲医院" ; schema:name "乙医院"', "G109", "rdfs:label(名称)"),
    ('tl:name "甲医院"@zh , "A"@en', "G109", "tl:name(名称)"),
    ("rdfs:label 3", "G107", "rdfs:label(名称)"),
    ('schema:name " "', "F129", "schema:name(名称)"),
]  # fmt: skip


@pytest.mark.parametrize(("text", "code", "where"), BAD_NAMES)
def test_names_that_are_none(text: str, code: str, where: str, terms: Terms, reader: Reader, tmp_path: Path) -> None:
    (fault,) = faults(f"ex:f {text} .", terms, reader)
    assert (fault.code, fault.where) == (code, f"graph.ttl: <https://example.org/f> {where}")
    path = tmp_path / "a.ttl"
    path.write_text(f"{HEAD}ex:f {text} .", encoding="utf-8")
    assert [f.code for f in exports.validate(path).findings] == [code]


def test_a_name_in_another_language_is_told_where_to_go(terms: Terms, reader: Reader) -> None:
    (fault,) = faults('ex:f tl:name "甲医院"@zh , "A"@en .', terms, reader)
    assert "其他语言的写作 rdfs:label" in fault.hint


def test_towns_and_organs_are_named_by_schema_org_too(terms: Terms, reader: Reader) -> None:
    text = """ex:f tl:township [ a tl:Township ; schema:name "夏庄街道" ] .
ex:d a tl:Determination ; sosa:observedProperty tl:careSufficient ; sosa:hasFeatureOfInterest r:370214 ;
    sosa:hasSimpleResult true ; prov:wasAttributedTo [ rdfs:label "青岛市医疗保障局"@zh , "Qingdao"@en ] ."""
    application = one(text, terms, reader)
    assert application.facts["机构", "镇街"][0].value == "夏庄街道"
    (ruling,) = application.facts["370214", "照护资源相对充足"]
    assert ruling.provenance.determined_by == ("青岛市医疗保障局",)


# --- what is not read ----------------------------------------------------------------------------------------------

UNREAD = [
    ("ex:f", "schema:address", '"某路1号"'),
    ("ex:f", "rdfs:comment", '"一家医院"@zh'),
    ("ex:f", "geo:hasGeometry", "ex:point"),
    ("ex:f", "owl:sameAs", "ex:g"),
    ("ex:f", "prov:actedOnBehalfOf", "ex:g"),
    ("ex:f", "qudt:numericValue", "100"),
    ("ex:a", "schema:dateCreated", '"2024-05-01"^^xsd:date'),
    ("ex:a", "rdfs:label", '"一份申请"'),
    ("ex:o", "sosa:usedProcedure", "ex:p"),
    ("ex:o", "qudt:value", "0.74"),
    ("ex:o", "schema:value", "0.74"),
    ("ex:o", "rdfs:label", '"一个数"'),
]


@pytest.mark.parametrize(("node", "predicate", "value"), UNREAD)
def test_each_property_that_is_not_read_is_told(node: str, predicate: str, value: str, terms: Terms) -> None:
    place = f"<https://example.org/{node[3:]}>"
    assert graph(f"{node} {predicate} {value} .", terms).notes == (f"没有读的属性 {predicate},见 {place}",)


SILENT = [
    "ex:o qudt:hasUnit tl:ratio .",
    'ex:f ex:inventory "7" .',
    'ex:other rdfs:comment "别人的" .',
    'ex:f tl:name "示例医院" ; rdfs:label "示例医院"@zh .',
]


@pytest.mark.parametrize("text", SILENT)
def test_what_is_read_or_nobody_s_is_not_told(text: str, terms: Terms) -> None:
    assert graph(text, terms).notes == ()


def test_check_tells_it_beside_the_verdict(tmp_path: Path, capfd: Any) -> None:
    path = tmp_path / "a.ttl"
    path.write_text(HEAD, encoding="utf-8")
    assert main(["check", str(path), "--json"]) == 0
    plain = capfd.readouterr()
    path.write_text(HEAD + 'ex:o schema:dateObserved "2024-03-31" .', encoding="utf-8")
    assert main(["check", str(path), "--json"]) == 0
    out, err = capfd.readouterr()
    assert (plain.err, out) == ("", plain.out)
    assert err == "a.ttl：没有读的属性 schema:dateObserved，见 <https://example.org/o>\n"


# --- whole numbers -------------------------------------------------------------------------------------------------

WHOLE = [name.removeprefix(XSD) for name in INTEGERS]


@pytest.mark.parametrize("kind", WHOLE)
def test_every_kind_of_whole_number_is_read(kind: str, terms: Terms, reader: Reader, tmp_path: Path) -> None:
    """Those that hold no positive number are refused for that, not for their kind."""
    least, most = INTEGERS[XSD + kind]
    text = f'ex:a tl:bedsRequested "{100 if most is None or most >= 100 else most}"^^xsd:{kind} .'
    path = tmp_path / "a.ttl"
    path.write_text(HEAD + text, encoding="utf-8")
    findings = exports.validate(path).findings
    if most is None or most >= 100:
        assert str(one(text, terms, reader).facts["申请", "床位数"][0].value) == "100"
        assert findings == ()
    else:
        assert {f.code for f in faults(text, terms, reader)} <= {"F125", "F126"}
        assert {f.code for f in findings} <= {"F125", "F126"}
        assert findings
    beyond = [n for n in (None if least is None else least - 1, None if most is None else most + 1) if n is not None]
    for number in beyond:
        path.write_text(f'{HEAD}ex:a tl:bedsRequested "{number}"^^xsd:{kind} .', encoding="utf-8")
        assert [f.code for f in faults(f'ex:a tl:bedsRequested "{number}"^^xsd:{kind} .', terms, reader)] == ["G108"]
        assert [f.code for f in exports.validate(path).findings] == ["G108"]


ALIKE = [
    ("NaN", "decimal", "G108"),
    ("INF", "decimal", "G108"),
    ("-INF", "integer", "G108"),
    ("NaN", "double", "G106"),
    ("sNaN", "decimal", "G108"),
    ("1e3", "decimal", "G108"),
    ("７４", "integer", "G108"),
    ("100\\n", "integer", "G108"),
    (" 100", "integer", "G108"),
    ("300", "byte", "G108"),
    ("100", "int", ""),
    ("100.0", "decimal", ""),
    ("+100", "integer", ""),
]


@pytest.mark.parametrize(("text", "kind", "code"), ALIKE)
def test_check_and_validate_agree(text: str, kind: str, code: str, tmp_path: Path) -> None:
    path = tmp_path / "a.ttl"
    path.write_text(f'{HEAD}ex:a tl:bedsRequested "{text}"^^xsd:{kind} .', encoding="utf-8")
    assert [f.code for f in exports.validate(path).findings] == ([code] if code else [])
    if code:
        with pytest.raises(Faults) as error:
            judging.applications(path)
        assert [d.code for d in error.value.diagnostics] == [code]
    else:
        assert judging.applications(path).applications


def test_there_are_as_many_kinds_as_xml_schema_derives() -> None:
    assert len(INTEGERS) == 13
    assert DECIMAL not in INTEGERS


# --- JSON-LD -------------------------------------------------------------------------------------------------------

LINKED = {
    "@context": {
        "tl": "https://w3id.org/tiaoli/ns#", "r": "https://w3id.org/tiaoli/region/", "xsd": XSD,
        "beds": {"@id": "tl:bedsRequested", "@type": "xsd:decimal"},
        "received": {"@id": "tl:received", "@type": "xsd:date"},
    },
    "@id": "https://example.org/a", "@type": "tl:Application", "tl:identifier": "A", "tl:matter": {"@id": "tl:newInpatientBeds"},
    "received": "2024-05-01", "tl:applicant": {"@type": "tl:GeneralHospital", "tl:location": {"@id": "r:370214"}},
}  # fmt: skip


@pytest.mark.parametrize("beds", [100, "100", "100.0"])
@pytest.mark.parametrize("name", ["a.jsonld", "a.json", "a.txt", "a"])
def test_a_number_that_the_context_calls_decimal(beds: Any, name: str, tmp_path: Path) -> None:
    """By JSON-LD 100 and "100" are the same literal; and a graph is one whatever its name."""
    path = tmp_path / name
    path.write_text(json.dumps(LINKED | {"beds": beds}), encoding="utf-8")
    (application,) = judging.applications(path).applications
    assert str(application.facts["申请", "床位数"][0].value) == "100"
    validation = exports.validate(path)
    assert (validation.conforms, validation.applications) == (True, 1)


@pytest.mark.parametrize(
    "data", [[LINKED], {"@context": LINKED["@context"], "@graph": [LINKED]}], ids=["list", "graph"]
)
def test_json_ld_is_known_by_its_keywords(data: Any, tmp_path: Path) -> None:
    path = tmp_path / "a.json"
    path.write_text(json.dumps(data), encoding="utf-8")
    assert len(judging.applications(path).applications) == 1
    path.write_text(
        json.dumps({"@context": "https://schema.org/", **{"@id": "https://example.org/a"}}), encoding="utf-8"
    )
    with pytest.raises(Faults) as error:
        judging.applications(path)
    assert [d.code for d in error.value.diagnostics] == ["G104"]


GRAPHS = {
    "Turtle": HEAD,
    "Turtle after a comment": "\n# 说明\n" + HEAD,
    "directives of SPARQL": "PREFIX tl: <https://w3id.org/tiaoli/ns#>\ntl:a tl:b tl:c .\n",
    "N-Triples": '<https://example.org/a> <https://w3id.org/tiaoli/ns#identifier> "A" .\n',
    "a blank node": '_:a <https://w3id.org/tiaoli/ns#identifier> "A" .\n',
}


@pytest.mark.parametrize("text", GRAPHS.values(), ids=GRAPHS)
@pytest.mark.parametrize("name", ["a.txt", "a", "a.json", "a.yaml"])
def test_a_graph_under_another_name_is_told_how_to_be_called(text: str, name: str, tmp_path: Path) -> None:
    path = tmp_path / name
    path.write_text(text, encoding="utf-8")
    for act in (judging.applications, exports.validate):
        with pytest.raises(Faults) as error:
            act(path)
        (fault,) = error.value.diagnostics
        assert (fault.code, ".nt" in fault.hint, ".ttl" in fault.hint) == ("G105", True, True)


def test_text_that_only_begins_alike_is_no_graph(tmp_path: Path) -> None:
    path = tmp_path / "a.txt"
    for text in ("<html> <head> </head>", "prefix: 1", "编号: <a:b> <c:d> e", "base: x"):
        path.write_text(text, encoding="utf-8")
        with pytest.raises(Faults) as error:
            judging.applications(path)
        assert "G105" not in [d.code for d in error.value.diagnostics]
