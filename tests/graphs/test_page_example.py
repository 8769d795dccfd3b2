"""The six applications of docs/knowledge-graph.md, from the page and exported files alone: two engines, the page's question, `check`."""

from __future__ import annotations

import re
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Final

import pytest
from rdflib import RDF, SH, BNode, Graph, URIRef
from test_graph_questions import PAGE, PREFIXES
from test_rule_shapes import ENGINES, OUTSIDE, Found

from reasoner.driver import exports, judging
from reasoner.model.rule_base import RuleBase

EXAMPLE: Final = re.findall(r"```turtle\n(.*?)```", PAGE, re.DOTALL)[0]
(QUESTION,) = re.findall(r"```sparql\n(SELECT DISTINCT \?application \?clause .*?)```", PAGE, re.DOTALL)
BEDS: Final = "qingdao-2023-18-medical/3.1.p2"
WALK: Final = "qingdao-2023-18-medical/3.2.p1.s2"
"""第三部分第(一)项第二段: no new beds where occupancy is below 75%; 第(二)项第一段第二句: no new one within 15 minutes' walk."""


def _report(results: Found, shapes: Graph) -> Graph:
    """The results as a report of SHACL, with the severity of their shapes."""
    report = Graph()
    for focus, shape in results:
        result = BNode()
        report.add((result, RDF.type, SH.ValidationResult))
        report.add((result, SH.focusNode, URIRef(focus)))
        report.add((result, SH.sourceShape, URIRef(shape)))
        severity = shapes.value(URIRef(shape), SH.severity)
        if severity is not None:
            report.add((result, SH.resultSeverity, severity))
    return report


@pytest.mark.parametrize("engine", ENGINES)
def test_the_clauses_that_restrict_the_six(engine: str) -> None:
    find: Callable[[str, str], Found] = ENGINES[engine]
    text = exports.shapes_text()
    shapes = Graph().parse(data=text, format="turtle")
    results = find(text, EXAMPLE + exports.ontology_text())
    assert not {focus for focus, shape in results if shape == OUTSIDE}
    graph = _report(results, shapes) + shapes + Graph().parse(data=exports.corpus_text("nt"), format="nt")

    def answers(severity: str) -> set[tuple[str, str, str]]:
        rows = graph.query(f"{PREFIXES}\n{QUESTION.replace('sh:Violation', severity)}")
        return {(str(r[0])[-2:], str(r[1]).partition("/clause/")[2], str(r[3])) for r in rows}  # type: ignore[index]

    assert answers("sh:Violation") == {("a1", BEDS, "false"), ("a3", WALK, "false"), ("a5", BEDS, "true")}
    undecided = answers("sh:Warning")
    assert {("a2", BEDS, "false"), ("a6", WALK, "false")} <= undecided
    assert "a4" not in {application for application, *_ in undecided}


def test_the_command_says_the_same_of_the_six(tmp_path: Path, base: RuleBase) -> None:
    path = tmp_path / "申请.ttl"
    path.write_text(EXAMPLE, encoding="utf-8")
    assert len(judging.applications(path)[0]) == 6
    command = [sys.executable, "-m", "reasoner.cli.main", "check", str(path)]
    run = subprocess.run(command, capture_output=True, text=True, timeout=120)
    outcomes = {m[1]: m[2] for m in re.finditer(r"^(A\d)\s+\S+\s+(\S+)", run.stdout, re.MULTILINE)}
    assert {n: outcomes[n] for n in ("A1", "A2", "A3", "A6")} == {
        "A1": "原则上不予",
        "A2": "暂不能判断",
        "A3": "原则上不予",
        "A6": "暂不能判断",
    }
    assert not {outcomes["A4"], outcomes["A5"]} & {"原则上不予", "暂不能判断"}
