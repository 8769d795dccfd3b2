"""Who decides, provides or does what a question asks about: the authority over facts, and the duties that name a bearer."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from functools import lru_cache
from typing import Final, NamedTuple

from policy_dsl.compiled import Clause, Document
from policy_dsl.statements import Duty
from reasoner.ask.force_of_documents import readings_in_use
from reasoner.ask.question_words import folded
from reasoner.ask.text_answer import DecidedBy
from reasoner.interpreter.determining_organs import Whereabouts, authority_over, basis_of
from reasoner.model.rule_base import RuleBase

NOBODY: Final = "未载明"
"""The bearer where the text names none."""


class DutyOf(NamedTuple):
    """A duty with a bearer, in its clause."""

    clause: Clause
    duty: Duty


def decided_by(base: RuleBase, labels: Iterable[str], region: str | None) -> tuple[DecidedBy, ...]:
    """Who determines some facts of a place; those of documents are answered with the documents."""
    return tuple(_decided(base, label, region) for label in labels if base.vocabulary.facts[label].subject != "文件")


def decides(base: RuleBase, labels: Iterable[str], regions: Sequence[str]) -> bool:
    """Whether somebody is known to determine one of some facts."""
    return any(d.authority for r in regions for d in decided_by(base, labels, r))


def determined_facts(documents: Iterable[Document], matters: Sequence[str], base: RuleBase) -> list[str]:
    """The facts that rules on some matters read and that somebody determines or assesses, in the order of the rules."""
    read = {
        f.term: None
        for d in documents
        for m in matters
        for n in d.norms(m)
        if n.alternative_of is None and not n.pending
        for f in n.reads
    }
    return [label for label in read if base.vocabulary.facts[label].authorities]


def _decided(base: RuleBase, label: str, region: str | None) -> DecidedBy:
    vocabulary = base.vocabulary
    term = vocabulary.facts[label]
    authority = authority_over(term, region or "", vocabulary) if region else None
    basis = None if authority is None else basis_of(authority, Whereabouts(region or ""), vocabulary)
    used = [r.rpartition("/") for r in (() if basis is None else basis.readings)]
    readings = tuple(u for of, _, name in used for u in readings_in_use(base.documents[of], (name,)))
    place = vocabulary.regions[region].name if region else ""
    return DecidedBy(label, place, term.provider, basis, readings, term.proof)


def duties_asked(documents: Sequence[Document], words: Iterable[str], most: int) -> list[DutyOf]:
    """The duties with a bearer whose act has most of the words of a question, the best first."""
    pieces = {p for w in words for p in _pieces(_acts(tuple(documents)), folded(w))}
    if not pieces:
        return []
    scored = [(sum(len(p) for p in pieces if p in _words(d.duty)), d) for d in _with_bearer(documents)]
    best = max((score for score, _ in scored), default=0)
    return [d for score, d in scored if score == best and score][:most]


def duties_by_acts(documents: Iterable[Document], acts: Iterable[str]) -> list[DutyOf]:
    """The duties with a bearer whose act has one of some words of the texts, in the order of these."""
    borne = tuple(_with_bearer(documents))
    return list({id(d.duty): d for a in acts for d in borne if folded(a) in folded(d.duty.act)}.values())


def _with_bearer(documents: Iterable[Document]) -> Iterator[DutyOf]:
    for document in documents:
        for clause in document.clauses.values():
            yield from (DutyOf(clause, d) for d in clause.duties if NOBODY not in d.bearers)


def _words(duty: Duty) -> str:
    return folded(f"{duty.name} {duty.act}")


@lru_cache(maxsize=8)
def _acts(documents: tuple[Document, ...]) -> str:
    return "\n".join(_words(d.duty) for d in _with_bearer(documents))


def _pieces(acts: str, word: str) -> Iterator[str]:
    """The parts of a word that stand in the acts, the longest first from the left."""
    at = 0
    while at < len(word) - 1:
        end = next((e for e in range(len(word), at + 1, -1) if word[at:e] in acts), 0)
        if end:
            yield word[at:end]
        at = end or at + 1
