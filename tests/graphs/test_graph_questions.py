"""The questions of docs/knowledge-graph.md are asked of the exported graph by two engines, and answered as the program answers."""

from __future__ import annotations

import os
import re
from collections.abc import Callable, Iterator
from decimal import Decimal
from pathlib import Path
from typing import Final

import pytest
from rdflib import Graph

from policy_dsl.ir import RESTRICTING, And, Compare, Cond, Const, Effect, Not, OneOf, Or, Scaled, Sum, facts_read
from policy_dsl.reading import ConfirmationState, Reading
from reasoner.driver import exports
from reasoner.graphs import namespaces as n
from reasoner.graphs.corpus_export import norm_iri
from reasoner.interpreter.document_force import ForceStatus, force_on
from reasoner.model.application import Application
from reasoner.model.rule_base import RuleBase
from reasoner.survey.duty_selection import choose
from reasoner.survey.referenced_documents import references

try:
    import pyoxigraph
except ModuleNotFoundError:
    if os.environ.get("TIAOLI_REQUIRE_ALL") == "1":
        raise
    pytest.skip("needs the group engines", allow_module_level=True)

PAGE: Final = (Path(__file__).parents[2] / "docs" / "knowledge-graph.md").read_text(encoding="utf-8")
PREFIXES: Final = "\n".join(re.findall(r"^PREFIX .*$", PAGE, re.MULTILINE))
QUERIES: Final = {
    int(m[1]): m[2] for m in re.finditer(r"^\*\*(\d+) · .*?```sparql\n(.*?)```", PAGE, re.MULTILINE | re.DOTALL)
}
Row = tuple[str, ...]


@pytest.fixture(scope="module")
def text() -> str:
    """The corpus with the ontology beside it, in Turtle."""
    return exports.corpus_text("nt")


@pytest.fixture(scope="module")
def engines(text: str) -> dict[str, Callable[[str], list[Row]]]:
    """Each engine as a function from a query to its rows, unbound values as empty texts."""
    graph = Graph().parse(data=text, format="nt")
    graph.parse(data=exports.ontology_text(), format="turtle")
    store = pyoxigraph.Store()
    store.load(text.encode(), pyoxigraph.RdfFormat.N_TRIPLES)
    store.load(exports.ontology_text().encode(), pyoxigraph.RdfFormat.TURTLE)

    def rdflib_rows(query: str) -> list[Row]:
        return [tuple("" if v is None else str(v) for v in row) for row in graph.query(query)]  # type: ignore[union-attr]

    def oxigraph_rows(query: str) -> list[Row]:
        answer = store.query(query)
        assert isinstance(answer, pyoxigraph.QuerySolutions)
        return [tuple("" if row[v] is None else row[v].value for v in answer.variables) for row in answer]  # type: ignore[union-attr]

    return {"rdflib": rdflib_rows, "oxigraph": oxigraph_rows}


def _rows(engines: dict[str, Callable[[str], list[Row]]], number: int) -> list[Row]:
    """The answer to a question of the page, on which both engines agree."""
    answers = {name: sorted(ask(f"{PREFIXES}\n{QUERIES[number]}")) for name, ask in engines.items()}
    assert answers["rdflib"] == answers["oxigraph"]
    return answers["rdflib"]


def _parts(cond: Cond, excepted: bool = False) -> Iterator[tuple[Cond, bool]]:
    """Each part of a condition, and whether a negation stands above it."""
    yield cond, excepted
    match cond:
        case And(parts) | Or(parts):
            for part in parts:
                yield from _parts(part, excepted)
        case Not(part):
            yield from _parts(part, True)


def test_the_page_has_twelve_questions_and_only_the_ninth_needs_the_ontology(text: str) -> None:
    assert sorted(QUERIES) == list(range(1, 13))
    alone = Graph().parse(data=text, format="nt")
    empty = {number for number, query in QUERIES.items() if not list(alone.query(f"{PREFIXES}\n{query}"))}
    assert empty == {7, 9}, "7: no held document has two versions"


def test_restrictions_in_force_on_a_day(engines: dict[str, Callable[[str], list[Row]]], base: RuleBase) -> None:
    nobody = Application(id="", matter="", received="", region=None, roles={}, facts={})
    expected = []
    for document in base.documents.values():
        force = force_on(document, "2024-05-01", nobody, base.vocabulary)
        if not force.out:
            unknown = "true" if force.status is ForceStatus.UNKNOWN else "false"
            expected += [
                (norm_iri(x.id), n.CLAUSE + x.clause, unknown) for x in document.norms_in_use if x.effect in RESTRICTING
            ]
    rows = _rows(engines, 1)
    assert rows == sorted(expected)
    assert {unknown for *_, unknown in rows} == {"true", "false"}, "青医保字〔2023〕1号 is of unknown force"


def test_who_reads_a_rate(engines: dict[str, Callable[[str], list[Row]]], base: RuleBase) -> None:
    expected = {norm_iri(x.id) for d in base.documents.values() for x in d.norms_in_use if "床位使用率" in x.terms_read}
    assert {rule for rule, _ in _rows(engines, 2)} == expected
    assert expected


