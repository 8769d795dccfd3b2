"""Versions in graphs: expressions (ELI) of the work that a document is. The documents are invented."""

from __future__ import annotations

import re
from pathlib import Path

from invented import BEDS, base_of, version
from rdflib import Graph, Namespace, URIRef

from reasoner.graphs.corpus_export import corpus
from reasoner.graphs.write import written

ELI = Namespace("http://data.europa.eu/eli/ontology#")
DCTERMS = Namespace("http://purl.org/dc/terms/")
ROOT = "https://w3id.org/tiaoli/document/"


def test_each_version_is_an_expression_of_the_work() -> None:
    base = base_of(
        version(1, "60%", "2020-01-01"),
        version(2, "70%", "2022-01-01", replaces="2020-01-01", repealed="2024-01-01"),
    )
    graph = Graph().parse(data=written(corpus(base), "turtle"), format="turtle")
    work, old, new = (URIRef(ROOT + name) for name in (BEDS, f"{BEDS}@2020-01-01", f"{BEDS}@2022-01-01"))
    assert set(graph.subjects(ELI.realizes, work)) == {old, new}
    assert set(graph.objects(new, DCTERMS.replaces)) == {old}
    assert [str(d) for d in graph.objects(new, ELI.first_date_entry_in_force)] == ["2022-01-01"]
    assert [str(d) for d in graph.objects(new, ELI.date_no_longer_in_force)] == ["2023-12-31"]
    assert list(graph.objects(old, ELI.date_no_longer_in_force)) == []


def test_the_page_s_question_what_took_the_place_of_what() -> None:
    """Question 7 of docs/knowledge-graph.md, of which the held documents give no answer: none has two versions."""
    page = (Path(__file__).parents[2] / "docs" / "knowledge-graph.md").read_text(encoding="utf-8")
    query = re.search(r"^\*\*7 · .*?```sparql\n(.*?)```", page, re.MULTILINE | re.DOTALL)
    assert query is not None
    base = base_of(version(1, "60%", "2020-01-01"), version(2, "70%", "2022-01-01", replaces="2020-01-01"))
    graph = Graph().parse(data=written(corpus(base), "turtle"), format="turtle")
    prefixes = "\n".join(re.findall(r"^PREFIX .*$", page, re.MULTILINE))
    rows = [tuple(map(str, row)) for row in graph.query(f"{prefixes}\n{query[1]}")]  # type: ignore[arg-type]
    assert rows == [(f"{ROOT}{BEDS}@2022-01-01", f"{ROOT}{BEDS}@2020-01-01", "2022-01-01")]
