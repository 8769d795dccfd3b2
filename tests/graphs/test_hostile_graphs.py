"""Graphs that mean harm or are broken: a clear message, bounded time and memory, and never a look outside."""

from __future__ import annotations

import socket
import time
from pathlib import Path
from typing import Any

import pytest

from policy_dsl.diagnostics import Diagnostic, Faults
from reasoner.driver import current_rule_base, exports
from reasoner.graphs import parse
from reasoner.graphs.graph_files import load_graph
from reasoner.graphs.graph_reading import read_graph
from reasoner.graphs.turtle_depth import MOST_DEPTH, too_deep
from reasoner.intake.file_loading import MOST_BYTES

HEAD = """@prefix tl: <https://w3id.org/tiaoli/ns#> .
@prefix ex: <https://example.org/> .
@prefix owl: <http://www.w3.org/2002/07/owl#> .
@prefix rdf: <http://www.w3.org/1999/02/22-rdf-syntax-ns#> .
"""
SECONDS = 30


@pytest.fixture(autouse=True)
def no_network(monkeypatch: pytest.MonkeyPatch) -> list[Any]:
    """Every attempt to open a connection is noted, and fails the test."""
    tried: list[Any] = []

    def refuse(*args: Any, **_: Any) -> Any:
        tried.append(args)
        raise AssertionError(f"network: {args}")

    monkeypatch.setattr(socket.socket, "connect", refuse)
    monkeypatch.setattr(socket, "getaddrinfo", refuse)
    monkeypatch.setattr(socket, "create_connection", refuse)
    monkeypatch.setattr("urllib.request.urlopen", refuse)
    return tried


def refused(text: str | bytes, name: str) -> list[Diagnostic]:
    start = time.process_time()
    with pytest.raises(Faults) as error:
        read_graph(text if isinstance(text, bytes) else text.encode(), current_rule_base.terms(), name)
    assert time.process_time() - start < SECONDS
    return list(error.value.diagnostics)


OUTSIDE = {
    "import": ("a.ttl", HEAD + "<http://e/o> owl:imports <http://127.0.0.1:9/x> ."),
    "import of a file": ("a.ttl", HEAD + "<http://e/o> owl:imports <file:///etc/passwd> ."),
    "import in lines": ("a.nt", "<http://e/o> <http://www.w3.org/2002/07/owl#imports> <http://127.0.0.1:9/x> .\n"),
    "context": ("a.jsonld", '{"@context": "http://127.0.0.1:9/c", "@id": "http://e/a"}'),
    "context of a file": ("a.jsonld", '{"@context": "file:///etc/passwd", "@id": "http://e/a"}'),
    "relative context": ("a.jsonld", '{"@context": "context.jsonld", "@id": "http://e/a"}'),
    "one of several contexts": ("a.jsonld", '{"@context": [{"a": "http://e/a"}, "http://127.0.0.1:9/c"]}'),
    "context below": ("a.jsonld", '{"@context": {}, "@graph": [{"@context": "http://127.0.0.1:9/c"}]}'),
    "context of a term": ("a.jsonld", '{"@context": {"a": {"@id": "http://e/a", "@context": "http://127.0.0.1:9/c"}}}'),
    "@import": ("a.jsonld", '{"@context": {"@version": 1.1, "@import": "http://127.0.0.1:9/c"}}'),
}


@pytest.mark.parametrize(("name", "text"), OUTSIDE.values(), ids=OUTSIDE)
def test_what_asks_for_something_outside_is_refused(name: str, text: str, no_network: list[Any]) -> None:
    (found,) = refused(text, name)
    assert found.code == "G104"
    assert "从不" in found.message
    assert no_network == []


def test_the_loaders_of_the_library_are_blocked_too(no_network: list[Any]) -> None:
    """Even where nothing looked at the data before."""
    from rdflib import Graph

    assert parse.MOST_TRIPLES
    with pytest.raises(Faults):
        Graph().parse(data='{"@context": "http://127.0.0.1:9/c", "http://e/p": 1}', format="json-ld")
    assert no_network == []


def test_validation_asks_nobody(no_network: list[Any], tmp_path: Path, examples: list[Any]) -> None:
    import json

    source = tmp_path / "a.json"
    source.write_text(json.dumps(examples, ensure_ascii=False), encoding="utf-8")
    graph = tmp_path / "a.jsonld"
    graph.write_text(exports.application_text(source, "jsonld"), encoding="utf-8")
    assert exports.validate(graph).conforms
    assert exports.corpus_text()
    assert no_network == []


