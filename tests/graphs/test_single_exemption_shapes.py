"""Exemptions from single clauses (ADR 27) as shapes: who has the files alone finds which restriction of whom is lifted, and a fault shows.

The document is invented: two restrictions and a control of beds, an exemption from the first, one from the first two, one from the
whole document.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from itertools import product
from pathlib import Path
from typing import Any, Final

import pytest
from rdflib import Graph, URIRef
from test_rule_shapes import ENGINES, Found, judged, read, rudof

from reasoner.backends.shacl.rule_shapes import CANARY, LIFTING, LIFTS, OUTSIDE, SHAPE, shape_iri
from reasoner.driver import current_rule_base, exports
from reasoner.driver.current_rule_base import rule_base
from reasoner.graphs.application_nodes import applications, iri_of
from reasoner.graphs.write import turtle
from reasoner.interpreter.judge import judge
from reasoner.model.application import Application
from tests.register.test_single_exemptions import FREED
from tests.register.test_single_exemptions import corpus as corpus


def rows() -> list[dict[str, Any]]:
    """Hospitals by rate, by what they prove and claim: each exemption holds, fails and is open, alone and with others."""
    made = []
    claims = product(("是", "否", "不详"), ("是", "否", "不详"), ("70%", "78%", "85%"))
    for n, (managed, chain, rate) in enumerate(claims):
        project = ("无", "无", "市级", "无", "未核实")[n % 5]
        institution = {"名称": f"机构{n}", "类型": "综合医院", "所在地": "城阳区", "重点建设项目": project}
        institution |= {"管理规范": managed, "连锁": chain}
        figures = [{"名称": "床位使用率", "地区": "城阳区", "数值": rate, "时点": "2023"}]
        frame = {"编号": f"X-{n}", "事项": "新增购买住院床位", "日期": "2024-05-01", "床位数": 10, "床位类别": "综合"}
        made.append({**frame, "机构": institution, "指标": figures})
    return made


def lifted_by_interpreter(batch: list[Application]) -> Found:
    """The restrictions that hold of each application and are lifted."""
    lifted: Found = set()
    for application in batch:
        verdict = judge(rule_base(), application, None, frozenset((FREED,)), advise=False)
        for rule in verdict.reasons.rules:
            if rule.status.value == "true" and rule.defeated_by:
                lifted.add((iri_of(application), shape_iri(rule.rule, "holds")))
    return lifted


def lifted_by_files(results: Found, shapes: str) -> Found:
    """The same by what a report finds and the shapes say, and nothing else."""
    graph = Graph().parse(data=shapes, format="turtle")
    return {
        (focus, str(restriction))
        for focus, shape in results
        for restriction in graph.objects(URIRef(shape), URIRef(LIFTS))
        if (focus, str(restriction)) in results
    }


@pytest.mark.parametrize("engine", ENGINES)
def test_from_the_files_alone_follows_what_is_lifted(engine: str, corpus: Path, tmp_path: Path) -> None:
    batch = read(rows(), tmp_path)
    graph = turtle(applications(batch, current_rule_base.terms())) + exports.ontology_text()
    shapes = exports.shapes_text([FREED])
    results = ENGINES[engine](shapes, graph)
    assert {(CANARY, CANARY), (CANARY, LIFTING)} <= results, "every report says that an exemption is to be weighed"
    assert not {focus for focus, shape in results if shape == OUTSIDE}
    assert {r for r in results if r[1].startswith(SHAPE)} == {
        r for r in judged(batch, rule_base()) if f"/{FREED}/" in r[1]
    }
    lifted = lifted_by_interpreter(batch)
    assert lifted_by_files(results, shapes) == lifted
    holding = {r for r in results if "/holds" in r[1] and re.search(r"/p[123]/", r[1])}
    assert len({shape for _, shape in lifted}) == 3, "each restriction is lifted of somebody"
    assert holding - lifted, "and of somebody it is not"


FAULTS: Final[dict[str, Callable[[str], str]]] = {
    "nothing is lifted": lambda t: re.sub(r"\n<\S+> s:lifts <\S+> \.", "", t),
    "the exemption from one clause lifts the second, too": lambda t: (
        t + f"\n<{shape_iri(f'{FREED}/p4#一段', 'holds')}> s:lifts <{shape_iri(f'{FREED}/p2#原则上', 'holds')}> .\n"
    ),
    "the exemption from two clauses lifts the first alone": lambda t: re.sub(
        rf"\n<{re.escape(shape_iri(f'{FREED}/p5#两段', 'holds'))}> s:lifts <\S+/p2/\S+> \.", "", t
    ),
    "it is taken for one from the whole document": lambda t: t.replace(
        f"<{shape_iri(f'{FREED}/p4#一段', 'holds')}> s:lifts",
        f"<{shape_iri(f'{FREED}/p4#一段', 'holds')}> s:lifts <{shape_iri(f'{FREED}/p3#从严', 'holds')}> ,",
    ),
    "an open exemption holds": lambda t: _exchanged(t, "p4", "= 2", ">= 1"),
    "an exemption that fails is open": lambda t: _exchanged(t, "p5", "= 1", "<= 1"),
}


def _exchanged(text: str, clause: str, old: str, new: str) -> str:
    """The same with the last condition of the shapes of a clause another."""
    blocks = re.split(r"(?=\n<https://w3id\.org/tiaoli/shape/rule/)", text)
    return "".join(
        re.sub(rf"(FILTER \(\S+ ){re.escape(old)}\)", rf"\g<1>{new})", b) if f"/{FREED}/{clause}/" in b[:200] else b
        for b in blocks
    )


@pytest.mark.parametrize("fault", FAULTS)
def test_a_seeded_fault_is_noticed(fault: str, corpus: Path, tmp_path: Path) -> None:
    batch = read(rows(), tmp_path)
    graph = turtle(applications(batch, current_rule_base.terms())) + exports.ontology_text()
    shapes = exports.shapes_text([FREED])
    faulty = FAULTS[fault](shapes)
    assert faulty != shapes
    results = rudof(faulty, graph)
    statuses = {r for r in results if r[1].startswith(SHAPE)}
    expected = {r for r in judged(batch, rule_base()) if f"/{FREED}/" in r[1]}
    assert statuses != expected or lifted_by_files(results, faulty) != lifted_by_interpreter(batch)


def test_the_file_says_in_words_what_each_lifts(corpus: Path) -> None:
    shapes = exports.shapes_text([FREED])
    assert f"#   {FREED}/p4#一段  只免列明的条款:{FREED}/p1,限制1条" in shapes
    assert f"#   {FREED}/p5#两段  只免列明的条款:{FREED}/p1、{FREED}/p2,限制2条" in shapes
    assert f"#   {FREED}/p6#全部  免去本文件的限制,限制3条" in shapes
    assert "该豁免成立,只免列明条款的限制" in shapes
