"""`tiaoli validate` and `tiaoli export` as they are run: exit status, JSON, the standard report, all forms of input."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from rdflib import RDF, Graph, URIRef

from reasoner.cli.main import main
from reasoner.driver import exports
from reasoner.graphs import namespaces as n
from reasoner.graphs.shapes import SH

BAD = """@prefix tl: <https://w3id.org/tiaoli/ns#> .
@prefix r: <https://w3id.org/tiaoli/region/> .
@prefix ex: <https://example.org/> .
@prefix sosa: <http://www.w3.org/ns/sosa/> .
ex:a a tl:Application ; tl:identifier "A" ; tl:matter tl:newInpatientBeds ; tl:bedsRequested -5 ;
    tl:applicant [ a tl:Pharmacy ; tl:location r:370299 ] ; tl:observed ex:o .
ex:o sosa:observedProperty tl:bedOccupancy ; sosa:hasFeatureOfInterest r:370214 ; sosa:hasSimpleResult 7.4e-1 .
"""


def put(path: Path, content: str | Any) -> Path:
    path.write_text(content if isinstance(content, str) else json.dumps(content, ensure_ascii=False), encoding="utf-8")
    return path


def run(capfd: pytest.CaptureFixture[str], *arguments: str | Path) -> tuple[int, str, str]:
    status = main([str(a) for a in arguments])
    out, err = capfd.readouterr()
    return status, out, err


def test_a_sound_graph_conforms(tmp_path: Path, capfd: Any, examples: list[Any]) -> None:
    source = put(tmp_path / "a.json", examples)
    for form, suffix in (("turtle", "ttl"), ("jsonld", "jsonld"), ("nt", "nt")):
        target = tmp_path / f"a.{suffix}"
        assert run(capfd, "export", "application", source, "--format", form, "-o", target)[0] == 0
        status, out, _ = run(capfd, "validate", target)
        assert (status, "符合数据形状" in out, "8份" in out) == (0, True, True)
        assert run(capfd, "check", target, "--json")[0] == 0


def test_each_violation_names_fact_node_found_allowed_and_clause(tmp_path: Path, capfd: Any) -> None:
    status, out, _ = run(capfd, "validate", put(tmp_path / "a.ttl", BAD), "--json")
    data = json.loads(out)
    assert (status, data["conforms"], data["applications"]) == (1, False, 1)
    found = {v["code"]: v for v in data["violations"]}
    assert found.keys() == {"F121", "F126", "G106", "G113"}
    assert found["G106"]["node"] == "https://example.org/o"
    assert found["G106"]["fact"] == "床位使用率"
    assert found["G106"]["asked_by"] == ["qingdao-2023-18-medical/3.1.p2"]
    assert found["G106"]["shape"] == n.ROOT + "shape/bedOccupancy-value"
    assert "7.4e-1" in found["G106"]["message"]
    assert found["G106"]["allowed"] == "xsd:decimal、xsd:integer"
    assert found["F126"]["allowed"].startswith("不小于1的整数")
    assert "综合医院" in found["F121"]["allowed"]
    status, out, _ = run(capfd, "validate", tmp_path / "a.ttl")
    assert (status, "要求提供该事实的条款：qingdao-2023-18-medical/3.1.p2" in out, "共4处不符" in out) == (
        1,
        True,
        True,
    )


def test_the_report_is_a_standard_one(tmp_path: Path, capfd: Any) -> None:
    report = tmp_path / "report.ttl"
    assert run(capfd, "validate", put(tmp_path / "a.ttl", BAD), "--report", report)[0] == 1
    graph = Graph().parse(report, format="turtle")
    (whole,) = graph.subjects(RDF.type, SH.ValidationReport)
    assert [v.toPython() for v in graph.objects(whole, SH.conforms)] == [False]
    results = set(graph.objects(whole, SH.result))
    assert len(results) == 4
    for result in results:
        for required in (SH.focusNode, SH.resultSeverity, SH.sourceConstraintComponent, SH.resultMessage):
            assert len(set(graph.objects(result, required))) == 1
    assert URIRef("https://example.org/o") in set(graph.objects(None, SH.focusNode))
    again = report.read_bytes()
    run(capfd, "validate", tmp_path / "a.ttl", "--report", report)
    assert report.read_bytes() == again


def test_the_report_of_a_sound_file_conforms(tmp_path: Path, capfd: Any, examples: list[Any]) -> None:
    report = tmp_path / "report.ttl"
    assert run(capfd, "validate", put(tmp_path / "a.json", examples), "--report", report)[0] == 0
    graph = Graph().parse(report, format="turtle")
    assert [v.toPython() for v in graph.objects(None, SH.conforms)] == [True]


@pytest.mark.parametrize("name", ["a.json", "a.yaml", "a.jsonl"])
def test_json_and_yaml_are_checked_natively(name: str, tmp_path: Path, capfd: Any, examples: list[Any]) -> None:
    bad = examples[0] | {"床位数": -5, "指标": [{"地区": "城阳区", "名称": "床位使用率", "数值": 74}]}
    status, out, _ = run(capfd, "validate", put(tmp_path / name, bad), "--json")
    found = {v["fact"]: v for v in json.loads(out)["violations"]}
    assert (status, {f: v["code"] for f, v in found.items()}) == (1, {"床位数": "F126", "床位使用率": "F125"})
    assert found["床位使用率"]["asked_by"] == ["qingdao-2023-18-medical/3.1.p2"]


@pytest.mark.parametrize("suffix", ["json", "ttl"])
def test_a_source_that_says_nothing_is_found_at_its_fact(suffix: str, tmp_path: Path, capfd: Any) -> None:
    stated = {"数值": 3, "来源类型": "现场勘查", "确认人": "某某"}
    target = put(tmp_path / "a.json", {"编号": "A", "事项": "新增购买住院床位", "床位数": stated})
    if suffix == "ttl":
        text = """ex:a tl:bedsRequested 3 . ex:b sosa:observedProperty tl:bedsRequested ; sosa:hasFeatureOfInterest ex:a ;
    sosa:hasSimpleResult 3 ; tl:origin tl:fromHearsay ; tl:confirmedBy "某某" ."""
        head = (
            BAD.partition("ex:a a")[0] + 'ex:a a tl:Application ; tl:identifier "A" ; tl:matter tl:newInpatientBeds .\n'
        )
        target = put(tmp_path / "a.ttl", head + text)
    status, out, _ = run(capfd, "validate", target, "--json")
    violations = json.loads(out)["violations"]
    assert status == 1
    assert sorted((v["code"], v["fact"]) for v in violations) == [("F137", "床位数"), ("F139", "床位数")]


@pytest.mark.parametrize("suffix", ["json", "ttl"])
def test_a_part_above_its_whole_is_found_in_every_form(
    suffix: str, tmp_path: Path, capfd: Any, examples: list[Any]
) -> None:
    pair = (("医保购买精神床位数", 101), ("精神科床位数", 100))
    items = [{"地区": "青岛市", "名称": label, "数值": value, "时点": "2023"} for label, value in pair]
    source = put(tmp_path / "a.json", examples[0] | {"指标": items})
    target = source
    if suffix == "ttl":
        target = put(tmp_path / "a.ttl", exports.application_text(source))
    status, out, _ = run(capfd, "validate", target, "--json")
    (found,) = json.loads(out)["violations"]
    assert (status, found["code"], found["fact"]) == (1, "G119", "医保购买精神床位数")
    assert "101" in found["message"]
    assert "100" in found["message"]


NO_GRAPH = {
    "a.ttl": "这不是图",
    "a.nt": "<a> <b>",
    "a.jsonld": "{",
    "a.rdf": "<x/>",
    "a.json": "{",
    "b.json": "[]",
    "a.xlsx": "PK\x03\x04",
}


@pytest.mark.parametrize("name", NO_GRAPH)
def test_what_is_no_graph_is_bad_input(name: str, tmp_path: Path, capfd: Any) -> None:
    status, out, err = run(capfd, "validate", put(tmp_path / name, NO_GRAPH[name]))
    assert (status, out) == (2, "")
    assert "错误：" in err
    assert "Traceback" not in err
    status, out, _ = run(capfd, "validate", tmp_path / name, "--json")
    assert status == 2
    assert json.loads(out)["errors"][0]["code"]


def test_a_file_that_is_not_there(tmp_path: Path, capfd: Any) -> None:
    for name in ("no.ttl", "no.json"):
        status, _, err = run(capfd, "validate", tmp_path / name)
        assert (status, "F101" in err) == (2, True)


def test_what_check_refuses_validate_finds(tmp_path: Path, capfd: Any) -> None:
    """A misspelt property is no matter for shapes, and yet no graph with one conforms."""
    text = BAD.replace("tl:bedsRequested -5", "tl:bedRequested 5").replace("tl:Pharmacy", "tl:GeneralHospital")
    path = put(tmp_path / "a.ttl", text.replace("r:370299", "r:370214").replace("7.4e-1", "0.74"))
    assert run(capfd, "check", path, "--as-of", "2024-05-01")[0] == 2
    status, out, _ = run(capfd, "validate", path, "--json")
    assert (status, [v["code"] for v in json.loads(out)["violations"]]) == (1, ["G111"])


@pytest.mark.parametrize("what", ["ontology", "corpus", "context"])
def test_exports_go_to_standard_output_or_a_file(what: str, tmp_path: Path, capfd: Any) -> None:
    status, out, _ = run(capfd, "export", what)
    assert status == 0
    target = tmp_path / "out"
    assert run(capfd, "export", what, "-o", target)[:2] == (0, f"已写入 {target}\n")
    assert target.read_text(encoding="utf-8") == out


def test_nothing_is_written_where_the_input_is_bad(tmp_path: Path, capfd: Any) -> None:
    target = tmp_path / "out.ttl"
    assert run(capfd, "export", "application", put(tmp_path / "a.ttl", BAD), "-o", target)[0] == 2
    assert not target.exists()
