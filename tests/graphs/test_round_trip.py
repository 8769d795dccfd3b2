"""The same application gives the same verdict, byte for byte, in JSON, YAML, Turtle, JSON-LD and N-Triples."""

from __future__ import annotations

import json
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
import yaml
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from made import applications as any_application
from rdflib import Graph
from rdflib.compare import isomorphic

from reasoner.driver import exports, in_use, judging
from reasoner.graphs.application import applications
from reasoner.graphs.read import read_graph
from reasoner.graphs.terms import Terms
from reasoner.graphs.write import FORMATS, written
from reasoner.intake.load import load_bytes
from reasoner.intake.read import Reader, positions
from reasoner.interpreter.judge import judge
from reasoner.interpreter.verdict import all_given
from reasoner.model.application import Application
from reasoner.model.rule_base import RuleBase
from reasoner.model.verdict import encode

SUFFIX = {"turtle": "ttl", "jsonld": "jsonld", "nt": "nt"}


def graph_of(found: list[Application], terms: Terms, form: str, places: Any = None) -> str:
    return written(applications(found, terms, places), form)


def back(text: str, form: str, terms: Terms, reader: Reader, as_of: str | None = None) -> list[Application]:
    return read_graph(text.encode(), terms, f"graph.{SUFFIX[form]}").applications(reader, as_of)


def verdict(base: RuleBase, application: Application) -> bytes:
    return encode(judge(base, application))


@pytest.mark.parametrize("form", FORMATS)
def test_every_example_gives_the_same_bytes(
    form: str, base: RuleBase, reader: Reader, terms: Terms, examples: list[Any]
) -> None:
    assert len(examples) >= 8
    for example in examples:
        found = reader.read(example)
        (again,) = back(graph_of(found, terms, form), form, terms, reader)
        (from_yaml,) = reader.read(load_bytes(yaml.safe_dump(example, allow_unicode=True).encode(), "a.yaml"))
        assert verdict(base, again) == verdict(base, found[0]) == verdict(base, from_yaml)


@pytest.mark.parametrize("form", FORMATS)
def test_the_commands_give_the_same_bytes(form: str, tmp_path: Path, examples: list[Any]) -> None:
    """Through files and the driver: many applications at once, shared observations told once."""
    shared = [i for i in examples[0]["指标"] if i["地区"] == "青岛市"]
    inside = [e | {"指标": [i for i in e.get("指标", ()) if i["地区"] != "青岛市"]} for e in examples]
    source = tmp_path / "many.json"
    source.write_text(json.dumps({"申请": inside, "指标": shared}, ensure_ascii=False), encoding="utf-8")
    target = tmp_path / f"many.{SUFFIX[form]}"
    target.write_text(exports.application_text(source, form), encoding="utf-8")
    if form == "turtle":
        assert target.read_text(encoding="utf-8").count("sosa:hasSimpleResult 71293") == 1
    expected, actual = ([encode(v) for v in judging.check(p)[0]] for p in (source, target))
    assert actual == expected


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large])
@given(any_application(), st.sampled_from(FORMATS))
def test_any_application_comes_back_whole(whole: dict[str, Any], form: str) -> None:
    base, reader, terms = in_use.rule_base(), in_use.reader(), in_use.terms()
    found = reader.read(whole)
    text = graph_of(found, terms, form, positions(whole))
    graph = read_graph(text.encode(), terms, f"graph.{SUFFIX[form]}")
    (again,) = graph.applications(reader)
    assert dict(again.facts) == dict(found[0].facts)
    assert dict(again.roles) == dict(found[0].roles)
    assert verdict(base, again) == verdict(base, found[0])
    place = positions(graph.loaded.data).get("A-1")
    assert place == ({k: str(v) for k, v in whole["位置"].items()} if "位置" in whole else None)


def test_the_three_forms_say_the_same(reader: Reader, terms: Terms, examples: list[Any]) -> None:
    found = reader.read(examples)
    graphs = [
        Graph().parse(data=graph_of(found, terms, f), format={"nt": "nt", "jsonld": "json-ld"}.get(f, "turtle"))
        for f in FORMATS
    ]
    assert isomorphic(graphs[0], graphs[1])
    assert isomorphic(graphs[0], graphs[2])


def test_the_order_is_that_of_the_numbers(reader: Reader, terms: Terms, examples: list[Any]) -> None:
    """A graph has no order of its own: the same verdicts in the same order, however its lines are shuffled."""
    text = graph_of(reader.read(examples), terms, "nt")
    lines = text.splitlines(keepends=True)
    one = [all_given(a) for a in back(text, "nt", terms, reader)]
    other = [all_given(a) for a in back("".join(reversed(lines)), "nt", terms, reader)]
    assert one == other


DECIMALS = [
    "0.1",
    "0.30000000000000004",
    "0.3",
    "0.74",
    "0.7400",
    "1.234567890123456789012345",
    "0." + "1234567890" * 3,
]