def test_readings_that_nobody_confirmed(engines: dict[str, Callable[[str], list[Row]]], base: RuleBase) -> None:
    def open_(reading: Reading) -> bool:
        confirmed = reading.status is not None and reading.status.state is ConfirmationState.CONFIRMED
        return not (confirmed or (reading.status is None and reading.confirmed_by))

    expected = sorted(r.question for d in base.documents.values() for r in d.readings if open_(r))
    assert sorted(question for _, question in _rows(engines, 3)) == expected


def test_duties_of_a_bearer(engines: dict[str, Callable[[str], list[Row]]], base: RuleBase) -> None:
    selected = choose(base, base.documents.values(), bearer="医保经办机构").duties
    named = sorted(d.act for d in selected if "医保经办机构" in d.bearers)
    assert named
    assert sorted(deed for _, deed in _rows(engines, 4)) == named


def test_rules_whose_reach_names_pharmacies(engines: dict[str, Callable[[str], list[Row]]], base: RuleBase) -> None:
    expected = {
        (norm_iri(x.id), str(excepted).lower())
        for d in base.documents.values()
        for x in d.norms_in_use
        for part, excepted in _parts(x.scope)
        if isinstance(part, OneOf) and "零售药店" in part.values
    }
    assert expected
    assert set(_rows(engines, 5)) == expected


def test_what_a_text_lacks(engines: dict[str, Callable[[str], list[Row]]], base: RuleBase) -> None:
    expected = sorted((d.title, m.what, m.where) for d in base.documents.values() for m in d.missing)
    assert _rows(engines, 6) == expected
    assert expected


def test_what_a_reading_would_change(engines: dict[str, Callable[[str], list[Row]]], base: RuleBase) -> None:
    readings = [r for d in base.documents.values() for r in d.readings]
    rows = _rows(engines, 8)
    assert sorted(gone for _, gone, _ in rows if gone) == sorted(norm_iri(x) for r in readings for x in r.without)
    alternatives = [x for d in base.documents.values() for x in d.all_norms if x.alternative_of is not None]
    assert sorted(comes for *_, comes in rows if comes) == sorted(norm_iri(x.id) for x in alternatives)


def test_numbers_of_rules(engines: dict[str, Callable[[str], list[Row]]], base: RuleBase) -> None:
    how = {"lt": "低于", "le": "不超过", "gt": "超过", "ge": "不低于", "eq": "等于"}
    expected = {
        (norm_iri(x.id), fact.term, how[part.op], shown)
        for d in base.documents.values()
        for x in d.norms_in_use
        for part, _ in _parts(x.condition)
        if isinstance(part, Compare)
        for shown in _shown(part)
        for fact in facts_read(Compare(part.op, part.left, Const(Decimal(0), "0")))
    }
    rows = {row for row in _rows(engines, 9) if row[2] in how.values()}
    assert rows == expected
    clause = n.ROOT + "norm/qingdao-2023-18-medical/3.1.p2/低使用率区域不新增床位"
    assert (clause, "床位使用率", "低于", "75%") in rows


def _shown(part: Compare) -> Iterator[str]:
    for term in part.right.terms if isinstance(part.right, Sum) else (part.right,):
        if isinstance(term, Const):
            yield term.shown
        elif isinstance(term, Scaled):
            yield term.factor.shown


def test_duties_without_a_bearer(engines: dict[str, Callable[[str], list[Row]]], base: RuleBase) -> None:
    counts = {
        d.title: sum(not set(a.bearers) - {"未载明"} for c in d.clauses.values() for a in c.duties)
        for d in base.documents.values()
    }
    assert _rows(engines, 10) == sorted((title, str(count)) for title, count in counts.items() if count)


def test_restrictions_on_open_readings(engines: dict[str, Callable[[str], list[Row]]], base: RuleBase) -> None:
    expected = {
        (norm_iri(x.id), reading)
        for d in base.documents.values()
        for x in d.norms_in_use
        if x.effect in (Effect.PROHIBIT, Effect.CAP, Effect.CONTROL)
        for reading in x.readings
        if d.readings_by_name[reading].status is None and not d.readings_by_name[reading].confirmed_by
    }
    rows = _rows(engines, 11)
    assert {(rule, reading.rpartition("/")[2]) for rule, reading in rows} == {(r, n.slug(x)) for r, x in expected}


def test_documents_that_are_cited_and_not_held(engines: dict[str, Callable[[str], list[Row]]], base: RuleBase) -> None:
    expected = {
        (n.CLAUSE + reference.clause, title, target.number or "")
        for target in references(base, base.documents.values())
        if target.document is None and target.kind != "证件"
        for reference in target.references
        for title in target.names or ("",)
    }
    rows = _rows(engines, 12)
    assert {(clause, title, number) for clause, _, title, number in rows} == expected
    words = {c.clause: c.quote for d in base.documents.values() for c in d.clauses.values()}
    spellings: dict[tuple[str, str], set[str]] = {}
    for clause, cited, title, number in rows:
        spellings.setdefault((clause, cited), set()).update(x for x in ("".join(title.split()), number) if x)
    for (clause, _), names in spellings.items():
        quote = "".join(words[clause.removeprefix(n.CLAUSE)].split())
        assert any(name in quote for name in names), (clause, names)
    assert any(number == "国家医疗保障局令第2号" or "定点" in title for _, _, title, number in rows)
