"""What is exported: the ontology as written, the whole corpus as resources that conform to their shapes, files put down whole."""

from __future__ import annotations

import json
import os
from collections import Counter, defaultdict
from pathlib import Path
from typing import Any

import pytest
from rdflib import RDF, BNode, Graph, URIRef
from rdflib.term import Node

from policy_dsl.diagnostics import Faults
from policy_dsl.ir import to_data
from policy_dsl.source_files import read_sources
from policy_dsl.terminology.compile import compile_vocabulary
from reasoner.driver import current_rule_base, exports, judging
from reasoner.graphs import namespaces as n
from reasoner.graphs.context import build
from reasoner.graphs.corpus_export import clause_iri, corpus, norm_iri
from reasoner.graphs.jsonld import context
from reasoner.graphs.shapes import SH, results
from reasoner.graphs.write import turtle
from reasoner.model.rule_base import RuleBase

TL = n.TL


@pytest.fixture(scope="module")
def graph() -> Graph:
    return Graph().parse(data=exports.corpus_text(), format="turtle")


def instances(graph: Graph, name: str) -> set[str]:
    return {str(s) for s in graph.subjects(RDF.type, URIRef(TL + name))}


# --- the ontology ----------------------------------------------------------------------------------------------


def _trees(graph: Graph) -> Counter[object]:
    """What is said of each subject, each blank node with all that is said of it in its place.

    Two graphs in which nothing points twice at one blank node, nor in a ring, are the same but for names of blank nodes
    where these agree; that they are such graphs is asserted.
    """
    of: dict[Node, list[tuple[Node, Node]]] = defaultdict(list)
    uses: Counter[Node] = Counter()
    for subject, predicate, value in graph:
        of[subject].append((predicate, value))
        uses[value] += 1
    blank = {s for s in of if isinstance(s, BNode)}
    assert all(uses[b] <= 1 for b in blank)
    reached: set[Node] = set()

    def tree(node: Node) -> object:
        if not isinstance(node, BNode):
            return node
        reached.add(node)
        return frozenset(Counter((p, tree(o)) for p, o in of[node]).items())

    named = Counter((s, p, tree(o)) for s in of if s not in blank for p, o in of[s])
    unnamed = Counter(tree(b) for b in blank if not uses[b])
    assert reached == blank
    return named + unnamed


def test_the_ontology_is_that_of_the_files() -> None:
    whole = Graph().parse(data=exports.ontology_text(), format="turtle")
    parts = Graph()
    for name, text in read_sources().items():
        if name.startswith("ontology/"):
            parts.parse(data=text, format="turtle")
    assert _trees(whole) == _trees(parts)
    assert (
        compile_vocabulary({"ontology/all.ttl": exports.ontology_text()})
        == current_rule_base.rule_base().vocabulary.data
    )


def test_the_context_is_that_of_the_vocabulary(base: RuleBase) -> None:
    """If this fails, write `tiaoli export context` anew from reasoner.graphs.context.build."""
    assert build(base.vocabulary)["@context"] == context()
    assert json.loads(exports.context_text())["@context"] == context()


def test_every_property_that_we_write_is_declared(
    graph: Graph, base: RuleBase, examples: list[Any], tmp_path: Path
) -> None:
    source = tmp_path / "a.json"
    source.write_text(json.dumps(examples, ensure_ascii=False), encoding="utf-8")
    ontology = Graph().parse(data=exports.ontology_text(), format="turtle")
    declared = set(ontology.subjects(RDF.type, None))
    for text in (exports.application_text(source), exports.verdict_text(source)):
        graph = graph + Graph().parse(data=text, format="turtle")
    used = {p for p in graph.predicates() if not str(p).startswith((n.RDF, n.RDFS))}
    used |= {o for o in graph.objects(None, RDF.type) if not str(o).startswith(n.GEO)}
    assert used <= declared, used - declared


# --- the corpus ------------------------------------------------------------------------------------------------


def test_the_corpus_conforms_to_its_shapes(graph: Graph) -> None:
    conforms, report = results(graph, "corpus.ttl")
    assert conforms, [str(m) for m in report.objects(None, SH.resultMessage)][:5]


def test_every_resource_of_the_rule_base_is_there(graph: Graph, base: RuleBase) -> None:
    documents = list(base.documents.values())
    assert instances(graph, "Document") == {n.DOCUMENT + d.id for d in documents}
    assert instances(graph, "Clause") == {clause_iri(c) for d in documents for c in d.clauses}
    effects = ("Prohibition", "Cap", "Control", "Requirement", "Exemption", "Preference", "Permission")
    norms = set().union(*(instances(graph, e) for e in effects))
    assert norms == {norm_iri(x.id) for d in documents for x in d.norms_in_use}
    alternatives = {norm_iri(x.id) for d in documents for x in d.all_norms if x.alternative_of is not None}
    assert instances(graph, "AlternativeNorm") == alternatives
    assert len(norms) + len(alternatives) == sum(len(d.all_norms) for d in documents)
    assert len(instances(graph, "Reading")) == sum(len(d.readings) for d in documents)
    figures = set(graph.subjects(RDF.type, URIRef(n.SOSA + "Observation")))
    assert len(figures) == sum(len(c.observations) for d in documents for c in d.clauses.values())