@pytest.mark.parametrize("written_as", DECIMALS)
def test_decimals_stay_exact(written_as: str, reader: Reader, terms: Terms, examples: list[Any]) -> None:
    text = graph_of(reader.read(examples[0]), terms, "turtle").replace(
        "sosa:hasSimpleResult 0.74", f"sosa:hasSimpleResult {written_as}"
    )
    (read,) = back(text, "turtle", terms, reader)
    assert read.facts["370214", "床位使用率"][0].value == Decimal(written_as)
    (again,) = back(graph_of([read], terms, "jsonld"), "jsonld", terms, reader)
    assert again.facts["370214", "床位使用率"][0].value == Decimal(written_as)


def test_exact_sums_of_decimals_are_not_those_of_floats(reader: Reader, terms: Terms, examples: list[Any]) -> None:
    """0.1 + 0.2 is 0.3 here, and 0.30000000000000004 is another number."""
    values = []
    for value in ("0.3", "0.30000000000000004"):
        text = graph_of(reader.read(examples[0]), terms, "turtle").replace("Result 0.74", f"Result {value}")
        values.append(back(text, "turtle", terms, reader)[0].facts["370214", "床位使用率"][0].value)
    assert values[0] == Decimal("0.1") + Decimal("0.2") != values[1]


def test_growth_of_several_hundred_per_cent(reader: Reader, terms: Terms) -> None:
    """A bare 5 in JSON is refused as a forgotten %; a decimal of a graph is what it says."""
    whole = {
        "编号": "A",
        "事项": "新增定点零售药店",
        "日期": "2024-05-01",
        "机构": {"类型": "零售药店", "所在地": "城阳区"},
    }
    found = reader.read(whole | {"指标": [{"地区": "城阳区", "名称": "医疗费用增长率", "数值": "500%"}]})
    (again,) = back(graph_of(found, terms, "turtle"), "turtle", terms, reader)
    assert again.facts["370214", "医疗费用增长率"][0].value == 5


def test_exports_are_the_same_bytes_every_time(reader: Reader, terms: Terms, examples: list[Any]) -> None:
    for form in FORMATS:
        assert len({graph_of(reader.read(examples), terms, form) for _ in range(3)}) == 1


def test_an_ordinary_hand_written_graph(reader: Reader, terms: Terms, base: RuleBase, examples: list[Any]) -> None:
    """Blank nodes, other vocabularies beside ours, an agent with a name, a unit repeated: the same as the JSON."""
    text = """
@prefix tl: <https://w3id.org/tiaoli/ns#> .
@prefix r: <https://w3id.org/tiaoli/region/> .
@prefix xsd: <http://www.w3.org/2001/XMLSchema#> .
@prefix sosa: <http://www.w3.org/ns/sosa/> .
@prefix qudt: <http://qudt.org/schema/qudt/> .
@prefix prov: <http://www.w3.org/ns/prov#> .
@prefix rdfs: <http://www.w3.org/2000/01/rdf-schema#> .
@prefix schema: <https://schema.org/> .

[] a tl:Application ; schema:comment "旁注" ;
   tl:identifier "EX-5" ; tl:matter tl:newHomeCare ; tl:received "2024-05-01"^^xsd:date ;
   tl:applicant [ a tl:NursingStation , tl:MedicalFacility , prov:Organization ; tl:name "示例护理站"@zh ;
                  tl:location r:370212 ; tl:township [ a tl:Township ; rdfs:label "沙子口街道"@zh ] ;
                  tl:unknown tl:grade ; tl:none tl:keyProject ] ;
   tl:observed [ a tl:Determination ; sosa:hasFeatureOfInterest r:370212 ; sosa:observedProperty tl:careSufficient ;
                 sosa:hasSimpleResult true ; tl:asAt "2024-02"^^xsd:gYearMonth ;
                 prov:wasAttributedTo [ a prov:Agent ; rdfs:label "青岛市医疗保障局"@zh ] ] ,
               [ sosa:hasFeatureOfInterest r:370200 ; sosa:observedProperty tl:residents ; qudt:hasUnit tl:personResident ;
                 tl:unknown sosa:hasSimpleResult ] .
"""
    plain = {
        "编号": "EX-5", "事项": "新增居家照护定点", "日期": "2024-05-01",
        "机构": {"名称": "示例护理站", "类型": "护理站", "所在地": "崂山区", "镇街": "沙子口街道", "等级": "不详", "重点建设项目": "无"},
        "指标": [{"地区": "青岛市", "名称": "常住人口", "数值": "不详"}],
        "认定": [{"事项": "照护资源相对充足", "对象": "崂山区", "结论": True, "机关": "青岛市医疗保障局", "日期": "2024-02"}],
    }  # fmt: skip
    (found,), (again,) = reader.read(plain), back(text, "turtle", terms, reader)
    assert all_given(again) == all_given(found)
    assert verdict(base, again) == verdict(base, found)


def test_a_missing_day_is_given_by_the_command(reader: Reader, terms: Terms) -> None:
    text = """@prefix tl: <https://w3id.org/tiaoli/ns#> .
<urn:x:1> a tl:Application ; tl:identifier "A" ; tl:matter tl:newPharmacy ; tl:applicant [ a tl:Pharmacy ] ."""
    (found,) = back(text, "turtle", terms, reader, "2024-05-01")
    assert (found.received, found.region) == ("2024-05-01", None)
