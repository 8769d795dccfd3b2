"""A document of a bureau's own rule base as a graph: shapes that find what the interpreter finds, with an ontology that has its places
and names. The engine is rudof, which needs no Java."""

from __future__ import annotations

import importlib.util
import json
import os
import re
from pathlib import Path

import pytest
from made_corpus import CITY, PLAN, Run, application, plan, put
from rdflib import OWL, RDF, RDFS, Graph, Literal, URIRef

from reasoner.backends.shacl.rule_shapes import CANARY, OUTSIDE

TL = "https://w3id.org/tiaoli/ns#"
REGION = "https://w3id.org/tiaoli/region/"
PAGE = (Path(__file__).parents[2] / "docs" / "add-a-city.md").read_text(encoding="utf-8")
NAMES = dict(re.findall(r"^```toml (places\.toml|terms\.toml)\n(.*?)^```$", PAGE, re.MULTILINE | re.DOTALL))
"""The files of names that the page shows."""


def found(shapes: str, data: str) -> set[tuple[str, str]]:
    """Focus node and source shape of what rudof finds."""
    if importlib.util.find_spec("pyrudof") is None:
        if os.environ.get("TIAOLI_REQUIRE_ALL") == "1":
            pytest.fail("pyrudof is missing: the dependency group `engines` is not installed")
        pytest.skip("pyrudof is not installed: dependency group `engines`")
    import pyrudof

    engine = pyrudof.Rudof(pyrudof.RudofConfig())
    engine.read_shacl(shapes)
    engine.read_data(data, merge=False)
    return {(r.focus_node, r.source_shape or "") for r in engine.validate_shacl(pyrudof.ShaclValidationMode.Sparql)}


def test_shapes_of_an_own_document_find_what_it_bars(run: Run, corpus: Path, tmp_path: Path) -> None:
    """本区县床位使用率低于60%的,原则上不再新增购买住院床位: 55% is below it, 60% is not; 寿光市 lies in 潍坊市."""
    put(corpus, plan())
    batch = [application(rate, 编号=name) for name, rate in (("below", "55%"), ("at", "60%"), ("unknown", "不详"))]
    file = tmp_path / "申请.json"
    file.write_text(json.dumps(batch, ensure_ascii=False), encoding="utf-8")
    status, shapes, err = run("export", "shapes", "--document", PLAN)
    assert (status, err) == (0, "")
    ontology, graph = run("export", "ontology")[1], run("export", "application", str(file))[1]
    results = found(shapes, graph + ontology)
    assert (CANARY, CANARY) in results
    assert not {focus for focus, shape in results if shape == OUTSIDE}
    rules = {
        (focus.rpartition("/")[2], shape.rpartition("/")[2]) for focus, shape in results if f"/rule/{PLAN}/" in shape
    }
    assert rules == {("below", "holds"), ("unknown", "open")}


def test_the_ontology_has_the_places_and_names_of_the_own_rule_base(run: Run, corpus: Path) -> None:
    put(corpus, plan())
    for name, text in NAMES.items():
        (corpus / name).write_text(text, encoding="utf-8")
    graph = Graph().parse(data=run("export", "ontology")[1], format="turtle")

    def named(label: str) -> URIRef:
        (term,) = (s for s in graph.subjects(RDFS.label, Literal(label, lang="zh")) if isinstance(s, URIRef))
        return term

    within = URIRef("http://www.opengis.net/ont/geosparql#sfWithin")
    assert graph.value(named("某某新县"), within) == URIRef(REGION + CITY)
    assert graph.value(named("寿光市"), RDF.type) == URIRef(TL + "County")
    assert graph.value(named("潍坊市本级"), RDF.type) == URIRef(TL + "ManagementArea")
    assert graph.value(named("新增安宁疗护床位"), RDF.type) == URIRef(TL + "Matter")
    assert graph.value(named("康养驿站"), RDF.type) == OWL.Class
    assert URIRef(TL + "NursingFacility") in set(graph.objects(named("康养驿站"), RDFS.subClassOf))
