"""Which clauses ask for which fact, so that a form can say why a column is there."""

from __future__ import annotations

from collections.abc import Container, Iterable, Mapping

from policy_dsl.compiled import Document
from reasoner.model.rule_base import RuleBase

ClausesByFact = Mapping[str, list[str]]


def asking_clauses(base: RuleBase, documents: Iterable[Document], matters: Container[str]) -> ClausesByFact:
    """By fact the places of the clauses that ask for it on some matters, by document: 《…》(文号)第三部分第(一)项第二段、…"""
    clauses: dict[str, dict[str, dict[str, None]]] = {}
    for document in documents:
        for matter in (m for m in document.regulates if m in matters):
            for norm in document.norms(matter):
                place = document.clauses[norm.clause].place
                for fact in norm.reads:
                    clauses.setdefault(fact.term, {}).setdefault(document.id, {})[place] = None
    return {label: [_cited(base, d, list(p)) for d, p in by.items()] for label, by in clauses.items()}


def _cited(base: RuleBase, document: str, places: list[str]) -> str:
    about = base.documents[document]
    number = f"({about.number})" if about.number else ""
    return f"《{about.title}》{number}{'、'.join(places[:4])}{' 等' if len(places) > 4 else ''}"