@pytest.mark.parametrize("name", ["a.rdf", "a.owl", "a.xml", "a.trig", "a.nq", "a.n3", "a.html", "A.RDF"])
def test_other_forms_are_refused_unread(name: str) -> None:
    (found,) = refused('<!DOCTYPE x [<!ENTITY a SYSTEM "file:///etc/passwd">]><x>&a;</x>', name)
    assert found.code == "G105"


DEEP = {
    "brackets": ("a.ttl", HEAD + "ex:a ex:p " + "[ ex:p " * 300 + "1" + " ]" * 300 + " ."),
    "lists": ("a.ttl", HEAD + "ex:a ex:p " + "(" * 300 + "1" + ")" * 300 + " ."),
    "open brackets": ("a.ttl", HEAD + "ex:a ex:p " + "[" * 2_000_000),
    "brackets behind marks that look like strings": ("a.ttl", HEAD + "ex:a\\' ex:p " + "[ ex:p " * 300),
    "objects": ("a.jsonld", '{"http://e/p":' * 300 + "1" + "}" * 300),
    "arrays": ("a.jsonld", "[" * 100_000),
}


@pytest.mark.parametrize(("name", "text"), DEEP.values(), ids=DEEP)
def test_nesting_is_counted_before_parsing(name: str, text: str) -> None:
    (found,) = refused(text, name)
    assert found.code in ("G103", "F106")


def test_brackets_in_strings_iris_and_comments_do_not_count() -> None:
    many = "[(" * 100
    text = f'{HEAD}# {many}\nex:a ex:p "{many}" , """{many}\n"{many}""" , <http://e/{many.replace("[", "")}> , \'{many}\' .'
    assert too_deep(text) is None
    assert too_deep("[" * MOST_DEPTH) is None
    assert too_deep("[" * (MOST_DEPTH + 1)) == MOST_DEPTH


HUGE = {
    "an open IRI after the other": ("a.ttl", "<" * 2_000_000),
    "quotation marks": ("a.ttl", '"' * 2_000_001),
    "open long strings": ("a.ttl", '"""\\"""' * 300_000),
    "many numbers in one": ("a.ttl", HEAD + "ex:a tl:bedsRequested " + "9" * 6000 + " ."),
}


@pytest.mark.parametrize(("name", "text"), HUGE.values(), ids=HUGE)
def test_broken_giants_are_refused_in_time(name: str, text: str) -> None:
    assert refused(text, name)[0].code == "G101"


def test_too_many_bytes_are_not_even_parsed(tmp_path: Path) -> None:
    assert refused(b"#" * (MOST_BYTES + 1), "a.ttl")[0].code == "F102"
    path = tmp_path / "a.nt"
    with path.open("wb") as file:
        file.seek(100 * 2**20)
        file.write(b"\n")
    with pytest.raises(Faults) as error:
        load_graph(path)
    assert error.value.diagnostics[0].code == "F102"