def test_a_norm_is_tied_to_its_words(graph: Graph, base: RuleBase) -> None:
    """The quotation of every norm is made of its spans of the official text."""
    texts = current_rule_base.official_texts()
    for document in base.documents.values():
        for norm in document.all_norms:
            node = URIRef(norm_iri(norm.id))
            quotes = {str(q) for q in graph.objects(node, URIRef(TL + "quote"))}
            assert quotes == {texts[document.id][a:b] for a, b in norm.spans}


def test_a_well_known_clause(graph: Graph) -> None:
    clause = URIRef(n.CLAUSE + "qingdao-2023-18-medical/3.1.p2")
    (quote,) = graph.objects(clause, URIRef(TL + "quote"))
    assert "床位使用率低于75%的,原则上不再新增购买住院床位" in quote
    assert URIRef(n.DOCUMENT + "qingdao-2023-18-medical") in set(graph.objects(clause, URIRef(n.ELI + "is_part_of")))
    (norm,) = (
        s for s in graph.subjects(URIRef(TL + "anchoredIn"), clause) if "/" not in str(s).partition("3.1.p2/")[2]
    )
    assert (norm, URIRef(TL + "readsFact"), URIRef(TL + "bedOccupancy")) in graph


@pytest.mark.parametrize("text", [
    "<{c}> <{tl}quote> \"又一段\" .", "<{n}> <{tl}reviewed> 3 .", "<{n}> a <{tl}Exemption> , <{tl}Cap> .",
    "<{c}> <{tl}start> -1 .", "<urn:x:n> a <{tl}Cap> .", "<urn:x:c> a <{tl}Clause> .",
])  # fmt: skip
def test_what_is_incomplete_does_not_conform(text: str, graph: Graph, base: RuleBase) -> None:
    norm = next(x for d in base.documents.values() for x in d.all_norms)
    more = text.format(c=clause_iri(norm.clause), n=norm_iri(norm.id), tl=TL)
    broken = graph + Graph().parse(data=more, format="turtle")
    assert not results(broken, "corpus.ttl")[0]


@pytest.mark.parametrize("form", ["turtle", "jsonld", "nt"])
def test_the_corpus_is_the_same_bytes_every_time(form: str) -> None:
    assert exports.corpus_text(form) == exports.corpus_text(form)


def test_no_text_that_was_masked_is_exported(base: RuleBase) -> None:
    assert "▒" not in turtle(corpus(base))


# --- verdicts, files ---------------------------------------------------------------------------------------------


def test_a_verdict_names_what_it_rests_on(tmp_path: Path, examples: list[Any]) -> None:
    source = tmp_path / "a.json"
    source.write_text(json.dumps(examples[0], ensure_ascii=False), encoding="utf-8")
    graph = Graph().parse(data=exports.verdict_text(source), format="turtle")
    (verdict,) = graph.subjects(RDF.type, URIRef(TL + "Verdict"))
    assert str(verdict) == n.ROOT + "verdict/EX-1/2024-05-01"
    assert {str(o) for o in graph.objects(verdict, URIRef(TL + "outcome"))} == {"presumptively_barred"}
    assert {str(o) for o in graph.objects(verdict, URIRef(TL + "decidedBy"))} == {
        n.CLAUSE + "qingdao-2023-18-medical/3.1.p2"
    }
    (content,) = graph.objects(verdict, URIRef(TL + "content"))
    assert json.loads(str(content)) == to_data(judging.check(source)[0][0])


def test_a_file_is_written_whole_or_not_at_all(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    target = tmp_path / "a.ttl"
    exports.write_file(target, "一\n")
    exports.write_file(target, "二\n")
    assert target.read_text(encoding="utf-8") == "二\n"
    assert target.stat().st_mode & 0o400

    def fail(*_: Any) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(os, "replace", fail)
    with pytest.raises(Faults) as error:
        exports.write_file(target, "三\n")
    assert error.value.diagnostics[0].code == "G121"
    assert target.read_text(encoding="utf-8") == "二\n"
    assert [p.name for p in tmp_path.iterdir()] == ["a.ttl"]
    with pytest.raises(Faults):
        exports.write_file(tmp_path / "no" / "a.ttl", "")
