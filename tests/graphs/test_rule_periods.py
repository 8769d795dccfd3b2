"""A rule's own period (ADR 38) as shapes, and as nodes that a query can walk."""

from __future__ import annotations

from pathlib import Path
from typing import Any, Final

import pytest
from msgspec.structs import replace
from rdflib import Graph, Literal, URIRef
from rdflib.namespace import RDF, XSD
from test_rule_shapes import judged, pyshacl, read

from policy_dsl import ir
from policy_dsl.bounded_conditions import bounded
from reasoner.backends.shacl.rule_shapes import SHAPE, rule_shapes
from reasoner.driver import current_rule_base, exports
from reasoner.graphs import namespaces as n
from reasoner.graphs.application_nodes import applications
from reasoner.graphs.condition_nodes import ConditionNodes
from reasoner.graphs.write import turtle
from reasoner.model.rule_base import RuleBase

MEDICAL: Final = "qingdao-2023-18-medical"
RULE: Final = f"{MEDICAL}/3.1.p2#低使用率区域不新增床位"
PERIOD: Final = ir.During(MEDICAL, "2024-03-01", "2024-12-31")
DAYS: Final = ("2024-02-29", "2024-03-01", "2024-12-31", "2025-01-01")


@pytest.fixture(scope="module")
def timed() -> RuleBase:
    """The rules in use, one of which has a period."""
    base = current_rule_base.rule_base()
    plan = base.documents[MEDICAL]
    norms = [
        replace(x, condition=bounded(x.condition, PERIOD, x.effect)) if x.id == RULE else x for x in plan.all_norms
    ]
    other = plan.with_norms(norms)
    documents = tuple(other if d is plan else d for d in base.compiled.documents)
    return RuleBase(replace(base.compiled, documents=documents), base.vocabulary)


def _hospital(day: str) -> dict[str, Any]:
    rate = {"名称": "床位使用率", "地区": "城阳区", "数值": "60%", "时点": "2023"}
    frame = {"编号": day, "事项": "新增购买住院床位", "日期": day, "床位数": 10, "床位类别": "综合"}
    return {**frame, "机构": {"名称": day, "类型": "综合医院", "所在地": "城阳区"}, "指标": [rate]}


def test_a_rule_is_found_in_its_period_alone(timed: RuleBase, tmp_path: Path) -> None:
    batch = read([_hospital(day) for day in DAYS], tmp_path)
    graph = turtle(applications(batch, current_rule_base.terms())) + exports.ontology_text()
    shapes = rule_shapes([timed.documents[MEDICAL]], timed.vocabulary, "")
    assert RULE not in {x.norm for x in shapes.left_out}
    results = {r for r in pyshacl(shapes.turtle, graph) if r[1].startswith(SHAPE)}
    expected = {r for r in judged(batch, timed) if f"/rule/{MEDICAL}/" in r[1]}
    assert results == expected
    name = "%E4%BD%8E%E4%BD%BF%E7%94%A8%E7%8E%87"
    bound = {
        focus.rpartition("/")[2]
        for focus, shape in results
        if "3.1.p2/" in shape and (name in shape or "低使用率" in shape)
    }
    assert bound == {"2024-03-01", "2024-12-31"}


def test_a_query_can_walk_a_period(base: RuleBase) -> None:
    for begins, ends in (("2024-03-01", "2024-12-31"), ("2024-03-01", ""), ("", "2024-12-31")):
        graph = Graph().parse(
            data=turtle(
                [*ConditionNodes(base.vocabulary).nodes("https://example.org/c", ir.During("d", begins, ends))]
            ),
            format="turtle",
        )
        node = URIRef("https://example.org/c")
        assert (node, RDF.type, URIRef(n.TL + "DuringPeriod")) in graph
        for name, day in (("periodBegins", begins), ("periodEnds", ends)):
            expected = [Literal(day, datatype=XSD.date)] if day else []
            assert list(graph.objects(node, URIRef(n.TL + name))) == expected