def test_too_many_triples(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(parse, "MOST_TRIPLES", 1000)
    lines = "".join(f"<http://e/{i}> <http://e/p> <http://e/{i * 7 % 1500}> .\n" for i in range(1500))
    (found,) = refused(lines, "a.nt")
    assert (found.code, "1000" in found.message) == ("G102", True)


def test_too_much_time(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(parse, "MOST_SECONDS", -1.0)
    lines = "".join(f"<http://e/{i}> <http://e/p> <http://e/o> .\n" for i in range(300))
    assert refused(lines, "a.nt")[0].code == "G102"


def test_a_maze_of_blank_nodes_is_walked_through() -> None:
    """20,000 blank nodes that point at each other, and an application whose institution is one of them."""
    count = 20_000
    maze = "".join(f"_:b{i} ex:p _:b{i * 7919 % count} , _:b{i * 104_729 % count} .\n" for i in range(count))
    text = HEAD + maze + 'ex:a a tl:Application ; tl:identifier "A" ; tl:matter tl:newPharmacy ; tl:applicant _:b5 .'
    start = time.process_time()
    (found,) = read_graph(text.encode(), current_rule_base.terms(), "a.ttl").applications(
        current_rule_base.reader(), "2024-05-01"
    )
    assert found.id == "A"
    assert time.process_time() - start < SECONDS


CYCLES = {
    "an application that is its own institution": "tl:applicant ex:a",
    "an application that is its own observation": "tl:observed ex:a",
}


@pytest.mark.parametrize("said", CYCLES.values(), ids=CYCLES)
def test_cycles_are_told(said: str) -> None:
    text = f'{HEAD}ex:a a tl:Application ; tl:identifier "A" ; tl:matter tl:newPharmacy ; {said} .'
    with pytest.raises(Faults) as error:
        read_graph(text.encode(), current_rule_base.terms(), "a.ttl").applications(
            current_rule_base.reader(), "2024-05-01"
        )
    assert [d.code for d in error.value.diagnostics] == ["G114"]


BROKEN = {
    "no full stop": ("a.ttl", HEAD + 'ex:a tl:identifier "A" tl:matter tl:newPharmacy .', "G101"),
    "no prefix": ("a.ttl", "ex:a a ex:b .", "G101"),
    "rules of N3": ("a.ttl", HEAD + "{ ex:a ex:b ex:c } => { ex:a ex:b ex:d } .", "G101"),
    "open string": ("a.ttl", HEAD + 'ex:a ex:b "c .', "G101"),
    "no JSON": ("a.jsonld", '{"@id": }', "F104"),
    "a key twice": ("a.jsonld", '{"@id": "http://e/a", "@id": "http://e/b"}', "F108"),
    "a number": ("a.jsonld", "3", "G101"),
    "a named graph": ("a.jsonld", '{"@id": "http://e/g", "@graph": []}', "G105"),
    "a fraction": ("a.jsonld", '{"@id": "http://e/a", "http://e/p": 0.1}', "G106"),
    "UTF-16": ("a.ttl", "ex:a".encode("utf-16"), "F103"),
    "GB18030": ("a.ttl", "# 青岛市".encode("gb18030"), "F103"),
    "a mark that turns a comment around": ("a.ttl", HEAD + "# \u202e .a tl:x\n", "F110"),
    "no application": ("a.ttl", HEAD + "ex:a a ex:b .", "G110"),
    "nothing": ("a.ttl", "", "G110"),
}


@pytest.mark.parametrize(("name", "text", "code"), BROKEN.values(), ids=BROKEN)
def test_broken_files_are_told_apart(name: str, text: str | bytes, code: str) -> None:
    found = refused(text, name)
    assert [d.code for d in found] == [code]
    assert found[0].where.startswith(name)


def test_a_syntax_error_has_line_column_and_caret() -> None:
    (found,) = refused(HEAD + 'ex:a tl:identifier "A"\n  tl:matter tl:newPharmacy .', "a.ttl")
    assert found.where.startswith("a.ttl:5:") or found.where.startswith("a.ttl:6:")
    assert "^" in found.excerpt
    assert "Traceback" not in found.render()


def test_every_broken_line_is_listed() -> None:
    found = refused("<http://e/a> <http://e/b> .\n<http://e/a> <http://e/b> <http://e/c> .\nfoo\n", "a.nt")
    assert [d.where for d in found] == ["a.nt:1:1", "a.nt:3:1"]


def test_validation_first_changes_nothing_of_reading() -> None:
    """pySHACL changes how rdflib reads literals; "1e3" is still no decimal afterwards."""
    from reasoner.graphs.validate import graph_findings

    text = (
        HEAD
        + """@prefix xsd: <http://www.w3.org/2001/XMLSchema#> .
ex:a a tl:Application ; tl:identifier "A" ; tl:matter tl:newInpatientBeds ; tl:bedsRequested "1e3"^^xsd:decimal ; tl:applicant ex:f .
ex:f a tl:GeneralHospital ; tl:designated "1"^^xsd:boolean ."""
    )
    for _ in range(2):
        found, *_ = graph_findings(
            load_graph(text.encode(), "a.ttl"), current_rule_base.reader(), current_rule_base.terms()
        )
        assert [f.code for f in found] == ["G108"]


def test_a_violation_a_thousandfold_is_bounded() -> None:
    """200,000 values of one fact: told once, without a report of 200,000 results."""
    from reasoner.graphs.validate import graph_findings

    many = " , ".join(f"ex:n{i}" for i in range(100_000))
    text = f'{HEAD}ex:a a tl:Application ; tl:identifier "A" ; tl:matter tl:newPharmacy ; tl:bedCategory {many} .'
    start = time.process_time()
    found, *_ = graph_findings(
        load_graph(text.encode(), "a.ttl"), current_rule_base.reader(), current_rule_base.terms()
    )
    assert [f.code for f in found] == ["G109"]
    assert time.process_time() - start < SECONDS
